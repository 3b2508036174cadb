//! The page of a body.

use std::fmt::Write as _;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::clause::{self, Clause};
use super::facts::{Facts, Heading, LinkUse};
use super::{code, escape, parser, printable};
use crate::disclosure::{cited, readings};

/// Where a link leads on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Href {
    /// A page or file of the portal.
    Site(String),
    /// Another site.
    External(String),
    /// Nowhere: only the text is shown.
    Plain,
}

/// Renders a body.
///
/// `facts` are those of the same body; `href` says where a target leads, and of a 发文字号 in the
/// text which page has it. Headings are moved
/// down so that the highest is `<h2>`: the page's title is the only `<h1>`.
#[must_use]
pub fn html(body: &str, facts: &Facts, href: &dyn Fn(&str, LinkUse) -> Href) -> String {
    let mut page = Page {
        href,
        shift: i16::from(2_u8) - i16::from(facts.top_level.max(1)),
        headings: facts.headings.iter(),
        paragraphs: 0,
        clauses: facts.clauses.iter(),
        clause: None,
        in_heading: false,
        links: Vec::new(),
        aligns: Vec::new(),
        column: 0,
        in_head: false,
        code: None,
        image: None,
        notes: Notes::default(),
    };
    let mut out = String::with_capacity(body.len() * 3 / 2);
    let mut events = Events { inner: parser(body).map(printable), page: &mut page };
    pulldown_cmark::html::push_html(&mut out, &mut events);
    let notes = std::mem::take(&mut page.notes);
    notes.append_to(&mut out);
    out
}

/// The parser's events, each replaced by what a portal shows.
struct Events<'p, 'f, P> {
    inner: P,
    page: &'p mut Page<'f>,
}

impl<'b, P: Iterator<Item = Event<'b>>> Iterator for Events<'_, '_, P> {
    type Item = Event<'b>;

    fn next(&mut self) -> Option<Event<'b>> {
        loop {
            let event = self.inner.next()?;
            if let Event::Start(Tag::FootnoteDefinition(name)) = event {
                self.footnote(&name);
                continue;
            }
            if let Some(event) = self.page.event(event) {
                return Some(event);
            }
        }
    }
}

impl<'b, P: Iterator<Item = Event<'b>>> Events<'_, '_, P> {
    /// Takes a whole footnote out of the flow; it is set at the end of the page.
    fn footnote(&mut self, name: &str) {
        let mut events = Vec::new();
        for event in self.inner.by_ref() {
            if matches!(event, Event::End(TagEnd::FootnoteDefinition)) {
                break;
            }
            events.extend(self.page.event(event));
        }
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events.into_iter());
        self.page.notes.define(name, html);
    }
}

/// What must be remembered while a page is made.
struct Page<'f> {
    href: &'f dyn Fn(&str, LinkUse) -> Href,
    shift: i16,
    headings: std::slice::Iter<'f, Heading>,
    /// Paragraphs that have begun.
    paragraphs: usize,
    clauses: std::slice::Iter<'f, Clause>,
    /// The id of the clause whose number is the next text.
    clause: Option<&'f str>,
    in_heading: bool,
    links: Vec<bool>,
    aligns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    code: Option<(Option<String>, String)>,
    image: Option<(String, String)>,
    notes: Notes,
}

impl<'f> Page<'f> {
    fn event<'b>(&mut self, event: Event<'b>) -> Option<Event<'b>> {
        if let Some(event) = self.inside_image_or_code(&event) {
            return event;
        }
        match event {
            Event::Text(text) => Some(self.text(text)),
            Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
            Event::FootnoteReference(name) => Some(raw(self.notes.refer(&name))),
            Event::TaskListMarker(done) => Some(raw(task(done))),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            event => Some(event),
        }
    }

    /// Images and code blocks collect their text; `Some` when the event was theirs.
    #[expect(
        clippy::option_option,
        reason = "the outer says whose event it was, the inner what becomes of it"
    )]
    fn inside_image_or_code<'b>(
        &mut self,
        event: &Event<'b>,
    ) -> Option<Option<Event<'b>>> {
        if let Some((_, alt)) = &mut self.image {
            match event {
                Event::End(TagEnd::Image) => {
                    let (source, alt) = self.image.take().expect("just seen");
                    return Some(Some(raw(image(&source, &alt))));
                }
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                _ => {}
            }
            return Some(None);
        }
        if let Some((_, code)) = &mut self.code {
            match event {
                Event::End(TagEnd::CodeBlock) => {
                    let (language, code) = self.code.take().expect("just seen");
                    return Some(Some(raw(code_block(language.as_deref(), &code))));
                }
                Event::Text(text) => code.push_str(text),
                _ => {}
            }
            return Some(None);
        }
        None
    }

    /// Text in which the number of a clause and the numbers of other documents are links.
    fn text<'b>(&mut self, text: CowStr<'b>) -> Event<'b> {
        let clause = self.clause.take();
        if self.in_heading || !self.links.is_empty() {
            return Event::Text(text);
        }
        let mut out = String::new();
        let mut done = 0;
        if let Some((id, end)) = clause.zip(clause::label(&text)) {
            let label = escape(&text[..end]);
            let _ = write!(out, "<a class=\"clause\" href=\"#{id}\">{label}</a>");
            done = end;
        }
        for found in cited(&text) {
            let range = found.range;
            // What has been written already, such as the label of a clause, is no part of a number.
            let from = done.saturating_sub(range.start);
            let Some((at, path)) = self.cited(&text[range.clone()], from) else {
                continue;
            };
            let start = range.start + at;
            let number = escape(&text[start..range.end]);
            out.push_str(&escape(&text[done..start]));
            let _ = write!(out, "<a href=\"{}\">{number}</a>", escape(&path));
            done = range.end;
        }
        if done == 0 {
            return Event::Text(text);
        }
        out.push_str(&escape(&text[done..]));
        raw(out)
    }

    /// Where in a [`cited`] run the number of a page begins, at this byte or after it, and its path.
    fn cited(&self, run: &str, from: usize) -> Option<(usize, String)> {
        let mut readings = readings(run).filter(|at| *at >= from);
        readings.find_map(|at| match (self.href)(&run[at..], LinkUse::Number) {
            Href::Site(path) => Some((at, path)),
            Href::External(_) | Href::Plain => None,
        })
    }

    fn start<'b>(&mut self, tag: Tag<'b>) -> Option<Event<'b>> {
        let html = match tag {
            Tag::Heading { level, .. } => {
                self.in_heading = true;
                let id = self
                    .headings
                    .clone()
                    .next()
                    .map_or("", |heading| heading.id.as_str());
                format!("<h{} id=\"{id}\">", self.level(level as u8))
            }
            Tag::Paragraph => return Some(self.open_paragraph()),
            Tag::Link { dest_url, .. } => return self.open_link(&dest_url),
            Tag::Image { dest_url, .. } => return self.open_image(&dest_url),
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => {
                        code::language(info).map(str::to_owned)
                    }
                    CodeBlockKind::Indented => None,
                };
                self.code = Some((language, String::new()));
                return None;
            }
            Tag::HtmlBlock => "<p>".to_owned(),
            Tag::Table(aligns) => {
                self.aligns = aligns;
                "<div class=\"table-wrap\" role=\"group\" aria-label=\"可以左右滚动的表格\" tabindex=\"0\"><table>".to_owned()
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                "<thead><tr>".to_owned()
            }
            Tag::TableRow => {
                self.column = 0;
                "<tr>".to_owned()
            }
            Tag::TableCell => self.open_cell(),
            tag => return Some(Event::Start(tag)),
        };
        Some(raw(html))
    }

    fn end<'b>(&mut self, tag: TagEnd) -> Option<Event<'b>> {
        let html = match tag {
            TagEnd::Heading(level) => {
                self.in_heading = false;
                self.headings.next();
                format!("</h{}>\n", self.level(level as u8))
            }
            TagEnd::Link => {
                let open = self.links.pop().expect("links are paired");
                return open.then(|| raw("</a>".to_owned()));
            }
            TagEnd::HtmlBlock => "</p>\n".to_owned(),
            TagEnd::Table => "</tbody></table></div>\n".to_owned(),
            TagEnd::TableHead => {
                self.in_head = false;
                "</tr></thead><tbody>\n".to_owned()
            }
            TagEnd::TableRow => "</tr>\n".to_owned(),
            TagEnd::TableCell => {
                self.column += 1;
                if self.in_head { "</th>" } else { "</td>" }.to_owned()
            }
            tag => return Some(Event::End(tag)),
        };
        Some(raw(html))
    }

    fn open_paragraph<'b>(&mut self) -> Event<'b> {
        let at = self.paragraphs;
        self.paragraphs += 1;
        let Some(clause) = self.clauses.clone().next().filter(|c| c.paragraph == at)
        else {
            return Event::Start(Tag::Paragraph);
        };
        self.clauses.next();
        self.clause = Some(&clause.id);
        raw(format!("<p id=\"{}\">", clause.id))
    }

    fn level(&self, written: u8) -> i16 {
        (i16::from(written) + self.shift).clamp(2, 6)
    }

    fn open_link<'b>(&mut self, target: &str) -> Option<Event<'b>> {
        let html = match (self.href)(target, LinkUse::Link) {
            Href::Site(path) => format!("<a href=\"{}\">", escape(&path)),
            Href::External(url) => {
                format!("<a rel=\"external\" href=\"{}\">", escape(&url))
            }
            Href::Plain => {
                self.links.push(false);
                return None;
            }
        };
        self.links.push(true);
        Some(raw(html))
    }

    fn open_image<'b>(&mut self, target: &str) -> Option<Event<'b>> {
        let source = match (self.href)(target, LinkUse::Image) {
            Href::Site(path) => path,
            // A portal asks no other site for anything, so a foreign image is only its text.
            Href::External(_) | Href::Plain => String::new(),
        };
        self.image = Some((source, String::new()));
        None
    }

    fn open_cell(&self) -> String {
        let name = if self.in_head { "th scope=\"col\"" } else { "td" };
        let class = match self.aligns.get(self.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        format!("<{name}{class}>")
    }
}

fn raw<'b>(html: String) -> Event<'b> {
    Event::InlineHtml(CowStr::from(html))
}

/// The box of a task, with a name for those who do not see it.
fn task(done: bool) -> String {
    let (word, checked) =
        if done { ("已完成", " checked") } else { ("未完成", "") };
    format!("<input type=\"checkbox\" disabled aria-label=\"{word}\"{checked}> ")
}

fn image(source: &str, alt: &str) -> String {
    let alt = escape(alt);
    if source.is_empty() {
        return format!("<span class=\"image-text\">{alt}</span>");
    }
    let source = escape(source);
    format!("<img src=\"{source}\" alt=\"{alt}\" loading=\"lazy\" decoding=\"async\">")
}

fn code_block(language: Option<&str>, text: &str) -> String {
    let marked = language.and_then(|language| code::highlight(language, text));
    let body = marked.unwrap_or_else(|| escape(text));
    let language =
        language.map(|word| format!(" data-lang=\"{word}\"")).unwrap_or_default();
    format!("<pre tabindex=\"0\"><code{language}>{body}</code></pre>\n")
}

/// Footnotes, numbered by first use and set at the end.
#[derive(Default)]
struct Notes {
    notes: Vec<Note>,
}

struct Note {
    name: String,
    uses: usize,
    html: String,
}

impl Notes {
    fn find(&mut self, name: &str) -> usize {
        match self.notes.iter().position(|note| note.name == name) {
            Some(at) => at,
            None => {
                let (name, html) = (name.to_owned(), String::new());
                self.notes.push(Note { name, uses: 0, html });
                self.notes.len() - 1
            }
        }
    }

    fn refer(&mut self, name: &str) -> String {
        let at = self.find(name);
        self.notes[at].uses += 1;
        let (number, usage) = (at + 1, self.notes[at].uses);
        format!(
            "<sup class=\"footnote-reference\" id=\"fr-{number}-{usage}\"><a href=\"#fn-{number}\" aria-label=\"注{number}\">{number}</a></sup>"
        )
    }

    fn define(&mut self, name: &str, html: String) {
        let at = self.find(name);
        self.notes[at].html = html;
    }

    fn append_to(self, out: &mut String) {
        if self.notes.iter().all(|note| note.uses == 0) {
            return;
        }
        out.push_str("<section class=\"footnotes\" aria-label=\"注释\"><ol class=\"footnotes-list\">\n");
        for (at, note) in self.notes.iter().enumerate() {
            let number = at + 1;
            let body = note.html.trim_end();
            let body = body.strip_suffix("</p>").unwrap_or(body);
            let _ = write!(out, "<li id=\"fn-{number}\">{body}");
            for usage in 1..=note.uses {
                let _ = write!(
                    out,
                    " <a href=\"#fr-{number}-{usage}\" aria-label=\"回到正文第{usage}处\">↩</a>"
                );
            }
            out.push_str("</p></li>\n");
        }
        out.push_str("</ol></section>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::{Href, html};
    use crate::markdown::{LinkUse, TargetKind, facts, target_kind};

    fn page(body: &str) -> String {
        html(body, &facts(body), &|target, usage: LinkUse| match target_kind(target) {
            TargetKind::External => Href::External(target.to_owned()),
            TargetKind::Refused => Href::Plain,
            _ if usage == LinkUse::Number && target != "甲字〔2023〕1号" => {
                Href::Plain
            }
            _ => Href::Site(format!("\u{1}/{target}")),
        })
    }

    #[test]
    fn nothing_of_the_body_becomes_markup_or_script() {
        let out = page(
            "<script>alert(1)</script>\n\na <b onclick=x>y</b> [z](javascript:alert(1)) ![p](data:x)\n\n# h {onclick=alert(1)}\n",
        );
        assert!(
            !out.contains("<script")
                && !out.contains("<b ")
                && !out.contains("href=\"java"),
            "{out}"
        );
        assert!(!out.contains("<h2 onclick") && !out.contains("<img"), "{out}");
        assert!(out.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{out}");
    }

    #[test]
    fn clauses_and_known_numbers_are_links() {
        let out = page(
            "# 甲字〔2023〕1号\n\n**第六条**　根据甲字〔2023〕1号、乙字〔2023〕1号和某甲字〔2023〕1号，“见”[甲字〔2023〕1号](@/a.md)\n\n第六条 再写`甲字〔2023〕1号`\n",
        );
        let number = "<a href=\"\u{1}/甲字〔2023〕1号\">甲字〔2023〕1号</a>";
        assert_eq!(out.matches(number).count(), 1, "{out}");
        assert!(
            out.contains(&format!("根据{number}、乙字〔2023〕1号和某甲字〔2023〕1号，")),
            "{out}"
        );
        assert!(
            out.contains("<p id=\"tiao-6\"><strong><a class=\"clause\" href=\"#tiao-6\">第六条</a></strong>　根据")
                && out.contains("<p id=\"tiao-6-2\"><a class=\"clause\" href=\"#tiao-6-2\">第六条</a> 再写"),
            "{out}"
        );
    }

    #[test]
    fn tables_align_by_class_and_headings_start_at_two() {
        let out = page("# 甲\n\n|a|b|\n|:-|-:|\n|1|2|\n\n## 乙\n");
        assert!(
            out.contains("<h2 id=\"jia\">甲</h2>")
                && out.contains("<h3 id=\"yi\">乙</h3>"),
            "{out}"
        );
        assert!(
            out.contains("<th scope=\"col\" class=\"left\">a</th>")
                && out.contains("<td class=\"right\">2</td>"),
            "{out}"
        );
        assert!(!out.contains("style="));
    }

    #[test]
    fn footnotes_stand_at_the_end_in_order_of_use() {
        let out = page("甲[^b]乙[^a]丙[^b]\n\n[^a]: 注一\n[^b]: 注二\n");
        let second = out.find("注二").unwrap();
        assert!(second < out.find("注一").unwrap(), "{out}");
        assert!(out.contains("href=\"#fr-1-2\"") && out.contains("id=\"fn-2\""), "{out}");
    }
}
