//! Cuts lines that hold two parts of a document: number and signatory, organ and date, date and
//! note.

use super::clean::{Gap, Line};
use super::words::{is_organ, squeeze};
use super::{date, note};

/// The longest line, in bytes, that is looked at: parts stand on short lines.
const LIMIT: usize = 240;
/// How many lines may hold the signatory beside the number.
const HEAD: usize = 20;

/// Cuts what stands on one line and belongs apart.
pub(super) fn split(lines: Vec<Line>) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        pieces(line, at < HEAD, &mut out);
    }
    out
}

/// Cuts a line, and its parts again: a date may have an organ before it and a note behind it.
fn pieces(line: Line, in_head: bool, out: &mut Vec<Line>) {
    match cut(in_head, line.text()) {
        Some(offset) => {
            let (first, second) = halves(line, offset);
            pieces(first, in_head, out);
            pieces(second, in_head, out);
        }
        None => out.push(line),
    }
}

fn halves(mut line: Line, offset: usize) -> (Line, Line) {
    let mut passage = line.passage.split_off(offset);
    line.passage.trim();
    passage.trim();
    let hyphenated = std::mem::take(&mut line.hyphenated);
    let second =
        Line { passage, gap: Gap::None, indented: false, hyphenated, tabs: 0, depth: 0 };
    (line, second)
}

/// Finds the place where a second part begins.
fn cut(in_head: bool, text: &str) -> Option<usize> {
    if text.len() > LIMIT {
        return None;
    }
    let inner = |at: &usize| *at > 0;
    let signatory = text.find("签发人").filter(inner).filter(|_| in_head);
    signatory.or_else(|| note_start(text)).or_else(|| date_start(text))
}

/// Finds the note behind a date on the same line.
fn note_start(text: &str) -> Option<usize> {
    let at = text.rfind(['（', '(']).filter(|&at| at > 0)?;
    let dated =
        date::read(&squeeze(&text[..at])).is_some() || date_start(&text[..at]).is_some();
    (dated && note::is_note(&squeeze(&text[at..]))).then_some(at)
}

/// Finds the date behind the name of an organ, or of several, on the same line.
fn date_start(text: &str) -> Option<usize> {
    if !text.trim_end().ends_with('日') {
        return None;
    }
    let starts = text.char_indices().map(|(at, _)| at).skip(1);
    let mut dated = starts.filter(|&at| date::read(&squeeze(&text[at..])).is_some());
    dated.next().filter(|&at| is_organ(&squeeze(&text[..at])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Notes;

    fn cut_up(text: &str) -> Vec<String> {
        let lines = super::super::clean::lines(text, &mut Notes::default());
        split(lines).iter().map(|line| line.text().to_owned()).collect()
    }

    #[test]
    fn two_parts_on_a_line_are_cut() {
        let cases: [(&str, &[&str]); 5] = [
            ("示字〔2023〕1号　　签发人：示例", &["示字〔2023〕1号", "签发人：示例"]),
            ("示例局 2023 年 1 月 5 日", &["示例局", "2023 年 1 月 5 日"]),
            (
                "示例局2023年1月5日（此件主动公开）",
                &["示例局", "2023年1月5日", "（此件主动公开）"],
            ),
            ("会议定于2023年1月5日", &["会议定于2023年1月5日"]),
            ("说明（此件主动公开）", &["说明（此件主动公开）"]),
        ];
        for (text, expected) in cases {
            assert_eq!(cut_up(text), expected, "{text}");
        }
    }
}
