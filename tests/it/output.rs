//! The pages of the demonstration portal, judged without a browser.
//!
//! What a browser is needed for stands in `tests/browser/`.

mod change;
mod components;
mod links;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use gongkai::world::DiskWorld;
use rayon::prelude::*;

use crate::{build, repository};
use links::Ties;

/// The address that `config.toml` of the demonstration names.
fn base() -> String {
    let config =
        repository::text("config.toml").expect("the demonstration has a config.toml");
    let line = config.lines().find_map(|line| line.strip_prefix("base_url"));
    let url = line.and_then(|rest| rest.split('"').nth(1)).expect("base_url is a text");
    format!("{}/", url.trim_end_matches('/'))
}

fn demonstration() -> build::Site {
    let world = DiskWorld::new(repository::root(), Some("2026-11-01".parse().unwrap()));
    build::build(&world).1.expect("the demonstration portal can be published")
}

/// Every page of a site but those that only lead to another address.
fn pages(site: &build::Site) -> BTreeMap<String, String> {
    let html = site.files.keys().filter(|path| path.ends_with(".html"));
    html.map(|path| (path.clone(), site.page(path).expect("it is there")))
        .filter(|(_, html)| !html.contains("http-equiv=\"refresh\""))
        .collect()
}

#[test]
fn pages_hold_what_programs_that_read_aloud_need() {
    let site = demonstration();
    let pages = pages(&site);
    assert!(pages.len() > 100, "only {} pages", pages.len());
    let faults: Vec<String> = pages
        .par_iter()
        .flat_map(|(path, html)| {
            let faults = page::faults(html).into_iter();
            faults.map(|fault| format!("{path}: {fault}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(
        faults.is_empty(),
        "{} faults: {:#?}",
        faults.len(),
        &faults[..faults.len().min(40)]
    );
}

#[test]
fn every_link_ends_at_something_and_no_two_pages_have_one_title() {
    let site = demonstration();
    let html =
        site.files.keys().filter(|path| path.ends_with(".html")).collect::<Vec<_>>();
    let ties = html
        .par_iter()
        .map(|path| ((*path).clone(), Ties::of(&site.page(path).expect("it is there"))))
        .collect();
    // The program of the search is written with its index and not as a route; `files.mjs` sees it on
    // disk.
    let mut files: BTreeSet<String> = site.files.keys().cloned().collect();
    files.extend(["search/page.js".to_owned(), "search/search.js".to_owned()]);
    let lost = links::lost(&ties, &files, &base());
    assert!(lost.is_empty(), "{} links: {:#?}", lost.len(), &lost[..lost.len().min(40)]);
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for (path, html) in pages(&site) {
        let title =
            html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        let title = title.expect("every page has a title").to_owned();
        if let Some(other) = titles.insert(title.clone(), path.clone()) {
            panic!("{other} and {path} are both called 「{title}」");
        }
    }
}

/// A page with one thing in it that is wrong, and a word of what is said of it.
const PLANTED: &[(&str, &str)] = &[
    ("<h3>x</h3>", "h3 after h1"),
    ("<h1>x</h1>", "2 first headings"),
    ("<h2> </h2>", "an empty heading"),
    ("<p id=a><p id=a>", "twice"),
    ("<label for=gone>x</label>", "which is not there"),
    ("<img src=x.png>", "no alternative"),
    ("<svg><path/></svg>", "neither named nor hidden"),
    ("<input name=q>", "a field without a name"),
    ("<button></button>", "a field without a name"),
    ("<fieldset><input aria-label=x></fieldset>", "without a legend"),
    ("<a href=x.html></a>", "a link without a name"),
    ("<a href=x.html><span aria-hidden=true>x</span></a>", "a link without a name"),
    ("<a>x</a>", "leads nowhere"),
    ("<a href=x.html>更多</a>", "only says"),
    ("<table><tr><td>x</table>", "a table without headings"),
    ("<table><tr><th>x<td>x</table>", "without scope"),
    ("<ul><p>x</p></ul>", "p in a list"),
    ("<ul>x<li>y</ul>", "words beside"),
    ("<nav><a href=x.html>x</a></nav>", "a navigation without a name"),
    ("<nav aria-label=a>x</nav><nav aria-label=a>y</nav>", "two navigations"),
    ("</main><main>", "2 places"),
    ("<iframe src=x.html></iframe>", "no title"),
];

#[test]
fn planted_faults_are_found() {
    let page = |body: &str| {
        format!(
            "<!DOCTYPE html><html lang=zh-CN><meta name=viewport content=width=device-width><title>x</title>\
             <body><a href=#main>x</a><main id=main><h1>x</h1>{body}</main></body></html>"
        )
    };
    assert_eq!(page::faults(&page("")), Vec::<String>::new());
    for (body, word) in PLANTED {
        let found = page::faults(&page(body));
        assert!(found.iter().any(|fault| fault.contains(word)), "{body}: {found:?}");
    }
    for (from, to, word) in [
        ("lang=zh-CN", "lang=en", "language"),
        ("<title>x</title>", "", "no title"),
        ("content=width", "content=user-scalable=no,width", "viewport"),
        ("href=#main", "href=#", "the first link"),
    ] {
        let found = page::faults(&page("").replace(from, to));
        assert!(found.iter().any(|fault| fault.contains(word)), "{to}: {found:?}");
    }
}
