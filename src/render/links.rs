//! Site paths and what becomes of them.
//!
//! Views and bodies carry site paths behind U+0001, which no input can hold. The last step
//! of a page turns each into a relative link, so that the output works under any address and
//! from a folder; only `404.html`, which is shown at any depth, gets absolute ones. Before that,
//! a page that is there in two writings is cut to what the one or the other says.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

/// Marks the start of a site path.
const SENTINEL: char = '\u{1}';

/// Around what a page and its twin say differently, and between the words of the page and those
/// of the twin. No input can hold these either.
pub(super) const EITHER: char = '\u{2}';
pub(super) const OR: char = '\u{3}';
pub(super) const END: char = '\u{4}';

/// A path of the output as views carry it.
pub(super) fn site_path(path: &str) -> String {
    format!("{SENTINEL}/{path}")
}

/// The full address of a path of the output; the home page is the address of the portal.
pub(super) fn permalink(base_url: &str, path: &str) -> String {
    let path = if path == "index.html" { "" } else { path };
    format!("{base_url}/{path}")
}

/// A page with what it says itself, or with what its `twin` says, where the two differ.
pub(super) fn chosen(html: &str, twin: bool) -> Cow<'_, str> {
    let Some(mut at) = memchr(EITHER as u8, html.as_bytes()) else { return html.into() };
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    loop {
        let (before, both) = rest.split_at(at);
        let (both, after) = both[1..].split_once(END).unwrap_or((&both[1..], ""));
        let (page, other) = both.split_once(OR).unwrap_or((both, both));
        out.push_str(before);
        out.push_str(if twin { other } else { page });
        rest = after;
        match memchr(EITHER as u8, rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    out.into()
}

/// Turns site paths into links relative to the page at `path`.
pub(super) fn relative(html: &str, path: &str) -> String {
    replace(html, &up(path, 0))
}

/// Turns site paths into full addresses.
pub(super) fn absolute(html: &str, base_url: &str) -> String {
    replace(html, &format!("{base_url}/"))
}

/// Turns site paths into links from the twin of the page at `path`, which stands one folder
/// deeper: to pages that have a `twin` too into links to that, to all others out of the folder.
pub(super) fn twin(html: &str, path: &str, twin: &dyn Fn(&str) -> bool) -> String {
    let out = up(path, 1);
    split(html, (&up(path, 0), &out), twin)
}

/// The way from the page at `path` to the root of the output, and so many folders further.
pub(super) fn up(path: &str, more: usize) -> String {
    "../".repeat(path.matches('/').count() + more)
}

/// Turns site paths that are `own` into links relative to the page at `path`, and all others
/// into full addresses.
pub(super) fn packed(
    html: &str,
    path: &str,
    base_url: &str,
    own: &dyn Fn(&str) -> bool,
) -> String {
    split(html, (&up(path, 0), &format!("{base_url}/")), own)
}

/// Puts the first of two heads before site paths that are `own`, and the second before others.
fn split(html: &str, heads: (&str, &str), own: &dyn Fn(&str) -> bool) -> String {
    replace_each(html, &|rest| {
        let end =
            rest.find(['"', '\'', '?', '#', '<', '>', ' ', '&']).unwrap_or(rest.len());
        if own(&rest[..end]) { heads.0 } else { heads.1 }
    })
}

fn replace(html: &str, head: &str) -> String {
    replace_each(html, &|_| head)
}

/// Puts something before each site path that may depend on it and on what follows.
fn replace_each<'h>(html: &str, head: &dyn Fn(&str) -> &'h str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut from = 0;
    for at in memchr_iter(SENTINEL as u8, html.as_bytes()) {
        out.push_str(&html[from..at]);
        from = at + SENTINEL.len_utf8();
        if html[from..].starts_with('/') {
            from += 1;
        }
        out.push_str(head(&html[from..]));
    }
    out.push_str(&html[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::{absolute, chosen, packed, relative, site_path, twin};

    #[test]
    fn a_page_and_its_twin_are_cut_from_one() {
        for (both, page, other) in [
            ("a\u{2}b\u{3}c\u{4}d\u{2}\u{3}e\u{4}", "abd", "acde"),
            ("\u{2}b\u{3}\u{4}\u{2}简\u{3}繁\u{4}", "b简", "繁"),
            ("a", "a", "a"),
        ] {
            assert_eq!((&*chosen(both, false), &*chosen(both, true)), (page, other));
        }
    }

    #[test]
    fn a_twin_leads_to_twins_and_out_of_its_folder_for_files() {
        let own = |path: &str| path == "a/b.html";
        let html = format!("\"{}\"{}\"", site_path("a/b.html?q=1"), site_path("a/b.pdf"));
        assert_eq!(twin(&html, "map.html", &own), "\"a/b.html?q=1\"../a/b.pdf\"");
        assert_eq!(twin(&html, "x/y.html", &own), "\"../a/b.html?q=1\"../../a/b.pdf\"");
    }

    #[test]
    fn site_paths_become_relative() {
        let html = format!("<a href=\"{}\">x</a>", site_path("a/b.html#c"));
        assert_eq!(relative(&html, "index.html"), "<a href=\"a/b.html#c\">x</a>");
        assert_eq!(relative(&html, "x/y/z.html"), "<a href=\"../../a/b.html#c\">x</a>");
        assert_eq!(
            absolute(&html, "https://a.cn/x"),
            "<a href=\"https://a.cn/x/a/b.html#c\">x</a>"
        );
        let own = |path: &str| path == "a/b.html";
        assert_eq!(
            packed(&html, "x/y.html", "https://a.cn", &own),
            "<a href=\"../a/b.html#c\">x</a>"
        );
        let other = format!("<a href=\"{}\">", site_path("c.html"));
        assert_eq!(
            packed(&other, "x/y.html", "https://a.cn", &own),
            "<a href=\"https://a.cn/c.html\">"
        );
    }
}
