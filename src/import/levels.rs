//! Which numbered paragraphs are headings, and of what level: decided for the whole document.
//!
//! Numbers that follow each other under one parent form a group, and a group gives headings
//! only as a whole, so that a page never shows 1. as a paragraph and 2. as a heading beside it.

use super::block::Block;
use super::numbering::{Kind, Number, number};
use super::passage::Passage;
use super::words::{Ending, ending, head};
use super::{Notes, Part};

/// The longest heading, in characters without its number.
const LINE: usize = 60;
/// The longest sentence at the beginning of a paragraph that becomes its heading.
const RUN_IN: usize = 30;

/// Turns paragraphs into headings.
pub(super) fn assign(blocks: Vec<Block>, notes: &mut Notes) -> Vec<Block> {
    let mut outline = Outline::default();
    let members: Vec<_> = blocks.iter().map(|block| outline.add(block)).collect();
    let headings = outline.headings();
    let levels = Levels::of(&blocks, &outline, &headings);
    let mut out = Vec::with_capacity(blocks.len());
    let mut in_annex = false;
    let mut last = 1;
    for (block, member) in blocks.into_iter().zip(members) {
        in_annex |= matches!(block, Block::Annex(_));
        let level = match (&block, member) {
            (_, Some(group)) if headings[group] => {
                levels.numbered(outline.groups[group].kind)
            }
            (Block::Paragraph { depth, .. }, None) if is_marked(&block) => {
                levels.marked(*depth)
            }
            _ => None,
        };
        // Below 附件1, itself a heading, the same numbers stand one level deeper.
        let level = level.map(|level| if in_annex { 6.min(level + 1) } else { level });
        // The mark of a converter may say nothing about levels: none is left out for its sake.
        let level =
            level.map(|level| if member.is_none() { level.min(last + 1) } else { level });
        last = level.unwrap_or(last);
        emit(block, level, &mut out, notes);
    }
    out
}

/// How a numbered paragraph is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A short line: a heading.
    Line,
    /// A short sentence that ends at this offset, and perhaps more behind it.
    RunIn(usize),
    /// Anything else.
    Plain,
}

fn form(text: &str, number: Number) -> Form {
    if matches!(number.kind, Kind::Article | Kind::Circle) {
        return Form::Plain;
    }
    let body = &text[number.len..];
    let mut stop = body
        .char_indices()
        .take(LINE + 1)
        .filter(|(_, c)| matches!(c, '。' | '；' | '：' | '！' | '？' | ':' | ';'));
    match stop.next() {
        Some((at, '。')) if at > 0 && body[..at].chars().count() <= RUN_IN => {
            Form::RunIn(number.len + at)
        }
        Some(_) => Form::Plain,
        None if body.trim().is_empty() || body.chars().nth(LINE).is_some() => Form::Plain,
        None if matches!(ending(body), Ending::Closed | Ending::Comma) => Form::Plain,
        None => Form::Line,
    }
}

/// Tells a short line without a number that carried a heading mark.
fn is_marked(block: &Block) -> bool {
    let Block::Paragraph { passage, depth } = block else { return false };
    let text = passage.text();
    *depth > 0
        && number(text).is_none()
        && text.chars().nth(LINE).is_none()
        && !matches!(ending(text), Ending::Closed | Ending::Comma)
}

/// Numbered paragraphs of one kind under one parent.
#[derive(Debug, Clone, Copy)]
struct Group {
    kind: Kind,
    parent: Option<usize>,
    /// Whether each of them can be a heading.
    fit: bool,
    size: usize,
    /// How many have something below them: a list of bare lines is no outline.
    filled: usize,
}

#[derive(Default)]
struct Outline {
    groups: Vec<Group>,
    /// The open groups, outermost first, each with its last number.
    stack: Vec<(usize, u32)>,
    /// The group of the last numbered line, while nothing stands below it.
    waiting: Option<usize>,
}

impl Outline {
    /// Adds a block and gives its group, if it has a number.
    fn add(&mut self, block: &Block) -> Option<usize> {
        let text = match block {
            Block::Taken(_) => return None,
            Block::Annex(_) => {
                self.stack.clear();
                self.waiting = None;
                return None;
            }
            Block::Paragraph { passage, .. } => passage.text(),
            _ => "",
        };
        let Some(number) = number(text) else {
            self.fill();
            return None;
        };
        if self.waiting.is_some_and(|group| self.groups[group].kind < number.kind) {
            self.fill();
        }
        let group = self.group(number);
        self.groups[group].size += 1;
        match form(text, number) {
            Form::Plain => {
                self.groups[group].fit = false;
                self.waiting = None;
            }
            Form::RunIn(at) if !text[at + '。'.len_utf8()..].trim().is_empty() => {
                self.groups[group].filled += 1;
                self.waiting = None;
            }
            Form::RunIn(_) | Form::Line => self.waiting = Some(group),
        }
        Some(group)
    }

    fn fill(&mut self) {
        if let Some(group) = self.waiting.take() {
            self.groups[group].filled += 1;
        }
    }

    /// Finds the open group for a number, or opens one.
    fn group(&mut self, number: Number) -> usize {
        while let Some(&(group, last)) = self.stack.last() {
            let kind = self.groups[group].kind;
            if kind == number.kind && number.value > last {
                self.stack.pop();
                self.stack.push((group, number.value));
                return group;
            }
            if kind < number.kind {
                break;
            }
            self.stack.pop();
        }
        let parent = self.stack.last().map(|&(group, _)| group);
        let kind = number.kind;
        self.groups.push(Group { kind, parent, fit: true, size: 0, filled: 0 });
        self.stack.push((self.groups.len() - 1, number.value));
        self.groups.len() - 1
    }

    /// Tells of each group whether it gives headings.
    fn headings(&self) -> Vec<bool> {
        let mut headings: Vec<bool> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let below = group.parent.is_none_or(|parent| headings[parent]);
            // A lone number is no outline, unless it is the only chapter.
            let several = group.size > 1 || group.kind < Kind::Article;
            let filled = group.filled * 2 >= group.size;
            headings.push(below && group.fit && several && filled);
        }
        headings
    }
}

/// The levels that the kinds of numbers and marks of a document have.
struct Levels {
    kinds: Vec<Kind>,
    depths: Vec<u8>,
}

impl Levels {
    fn of(blocks: &[Block], outline: &Outline, headings: &[bool]) -> Self {
        let groups = outline.groups.iter().zip(headings).filter(|&(_, &heading)| heading);
        let mut kinds: Vec<_> = groups.map(|(group, _)| group.kind).collect();
        let marked = blocks.iter().filter(|block| is_marked(block));
        let mut depths: Vec<_> = marked.map(depth).collect();
        kinds.sort_unstable();
        kinds.dedup();
        depths.sort_unstable();
        depths.dedup();
        Self { kinds, depths }
    }

    fn numbered(&self, kind: Kind) -> Option<u8> {
        self.kinds.iter().position(|&k| k == kind).map(level)
    }

    /// Gives the level of a heading without a number. Beside numbers its mark tells nothing
    /// more than that it is one.
    fn marked(&self, depth: u8) -> Option<u8> {
        let own = self.depths.iter().position(|&d| d == depth).map(level);
        if self.kinds.is_empty() { own } else { Some(level(0)) }
    }
}

fn depth(block: &Block) -> u8 {
    if let Block::Paragraph { depth, .. } = block { *depth } else { 0 }
}

/// Gives the level of the outermost heading as 2, since the title of the page is 1.
fn level(rank: usize) -> u8 {
    u8::try_from(rank + 2).map_or(6, |level| level.min(6))
}

/// Adds a block, as a heading where it has a level, and notes what was changed.
fn emit(block: Block, level: Option<u8>, out: &mut Vec<Block>, notes: &mut Notes) {
    let Block::Paragraph { mut passage, depth } = block else {
        out.push(block);
        return;
    };
    let line = passage.line();
    let before = shown(if depth > 6 { 0 } else { depth }, &passage);
    let Some(level) = level else {
        if depth > 0 {
            notes.mend(line, "去掉不在标题上的标题标记", before, shown(0, &passage));
        }
        out.push(Block::Paragraph { passage, depth });
        return;
    };
    let run_in = number(passage.text()).map(|number| form(passage.text(), number));
    let Some(Form::RunIn(at)) = run_in else {
        let after = shown(level, &passage);
        if before != after {
            notes.mend(line, "统一标题级别", before, after);
        }
        out.push(Block::Heading { passage, level });
        return;
    };
    let mut rest = passage.split_off(at + '。'.len_utf8());
    passage.take(at..at + '。'.len_utf8(), Part::Stop);
    rest.trim();
    notes.mend(line, "段首短句改作标题", before, shown(level, &passage));
    out.push(Block::Heading { passage, level });
    if !rest.text().is_empty() || !rest.taken().is_empty() {
        out.push(Block::Paragraph { passage: rest, depth: 0 });
    }
}

/// Gives the beginning of a paragraph with so many heading marks, for a report.
fn shown(depth: u8, passage: &Passage) -> String {
    let mark = "#".repeat(usize::from(depth));
    format!("{mark} {}", head(passage.text(), 24)).trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::numbering::number;
    use super::*;

    #[test]
    fn a_heading_is_short_and_a_run_in_sentence_too() {
        let form = |text| form(text, number(text).expect("a number"));
        assert_eq!(form("一、主要举措和成效"), Form::Line);
        assert_eq!(
            form("（一）加强领导。全面落实。"),
            Form::RunIn("（一）加强领导".len())
        );
        assert_eq!(form("1.身份证明；"), Form::Plain);
        assert_eq!(form("1.时间：2024年。"), Form::Plain);
        assert_eq!(form("第一条 为了规范。"), Form::Plain);
        let long = format!("1.{}。其他。", "示".repeat(31));
        assert_eq!(form(&long), Form::Plain);
    }
}
