//! What a body says of itself, in one pass: headings, clauses, outgoing links, cited numbers, summary, length.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::clause::{self, Clause};
use super::{parser, printable};
use crate::disclosure::cited;
use crate::slug::slug;

/// A body's facts. They depend on nothing but the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Paragraphs that are a clause (条), in order.
    pub clauses: Vec<Clause>,
    /// Links and images in order.
    pub links: Vec<Link>,
    /// 发文字号 in the text, each with the words before it as [`cited`] finds them, each once.
    pub cited: Vec<String>,
    /// Text of the first paragraph, at most [`SUMMARY`] characters.
    pub summary: String,
    /// Characters of text, white space aside.
    pub length: usize,
    /// Where raw HTML stands; it is shown as text.
    pub raw_html: Vec<Range<usize>>,
    /// The highest heading is this level (1 when the body has `#`); 0 without headings.
    pub top_level: u8,
}

/// Characters of a summary.
const SUMMARY: usize = 120;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its id on the page: a slug, made unique within the body.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The target as written.
    pub target: String,
    /// Where it stands in the body, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub usage: LinkUse,
    /// Its text.
    pub text: String,
}

/// Whether a target is led to or shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkUse {
    /// A link.
    Link,
    /// An image.
    Image,
    /// The 发文字号 of another document in plain text.
    Number,
}

/// Gathers the facts of a body.
#[must_use]
pub fn facts(body: &str) -> Facts {
    let mut gather = Gather::default();
    for (event, range) in parser(body).into_offset_iter() {
        gather.event(printable(event), range);
    }
    gather.facts.top_level =
        gather.facts.headings.iter().map(|heading| heading.level).min().unwrap_or(0);
    // After all headings, whose ids are older and stay as they are.
    for clause in &mut gather.facts.clauses {
        clause.id = gather.ids.reserve(&clause.id);
    }
    gather.facts
}

/// The ids of a body's headings, in order; the only maker of ids, so that page and links agree.
#[derive(Default)]
struct Ids(BTreeMap<String, usize>);

impl Ids {
    fn issue(&mut self, text: &str) -> String {
        let base = slug(text, 60);
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let mut id = base.clone();
        let mut number = self.0.get(&base).copied().unwrap_or(0);
        while self.0.contains_key(&id) {
            number += 1;
            id = format!("{base}-{number}");
        }
        self.0.insert(base, number);
        self.0.insert(id.clone(), 0);
        id
    }

    /// The id itself where it is free, else the first free one of `id-2`, `id-3`, ….
    fn reserve(&mut self, id: &str) -> String {
        let mut own = id.to_owned();
        let mut number = self.0.get(id).copied().unwrap_or(0).max(1);
        while self.0.contains_key(&own) {
            number += 1;
            own = format!("{id}-{number}");
        }
        self.0.insert(id.to_owned(), number);
        self.0.insert(own.clone(), 0);
        own
    }
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says in what the reader stands")]
struct Gather {
    facts: Facts,
    ids: Ids,
    heading: Option<(u8, String)>,
    links: Vec<usize>,
    in_paragraph: bool,
    summary_done: bool,
    in_code: bool,
    /// What is in `facts.cited`.
    cited: BTreeSet<String>,
    paragraphs: clause::Paragraphs,
}

impl Gather {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Some((paragraph, label)) = self.paragraphs.label(&event) {
            self.facts.clauses.push(Clause::new(paragraph, label));
        }
        if let Event::Text(text) = &event {
            self.cite(text);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Html(text) | Event::InlineHtml(text) => {
                self.facts.raw_html.push(range);
                self.text(&text);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some((level_number(level), String::new()));
            }
            Tag::Paragraph => self.in_paragraph = true,
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Link { dest_url, .. } => self.link(&dest_url, range, LinkUse::Link),
            Tag::Image { dest_url, .. } => self.link(&dest_url, range, LinkUse::Image),
            _ => {}
        }
    }

    fn link(&mut self, target: &str, range: Range<usize>, usage: LinkUse) {
        self.links.push(self.facts.links.len());
        let (target, text) = (target.to_owned(), String::new());
        self.facts.links.push(Link { target, range, usage, text });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let (level, text) = self.heading.take().expect("headings do not nest");
                let id = self.ids.issue(&text);
                self.facts.headings.push(Heading { level, id, text });
            }
            TagEnd::Paragraph => {
                self.in_paragraph = false;
                self.summary_done |= !self.facts.summary.trim().is_empty();
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Link | TagEnd::Image => {
                self.links.pop();
            }
            _ => {}
        }
    }

    /// Notes the numbers in running text; a heading, a link and code are something else already.
    fn cite(&mut self, text: &str) {
        if self.heading.is_some() || self.in_code || !self.links.is_empty() {
            return;
        }
        for found in cited(text) {
            let run = &text[found.range];
            if !self.cited.contains(run) {
                self.cited.insert(run.to_owned());
                self.facts.cited.push(run.to_owned());
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.facts.length += text.chars().filter(|c| !c.is_whitespace()).count();
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(text);
        }
        for link in &self.links {
            self.facts.links[*link].text.push_str(text);
        }
        if self.in_paragraph && !self.summary_done && !self.in_code {
            let room = SUMMARY.saturating_sub(self.facts.summary.chars().count());
            self.facts.summary.extend(text.chars().take(room));
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::{Ids, facts};

    #[test]
    fn one_pass_tells_all() {
        let body = "# 一、总则\n\n第一段，见[甲](@/a.md)与![图](t.png)。\n\n## 附则\n## 附则\n\n<b>x</b>\n";
        let facts = facts(body);
        let ids: Vec<_> =
            facts.headings.iter().map(|h| (h.level, h.id.as_str())).collect();
        assert_eq!(ids, [(1, "yi-zong-ze"), (2, "fu-ze"), (2, "fu-ze-1")]);
        assert_eq!(facts.top_level, 1);
        let links: Vec<_> =
            facts.links.iter().map(|l| (l.target.as_str(), l.text.as_str())).collect();
        assert_eq!(links, [("@/a.md", "甲"), ("t.png", "图")]);
        assert_eq!(&body[facts.links[0].range.clone()], "[甲](@/a.md)");
        assert_eq!(facts.summary, "第一段，见甲与图。");
        assert_eq!(facts.raw_html.len(), 2);
    }

    #[test]
    fn clauses_are_numbered_and_numbers_are_noted() {
        let body = "# tiao 1\n\n**第一条**　根据甲字〔2023〕1号。\n\n第十二条之一 文\n\n第十二条规定的\n\n> **第一条** 甲字〔2023〕2号、`甲字〔2023〕3号`、[甲字〔2023〕4号](@/a.md)\n\n甲字〔2023〕2号\n";
        let facts = facts(body);
        let clauses: Vec<_> =
            facts.clauses.iter().map(|c| (c.paragraph, c.id.as_str())).collect();
        assert_eq!(clauses, [(0, "tiao-1-2"), (1, "tiao-12-zhi-1"), (3, "tiao-1-3")]);
        assert_eq!(facts.headings[0].id, "tiao-1");
        assert_eq!(facts.cited, ["根据甲字〔2023〕1号", "甲字〔2023〕2号"]);
    }

    #[test]
    fn equal_clauses_are_counted_and_not_tried_again() {
        let mut ids = Ids::default();
        let issued = ids.issue("tiao 1");
        let reserved: Vec<_> = (0..4).map(|_| ids.reserve(&issued)).collect();
        assert_eq!(reserved, ["tiao-1-2", "tiao-1-3", "tiao-1-4", "tiao-1-5"]);
        assert_eq!(ids.0["tiao-1"], 5, "where the next one goes on");
    }

    #[test]
    fn ids_never_meet() {
        let facts = facts("# a 1\n# a\n# a\n# a\n");
        let mut ids: Vec<_> = facts.headings.iter().map(|h| h.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 4);
    }
}
