//! What one new item changes in the demonstration portal: its own page, its neighbour, the open
//! pages of its lists, feeds, home and data. The bytes of every other file stay.
//!
//! `tests/it/lists.rs` asks the same of lists long enough to have many pages.

use std::collections::BTreeSet;

use gongkai::world::{DiskWorld, MemoryWorld, Mount, Overlay, SitePath};

use crate::{build, repository};

const ITEM: &str = "content/tongzhi/xin-2026.md";
const TEXT: &str = "---
标题: 关于调整窗口办公时间的公告
公开属性: 主动公开
索引号: 11371002MB0000001E/2026-00099
发文机关: 威海市环翠区行政审批服务局
文种: 公告
成文日期: 2026-11-01
发布日期: 2026-11-01 08:00
主题分类: 综合政务\\政务公开
内容概述: 窗口办公时间有调整。
关键词: [办公时间]
公告类型: 公告
---

自2026年11月2日起，政务服务中心综合窗口的办公时间按冬季安排执行（示例）。
";

/// How paths begin that may change, each with the reason.
const ALLOWED: &[(&str, &str)] = &[
    ("tongzhi/xin-2026.html", "its own page"),
    ("tongzhi/", "its neighbour and the lists of its column"),
    ("index.html", "home"),
    ("atom.xml", "feed of the portal"),
    ("feed.json", "feed of the portal"),
    ("sitemap.xml", "every address"),
    ("catalogue/index.html", "the open page of the 目录"),
    ("catalogue/2026", "the 目录 of its year"),
    ("archive/index.html", "the years with their counts"),
    ("archive/2026", "its year"),
    ("changes/index.html", "the newest changes"),
    ("changes/2026-11", "the changes of its month"),
    ("keywords/index.html", "the keywords with their counts"),
    ("keywords/ban-gong-shi-jian", "its keyword"),
    ("data/", "data"),
    ("llms.txt", "data"),
    ("map.html", "the columns with their counts"),
    ("404.html", "the addresses among which it looks for the one that was meant"),
];

fn site(extra: Option<&str>) -> build::Site {
    let disk = DiskWorld::new(repository::root(), Some("2026-11-01".parse().unwrap()));
    let mut memory = MemoryWorld::new("2026-11-01".parse().unwrap());
    if let Some(text) = extra {
        memory.insert(SitePath::new(ITEM).unwrap(), text.as_bytes().to_vec());
    }
    let layer = |world| Mount { world, folder: SitePath::root() };
    let world = Overlay::new(vec![layer(&memory), layer(&disk)]);
    build::build(&world).1.expect("the demonstration portal can be published")
}

#[test]
fn one_new_item_leaves_every_page_that_does_not_name_it() {
    let (before, after) = (site(None), site(Some(TEXT)));
    let paths: BTreeSet<&String> =
        before.files.keys().chain(after.files.keys()).collect();
    let total = paths.len();
    let changed: Vec<&String> = paths
        .into_iter()
        .filter(|path| before.files.get(*path) != after.files.get(*path))
        .collect();
    let (twins, changed): (Vec<&String>, Vec<&String>) =
        changed.into_iter().partition(|path| path.starts_with("hant/"));
    // What is there in traditional characters follows the page of which it is made.
    let followed: Vec<String> = changed
        .iter()
        .map(|path| format!("hant/{path}"))
        .filter(|twin| after.has(twin))
        .collect();
    assert_eq!(twins.iter().map(|twin| (*twin).clone()).collect::<Vec<_>>(), followed);
    let may = |path: &str| ALLOWED.iter().any(|(start, _)| path.starts_with(start));
    let strange: Vec<_> = changed.iter().filter(|path| !may(path)).collect();
    println!("{} and {} twins of {total} files changed", changed.len(), twins.len());
    assert!(strange.is_empty(), "changed without a reason: {strange:#?}");
    assert!(changed.iter().any(|path| *path == "tongzhi/xin-2026.html"), "{changed:#?}");
    assert!(changed.len() < 60, "{} files changed", changed.len());
    assert!(twins.iter().any(|path| *path == "hant/tongzhi/xin-2026.html"), "{twins:#?}");
    let items = changed.iter().filter(|path| {
        let folder = path.starts_with("tongzhi/") && path.ends_with("-2026.html");
        folder && !path.contains("/year-")
    });
    assert!(
        items.count() <= 3,
        "more items than its own and its neighbours: {changed:#?}"
    );
}
