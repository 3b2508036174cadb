//! Nothing that is not 主动公开 reaches the public: not its words, not its names, not even a
//! difference in the bytes of what is published.

use std::collections::BTreeSet;
use std::env;
use std::io::Read as _;

use gongkai::publish::{self, Publication, Target};
use gongkai::world::{MemoryWorld, SitePath};

use crate::build::{Site, build};
use crate::random::{Portal, Random, default_world, with_twins};
use crate::repository;

fn put(world: &mut MemoryWorld, path: &str, text: impl AsRef<[u8]>) {
    world.insert(SitePath::new(path).unwrap(), text.as_ref().to_vec());
}

/// Each spelling of 公开属性, through the whole pipeline: only the exact words publish, only
/// the exact words of the other two withhold without stopping the build.
#[test]
fn only_the_exact_word_publishes() {
    let table = repository::text("tests/cases/attribute.txt").unwrap();
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut count = 0;
    for line in lines {
        let (spelling, verdict) = line.split_once('\t').unwrap();
        let spelling = unescaped(spelling);
        let mut world = default_world();
        let quoted = quoted(&spelling);
        let text = format!("---\n标题: 一则公告\n公开属性: {quoted}\n---\n正文。\n");
        put(&mut world, "content/tongzhi/a.md", text);
        let (report, site) = build(&world);
        let accepted = verdict.starts_with("accepted");
        assert_eq!(site.is_some(), accepted, "{spelling:?}: {:?}", report.findings());
        let published = site.is_some_and(|site| site.has("tongzhi/a.html"));
        assert_eq!(published, spelling == "主动公开", "{spelling:?}");
        count += 1;
    }
    assert!(count >= 100, "only {count} spellings");
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (c, length) = match rest.chars().next().expect("something is escaped") {
            't' => ('\t', 1),
            'n' => ('\n', 1),
            'r' => ('\r', 1),
            'u' => {
                let end = rest.find('}').expect("a closed escape");
                let code = u32::from_str_radix(&rest[2..end], 16).unwrap();
                (char::from_u32(code).unwrap(), end + 1)
            }
            other => (other, other.len_utf8()),
        };
        out.push(c);
        rest = &rest[length..];
    }
    out + rest
}

/// The text as a YAML scalar that holds exactly it.
fn quoted(text: &str) -> String {
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        ' '..='~' | '\u{4e00}'..='\u{9fff}' => c.to_string(),
        _ => format!("\\U{:08X}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// Words that occur nowhere else: one for a program's eyes, one of characters that fonts,
/// tokenizers and encodings stumble over (CJK Extension B).
fn canary(number: usize) -> String {
    let rare: String = (0..8)
        .map(|at| 0x20000 + u32::try_from(number * 64 + at * 7).unwrap())
        .map(|code| char::from_u32(code).unwrap())
        .collect();
    format!("qzxcanary{number:04}vw{rare}")
}

/// Makes canaries and remembers them.
#[derive(Default)]
struct Cage(Vec<String>);

impl Cage {
    fn fresh(&mut self) -> String {
        self.0.push(canary(self.0.len()));
        self.0.last().expect("just pushed").clone()
    }

    /// A file name cannot hold rare characters everywhere, so its canary is ASCII alone.
    fn stem(&mut self) -> String {
        self.fresh().chars().filter(char::is_ascii).collect()
    }

    /// Fills the holes of a text, each with a canary of its own.
    fn fill(&mut self, text: &str) -> String {
        let mut parts = text.split("{}");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + &self.fresh() + part)
    }
}

/// A site with a canary wherever something is kept back, and the canaries.
fn planted() -> (MemoryWorld, Vec<String>) {
    let mut world = default_world();
    let mut cage = Cage::default();
    for (name, front) in [
        ("yishenqing", "公开属性: 依申请公开\n"),
        ("buyu", "公开属性: 不予公开\n"),
        ("caogao", "公开属性: 主动公开\n草稿: true\n"),
        ("weilai", "公开属性: 主动公开\n发布日期: 2027-01-01\n"),
        ("chehui", "公开属性: 主动公开\n撤回: {日期: 2026-09-01, 理由: 有误。}\n"),
    ] {
        plant_hidden(&mut world, &mut cage, name, front);
    }
    plant_beside_public(&mut world, &mut cage);
    (world, cage.0)
}

/// A bundle and a data item that are kept back in one way.
fn plant_hidden(world: &mut MemoryWorld, cage: &mut Cage, name: &str, front: &str) {
    // The stem of what is withdrawn was public and stays in the address.
    let stem = if name == "chehui" { "chehui-yuanwen".to_owned() } else { cage.stem() };
    let folder = format!("content/tongzhi/{stem}");
    let head =
        cage.fill("标题: 关于{}的文件\n内容概述: {}\n关键词: [{}]\n附件: [附件.txt]\n");
    let body =
        cage.fill("## {}\n\n{}，见[{}](@/tongzhi/a.md)。\n\n| {} |\n| -- |\n| {} |\n");
    put(world, &format!("{folder}/index.md"), format!("---\n{head}{front}---\n{body}"));
    put(world, &format!("{folder}/附件.txt"), cage.fresh());
    put(world, &format!("{folder}/{}.txt", cage.fresh()), cage.fresh());
    let rows = cage.fill(
        "标题: {}\n事项:\n  - {编号: r-1, 事项名称: {}, 收费标准: {}, 联系人: {}}\n正文: {}\n",
    );
    put(world, &format!("content/zhongjie/{name}-shuju.yaml"), front.to_owned() + &rows);
}

/// What is kept back of items, columns and folders that are public.
fn plant_beside_public(world: &mut MemoryWorld, cage: &mut Cage) {
    let item = "---\n标题: 公开的公告\n公开属性: 主动公开\n---\n公开的正文。\n";
    put(world, "content/tongzhi/a.md", item);
    let rows = cage.fill(
        "标题: 公开的清单\n公开属性: 主动公开\n审查: {起草: {}, 保密审查: {}}\n事项:\n  \
         - {编号: r-1, 事项名称: 检测, 联系人: {}, 联系手机: {}, 内部备注: {}}\n",
    );
    put(world, "content/zhongjie/gongkai.yaml", rows);
    put(world, "content/tongzhi/底稿.txt", cage.fresh());
    put(world, "content/tongzhi/~$a.md", cage.fill("---\n标题: {}\n---\n"));
    put(world, "content/zhengce/_index.md", cage.fill("---\n标题: 政策文件\n---\n{}\n"));
}

#[test]
fn no_canary_flies() {
    let (world, canaries) = planted();
    // This has all the files of a portal without twins.
    let (report, site) = build(&with_twins(world));
    let site = site.unwrap_or_else(|| panic!("{:#?}", report.findings()));
    assert!(site.has("tongzhi/a.html") && site.has("zhongjie/gongkai.csv"));
    assert!(site.has("hant/tongzhi/a.html") && site.has("hant/zhongjie/gongkai.html"));
    assert!(canaries.len() > 70, "{} canaries", canaries.len());
    for (path, bytes) in &site.files {
        for text in readings(bytes) {
            for canary in canaries.iter().flat_map(|canary| shapes(canary)) {
                assert!(!text.contains(&canary), "{path} holds {canary}");
            }
        }
        assert!(!path.contains("qzxcanary"), "{path}");
    }
}

/// The canary as it may have been written: whole, its ASCII part, its rare part, as
/// percent-encoded and as JSON and character references.
fn shapes(canary: &str) -> Vec<String> {
    let ascii: String = canary.chars().filter(char::is_ascii).collect();
    let rare: String = canary.chars().filter(|c| !c.is_ascii()).collect();
    let code = |c: char| u32::from(c);
    let first = rare.chars().next().expect("a canary has rare characters");
    let mut units = [0; 2];
    first.encode_utf16(&mut units);
    let json = format!("\\u{:04x}\\u{:04x}", units[0], units[1]);
    let percent: String =
        first.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        ascii,
        rare,
        json,
        percent,
        format!("&#{};", code(first)),
        format!("&#x{:X};", code(first)),
    ]
}

/// What can be read in a file: its bytes, its text without tags, what is packed in it.
fn readings(bytes: &[u8]) -> Vec<String> {
    let raw = String::from_utf8_lossy(bytes).into_owned();
    let mut bare = String::new();
    let mut inside = false;
    for c in raw.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside && !c.is_whitespace() => bare.push(c),
            _ => {}
        }
    }
    let mut all = vec![raw, bare];
    if let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        for at in 0..archive.len() {
            let mut packed = Vec::new();
            archive.by_index(at).unwrap().read_to_end(&mut packed).unwrap();
            all.extend(readings(&packed));
        }
    }
    all
}

/// The same scan that `publish` runs finds a leak however it is written into a file.
#[test]
fn twenty_planted_leaks_are_found() {
    let secret = "关于某企业排污许可延期核发的内部会商纪要全文不对外提供";
    let mut world = default_world();
    let text = format!(
        "---\n标题: {secret}\n公开属性: 不予公开\n---\n经会商，拟同意延期三个月，由监管科另行约谈企业负责人并留存谈话笔录。\n"
    );
    put(&mut world, "content/tongzhi/paiwu-huishang-jiyao.md", text);
    put(
        &mut world,
        "content/tongzhi/a.md",
        "---\n标题: 公告\n公开属性: 主动公开\n---\n正文。\n",
    );
    let (_, site) = build(&world);
    let site = site.expect("the site is sound");
    let leaks = leaks(secret);
    assert_eq!(leaks.len(), 20);
    for (what, path, bytes) in &leaks {
        assert!(refused(&site, path, bytes), "not found: {what}");
    }
    // What is harmless passes, else the scan would prove nothing.
    for (path, bytes) in &site.files {
        assert!(!refused(&site, path, bytes), "{path} was refused");
    }
}

/// Ways in which a secret gets into a file.
fn leaks(secret: &str) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let body = "拟同意延期三个月，由监管科另行约谈企业负责人并留存谈话笔录";
    let chars: Vec<char> = secret.chars().collect();
    let joined = |between: &str| {
        chars.iter().map(char::to_string).collect::<Vec<_>>().join(between)
    };
    let html = |text: String| format!("<!DOCTYPE html><p>{text}</p>").into_bytes();
    let mut units = String::new();
    for unit in secret.encode_utf16() {
        units.push_str(&format!("\\u{unit:04x}"));
    }
    let references: String =
        chars.iter().map(|c| format!("&#{};", u32::from(*c))).collect();
    let hex: String = chars.iter().map(|c| format!("&#x{:x};", u32::from(*c))).collect();
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        ("the title in a page", "a.html", html(secret.to_owned())),
        ("the body in a page", "a.html", html(body.to_owned())),
        ("a part of the body", "a.html", html(body.chars().skip(4).take(18).collect())),
        (
            "in the title of a page",
            "a.html",
            format!("<title>{secret}</title>").into_bytes(),
        ),
        ("in an attribute", "a.html", format!("<img alt=\"{secret}\">").into_bytes()),
        ("in a comment", "a.html", format!("<!-- {body} -->").into_bytes()),
        ("cut by tags", "a.html", html(joined("<wbr>"))),
        ("cut by spans", "a.html", html(joined("</span><span class=\"x\">"))),
        ("cut by white space", "a.html", html(joined("\n  "))),
        ("cut by invisible characters", "a.html", html(joined("\u{200b}"))),
        ("as decimal references", "a.html", html(references)),
        ("as hexadecimal references", "a.html", html(hex)),
        ("in JSON", "a.json", format!("{{\"title\":\"{secret}\"}}").into_bytes()),
        ("in escaped JSON", "a.json", format!("{{\"title\":\"{units}\"}}").into_bytes()),
        ("in CSV", "a.csv", format!("\u{feff}名称\r\n\"{body}\"\r\n").into_bytes()),
        (
            "in a feed",
            "atom.xml",
            format!("<feed><title>{secret}</title></feed>").into_bytes(),
        ),
        (
            "in an address",
            "a.html",
            format!("<a href=\"/{percent}.html\">x</a>").into_bytes(),
        ),
        ("the file's name", "a.html", html("paiwu-huishang-jiyao".to_owned())),
        (
            "in a word file",
            "a.docx",
            packed("word/document.xml", &format!("<w:t>{body}</w:t>")),
        ),
        ("in compressed text", "a.gz", gzipped(body)),
    ]
}

fn packed(name: &str, text: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name, options).unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn gzipped(text: &str) -> Vec<u8> {
    use std::io::Write as _;
    let level = flate2::Compression::default();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Whether publishing one file is refused.
fn refused(site: &Site, path: &str, bytes: &[u8]) -> bool {
    let scratch = tempfile::tempdir().unwrap();
    let target = Target {
        folder: scratch.path().join("public"),
        root: scratch.path().join("site"),
        sources: Vec::new(),
        mode: publish::Mode::default(),
        durability: publish::Durability::Fast,
    };
    let publication = Publication::begin(&target, "input", &site.watchlist).unwrap();
    publication.write(path, bytes).is_err() || publication.finish().is_err()
}

/// output(public and withheld) is output(public), byte for byte, where no disclosed item
/// refers to a withheld one: a reader cannot tell that anything was kept back.
#[test]
fn withheld_items_change_no_byte() {
    let turns = env::var("GONGKAI_SITES").ok().and_then(|turns| turns.parse().ok());
    let mut hidden = BTreeSet::new();
    for seed in 0..turns.unwrap_or(300_u64) {
        let portal = Portal::random(&mut Random::new(seed + 1));
        let twins = |world| if seed % 3 == 0 { with_twins(world) } else { world };
        let (report, with) = build(&twins(portal.world()));
        let (_, without) = build(&twins(portal.public_world()));
        let (Some(with), Some(without)) = (with, without) else {
            panic!("seed {seed}: {:#?}", report.findings())
        };
        let paths = with.files.keys().chain(without.files.keys());
        for path in paths {
            let (with, without) = (with.files.get(path), without.files.get(path));
            assert!(with == without, "seed {seed}: {path} differs");
        }
        assert_eq!(with.has("hant/index.html"), seed % 3 == 0, "seed {seed}");
        hidden.extend(portal.items.iter().filter_map(|item| item.hiding));
    }
    assert_eq!(hidden.len(), 5, "only these ways of hiding were tried: {hidden:?}");
}
