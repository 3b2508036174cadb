//! Builds small random segments and compares every file with a plain scan of the texts.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Mutex;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{Documents, build};
use crate::search::entry::Entry;
use crate::search::format::bytes::fnv;
use crate::search::format::shard::{PARTS, Shard, file_name};
use crate::search::format::{
    Kind, Line, LineKind, METAS, SegmentInfo, column, container, decode_lines,
    decode_metas, numbers, text_path,
};
use crate::search::grams::cover;
use crate::search::merge::threshold;
use crate::search::normalize;
use crate::search::texts::Texts;

type Files = BTreeMap<String, Vec<u8>>;
type Gram = [u32; 3];

/// Few characters, so that grams meet: Han of two planes, letters, digits, marks, spaces, a
/// full-width letter, a traditional form.
const ALPHABET: &[char] =
    &['政', '府', '信', '公', '開', '𠮷', 'a', 'Ｂ', '7', '，', '。', ' ', '〔'];

fn text(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(prop::sample::select(ALPHABET), 0..most)
        .prop_map(|chars| chars.into_iter().collect())
}

fn line() -> impl Strategy<Value = Line> {
    let kinds = vec![LineKind::Fact, LineKind::Heading, LineKind::Row, LineKind::Text];
    (prop::sample::select(kinds), text(40)).prop_map(|(kind, text)| match kind {
        LineKind::Heading | LineKind::Row => Line::with_id(kind, "id", &text),
        _ => Line::new(kind, &text),
    })
}

prop_compose! {
    fn entry()(
        title in text(12),
        issuer in text(6),
        index_number in "[0-9]{6}/[0-9]{2}",
        serial in proptest::option::of(1_u32..40),
        day in proptest::option::of(1_i8..29),
        lines in proptest::collection::vec(line(), 0..5),
    ) -> Entry {
        Entry {
            path: format!("{title}.html"),
            title,
            date: day.map(|day| date(2023, 5, day)),
            number: serial.map(|n| format!("政〔2023〕{n}号")).unwrap_or_default(),
            year_and_serial: serial.map(|n| (2023, n)),
            index_number,
            issuers: vec![issuer],
            columns: vec!["政策文件".into()],
            topic: String::new(),
            validity: "现行有效".into(),
            kind: "一般信息".into(),
            keywords: Vec::new(),
            lines,
        }
    }
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    proptest::collection::vec(entry(), 1..90).prop_map(|mut entries| {
        entries.sort_by_key(|entry| entry.date);
        entries
    })
}

fn runner(cases: u32) -> TestRunner {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]);
    TestRunner::new_with_rng(Config::with_cases(cases), rng)
}

fn built(entries: &[Entry], threads: usize) -> (SegmentInfo, Files) {
    let files = Mutex::new(Files::new());
    let sink = |path: &str, bytes: &[u8]| -> Result<(), Infallible> {
        let before = files.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        assert!(before.is_none(), "{path} is written twice");
        Ok(())
    };
    let documents = Documents { count: entries.len(), entry: &|at| entries[at].clone() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let Ok(info) = pool.install(|| build(&documents, &mut Texts::default(), &sink));
    (info, files.into_inner().unwrap())
}

/// The payload of a file of a segment.
fn payload(files: &Files, info: &SegmentInfo, file: &str, kind: Kind) -> Vec<u8> {
    let path = format!("search/{}/{file}.bin", info.name);
    container::open(kind, &files[&path]).unwrap()
}

/// All grams of the index with their postings.
fn indexed(files: &Files, info: &SegmentInfo) -> BTreeMap<Gram, Vec<(u32, u8)>> {
    let mut grams = BTreeMap::new();
    for id in 0..info.shape.shards() {
        let payload = payload(files, info, &format!("{id:x}"), Kind::Grams);
        let mut shard = Shard::decode(payload, id, info.shape, info.docs).unwrap();
        for part in 0..PARTS {
            if info.split_shards().any(|split| split == id) {
                let part =
                    self::payload(files, info, &file_name(id, Some(part)), Kind::Grams);
                shard.join(part).unwrap();
            }
        }
        for entry in shard.entries() {
            grams.insert(entry.gram, shard.postings(entry));
        }
    }
    grams
}

/// The runs of a document, and whether each counts as a title.
fn runs(entry: &Entry) -> Vec<(Vec<char>, bool)> {
    let titles = [&entry.title, &entry.number, &entry.issuers[0]];
    let titles = titles.into_iter().map(|text| (text, true));
    let titles = titles.chain([(&entry.index_number, false)]);
    let mut runs = Vec::new();
    for (text, title) in titles.chain(entry.lines.iter().map(|line| (&line.text, false)))
    {
        normalize::runs(text, &mut Vec::new(), |run| runs.push((run.to_vec(), title)));
    }
    runs
}

/// All pairs and triples of the documents; the documents of each, and whether in a title.
fn scanned(entries: &[Entry]) -> BTreeMap<Gram, BTreeMap<u32, bool>> {
    let mut grams: BTreeMap<Gram, BTreeMap<u32, bool>> = BTreeMap::new();
    for (doc, entry) in (0..).zip(entries) {
        for (run, title) in runs(entry) {
            for gram in run.windows(2).chain(run.windows(3)) {
                let mut key = [0; 3];
                key.iter_mut().zip(gram).for_each(|(key, c)| *key = *c as u32);
                *grams.entry(key).or_default().entry(doc).or_default() |= title;
            }
        }
    }
    grams
}

/// What the rule of the triples leaves.
fn pruned(
    mut grams: BTreeMap<Gram, BTreeMap<u32, bool>>,
    docs: u32,
) -> BTreeMap<Gram, BTreeMap<u32, bool>> {
    let dfs: BTreeMap<Gram, usize> =
        grams.iter().map(|(gram, docs)| (*gram, docs.len())).collect();
    grams.retain(|[a, b, c], docs_of| {
        let least =
            dfs[&[*a, *b, 0]].min(if *c == 0 { usize::MAX } else { dfs[&[*b, *c, 0]] });
        *c == 0 || (least > threshold(docs) as usize && docs_of.len() < least)
    });
    grams
}

#[test]
fn the_index_holds_the_grams_of_a_scan_at_any_number_of_threads() {
    let triples = Cell::new(0);
    let test = |entries: Vec<Entry>| {
        let (info, files) = built(&entries, 1);
        prop_assert_eq!(&(info.clone(), files.clone()), &built(&entries, 3));

        let indexed = indexed(&files, &info);
        let expected = pruned(scanned(&entries), info.docs);
        prop_assert_eq!(indexed.len(), expected.len());
        let stored = expected.keys().filter(|gram| gram[2] != 0).count();
        triples.set(triples.get() + stored);
        for (gram, docs) in &expected {
            let found: Vec<u32> = indexed[gram].iter().map(|(doc, _)| *doc).collect();
            prop_assert_eq!(&found, &docs.keys().copied().collect::<Vec<_>>());
            for ((_, impact), title) in indexed[gram].iter().zip(docs.values()) {
                prop_assert_eq!(*impact == 3, *title);
            }
        }
        Ok(())
    };
    runner(48).run(&entries(), test).unwrap();
    // The corpora are large enough for some triples to be worth keeping.
    assert!(triples.get() > 100, "{triples:?}");
}

/// 管理 before each of eighty characters, in a third of two thousand documents each.
#[test]
fn the_triples_of_a_large_shard_lie_apart() {
    let entries: Vec<Entry> = (0..2000_u32)
        .map(|number| {
            let follows =
                |at: &u32| number.wrapping_mul(2_654_435_761) >> (at % 29) & 3 == 1;
            let words =
                (0..80).filter(follows).filter_map(|at| char::from_u32(0x4e00 + at));
            // A triple that is all of a pair would not be stored.
            let first = if number % 3 == 0 { '整' } else { '管' };
            let text: String = words.map(|c| format!("{first}理{c}，")).collect();
            let mut entry = entry_with(format!("{number:06}/01"));
            entry.lines.push(Line::new(LineKind::Text, &text));
            entry
        })
        .collect();
    let (info, files) = built(&entries, 2);
    let shard = info.shape.shard_of('管' as u32, '理' as u32);
    assert!(info.split_shards().any(|split| split == shard), "{:?}", info.split);
    let indexed = indexed(&files, &info);
    let expected = pruned(scanned(&entries), info.docs);
    assert_eq!(indexed.len(), expected.len());
    for (gram, docs) in &expected {
        let found: Vec<u32> = indexed[gram].iter().map(|(doc, _)| *doc).collect();
        assert_eq!(found, docs.keys().copied().collect::<Vec<_>>());
    }
}

#[test]
fn whatever_stands_in_a_run_is_found_by_its_cover() {
    let pick = any::<[prop::sample::Index; 4]>();
    let picks = proptest::collection::vec(pick, 40);
    let test = |(entries, picks): (Vec<Entry>, Vec<[prop::sample::Index; 4]>)| {
        let (info, files) = built(&entries, 2);
        let indexed = indexed(&files, &info);
        let all: Vec<Vec<char>> =
            entries.iter().flat_map(runs).map(|run| run.0).collect();
        let long: Vec<&Vec<char>> = all.iter().filter(|run| run.len() >= 2).collect();
        for [run, start, length, _] in picks {
            let run = run.get(&long);
            let start = start.index(run.len() - 1);
            let length = 2 + length.index(run.len() - start - 1);
            let word = &run[start..start + length];
            let found = found(&indexed, word);
            for (doc, entry) in (0..).zip(&entries) {
                let holds = |(run, _): &(Vec<char>, bool)| {
                    run.windows(word.len()).any(|window| window == word)
                };
                if runs(entry).iter().any(holds) {
                    prop_assert!(found.contains(&doc), "{word:?} in {doc}");
                }
            }
        }
        Ok(())
    };
    runner(48).run(&(entries(), picks), test).unwrap();
}

/// Documents with all grams of the cover of a run.
fn found(indexed: &BTreeMap<Gram, Vec<(u32, u8)>>, word: &[char]) -> BTreeSet<u32> {
    let at = |at: usize| word.get(at).map_or(0, |c| *c as u32);
    let lists = cover(word.len()).into_iter().map(|p| {
        let pair = [at(p), at(p + 1), 0];
        let list =
            indexed.get(&[at(p), at(p + 1), at(p + 2)]).or_else(|| indexed.get(&pair));
        list.into_iter().flatten().map(|(doc, _)| *doc).collect::<BTreeSet<u32>>()
    });
    lists.reduce(|some, more| &some & &more).unwrap()
}

#[test]
fn documents_have_their_metas_texts_columns_and_numbers() {
    let test = |entries: Vec<Entry>| {
        let (info, files) = built(&entries, 2);
        prop_assert_eq!(info.docs as usize, entries.len());
        let days =
            column::decode_days(&payload(&files, &info, "days", Kind::Days)).unwrap();
        let facet = payload(&files, &info, "f-issuer", Kind::Facet);
        let facet = column::decode_facet(&facet).unwrap();
        for (doc, entry) in entries.iter().enumerate() {
            let file = format!("m{}", doc / METAS as usize);
            let metas =
                decode_metas(&payload(&files, &info, &file, Kind::Metas)).unwrap();
            let meta = &metas[doc % METAS as usize];
            prop_assert_eq!((&meta.2, &meta.5), (&entry.title, &entry.index_number));
            let text = &files[&format!("search/{}", text_path(&meta.0))];
            let text = container::open(Kind::Text, text).unwrap();
            prop_assert_eq!(&decode_lines(&text).unwrap(), &entry.lines);

            let day = entry.date.map_or(0, |date| 19_478 - 1 + date.day() as u32);
            prop_assert_eq!(days[doc], day);
            let issuer = &facet.values[facet.documents[doc] as usize];
            prop_assert_eq!(issuer, &entry.issuers[0]);
            let key = normalize::squash(&entry.index_number);
            let serial = entry.year_and_serial.map(|(_, n)| format!("2023-{n}"));
            for key in serial.into_iter().chain([key]) {
                let hash = fnv(key.as_bytes());
                let file = format!("n{}", hash & ((1 << info.nb) - 1));
                let bucket = payload(&files, &info, &file, Kind::Numbers);
                let bucket = numbers::decode(&bucket, info.docs).unwrap();
                prop_assert!(bucket.contains(&(hash, doc as u32)));
            }
        }
        Ok(())
    };
    runner(24).run(&entries(), test).unwrap();
}

#[test]
fn many_numbers_are_spread_over_buckets() {
    let of = |number: u32| Entry {
        year_and_serial: Some((2023, number)),
        ..entry_with(format!("1137{number:08}/2023-{number:05}"))
    };
    let entries: Vec<Entry> = (1..=700).map(of).collect();
    let (info, files) = built(&entries, 2);
    assert_eq!(info.nb, 2);
    for (doc, entry) in (0..).zip(&entries) {
        let serial = format!("2023-{}", doc + 1);
        for key in [serial, normalize::squash(&entry.index_number)] {
            let hash = fnv(key.as_bytes());
            let file = format!("n{}", hash & 3);
            let bucket = payload(&files, &info, &file, Kind::Numbers);
            let bucket = numbers::decode(&bucket, info.docs).unwrap();
            assert!(bucket.contains(&(hash, doc)));
        }
    }
}

/// An entry with nothing but an 索引号.
fn entry_with(index_number: String) -> Entry {
    Entry {
        path: String::new(),
        title: String::new(),
        date: None,
        number: String::new(),
        year_and_serial: None,
        index_number,
        issuers: vec![String::new()],
        columns: Vec::new(),
        topic: String::new(),
        validity: String::new(),
        kind: String::new(),
        keywords: Vec::new(),
        lines: Vec::new(),
    }
}
