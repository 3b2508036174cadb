//! Where a phrase stands in a text, and the passage that is shown of it.

use super::answer::Piece;
use crate::search::format::{Line, LineKind};
use crate::search::normalize::normalize;

/// The most characters of text before the first match.
const LEAD: usize = 24;

/// The characters of a passage.
const LENGTH: usize = 90;

/// What ends a sentence; a passage rather begins after one.
const ENDS: [char; 4] = ['。', '；', '！', '？'];

/// The passage of a text, and the id on the page where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Passage {
    /// The text in pieces.
    pub(super) pieces: Vec<Piece>,
    /// The id of the row or of the heading above; nothing where there is none.
    pub(super) anchor: String,
}

/// A line in both forms: the characters of the source, and the word characters that are
/// compared, each with the place of the source character that gave it.
struct Compared {
    source: Vec<char>,
    words: Vec<(char, usize)>,
}

impl Compared {
    fn new(text: &str) -> Self {
        let normal = normalize(text).words();
        let mut places =
            text.char_indices().map(|(offset, _)| offset).enumerate().peekable();
        let mut place = 0;
        let words = normal.chars.iter().zip(&normal.from).map(|(c, from)| {
            while let Some((at, _)) =
                places.next_if(|(_, offset)| *offset <= *from as usize)
            {
                place = at;
            }
            (*c, place)
        });
        Self { words: words.collect(), source: text.chars().collect() }
    }

    /// The stretches of the source where a squashed phrase stands, from left to right, none
    /// within another: from the first character to after the last.
    fn stretches(&self, phrase: &str) -> Vec<(usize, usize)> {
        let phrase: Vec<char> = phrase.chars().collect();
        let mut found = Vec::new();
        let mut at = 0;
        while !phrase.is_empty() && at + phrase.len() <= self.words.len() {
            let window = &self.words[at..at + phrase.len()];
            if window.iter().map(|(c, _)| c).eq(&phrase) {
                found.push((window[0].1, window[phrase.len() - 1].1 + 1));
                at += phrase.len();
            } else {
                at += 1;
            }
        }
        found
    }

    /// The stretches of all phrases, sorted and merged where they touch.
    fn marks(&self, groups: &[Vec<String>]) -> Vec<(usize, usize)> {
        let mut all: Vec<(usize, usize)> =
            groups.iter().flatten().flat_map(|phrase| self.stretches(phrase)).collect();
        all.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for (start, end) in all {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        merged
    }

    /// How many groups have a phrase in it.
    fn count(&self, groups: &[Vec<String>]) -> usize {
        let has = |phrase: &String| !self.stretches(phrase).is_empty();
        groups.iter().filter(|group| group.iter().any(has)).count()
    }
}

/// A whole text in pieces, with every phrase marked.
pub(super) fn marked(text: &str, groups: &[Vec<String>]) -> Vec<Piece> {
    let line = Compared::new(text);
    let marks = line.marks(groups);
    pieces(&line.source, &marks, (0, line.source.len()))
}

/// The passage of a text that shows the most of what was asked for, of lines with as much the one
/// that reads best. Each group holds the squashed phrases that stand for one thing asked.
pub(super) fn passage(lines: &[Line], groups: &[Vec<String>]) -> Passage {
    let mut best: Option<((usize, u8), usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        let worth = (Compared::new(&line.text).count(groups), reads(line));
        if worth.0 > 0 && best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, at));
        }
    }
    match best {
        Some((_, at)) => {
            Passage { pieces: around(&lines[at].text, groups), anchor: anchor(lines, at) }
        }
        None => Passage { pieces: opening(lines), anchor: String::new() },
    }
}

/// How well a line reads by itself: sentences and rows, then cells of a table and names of files,
/// then facts, whose words are on the list of results already.
fn reads(line: &Line) -> u8 {
    match line.kind {
        LineKind::Fact => 0,
        LineKind::Attachment => 1,
        _ if line.text.contains(" | ") => 1,
        _ => 2,
    }
}

/// The window around the first match of a line.
fn around(text: &str, groups: &[Vec<String>]) -> Vec<Piece> {
    let line = Compared::new(text);
    let marks = line.marks(groups);
    let first = marks.first().map_or(0, |(start, _)| *start);
    let earliest = first.saturating_sub(LEAD);
    let sentence = line.source[earliest..first].iter().rposition(|c| ENDS.contains(c));
    let start = sentence.map_or(earliest, |at| earliest + at + 1);
    pieces(&line.source, &marks, (start, (start + LENGTH).min(line.source.len())))
}

/// The beginning of a text in which nothing stands that was asked for.
fn opening(lines: &[Line]) -> Vec<Piece> {
    let of = |kind| lines.iter().find(|line| line.kind == kind);
    let rest = || lines.iter().find(|line| line.kind != LineKind::Fact);
    let line = of(LineKind::Text).or_else(rest).or_else(|| lines.first());
    line.map(|line| {
        let source: Vec<char> = line.text.chars().collect();
        pieces(&source, &[], (0, LENGTH.min(source.len())))
    })
    .unwrap_or_default()
}

/// The id of a row or a heading, or of the heading above.
fn anchor(lines: &[Line], at: usize) -> String {
    match lines[at].kind {
        LineKind::Row | LineKind::Heading => lines[at].id.clone(),
        LineKind::Fact => String::new(),
        LineKind::Attachment | LineKind::Text => {
            let mut above = lines[..at].iter().rev();
            let heading = above.find(|line| line.kind == LineKind::Heading);
            heading.map(|line| line.id.clone()).unwrap_or_default()
        }
    }
}

/// A window of a line in pieces, `…` where the line goes on.
fn pieces(
    source: &[char],
    marks: &[(usize, usize)],
    window: (usize, usize),
) -> Vec<Piece> {
    let (start, end) = window;
    let mut pieces = Vec::new();
    if start > 0 {
        put(&mut pieces, &['…'], false);
    }
    let mut at = start;
    for (from, to) in marks.iter().map(|(from, to)| (*from.max(&start), *to.min(&end))) {
        if from < to {
            put(&mut pieces, &source[at..from], false);
            put(&mut pieces, &source[from..to], true);
            at = to;
        }
    }
    put(&mut pieces, &source[at..end], false);
    if end < source.len() {
        put(&mut pieces, &['…'], false);
    }
    pieces
}

fn put(pieces: &mut Vec<Piece>, text: &[char], marked: bool) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some((last, kind)) if *kind == marked => last.extend(text),
        _ => pieces.push((text.iter().collect(), marked)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Passage, marked, passage};
    use crate::search::format::{Line, LineKind};

    fn groups(units: &[&[&str]]) -> Vec<Vec<String>> {
        units.iter().map(|unit| unit.iter().map(|t| (*t).to_owned()).collect()).collect()
    }

    /// A passage as one text, its matches in 【】.
    fn show(passage: &Passage) -> String {
        let mut shown = String::new();
        for (text, marked) in &passage.pieces {
            match marked {
                true => shown.extend(["【", text, "】"]),
                false => shown.push_str(text),
            }
        }
        shown
    }

    fn text(text: &str) -> Line {
        Line::new(LineKind::Text, text)
    }

    #[test]
    fn the_line_with_the_most_is_shown_and_facts_last() {
        let lines = [
            Line::new(LineKind::Fact, "许可 材料"),
            text("甲许可"),
            Line::with_id(LineKind::Heading, "yi", "一、总则"),
            text("乙许可乙材 料乙"),
            text("丙材料许可"),
        ];
        let found = passage(&lines, &groups(&[&["许可"], &["材料"]]));
        assert_eq!(show(&found), "乙【许可】乙【材 料】乙");
        assert_eq!(found.anchor, "yi");
        let found = passage(&lines[..2], &groups(&[&["许可"]]));
        assert_eq!((show(&found).as_str(), found.anchor.as_str()), ("甲【许可】", ""));
        let found = passage(&lines, &groups(&[&["总则"]]));
        assert_eq!(
            (show(&found).as_str(), found.anchor.as_str()),
            ("一、【总则】", "yi")
        );
    }

    #[test]
    fn of_lines_with_as_much_that_which_reads_best_is_shown() {
        let lines = [
            text("1 | 许可 | 500"),
            Line::new(LineKind::Attachment, "许可表"),
            text("本季度办理许可500件。"),
            text("许可是免费的。"),
        ];
        let shown = |lines: &[Line]| show(&passage(lines, &groups(&[&["许可"]])));
        assert_eq!(shown(&lines), "本季度办理【许可】500件。");
        assert_eq!(shown(&lines[..2]), "1 | 【许可】 | 500");
    }

    #[test]
    fn a_row_is_its_own_anchor() {
        let lines = [
            Line::with_id(LineKind::Heading, "yi", "一"),
            Line::with_id(LineKind::Row, "row-2", "环评许可"),
        ];
        assert_eq!(passage(&lines, &groups(&[&["许可"]])).anchor, "row-2");
    }

    #[test]
    fn a_passage_begins_after_a_sentence_and_says_where_it_is_cut() {
        let line = format!("{}。前面{}", "长".repeat(30), "许可".repeat(2));
        let found = passage(&[text(&line)], &groups(&[&["许可"]]));
        assert_eq!(show(&found), "…前面【许可许可】");
        let line = format!("{}许可{}", "长".repeat(30), "后".repeat(100));
        let found = passage(&[text(&line)], &groups(&[&["许可"]]));
        let expected = format!("…{}【许可】{}…", "长".repeat(24), "后".repeat(64));
        assert_eq!(show(&found), expected);
        // A match over the end is cut with the window.
        let line = format!("许可{}许可", "后".repeat(87));
        let found = passage(&[text(&line)], &groups(&[&["许可"]]));
        assert_eq!(show(&found), format!("【许可】{}【许】…", "后".repeat(87)));
    }

    #[test]
    fn without_a_match_a_text_is_shown_from_its_beginning() {
        let lines = [
            Line::new(LineKind::Fact, "索引号"),
            Line::with_id(LineKind::Heading, "yi", "一"),
            text(&"文".repeat(91)),
        ];
        let found = passage(&lines, &groups(&[&["许可"]]));
        assert_eq!(show(&found), format!("{}…", "文".repeat(90)));
        assert_eq!(found.anchor, "");
        assert_eq!(passage(&[], &groups(&[&["许可"]])), Passage::default());
    }

    #[test]
    fn titles_are_marked_whole_in_any_width_case_and_script() {
        let title = "ＡＢ許可、证 10號";
        let pieces = marked(title, &groups(&[&["ab许可"], &["没有", "10号"]]));
        let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(whole, title);
        let hits: Vec<&str> =
            pieces.iter().filter(|(_, m)| *m).map(|(t, _)| t.as_str()).collect();
        assert_eq!(hits, ["ＡＢ許可", "10號"]);
    }
}
