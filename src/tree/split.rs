//! Where front matter ends and the body begins.

use std::ops::Range;

/// The two languages of front matter and data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Between `---` lines, or a whole `.yaml` file.
    Yaml,
    /// Between `+++` lines, or a whole `.toml` file.
    Toml,
}

/// The parts of a file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The language of the front matter.
    pub syntax: Syntax,
    /// The front matter without its marker lines.
    pub front: Range<usize>,
    /// The body.
    pub body: Range<usize>,
}

/// Finds the front matter of a Markdown file.
///
/// # Errors
/// `None` inside means that the file does not begin with a marker line; a marker that is
/// never closed is given with the place of its opening line.
pub fn split(text: &str) -> Result<Split, Option<Range<usize>>> {
    let first = text.lines().next().unwrap_or_default();
    let (syntax, marker) = match first.trim_end() {
        "---" => (Syntax::Yaml, "---"),
        "+++" => (Syntax::Toml, "+++"),
        _ => return Err(None),
    };
    let start = first.len() + line_end(&text[first.len()..]);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == marker {
            return Ok(Split {
                syntax,
                front: start..at,
                body: at + line.len()..text.len(),
            });
        }
        at += line.len();
    }
    Err(Some(0..first.trim_end().len()))
}

/// The length of the line break at the start of `rest`.
fn line_end(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
}

#[cfg(test)]
mod tests {
    use super::{Syntax, split};

    #[test]
    fn front_matter_ends_at_its_own_marker() {
        let text = "---\r\n标题: 甲\r\n---\r\n正文\n---\n";
        let parts = split(text).unwrap();
        assert_eq!(&text[parts.front.clone()], "标题: 甲\r\n");
        assert_eq!(&text[parts.body], "正文\n---\n");
        assert_eq!(split("+++\n+++").unwrap().syntax, Syntax::Toml);
        assert_eq!(split("正文"), Err(None));
        assert_eq!(split("---\n标题: 甲\n"), Err(Some(0..3)));
        assert_eq!(split(""), Err(None));
    }
}
