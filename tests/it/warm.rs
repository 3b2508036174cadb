//! A build with the cache of earlier builds gives what a build without one gives.
//!
//! Two hundred random edits of a site of twenty items, each followed by both builds; every
//! finding and every byte of every file must be the same.
#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::collections::{BTreeMap, BTreeSet};

use gongkai::config::Overrides;
use gongkai::pipeline::{self, Cache, Outcome};
use gongkai::search::Memory;
use gongkai::search::reader::{Ask, Index};
use gongkai::world::{Date, MemoryWorld, SitePath};

const EDITS: usize = 200;

const SEED: u64 = 0x67_6f_6e_67_6b_61_69;

const CONFIG: &str = "base_url = \"https://www.example.invalid\"\ntitle = \"门户\"\n\
    default_language = \"zh\"\n[[taxonomies]]\nname = \"keywords\"\n";

/// A small generator (xorshift); the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.roll(of.len())]
    }
}

/// An item as the test knows it.
#[derive(Debug, Clone)]
struct Item {
    title: String,
    attribute: &'static str,
    day: usize,
    draft: bool,
    reference: Option<String>,
    body: String,
    broken: bool,
}

impl Item {
    fn new(number: usize) -> Self {
        Self {
            title: format!("第{number}号通知"),
            attribute: "主动公开",
            day: number % 28 + 1,
            draft: false,
            reference: None,
            body: format!("这是第{number}号通知的正文，说明有关事项的办理。"),
            broken: false,
        }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "---\n标题: {}\n公开属性: {}\n发布日期: 2025-03-{:02}\n草稿: {}\n关键词: [通知, 第{}天]\n",
            self.title, self.attribute, self.day, self.draft, self.day
        );
        if let Some(reference) = &self.reference {
            text.push_str(&format!("依据: \"@/{reference}\"\n"));
        }
        if self.broken {
            text.push_str("  坏: [\n");
        }
        text.push_str(&format!("---\n{}\n", self.body));
        text
    }
}

/// The site that is edited.
struct Edited {
    dice: Dice,
    world: MemoryWorld,
    items: BTreeMap<String, Item>,
    made: usize,
    kind: &'static str,
    name: usize,
    per_page: usize,
}

impl Edited {
    fn new() -> Self {
        let mut site = Self {
            dice: Dice(SEED),
            world: MemoryWorld::new(Date::constant(2026, 1, 20)),
            items: BTreeMap::new(),
            made: 0,
            kind: "通知公告",
            name: 0,
            per_page: 5,
        };
        for _ in 0..20 {
            site.create();
        }
        site.configure();
        site
    }

    fn put(&mut self, path: &str, text: String) {
        self.world.insert(SitePath::new(path).unwrap(), text.into_bytes());
    }

    fn configure(&mut self) {
        let portal = format!(
            "门户名称: 门户{}\n网站域名: www.example.invalid\n\
             机构:\n  ju:\n    机构名称: 某局\n发布机构: ju\n\
             栏目:\n  - 目录: a\n    信息类型: {}\n  - 目录: b\n    信息类型: 一般信息\n",
            self.name, self.kind
        );
        let column = format!("---\n标题: 甲\npaginate_by: {}\n---\n", self.per_page);
        self.put("config.toml", CONFIG.to_owned());
        self.put("disclosure.yaml", portal);
        self.put("content/_index.md", "---\n标题: 首页\n---\n".to_owned());
        self.put("content/a/_index.md", column);
        self.put("content/b/_index.md", "---\n标题: 乙\n---\n".to_owned());
    }

    fn create(&mut self) {
        self.made += 1;
        let folder = self.dice.pick(&["a", "b"]);
        let path = format!("{folder}/x{}.md", self.made);
        self.items.insert(path.clone(), Item::new(self.made));
        self.save(&path);
    }

    fn save(&mut self, path: &str) {
        let text = self.items[path].text();
        self.put(&format!("content/{path}"), text);
    }

    fn remove(&mut self, path: &str) -> Item {
        self.world.remove(&SitePath::new(&format!("content/{path}")).unwrap());
        self.items.remove(path).expect("only items that are there are removed")
    }

    fn any(&mut self) -> String {
        let at = self.dice.roll(self.items.len());
        self.items.keys().nth(at).expect("below the number of items").clone()
    }

    /// Makes one edit and says which.
    fn edit(&mut self, number: usize) -> String {
        let (path, other) = (self.any(), self.any());
        let what = self.dice.roll(14);
        match what {
            0 => self.create(),
            1 if self.items.len() > 10 => drop(self.remove(&path)),
            2 => {
                let item = self.remove(&path);
                self.made += 1;
                let path = format!("{}/y{}.md", self.dice.pick(&["a", "b"]), self.made);
                self.items.insert(path.clone(), item);
                self.save(&path);
            }
            3 => {
                self.kind =
                    self.dice.pick(&["通知公告", "政策文件", "一般信息", "无此类型"]);
                self.configure();
            }
            4 => {
                self.name = number;
                self.per_page = self.dice.roll(6) + 2;
                self.configure();
            }
            5 => {
                let day = i8::try_from(self.dice.roll(28) + 1).unwrap();
                self.world.set_today(Date::constant(2026, 2, day));
            }
            6 => {
                let text = self.dice.pick(&[
                    "<body>一</body>",
                    "<body>{{ portal.name }}</body>",
                    "{{",
                ]);
                self.put("templates/map.html", text.to_owned());
            }
            7 | 8 => self.mend(number),
            _ => self.edit_item(&path, &other, number),
        }
        format!("edit {number}, of sort {what}, at {path}")
    }

    /// Sets everything right again; the edits before would else leave few good builds.
    fn mend(&mut self, number: usize) {
        self.kind = "通知公告";
        self.configure();
        self.world.remove(&SitePath::new("templates/map.html").unwrap());
        let paths: Vec<String> = self.items.keys().cloned().collect();
        for (at, path) in paths.into_iter().enumerate() {
            self.items.insert(path.clone(), Item::new(number + at));
            self.save(&path);
        }
    }

    fn edit_item(&mut self, path: &str, other: &str, number: usize) {
        let sort = self.dice.roll(8);
        let word = self.dice.pick(&["主动公开", "依申请公开", "不予公开", "公开"]);
        let item = self.items.get_mut(path).expect("an item that is there");
        match sort {
            0 => item.attribute = word,
            1 => item.title = format!("改名为{number}"),
            2 => item.body = format!("{}\n\n第{number}次改动。", item.body),
            3 => item.body = format!("见[另一条](@/{other})。\n\n## 小标题{number}\n"),
            4 => item.reference = Some(other.to_owned()),
            5 => item.broken = !item.broken,
            6 => item.draft = !item.draft,
            _ => item.day = number % 28 + 1,
        }
        self.save(path);
    }
}

/// All that can be seen of an outcome: findings, what is withheld, every file.
fn seen(world: &MemoryWorld, outcome: &Outcome) -> BTreeMap<String, Vec<u8>> {
    let mut seen = BTreeMap::new();
    for (at, finding) in outcome.report.findings().iter().enumerate() {
        seen.insert(format!("finding {at:03}"), format!("{finding:?}").into_bytes());
    }
    let Some(built) = &outcome.built else { return seen };
    seen.insert("input".to_owned(), built.input.clone().into_bytes());
    seen.insert("withheld".to_owned(), format!("{:?}", built.withheld).into_bytes());
    seen.insert("due".to_owned(), format!("{:?}", built.next_due).into_bytes());
    for (path, output) in built.renderer.all() {
        let bytes = built.renderer.emit(&path, output, world);
        seen.insert(path, bytes.unwrap_or_else(|finding| format!("{finding:?}").into()));
    }
    seen
}

#[test]
fn warm_equals_cold() {
    let mut site = Edited::new();
    let cache = Cache::default();
    let overrides = Overrides::default();
    let (mut sound, mut failed, mut pages) = (0, 0, 0);
    for number in 0..EDITS {
        let edit = site.edit(number);
        let warm = pipeline::build(&site.world, &overrides, Some(&cache));
        let cold = pipeline::build(&site.world, &overrides, None);
        if cold.report.has_errors() {
            failed += 1;
        } else {
            sound += 1;
        }
        let (warm, cold) = (seen(&site.world, &warm), seen(&site.world, &cold));
        pages += cold.len();
        for key in warm.keys().chain(cold.keys()) {
            let text = |all: &BTreeMap<String, Vec<u8>>| {
                all.get(key).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            };
            assert_eq!(text(&warm), text(&cold), "{key} after {edit}");
        }
    }
    // The test would say nothing if nearly all builds failed or none gave pages.
    assert!(sound > 20 && failed > 20, "{sound} sound, {failed} failed");
    assert!(pages > EDITS * 20, "{pages} files and findings");
}

/// What an index in memory finds: how many, which pages, and how often each value.
fn found(index: &Memory, query: &str) -> (usize, BTreeSet<String>, String) {
    let open = |path: &str| index.file(&format!("search/{path}")).map(|f| f.to_vec());
    let ask = Ask { limit: 100, facets: vec!["column".to_owned()], ..Ask::default() };
    let answer = Index::open(&open).unwrap().search(query, &ask).unwrap();
    let pages = answer.results.into_iter().map(|result| result.url).collect();
    (answer.count, pages, format!("{:?}", answer.facets))
}

#[test]
fn an_edit_laid_over_an_index_finds_what_a_new_index_finds() {
    let mut site = Edited::new();
    let mut laid: Option<Memory> = None;
    let (mut overlaid, mut hits) = (0, 0);
    for number in 0..EDITS {
        let edit = site.edit(number);
        let built = pipeline::build(&site.world, &Overrides::default(), None).built;
        let Some(built) = built else { continue };
        let next = match &laid {
            Some(index) => index.update(built.site(), &built.synonyms),
            None => Memory::new(built.site(), &built.synonyms),
        };
        let new = Memory::new(built.site(), &built.synonyms);
        overlaid +=
            usize::from(next.file("search/index.json") != new.file("search/index.json"));
        for query in
            ["通知", "正文", "第1", "改名为", "次改动", "依申请公开", &number.to_string()]
        {
            let all = found(&new, query);
            hits += all.0;
            assert_eq!(found(&next, query), all, "{query} after {edit}");
        }
        laid = Some(next);
    }
    // The test would say nothing if every index had been made anew or nothing was found.
    assert!(overlaid > EDITS / 4 && hits > EDITS, "{overlaid} laid over, {hits} hits");
}
