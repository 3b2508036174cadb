//! From the text of a file to its lines: what is invisible goes, what stood between lines is
//! remembered.

use unicode_normalization::UnicodeNormalization;

use super::Notes;
use super::passage::Passage;

/// What stands between a line and the line before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A line break alone.
    None,
    /// An empty line or more.
    Blank,
    /// The end of a page (form feed).
    Page,
}

/// A line of the source that holds more than white space.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) passage: Passage,
    pub(super) gap: Gap,
    /// Whether the line begins with the indent of a paragraph.
    pub(super) indented: bool,
    /// Whether a soft hyphen at the end says that the last word goes on.
    pub(super) hyphenated: bool,
    /// Tabs before the text, which in a table stand for empty cells.
    pub(super) tabs: usize,
    /// Depth of the heading mark (`#`), 7 for a line that is bold as a whole, 0 for none.
    pub(super) depth: u8,
}

impl Line {
    /// Gives the text, trimmed and without marks.
    pub(super) fn text(&self) -> &str {
        self.passage.text()
    }

    /// Gives the source line, counted from 1.
    pub(super) fn number(&self) -> usize {
        self.passage.line()
    }
}

/// Cuts a text into lines and notes what was invisible in them.
pub(super) fn lines(text: &str, notes: &mut Notes) -> Vec<Line> {
    let mut cutter = Cutter::new();
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if body.len() < text.len() {
        cutter.invisible.push('\u{FEFF}');
    }
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => cutter.end_line(notes),
            '\u{0C}' => cutter.end_page(notes),
            // Breaks that no editor counts as a line: the line goes on under the same number.
            '\u{0B}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cutter.cut(notes),
            _ if is_invisible(c) => {
                cutter.hyphenated |= c == '\u{AD}';
                cutter.invisible.push(c);
            }
            _ => cutter.push(c),
        }
    }
    cutter.end_line(notes);
    cutter.lines
}

/// Tells characters that no reader sees: controls, zero-width characters, soft hyphens and the
/// marks that turn the direction of writing.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control() && c != '\t' && !c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Gives the ideograph for which a PDF has put a radical or a compatibility form, which looks
/// the same and is never found by a search.
pub(super) fn plain_ideograph(c: char) -> char {
    match c {
        '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' => {
            std::iter::once(c).nfkc().next().unwrap_or(c)
        }
        _ => c,
    }
}

/// Collects the characters of a line until it ends.
struct Cutter {
    lines: Vec<Line>,
    text: String,
    number: usize,
    gap: Gap,
    invisible: Vec<char>,
    radicals: Vec<char>,
    hyphenated: bool,
}

impl Cutter {
    fn new() -> Self {
        Self {
            lines: Vec::new(),
            text: String::new(),
            number: 1,
            gap: Gap::None,
            invisible: Vec::new(),
            radicals: Vec::new(),
            hyphenated: false,
        }
    }

    fn push(&mut self, c: char) {
        let plain = plain_ideograph(c);
        if plain != c {
            self.radicals.push(c);
        }
        self.hyphenated = false;
        self.text.push(plain);
    }

    fn end_line(&mut self, notes: &mut Notes) {
        if self.text.trim().is_empty() {
            self.gap = self.gap.max(Gap::Blank);
        }
        self.cut(notes);
        self.number += 1;
    }

    fn end_page(&mut self, notes: &mut Notes) {
        self.cut(notes);
        self.gap = Gap::Page;
    }

    fn cut(&mut self, notes: &mut Notes) {
        self.note(notes);
        let text = std::mem::take(&mut self.text);
        let hyphenated = std::mem::take(&mut self.hyphenated);
        if text.trim().is_empty() {
            return;
        }
        let indent = &text[..text.len() - text.trim_start().len()];
        let indented = indent.contains(['\u{3000}', '\t']) || indent.chars().count() >= 2;
        let tabs = indent.chars().take_while(|&c| c == '\t').count();
        let mut passage = Passage::new(text, self.number);
        passage.trim();
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        self.lines.push(Line { passage, gap, indented, hyphenated, tabs, depth: 0 });
    }

    fn note(&mut self, notes: &mut Notes) {
        let invisible = std::mem::take(&mut self.invisible);
        if !invisible.is_empty() {
            notes.mend(self.number, "去掉看不见的字符", codes(&invisible), String::new());
        }
        let radicals = std::mem::take(&mut self.radicals);
        if !radicals.is_empty() {
            let plain =
                radicals.iter().map(|&c| plain_ideograph(c)).take(SHOWN).collect();
            notes.mend(self.number, "部首、兼容字换成常用字", codes(&radicals), plain);
        }
    }
}

/// How many characters of a line a note names.
const SHOWN: usize = 8;

/// Names characters by their codes, since they cannot be seen or told apart.
fn codes(chars: &[char]) -> String {
    let shown = chars.iter().take(SHOWN).map(|&c| format!("U+{:04X}", u32::from(c)));
    let mut text = shown.collect::<Vec<_>>().join(" ");
    if chars.len() > SHOWN {
        text.push_str(&format!(" 等 {} 个", chars.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_the_numbers_that_an_editor_shows() {
        let mut notes = Notes::default();
        let found = lines("\u{FEFF}甲\r\n\r\n　　乙\u{200B}丙\u{0C}丁\r戊\n", &mut notes);
        let seen: Vec<_> =
            found.iter().map(|l| (l.number(), l.text(), l.gap, l.indented)).collect();
        let expected = [
            (1, "甲", Gap::None, false),
            (3, "乙丙", Gap::Blank, true),
            (3, "丁", Gap::Page, false),
            (4, "戊", Gap::None, false),
        ];
        assert_eq!(seen, expected);
        let mended: Vec<_> =
            notes.mended.iter().map(|m| (m.line, m.before.as_str())).collect();
        assert_eq!(mended, [(1, "U+FEFF"), (3, "U+200B")]);
    }

    #[test]
    fn radicals_become_ideographs() {
        let mut notes = Notes::default();
        assert_eq!(lines("⼀、⼯作", &mut notes)[0].text(), "一、工作");
        assert_eq!(notes.mended[0].after, "一工");
    }
}
