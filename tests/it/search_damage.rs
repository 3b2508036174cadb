//! The browser's search when files are damaged, missing, newer, or changed under an open page.

use gongkai::search::format::{Kind, Line, LineKind};
use serde_json::{Value, json};

use crate::random::Random;
use crate::search_client::{Case, Folder, files_read, full, input};
use crate::search_reader::corpus::{Corpus, Doc, pack};

#[test]
fn damage_is_told_and_never_hangs() {
    let mut random = Random::new(6);
    let (corpus, query) = full(&mut random);
    let folder = Folder::new(&corpus);
    let Some(files) = files_read(&folder, &query) else { return };
    let mut changes = Vec::new();
    for file in files {
        let whole = &corpus.files[&file];
        let mut change = |bytes: Vec<u8>| changes.push((file.clone(), bytes));
        for at in 0..20 {
            let at = if at < 8 { at } else { random.below(whole.len()) };
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << random.below(8);
            change(bytes);
        }
        for size in [0, 3, 6, whole.len() / 2, whole.len() - 1] {
            change(whole[..size].to_vec());
        }
        change(b"<!doctype html><title>404</title>".to_vec());
    }
    let list: Vec<Value> = changes
        .iter()
        .map(|(file, bytes)| json!({"file": file, "bytes": bytes}))
        .collect();
    let results = folder.run(&input("damage", &query, &list.into())).unwrap();
    let right = folder.run(&json!({"mode": "answers", "cases": [query]})).unwrap();
    let mut found = 0;
    for ((file, bytes), result) in changes.iter().zip(results.as_array().unwrap()) {
        let whole = &corpus.files[file];
        let foreign = bytes.get(1) != whole.get(1) && bytes.first() == whole.first();
        assert!(result["ms"].as_u64().unwrap() < 2000, "{result}");
        match result["code"].as_str() {
            Some("damaged") => found += 1,
            Some("unsupported") => assert!(foreign, "{result}"),
            // The last bits of a file are no part of its payload.
            _ => assert_eq!(result["count"], right[0]["count"], "{result}"),
        }
    }
    assert!(found * 10 > changes.len() * 8, "{found} of {}", changes.len());
}

#[test]
fn what_is_missing_or_newer_is_told() {
    let (corpus, query) = full(&mut Random::new(7));
    let folder = Folder::new(&corpus);
    let code = |file: &str, bytes: Value| {
        let change = json!([{"file": file, "bytes": bytes}]);
        Some(folder.run(&input("damage", &query, &change))?[0]["code"].clone())
    };
    let Some(missing) = code("5e90/f-column.bin", Value::Null) else { return };
    assert_eq!(missing, "missing");
    assert_eq!(code("index.json", Value::Null).unwrap(), "missing");
    let bytes = |text: &str| json!(text.as_bytes());
    assert_eq!(code("index.json", bytes("{\"format\":1,")).unwrap(), "damaged");
    assert_eq!(
        code("index.json", bytes("{\"format\":1,\"segments\":[{}]}")).unwrap(),
        "damaged"
    );
    assert_eq!(code("index.json", bytes("{\"format\":2}")).unwrap(), "unsupported");
    // A host that answers with a page of its own.
    assert_eq!(code("suggest.js", bytes("<!doctype html><p>x")).unwrap(), "missing");
}

/// A shard in which a triple ends with nothing, so that it would pass for its pair.
#[test]
fn a_triple_that_is_none_is_damage() {
    let doc = |at: usize| Doc {
        path: format!("a{at}.html"),
        lines: vec![Line::new(LineKind::Text, "\u{4e10}\u{4e20}")],
        ..Doc::default()
    };
    let corpus = Corpus::new((0..50).map(doc).collect(), 50, &[]);
    // Keys, impacts, lists: two documents of fifty, and the second of these two.
    let keys = [1, 0x84, 0x27, 1, 0x88, 0x27, 2, 1, 0, 1];
    // In the room of a pair and not of its triple the last list would be written otherwise.
    let shard = |third: u8, file: &str| {
        let lists = if third == 0 { [33, 12] } else { [33, 8] };
        let mut payload = [&keys[..], &[0, 0], &lists].concat();
        payload[8] = third;
        let bytes = pack(Kind::Grams, &payload);
        json!([{"file": format!("5e90/{file}.bin"), "bytes": bytes}])
    };
    let query = Case::of("\u{4e10}\u{4e20}").json();
    let folder = Folder::new(&corpus);
    let Some(files) = files_read(&folder, &query) else { return };
    let grams = files.iter().find_map(|path| path.strip_prefix("5e90/")).unwrap();
    let file = grams.trim_end_matches(".bin");
    let code = |third: u8| {
        let input = input("damage", &query, &shard(third, file));
        folder.run(&input).unwrap()[0]["code"].clone()
    };
    assert_eq!(code(9), Value::Null, "a shard that is sound");
    assert_eq!(code(0), "damaged");
}

#[test]
fn a_page_that_is_open_while_the_site_is_published_finds_the_new_index() {
    let (corpus, query) = full(&mut Random::new(8));
    let folder = Folder::new(&corpus);
    let now = String::from_utf8(corpus.files["index.json"].clone()).unwrap();
    let before = now.replace("5e90", "01d");
    let input = json!({"mode": "deploy", "before": before, "query": query["query"]});
    let Some(answer) = folder.run(&input) else { return };
    assert_eq!(answer["count"], 30, "{answer}");
}
