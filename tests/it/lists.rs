//! Lists of a portal of two hundred items: every count equals a scan of the items, and an item
//! that comes changes the pages to which it belongs and no other.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use gongkai::world::{MemoryWorld, SitePath};

use crate::build::{Site, build};
use crate::random::{Random, default_world};

/// More than a page of the 目录 holds.
const ITEMS: usize = 210;
const SEED: u64 = 20_261_124;

/// Folders, and the kind's own field that says most of the lists.
const FOLDERS: [&str; 4] = ["zhengce", "tongzhi", "jiedu", "zhongdian"];
const TOPICS: [&str; 4] =
    ["综合政务", "卫生、体育", "市场监管、安全生产监管", "教育、科技"];
const ISSUERS: [&str; 3] =
    ["示例市示例区行政审批服务局", "示例市示例区渔业局", "示例区税务局"];
/// What makes a policy stand as it does on 2026-09-30, and how that is.
const STANDINGS: [(&str, &str); 5] = [
    ("", "现行有效"),
    ("有效性: 已修改\n", "已修改"),
    ("失效日期: 2026-09-29\n", "已失效"),
    ("失效日期: 2026-09-30\n", "现行有效"),
    ("施行日期: 2026-10-01\n", "尚未施行"),
];

/// One item as the test knows it.
#[derive(Clone)]
struct Given {
    number: usize,
    folder: &'static str,
    day: String,
    topic: Option<&'static str>,
    issuers: Vec<&'static str>,
    standing: Option<(&'static str, &'static str)>,
    closes: Option<String>,
}

impl Given {
    fn random(random: &mut Random, number: usize) -> Self {
        let folder = *random.pick(&FOLDERS);
        // The last numbers are of the last year, so that the 目录 has a second page of it.
        let year = if number > 200 { 2025 } else { 2021 + random.below(5) };
        let month = 1 + random.below(12);
        let day = format!("{year}-{month:02}-{:02}", 1 + random.below(28));
        let mut issuers = vec![*random.pick(&ISSUERS)];
        if random.once_in(5) {
            issuers.push(*random.pick(&ISSUERS));
        }
        Self {
            number,
            folder,
            topic: (!random.once_in(6)).then(|| *random.pick(&TOPICS)),
            issuers,
            standing: (folder == "zhengce").then(|| *random.pick(&STANDINGS)),
            closes: (folder == "tongzhi" && random.once_in(3))
                .then(|| format!("{year}-12-31")),
            day,
        }
    }

    fn id(&self) -> String {
        format!("{}/x-{}", self.folder, self.number)
    }

    fn year(&self) -> &str {
        &self.day[..4]
    }

    fn insert(&self, world: &mut MemoryWorld) {
        let (number, year, day) = (self.number, self.year(), &self.day);
        let mut front = format!(
            "---\n标题: 第{number}件\n公开属性: 主动公开\n发布日期: {day}\n成文日期: {day}\n\
             索引号: 11371002MB0000001E/{year}-{number:05}\n内容概述: 概述。\n\
             发文机关: [{}]\n",
            self.issuers.join(", ")
        );
        if let Some(topic) = self.topic {
            let _ = writeln!(front, "主题分类: {topic}\\其他");
        }
        if let Some((fields, _)) = self.standing {
            let _ = write!(front, "发文字号: 示审服字〔{year}〕{number}号\n{fields}");
        }
        if let Some(closes) = &self.closes {
            let _ = write!(front, "公告类型: 公示\n截止日期: {closes}\n");
        }
        let path = format!("content/{}.md", self.id());
        let text = format!("{front}---\n第{number}件的正文。\n");
        world.insert(SitePath::new(&path).unwrap(), text.into_bytes());
    }

    /// The values that filters know of it.
    fn values(&self) -> Vec<(&'static str, String)> {
        let mut values = vec![("年份", format!("{} 年", self.year()))];
        values.extend(self.topic.map(|topic| ("主题分类", topic.to_owned())));
        values.extend(self.standing.map(|(_, word)| ("有效性", word.to_owned())));
        let issuers: BTreeSet<_> = self.issuers.iter().collect();
        values.extend(issuers.into_iter().map(|name| ("发文机关", (*name).to_owned())));
        values
    }
}

fn portal() -> (MemoryWorld, Vec<Given>) {
    let mut random = Random::new(SEED);
    let mut world = default_world();
    for folder in FOLDERS {
        let path = SitePath::new(&format!("content/{folder}/_index.md")).unwrap();
        let text = format!("---\n标题: {folder}栏\npaginate_by: 7\n---\n");
        world.insert(path, text.into_bytes());
    }
    let items: Vec<Given> =
        (1..=ITEMS).map(|number| Given::random(&mut random, number)).collect();
    items.iter().for_each(|item| item.insert(&mut world));
    (world, items)
}

fn built(world: &MemoryWorld) -> Site {
    let (report, site) = build(world);
    site.unwrap_or_else(|| panic!("{:#?}", report.findings()))
}

/// What stands between two texts, each time.
fn between<'h>(html: &'h str, start: &str, end: &str) -> Vec<&'h str> {
    let parts = html.split(start).skip(1);
    parts.map(|part| part.split(end).next().unwrap_or_default()).collect()
}

/// The chips of a page: label, address, count.
fn chips(html: &str) -> Vec<(String, String, Option<usize>)> {
    let links = between(html, "<li><a href=\"", "</a></li>");
    let chips = links.into_iter().filter_map(|link| {
        let (path, rest) = link.split_once('"')?;
        let (_, text) = rest.split_once('>')?;
        let (label, count) = match text.split_once(" <small>") {
            Some((label, count)) => {
                (label, count.trim_end_matches("</small>").parse().ok())
            }
            None => (text, None),
        };
        Some((label.to_owned(), path.to_owned(), count))
    });
    chips.collect()
}

/// The chips of one group.
fn group(html: &str, name: &str) -> Vec<(String, String, Option<usize>)> {
    let start = format!("aria-label=\"按{name}\"");
    between(html, &start, "</nav>").first().map(|nav| chips(nav)).unwrap_or_default()
}

/// The titles that a list of some pages has.
fn listed(site: &Site, open: &str) -> Vec<String> {
    let stem = open.trim_end_matches(".html");
    let of_list = |path: &&String| {
        let rest = path.strip_prefix(stem).and_then(|rest| rest.strip_suffix(".html"));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let pages = site.files.keys().filter(of_list);
    let mut titles = Vec::new();
    for page in pages {
        let html = site.page(page).unwrap();
        let lists = between(&html, "<ul class=\"lines\">", "</ul>");
        let links =
            lists.into_iter().flat_map(|list| between(list, "<a href=\"", "</a>"));
        titles.extend(links.map(|link| link.rsplit('>').next().unwrap().to_owned()));
    }
    titles
}

#[test]
fn every_count_of_a_filter_equals_a_scan() {
    let (world, items) = portal();
    let site = built(&world);
    let mut seen = 0;
    for folder in FOLDERS {
        let mut scan: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for item in items.iter().filter(|item| item.folder == folder) {
            item.values()
                .into_iter()
                .for_each(|value| *scan.entry(value).or_default() += 1);
        }
        let html = site.page(&format!("{folder}/index.html")).unwrap();
        for name in ["年份", "主题分类", "有效性", "发文机关"] {
            let shown = group(&html, name);
            let counted: BTreeMap<(&str, String), usize> = shown
                .iter()
                .map(|(label, _, count)| ((name, label.clone()), count.unwrap()))
                .collect();
            let wanted: BTreeMap<_, _> =
                scan.iter().filter(|((of, _), _)| *of == name).collect();
            assert_eq!(counted.iter().collect::<BTreeMap<_, _>>(), wanted, "{folder}");
            for (label, path, count) in shown {
                let path = path.trim_start_matches("../");
                let titles = listed(&site, path);
                assert_eq!(Some(titles.len()), count, "{path}");
                let wanted = items.iter().filter(|item| item.folder == folder);
                let wanted =
                    wanted.filter(|item| item.values().contains(&(name, label.clone())));
                let wanted: BTreeSet<String> =
                    wanted.map(|item| format!("第{}件", item.number)).collect();
                assert_eq!(titles.into_iter().collect::<BTreeSet<_>>(), wanted, "{path}");
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "only {seen} values");
}

#[test]
fn every_count_of_a_list_over_all_equals_a_scan() {
    let (world, items) = portal();
    let site = built(&world);
    let counts = |page: &str| -> BTreeMap<String, usize> {
        let shown = chips(&site.page(page).unwrap());
        let shown =
            shown.into_iter().filter_map(|(label, _, count)| Some((label, count?)));
        shown.fold(BTreeMap::new(), |mut all, (label, count)| {
            *all.entry(label).or_default() += count;
            all
        })
    };
    let scan = |of: &dyn Fn(&Given) -> Option<String>| -> BTreeMap<String, usize> {
        items.iter().filter_map(of).fold(BTreeMap::new(), |mut all, label| {
            *all.entry(label).or_default() += 1;
            all
        })
    };
    let year = |item: &Given| format!("{} 年", item.year());
    assert_eq!(counts("catalogue/index.html"), scan(&|item| Some(year(item))));
    assert_eq!(
        counts("number/index.html"),
        scan(&|item| item.standing.is_some().then(|| year(item)))
    );
    let month =
        |item: &Given| Some(format!("{} 月", item.day[5..7].parse::<u8>().unwrap()));
    assert_eq!(counts("archive/index.html"), scan(&month));
    let month = |item: &Given| {
        let month: u8 = item.day[5..7].parse().unwrap();
        Some(format!("{} {month} 月", year(item)))
    };
    assert_eq!(counts("changes/index.html"), scan(&month));
    let mut register = scan(&|item| Some(item.standing?.1.to_owned()));
    register.insert("全部文件".to_owned(), register.values().sum());
    assert_eq!(counts("register/index.html"), register);
}

/// Which changed paths an item that came last may explain.
struct Allowed<'s> {
    item: &'s Given,
    /// The item before it in its column.
    neighbour: String,
    before: &'s Site,
    after: &'s Site,
}

impl Allowed<'_> {
    fn holds(&self, path: &str) -> bool {
        let (folder, year) = (self.item.folder, self.item.year());
        let own = [self.item.id(), self.neighbour.clone()];
        if own
            .iter()
            .any(|id| path == format!("{id}.html") || path == format!("{id}.ics"))
        {
            return true;
        }
        let fixed = [
            "index.html",
            "404.html",
            "map.html",
            "sitemap.xml",
            "atom.xml",
            "feed.json",
            "llms.txt",
            "data/items.json",
            "data/catalog.jsonld",
            "calendar.ics",
            "subscribe.html",
            "archive/index.html",
            "catalogue/index.html",
            "number/index.html",
            "changes/index.html",
            "feed.json",
            "llms.txt",
            "data/items.json",
            "data/catalog.jsonld",
        ];
        let month = &self.item.day[..7];
        let of_day = [
            format!("{folder}/atom.xml"),
            format!("{folder}/feed.json"),
            format!("data/{folder}/{year}.csv"),
            format!("data/{folder}/{year}.json"),
            format!("archive/{year}.html"),
            format!("catalogue/{year}-2.html"),
            format!("changes/{month}.html"),
            format!("number/shi-shen-fu-zi-{year}.html"),
            "register/index.html".to_owned(),
        ];
        fixed.contains(&path)
            || of_day.iter().any(|allowed| allowed == path)
            || self.of_register(path)
            || self.of_list(path)
    }

    /// The list of its own standing.
    fn of_register(&self, path: &str) -> bool {
        let Some(page) = self.after.page(path).filter(|_| path.starts_with("register/"))
        else {
            return false;
        };
        let word = self.item.standing.map_or("", |(_, word)| word);
        !word.is_empty() && page.contains(&format!("<small>{word}</small></h1>"))
    }

    /// A page of its column's list, or of the list of one of its values: the open page, a page
    /// that was cut just now, or the one that now leads there.
    fn of_list(&self, path: &str) -> bool {
        let Some(file) = path.strip_prefix(&format!("{}/", self.item.folder)) else {
            return false;
        };
        let stem = file.trim_end_matches(".html");
        let (list, number) =
            match stem.rsplit_once('_').or_else(|| stem.rsplit_once("page-")) {
                Some((list, number)) => (list, number.parse::<usize>().ok()),
                None => (stem, None),
            };
        let page = self.after.page(path).unwrap();
        let mine = list == "index" || list.is_empty() || {
            let names = self.item.values();
            names.iter().any(|(name, value)| {
                page.contains(&format!("<small>{name}：{value}</small></h1>"))
            })
        };
        let next = number.map(|number| {
            path.replace(&format!("{number}.html"), &format!("{}.html", number + 1))
        });
        mine && match next {
            None => true,
            Some(next) => {
                !self.before.has(path) || self.after.has(&next) && !self.before.has(&next)
            }
        }
    }
}

#[test]
fn an_item_that_comes_changes_only_the_pages_to_which_it_belongs() {
    let (world, items) = portal();
    let before = built(&world);
    let newest = |folder: &str| {
        let own = items.iter().filter(|item| item.folder == folder);
        let last = own.max_by_key(|item| (&item.day, std::cmp::Reverse(item.id())));
        last.unwrap().id()
    };
    // Each comes after all others, with values that the column has already.
    for (folder, standing, closes) in [
        ("zhengce", Some(STANDINGS[2]), None),
        ("tongzhi", None, Some("2026-10-31".to_owned())),
        ("jiedu", None, None),
    ] {
        let item = Given {
            number: ITEMS + 1,
            folder,
            day: "2025-12-30".to_owned(),
            topic: Some(TOPICS[1]),
            issuers: vec![ISSUERS[0]],
            standing,
            closes,
        };
        let mut world = portal().0;
        item.insert(&mut world);
        let after = built(&world);
        let neighbour = newest(folder);
        let allowed = Allowed { item: &item, neighbour, before: &before, after: &after };
        let paths: BTreeSet<&String> =
            before.files.keys().chain(after.files.keys()).collect();
        let (mut changed, mut strange) = (0, Vec::new());
        for path in paths {
            if before.files.get(path) != after.files.get(path) {
                changed += 1;
                if !allowed.holds(path) {
                    strange.push(path);
                }
            }
        }
        assert!(strange.is_empty(), "{folder}: {strange:#?}");
        assert!(changed > 10, "only {changed} files changed");
    }
}

#[test]
fn no_two_pages_have_the_same_title() {
    let (world, _) = portal();
    let site = built(&world);
    let mut titles: BTreeMap<String, &String> = BTreeMap::new();
    for path in site.files.keys().filter(|path| path.ends_with(".html")) {
        let html = site.page(path).unwrap();
        let title = between(&html, "<title>", "</title>").concat();
        // A page that leads on to another has its title.
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        assert!(!title.is_empty(), "{path} has no title");
        if let Some(other) = titles.insert(title.clone(), path) {
            panic!("{path} and {other} are both 「{title}」");
        }
    }
}

/// The content lines of a calendar file, unfolded: a small reader of RFC 5545.
fn lines(bytes: &[u8]) -> Vec<(String, String)> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.ends_with("\r\n"), "the last line has no break");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a bare line break");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line is too long");
    let unfolded = text.replace("\r\n ", "");
    let lines = unfolded.trim_end_matches("\r\n").split("\r\n");
    lines
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

#[test]
fn calendars_can_be_read() {
    let (mut world, items) = portal();
    world.set_today("2025-11-30".parse().unwrap());
    let site = built(&world);
    let deadlines = items.iter().filter_map(|item| Some((item, item.closes.as_ref()?)));
    let deadlines: Vec<(&Given, &String)> = deadlines.collect();
    assert!(deadlines.len() > 5, "only {} deadlines", deadlines.len());
    let values = |lines: &[(String, String)], name: &str| -> Vec<String> {
        let found = lines.iter().filter(|(other, _)| other == name);
        found.map(|(_, value)| value.clone()).collect()
    };
    for (item, closes) in &deadlines {
        let path = format!("{}.ics", item.id());
        if !site.has(&path) {
            // What is due later is not there yet.
            assert!(item.day.as_str() > "2025-11-30", "{path}");
            continue;
        }
        let lines = lines(&site.files[&path]);
        let first = ("BEGIN".to_owned(), "VCALENDAR".to_owned());
        assert_eq!(lines.first(), Some(&first));
        assert_eq!(values(&lines, "DTSTART;VALUE=DATE"), [closes.replace('-', "")]);
        assert_eq!(values(&lines, "UID").len(), 1);
        let (begin, end) = (values(&lines, "BEGIN"), values(&lines, "END"));
        assert_eq!(begin.len(), end.len());
        assert!(values(&lines, "SUMMARY")[0].ends_with(&format!("第{}件", item.number)));
    }
    let all = lines(&site.files["calendar.ics"]);
    let uids = values(&all, "UID");
    let open = deadlines.iter().filter(|(item, closes)| {
        closes.as_str() >= "2025-11-30" && item.day.as_str() <= "2025-11-30"
    });
    assert_eq!(uids.len(), open.count());
    assert!(uids.len() > 1, "only {uids:?} are open");
}
