//! The machine side of the portal: linked data, labels, feeds, data files, catalogue, packs,
//! read back with readers of their formats.

mod feeds;
mod files;
mod labels;
mod linked;
mod packs;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gongkai::world::{DiskWorld, MemoryWorld, SitePath};
use serde_json::Value;

use crate::build::{Site, build};
use crate::random::default_world;
use crate::repository;

/// The demonstration portal, built once.
static DEMONSTRATION: LazyLock<Site> = LazyLock::new(|| {
    let day = Some("2026-11-01".parse().unwrap());
    built(&DiskWorld::new(repository::root(), day))
});

/// Its address.
const BASE: &str = "https://example.invalid/xxgk/";

/// A site that builds without errors.
fn built(world: &dyn gongkai::world::World) -> Site {
    let (report, site) = build(world);
    site.unwrap_or_else(|| panic!("{:#?}", report.findings()))
}

fn put(world: &mut MemoryWorld, path: &str, text: &str) {
    world.insert(SitePath::new(path).unwrap(), text.as_bytes().to_vec());
}

/// An item of the default site.
fn item(world: &mut MemoryWorld, path: &str, title: &str, more: &str) {
    let text = format!("---\n标题: {title}\n公开属性: 主动公开\n{more}\n---\n正文。\n");
    put(world, &format!("content/{path}"), &text);
}

/// A few items in two columns and three years.
fn few() -> MemoryWorld {
    let mut world = default_world();
    item(
        &mut world,
        "zhengce/jiu.md",
        "旧办法",
        "发布日期: 2023-05-06\n有效性: 废止\n废止依据: \"@/zhengce/xin.md\"",
    );
    item(
        &mut world,
        "zhengce/xin.md",
        "新办法",
        "发布日期: 2025-05-06 10:30\n发文字号: 示审服字〔2025〕3号\n成文日期: 2025-05-01",
    );
    item(&mut world, "tongzhi/yi.md", "通知一", "发布日期: 2025-07-01");
    item(&mut world, "tongzhi/er.md", "通知二", "发布日期: 2026-08-01\n关键词: [公示]");
    item(&mut world, "tongzhi/wu.md", "没有日期的通知", "");
    world
}

fn json(site: &Site, path: &str) -> Value {
    let bytes = site.files.get(path).unwrap_or_else(|| panic!("no {path}"));
    serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text(site: &Site, path: &str) -> String {
    site.page(path).unwrap_or_else(|| panic!("no {path}"))
}

/// The paths of the output that differ between two sites, or that only one has.
fn changed(before: &Site, after: &Site) -> Vec<String> {
    let all: BTreeMap<&String, ()> =
        before.files.keys().chain(after.files.keys()).map(|path| (path, ())).collect();
    let differ = |path: &&&String| before.files.get(**path) != after.files.get(**path);
    all.keys().filter(differ).map(|path| (*path).clone()).collect()
}
