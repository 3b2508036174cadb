//! The text of an item: what a reader sees on its page, line by line.
//!
//! | a line begins with | it is |
//! |---|---|
//! | `=` | a value of the table of facts: 关键词, 主题分类, dates, … |
//! | `#` id TAB | a heading |
//! | `\|` id TAB | a row of a list |
//! | `@` | the name of an attachment |
//! | a space | anything else: a paragraph, an entry of a list, a row of a table |
//!
//! Title, 索引号, 发文字号 and 发文机关 are not in it; they are in the [`super::Meta`].

use super::bytes::Damage;
use super::narrow;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// The id on the page of a heading or a row; empty for others.
    pub id: String,
    /// Its text, without line feeds and tabs.
    pub text: String,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A value of the table of facts.
    Fact,
    /// A heading.
    Heading,
    /// A row of a list.
    Row,
    /// The name of an attachment.
    Attachment,
    /// Anything else.
    Text,
}

impl LineKind {
    fn sign(self) -> char {
        match self {
            Self::Fact => '=',
            Self::Heading => '#',
            Self::Row => '|',
            Self::Attachment => '@',
            Self::Text => ' ',
        }
    }

    fn has_id(self) -> bool {
        matches!(self, Self::Heading | Self::Row)
    }

    fn of(sign: char) -> Option<Self> {
        let all = [Self::Fact, Self::Heading, Self::Row, Self::Attachment, Self::Text];
        all.into_iter().find(|kind| kind.sign() == sign)
    }
}

impl Line {
    /// A line without an id; line feeds and tabs become spaces.
    #[must_use]
    pub fn new(kind: LineKind, text: &str) -> Self {
        Self { kind, id: String::new(), text: one_line(text) }
    }

    /// A heading or a row.
    #[must_use]
    pub fn with_id(kind: LineKind, id: &str, text: &str) -> Self {
        Self { kind, id: one_line(id), text: one_line(text) }
    }
}

fn one_line(text: &str) -> String {
    let text = text.trim();
    match memchr::memchr3(b'\t', b'\n', b'\r', text.as_bytes()) {
        Some(_) => text.replace(['\t', '\n', '\r'], " "),
        None => text.to_owned(),
    }
}

/// The payload of a text.
#[must_use]
pub fn encode_lines(lines: &[Line]) -> Vec<u8> {
    let size: usize = lines.iter().map(|line| line.text.len() + line.id.len() + 3).sum();
    let mut out = Vec::with_capacity(size);
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push(b'\n');
        }
        out.push(line.kind.sign() as u8);
        if line.kind.has_id() {
            narrow::encode(&line.id, &mut out);
            out.push(b'\t');
        }
        narrow::encode(&line.text, &mut out);
    }
    out
}

/// Reads a text.
///
/// # Errors
/// It is damaged.
pub fn decode_lines(payload: &[u8]) -> Result<Vec<Line>, Damage> {
    let text = narrow::decode(payload)?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split('\n').map(line).collect()
}

fn line(text: &str) -> Result<Line, Damage> {
    let kind = text.chars().next().and_then(LineKind::of).ok_or(Damage::Value)?;
    let rest = &text[1..];
    let (id, text) = match kind.has_id() {
        true => rest.split_once('\t').ok_or(Damage::Value)?,
        false => ("", rest),
    };
    Ok(Line { kind, id: id.to_owned(), text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{Line, LineKind, decode_lines, encode_lines};

    #[test]
    fn lines_come_back() {
        let lines = [
            Line::new(LineKind::Fact, "威环审服字〔2023〕10号"),
            Line::with_id(LineKind::Heading, "yi", "一、总则"),
            Line::with_id(LineKind::Row, "row-1", "甲 乙"),
            Line::new(LineKind::Attachment, "附件1.pdf"),
            Line::new(LineKind::Text, "# 正文\t第一\n行"),
        ];
        assert_eq!(decode_lines(&encode_lines(&lines)).unwrap(), lines);
        assert_eq!(lines[4].text, "# 正文 第一 行");
        assert!(decode_lines(b"?x").is_err());
        assert!(decode_lines(b"#x").is_err());
    }
}
