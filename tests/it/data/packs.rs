//! The pack of a column: complete, sound, readable from a folder, and looked into before it is
//! published.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use gongkai::publish::{self, Publication, Target};
use gongkai::world::{MemoryWorld, SitePath};
use sha2::{Digest, Sha256};

use super::{BASE, DEMONSTRATION, built, few, item, put};
use crate::repository;

/// The files in an archive.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        assert_eq!(files.insert(member.name().unwrap().into_owned(), bytes), None);
    }
    files
}

/// The default site with packs.
fn packing(mut world: MemoryWorld) -> MemoryWorld {
    let settings = repository::text("tests/cases/default/disclosure.yaml").unwrap();
    let settings = settings.replace(
        "{目录: zhengce, 信息类型: 政策文件}",
        "{目录: zhengce, 信息类型: 政策文件, 打包: true}",
    );
    put(&mut world, "disclosure.yaml", &settings);
    world
}

#[test]
fn a_pack_is_made_only_where_the_officer_wants_one() {
    let packs = |files: &BTreeMap<String, Vec<u8>>| {
        files.keys().filter(|path| path.ends_with(".zip")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(packs(&built(&few()).files), Vec::<String>::new());
    assert_eq!(packs(&built(&packing(few())).files), ["data/zhengce.zip"]);
    assert_eq!(packs(&DEMONSTRATION.files), ["data/zhengce.zip", "data/zhongjie.zip"]);
}

#[test]
fn the_manifest_of_a_pack_is_right() {
    let files = unpacked(&DEMONSTRATION.files["data/zhengce.zip"]);
    let manifest = String::from_utf8(files["manifest-sha256.txt"].clone()).unwrap();
    let mut count = 0;
    for line in manifest.lines() {
        let (sum, path) = line.split_once("  ").unwrap();
        let mut hex = String::new();
        for byte in Sha256::digest(&files[path]) {
            write!(hex, "{byte:02x}").unwrap();
        }
        assert_eq!(hex, sum, "{path}");
        count += 1;
    }
    assert_eq!(count + 2, files.len(), "all but the manifest and the explanation");
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    assert!(
        readme.starts_with('\u{feff}') && readme.contains("「政策文件」"),
        "{readme}"
    );
    assert_eq!(readme.matches('\n').count(), readme.matches("\r\n").count());
}

/// Each item of the column is in the pack, with its attachments; each link stays within the
/// pack or is a whole address; and each file that a page names is there.
#[test]
fn a_pack_works_from_a_folder() {
    for column in ["zhengce", "zhongjie"] {
        let files = unpacked(&DEMONSTRATION.files[&format!("data/{column}.zip")]);
        let inside = format!("{column}/");
        for path in DEMONSTRATION.files.keys().filter(|path| path.starts_with(&inside)) {
            let feed = path.ends_with("atom.xml") || path.ends_with("feed.json");
            assert_eq!(files.contains_key(path), !feed, "{path}");
        }
        let (mut own, mut away) = (0, 0);
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let page = String::from_utf8_lossy(bytes);
            let here = SitePath::new(path).unwrap().parent();
            for link in links(&page) {
                if link.contains(':') || link.starts_with('#') {
                    away += usize::from(link.starts_with(BASE));
                    continue;
                }
                let target = link.split(['?', '#']).next().unwrap();
                let target =
                    here.resolve(target).unwrap_or_else(|_| panic!("{path}: {link}"));
                assert!(files.contains_key(target.as_str()), "{path} names {link}");
                own += 1;
            }
            assert!(!page.contains("<form class=\"box\""), "{path} has a search box");
        }
        assert!(own > 60 && away > 60, "{column}: {own} within, {away} away");
    }
}

/// The addresses in `href` and `src`.
fn links(page: &str) -> Vec<String> {
    let of = |name: &str| {
        let mark = format!(" {name}=\"");
        let found = page.match_indices(&mark).map(|(at, _)| at + mark.len());
        found
            .map(|from| page[from..].split('"').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    [of("href"), of("src")].concat()
}

#[test]
fn a_pack_changes_with_its_column_alone() {
    let mut world = packing(few());
    let before = built(&world);
    item(&mut world, "tongzhi/si.md", "通知四", "发布日期: 2026-08-03");
    let after = built(&world);
    assert!(before.files["data/zhengce.zip"] == after.files["data/zhengce.zip"]);
    world.set_today("2026-10-09".parse().unwrap());
    let later = built(&world);
    assert!(
        later.files["data/zhengce.zip"] == after.files["data/zhengce.zip"],
        "by a day"
    );
    item(&mut world, "zhengce/san.md", "办法三", "发布日期: 2026-08-03");
    assert!(built(&world).files["data/zhengce.zip"] != before.files["data/zhengce.zip"]);
}

/// The last gate sees through a pack: what is withheld and stands in a page within it, packed
/// by whatever mistake, keeps the whole site from being published.
#[test]
fn a_leak_inside_a_pack_is_found() {
    let secret = "拟将北郊仓库的全部库存转入备用账目并不再向外说明去向";
    let mut world = packing(few());
    let text = format!("---\n标题: 内部事项\n公开属性: 不予公开\n---\n{secret}。\n");
    put(&mut world, "content/zhengce/mi.md", &text);
    let site = built(&world);
    let pack = &site.files["data/zhengce.zip"];
    let publish = |bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let target = Target {
            folder: folder.path().join("public"),
            root: folder.path().join("site"),
            sources: Vec::new(),
            mode: publish::Mode::default(),
            durability: publish::Durability::Fast,
        };
        let publication = Publication::begin(&target, "input", &site.watchlist).unwrap();
        publication.write("data/zhengce.zip", bytes).unwrap();
        publication.finish().map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(publish(pack), Ok(()), "the pack as it is made");
    let mut files = unpacked(pack);
    let page = files.get_mut("zhengce/xin.html").unwrap();
    let planted = String::from_utf8_lossy(page).replace("正文。", &format!("{secret}。"));
    *page = planted.into_bytes();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in &files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(path.as_str(), options).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    let leaking = zip.finish().unwrap().into_inner();
    let refusal = publish(&leaking).unwrap_err();
    assert!(refusal.contains("data/zhengce.zip › zhengce/xin.html"), "{refusal}");
    assert!(refusal.contains("content/zhengce/mi.md"), "{refusal}");
}

#[test]
fn a_pack_has_the_calendars_of_its_notices() {
    let mut world = packing(few());
    let more = "发布日期: 2025-08-01\n信息类型: 通知公告\n截止日期: 2025-08-20\n变更:\n  - {日期: 2025-08-05, 说明: 延长期限。}";
    item(&mut world, "zhengce/qiu.md", "征求意见", more);
    let site = built(&world);
    let files = unpacked(&site.files["data/zhengce.zip"]);
    let calendar = String::from_utf8(files["zhengce/qiu.ics"].clone()).unwrap();
    // The stamp is of the last change, at midnight in Beijing.
    assert!(calendar.contains("DTSTAMP:20250804T160000Z"), "{calendar}");
    let page = String::from_utf8(files["zhengce/qiu.html"].clone()).unwrap();
    assert!(page.contains("href=\"../zhengce/qiu.ics\""), "{page}");
}
