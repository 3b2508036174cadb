//! From lines to paragraphs: what pages and line breaks have cut is joined again.

use super::block::Block;
use super::clean::{Gap, Line};
use super::numbering::number;
use super::passage::{Passage, Taken};
use super::words::{Ending, columns, ending, head, is_continuation, is_han, tail};
use super::{Notes, Part, Role, table};

/// From how many columns a text with commas is taken for prose.
const PROSE: usize = 40;
/// The longest heading with a number, in characters.
const HEADING: usize = 60;
/// The longest numbered line without a full stop that is no cut paragraph, in characters.
const ITEM: usize = 40;

/// Makes the blocks of a document from its lines, in source order.
pub(super) fn fold(lines: Vec<Line>, roles: &[Role], notes: &mut Notes) -> Vec<Block> {
    let layout = Layout::of(&lines, roles);
    let mut fold =
        Fold { layout, open: None, pages: Vec::new(), blocks: Vec::new(), notes };
    let mut lines = lines.into_iter().zip(roles).peekable();
    while let Some((line, role)) = lines.next() {
        match role {
            Role::Body => {
                let head = table::cells(&line);
                let mut rows = vec![line];
                while let Some((next, _)) = lines.next_if(|(next, role)| {
                    **role == Role::Body && table::continues(head, next)
                }) {
                    rows.push(next);
                }
                fold.body(rows);
            }
            Role::Taken(part @ (Part::PageNumber | Part::Mark)) => {
                fold.pages.extend(line.passage.into_taken(*part));
            }
            Role::Taken(part) => {
                fold.close();
                fold.blocks.push(Block::Taken(line.passage.into_taken(*part)));
            }
            Role::AttachmentList => fold.attachment(line.passage),
            Role::Annex => fold.whole(Block::Annex(line.passage)),
            Role::AnnexTitle => fold.whole(Block::Bold(line.passage)),
        }
    }
    fold.close();
    fold.blocks
}

/// How the lines of a document were broken.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// Columns of a full line, where lines were broken at a width.
    width: Option<usize>,
    /// Whether paragraphs begin with an indent.
    indents: bool,
    /// Whether empty lines stand between paragraphs.
    gaps: bool,
}

impl Layout {
    fn of(lines: &[Line], roles: &[Role]) -> Self {
        let body = |at: usize| roles[at] == Role::Body;
        let count = |test: fn(&Line) -> bool| {
            (0..lines.len()).filter(|&at| body(at) && test(&lines[at])).count()
        };
        let broken = |at: &usize| {
            let (line, next) = (&lines[*at], &lines[*at + 1]);
            body(*at)
                && body(*at + 1)
                && next.gap == Gap::None
                && !next.indented
                && line.depth == 0
                && number(next.text()).is_none()
                && !line.text().contains('\t')
                && ending(line.text()) != Ending::Closed
        };
        let pairs = 0..lines.len().saturating_sub(1);
        let widths: Vec<_> = pairs.filter(broken).map(|at| width(&lines[at])).collect();
        let widest = widths.iter().copied().max().unwrap_or(0);
        let full = widths.iter().filter(|&&width| width * 5 >= widest * 4).count();
        Self {
            width: (widths.len() >= 3 && full * 10 >= widths.len() * 7).then_some(widest),
            indents: count(|line| line.indented) >= 2,
            gaps: count(|line| line.gap == Gap::Blank) >= 2,
        }
    }

    /// Tells whether a line of so many columns reached the margin.
    fn is_full(self, columns: usize) -> bool {
        self.width.is_some_and(|width| columns + 4 >= width && columns <= width + 2)
    }
}

/// Counts the columns of a line with its indent of two characters.
fn width(line: &Line) -> usize {
    columns(line.text()) + if line.indented { 4 } else { 0 }
}

/// A paragraph that may go on with the next line. The counts are kept as it grows, so that a
/// long paragraph is not read again for each of its lines.
struct Open {
    passage: Passage,
    depth: u8,
    /// Columns of the last line.
    last: usize,
    columns: usize,
    marks: Marks,
    hyphenated: bool,
}

/// The strongest punctuation inside a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Marks {
    None,
    Commas,
    Stops,
}

impl Marks {
    fn of(text: &str) -> Self {
        if text.contains(['。', '；']) {
            Self::Stops
        } else if text.contains(['，', '、']) {
            Self::Commas
        } else {
            Self::None
        }
    }
}

impl Open {
    fn new(line: Line) -> Self {
        let text = line.text();
        Self {
            last: width(&line),
            columns: columns(text),
            marks: Marks::of(text),
            hyphenated: line.hyphenated,
            depth: line.depth,
            passage: line.passage,
        }
    }

    fn append(&mut self, line: Line, glue: &str) {
        let text = line.text();
        self.last = width(&line);
        self.columns += columns(text);
        self.marks = self.marks.max(Marks::of(text));
        self.hyphenated = line.hyphenated;
        self.passage.append(line.passage, glue);
    }

    /// Tells running text from headings, names and other short lines.
    fn is_prose(&self) -> bool {
        let text = self.passage.text();
        if self.marks == Marks::Stops {
            return true;
        }
        let long = self.columns >= if number(text).is_some() { ITEM * 2 } else { PROSE };
        self.marks == Marks::Commas
            && long
            && self.depth == 0
            && !is_label(text)
            && !self.is_heading()
    }

    /// Tells a heading of the first level, which may be long and hold a comma.
    fn is_heading(&self) -> bool {
        let text = self.passage.text();
        let first = number(text).is_some_and(|n| n.kind <= super::numbering::Kind::Han);
        first && self.columns <= HEADING * 2
    }
}

/// What a line is to the paragraph before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// A part of it.
    Same,
    /// A new paragraph.
    New,
    /// A new paragraph, it seems, although the last one does not look finished.
    Unsure,
}

struct Fold<'a> {
    layout: Layout,
    open: Option<Open>,
    /// Numbers of pages that were met since the last line of the open paragraph.
    pages: Vec<Taken>,
    blocks: Vec<Block>,
    notes: &'a mut Notes,
}

impl Fold<'_> {
    fn body(&mut self, mut rows: Vec<Line>) {
        if rows.len() > 1 {
            self.close();
            self.blocks.push(table::read(rows, self.notes));
        } else if let Some(line) = rows.pop() {
            self.line(line);
        }
    }

    fn line(&mut self, line: Line) {
        let join =
            self.open.as_ref().map_or(Join::New, |open| join(open, &line, self.layout));
        if join == Join::Same {
            self.join(line);
            return;
        }
        if join == Join::Unsure {
            let what = format!("这一段之前的一段似乎没有完：「{}」", self.open_end());
            let advice = "请对照原件，如被分页截断，请把两段接上";
            self.notes.doubt(Some(line.number()), what, advice);
        }
        self.close();
        self.open = Some(Open::new(line));
    }

    fn open_end(&self) -> String {
        self.open.as_ref().map_or(String::new(), |open| tail(open.passage.text(), 12))
    }

    fn join(&mut self, line: Line) {
        let Some(open) = &mut self.open else { return };
        let glue = glue(open, line.text());
        let (left, right) = (tail(open.passage.text(), 10), head(line.text(), 10));
        let what = match line.gap {
            Gap::None if self.pages.is_empty() => "接回行末断开的段落",
            _ => "接回被分页截断的段落",
        };
        let number = line.number();
        let digits = left.ends_with(|c: char| c.is_ascii_digit())
            && right.starts_with(|c: char| c.is_ascii_digit());
        self.notes.mend(
            number,
            what,
            format!("{left}⏎{right}"),
            format!("{left}{glue}{right}"),
        );
        if digits {
            let what = format!("断行处两边都是数字：「{left}{right}」");
            self.notes.doubt(Some(number), what, "请对照原件，是一个数还是两个数");
        }
        for page in self.pages.drain(..) {
            open.passage.push_taken(page);
        }
        open.append(line, glue);
    }

    fn attachment(&mut self, passage: Passage) {
        self.close();
        match self.blocks.last_mut() {
            Some(Block::Lines(lines)) => lines.push(passage),
            _ => self.blocks.push(Block::Lines(vec![passage])),
        }
    }

    fn whole(&mut self, block: Block) {
        self.close();
        self.blocks.push(block);
    }

    /// Ends the open paragraph; the numbers of pages behind it come after it.
    fn close(&mut self) {
        if let Some(Open { passage, depth, .. }) = self.open.take() {
            self.blocks.push(Block::Paragraph { passage, depth });
        }
        if !self.pages.is_empty() {
            self.blocks.push(Block::Taken(std::mem::take(&mut self.pages)));
        }
    }
}

/// Decides whether a line belongs to the paragraph before it.
fn join(open: &Open, line: &Line, layout: Layout) -> Join {
    let text = line.text();
    let end = ending(open.passage.text());
    let unfinished = end == Ending::Comma || end == Ending::Open && open.is_prose();
    let new = number(text).is_some()
        || line.depth > 0
        || text.contains('\t')
        || text.starts_with("附件");
    if new {
        return if unfinished && open.depth == 0 { Join::Unsure } else { Join::New };
    }
    if text.starts_with(is_continuation) || end == Ending::Comma {
        return Join::Same;
    }
    if open.depth > 0 && open.marks != Marks::Stops {
        return Join::New;
    }
    let full = line.gap == Gap::None && layout.is_full(open.last);
    let indented = line.indented && layout.indents;
    match end {
        Ending::Closed if full && !indented && (layout.indents || layout.gaps) => {
            Join::Same
        }
        Ending::Closed | Ending::Comma => Join::New,
        _ if full && !indented => Join::Same,
        Ending::Open if unfinished && (indented || is_label(text)) => Join::Unsure,
        Ending::Open if unfinished => Join::Same,
        Ending::Unsure if open.marks == Marks::Stops => Join::Unsure,
        Ending::Open | Ending::Unsure => Join::New,
    }
}

/// Tells lines such as 联系人：… and 地址：…, which stand for themselves.
fn is_label(text: &str) -> bool {
    let mut chars = text.chars().take(9);
    let name = chars.by_ref().take_while(|&c| is_han(c)).count();
    let label = text.chars().nth(name).is_some_and(|c| c == '：' || c == ':');
    label && (1..=8).contains(&name)
}

/// Gives the white space that belongs between two joined lines.
fn glue(open: &Open, next: &str) -> &'static str {
    let last = open.passage.text().chars().next_back();
    let first = next.chars().next();
    let (Some(last), Some(first)) = (last, first) else { return "" };
    let words = last.is_ascii_graphic() && first.is_ascii_alphanumeric()
        || last.is_ascii_alphanumeric() && first.is_ascii_graphic();
    // A word cut with a hyphen goes on; whether the hyphen is its own cannot be told.
    let hyphen = open.hyphenated || last == '-' && first.is_ascii_lowercase();
    let digits = last.is_ascii_digit() && first.is_ascii_digit();
    if words && !digits && !hyphen { " " } else { "" }
}
