//! The lines that a finding points at, for a page that shows them itself.
//!
//! A terminal puts a caret below the characters; a page marks the characters themselves, so it
//! needs no font in which all of them are equally wide.

use std::ops::Range;

use serde::Serialize;

/// The most lines that are shown of one place.
const MOST_LINES: usize = 4;

/// The most characters on either side of what is marked, and marked ones, in a line.
const MOST_CHARS: usize = 160;

/// One line of a file, cut where the finding begins and ends.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The number of the line, from 1.
    pub line: usize,
    /// What stands before; `…` stands for what is left out.
    pub before: String,
    /// What is meant.
    pub marked: String,
    /// What stands after.
    pub after: String,
}

/// The lines that a range of a text touches. Both ends lie on character boundaries.
#[must_use]
pub fn excerpt(text: &str, range: &Range<usize>) -> Vec<Excerpt> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, line) in text.split('\n').enumerate() {
        let end = start + line.len();
        // An empty range belongs to the line in which it stands, its end included.
        let touched = range.start <= end && (range.end > start || range.start >= start);
        if touched && lines.len() < MOST_LINES {
            let from = range.start.clamp(start, end) - start;
            let to = range.end.clamp(start, end) - start;
            lines.push(cut(at + 1, line.trim_end_matches('\r'), from..to));
        }
        start = end + 1;
        if start > range.end.max(range.start + 1) {
            break;
        }
    }
    lines
}

/// The line of the text with other words in the place of a range; `None` where the range goes
/// over the end of a line. A value in quotation marks stays in them.
#[must_use]
pub(super) fn mended(text: &str, range: &Range<usize>, fix: &str) -> Option<String> {
    let old = &text[range.clone()];
    if old.contains('\n') {
        return None;
    }
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    let quote = ['"', '\'']
        .into_iter()
        .find(|quote| old.len() > 1 && old.starts_with(*quote) && old.ends_with(*quote));
    let quote = quote.map(String::from).unwrap_or_default();
    let (before, after) = (&text[start..range.start], &text[range.end..end]);
    Some(format!("{before}{quote}{fix}{quote}{}", after.trim_end_matches('\r')))
}

fn cut(line: usize, text: &str, range: Range<usize>) -> Excerpt {
    let from = range.start.min(text.len());
    let to = range.end.clamp(from, text.len());
    Excerpt {
        line,
        before: last(&text[..from]),
        marked: first(&text[from..to]),
        after: first(&text[to..]),
    }
}

fn first(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn last(text: &str) -> String {
    let from = text.char_indices().rev().nth(MOST_CHARS);
    match from {
        Some((at, c)) => format!("…{}", &text[at + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, MOST_CHARS, excerpt, mended};

    fn shown(text: &str, meant: &str) -> Vec<(usize, String)> {
        let at = text.find(meant).unwrap();
        let lines = excerpt(text, &(at..at + meant.len()));
        let show = |one: Excerpt| {
            (one.line, format!("{}[{}]{}", one.before, one.marked, one.after))
        };
        lines.into_iter().map(show).collect()
    }

    #[test]
    fn the_characters_meant_stand_apart() {
        let text = "---\r\n标题: 甲\r\n日期: 二〇二三\r\n";
        assert_eq!(shown(text, "甲"), [(2, "标题: [甲]".to_owned())]);
        assert_eq!(
            shown(text, "甲\r\n日期"),
            [(2, "标题: [甲]".to_owned()), (3, "[日期]: 二〇二三".to_owned())]
        );
    }

    #[test]
    fn an_empty_place_is_shown_where_it_stands() {
        let one = |at: usize| excerpt("甲\n\n乙", &(at..at));
        assert_eq!(one(0)[0].line, 1);
        assert_eq!(one(3)[0].before, "甲");
        assert_eq!(one(4)[0].line, 2);
        assert_eq!(one(8)[0].before, "乙");
        assert!([0, 3, 4, 5, 8].into_iter().all(|at| one(at).len() == 1));
    }

    #[test]
    fn long_lines_and_long_places_are_cut() {
        let long = "长".repeat(MOST_CHARS + 5);
        let text = format!("{long}点{long}");
        let lines = excerpt(&text, &(long.len()..long.len() + 3));
        assert!(lines[0].before.starts_with('…') && lines[0].after.ends_with('…'));
        assert_eq!(lines[0].before.chars().count(), MOST_CHARS + 1);
        assert_eq!(excerpt("甲\n乙\n丙\n丁\n戊", &(0..19)).len(), 4);
    }

    #[test]
    fn a_mended_line_keeps_its_quotation_marks() {
        let text = "a: 1\n日期: \"2023.1.5\" # 注\n";
        let at = text.find('"').unwrap();
        let line = mended(text, &(at..at + 10), "2023-01-05");
        assert_eq!(line.as_deref(), Some("日期: \"2023-01-05\" # 注"));
        assert_eq!(mended(text, &(0..at), "x"), None);
    }
}
