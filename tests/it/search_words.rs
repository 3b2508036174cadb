//! The words of the search: golden vectors, and the two languages against each other.
//!
//! What the index holds is made in Rust and looked for in JavaScript. Where the two differ by
//! one character, a page is not found and nobody notices; so both read the same vectors,
//! every code point, and texts made at random.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use gongkai::search::normalize::{self, Normal};
use gongkai::search::query::{self, Query};
use serde_json::{Value, json};

use crate::random::Random;
use crate::repository;

/// The code points that both languages are asked about: the basic plane, and where ranges of the
/// tables begin and end above it.
const CODES: [(u32, u32); 6] = [
    (1, 0xD7FF),
    (0xE000, 0x1_00FF),
    (0x1_FF00, 0x2_00FF),
    (0x2_F7FF, 0x2_FA20),
    (0x3_FFF0, 0x4_0010),
    (0xE_0000, 0xE_0200),
];

/// What random texts are made of: words, and everything that has a meaning in a query.
const PARTS: [&str; 65] = [
    "政府",
    "信息",
    "公开",
    "威环审服字",
    "山",
    "东",
    "省",
    "萬",
    "華",
    "後",
    "号",
    "年",
    "月",
    "第",
    "号",
    "2023",
    "1998",
    "10",
    "007",
    "99999",
    "0",
    "a",
    "Bc",
    "İ",
    "ẞ",
    "σΣ",
    "Ⅻ",
    "㈠",
    "㈱",
    "①",
    "㎡",
    "ﬁ",
    "Ａ１",
    "－",
    "-",
    "\"",
    "“",
    "”",
    "＂",
    "〔",
    "〕",
    "[",
    "]",
    "【",
    "】",
    "（",
    "）",
    " ",
    "\u{3000}",
    "\u{A0}",
    "\t",
    "\u{200B}",
    "\u{AD}",
    "\u{FE0F}",
    "，",
    "。",
    "—",
    "𠮷",
    "😀",
    "⻓",
    "豈",
    "○",
    "\u{E123}",
    "カﾞ",
    "é",
];

#[test]
fn golden_vectors_hold() {
    let vectors = vectors();
    let mut count = 0;
    for vector in list(&vectors["texts"]) {
        let text = vector["text"].as_str().unwrap();
        let (normal, runs) = (normalize::fold(text), runs(text));
        assert_eq!(json!(normal), vector["normal"], "normal form of {text:?}");
        assert_eq!(json!(runs), vector["runs"], "runs of {text:?}");
        assert_eq!(json!(normalize::squash(text)), json!(runs.concat()), "{text:?}");
        count += 1;
    }
    for vector in list(&vectors["queries"]) {
        let text = vector["query"].as_str().unwrap();
        let query = Query::parse(text);
        assert_eq!(units(&query), vector["units"], "units of {text:?}");
        assert_eq!(number(&query), vector["number"], "number of {text:?}");
        let index = vector.get("index").unwrap_or(&Value::Null);
        assert_eq!(&json!(query.index_key), index, "index number of {text:?}");
        count += 1;
    }
    for vector in list(&vectors["numbers"]) {
        let text = |key: &str| vector[key].as_str().unwrap();
        let asked = query::number_key(text("asked")).expect("a number");
        assert_eq!(json!(asked.matches(text("number"))), vector["matches"], "{vector}");
        count += 1;
    }
    assert!(count > 200, "only {count} vectors");
}

/// What can be selected on a page is found: a line holds every gram that a query made of a part
/// of it looks up, and passes the comparison of the texts.
#[test]
fn every_part_of_a_line_finds_the_line() {
    let mut random = Random::new(7);
    let mut looked_up = 0;
    for line in random_texts() {
        let chars: Vec<char> =
            line.chars().filter(|c| !matches!(c, '-' | '－')).collect();
        let line: String = chars.iter().collect();
        let grams = grams(&line);
        let start = random.below(chars.len().max(1));
        let length = random.below(chars.len() - start + 1);
        let part: String = chars[start..start + length].iter().collect();
        let query = Query::parse(&part);
        for (unit, places) in query.units.iter().zip(query.plan()) {
            let context = format!("{part:?} of {line:?}: {unit:?}");
            assert!(normalize::squash(&line).contains(&unit.squashed), "{context}");
            for place in places {
                let run = &unit.runs[place.run][place.at..];
                assert!(grams.contains(&run[..2]), "{context}");
                assert!(grams.contains(&run[..run.len().min(3)]), "{context}");
                looked_up += 1;
            }
        }
    }
    assert!(looked_up > 4000, "only {looked_up} grams");
}

/// The pairs and triples of a line.
fn grams(line: &str) -> BTreeSet<Vec<char>> {
    let (mut buffer, mut grams) = (Vec::new(), BTreeSet::new());
    normalize::runs(line, &mut buffer, |run| {
        grams.extend(run.windows(2).chain(run.windows(3)).map(<[char]>::to_vec));
    });
    grams
}

#[test]
fn the_client_reads_texts_and_queries_the_same() {
    let mut texts: Vec<String> = Vec::new();
    let vectors = vectors();
    texts.extend(list(&vectors["texts"]).map(|v| v["text"].as_str().unwrap().to_owned()));
    texts.extend(
        list(&vectors["queries"]).map(|v| v["query"].as_str().unwrap().to_owned()),
    );
    texts.extend(normalize::TRADITIONAL.chars().map(String::from));
    texts.extend(random_texts());
    let question = json!({ "texts": texts, "codes": [], "numbers": vectors["numbers"] });
    let Some(theirs) = ask_client(&question) else { return };
    for (vector, their) in list(&vectors["numbers"]).zip(list(&theirs["numbers"])) {
        assert_eq!(&vector["matches"], their, "{vector}");
    }
    for (text, their) in texts.iter().zip(list(&theirs["answers"])) {
        let mut our = answer(text);
        // The client may load the table for nothing but must not lack it.
        if !needs_table(text) {
            our["needed"] = their["needed"].clone();
        }
        assert_eq!(&our, their, "{text:?}");
    }
}

#[test]
fn the_client_knows_every_character_the_same() {
    let codes: Vec<char> = CODES
        .iter()
        .flat_map(|&(first, last)| first..=last)
        .filter_map(char::from_u32)
        .collect();
    let question = json!({ "texts": [], "codes": CODES, "numbers": [] });
    let Some(theirs) = ask_client(&question) else { return };
    let mut needless = 0;
    for (&c, their) in codes.iter().zip(list(&theirs["characters"])) {
        let their = their.as_str().unwrap();
        let text = c.to_string();
        let folded = normalize::fold(&text);
        let class = match folded.chars().next() {
            Some(first) if normalize::is_han(first) => 2,
            Some(first) if normalize::is_word(first) => 1,
            _ => 0,
        };
        let our = format!("{}{class}", normalize::fold(&format!("a {text} b")));
        let (their, needed) = their.split_at(their.len() - 1);
        assert_eq!(our, their, "U+{:04X}", u32::from(c));
        let traditional = needs_table(&text);
        assert!(!traditional || needed == "1", "the client lacks the table for {c}");
        needless += usize::from(!traditional && needed == "1" && is_common(c));
    }
    assert_eq!(needless, 0, "simplified characters for which the table is loaded");
}

/// Whether the table of traditional forms changes a character of the text.
fn needs_table(text: &str) -> bool {
    normalize::runs(text, &mut Vec::new(), |_| ())
}

/// A character of everyday texts, for which no table has to be loaded.
fn is_common(c: char) -> bool {
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指〇".contains(c)
}

/// What Rust makes of a text, in the form of the script's answers.
fn answer(text: &str) -> Value {
    let normal = normalize::normalize(text);
    let query = Query::parse(text);
    let plan: Vec<Vec<[usize; 2]>> = query
        .plan()
        .iter()
        .map(|unit| unit.iter().map(|place| [place.run, place.at]).collect())
        .collect();
    json!({
        "needed": needs_table(text),
        "normal": places(text, &normal),
        "words": places(text, &normal.words()),
        "squash": normalize::squash(text),
        "runs": runs(text),
        "units": units(&query),
        "number": number(&query),
        "index": query.index_key,
        "plan": plan,
    })
}

/// A text in the normal form with places as JavaScript counts them, in units of UTF-16.
fn places(source: &str, normal: &Normal) -> Value {
    let units = |at: u32| source[..at as usize].encode_utf16().count();
    let from: Vec<usize> = normal
        .chars
        .iter()
        .zip(&normal.from)
        .flat_map(|(c, &at)| std::iter::repeat_n(units(at), c.len_utf16()))
        .collect();
    json!([normal.text(), from])
}

fn runs(text: &str) -> Vec<String> {
    let (mut buffer, mut runs) = (Vec::new(), Vec::new());
    normalize::runs(text, &mut buffer, |run| runs.push(run.iter().collect()));
    runs
}

fn units(query: &Query) -> Value {
    let run = |run: &Vec<char>| run.iter().collect::<String>();
    let unit = |unit: &query::Unit| {
        let runs: Vec<String> = unit.runs.iter().map(run).collect();
        json!([unit.text, unit.squashed, runs, unit.not])
    };
    query.units.iter().map(unit).collect()
}

fn number(query: &Query) -> Value {
    query.number.as_ref().map_or(Value::Null, |number| json!([number.key, number.prefix]))
}

fn random_texts() -> Vec<String> {
    let mut random = Random::new(20_261_124);
    (0..4000)
        .map(|_| {
            let parts = 1 + random.below(12);
            (0..parts).map(|_| *random.pick(&PARTS)).collect()
        })
        .chain((0..20).map(|length| "长".repeat(length * 20)))
        .collect()
}

fn vectors() -> Value {
    let text = repository::text("src/search/vectors.json").expect("the golden vectors");
    serde_json::from_str(&text).expect("they are JSON")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

/// The answer of the client's scripts under Node; none where there is no Node.
fn ask_client(question: &Value) -> Option<Value> {
    let script = repository::root().join("tests/it/search_words.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(question.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "the script failed");
    Some(serde_json::from_slice(&output.stdout).expect("the script answers JSON"))
}
