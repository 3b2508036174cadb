//! 网页标签 (国办发〔2017〕47号, 网页设计规范): names in exact case, kept here as data.

use std::collections::BTreeMap;

use super::{BASE, DEMONSTRATION, built, few};

const SITE: [&str; 3] = ["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN: [&str; 4] =
    ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
/// Those of a content page that must have a value.
const CONTENT: [&str; 4] = ["ArticleTitle", "PubDate", "ContentSource", "Url"];
/// Those that may be empty or, as `Image`, missing.
const OPTIONAL: [&str; 4] = ["Keywords", "Author", "Description", "Image"];

/// The words that `ColumnType` may be.
const TYPES: [&str; 18] = [
    "首页",
    "概况信息",
    "机构职能",
    "负责人信息",
    "工作动态",
    "政策文件",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "依申请公开",
    "数据发布",
    "数据开放",
    "政策解读",
    "回应关切",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "在线访谈",
];

/// The META tags of a page by name.
fn tags(page: &str) -> BTreeMap<String, String> {
    let value = |tag: &str, name: &str| {
        let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
        Some(tag[from..from + tag[from..].find('"')?].to_owned())
    };
    let mut tags = BTreeMap::new();
    for tag in page.split("<meta ").skip(1) {
        let tag = &tag[..tag.find('>').unwrap()];
        if let (Some(name), Some(content)) = (value(tag, "name"), value(tag, "content")) {
            assert_eq!(tags.insert(name.clone(), content), None, "{name} twice");
        }
    }
    tags
}

#[track_caller]
fn assert_filled(path: &str, tags: &BTreeMap<String, String>, names: &[&str]) {
    for name in names {
        let content = tags.get(*name).unwrap_or_else(|| panic!("{path}: no {name}"));
        assert!(!content.trim().is_empty(), "{path}: {name} is empty");
    }
}

#[test]
fn every_page_bears_the_labels_of_its_level() {
    let (mut items, mut lists) = (0, 0);
    for (path, _) in
        DEMONSTRATION.files.iter().filter(|(path, _)| path.ends_with(".html"))
    {
        let page = DEMONSTRATION.page(path).unwrap();
        if page.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let tags = tags(&page);
        assert_filled(path, &tags, &SITE);
        if tags.contains_key("ArticleTitle") {
            assert_filled(path, &tags, &CONTENT);
            assert_filled(path, &tags, &COLUMN);
            assert_eq!(tags["Url"], format!("{BASE}{path}"));
            assert!(is_moment(&tags["PubDate"]), "{path}: {}", tags["PubDate"]);
            items += 1;
        } else if tags.contains_key("ColumnName") {
            assert_filled(path, &tags, &COLUMN);
            lists += 1;
        }
        if let Some(kind) = tags.get("ColumnType") {
            assert!(TYPES.contains(&kind.as_str()), "{path}: {kind}");
        }
        let known = [&SITE[..], &COLUMN, &CONTENT, &OPTIONAL].concat();
        for name in
            tags.keys().filter(|name| name.starts_with(|c: char| c.is_uppercase()))
        {
            assert!(known.contains(&name.as_str()), "{path}: {name}");
        }
    }
    assert!(items > 50 && lists > 30, "{items} items, {lists} lists");
    for path in [
        "index.html",
        "zhengce/index.html",
        "catalogue/index.html",
        "archive/index.html",
        "register/index.html",
        "number/index.html",
        "changes/index.html",
        "data/index.html",
    ] {
        assert_filled(path, &tags(&DEMONSTRATION.page(path).unwrap()), &COLUMN);
    }
}

/// `YYYY-MM-DD HH:MM`.
fn is_moment(text: &str) -> bool {
    let form = "dddd-dd-dd dd:dd";
    let fits = |(c, f): (char, char)| if f == 'd' { c.is_ascii_digit() } else { c == f };
    text.len() == form.len() && text.chars().zip(form.chars()).all(fits)
}

#[test]
fn labels_hold_what_the_item_says() {
    let site = built(&few());
    let new = tags(&site.page("zhengce/xin.html").unwrap());
    assert_eq!(new["ArticleTitle"], "新办法");
    assert_eq!(new["PubDate"], "2025-05-06 10:30");
    assert_eq!(new["ContentSource"], "示例市示例区行政审批服务局");
    let second = tags(&site.page("tongzhi/er.html").unwrap());
    assert_eq!(second["PubDate"], "2026-08-01 00:00");
    assert_eq!(second["Keywords"], "公示");
    let figure = tags(&DEMONSTRATION.page("jiedu/yuju-tujie.html").unwrap());
    let image = figure["Image"].strip_prefix(BASE).expect("a whole address");
    assert!(DEMONSTRATION.has(image), "{image}");
}
