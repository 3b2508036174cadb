//! The private preview: what the officer sees of items that are not public, and that nobody
//! else sees anything of them.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use gongkai::config::Overrides;
use gongkai::pipeline;
use gongkai::search;
use gongkai::serve::{self, Event, Listener, Options};
use gongkai::world::DiskWorld;

use crate::program;
use crate::repository;
use crate::serve::{DAY, Portal, SEEN, without_script};

/// Every kind of withheld item that does not stop a build: the name of its file, front matter
/// beside the title, and what its page says of it. The canary of each is `金丝雀` and the name.
const WITHHELD: &[(&str, &str, &str)] = &[
    ("caogao", "公开属性: 主动公开\n草稿: 是", "草稿"),
    ("dingshi", "公开属性: 主动公开\n发布日期: 2026-02-01", "定于 2026-02-01 公开"),
    ("shenqing", "公开属性: 依申请公开", "依申请公开"),
    ("buyu", "公开属性: 不予公开", "不予公开"),
];

fn canary(name: &str) -> String {
    format!("金丝雀{name}号")
}

fn source(name: &str, front: &str) -> String {
    let canary = canary(name);
    format!(
        "---\n标题: {canary}的标题\n{front}\n关键词: [{canary}词]\n---\n{canary}的正文，见[通知](@/tongzhi/tongzhi.md)。\n"
    )
}

fn portal(withheld: bool) -> Portal {
    let files: Vec<(String, String)> = WITHHELD
        .iter()
        .map(|(name, front, _)| {
            (format!("content/tongzhi/{name}.md"), source(name, front))
        })
        .chain([settings()])
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (&**path, &**text)).collect();
    Portal::showing(&files, withheld)
}

/// The settings of the portal, with every page in traditional characters too.
fn settings() -> (String, String) {
    let settings = repository::text("src/cli/starter/disclosure.yaml").unwrap();
    ("disclosure.yaml".to_owned(), settings + "\n繁体版: true\n")
}

#[test]
fn the_officer_sees_each_withheld_item_with_its_mark() {
    let portal = portal(true);
    let root = portal.preview.private().unwrap().to_owned();
    let list = portal.get(&root);
    assert_eq!(list.status, 200);
    for (name, _, reason) in WITHHELD {
        let address = format!("{root}tongzhi/{name}.html");
        assert!(list.body.contains(&format!("href=\"{address}\"")), "{}", list.body);
        assert!(list.body.contains(&format!("{}的标题", canary(name))), "{}", list.body);
        assert!(list.body.contains(reason), "{}", list.body);
        let page = portal.get(&address);
        assert_eq!(page.status, 200, "{name}");
        for what in [
            &*format!("<title>【未公开】{}的标题", canary(name)),
            &*format!("{}的正文", canary(name)),
            &*format!("<strong>未公开</strong> {reason}"),
            "<meta name=\"robots\" content=\"noindex, nofollow, noarchive\">",
            "href=\"/__gongkai/private.css\"",
            // The theme's own page, with links that lead where they lead from there.
            "class=\"entries\"",
            "href=\"../../../../tongzhi/tongzhi.html\"",
        ] {
            assert!(page.body.contains(what), "{name}: no {what} in {}", page.body);
        }
        // Its page says what it is, in the theme's own words too.
        let public = page.body.contains("主动公开</span>");
        assert_eq!(
            public,
            matches!(*name, "caogao" | "dingshi"),
            "{name}: {}",
            page.body
        );
        // Its bar says how long it is and what is blank, as that of a public page does.
        let words = format!("&quot;words&quot;:{},", 12 + name.len());
        assert!(page.body.contains(&words), "{name}: no {words} in {}", page.body);
        assert!(
            page.body.contains("索引号&quot;],&quot;advised"),
            "{name}: {}",
            page.body
        );
        assert!(page.head.contains("referrer-policy: no-referrer"), "{}", page.head);
        assert!(page.head.contains("cache-control: no-store"), "{}", page.head);
    }
    // A column and a file that is none have no private page, and a public item has its own.
    let public = portal.get(&format!("{root}tongzhi/tongzhi.html"));
    assert_eq!(public.status, 307);
    assert!(public.head.contains("location: /tongzhi/tongzhi.html"), "{}", public.head);
    for name in ["tongzhi/_index", "tongzhi/nix", "../config", ""] {
        assert_eq!(portal.get(&format!("{root}{name}.html")).status, 404, "{name}");
    }
}

#[test]
fn nothing_public_knows_of_it() {
    let (_, settings) = settings();
    let (with, without) =
        (portal(true), Portal::start(&[("disclosure.yaml", &settings)]));
    let world = DiskWorld::new(with.folder.path(), Some(DAY));
    let built = pipeline::build(&world, &Overrides::default(), None).built.unwrap();
    let root = with.preview.private().unwrap().to_owned();
    for (name, ..) in WITHHELD {
        assert_eq!(with.get(&format!("{root}tongzhi/{name}.html")).status, 200);
    }
    let index = Mutex::new(Vec::new());
    let note = |path: &str, _: &[u8]| {
        index.lock().unwrap().push(path.to_owned());
        Ok::<_, ()>(())
    };
    search::write(built.site(), &built.synonyms, &note).unwrap();
    let index = index.into_inner().unwrap();
    assert!(index.len() > 2, "{index:?}");
    let routes = built.renderer.all().into_iter().map(|(path, _)| path);
    let routes: Vec<String> = routes.collect();
    assert!(routes.iter().any(|path| path == "hant/tongzhi/tongzhi.html"));
    let token = root.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    for path in routes.into_iter().chain(index) {
        let page = with.get(&format!("/{path}"));
        let same = without.get(&format!("/{path}"));
        assert_eq!(page.status, same.status, "{path}");
        assert_eq!(without_script(&page.body), without_script(&same.body), "{path}");
        assert!(!page.body.contains("金丝雀"), "{path}: {}", page.body);
        assert!(!page.body.contains(&token), "{path} leads to the private preview");
    }
    for state in [crate::serve::first_event(&with), crate::serve::first_event(&without)] {
        assert!(!state.contains("金丝雀") && !state.contains(&token), "{state}");
    }
}

#[test]
fn the_token_is_needed_and_no_other_site_gets_in() {
    let portal = portal(true);
    let root = portal.preview.private().unwrap().to_owned();
    let token = root.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    assert!(token.len() >= 32, "{token}");
    let wrong = token.chars().rev().collect::<String>();
    for other in [wrong.as_str(), &token[..31], &token.to_uppercase(), ""] {
        let address = format!("/__gongkai/private/{other}/tongzhi/caogao.html");
        let answer = portal.get(&address);
        assert_eq!(answer.status, 404, "{other}");
        assert!(!answer.body.contains("金丝雀"), "{}", answer.body);
    }
    let address = format!("{root}tongzhi/caogao.html");
    for header in [
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document",
        "Origin: http://evil.example",
        "Host: evil.example",
    ] {
        let headers = format!("Host: localhost\r\n{header}\r\n");
        let answer = portal.ask("GET", &address, &headers);
        assert_eq!(answer.status, 403, "{header}");
        assert!(!answer.body.contains("金丝雀"), "{}", answer.body);
    }
    let plain = Portal::start(&[]);
    assert!(plain.preview.private().is_none());
    assert_eq!(plain.get(&root).status, 404);
    // Each start has its own.
    assert_ne!(self::portal(true).preview.private(), Some(&*root));
}

#[test]
fn a_private_page_follows_its_file_and_says_what_is_wrong_in_it() {
    let portal = portal(true);
    let root = portal.preview.private().unwrap().to_owned();
    let address = format!("{root}tongzhi/caogao.html");
    let before = crate::serve::first_event(&portal);
    let text = source("caogao", WITHHELD[0].1);
    portal.write("content/tongzhi/caogao.md", &format!("{text}\n草稿里新的一句。\n"));
    portal.wait_for(&address, "草稿里新的一句");
    assert!(!portal.builds.recv_timeout(SEEN).unwrap());
    assert_ne!(
        crate::serve::first_event(&portal),
        before,
        "pages are told to look again"
    );
    assert!(!portal.get("/tongzhi/").body.contains("新的一句"));

    portal
        .write("content/tongzhi/caogao.md", "---\n标题: 甲\n公开属性: 公开\n---\n正文\n");
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "it cannot be judged any more");
    let page = portal.wait_for(&address, "没有写明公开属性");
    assert!(page.body.contains("<strong>未公开</strong>"), "{}", page.body);
    assert!(portal.get(&root).body.contains("没有写明公开属性"));
    portal.write("content/tongzhi/caogao.md", "---\n标题: [\n---\n");
    assert!(portal.builds.recv_timeout(SEEN).unwrap(), "it cannot be read any more");
    let page = portal.wait_for(&address, "这个条目读不出来");
    assert!(page.body.contains("content/tongzhi/caogao.md"), "{}", page.body);
    assert!(page.body.contains("<strong>未公开</strong>"), "{}", page.body);

    // Once it is public, its page is the public one; once it is gone, the place says so.
    let public = source("caogao", "公开属性: 主动公开\n发布日期: 2026-01-06");
    portal.write("content/tongzhi/caogao.md", &public);
    assert!(!portal.builds.recv_timeout(SEEN).unwrap());
    let moved = portal.get(&address);
    assert_eq!(moved.status, 307);
    assert!(moved.head.contains("location: /tongzhi/caogao.html"), "{}", moved.head);
    std::fs::remove_file(portal.folder.path().join("content/tongzhi/caogao.md")).unwrap();
    let gone = portal.wait_for(&address, "没有这个未公开的条目");
    assert_eq!(gone.status, 404);
    assert!(gone.body.contains("<script src=\"/__gongkai/preview.js\""), "{}", gone.body);
}

/// Its links, files and headings are judged as on the page that it will have.
#[test]
fn a_private_page_is_the_page_that_it_will_be() {
    let portal = portal(true);
    let address = format!("{}tongzhi/caogao.html", portal.preview.private().unwrap());
    let front =
        "标题: 甲\n草稿: 是\n公开属性: 主动公开\n附件:\n  - 文件: \"%E5%90%8D.txt\"\n";
    let body = "[有](@/tongzhi/tongzhi.md)[没有](@/tongzhi/tongzhi.md#meiyou)";
    portal.write("content/tongzhi/名.txt", "x");
    portal.write("content/tongzhi/caogao.md", &format!("---\n{front}---\n{body}\n"));
    let page = portal.wait_for(&address, "没有").body;
    assert!(page.contains(">有</a>没有"), "{page}");
    assert!(page.contains("名") && !page.contains("%E5"), "{page}");
    assert!(!page.contains("名.txt"), "{page}");
}

#[test]
fn a_private_page_stays_while_the_configuration_cannot_be_read() {
    let portal = portal(true);
    let address = format!("{}tongzhi/caogao.html", portal.preview.private().unwrap());
    assert_eq!(portal.get(&address).status, 200);
    portal.write("config.toml", "title = [");
    while !portal.builds.recv_timeout(SEEN).expect("the build fails") {}
    assert_eq!(portal.get(&address).status, 200);
}

struct Nobody;

impl Listener for Nobody {
    fn tell(&self, _: Event<'_>) {}
}

#[test]
fn only_this_machine_may_be_shown_it() {
    let folder = tempfile::tempdir().unwrap();
    let shown = ["127.0.0.1", "::1", "0.0.0.0", "::", "192.168.1.5"].map(|interface| {
        let interface: IpAddr = interface.parse().unwrap();
        let options = Options {
            root: folder.path().to_owned(),
            interface,
            port: 0,
            overrides: Overrides::default(),
            poll: false,
            withheld: true,
        };
        let world = Arc::new(DiskWorld::new(folder.path(), Some(DAY)));
        let started = serve::start(world, &options, Arc::new(Nobody));
        let exposed =
            matches!(started, Err(serve::Error::Exposed(at)) if at == interface);
        assert_eq!(exposed, !interface.is_loopback(), "{interface}");
        started.is_ok()
    });
    assert!(shown[0] && !shown[2] && !shown[3] && !shown[4]);
    let run = program::gongkai(folder.path(), &["serve", "--withheld", "-i", "0.0.0.0"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("不能预览未公开的条目"), "{}", run.err);
    assert!(run.err.contains("--interface"), "{}", run.err);
}

/// The types of the private preview are named where they are made and shown, and nowhere else:
/// what publishes, lists or indexes cannot even speak of them.
#[test]
fn the_types_stay_in_their_rooms() {
    let rooms: &[(&str, &[&str])] = &[
        ("PrivateDocument", &["gate.rs", "gate/private.rs", "site/private.rs"]),
        ("private_document", &["gate.rs", "gate/private.rs", "serve/private.rs"]),
        (
            "PrivateItem",
            &["site/mod.rs", "site/private.rs", "render/private.rs", "serve/private.rs"],
        ),
        ("unseal", &["gate/private.rs", "site/private.rs"]),
        ("unsealed", &["site/private.rs", "render/private.rs"]),
        ("PrivateHtml", &["render/mod.rs", "render/private.rs", "serve/private.rs"]),
        (
            "private_page",
            &["render/mod.rs", "render/private.rs", "serve/private.rs", "serve/http.rs"],
        ),
    ];
    let files = repository::files("src", ".rs");
    for (name, allowed) in rooms {
        let named = |(_, text): &&(String, String)| words(text).any(|word| word == *name);
        let named: Vec<&str> =
            files.iter().filter(named).map(|(path, _)| &path["src/".len()..]).collect();
        assert!(named.len() > 1, "{name} is not in use: rename it here too");
        for path in named {
            assert!(allowed.contains(&path), "src/{path} names {name}");
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}
