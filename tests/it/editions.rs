//! Pages of rows and comparisons follow every edit of either edition: a build with what earlier
//! builds learnt gives what a build without gives.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use gongkai::pipeline::Cache;
use gongkai::world::{MemoryWorld, SitePath};

use crate::build::{build, build_with};
use crate::random::default_world;

const OLD: &str = "标题: 清单（2023年版）\n公开属性: 主动公开\n发布日期: 2023-01-05\n\
    废止依据: \"@/zhongjie/new.yaml\"\n事项:\n  - {编号: s-01, 事项名称: 水质检测, 办理时限: 15个工作日}\n";
const NEW: &str = "标题: 清单（2026年版）\n公开属性: 主动公开\n发布日期: 2026-01-05\n\
    事项:\n  - {编号: s-01, 事项名称: 水质检测, 办理时限: 10个工作日}\n";
const EARLIER: &str = "---\n标题: 旧办法\n公开属性: 主动公开\n废止依据: \"@/zhengce/b.md\"\n---\n第一条 三日内答复申请人。\n";
const LATER: &str =
    "---\n标题: 新办法\n公开属性: 主动公开\n---\n第一条 当场答复申请人。\n";

/// What is edited, and the path of a page with a text that it must have afterwards; of a page
/// that must be gone, the text is empty.
type Edit = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const EDITS: [Edit; 9] = [
    ("old.yaml", ("15个", "12个"), ("zhongjie/new-compare.html", "<del>12</del>")),
    ("new.yaml", ("10个", "8个"), ("zhongjie/new-compare.csv", "12个工作日,8个工作日")),
    ("new.yaml", ("s-01", "s-02"), ("zhongjie/new/s-02.html", "水质检测")),
    ("a.md", ("三日", "五日"), ("zhengce/b-compare.html", "五日")),
    ("b.md", ("申请人", "来访的人"), ("zhengce/b-compare.html", "来访")),
    ("b.md", ("新办法", "关于废止旧办法的决定"), ("zhengce/b-compare.html", "")),
    (
        "b.md",
        ("关于废止旧办法的决定", "新的办法"),
        ("zhengce/b-compare.html", "新的办法"),
    ),
    ("old.yaml", ("主动公开", "不予公开"), ("zhongjie/new-compare.html", "")),
    (
        "old.yaml",
        ("不予公开", "主动公开"),
        ("zhongjie/new-compare.html", "清单（2023年版）"),
    ),
];

fn path(name: &str) -> SitePath {
    let folder = if name.ends_with(".md") { "zhengce" } else { "zhongjie" };
    SitePath::new(&format!("content/{folder}/{name}")).unwrap()
}

#[test]
fn an_edit_of_either_edition_is_seen_in_their_comparison() {
    let mut world: MemoryWorld = default_world();
    let mut texts =
        [("old.yaml", OLD), ("new.yaml", NEW), ("a.md", EARLIER), ("b.md", LATER)]
            .map(|(name, text)| (name, text.to_owned()));
    for (name, text) in &texts {
        world.insert(path(name), text.clone().into_bytes());
    }
    let cache = Cache::default();
    build_with(&world, Some(&cache)).1.unwrap();
    for (name, (was, is), (page, text)) in EDITS {
        let own = texts.iter_mut().find(|(other, _)| *other == name).unwrap();
        assert!(own.1.contains(was), "{was}");
        own.1 = own.1.replace(was, is);
        world.insert(path(name), own.1.clone().into_bytes());
        let warm = build_with(&world, Some(&cache)).1.unwrap();
        let cold = build(&world).1.unwrap();
        assert!(warm.files == cold.files, "{was} → {is} in {name}");
        match text {
            "" => assert!(!warm.has(page), "{page} after {was} → {is}"),
            text => {
                let html = warm.page(page).unwrap_or_else(|| panic!("no {page}"));
                assert!(html.contains(text), "{page} after {was} → {is}: {html}");
            }
        }
    }
}
