//! The text of a body as a reader sees it, block by block.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::facts::Facts;
use super::{parser, printable};

/// A paragraph, an entry of a list, a row of a table, a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The id on the page, of a heading; empty for others.
    pub id: String,
    /// Its text, with single spaces where lines broke.
    pub text: String,
}

/// What stands between two cells of a row: no word may grow together across it.
const CELLS: &str = " | ";

/// Gives the blocks of a body in order; `facts` are those of the same body. Raw HTML is text,
/// as on the page; an image is its description.
#[must_use]
pub fn text(body: &str, facts: &Facts) -> Vec<Block> {
    let mut blocks = Blocks { done: Vec::new(), text: String::new(), first_cell: true };
    let mut headings = facts.headings.iter();
    for event in parser(body).map(printable) {
        match event {
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text) => blocks.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => blocks.text.push(' '),
            Event::Start(tag) => blocks.start(&tag),
            Event::End(TagEnd::Heading(_)) => {
                let id = headings.next().map(|heading| heading.id.clone());
                blocks.close(id.unwrap_or_default());
            }
            Event::End(tag) => blocks.end(tag),
            _ => {}
        }
    }
    blocks.close(String::new());
    blocks.done
}

struct Blocks {
    done: Vec<Block>,
    text: String,
    first_cell: bool,
}

impl Blocks {
    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::TableRow | Tag::TableHead => {
                self.close(String::new());
                self.first_cell = true;
            }
            Tag::TableCell if self.first_cell => self.first_cell = false,
            Tag::TableCell => self.text.push_str(CELLS),
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::Item
            | Tag::List(_)
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_) => self.close(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(
            tag,
            TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
        ) {
            self.close(String::new());
        }
    }

    /// Ends the block that is being gathered.
    fn close(&mut self, id: String) {
        let text = self.text.trim();
        if !text.is_empty() {
            self.done.push(Block { id, text: text.to_owned() });
        }
        self.text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts;
    use super::text;

    #[test]
    fn blocks_stand_as_on_the_page() {
        let body = "# 一、总则\n\n第一\n段[链接](@/a.md)。\n\n- 甲\n  - 乙\n\n|a|b|\n|-|-|\n|1|2|\n\n```\n码\n```\n<b>x</b>\n\n![图说](a.png)\n\n脚[^1]\n\n[^1]: 注\n";
        let blocks = text(body, &facts(body));
        let all: Vec<(&str, &str)> =
            blocks.iter().map(|b| (b.id.as_str(), b.text.as_str())).collect();
        assert_eq!(
            all,
            [
                ("yi-zong-ze", "一、总则"),
                ("", "第一 段链接。"),
                ("", "甲"),
                ("", "乙"),
                ("", "a | b"),
                ("", "1 | 2"),
                ("", "码"),
                ("", "<b>x</b>"),
                ("", "图说"),
                ("", "脚"),
                ("", "注"),
            ]
        );
    }
}
