//! From blocks to the Markdown of the body, in which every character reads as itself.

use super::Lifted;
use super::block::Block;
use super::numbering::{Kind, number};
use super::passage::{Passage, Taken};

/// The body, and what was lifted with the places in it.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) body: String,
    pub(super) lifted: Vec<Lifted>,
}

/// Writes the blocks, an empty line between them.
pub(super) fn write(blocks: &[Block]) -> Written {
    let mut writer = Writer::default();
    for block in blocks {
        writer.block(block);
    }
    writer.out
}

/// Where a text stands, which decides what has to be escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning of a line.
    Line,
    /// In a heading, whose end Markdown reads too.
    Heading,
    /// In a cell or behind other marks.
    Inside,
}

#[derive(Default)]
struct Writer {
    out: Written,
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Taken(pieces) => {
                for piece in pieces {
                    self.lift(piece);
                }
            }
            Block::Table(rows) => {
                self.separate();
                self.table(rows);
            }
            Block::Lines(lines) => {
                self.separate();
                self.lines(lines);
            }
            Block::Heading { passage, level } => self.heading(passage, *level),
            Block::Annex(passage) => self.heading(passage, 2),
            Block::Paragraph { passage, .. } => self.paragraph(passage),
            Block::Bold(passage) => self.bold(passage, passage.text().len()),
        }
    }

    /// Begins a new block.
    fn separate(&mut self) {
        if !self.out.body.is_empty() {
            self.out.body.push('\n');
        }
    }

    fn end(&mut self) {
        self.out.body.push('\n');
    }

    fn heading(&mut self, passage: &Passage, level: u8) {
        self.separate();
        self.out.body.push_str(&"######"[..usize::from(level.clamp(1, 6))]);
        self.out.body.push(' ');
        self.inline(passage, Place::Heading);
        self.end();
    }

    /// Writes a paragraph; the number of an article (第一条) stands out in bold.
    fn paragraph(&mut self, passage: &Passage) {
        match number(passage.text()).filter(|number| number.kind == Kind::Article) {
            Some(number) => self.bold(passage, number.len),
            None if passage.text().is_empty() => self.inline(passage, Place::Inside),
            None => {
                self.separate();
                self.inline(passage, Place::Line);
                self.end();
            }
        }
    }

    /// Writes a paragraph whose first `len` bytes are bold.
    fn bold(&mut self, passage: &Passage, len: usize) {
        self.separate();
        let mut front = passage.clone();
        let rest = front.split_off(len);
        self.out.body.push_str("**");
        self.inline(&front, Place::Inside);
        self.out.body.push_str("**");
        self.inline(&rest, Place::Inside);
        self.end();
    }

    fn lines(&mut self, lines: &[Passage]) {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.out.body.push_str("\\\n");
            }
            self.inline(line, Place::Line);
        }
        self.end();
    }

    fn table(&mut self, rows: &[Vec<Passage>]) {
        let width = rows.first().map_or(0, Vec::len);
        for (at, row) in rows.iter().enumerate() {
            self.out.body.push('|');
            for cell in row {
                self.out.body.push(' ');
                self.inline(cell, Place::Inside);
                self.out.body.push_str(" |");
            }
            self.out.body.push_str(&"  |".repeat(width.saturating_sub(row.len())));
            self.end();
            if at == 0 {
                self.out.body.push('|');
                self.out.body.push_str(&" --- |".repeat(width));
                self.end();
            }
        }
    }

    /// Writes text with its escapes, and lifts what was taken out of it at its place.
    fn inline(&mut self, passage: &Passage, place: Place) {
        let text = passage.text();
        let list = if place == Place::Line { list_mark(text) } else { None };
        let mut taken = passage.taken().iter().peekable();
        for (at, c) in text.char_indices() {
            while let Some((_, piece)) = taken.next_if(|(place, _)| *place <= at) {
                self.lift(piece);
            }
            if needs_escape(text, at, place) || list == Some(at) {
                self.out.body.push('\\');
            }
            self.out.body.push(if c.is_whitespace() { ' ' } else { c });
        }
        for (_, piece) in taken {
            self.lift(piece);
        }
    }

    fn lift(&mut self, piece: &Taken) {
        self.out.lifted.push(Lifted {
            what: piece.part,
            text: piece.text.clone(),
            line: piece.line,
            at: self.out.body.len(),
        });
    }
}

/// Tells whether Markdown could read the character at `at` as something else than itself.
fn needs_escape(text: &str, at: usize, place: Place) -> bool {
    let first = at == 0;
    let rest = &text[at..];
    match rest.as_bytes().first() {
        Some(b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'~' | b'$' | b'^' | b'|') => {
            true
        }
        Some(b'_') => !is_inside_word(text, at),
        Some(b'&') => is_entity(rest),
        Some(b'#' | b'{' | b'}') => place == Place::Heading || first,
        Some(b'>' | b'+' | b'-' | b'=' | b':') => first && place == Place::Line,
        _ => false,
    }
}

/// Tells an underscore between letters, which never makes emphasis.
fn is_inside_word(text: &str, at: usize) -> bool {
    let neighbours = [at.checked_sub(1), Some(at + 1)]
        .map(|at| at.and_then(|at| text.as_bytes().get(at)));
    neighbours.iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric))
}

/// Tells what reads as a character reference: `&amp;`, `&#38;`.
fn is_entity(text: &str) -> bool {
    let name = text[1..]
        .bytes()
        .take(40)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#');
    text.as_bytes().get(1 + name.count()) == Some(&b';')
}

/// Finds the mark that would make a list of a line: the stop in `1. Scope`.
fn list_mark(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let mut chars = rest.chars();
    let mark = chars.next().is_some_and(|c| c == '.' || c == ')');
    let apart = chars.next().is_none_or(char::is_whitespace);
    (digits > 0 && mark && apart).then_some(digits)
}
