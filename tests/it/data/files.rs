//! Data files: their forms, their list, their catalogue, and what a new item changes.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{BASE, DEMONSTRATION, built, changed, few, item, json, text};
use crate::build::Site;

/// Reads comma-separated values (RFC 4180) after their BOM.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut chars = text.strip_prefix('\u{feff}').expect("a BOM").chars().peekable();
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the last line is not ended");
    rows
}

/// The names of the fields by their keys, as the list of files tells them.
fn names(site: &Site) -> Vec<(String, String)> {
    let list = json(site, "data/items.json");
    let fields = list["fields"].as_array().unwrap().iter();
    let text = |field: &Value, key: &str| field[key].as_str().unwrap().to_owned();
    fields.map(|field| (text(field, "key"), text(field, "name"))).collect()
}

#[test]
fn a_table_read_back_says_what_the_json_says() {
    let mut count = 0;
    for path in DEMONSTRATION.files.keys().filter(|path| path.starts_with("data/")) {
        let Some(stem) = path.strip_suffix(".csv") else { continue };
        let rows = read_csv(&text(&DEMONSTRATION, path));
        let data = json(&DEMONSTRATION, &format!("{stem}.json"));
        assert_eq!(data["schema"], 1);
        let items = data["items"].as_array().unwrap();
        assert_eq!(rows.len(), items.len() + 1, "{path}");
        for (row, item) in rows[1..].iter().zip(items) {
            for (key, name) in names(&DEMONSTRATION) {
                let Some(at) = rows[0].iter().position(|head| *head == name) else {
                    continue;
                };
                let joined = |list: &[Value]| {
                    let texts = list.iter().map(|one| one.as_str().unwrap_or_default());
                    texts.collect::<Vec<_>>().join("；")
                };
                let expected = match &item[&key] {
                    Value::String(text) => text.clone(),
                    Value::Array(list) if key != "attachments" && key != "changes" => {
                        joined(list)
                    }
                    Value::Null => String::new(),
                    _ => continue,
                };
                assert_eq!(row[at], expected, "{path}: {name}");
            }
            count += 1;
        }
    }
    assert!(count > 60, "only {count} items");
}

#[test]
fn every_item_is_in_the_data_once_and_every_key_is_explained() {
    let mut urls = Vec::new();
    let names = names(&DEMONSTRATION);
    for path in DEMONSTRATION.files.keys().filter(|path| path.starts_with("data/")) {
        if !path.ends_with(".json") || path == "data/items.json" {
            continue;
        }
        for item in json(&DEMONSTRATION, path)["items"].as_array().unwrap() {
            for key in item.as_object().unwrap().keys() {
                assert!(names.iter().any(|(known, _)| known == key), "{key}");
            }
            urls.push(item["url"].as_str().unwrap().to_owned());
            let files = item["attachments"].as_array().unwrap();
            for file in files {
                let at = file["url"].as_str().unwrap().strip_prefix(BASE).unwrap();
                let bytes = &DEMONSTRATION.files[at];
                assert_eq!(file["sha256"], sha256(bytes), "{at}");
                assert_eq!(file["size"], bytes.len());
            }
        }
    }
    let all = urls.len();
    urls.sort_unstable();
    urls.dedup();
    assert_eq!(urls.len(), all, "an item stands twice");
    let pages = DEMONSTRATION.files.iter().filter(|(path, bytes)| {
        path.ends_with(".html")
            && String::from_utf8_lossy(bytes).contains("\"ArticleTitle\"")
    });
    let pages: Vec<String> = pages.map(|(path, _)| format!("{BASE}{path}")).collect();
    let missing: Vec<_> = pages.iter().filter(|page| !urls.contains(page)).collect();
    // 繁體 pages, other forms of a page and the rows of a list are no items of their own.
    let is_row = |page: &str| {
        let list = page.rsplit_once('/').map(|(list, _)| format!("{list}.html"));
        list.is_some_and(|list| urls.contains(&list))
    };
    let own = |page: &&&String| !page.contains("/hant/") && !is_row(page);
    assert_eq!(missing.iter().filter(own).count(), 0, "{missing:?}");
}

fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}").unwrap();
    }
    hex
}

#[test]
fn the_list_names_every_file_with_its_digest() {
    let list = json(&DEMONSTRATION, "data/items.json");
    let mut named = Vec::new();
    for column in list["columns"].as_array().unwrap() {
        for year in column["years"].as_array().unwrap() {
            for file in year["files"].as_array().unwrap() {
                let path = file["url"].as_str().unwrap().strip_prefix(BASE).unwrap();
                let bytes = &DEMONSTRATION.files[path];
                assert_eq!(file["sha256"], sha256(bytes), "{path}");
                assert_eq!(file["size"], bytes.len(), "{path}");
                named.push(path.to_owned());
                if let Some(data) =
                    path.ends_with(".json").then(|| json(&DEMONSTRATION, path))
                {
                    assert_eq!(data["items"].as_array().unwrap().len(), year["count"]);
                }
            }
        }
    }
    let is_data = |path: &&String| {
        let furniture = ["data/items.json", "data/catalog.jsonld", "data/index.html"];
        path.starts_with("data/")
            && !path.ends_with(".zip")
            && !furniture.contains(&path.as_str())
    };
    let mut there: Vec<String> =
        DEMONSTRATION.files.keys().filter(is_data).cloned().collect();
    named.sort_unstable();
    there.sort_unstable();
    assert_eq!(named, there);
}

#[test]
fn items_without_a_date_have_a_file_of_their_own() {
    let site = built(&few());
    let data = json(&site, "data/tongzhi/undated.json");
    assert_eq!(data["year"], Value::Null);
    assert_eq!(data["items"][0]["title"], "没有日期的通知");
    let old = json(&site, "data/zhengce/2023.json");
    assert_eq!(old["items"][0]["validity"], "已废止");
    let by = "https://www.example.invalid/xxgk/zhengce/xin.html";
    assert_eq!(old["items"][0]["repealed_by"][0], by);
}

#[test]
fn the_catalogue_speaks_dcat() {
    let catalogue = json(&DEMONSTRATION, "data/catalog.jsonld");
    assert_eq!(catalogue["@type"], "dcat:Catalog");
    assert_eq!(catalogue["@context"]["dcat"], "http://www.w3.org/ns/dcat#");
    let prefixes = ["dcat", "dct", "foaf", "spdx", "xsd"];
    let known = |key: &str| {
        let prefix = key.split(':').next().unwrap_or_default();
        key.starts_with('@')
            || catalogue["@context"].get(key).is_some()
            || prefixes.contains(&prefix)
    };
    let mut files = 0;
    for set in catalogue["dcat:dataset"].as_array().unwrap() {
        assert_eq!(set["@type"], "dcat:Dataset");
        for key in [
            "dct:title",
            "dct:description",
            "dct:identifier",
            "dct:publisher",
            "dct:modified",
            "dcat:landingPage",
        ] {
            assert!(!set[key].is_null(), "{key} is not in {set}");
        }
        assert_eq!(set["信息资源名称"], set["dct:title"]);
        for key in set.as_object().unwrap().keys() {
            assert!(known(key), "{key}");
        }
        for file in set["dcat:distribution"].as_array().unwrap() {
            assert_eq!(file["@type"], "dcat:Distribution");
            let url = file["dcat:downloadURL"]["@id"].as_str().unwrap();
            let bytes = &DEMONSTRATION.files[url.strip_prefix(BASE).unwrap()];
            let sum = &file["spdx:checksum"]["spdx:checksumValue"];
            assert!(sum.is_null() || *sum == sha256(bytes), "{url}");
            files += 1;
        }
    }
    assert!(files > 50, "only {files} files");
}

#[test]
fn a_list_is_offered_as_a_workbook_too() {
    let page = text(&DEMONSTRATION, "zhongjie/qingdan-2026.html");
    for ending in ["csv", "xlsx", "json"] {
        assert!(
            page.contains(&format!("href=\"../zhongjie/qingdan-2026.{ending}\"")),
            "{ending}"
        );
    }
    let book = &DEMONSTRATION.files["zhongjie/qingdan-2026.xlsx"];
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut read =
        |name: &str| std::io::read_to_string(book.by_name(name).unwrap()).unwrap();
    let strings = read("xl/sharedStrings.xml");
    let rows = json(&DEMONSTRATION, "zhongjie/qingdan-2026.json");
    let rows = rows["rows"].as_array().unwrap();
    for row in rows {
        let service = row["service"].as_str().unwrap();
        assert!(strings.contains(service), "{service}");
    }
    let sheet = read("xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("<row ").count(), rows.len() + 1);
    assert!(!strings.contains("联系手机"), "a private column");
}

/// Invariant 16, for the machine side.
#[test]
fn a_new_item_changes_the_data_of_its_own_year_alone() {
    let mut world = few();
    let before = built(&world);
    item(&mut world, "tongzhi/xin-2025.md", "又一则通知", "发布日期: 2025-09-09");
    let after = built(&world);
    let machine = |path: &String| {
        path.starts_with("data/")
            || [".json", ".xml", ".csv", ".xlsx", ".txt", ".jsonld", ".zip"]
                .iter()
                .any(|ending| path.ends_with(ending))
    };
    let mut paths = changed(&before, &after);
    paths.retain(machine);
    assert_eq!(
        paths,
        [
            "atom.xml",
            "data/catalog.jsonld",
            "data/items.json",
            "data/tongzhi/2025.csv",
            "data/tongzhi/2025.json",
            "feed.json",
            "llms.txt",
            "sitemap.xml",
            "tongzhi/atom.xml",
            "tongzhi/feed.json",
        ]
    );
}

#[test]
fn a_model_is_told_what_is_no_longer_in_force() {
    let text = text(&built(&few()), "llms.txt");
    let line = |title: &str| {
        text.lines().find(|line| line.contains(&format!("[{title}]"))).unwrap()
    };
    assert!(line("旧办法").contains("〔已废止〕"), "{text}");
    assert!(line("旧办法").contains("见[新办法]"), "{text}");
    assert!(
        text.contains(
            "[新办法](https://www.example.invalid/xxgk/zhengce/xin.html)：〔现行有效〕"
        ),
        "{text}"
    );
    assert!(text.contains("data/zhengce/2023.json"));
    let mut world = few();
    for number in 0..30 {
        let date = format!("发布日期: 2024-01-{:02}", number + 1);
        item(
            &mut world,
            &format!("tongzhi/d-{number}.md"),
            &format!("第{number}号"),
            &date,
        );
    }
    let long = super::text(&built(&world), "llms.txt");
    assert!(long.lines().count() < text.lines().count() + 10, "columns are cut");
}
