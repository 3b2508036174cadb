//! Stray Markdown marks of converters, and the numbers of pages.
//!
//! Converters guess heading levels from font sizes and guess wrong, so marks are taken off here
//! and levels are decided later for the document as a whole. The depth of a mark is kept for
//! headings without a number.

use std::ops::Range;

use super::clean::{Gap, Line};
use super::words::{is_han, squeeze};
use super::{Notes, Part, Role};

/// Depth of a line that is bold from end to end and carries no `#`.
const BOLD: u8 = 7;

/// Takes the marks off a line.
pub(super) fn strip(line: &mut Line, notes: &mut Notes) {
    let before = line.text().to_owned();
    if is_rule(&before) {
        line.passage.take(0..before.len(), Part::Mark);
        notes.mend(line.number(), "去掉分隔线", before, String::new());
        return;
    }
    let hashes = hashes(&before);
    let bold = bold(&before);
    if hashes.is_empty() && bold.is_empty() {
        return;
    }
    line.depth = match (hashes.first(), is_bold_line(&before, &hashes, &bold)) {
        (Some(opening), _) => u8::try_from(opening.len()).unwrap_or(BOLD),
        (None, true) => BOLD,
        (None, false) => 0,
    };
    let mut ranges: Vec<_> = hashes.into_iter().chain(bold).collect();
    ranges.sort_by_key(|range| range.start);
    line.passage.take_all(&ranges, Part::Mark);
    line.passage.trim();
    if line.depth == 0 {
        let after = super::words::head(line.text(), 20);
        notes.mend(line.number(), "去掉加粗标记", super::words::head(&before, 20), after);
    }
}

/// Tells whether a line is nothing but a rule of Markdown (`---`, `***`, `___`).
fn is_rule(text: &str) -> bool {
    let bare = squeeze(text);
    bare.len() >= 3
        && ['-', '*', '_', '='].iter().any(|&mark| bare.chars().all(|c| c == mark))
}

/// Finds the `#` of a heading at the start and those that close it at the end.
fn hashes(text: &str) -> Vec<Range<usize>> {
    let rest = text.trim_start_matches('#');
    let depth = text.len() - rest.len();
    let next = rest.chars().next();
    let heading =
        next.is_some_and(|c| c.is_whitespace() || c == '*' || is_han(c) && depth > 1);
    if !(1..=6).contains(&depth) || !heading {
        return Vec::new();
    }
    let opening = 0..depth;
    let mut found = vec![opening];
    let body = rest.trim_end_matches('#');
    if body.len() < rest.len() && body.ends_with(char::is_whitespace) {
        found.push(depth + body.len()..text.len());
    }
    found
}

/// Finds the pairs of `**`; an odd number of them is text and stays.
fn bold(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|&&b| b == b'*').count();
        if run == 2 {
            found.push(at..at + 2);
        }
        at += run.max(1);
    }
    let paired = found.len() % 2 == 0
        && found
            .chunks(2)
            .all(|pair| !text[pair[0].end..pair[1].start].trim().is_empty());
    if paired { found } else { Vec::new() }
}

fn is_bold_line(text: &str, hashes: &[Range<usize>], bold: &[Range<usize>]) -> bool {
    let (Some(first), Some(last)) = (bold.first(), bold.last()) else { return false };
    hashes.is_empty() && bold.len() == 2 && first.start == 0 && last.end == text.len()
}

/// Takes out the lines that hold nothing but the number of a page.
pub(super) fn take_page_numbers(lines: &[Line], roles: &mut [Role]) {
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1);
        let at_edge =
            line.gap == Gap::Page || next.is_some_and(|next| next.gap == Gap::Page);
        if is_page_number(line.text(), at_edge) {
            roles[at] = Role::Taken(Part::PageNumber);
        }
    }
}

/// Tells whether a line is `— 3 —`, `- 3 -`, 第3页, or at the edge of a page a bare number.
fn is_page_number(text: &str, at_edge: bool) -> bool {
    if text.len() > 60 {
        return false;
    }
    let bare = squeeze(text);
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '－' | '─' | '一' | '·');
    let front = bare.trim_start_matches(dash);
    let number = front.trim_end_matches(dash);
    let dashed = front.len() < bare.len() && number.len() < front.len();
    if let Some(rest) = bare.strip_prefix('第').and_then(|rest| rest.strip_suffix('页'))
    {
        let (page, total) = rest.split_once("页").unwrap_or((rest, ""));
        let total = total.trim_start_matches(['，', ',', '/', '共']);
        return is_number(page) && (total.is_empty() || is_number(total));
    }
    is_number(number) && (dashed || at_edge && number.len() == bare.len())
}

fn is_number(text: &str) -> bool {
    let digits = text.chars().all(|c| super::numbering::arabic_digit(c).is_some());
    digits && (1..=4).contains(&text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> (String, u8) {
        let mut notes = Notes::default();
        let mut line = super::super::clean::lines(text, &mut notes).remove(0);
        strip(&mut line, &mut notes);
        (line.text().to_owned(), line.depth)
    }

    #[test]
    fn marks_come_off_and_text_stays() {
        let cases = [
            ("### **三、2023 年**", "三、2023 年", 3),
            ("## 标题 ##", "标题", 2),
            ("##标题", "标题", 2),
            ("**工作要求**", "工作要求", 7),
            ("要**重点**做好", "要重点做好", 0),
            ("#1机组", "#1机组", 0),
            ("####### 七", "####### 七", 0),
            ("2**3", "2**3", 0),
            ("a *** b", "a *** b", 0),
            ("****", "", 0),
            ("** ** x", "** ** x", 0),
        ];
        for (text, expected, depth) in cases {
            assert_eq!(stripped(text), (expected.to_owned(), depth), "{text}");
        }
    }

    #[test]
    fn page_numbers_are_known_by_their_dashes() {
        for text in
            ["— 3 —", "- 12 -", "－３－", "第 3 页", "第3页共10页", "第3页，共10页"]
        {
            assert!(is_page_number(text, false), "{text}");
        }
        for text in ["3", "2023", "3 -", "-- --", "第三页", "页", "－"] {
            assert!(!is_page_number(text, false), "{text}");
        }
        assert!(is_page_number("3", true));
    }
}
