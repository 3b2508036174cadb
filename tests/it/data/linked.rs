//! JSON-LD on every sort of page.

use std::io::Write as _;

use serde_json::Value;

use super::{BASE, DEMONSTRATION, built, few, item, put};

const OPEN: &str = "<script type=\"application/ld+json\">";

/// The block of a page, parsed.
fn block(page: &str) -> Option<Vec<Value>> {
    let from = page.find(OPEN)? + OPEN.len();
    let to = from + page[from..].find("</script>").expect("a closed block");
    assert!(!page[from..to].contains('<'), "a raw `<` could close the block");
    let value: Value = serde_json::from_str(&page[from..to]).expect("JSON in the block");
    assert_eq!(value["@context"], "https://schema.org");
    Some(value["@graph"].as_array().expect("a graph").clone())
}

fn types(page: &str) -> Vec<String> {
    let nodes = block(page).unwrap_or_default();
    nodes.iter().map(|node| node["@type"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_sort_of_page_says_what_it_is() {
    for (path, expected) in [
        ("index.html", vec!["WebSite", "GovernmentOrganization"]),
        ("zhengce/index.html", vec!["BreadcrumbList", "CollectionPage", "Dataset"]),
        ("zhengce/weisheng-2023.html", vec!["BreadcrumbList", "Legislation"]),
        ("jiedu/weisheng-jiedu.html", vec!["BreadcrumbList", "Article"]),
        ("tongzhi/pufa-2023.html", vec!["BreadcrumbList", "Article"]),
        ("jigou/zhuyao.html", vec!["BreadcrumbList", "GovernmentOrganization"]),
        ("zhongjie/qingdan-2026.html", vec!["BreadcrumbList", "Dataset"]),
        (
            "zhongdian/xuke-2025.html",
            vec!["BreadcrumbList", "DigitalDocument", "Dataset"],
        ),
        ("zhinan.html", vec!["BreadcrumbList", "DigitalDocument"]),
        ("zhengce/year-2023.html", vec!["BreadcrumbList"]),
        ("data/index.html", vec!["DataCatalog"]),
        ("404.html", vec![]),
    ] {
        let page = DEMONSTRATION.page(path).unwrap_or_else(|| panic!("no {path}"));
        assert_eq!(types(&page), expected, "{path}");
    }
}

/// All addresses of the portal in a value.
fn addresses<'v>(value: &'v Value, found: &mut Vec<(&'v str, &'v str)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let names = ["@id", "url", "item", "contentUrl", "urlTemplate"];
                if let Some(text) =
                    value.as_str().filter(|_| names.contains(&key.as_str()))
                {
                    found.push((key, text));
                }
                addresses(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| addresses(value, found)),
        _ => {}
    }
}

#[test]
fn every_address_is_whole_and_leads_somewhere() {
    let mut count = 0;
    for (path, _) in
        DEMONSTRATION.files.iter().filter(|(path, _)| path.ends_with(".html"))
    {
        let page = DEMONSTRATION.page(path).unwrap();
        let nodes = Value::Array(block(&page).unwrap_or_default());
        let mut found = Vec::new();
        addresses(&nodes, &mut found);
        for (key, address) in found {
            let at =
                address.strip_prefix(BASE).unwrap_or_else(|| panic!("{path}: {address}"));
            let at = at.split(['#', '?']).next().unwrap();
            let at = if at.is_empty() { "index.html" } else { at };
            assert!(DEMONSTRATION.has(at), "{path}: {key} leads to {address}");
            count += 1;
        }
    }
    assert!(count > 300, "only {count} addresses");
}

#[test]
fn a_rule_says_its_number_its_day_and_its_force() {
    let site = built(&few());
    let of = |path: &str| block(&site.page(path).unwrap()).unwrap()[1].clone();
    let (new, old) = (of("zhengce/xin.html"), of("zhengce/jiu.html"));
    assert_eq!(new["legislationIdentifier"], "示审服字〔2025〕3号");
    assert_eq!(new["legislationDate"], "2025-05-01");
    assert_eq!(new["datePublished"], "2025-05-06T10:30:00+08:00");
    assert_eq!(new["legislationLegalForce"], "https://schema.org/InForce");
    assert_eq!(old["legislationLegalForce"], "https://schema.org/NotInForce");
    assert_eq!(new["legislationRepeals"][0]["@id"], old["@id"]);
    assert_eq!(old["publisher"]["name"], "示例市示例区行政审批服务局");
    assert!(new.get("legislationChanges").is_none(), "what is not there is not said");
}

#[test]
fn the_bureau_says_how_to_reach_it() {
    let nodes = block(&DEMONSTRATION.page("index.html").unwrap()).unwrap();
    let bureau = &nodes[1];
    assert_eq!(bureau["telephone"], "0000-0000000");
    assert_eq!(bureau["openingHours"][0], "Mo-Fr 08:30-12:00");
    assert_eq!(bureau["address"]["@type"], "PostalAddress");
    let search = &nodes[0]["potentialAction"];
    assert_eq!(search["@type"], "SearchAction");
    let target = search["target"]["urlTemplate"].as_str().unwrap();
    assert_eq!(target, format!("{BASE}search.html?q={{search_term_string}}"));
}

#[test]
fn no_text_closes_the_block() {
    let mut world = few();
    let title = "\"甲</script><script>alert(1)</script><!-- 乙 \\\\ ]]>\"";
    item(
        &mut world,
        "tongzhi/e.md",
        title,
        "发布日期: 2026-08-02\n内容概述: \"</script>\"",
    );
    let site = built(&world);
    let page = site.page("tongzhi/e.html").unwrap();
    let nodes = block(&page).unwrap();
    assert_eq!(nodes[1]["name"], "甲</script><script>alert(1)</script><!-- 乙 \\ ]]>");
    assert!(!page.contains("<script>alert"), "{page}");
}

/// What is on an item's page comes to at most 14 KB when it is sent (DESIGN.md, budgets).
#[test]
fn an_item_page_stays_within_its_budget() {
    let mut count = 0;
    for (path, bytes) in &DEMONSTRATION.files {
        let page = String::from_utf8_lossy(bytes);
        if !path.ends_with(".html") || !page.contains("name=\"ArticleTitle\"") {
            continue;
        }
        let mut packer =
            flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).unwrap();
        let size = packer.finish().unwrap().len();
        assert!(size <= 14 * 1024, "{path}: {size} bytes");
        count += 1;
    }
    assert!(count > 50, "only {count} items");
}

/// A notice may have a 发文字号 and no 索引号, which only warns.
#[test]
fn what_is_not_known_is_not_said() {
    let mut world = few();
    let more = "发布日期: 2025-07-02\n发文字号: 示审服字〔2025〕4号\n解读对象: \"@/zhengce/mei.md\"";
    item(&mut world, "jiedu/hao.md", "只有字号", more);
    let secret = "---\n标题: 内部的\n公开属性: 不予公开\n---\n";
    put(&mut world, "content/zhengce/mei.md", secret);
    let site = built(&world);
    let page = site.page("jiedu/hao.html").unwrap();
    let block = serde_json::to_string(&block(&page).unwrap()).unwrap();
    assert!(block.contains("示审服字〔2025〕4号"), "{block}");
    assert!(!block.contains("null") && !block.contains("\"\""), "{block}");
    let data = String::from_utf8(site.files["data/jiedu/2025.json"].clone()).unwrap();
    assert!(data.contains("\"interprets\":[]"), "{data}");
    assert!(!data.contains("[\"\"]"), "{data}");
}
