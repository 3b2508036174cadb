//! Where the links of a portal lead: every one that stays in it ends at a file that is there,
//! and at a part of it that is there.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use scraper::Html;

use super::page::all;

/// Selectors of what leads elsewhere, each with the attribute that says where.
const WAYS: &[(&str, &str)] = &[
    ("a[href]", "href"),
    ("area[href]", "href"),
    ("link[href]", "href"),
    ("img[src]", "src"),
    ("script[src]", "src"),
    ("source[src]", "src"),
    ("video[src]", "src"),
    ("audio[src]", "src"),
    ("form[action]", "action"),
    ("meta[http-equiv=refresh]", "content"),
];

/// The links of one page, and the parts of it to which a link may lead.
pub(crate) struct Ties {
    links: Vec<String>,
    parts: BTreeSet<String>,
}

impl Ties {
    /// Reads them from a page.
    pub(crate) fn of(html: &str) -> Self {
        let page = Html::parse_document(html);
        let mut links = Vec::new();
        for (selector, attribute) in WAYS {
            for element in all(&page, selector) {
                let link = element.attr(attribute).unwrap_or_default();
                links.push(
                    link.rsplit_once("url=").map_or(link, |(_, url)| url).to_owned(),
                );
            }
        }
        let parts = all(&page, "[id]");
        let parts =
            parts.iter().filter_map(|element| element.attr("id")).map(str::to_owned);
        Self { links, parts: parts.collect() }
    }
}

/// The links that lead nowhere, with the page on which each stands.
///
/// `base` is the address under which the portal stands; links that spell it out are its own.
pub(crate) fn lost(
    pages: &BTreeMap<String, Ties>,
    files: &BTreeSet<String>,
    base: &str,
) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (path, ties) in pages {
        for link in &ties.links {
            if let Some(trouble) = judge(path, link, base, |target, part| {
                let there = files.contains(target);
                let part_there = part.is_empty()
                    || pages.get(target).is_none_or(|ties| ties.parts.contains(part));
                (there, part_there)
            }) {
                found.insert(format!("{path}: {link} {trouble}"));
            }
        }
    }
    found.into_iter().collect()
}

/// Why a link does not lead where it says.
fn judge(
    path: &str,
    link: &str,
    base: &str,
    known: impl Fn(&str, &str) -> (bool, bool),
) -> Option<String> {
    let foreign = ["http:", "https:", "mailto:", "tel:", "data:"];
    let (from, link) = match link.strip_prefix(base) {
        Some(inner) => ("", inner),
        None if foreign.iter().any(|scheme| link.starts_with(scheme)) => return None,
        None => (path, link),
    };
    if link.starts_with('/') {
        return Some("leads to the root of the server".to_owned());
    }
    let (whole, part) = link.split_once('#').unwrap_or((link, ""));
    let file = decoded(whole.split('?').next().unwrap_or_default());
    let target = if file.is_empty() { from.to_owned() } else { joined(from, &file)? };
    let target = if target.is_empty() { "index.html".to_owned() } else { target };
    match known(&target, &decoded(part)) {
        (false, _) => Some(format!("leads to {target}, which is not there")),
        (true, false) => Some(format!("leads to a part of {target} that is not there")),
        (true, true) => None,
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A relative path seen from a file; a path that leaves the portal is one that is not there.
fn joined(from: &str, file: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." => {}
            ".." if parts.is_empty() => return Some(format!("{file} above the portal")),
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[test]
fn a_planted_lost_link_is_found() {
    let page = |body: &str| Ties::of(&format!("<body>{body}</body>"));
    for (link, lost_ones) in [
        ("../index.html", 0),
        ("../index.html#there", 0),
        ("../index.html#gone", 1),
        ("gone.html", 1),
        ("#own", 0),
        ("#gone", 1),
        ("/index.html", 1),
        ("../../index.html", 1),
        ("https://elsewhere.invalid/", 0),
        ("http://portal.invalid/x/index.html", 0),
        ("http://portal.invalid/x/gone.html", 1),
        ("../%E8%A1%A8.csv", 0),
    ] {
        let pages = BTreeMap::from([
            ("index.html".to_owned(), page("<p id=there>")),
            ("a/b.html".to_owned(), page(&format!("<p id=own><a href='{link}'>x</a>"))),
        ]);
        let mut files: BTreeSet<String> = pages.keys().cloned().collect();
        files.insert("表.csv".to_owned());
        let found = lost(&pages, &files, "http://portal.invalid/x/");
        assert_eq!(found.len(), lost_ones, "{link}: {found:?}");
    }
}
