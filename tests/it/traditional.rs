//! The portal in traditional characters: the same pages once more, whose links stay among them,
//! the scripts that speak to the reader, and nothing else that is new.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::collections::BTreeSet;

use gongkai::config::Overrides;
use gongkai::pipeline;
use gongkai::render::Output;
use gongkai::world::{MemoryWorld, SitePath};

use crate::build::{Site, build};
use crate::random::default_world;

const ITEM: &str = "---\n标题: 关于推进政务服务的办法\n公开属性: 主动公开\n索引号: 11371002MB0000001E/2026-00001\n\
    发布日期: 2026-09-01\n成文日期: 2026-08-30\n发文字号: 示审服字〔2026〕12号\n内容概述: 规范办事窗口的服务。\n\
    附件:\n  - 文件: 表.pdf\n    名称: 申请表\n---\n\n## 总则\n\n依照[附件](表.pdf)和[机构](@/jigou/_index.md)办理。\n\n[目录](#zong-ze)\n";

fn world(traditional: Option<bool>) -> MemoryWorld {
    let mut world = default_world();
    let portal = include_str!("../cases/default/disclosure.yaml");
    let switch = traditional.map_or(String::new(), |on| format!("繁体版: {on}\n"));
    for (path, text) in [
        ("disclosure.yaml", format!("{portal}{switch}")),
        ("content/zhengce/banfa/index.md", ITEM.to_owned()),
        ("content/zhengce/banfa/表.pdf", "%PDF-1.4\n%%EOF\n".to_owned()),
    ] {
        world.insert(SitePath::new(path).unwrap(), text.into_bytes());
    }
    world
}

fn site(traditional: Option<bool>) -> Site {
    let (report, site) = build(&world(traditional));
    site.unwrap_or_else(|| panic!("{:#?}", report.findings()))
}

/// The values of an attribute, as they are written.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    let rest = html.split(&start).skip(1);
    rest.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Where a relative link of a page leads.
fn resolved(page: &str, link: &str) -> String {
    let link = link.split(['?', '#']).next().unwrap();
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(folders.pop().is_some(), "{page}: {link} leads out"),
            part => folders.push(part),
        }
    }
    folders.join("/")
}

#[test]
fn without_the_option_nothing_is_there() {
    let (none, off, on) = (site(None), site(Some(false)), site(Some(true)));
    assert!(none.files == off.files);
    assert!(none.files.keys().all(|path| !path.starts_with("hant/")));
    for (path, bytes) in &none.files {
        if !path.ends_with(".html") && path != "sitemap.xml" {
            assert!(on.files[path] == *bytes, "{path} is another");
        }
    }
    for path in on.files.keys().filter(|path| !none.has(path)) {
        assert!(path.starts_with("hant/"), "{path}");
        assert!(path.ends_with(".html") || path.ends_with(".js"), "{path}");
    }
}

/// A page and its twin are made together where a portal is published and alone where a preview
/// asks for one of them.
#[test]
fn together_they_are_what_they_are_alone() {
    let world = world(Some(true));
    let built = pipeline::build(&world, &Overrides::default(), None).built.unwrap();
    let renderer = &built.renderer;
    let mut pairs = 0;
    for (path, output) in renderer.all() {
        let Output::Site(route) = output else { continue };
        if renderer.has_twin(route) {
            for (path, bytes) in renderer.emit_both(&path, route).unwrap() {
                let output = renderer.resolve(&path).unwrap();
                let alone = renderer.emit(&path, output, &world).unwrap();
                assert!(bytes == alone, "{path}");
                let odd = |byte: &u8| *byte < b' ' && *byte != b'\n';
                assert!(!bytes.iter().any(odd), "{path} has a mark left");
            }
            pairs += 1;
        }
    }
    assert!(pairs > 20, "{pairs} pairs");
}

/// Scripts of the theme that compare characters, so that they know both writings, or read them
/// aloud.
const COMPARING: [&str; 2] = ["assets/sentences.js", "assets/spoken.js"];

#[test]
fn scripts_that_speak_to_the_reader_have_twins() {
    let site = site(Some(true));
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let scripts = site.files.keys().filter(|path| path.ends_with(".js"));
    let (twins, scripts): (Vec<&String>, Vec<&String>) =
        scripts.partition(|path| path.starts_with("hant/"));
    for script in scripts {
        let text = site.page(script).unwrap();
        let twin = site.page(&format!("hant/{script}"));
        let comparing = COMPARING.contains(&script.as_str());
        assert_eq!(twin.is_some(), han(&text) && !comparing, "{script}");
        let Some(twin) = twin else { continue };
        assert!(twin != text, "{script} is as it was");
        for simplified in "关进务办发览证书门户处审规说录标题页开阅读设复项".chars()
        {
            assert!(!twin.contains(simplified), "{simplified} is in {script}");
        }
        let code = |text: &str| text.chars().filter(char::is_ascii).collect::<String>();
        assert_eq!(code(&twin), code(&text), "{script}");
    }
    assert!(twins.len() > 8, "{twins:?}");
    let page = site.page("hant/zhengce/banfa.html").unwrap();
    assert!(page.contains(" src=\"../assets/settings.js?v="), "{page}");
    assert!(page.contains(" data-spoken=\"../../assets/spoken.js?v="), "{page}");
}

#[test]
fn the_sitemap_names_both_forms_of_a_page() {
    let site = site(Some(true));
    let map = site.page("sitemap.xml").unwrap();
    let document = roxmltree::Document::parse(&map).unwrap();
    let base = "https://www.example.invalid/xxgk/";
    let entries = document.root_element().children().filter(roxmltree::Node::is_element);
    let mut of_twins = 0;
    for entry in entries {
        let own = entry.first_element_child().unwrap().text().unwrap();
        let others = entry.children().filter(|node| node.tag_name().name() == "link");
        let others: Vec<_> = others
            .map(|link| {
                (link.attribute("hreflang").unwrap(), link.attribute("href").unwrap())
            })
            .collect();
        let path = own.strip_prefix(base).unwrap();
        let path = path.strip_prefix("hant/").unwrap_or(path);
        of_twins += usize::from(own.starts_with(&format!("{base}hant/")));
        let path = if path == "index.html" { "" } else { path };
        let twin = if path.is_empty() { "index.html" } else { path };
        let (hans, hant) = (format!("{base}{path}"), format!("{base}hant/{twin}"));
        assert_eq!(others, [("zh-Hans", &*hans), ("zh-Hant", &*hant)], "{own}");
        assert!(site.has(&format!("hant/{twin}")), "{own}");
    }
    assert!(of_twins > 10, "{of_twins} twins");
}

#[test]
fn every_page_has_a_twin_whose_links_stay_among_twins() {
    let site = site(Some(true));
    let html = |path: &&String| path.ends_with(".html") && !path.starts_with("hant/");
    let pages: BTreeSet<&String> = site.files.keys().filter(html).collect();
    assert!(pages.len() > 20);
    for path in pages {
        let twin = format!("hant/{path}");
        assert_eq!(site.has(&twin), path != "404.html", "{path}");
        let Some(html) = site.page(&twin) else { continue };
        assert!(html.contains("<html lang=\"zh-Hant\">"), "{twin}");
        let links =
            [values(&html, "href"), values(&html, "src"), values(&html, "action")];
        let links = links.concat().into_iter();
        let links: Vec<&str> = links
            .filter(|link| !link.contains(':') && !link.starts_with(['#', '?']))
            .collect();
        let mut back = 0;
        for link in links {
            let target = resolved(&twin, link);
            // The scripts of the search come with its index.
            let there = site.has(&target) || target == "search/search.js";
            assert!(there, "{twin}: {link} leads to {target}");
            if target == *path {
                back += 1;
            } else if target.ends_with(".html") {
                assert!(target.starts_with("hant/"), "{twin}: {link} leads away");
            }
        }
        assert_eq!(back, 1, "{twin} has one link to its other form");
        let plain = site.page(path).unwrap();
        for attribute in ["id", "class", "name", "for", "datetime"] {
            assert_eq!(values(&html, attribute), values(&plain, attribute), "{twin}");
        }
        let canonical = |html: &str| {
            html.split("rel=\"canonical\"")
                .nth(1)
                .unwrap()
                .split('>')
                .next()
                .unwrap()
                .to_owned()
        };
        let base = " href=\"https://www.example.invalid/xxgk/";
        let home = if path == "index.html" { "index.html" } else { "" };
        let own = canonical(&plain).replacen(base, &format!("{base}hant/{home}"), 1);
        assert_eq!(canonical(&html), own, "{twin} is its own original");
    }
}

#[test]
fn words_are_traditional_and_numbers_stay() {
    let site = site(Some(true));
    let html = site.page("hant/zhengce/banfa.html").unwrap();
    for there in [
        "關於推進政務服務的辦法",
        ">示审服字〔2026〕12号<",
        "申請表",
        "../../zhengce/banfa/",
        "hreflang=\"zh-Hant\"",
        "translate=\"no\">简体</a>",
    ] {
        assert!(html.contains(there), "{there} is not in {html}");
    }
    let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let text: String =
        main.split('<').filter_map(|piece| piece.split('>').nth(1)).collect();
    let text = text.replace("示审服字〔2026〕12号", "");
    for simplified in "关进务办发览证书门户处审规说录标题".chars() {
        assert!(!text.contains(simplified), "{simplified} is in {text}");
    }
    let plain = site.page("zhengce/banfa.html").unwrap();
    assert!(
        plain.contains("href=\"../hant/zhengce/banfa.html\" lang=\"zh-Hant\""),
        "{plain}"
    );
}

#[test]
fn a_folder_of_that_name_is_in_the_way() {
    for (traditional, refused) in [(Some(true), true), (None, false)] {
        let mut world = world(traditional);
        let path = SitePath::new("content/hant.md").unwrap();
        let text = "---\n标题: 说明\n公开属性: 主动公开\n---\n\n说明。\n";
        world.insert(path, text.as_bytes());
        let (report, _) = build(&world);
        let told = format!("{:?}", report.findings()).contains("门户自己用的「hant」");
        assert_eq!(told, refused);
    }
}
