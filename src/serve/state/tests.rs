//! What pages are told of, and what they never are.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::{Desk, Page, sort};
use crate::config::Overrides;
use crate::diag::{Finding, Place, Report};
use crate::serve::preview::{Preview, Snapshot};
use crate::world::{Date, MemoryWorld, SitePath};

const CONFIG: &str = include_str!("../../../tests/cases/default/config.toml");

const PORTAL: &str = include_str!("../../../tests/cases/default/disclosure.yaml");

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

const NETWORK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);

fn world(files: &[(&str, &str)]) -> MemoryWorld {
    let mut world = MemoryWorld::new(Date::constant(2026, 1, 20));
    for (path, text) in [("config.toml", CONFIG), ("disclosure.yaml", PORTAL)] {
        world.insert(SitePath::new(path).unwrap(), text.as_bytes());
    }
    for (path, text) in files {
        world.insert(SitePath::new(path).unwrap(), text.as_bytes().to_vec());
    }
    world
}

fn shown(files: &[(&str, &str)], interface: IpAddr) -> (Preview, Arc<Snapshot>) {
    let desk = Desk::new(Path::new("/门户"), interface);
    let preview = Preview::new(Arc::new(world(files)), Overrides::default(), desk);
    let snapshot = preview.rebuild().unwrap();
    (preview, snapshot)
}

fn state(files: &[(&str, &str)], interface: IpAddr) -> Value {
    serde_json::from_str(&shown(files, interface).1.state).unwrap()
}

fn page(files: &[(&str, &str)], path: &str) -> Value {
    page_on(HERE, files, path)
}

fn page_on(interface: IpAddr, files: &[(&str, &str)], path: &str) -> Value {
    let (preview, snapshot) = shown(files, interface);
    let built = snapshot.built.as_ref().unwrap();
    let output = built.renderer.resolve(path).unwrap();
    let told = Page::new(&snapshot, sort(built, output), b"");
    let with = (&preview.sources(), preview.desk());
    let told = told.of((&snapshot, built), output, with);
    serde_json::from_str(&told.json()).unwrap()
}

fn item(attribute: &str, more: &str) -> String {
    format!("---\n标题: 甲\n公开属性: {attribute}\n{more}---\n\n正文。\n")
}

#[test]
fn an_error_is_told_with_its_line_and_the_mended_one() {
    let text = item("主动公开", "成文日期: 2026年1月5日\n");
    let state = state(&[("content/a.md", &text)], HERE);
    assert_eq!(state["failed"], true);
    assert_eq!(state["errors"].as_array().unwrap().len(), 1, "{state}");
    let error = &state["errors"][0];
    assert_eq!(error["path"], "content/a.md");
    assert_eq!(error["line"], 4);
    assert_eq!(error["excerpt"][0]["before"], "成文日期: ");
    assert_eq!(error["excerpt"][0]["marked"], "2026年1月5日");
    assert_eq!(error["mended"], "成文日期: 2026-01-05");
    assert_eq!(state["root"], "/门户");
}

#[test]
fn a_file_withheld_on_purpose_is_named_and_not_told() {
    let secret = item("不予公开", "成文日期: 密而不宣\n绝无此字段: 密而不宣\n");
    let broken = item("主动公开", "成文日期: 错\n");
    let files = [("content/a.md", secret.as_str()), ("content/b.md", &broken)];
    let state = state(&files, HERE);
    let text = state.to_string();
    assert!(!text.contains("密而不宣") && !text.contains("绝无此字段"), "{text}");
    assert_eq!(state["withheld"][0]["path"], "content/a.md");
    assert_eq!(state["withheld"][0]["reason"], "不予公开");
    assert_eq!(state["withheld"][0]["findings"], 2);
    assert!(state["more"].as_u64().unwrap() >= 2, "{state}");
}

#[test]
fn what_nobody_could_judge_is_shown_on_this_machine_only() {
    let text = item("公开与否待定", "关键词: 待议的话\n");
    let secret = item("不予公开", "绝无此字段: 密而不宣\n");
    let files = [("content/daiyi.md", text.as_str()), ("content/mimi.md", &secret)];
    let here = state(&files, HERE);
    assert_eq!(here["errors"][0]["excerpt"][0]["marked"], "公开与否待定", "{here}");
    assert!(here["errors"][0].get("mended").is_none(), "{here}");
    let network = state(&files, NETWORK);
    let told = network.to_string();
    for word in ["公开与否待定", "待议", "daiyi", "绝无此字段", "密而不宣", "mimi"]
    {
        assert!(!told.contains(word), "{word} is in {told}");
    }
    assert_eq!(network["failed"], true);
    assert_eq!(network["errors"].as_array().unwrap().len(), 0, "{network}");
    assert!(network["more"].as_u64().unwrap() >= 1, "{network}");
    assert_eq!(network["withheld"].as_array().unwrap().len(), 0, "{network}");
    assert_eq!(network["withheld_count"], 2);
    assert_eq!(network["root"], Value::Null);
}

#[test]
fn the_other_half_of_a_conflict_is_not_told_where_its_file_is_not() {
    let open = item("主动公开", "");
    let secret = item("不予公开", "");
    let files = [("content/a.md", open.as_str()), ("content/mimi.md", &secret)];
    for interface in [HERE, NETWORK] {
        let (preview, snapshot) = shown(&files, interface);
        let place = |path: &str| Place::field(&SitePath::new(path).unwrap(), "title");
        let finding = Finding::error(place("content/a.md"), "两处一样")
            .also(place("content/mimi.md"), "另一处在这里")
            .also(place("content/a.md"), "这里也是");
        let report: Report = [finding].into_iter().collect();
        let with = (&preview.sources(), preview.desk());
        let told =
            Page::new(&snapshot, "trouble", b"").failed((&snapshot, &report), with);
        let told = told.json();
        assert!(told.contains("两处一样") && told.contains("这里也是"), "{told}");
        assert!(!told.contains("mimi") && !told.contains("另一处"), "{told}");
    }
}

#[test]
fn a_page_that_could_not_be_made_shows_lines_on_this_machine_only() {
    let config = format!("{CONFIG}\n[坏的 # 内部的话\n");
    let text = |interface| {
        let (preview, snapshot) = shown(&[("config.toml", &config)], interface);
        assert!(snapshot.built.is_none());
        preview.text_of(&snapshot.report)
    };
    assert!(text(HERE).contains("内部的话"), "{}", text(HERE));
    assert!(text(NETWORK).contains("config.toml"), "{}", text(NETWORK));
    assert!(!text(NETWORK).contains("内部的话"), "{}", text(NETWORK));
}

#[test]
fn a_line_that_says_more_than_its_message_stays_on_this_machine() {
    let text = item("主动公开", "").replace("正文", "手机13812345678");
    let files = [("content/a.md", text.as_str())];
    assert!(state(&files, HERE)["errors"].to_string().contains("13812345678"));
    let network = state(&files, NETWORK).to_string();
    assert!(network.contains("138****5678"), "{network}");
    assert!(!network.contains("13812345678"), "{network}");
}

#[test]
fn the_wrong_word_for_the_attribute_is_never_mended_for_the_officer() {
    let state = state(&[("content/a.md", &item("主动 公开", ""))], HERE);
    assert_eq!(state["errors"].as_array().unwrap().len(), 1, "{state}");
    assert!(state["errors"][0].get("mended").is_none(), "{state}");
}

#[test]
fn an_edit_leads_to_the_page_of_its_item_and_two_lead_nowhere() {
    let [one, two] =
        ["一", "二"].map(|more| item("主动公开", &format!("内容概述: {more}\n")));
    let before = shown(&[("content/a.md", &one), ("content/b.md", &one)], HERE).1;
    let edited = |files: &[(&str, &str)]| {
        let after = shown(files, HERE).1;
        let (before, after) =
            (before.built.as_ref().unwrap(), after.built.as_ref().unwrap());
        super::edited(before, after).map(|edited| edited.page)
    };
    // Separate builds share no piece, so that every source differs.
    assert_eq!(edited(&[("content/a.md", &two), ("content/b.md", &one)]), None);
    assert_eq!(edited(&[("content/a.md", &two)]).as_deref(), Some("/a.html"));
    let hidden = item("不予公开", "");
    assert_eq!(edited(&[("content/a.md", &hidden)]), None);
}

#[test]
fn a_page_is_told_how_it_stands() {
    let text = item("主动公开", "信息类型: 政策文件\n发布日期: 2026-01-05\n");
    let told = page(&[("content/a.md", &text)], "a.html");
    assert_eq!(told["sort"], "policy");
    assert_eq!(told["state"], "主动公开");
    assert_eq!(told["source"], "content/a.md");
    assert_eq!(told["words"], 3);
    let names = |field: &str| told[field].to_string();
    assert!(names("required").contains("索引号"), "{told}");
    assert!(!names("required").contains("发布日期"), "{told}");
    assert!(names("advised").contains("发文字号"), "{told}");
    let found = told["findings"].as_array().unwrap();
    assert!(!found.is_empty(), "{told}");
    assert!(found.iter().all(|one| one["path"] == "content/a.md"), "{told}");
}

#[test]
fn a_withdrawn_item_says_when_and_why() {
    let text = item(
        "主动公开",
        "发布日期: 2025-01-05\n撤回: {日期: 2026-01-06, 理由: 依据已经废止}\n",
    );
    let told = page(&[("content/a.md", &text)], "a.html");
    assert_eq!(told["sort"], "tombstone");
    assert_eq!(told["note"], "2026-01-06，依据已经废止");
    assert_eq!(told["source"], "content/a.md");
    let network = page_on(NETWORK, &[("content/a.md", &text)], "a.html");
    assert_eq!(network["source"], Value::Null, "its file is one that is withheld");
}
