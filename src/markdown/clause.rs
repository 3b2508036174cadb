//! Clauses: paragraphs that begin with 第六条 and can be linked to by number.

use pulldown_cmark::{Event, Tag};

use crate::disclosure::clause_number;

/// A paragraph that is a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Which of the body's paragraphs it is, from 0.
    pub paragraph: usize,
    /// Its id on the page: `tiao-6`, of 第六条之一 `tiao-6-zhi-1`; made unique within the body.
    pub id: String,
}

impl Clause {
    pub(super) fn new(paragraph: usize, id: String) -> Self {
        Self { paragraph, id }
    }
}

/// Counts the paragraphs of a body and looks at how each begins. Facts and page are made from the
/// same events, so that both count alike.
#[derive(Default)]
pub(super) struct Paragraphs {
    begun: usize,
    at_start: bool,
}

impl Paragraphs {
    /// Takes the next event; when it is the text that makes a paragraph a clause, which paragraph it
    /// is and the id that follows from the number.
    pub(super) fn label(&mut self, event: &Event<'_>) -> Option<(usize, String)> {
        match event {
            Event::Start(Tag::Paragraph) => {
                self.begun += 1;
                self.at_start = true;
            }
            Event::Start(Tag::Strong) => {}
            Event::Text(text) if self.at_start => {
                self.at_start = false;
                return Some((self.begun - 1, id(&text[..label(text)?])?));
            }
            _ => self.at_start = false,
        }
        None
    }
}

/// How many bytes of a text are the number of a clause: of 「第六条　内容」 those of 第六条. What
/// goes on without a space speaks of a clause and is none: 「第六条规定的」.
pub(super) fn label(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('第')?;
    let mut end = text.len() - rest.len() + rest.find('条')? + '条'.len_utf8();
    if let Some(more) = text[end..].strip_prefix('之') {
        let digits = more.find(|c| !"一二三四五六七八九十".contains(c));
        end = text.len() - more.len() + digits.unwrap_or(more.len());
    }
    let next = text[end..].chars().next();
    let apart = next.is_none_or(|c| c.is_whitespace() || "（【".contains(c));
    apart.then_some(end)
}

/// 第六条 → `tiao-6`.
fn id(label: &str) -> Option<String> {
    let (number, below) = label.strip_prefix('第')?.split_once('条')?;
    let id = format!("tiao-{}", clause_number(number)?);
    match below.strip_prefix('之') {
        Some(below) => Some(format!("{id}-zhi-{}", clause_number(below)?)),
        None => Some(id),
    }
}

#[cfg(test)]
mod tests {
    use super::{id, label};

    #[test]
    fn what_stands_apart_is_a_clause() {
        for (text, found) in [
            ("第六条　内容", Some("tiao-6")),
            ("第六条", Some("tiao-6")),
            ("第6条 内容", Some("tiao-6")),
            ("第一百二十条（目的）", Some("tiao-120")),
            ("第一百零三条之二 内容", Some("tiao-103-zhi-2")),
            ("第六条规定的", None),
            ("第条 内容", None),
            ("第六款 内容", None),
            ("第某某条 内容", None),
            ("内容", None),
        ] {
            let own = label(text).and_then(|end| id(&text[..end]));
            assert_eq!(own.as_deref(), found, "{text}");
        }
    }
}
