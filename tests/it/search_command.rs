//! `gongkai search`, as an officer's terminal and a script meet it.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::gongkai;

const ITEM: &str = "---
标题: 威海市水源保护条例
公开属性: 主动公开
发布日期: 2024-03-05
发文字号: 威政发〔2024〕7号
---

## 总则

水源保护区内不得新建排污口。
";

/// A portal with one more item than `init` makes, built.
fn built() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    gongkai(folder.path(), &["init", "门户"]);
    let root = folder.path().join("门户");
    fs::write(root.join("content/zhengce/shuiyuan.md"), ITEM).unwrap();
    let run = gongkai(&root, &["build"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    (folder, root)
}

#[test]
fn a_built_site_is_searched_where_it_stands_and_from_elsewhere() {
    let (folder, root) = built();
    let run = gongkai(&root, &["search", "水源保護區", "--sort", "日期"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines[..3], ["共 1 条", "", " 1. 威海市水源保护条例"], "{}", run.out);
    assert!(lines[3].contains("2024-03-05  威政发〔2024〕7号"), "{}", run.out);
    assert!(lines[4].starts_with("    zhengce/shuiyuan.html#"), "{}", run.out);
    assert_eq!(lines[5], "    *水源保护区*内不得新建排污口。");
    for elsewhere in [["-r", "门户"], ["-o", "门户/public"]] {
        let arguments = [&["search", "水源保护区"][..], &elsewhere].concat();
        assert_eq!(gongkai(folder.path(), &arguments).out, run.out, "{elsewhere:?}");
    }
}

#[test]
fn an_answer_as_json_is_one_object_with_the_names_of_the_browser() {
    let (_folder, root) = built();
    let run = gongkai(&root, &["search", "威政发 2024 7", "--format", "json"]);
    let answer: Value = serde_json::from_str(&run.out).expect("one object");
    let result = &answer["results"][0];
    assert_eq!(result["number"], "威政发〔2024〕7号");
    assert_eq!(result["titleMarks"][0], serde_json::json!(["威海市水源保护条例", false]));
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    let expected =
        ["count", "exact", "partial", "results", "facets", "suggestions", "units"];
    assert_eq!(keys, expected);
    let years = &answer["facets"]["year"];
    assert_eq!(years[0], serde_json::json!(["2024", 1]), "{years}");
}

#[test]
fn filters_and_dates_narrow_what_is_found() {
    let (_folder, root) = built();
    let count = |more: &[&str]| {
        let arguments = [&["search", "水源", "--format", "json"][..], more].concat();
        let run = gongkai(&root, &arguments);
        let answer: Value = serde_json::from_str(&run.out).expect(&run.err);
        answer["count"].as_u64()
    };
    assert_eq!(count(&[]), Some(1));
    assert_eq!(
        count(&["--year", "2024", "--from", "2024-03", "--to", "2024-03-05"]),
        Some(1)
    );
    assert_eq!(count(&["--year", "2023", "--year", "2024"]), Some(1));
    assert_eq!(count(&["--year", "2023"]), Some(0));
    assert_eq!(count(&["--to", "2024-03-04"]), Some(0));
    assert_eq!(count(&["--column", "没有的栏目"]), Some(0));
}

#[test]
fn a_column_has_what_is_in_the_columns_below_it() {
    let (_folder, root) = built();
    let below = root.join("content/zhengce/guihua");
    fs::create_dir(&below).unwrap();
    fs::write(below.join("_index.md"), "---\n标题: 规划计划\n公开属性: 主动公开\n---\n")
        .unwrap();
    fs::write(below.join("one.md"), ITEM.replace("条例", "规划").replace("7号", "8号"))
        .unwrap();
    assert_eq!(gongkai(&root, &["build"]).code, Some(0));
    let answer = |more: &[&str]| -> Value {
        let arguments =
            [&["search", "水源保护区", "--format", "json"][..], more].concat();
        serde_json::from_str(&gongkai(&root, &arguments).out).unwrap()
    };
    let all = answer(&[]);
    let counts = serde_json::json!([["政策文件", 2], ["规划计划", 1]]);
    assert_eq!(all["facets"]["column"], counts);
    assert_eq!(answer(&["--column", "政策文件"])["count"], 2);
    let inner = answer(&["--column", "规划计划"]);
    assert_eq!(inner["count"], 1);
    assert_eq!(inner["results"][0]["url"], "zhengce/guihua/one.html#zong-ze");
}

#[test]
fn what_cannot_be_searched_says_how_to_mend_it() {
    let (_folder, root) = built();
    let run = gongkai(&root, &["search", "水源", "-o", "没有"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("「没有」里没有搜索索引"), "{}", run.err);
    assert!(run.err.contains("先运行「gongkai build」"), "{}", run.err);
    assert!(run.out.is_empty());

    fs::write(root.join("public/search/index.json"), "{").unwrap();
    let run = gongkai(&root, &["search", "水源"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("「search/index.json」已损坏"), "{}", run.err);
    assert!(run.err.contains("再运行「gongkai build」"), "{}", run.err);

    let run = gongkai(&root, &["search", "水源", "--from", "去年"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("不能写「去年」"), "{}", run.err);
}

#[test]
fn nothing_found_is_said_and_is_no_failure() {
    let (_folder, root) = built();
    for (query, heading) in [
        ("量子纠缠", "没有找到「量子纠缠」"),
        ("水", "请输入两个以上的字"),
        ("水源保沪条例", "没有完全符合「水源保沪条例」的，下面 1 条最接近："),
    ] {
        let run = gongkai(&root, &["search", query]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert_eq!(run.out.lines().next(), Some(heading), "{}", run.out);
    }
}

#[test]
fn help_is_chinese() {
    let folder = tempfile::tempdir().unwrap();
    let run = gongkai(folder.path(), &["search", "--help"]);
    assert_eq!(run.code, Some(0));
    for word in ["用法", "参数", "--limit <条数>", "--sort <排序>", "--column <栏目>"]
    {
        assert!(run.out.contains(word), "{word} is not in {}", run.out);
    }
    assert!(!run.out.contains("Usage") && !run.out.contains("[default"), "{}", run.out);
}

#[test]
fn a_portal_that_wants_no_search_has_no_trace_of_it() {
    let (_folder, root) = built();
    let config = fs::read_to_string(root.join("config.toml")).unwrap();
    let config = format!("build_search_index = false\n{config}");
    fs::write(root.join("config.toml"), config).unwrap();
    let run = gongkai(&root, &["build"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(!root.join("public/search").exists());
    assert!(!root.join("public/search.html").exists());
    for page in ["index.html", "zhengce/index.html", "zhengce/shuiyuan.html"] {
        let html = fs::read_to_string(root.join("public").join(page)).unwrap();
        for trace in ["search", "box.js", "mark.js"] {
            assert!(!html.contains(trace), "{trace} in {page}");
        }
    }
    assert_eq!(gongkai(&root, &["search", "水源"]).code, Some(2));
}
