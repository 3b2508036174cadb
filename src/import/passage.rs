//! A stretch of source text that remembers, while it is trimmed, joined and split, what was
//! taken out of it and which line each part came from.
//!
//! The promise that nothing is lost rests on this type: text leaves a passage only as white
//! space or as a [`Taken`] at the very place where it stood.

use std::ops::Range;

use super::Part;

/// Text that was taken out of a passage, with the line where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) part: Part,
    pub(super) text: String,
    pub(super) line: usize,
}

/// Source text with the places of what was taken out of it.
///
/// Both lists are sorted by byte offset into `text`, and every offset is a character boundary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Passage {
    text: String,
    taken: Vec<(usize, Taken)>,
    lines: Vec<(usize, usize)>,
}

impl Passage {
    /// Makes a passage of one source line.
    pub(super) fn new(text: String, line: usize) -> Self {
        Self { text, taken: Vec::new(), lines: vec![(0, line)] }
    }

    /// Gives the text without what was taken.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Gives what was taken out, by offset.
    pub(super) fn taken(&self) -> &[(usize, Taken)] {
        &self.taken
    }

    /// Gives the source line of the first character, counted from 1.
    pub(super) fn line(&self) -> usize {
        self.lines.first().map_or(1, |&(_, line)| line)
    }

    /// Gives the source line of the character at `offset`.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        let after = self.lines.partition_point(|&(start, _)| start <= offset);
        after.checked_sub(1).map_or(1, |at| self.lines[at].1)
    }

    /// Takes `range` out of the text and remembers it as `part`.
    pub(super) fn take(&mut self, range: Range<usize>, part: Part) {
        self.take_all(std::slice::from_ref(&range), part);
    }

    /// Takes several ranges out in one pass; they must be sorted and apart.
    pub(super) fn take_all(&mut self, ranges: &[Range<usize>], part: Part) {
        let new = ranges.iter().map(|range| {
            let text = self.text[range.clone()].to_owned();
            (range.start, Taken { part, text, line: self.line_at(range.start) })
        });
        let new: Vec<_> = new.collect();
        self.taken.extend(new);
        // A stable sort keeps what stood first at an offset in front of what is taken there now.
        self.taken.sort_by_key(|&(at, _)| at);
        let edits: Vec<_> = ranges.iter().map(|range| (range.clone(), "")).collect();
        self.replace(&edits);
    }

    /// Puts other white space in the place of white space; the ranges are sorted and apart.
    pub(super) fn replace(&mut self, edits: &[(Range<usize>, &str)]) {
        if edits.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        let mut shifts = Vec::with_capacity(edits.len());
        for (range, with) in edits {
            text.push_str(&self.text[from..range.start]);
            shifts.push((range.clone(), text.len()));
            text.push_str(with);
            from = range.end;
        }
        text.push_str(&self.text[from..]);
        let ends: Vec<_> = edits.iter().map(|(_, with)| with.len()).collect();
        let moved = Moves { shifts: &shifts, lengths: &ends };
        moved.apply(self.taken.iter_mut().map(|(at, _)| at));
        moved.apply(self.lines.iter_mut().map(|(at, _)| at));
        self.text = text;
    }

    /// Drops the white space at both ends.
    pub(super) fn trim(&mut self) {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        let mut edits = Vec::new();
        if start > 0 {
            edits.push((0..start, ""));
        }
        if end < self.text.len() && end >= start {
            edits.push((end..self.text.len(), ""));
        }
        self.replace(&edits);
    }

    /// Adds `other` behind this one, with `glue` (white space) between.
    pub(super) fn append(&mut self, other: Self, glue: &str) {
        self.text.push_str(glue);
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.taken.extend(other.taken.into_iter().map(|(at, taken)| (at + shift, taken)));
        self.lines.extend(other.lines.into_iter().map(|(at, line)| (at + shift, line)));
    }

    /// Remembers something that stood at the end, such as the number of a page.
    pub(super) fn push_taken(&mut self, taken: Taken) {
        self.taken.push((self.text.len(), taken));
    }

    /// Cuts the passage at `offset` and gives the second half.
    ///
    /// What was taken exactly there stays with the first half when the second begins with
    /// text, because a closing mark belongs to what it closes.
    pub(super) fn split_off(&mut self, offset: usize) -> Self {
        let line = self.line_at(offset);
        let text = self.text.split_off(offset);
        let cut = self.taken.partition_point(|&(at, _)| at <= offset);
        let taken = self.taken.split_off(cut);
        let cut = self.lines.partition_point(|&(at, _)| at <= offset);
        let lines = self.lines.split_off(cut);
        let back = |at: usize| at - offset;
        let mut starts = vec![(0, line)];
        starts.extend(lines.into_iter().map(|(at, line)| (back(at), line)));
        Self {
            text,
            taken: taken.into_iter().map(|(at, taken)| (back(at), taken)).collect(),
            lines: starts,
        }
    }

    /// Turns the whole passage into taken pieces, the text as `part`, in source order.
    pub(super) fn into_taken(self, part: Part) -> Vec<Taken> {
        let mut pieces = Vec::new();
        let mut from = 0;
        let cuts = self.taken.iter().map(|&(at, _)| at);
        let cuts: Vec<_> = cuts
            .chain(self.lines.iter().map(|&(at, _)| at))
            .chain([self.text.len()])
            .collect();
        let mut cuts = cuts;
        cuts.sort_unstable();
        cuts.dedup();
        let mut taken = self.taken.iter().peekable();
        for cut in cuts {
            let text = self.text[from..cut].trim();
            if !text.is_empty() {
                pieces.push(Taken {
                    part,
                    text: text.to_owned(),
                    line: self.line_at(from),
                });
            }
            while let Some((_, piece)) = taken.next_if(|(at, _)| *at <= cut) {
                pieces.push(piece.clone());
            }
            from = cut;
        }
        pieces
    }
}

/// Where offsets go when ranges of a text are replaced: `shifts` pairs each old range with the
/// new offset of its start.
struct Moves<'a> {
    shifts: &'a [(Range<usize>, usize)],
    lengths: &'a [usize],
}

impl Moves<'_> {
    /// Moves sorted offsets in one pass.
    fn apply<'o>(&self, offsets: impl Iterator<Item = &'o mut usize>) {
        let mut next = 0;
        for offset in offsets {
            while next < self.shifts.len() && self.shifts[next].0.start <= *offset {
                next += 1;
            }
            let Some(last) = next.checked_sub(1) else { continue };
            let (range, start) = &self.shifts[last];
            *offset = if *offset < range.end {
                *start
            } else {
                *offset - range.end + start + self.lengths[last]
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(passage: &Passage) -> Vec<(usize, &str)> {
        passage.taken().iter().map(|(at, taken)| (*at, taken.text.as_str())).collect()
    }

    #[test]
    fn what_is_taken_keeps_its_place() {
        let mut passage = Passage::new("## **甲** 乙".into(), 4);
        passage.take_all(&[0..2, 3..5, 8..10], Part::Mark);
        passage.trim();
        assert_eq!(passage.text(), "甲 乙");
        assert_eq!(taken(&passage), [(0, "##"), (0, "**"), (3, "**")]);
        let rest = passage.split_off(4);
        assert_eq!((passage.text(), rest.text()), ("甲 ", "乙"));
        assert_eq!(rest.line(), 4);
    }

    #[test]
    fn joined_passages_know_their_lines() {
        let mut passage = Passage::new("甲".into(), 2);
        passage.push_taken(Taken { part: Part::PageNumber, text: "3".into(), line: 3 });
        passage.append(Passage::new("乙".into(), 5), "");
        assert_eq!((passage.line_at(0), passage.line_at(3)), (2, 5));
        let pieces = passage.into_taken(Part::Title);
        let pieces: Vec<_> = pieces.iter().map(|p| (p.text.as_str(), p.line)).collect();
        assert_eq!(pieces, [("甲", 2), ("3", 3), ("乙", 5)]);
    }
}
