//! The browser's search against the reader of the command line: the same index, the same
//! queries, the same answers to the last digit.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gongkai::search::client;
use gongkai::search::format::{
    Kind, Line, LineKind, Manifest, container, decode_metas, encode_metas,
};
use gongkai::search::normalize::TRADITIONAL;
use gongkai::search::offline::Pack;
use gongkai::search::reader::{Ask, Index, Range, Sort};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::random::Random;
use crate::search_reader::corpus::{Corpus, Doc};

/// An index in a folder, with the script beside it.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new(corpus: &Corpus) -> Self {
        let folder = TempDir::new().unwrap();
        for (path, bytes) in &corpus.files {
            let path = folder.path().join("search").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        fs::write(folder.path().join("search/traditional.txt"), TRADITIONAL).unwrap();
        for script in client::SCRIPTS {
            fs::write(folder.path().join(script.name), script.text).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// What the runner gives; nothing where there is no node.
    pub(crate) fn run(&self, input: &Value) -> Option<Value> {
        let runner =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/search_client.js");
        let node = Command::new("node")
            .args([&runner, &self.path("search.js"), &self.path("search")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut node = node.ok()?;
        let mut stdin = node.stdin.take().unwrap();
        stdin.write_all(input.to_string().as_bytes()).unwrap();
        drop(stdin);
        let output = node.wait_with_output().unwrap();
        assert!(output.status.success(), "the runner ends well");
        Some(serde_json::from_slice(&output.stdout).unwrap())
    }
}

/// A question to both.
pub(crate) struct Case {
    query: String,
    ask: Ask,
    range: [String; 2],
}

impl Case {
    pub(crate) fn of(query: &str) -> Self {
        Self { query: query.to_owned(), ask: Ask::default(), range: Default::default() }
    }

    pub(crate) fn json(&self) -> Value {
        let Ask { filters, sort, offset, limit, facets, .. } = &self.ask;
        let sort = if *sort == Sort::Date { "date" } else { "relevance" };
        json!({"query": self.query, "ask": {
            "filters": filters, "sort": sort, "offset": offset, "limit": limit,
            "facets": facets, "from": self.range[0], "to": self.range[1],
        }})
    }

    fn rust(&self, corpus: &Corpus) -> Value {
        let open = corpus.open();
        let range = Range {
            from: Range::first_day(&self.range[0]),
            to: Range::last_day(&self.range[1]),
        };
        let ask = Ask { range, ..self.ask.clone() };
        let answer = Index::open(&open).unwrap().search(&self.query, &ask).unwrap();
        comparable(serde_json::to_value(answer).unwrap())
    }
}

/// An answer without what the two need not agree on.
fn comparable(mut answer: Value) -> Value {
    let fields = answer.as_object_mut().unwrap();
    fields.remove("ms");
    fields.remove("suggestions");
    answer
}

fn compare(corpus: &Corpus, cases: &[Case]) {
    let folder = Folder::new(corpus);
    let queries: Vec<Value> = cases.iter().map(Case::json).collect();
    let input = json!({"mode": "answers", "cases": queries, "table": TRADITIONAL});
    let Some(Value::Array(answers)) = folder.run(&input) else { return };
    assert_eq!(answers.len(), cases.len());
    for ((case, found), query) in cases.iter().zip(answers).zip(queries) {
        let expected = case.rust(corpus);
        let found = comparable(found);
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(&found[field], value, "{field} of {query}");
        }
        assert_eq!(found.as_object().unwrap().len(), expected.as_object().unwrap().len());
    }
}

/// Queries of every kind that the words of a corpus allow.
fn random_case(random: &mut Random, corpus: &Corpus) -> Case {
    let mut words: Vec<String> =
        (0..1 + random.below(3)).map(|_| piece(random, corpus)).collect();
    if random.once_in(4) {
        words.push(format!("-{}", piece(random, corpus)));
    }
    if random.once_in(6) {
        words = vec![typed(random, corpus)];
    }
    let mut case = Case::of(&words.join(" "));
    let ask = &mut case.ask;
    ask.limit = [10, 3, 1, 30, 0][random.below(5)];
    ask.offset = [0, 0, 3, 17][random.below(4)];
    ask.sort = if random.once_in(3) { Sort::Date } else { Sort::Relevance };
    for (field, values) in [
        ("column", ["政策", "解读"]),
        ("validity", ["已废止", "现行有效"]),
        ("year", ["2019", "2021"]),
    ] {
        if random.once_in(5) {
            let values = values.iter().take(1 + random.below(2)).map(|v| (*v).to_owned());
            ask.filters.insert(field.to_owned(), values.collect());
        }
        if random.once_in(2) {
            ask.facets.push(field.to_owned());
        }
    }
    if random.once_in(4) {
        let days =
            ["", "2016", "2017-05", "2018-03-11", "2020-02-29", "2023", "2024-12-31"];
        case.range = [0, 1].map(|_| (*random.pick(&days)).to_owned());
    }
    case
}

/// Some characters out of a document, with a wrong one now and then.
fn piece(random: &mut Random, corpus: &Corpus) -> String {
    loop {
        let texts = random.pick(&corpus.docs).texts().join("，");
        let chars: Vec<char> = texts.chars().filter(|c| !c.is_whitespace()).collect();
        if chars.is_empty() {
            continue;
        }
        let length = 1 + random.below(3).max(random.below(12));
        let start = random.below(chars.len());
        let mut piece: String = chars[start..].iter().take(length).collect();
        if random.once_in(8) {
            piece.push('龘');
        }
        if random.once_in(8) {
            piece = format!("\"{piece}\"");
        }
        return piece;
    }
}

/// A number or a title as it may be typed.
fn typed(random: &mut Random, corpus: &Corpus) -> String {
    let doc = random.pick(&corpus.docs);
    match random.below(4) {
        0 => doc.title.clone(),
        1 => doc.index.clone(),
        2 => doc.number.replace(['〔', '〕'], ["", " ", "（"][random.below(3)]),
        _ => doc.number.clone(),
    }
}

/// A corpus with numbers.
fn numbered(random: &mut Random, count: usize, size: usize) -> Corpus {
    let mut docs = Corpus::random(random, count, size).docs;
    for doc in &mut docs {
        let code = *random.pick(&["许可办", "环保审", "证办(公)", ""]);
        let (year, serial) = (2015 + random.below(10), 1 + random.below(40));
        if random.once_in(2) {
            doc.number = format!("{code}〔{year}〕{serial}号");
        }
        if random.once_in(2) {
            doc.index = format!("11371002/{year}-{serial:05}");
        }
        if random.once_in(3) {
            let text = format!("根据{code}〔{year}〕{serial}号办理。");
            doc.lines.push(Line::new(LineKind::Text, &text));
        }
    }
    let synonyms: [&[&str]; 2] = [&["许可", "证办", "审批"], &["公开", "政府", "許可"]];
    let mut corpus = Corpus::new(docs, size, &synonyms);
    // Every sixth document of the first segment is dead, as in a preview.
    let mut manifest = Manifest::decode(&corpus.files["index.json"]).unwrap();
    let first = &mut manifest.segments[0];
    first.dead = (0..first.docs).filter(|doc| doc % 6 == 5).collect();
    let bytes = serde_json::to_vec(&manifest).unwrap();
    corpus.files.insert("index.json".to_owned(), bytes);
    corpus
}

#[test]
fn the_browser_answers_as_the_reader_does() {
    let mut random = Random::new(4);
    for (count, size, queries) in
        [(1, 1, 20), (40, 9, 150), (300, 90, 250), (900, 900, 150)]
    {
        let corpus = numbered(&mut random, count, size);
        let cases: Vec<Case> =
            (0..queries).map(|_| random_case(&mut random, &corpus)).collect();
        compare(&corpus, &cases);
    }
}

/// A portal whose every document has the words, so that every kind of file is read.
pub(crate) fn full(random: &mut Random) -> (Corpus, Value) {
    let mut docs = numbered(random, 30, 30).docs;
    for doc in &mut docs {
        doc.lines.push(Line::new(LineKind::Text, "行政审批服务局公开规划"));
        doc.number = "许可办〔2023〕7号".to_owned();
    }
    let mut case = Case::of("许可办〔2023〕7号 行政审批服务局");
    case.ask.facets = vec!["column".to_owned()];
    case.ask
        .filters
        .insert("year".to_owned(), (2015..2025).map(|y| y.to_string()).collect());
    case.range = ["2015-03".to_owned(), "2024-11-30".to_owned()];
    (Corpus::new(docs, 30, &[]), case.json())
}

/// The files that a query reads, the manifest aside.
pub(crate) fn files_read(folder: &Folder, query: &Value) -> Option<Vec<String>> {
    let asked = folder.run(&input("requests", query, &json!([])))?;
    let all: Vec<String> = serde_json::from_value(asked["cold"].clone()).unwrap();
    Some(all.into_iter().filter(|path| path != "index.json").collect())
}

pub(crate) fn input(mode: &str, query: &Value, changes: &Value) -> Value {
    json!({"mode": mode, "query": query["query"], "ask": query["ask"], "changes": changes})
}

#[test]
fn equal_requests_are_made_once() {
    let (corpus, query) = full(&mut Random::new(5));
    let folder = Folder::new(&corpus);
    let Some(mut files) = files_read(&folder, &query) else { return };
    for kind in ["days.bin", "f-column.bin", "m0.bin", "n0.bin", "n1.bin"] {
        let count = files.iter().filter(|path| path.ends_with(kind)).count();
        assert!(count <= 1 || kind.starts_with('n'), "{kind}: {files:?}");
    }
    assert!(files.iter().any(|path| path.starts_with("t/")), "{files:?}");
    let all = files.len();
    files.sort();
    files.dedup();
    assert_eq!(files.len(), all, "a file was asked for twice");
    let again = folder.run(&input("requests", &query, &json!([]))).unwrap();
    assert_eq!(again["warm"], json!([]), "a second time nothing is asked for");
}

/// Of 43 documents 3 hold the phrase; the others hold all grams of its cover, but not 批服.
#[test]
fn where_many_are_in_doubt_all_grams_are_asked_before_texts_are_read() {
    let text = |text: &str| vec![Line::new(LineKind::Text, text)];
    let doc = |at: usize| Doc {
        path: format!("a{at}.html"),
        title: format!("通知{at}"),
        date: "2024-05-06".to_owned(),
        lines: text(match at {
            20..23 => "威海审批服务指南手册",
            _ => "审批。服务指。指南手。手册",
        }),
        ..Doc::default()
    };
    let corpus = Corpus::new((0..43).map(doc).collect(), 50, &[]);
    let case = Case::of("审批服务指南手册");
    let read = std::cell::RefCell::new(Vec::new());
    let open = |path: &str| {
        read.borrow_mut().push(path.to_owned());
        corpus.files.get(path).cloned()
    };
    let index = Index::open(&open).unwrap();
    let answer = index.search(&case.query, &case.ask).unwrap();
    assert_eq!((answer.count, answer.exact), (3, true));
    let texts = |files: &[String]| -> BTreeSet<String> {
        files.iter().filter(|path| path.starts_with("t/")).cloned().collect()
    };
    let ours = texts(&read.take());
    // Equal texts share a file.
    assert_eq!(ours.len(), 1, "{ours:?}");
    let Some(theirs) = files_read(&Folder::new(&corpus), &case.json()) else { return };
    assert_eq!(texts(&theirs), ours);
}

/// The scripts that read numbers come only when they are needed, and a synonym may need them.
#[test]
fn a_synonym_with_a_year_is_read_as_one() {
    let texts = ["城市发展纲要", "规，2021全文", "规2021", "其他规2022"];
    let doc = |(at, text): (usize, &&str)| Doc {
        path: format!("a{at}.html"),
        title: format!("通知{at}"),
        lines: vec![Line::new(LineKind::Text, text)],
        ..Doc::default()
    };
    let docs = texts.iter().enumerate().map(doc).collect();
    let corpus = Corpus::new(docs, 10, &[&["发展纲要", "规2021"]]);
    let case = Case::of("发展纲要");
    assert_eq!(case.rust(&corpus)["count"], 3);
    compare(&corpus, &[case]);
}

#[test]
fn a_folder_is_searched_by_its_scripts() {
    let (mut corpus, query) = full(&mut Random::new(9));
    let mut manifest = Manifest::decode(&corpus.files["index.json"]).unwrap();
    let pack = Pack::default();
    for (path, bytes) in &corpus.files {
        pack.add(&format!("search/{path}"), bytes);
    }
    manifest.offline = Some(pack.scripts());
    let right = Folder::new(&corpus);
    let manifest = manifest.to_json();
    let scripts = pack.finish(&manifest);
    let below = |path: String| path.trim_start_matches("search/").to_owned();
    corpus.files = scripts.map(|(path, text)| (below(path), text.into_bytes())).collect();
    let folder = Folder::new(&corpus);
    let Some(found) = folder.run(&input("offline", &query, &json!([]))) else { return };
    let expected = right.run(&json!({"mode": "answers", "cases": [query]})).unwrap();
    assert_eq!(comparable(found["answer"].clone()), comparable(expected[0].clone()));
    assert_ne!(found["answer"]["count"], 0);
    fs::remove_file(folder.path("search/offline/0.js")).unwrap();
    let missing = folder.run(&input("offline", &query, &json!([]))).unwrap();
    assert_eq!(missing["answer"]["code"], "missing");
}

#[test]
fn the_table_of_traditional_forms_is_loaded_when_it_is_needed() {
    let line = |text| vec![Line::new(LineKind::Text, text)];
    let doc = |path: &str, text| Doc {
        path: path.to_owned(),
        lines: line(text),
        ..Doc::default()
    };
    let docs = vec![
        doc("a.html", "醫療器械管理辦法"),
        doc("b.html", "医疗器械管理"),
        doc("c.html", "行政许可"),
    ];
    let mut corpus = Corpus::new(docs, 9, &[]);
    let metas = container::open(Kind::Metas, &corpus.files["5e90/m0.bin"]).unwrap();
    let mut metas = decode_metas(&metas).unwrap();
    for meta in &mut metas {
        meta.9 = u8::from(meta.1 == "a.html");
    }
    let payload = encode_metas(&metas);
    let mut bytes = container::head(Kind::Metas, &payload).to_vec();
    // One stored block.
    let size = u16::try_from(payload.len()).unwrap();
    bytes.push(1);
    bytes.extend([size.to_le_bytes(), (!size).to_le_bytes()].concat());
    bytes.extend(payload);
    corpus.files.insert("5e90/m0.bin".to_owned(), bytes);
    let folder = Folder::new(&corpus);
    for (query, count, needed) in [
        ("医疗器械管理", 2, true),
        ("醫療器械管理", 2, true),
        ("行政许可", 1, false),
        ("许可", 1, false),
    ] {
        let case = Case::of(query);
        let json = case.json();
        let Some(asked) = folder.run(&input("requests", &json, &json!([]))) else {
            return;
        };
        let asked: Vec<String> = serde_json::from_value(asked["cold"].clone()).unwrap();
        assert_eq!(asked.iter().any(|path| path == "traditional.txt"), needed, "{query}");
        let answers = folder.run(&json!({"mode": "answers", "cases": [json]})).unwrap();
        assert_eq!(comparable(answers[0].clone()), case.rust(&corpus), "{query}");
        assert_eq!(answers[0]["count"], count);
    }
}

/// What a reader pays for at the first search: the core and the script of its page.
#[test]
fn the_scripts_of_a_first_search_are_small() {
    let packed = |name: &str| {
        let script = client::SCRIPTS.iter().find(|script| script.name == name).unwrap();
        let folder = TempDir::new().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, script.text).unwrap();
        let gzip = Command::new("gzip").args(["-9", "-n", "-c"]).arg(&path).output();
        gzip.expect("gzip is there").stdout.len()
    };
    let sizes = ["search.js", "page.js"].map(packed);
    assert!(sizes.iter().sum::<usize>() <= 14_000, "{sizes:?} bytes");
}
