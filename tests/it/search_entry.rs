//! What the index takes from an item is what its page shows.

use std::collections::BTreeSet;

use gongkai::config::Overrides;
use gongkai::pipeline;
use gongkai::search::entry::{self, Entry};
use gongkai::search::normalize::squash;
use gongkai::world::{Date, DiskWorld};

use crate::repository;

/// What the theme writes into tables and lists of facts.
const FURNITURE: &[&str] = &[
    "主动公开",
    "加入日历",
    "申请条件",
    "申请人可以自行编制不必委托中介机构",
    "服务成果",
    "按北京时间推算法定节假日以公告为准",
    "收费标准",
    "委托方",
    "备注",
    "咨询电话",
    "办理要点",
    "与上一版比较",
    "与新版比较",
    "办理程序",
    "机构要求",
];

/// What stands between `start` and `end`, each time.
fn between<'h>(html: &'h str, start: &str, end: &str) -> Vec<&'h str> {
    let parts = html.split(start).skip(1);
    parts.map(|part| part.split(end).next().unwrap_or_default()).collect()
}

/// The page without what the theme says of the office from the settings of the portal: how to
/// apply, and the form. It stands before the text of the item.
fn without_service(page: &str) -> String {
    let Some((before, after)) = page.split_once("class=\"service\"") else {
        return page.to_owned();
    };
    let (_, after) = after.split_once("class=\"prose").expect("the text comes after it");
    format!("{before}{after}")
}

/// The words of a piece of a page, by its elements.
fn words(html: &str) -> Vec<String> {
    let texts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, t)| t));
    texts.map(squash).filter(|text| text.chars().count() > 1).collect()
}

/// All that is searched of an item.
fn searched(entry: &Entry) -> Vec<String> {
    let issuers = entry.issuers.concat();
    let metas = [&entry.title, &entry.number, &entry.index_number, &issuers];
    let lines = entry.lines.iter().map(|line| &line.text);
    metas.into_iter().chain(lines).map(|text| squash(text)).collect()
}

#[test]
fn what_the_page_of_an_item_shows_can_be_searched() {
    let world = DiskWorld::new(repository::root(), Some(Date::constant(2026, 11, 24)));
    let built = pipeline::build(&world, &Overrides::default(), None).built.unwrap();
    let site = built.site();
    let titles = entry::searched(site).map(|(_, item)| squash(item.disclosed.title()));
    let titles: Vec<String> = titles.collect();
    let (mut missing, mut seen) = (BTreeSet::new(), 0);
    for (_, item) in entry::searched(site) {
        let output = built.renderer.resolve(&item.path()).unwrap();
        let page = built.renderer.emit(&item.path(), output, &world).unwrap();
        let page = String::from_utf8(page).unwrap();
        let page = without_service(&page);
        let known = searched(&entry::entry(site, item));
        let cells = between(&page, "<td", "</td>");
        let facts = between(&page, "<dd", "</dd>");
        for text in cells.into_iter().chain(facts).flat_map(words) {
            seen += 1;
            // Links to other pages are those pages' titles, and all are 主动公开.
            let elsewhere = titles.iter().any(|title| title.contains(&text));
            // Days stand here with the documents that they are of; 地址 is a name of a field.
            let number = text.chars().all(|c| c.is_ascii_digit() || c == '至');
            let text = text.trim_start_matches("地址");
            let known = elsewhere || known.iter().any(|line| line.contains(text));
            if !known && !number && !FURNITURE.contains(&text) {
                missing.insert(format!("{} {text}", item.path()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(seen > 1000, "only {seen} pieces of pages were looked at");
}
