//! Suggestions: what is typed finds what is meant, in Rust and in the browser alike, in files
//! that stay small, and of nothing but what is disclosed.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use gongkai::config::Overrides;
use gongkai::pipeline;
use gongkai::search::entry;
use gongkai::search::suggest::lookup::{Lookup, Suggestion};
use gongkai::search::suggest::{
    Brief, FILE_LIMIT, Kind, Offers, SuggestSource, TABLE_LIMIT,
};
use gongkai::world::{SitePath, World};
use serde_json::{Value, json};

use crate::random::{Random, default_world};
use crate::repository;

type Files = BTreeMap<String, Vec<u8>>;

fn source(text: &str, kind: Kind, weight: u32) -> SuggestSource {
    let path = (kind == Kind::Title).then(|| format!("a/{weight}.html"));
    SuggestSource { text: text.to_owned(), kind, path, weight }
}

fn files(sources: &[SuggestSource], items: usize) -> Files {
    let mut offers = Offers::new(items);
    sources.iter().for_each(|source| offers.source(source));
    offers.build().files.into_iter().collect()
}

fn lookup(files: &Files) -> Lookup<impl Fn(&str) -> Option<Vec<u8>> + '_> {
    Lookup::new(|path: &str| files.get(path).cloned())
}

fn texts(found: Vec<Suggestion>) -> Vec<String> {
    found.into_iter().map(|suggestion| suggestion.text).collect()
}

/// What a small county would have.
fn county() -> Vec<SuggestSource> {
    let terms = [
        ("医疗器械", Kind::Keyword, 9),
        ("医疗救助", Kind::Keyword, 5),
        ("医疗保障局", Kind::Institution, 3),
        ("住房公积金", Kind::Keyword, 8),
        ("公积金", Kind::Keyword, 7),
        ("重大项目", Kind::Topic, 4),
        ("重庆路", Kind::Keyword, 2),
        ("行政许可", Kind::Topic, 6),
        ("银行", Kind::Keyword, 2),
        ("施工许可证", Kind::Keyword, 3),
        ("政府信息公开", Kind::Keyword, 12),
        ("12345热线", Kind::Keyword, 2),
        ("IPv6", Kind::Keyword, 1),
        ("中小学招生", Kind::Keyword, 1),
    ];
    let titles = [
        "关于印发《医疗器械经营监督管理办法》的通知",
        "2024年度医疗救助资金使用情况",
        "政府信息公开指南",
        "关于调整住房公积金缴存基数的通知",
        "食品经营许可办事指南",
    ];
    let titles = titles.iter().zip(100..);
    terms
        .iter()
        .map(|(text, kind, weight)| source(text, *kind, *weight))
        .chain(titles.map(|(text, weight)| source(text, Kind::Title, weight)))
        .collect()
}

/// Words of which the portals below are made.
const WORDS: [&str; 40] = [
    "医疗",
    "器械",
    "住房",
    "公积金",
    "城乡",
    "居民",
    "养老",
    "保险",
    "行政",
    "许可",
    "审批",
    "环境",
    "影响",
    "评价",
    "安全",
    "生产",
    "监督",
    "检查",
    "食品",
    "药品",
    "经营",
    "企业",
    "登记",
    "补贴",
    "资金",
    "分配",
    "预算",
    "决算",
    "道路",
    "交通",
    "农村",
    "宅基地",
    "教育",
    "招生",
    "教师",
    "招聘",
    "重大",
    "项目",
    "银行",
    "长城",
];

/// A portal of so many items with words that come again and again.
fn portal(items: usize, seed: u64) -> Vec<SuggestSource> {
    let mut random = Random::new(seed);
    let words = |random: &mut Random, count: usize| -> String {
        (0..count).map(|_| *random.pick(&WORDS)).collect()
    };
    let mut sources = Vec::new();
    for number in 0..items {
        let subject = words(&mut random, 3);
        let title = match random.below(4) {
            0 => format!("关于印发《{subject}管理办法》的通知"),
            1 => format!("{}年度{subject}情况", 2010 + random.below(15)),
            2 => format!("关于{subject}的批复〔{number}〕"),
            _ => format!("环翠区{subject}办事指南第{number}号"),
        };
        let weight = u32::try_from(number).unwrap();
        sources.push(source(&title, Kind::Title, weight));
        sources.push(source(&words(&mut random, 2), Kind::Keyword, 1));
        sources.push(source(&words(&mut random, 3), Kind::Keyword, 1));
        sources.push(source(&format!("{}局", random.pick(&WORDS)), Kind::Institution, 1));
        sources.push(source(&words(&mut random, 4), Kind::Phrase, 1));
    }
    sources
}

#[test]
fn terms_are_found_however_they_are_typed() {
    let files = files(&county(), 5);
    let lookup = lookup(&files);
    for typed in [
        "医疗器",
        "医疗器械",
        "yiliaoqixie",
        "yiliaoqi",
        "ylqx",
        "ylq",
        "yl器械",
        "医疗qx",
        "YLQX",
        "yi liao qi xie",
        "yi'liao'qi'xie",
        "ｙｌｑｘ",
        "yiliaoqx",
        "yliaoqx",
        "醫療器械",
    ] {
        assert_eq!(texts(lookup.suggest(typed))[0], "医疗器械", "{typed}");
    }
    for (typed, expected) in [
        ("zhongda", "重大项目"),
        ("chongqing", "重庆路"),
        ("cql", "重庆路"),
        ("zhdxm", "重大项目"),
        ("xingzheng", "行政许可"),
        ("yinhang", "银行"),
        ("sgxkz", "施工许可证"),
        ("sgongxukez", "施工许可证"),
        ("12345r", "12345热线"),
        ("ipv", "IPv6"),
        ("zhengfuxinxi", "政府信息公开指南"),
    ] {
        let found = texts(lookup.suggest(typed));
        assert!(found.contains(&expected.to_owned()), "{typed}: {found:?}");
    }
    for nothing in ["", "y", "医疗器具", "ylqz", "qixie", "&!", "𠀀"] {
        assert_eq!(lookup.suggest(nothing), [], "{nothing}");
    }
}

#[test]
fn titles_stand_after_terms_and_lead_to_their_page() {
    let files = files(&county(), 5);
    let found = lookup(&files).suggest("医疗");
    let kinds: Vec<bool> = found.iter().map(|one| one.kind == Kind::Title).collect();
    assert_eq!(kinds, [false, false, false, true, true], "{found:?}");
    assert_eq!(texts(found.clone())[..3], ["医疗保障局", "医疗器械", "医疗救助"]);
    assert_eq!(found[3].path.as_deref(), Some("a/101.html"));
    assert!(found.len() <= 8);
}

#[test]
fn what_was_meant_is_offered() {
    let files = files(&county(), 5);
    let lookup = lookup(&files);
    for (query, expected) in [
        ("公基金", "公积金"),
        ("住房公基金", "住房公积金"),
        ("公基金提取条件", "公积金提取条件"),
        ("申请公基金", "申请公积金"),
        ("政府信息工开", "政府信息公开"),
        ("医疗器材", "医疗器械"),
        ("医疗械", "医疗器械"),
        ("医疗的器械", "医疗器械"),
        ("疗医器械", "医疗器械"),
        ("施工许证可", "施工许可证"),
        ("中大项目", "重大项目"),
        ("ylqx", "医疗器械"),
    ] {
        let found = lookup.corrections(query);
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{query}: {found:?}"
        );
    }
    for query in ["公积金", "完全不同的话", "", "医", "公"] {
        assert_eq!(lookup.corrections(query), Vec::<String>::new(), "{query}");
    }
}

/// Where files are split, what was meant lies in one with a longer key than what was typed.
#[test]
fn slips_are_mended_in_a_large_portal_too() {
    let sources = portal(3000, 7);
    let files = files(&sources, 3000);
    let lookup = lookup(&files);
    let terms = sources.iter().filter(|source| source.kind == Kind::Keyword).take(100);
    let mended = |slip: fn(&mut Vec<char>)| {
        let found = |source: &&SuggestSource| {
            let mut typed: Vec<char> = source.text.chars().collect();
            slip(&mut typed);
            let typed: String = typed.into_iter().collect();
            lookup.corrections(&typed).contains(&source.text)
        };
        terms.clone().filter(found).count()
    };
    let counts = [
        mended(|typed| typed.swap(0, 1)),
        mended(|typed| typed.insert(0, '的')),
        mended(|typed| *typed.last_mut().unwrap() = '的'),
        mended(|typed| {
            typed.remove(2);
        }),
    ];
    // A third of the terms do not fit into the files of a portal that has so many.
    assert!(counts.iter().all(|count| *count >= 60), "{counts:?}");
}

#[test]
fn files_are_small_each_and_in_sum() {
    let items = 10_000;
    let files = files(&portal(items, 1), items);
    let total: usize = files.values().map(Vec::len).sum();
    assert!((300_000..=100 * items).contains(&total), "{total} bytes");
    assert!(files.len() < items / 2, "{} files", files.len());
    for (path, bytes) in &files {
        let limit = if path.ends_with(".txt") { TABLE_LIMIT } else { FILE_LIMIT };
        assert!(bytes.len() <= limit, "{path}: {} bytes", bytes.len());
    }
    let lookup = lookup(&files);
    for typed in ["医疗器械", "yiliaoqixie", "ylqx"] {
        assert!(
            texts(lookup.suggest(typed)).iter().any(|text| text.starts_with("医疗器械"))
        );
    }
}

#[test]
fn every_term_of_a_small_portal_is_found_by_each_way_of_typing() {
    let sources = portal(60, 2);
    let files = files(&sources, 60);
    let lookup = lookup(&files);
    for SuggestSource { text, .. } in sources.iter().filter(|s| s.kind == Kind::Keyword) {
        let found = texts(lookup.suggest(text));
        assert!(found.contains(text), "{text}: {found:?}");
    }
}

#[test]
fn the_order_of_the_items_makes_no_difference() {
    let mut sources = portal(300, 3);
    let first = files(&sources, 300);
    Random::new(4).shuffle(&mut sources);
    assert_eq!(first, files(&sources, 300));
}

#[test]
fn the_browser_says_the_same() {
    let mut random = Random::new(5);
    let sources: Vec<SuggestSource> =
        portal(2000, 6).into_iter().chain(county()).collect();
    let files = files(&sources, 2000);
    let mut questions = Vec::new();
    for typed in [
        "ylqx",
        "yl器械",
        "医疗qx",
        "cql",
        "zhdxm",
        "公基金提取条件",
        "醫療",
        "&",
        "",
        "𠀀a",
        "IPV",
    ] {
        questions.extend(["suggest", "corrections"].map(|ask| (ask, typed.to_owned())));
    }
    for _ in 0..400 {
        let ask = *random.pick(&["suggest", "corrections"]);
        questions.push((ask, typed(&mut random, &sources)));
    }
    let lookup = lookup(&files);
    let ours: Vec<Value> =
        questions.iter().map(|(ask, typed)| answer(&lookup, ask, typed)).collect();
    let telling =
        ours.iter().filter(|answer| answer.as_array().is_some_and(|a| !a.is_empty()));
    let telling = telling.count();
    assert!(telling > 150, "only {telling} questions find something");
    let Some(said) = browser(&files, &questions) else { return };
    let theirs = said["answers"].as_array().unwrap();
    assert_eq!(said["vain"], json!([]), "no file is asked for in vain");
    for ((question, ours), theirs) in questions.iter().zip(&ours).zip(theirs) {
        assert_eq!(ours, theirs, "{question:?}");
    }
    assert_eq!(ours.len(), theirs.len());
}

/// Something to type: a piece of a text, partly in letters, sometimes with a slip.
fn typed(random: &mut Random, sources: &[SuggestSource]) -> String {
    use pinyin::ToPinyin as _;
    let source = random.pick(sources);
    if source.kind == Kind::Phrase {
        return typed(random, sources);
    }
    let text: Vec<char> = source.text.chars().collect();
    let from = if random.once_in(5) { random.below(text.len()) } else { 0 };
    let mut piece = text[from..text.len().min(from + 1 + random.below(8))].to_vec();
    if random.once_in(3) {
        let at = random.below(piece.len());
        match random.below(3) {
            0 => piece[at] = *random.pick(&['公', '基', '理', '金', 'x', '工']),
            1 => piece.insert(at, '的'),
            _ => piece.swap(0, at),
        }
    }
    let style = random.below(5);
    let spell = |c: char| match c.to_pinyin() {
        Some(sound) if style == 1 => sound.plain().to_owned(),
        Some(sound) if style == 2 => sound.plain()[..1].to_owned(),
        Some(sound) if style == 3 && random.once_in(2) => sound.plain().to_owned(),
        _ => c.to_string(),
    };
    piece.into_iter().map(spell).collect()
}

fn answer(
    lookup: &Lookup<impl Fn(&str) -> Option<Vec<u8>>>,
    ask: &str,
    typed: &str,
) -> Value {
    if ask == "corrections" {
        return lookup.corrections(typed).into();
    }
    let shown = lookup.suggest(typed).into_iter().map(|one| match one.path {
        Some(path) => json!({"text": one.text, "kind": one.kind.name(), "url": path}),
        None => json!({"text": one.text, "kind": one.kind.name()}),
    });
    shown.collect()
}

/// The answers of the browser's script under Node; none where there is no Node.
fn browser(files: &Files, questions: &[(&str, String)]) -> Option<Value> {
    let text =
        |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).expect("files are UTF-8");
    let files: BTreeMap<&String, String> =
        files.iter().map(|(p, b)| (p, text(b))).collect();
    let questions: Vec<Value> = questions
        .iter()
        .map(|(ask, typed)| json!({"ask": ask, "typed": typed}))
        .collect();
    let mut node = Command::new("node")
        .arg(repository::root().join("tests/it/search_suggest.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = node.stdin.take().unwrap();
    let input = json!({"files": files, "questions": questions}).to_string();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "the script failed");
    Some(serde_json::from_slice(&output.stdout).expect("the script answers JSON"))
}

/// Each way of keeping an item back, with words and characters that stand nowhere else: none of
/// them is suggested, none has a file of its own, and none is told how it sounds.
#[test]
fn nothing_that_is_kept_back_is_suggested() {
    let shown = built(&[("gongkai", "公开属性: 主动公开\n", "犇羴鱻")]);
    assert!(telling(&shown, "犇"), "what is disclosed is suggested");
    let hidden = [
        ("buyu", "公开属性: 不予公开\n", "龘靐齉"),
        ("shenqing", "公开属性: 依申请公开\n", "麤毳淼"),
        ("caogao", "公开属性: 主动公开\n草稿: true\n", "焱垚磊"),
        ("weilai", "公开属性: 主动公开\n发布日期: 2027-01-01\n", "骉毳晶"),
        (
            "chehui",
            "公开属性: 主动公开\n撤回: {日期: 2026-09-01, 理由: 有误。}\n",
            "鑫森猋",
        ),
    ];
    let both: Vec<(&str, &str, &str)> = hidden
        .iter()
        .copied()
        .chain([("gongkai", "公开属性: 主动公开\n", "犇羴鱻")])
        .collect();
    let with = built(&both);
    for c in hidden.iter().flat_map(|(_, _, rare)| rare.chars()) {
        assert!(!telling(&with, &c.to_string()), "{c}");
        assert!(
            !with.contains_key(&format!("search/suggest/k-{:x}.json", u32::from(c))),
            "{c}"
        );
    }
    assert_eq!(with, shown, "kept back items change nothing");
}

fn telling(files: &Files, word: &str) -> bool {
    files.values().any(|bytes| String::from_utf8_lossy(bytes).contains(word))
}

/// The suggestions of the default site with these items, each three times.
fn built(items: &[(&str, &str, &str)]) -> Files {
    let mut world = default_world();
    for (name, front, rare) in items {
        for number in 0..3 {
            let path = format!("content/tongzhi/{name}-{number}.md");
            let text = format!(
                "---\n标题: {rare}第{number}号\n关键词: [{rare}词, 特别{rare}]\n{front}---\n\
                 # {rare}章\n\n{rare}之文，又{rare}之文，再{rare}之文。\n"
            );
            world.insert(SitePath::new(&path).unwrap(), text.into_bytes());
        }
    }
    suggestions(&world)
}

fn suggestions(world: &dyn World) -> Files {
    let outcome = pipeline::build(world, &Overrides::default(), None);
    assert!(!outcome.report.has_errors(), "{:?}", outcome.report.findings());
    let built = outcome.built.expect("a site without errors is built");
    let site = built.site();
    let items: Vec<_> = entry::searched(site).collect();
    let mut offers = Offers::new(items.len());
    for (_, item) in items {
        offers.item(&Brief::of(&entry::entry(site, item)));
    }
    offers.build().files.into_iter().collect()
}
