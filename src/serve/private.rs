//! The private preview: pages of items that are not public, for the officer alone.
//!
//! They stand below a token that is made when the preview starts and told in the terminal
//! only; no page leads there. They are made from the source when they are asked for and are
//! never part of the site, so no list, feed, sitemap or search can know of them.

use std::io;

use super::page;
use super::preview::{Preview, Snapshot};
use super::state::{Behind, why};
use crate::check::{self, Blank};
use crate::diag::Report;
use crate::front;
use crate::gate::{self, Reason, Withheld};
use crate::markdown::escape;
use crate::pipeline::Built;
use crate::render::{Mark, PrivateHtml, private_page};
use crate::site::{PrivateItem, Target};
use crate::source::CONTENT;

/// The folder of the private pages, below the server's own.
const FOLDER: &str = "private/";

/// Where the style sheet of the mark stands.
const SHEET: &str = "/__gongkai/private.css";

/// Bytes of a token: 128 random bits cannot be guessed.
const TOKEN: usize = 16;

/// The most items in the list of all.
const MOST: usize = 2000;

/// The way to the private pages.
pub(super) struct Private {
    token: String,
    /// Two digests are compared in constant time, which two texts are not.
    digest: blake3::Hash,
}

/// What stands at an address behind the token.
pub(super) enum Found {
    /// The page of a withheld item.
    Item(PrivateHtml, Behind),
    /// What is wrong with a withheld item, of which no page can be made.
    Trouble(PrivateHtml, Behind),
    /// The list of all withheld items.
    List(PrivateHtml),
    /// The item has become public; the path of its page.
    Public(String),
    /// There is no such item, or none any more.
    Nothing(PrivateHtml),
}

impl Private {
    /// A new way that nobody knows.
    ///
    /// # Errors
    /// When the system has no random bits to give.
    pub(super) fn new() -> io::Result<Self> {
        let mut bits = [0_u8; TOKEN];
        getrandom::fill(&mut bits).map_err(io::Error::other)?;
        let token: String = bits.iter().map(|byte| format!("{byte:02x}")).collect();
        let digest = blake3::hash(token.as_bytes());
        Ok(Self { token, digest })
    }

    /// The address of the list of all, from the root of the server.
    pub(super) fn path(&self) -> String {
        format!("/__gongkai/{FOLDER}{}/", self.token)
    }

    /// The part behind the token of one of the server's own names; `None` when that is no
    /// private page or the token is another.
    pub(super) fn open<'n>(&self, name: &'n str) -> Option<&'n str> {
        let (token, rest) = name.strip_prefix(FOLDER)?.split_once('/')?;
        (blake3::hash(token.as_bytes()) == self.digest).then_some(rest)
    }

    /// Finds by what stands behind the token: the list of all, or an item by its source
    /// without its ending.
    pub(super) fn find(
        &self,
        preview: &Preview,
        (snapshot, built): (&Snapshot, &Built),
        name: &str,
    ) -> Found {
        let whole = || snapshot.withheld.iter().filter(|kept| kept.reason.is_whole());
        if name == "index.html" {
            return Found::List(self.list(preview, built, &whole().collect::<Vec<_>>()));
        }
        let stem = name.strip_suffix(".html").unwrap_or_default();
        if let Some(withheld) = whole().find(|withheld| stem_of(withheld) == stem) {
            return match self.item(preview, built, withheld) {
                Ok((html, behind)) => Found::Item(html, behind),
                Err(found) => {
                    let html = self.trouble(preview, withheld, &found);
                    Found::Trouble(html, Behind::unread(withheld))
                }
            };
        }
        let site = built.site();
        let public =
            ["md", "yaml", "yml"].map(|ending| site.find(&format!("{stem}.{ending}")));
        if let Some(Target::Item(id, _)) = public.into_iter().flatten().next() {
            return Found::Public(site.item(id).path());
        }
        let list = self.path();
        let body = format!(
            "<h1>没有这个未公开的条目</h1><p>也许文件改了名字，或者已经删除。\
             <a href=\"{list}\">全部未公开条目</a></p>"
        );
        Found::Nothing(own_page("没有这个条目", &body, "这一页只供本机核对。"))
    }

    /// The page of a withheld item, and how the item stands.
    fn item(
        &self,
        preview: &Preview,
        built: &Built,
        withheld: &Withheld,
    ) -> Result<(PrivateHtml, Behind), Report> {
        let (site, source) = (built.site(), withheld.source());
        let bytes = preview.world().read(&source.path).unwrap_or_default();
        let reading = front::read(source, bytes, &site.config);
        let found = reading.report.clone();
        let Some(private) = gate::private_document(reading, preview.today()) else {
            return Err(found);
        };
        let item = PrivateItem::new(site, private);
        let behind = Behind {
            words: Some(item.length()),
            blank: Blank {
                required: item.names(|disclosed| check::blank(disclosed).required),
                advised: item.names(|disclosed| check::blank(disclosed).advised),
            },
            ..Behind::unread(withheld)
        };
        let mut note = note(item.reason);
        if !item.files.is_empty() {
            note.push_str("附件不提供下载：");
            note.push_str(&item.files.join("、"));
            note.push('。');
        }
        let place = format!("{}{}.html", &self.path()[1..], stem_of(withheld));
        let mark = Mark { sheet: SHEET, note: &note };
        let html = private_page(&built.renderer, &item, &place, &mark)
            .map_err(|finding| [finding].into_iter().collect::<Report>())?;
        Ok((html, behind))
    }

    /// What is wrong with an item that cannot be shown.
    fn trouble(
        &self,
        preview: &Preview,
        withheld: &Withheld,
        found: &Report,
    ) -> PrivateHtml {
        let path = withheld.source().path.as_str();
        let text = match preview.text_of(found) {
            text if text.is_empty() => "文件刚刚改动过，请稍后再看。".to_owned(),
            text => text,
        };
        let body = format!(
            "<h1>{}</h1><p>这个条目读不出来：</p><pre>{}</pre><p><a href=\"{}\">全部未公开条目</a></p>",
            escape(path),
            escape(&text),
            self.path(),
        );
        own_page(path, &body, &note(withheld.reason))
    }

    /// The list of all withheld items.
    fn list(&self, preview: &Preview, built: &Built, all: &[&Withheld]) -> PrivateHtml {
        let row = |withheld: &&Withheld| {
            let source = withheld.source();
            let bytes = preview.world().read(&source.path).unwrap_or_default();
            let reading = front::read(source, bytes, &built.site().config);
            let title = match reading.document.map(|document| document.front) {
                Some(front::Front::Item(item, _)) => item.title.unwrap_or_default(),
                _ => String::new(),
            };
            let title = if title.is_empty() { "（没有标题）" } else { &title };
            format!(
                "<tr><td><a href=\"{}{}.html\">{}</a></td><td>{}</td><td>{}</td></tr>",
                self.path(),
                escape(&page::address(stem_of(withheld))),
                escape(title),
                escape(&why(withheld.reason)),
                escape(source.path.as_str()),
            )
        };
        let rows: String = all.iter().take(MOST).map(row).collect();
        let more = match all.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!("<p>还有 {more} 个没有列出。</p>"),
        };
        let body = match all.is_empty() {
            true => "<h1>未公开的条目</h1><p>没有未公开的条目。</p>".to_owned(),
            false => format!(
                "<h1>未公开的条目（{} 个）</h1><div class=\"gongkai-private-list\"><table>\
                 <thead><tr><th>标题</th><th>原因</th><th>文件</th></tr></thead>\
                 <tbody>{rows}</tbody></table></div>{more}",
                all.len(),
            ),
        };
        own_page("未公开的条目", &body, "这些条目只供本机核对，不在公开的网站里。")
    }
}

/// The path of a source below the content, without its ending.
fn stem_of(withheld: &Withheld) -> &str {
    let path = withheld.source().path.as_str();
    let path = path.strip_prefix(CONTENT).unwrap_or(path).trim_start_matches('/');
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// What the reader of a private page is told.
fn note(reason: Reason) -> String {
    format!("{}。这一页只供本机核对，不在公开的网站里。", why(reason))
}

/// A page of our own, without the theme.
fn own_page(title: &str, body: &str, note: &str) -> PrivateHtml {
    let html = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\">\
         <title>{}</title></head><body class=\"gongkai-private-own\"><main>{body}</main>\
         </body></html>",
        escape(title),
    );
    PrivateHtml::marked(&html, &Mark { sheet: SHEET, note })
}

#[cfg(test)]
mod tests {
    use super::Private;

    #[test]
    fn only_the_token_opens() {
        let private = Private::new().unwrap();
        let path = private.path();
        let name = path.strip_prefix("/__gongkai/").unwrap();
        assert_eq!(private.token.len(), 32);
        assert_eq!(private.open(&format!("{name}a/b.html")), Some("a/b.html"));
        assert_eq!(private.open(&name.to_uppercase()), None);
        for token in ["", "x", &private.token[1..], &format!("{}0", private.token)] {
            assert_eq!(private.open(&format!("private/{token}/a.html")), None, "{token}");
        }
        assert_eq!(private.open(&private.token), None);
        assert_ne!(Private::new().unwrap().token, private.token);
    }
}
