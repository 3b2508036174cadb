//! Feeds, the sitemap and the description for search boxes, read as XML and JSON.

use roxmltree::Document;

use super::{BASE, DEMONSTRATION, built, changed, few, item, json, text};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const STONES: &str = "http://purl.org/atompub/tombstones/1.0";

/// The text of the first child of a name.
fn child<'d>(node: roxmltree::Node<'d, '_>, name: &str) -> &'d str {
    let found = node.children().find(|child| child.has_tag_name((ATOM, name)));
    found.and_then(|child| child.text()).unwrap_or_else(|| panic!("no {name}"))
}

/// RFC 3339 with the offset of Beijing.
fn is_instant(text: &str) -> bool {
    text.len() == 25 && text.ends_with("+08:00") && text.as_bytes()[10] == b'T'
}

#[test]
fn every_file_of_xml_is_well_formed_and_every_feed_whole() {
    let (mut feeds, mut entries) = (0, 0);
    for path in DEMONSTRATION.files.keys().filter(|path| path.ends_with(".xml")) {
        let text = text(&DEMONSTRATION, path);
        let document = Document::parse(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let root = document.root_element();
        if !root.has_tag_name((ATOM, "feed")) {
            continue;
        }
        feeds += 1;
        assert_eq!(child(root, "id"), format!("{BASE}{path}"));
        assert!(is_instant(child(root, "updated")), "{path}");
        let of_feed = root.children().filter(|node| node.has_tag_name((ATOM, "entry")));
        for entry in of_feed {
            assert!(!child(entry, "title").is_empty());
            let (published, updated) =
                (child(entry, "published"), child(entry, "updated"));
            assert!(is_instant(published) && is_instant(updated), "{path}");
            assert!(published <= updated && updated <= child(root, "updated"), "{path}");
            let page = child(entry, "id").strip_prefix(BASE).expect("a whole address");
            assert!(DEMONSTRATION.has(page), "{path}: {page}");
            entries += 1;
        }
    }
    assert!(feeds >= 8 && entries > 60, "{feeds} feeds, {entries} entries");
}

#[test]
fn a_feed_of_json_tells_what_the_one_of_xml_tells() {
    let mut count = 0;
    for path in DEMONSTRATION.files.keys().filter(|path| path.ends_with("feed.json")) {
        let feed = json(&DEMONSTRATION, path);
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], format!("{BASE}{path}"));
        let atom = text(&DEMONSTRATION, &path.replace("feed.json", "atom.xml"));
        let atom = Document::parse(&atom).unwrap();
        let entries = atom.root_element().children();
        let entries = entries.filter(|node| node.has_tag_name((ATOM, "entry")));
        let told: Vec<(&str, &str)> =
            entries.map(|entry| (child(entry, "id"), child(entry, "updated"))).collect();
        let items = feed["items"].as_array().unwrap();
        let items: Vec<(&str, &str)> = items
            .iter()
            .map(|item| {
                assert!(item["title"].is_string());
                let content = item["content_text"].as_str().unwrap();
                assert!(!content.is_empty(), "{path}: {item}");
                let text = |key: &str| item[key].as_str().unwrap();
                (text("id"), text("date_modified"))
            })
            .collect();
        assert_eq!(items, told, "{path}");
        count += 1;
    }
    assert!(count >= 8, "only {count} feeds");
}

#[test]
fn a_withdrawn_item_leaves_a_tombstone_and_a_change_comes_first() {
    let mut world = few();
    let quiet = built(&world);
    assert!(!text(&quiet, "tongzhi/atom.xml").contains(STONES), "nothing was withdrawn");
    item(
        &mut world,
        "tongzhi/er.md",
        "通知二",
        "发布日期: 2026-08-01\n撤回: {日期: 2026-09-02, 理由: 有误。}",
    );
    item(
        &mut world,
        "tongzhi/yi.md",
        "通知一",
        "发布日期: 2025-07-01\n变更: {日期: 2026-08-20, 说明: 更正。}",
    );
    item(&mut world, "tongzhi/san.md", "通知三", "发布日期: 2026-08-10");
    let site = built(&world);
    let told = text(&site, "tongzhi/atom.xml");
    let feed = Document::parse(&told).unwrap();
    let root = feed.root_element();
    let entries = root.children().filter(|node| node.has_tag_name((ATOM, "entry")));
    let titles: Vec<&str> = entries.map(|entry| child(entry, "title")).collect();
    assert_eq!(titles, ["通知一", "通知三"], "what changed last comes first");
    let stones =
        root.children().filter(|node| node.has_tag_name((STONES, "deleted-entry")));
    let stones: Vec<_> = stones.collect();
    assert_eq!(stones.len(), 1);
    let page = "https://www.example.invalid/xxgk/tongzhi/er.html";
    assert_eq!(stones[0].attribute("ref"), Some(page));
    assert_eq!(stones[0].attribute("when"), Some("2026-09-02T00:00:00+08:00"));
    assert_eq!(child(root, "updated"), "2026-09-02T00:00:00+08:00");
    assert!(told.contains("<updated>2026-08-20T00:00:00+08:00</updated>"));
    let feed = json(&site, "tongzhi/feed.json");
    assert_eq!(feed["_withdrawn"][0]["url"], page);
    assert_eq!(json(&site, "data/items.json")["withdrawn"][0]["url"], page);
    assert_eq!(text(&quiet, "zhengce/atom.xml"), text(&site, "zhengce/atom.xml"));
}

/// A day on which nothing happens changes no feed and no data.
#[test]
fn nothing_changes_by_itself() {
    let mut world = few();
    let today = built(&world);
    world.set_today("2026-10-09".parse().unwrap());
    let later = built(&world);
    assert_eq!(changed(&today, &later), Vec::<String>::new());
}

#[test]
fn the_sitemap_tells_when_a_page_last_changed() {
    let mut world = few();
    item(
        &mut world,
        "tongzhi/yi.md",
        "通知一",
        "发布日期: 2025-07-01\n更新日期: 2026-08-20",
    );
    let site = built(&world);
    let sitemap = text(&site, "sitemap.xml");
    let document = Document::parse(&sitemap).unwrap();
    let urls = document.root_element().children().filter(roxmltree::Node::is_element);
    let mut count = 0;
    for url in urls {
        let mut texts = url.children().filter_map(|node| node.text());
        let address = texts.next().unwrap();
        let page = address.strip_prefix("https://www.example.invalid/xxgk/").unwrap();
        assert!(site.has(if page.is_empty() { "index.html" } else { page }), "{page}");
        let expected = match page {
            "tongzhi/yi.html" | "tongzhi/index.html" => Some("2026-08-20"),
            "tongzhi/er.html" => Some("2026-08-01"),
            "map.html" => None,
            _ => continue,
        };
        assert_eq!(texts.next(), expected, "{page}");
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn a_browser_can_search_the_portal() {
    let description = text(&DEMONSTRATION, "opensearch.xml");
    let document = Document::parse(&description).unwrap();
    let find =
        |name: &str| document.descendants().find(|node| node.tag_name().name() == name);
    let short = find("ShortName").unwrap().text().unwrap();
    assert!((1..=16).contains(&short.chars().count()), "{short}");
    let template = find("Url").unwrap().attribute("template").unwrap();
    assert_eq!(template, format!("{BASE}search.html?q={{searchTerms}}"));
    let link = "<link rel=\"search\" type=\"application/opensearchdescription+xml\"";
    assert!(text(&DEMONSTRATION, "zhengce/index.html").contains(link));
}
