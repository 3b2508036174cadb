//! The one reader of Markdown: what a body says of itself ([`facts()`]), its page ([`html()`])
//! and its text ([`text()`]).
//!
//! In a portal Markdown is data: raw HTML is shown as text, links lead only to known kinds
//! of addresses, headings take no attributes, and alignment is a class.

mod clause;
mod code;
mod facts;
mod html;
mod text;

pub use clause::Clause;
pub use facts::{Facts, Heading, Link, LinkUse, facts};
pub use html::{Href, html};
pub use text::{Block, text};

use pulldown_cmark::{Event, Options, Parser};

use crate::tree::is_unprintable;

/// The extensions of a portal's Markdown. Heading attributes are left out: they would let
/// `# 标题 {onclick=…}` reach the page.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// The events of a body.
fn parser(body: &str) -> Parser<'_> {
    Parser::new_ext(body, options())
}

/// An event without the characters that no document may hold: a body cannot, but may write them
/// as references such as `&#1;`.
fn printable(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) if text.contains(is_unprintable) => {
            Event::Text(text.replace(is_unprintable, "").into())
        }
        event => event,
    }
}

/// Text made safe for an attribute and for an element's content.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Where a target written in a body leads, by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// `@/…`: a page of the portal by its source file.
    Internal,
    /// `#…`: a heading of the same page.
    Anchor,
    /// `http:`, `https:`, `mailto:`, `tel:`.
    External,
    /// A file beside the item.
    File,
    /// Anything else: `javascript:`, `data:`, `//host`, `/x`, an empty target.
    Refused,
}

/// The kind of a link target.
#[must_use]
pub fn target_kind(target: &str) -> TargetKind {
    let lower = target.trim().to_ascii_lowercase();
    let schemes = ["http://", "https://", "mailto:", "tel:"];
    if target.contains(is_unprintable) {
        TargetKind::Refused
    } else if target.starts_with("@/") {
        TargetKind::Internal
    } else if target.len() > 1 && target.starts_with('#') {
        TargetKind::Anchor
    } else if schemes.iter().any(|scheme| lower.starts_with(scheme)) {
        TargetKind::External
    } else if lower.is_empty()
        || lower.starts_with(['/', '#', '?'])
        || lower.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'))
    {
        TargetKind::Refused
    } else {
        TargetKind::File
    }
}

#[cfg(test)]
mod tests {
    use super::{Href, TargetKind, facts, html, target_kind};

    #[test]
    fn targets_are_known_by_their_shape() {
        use TargetKind::{Anchor, External, File, Internal, Refused};
        for (target, kind) in [
            ("@/a.md#x", Internal),
            ("#x", Anchor),
            ("HTTPS://a.cn", External),
            ("mailto:a@b.cn", External),
            ("附件1.pdf", File),
            ("../b/附件.xlsx", File),
            ("javascript:alert(1)", Refused),
            (" JavaScript:alert(1)", Refused),
            ("data:text/html,x", Refused),
            ("//evil.example/x", Refused),
            ("/etc/passwd", Refused),
            ("https://a.cn/\u{1}/x", Refused),
            ("", Refused),
            ("#", Refused),
        ] {
            assert_eq!(target_kind(target), kind, "{target}");
        }
    }

    #[test]
    fn no_number_reaches_back_into_what_is_written() {
        // A portal that knows every number, whatever it begins with.
        let known = |body: &str| {
            html(body, &facts(body), &|target, _| Href::Site(target.to_owned()))
        };
        let out = known("甲乙字〔2023〕1号丙字〔2023〕2号\n");
        assert_eq!(
            out,
            "<p><a href=\"甲乙字〔2023〕1号\">甲乙字〔2023〕1号</a><a href=\"丙字〔2023〕2号\">丙字〔2023〕2号</a></p>\n"
        );
        let out = known("第六条（甲字〔2023〕1号）\n");
        assert!(
            out.contains("第六条</a>（<a href=\"甲字〔2023〕1号\">甲字〔2023〕1号</a>）"),
            "{out}"
        );
    }
}
