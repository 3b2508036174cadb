//! Files that are damaged, missing or from another version: an error that names the file.

use std::collections::{BTreeMap, BTreeSet};

use gongkai::search::format::{Damage, Kind, column, encode_metas};
use gongkai::search::reader::{Answer, Ask, Error, Index, Range, YEAR};

use super::corpus::{Corpus, pack};
use crate::random::Random;

/// Queries and conditions that together read a file of every kind.
fn read_everything(open: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Vec<Answer>, Error> {
    let index = Index::open(&open)?;
    let facets = ["column", "validity", YEAR].map(str::to_owned).to_vec();
    let range = Range { from: Range::first_day("2016-02-03"), to: None };
    let ask = Ask { facets, range, limit: 1000, ..Ask::default() };
    let queries = ["许可", "可证办理环", "2023年10号", "许可 -办理事项", "信息公开目工"];
    queries.iter().map(|query| index.search(query, &ask)).collect()
}

#[test]
fn a_damaged_file_is_an_error_that_names_it() {
    let mut random = Random::new(6);
    let corpus = Corpus::random(&mut random, 40, 20);
    let whole = read_everything(&corpus.open()).unwrap();
    let mut told = BTreeMap::new();
    for (path, bytes) in &corpus.files {
        for turn in 0..6 {
            let mut bytes = bytes.clone();
            let at = random.below(bytes.len());
            match turn {
                0 => bytes.truncate(at),
                1 => bytes.clear(),
                _ => bytes[at] ^= 1 << random.below(8),
            }
            let open = |asked: &str| match asked == path {
                true => Some(bytes.clone()),
                false => corpus.files.get(asked).cloned(),
            };
            // A bit may turn in a word of the manifest, which has no sum, or in the padding
            // of a last byte; then the answer is whole. Nothing may panic or hang.
            match read_everything(&open) {
                Ok(answers) => {
                    assert!(path == "index.json" || answers == whole, "{path}");
                }
                Err(error) => {
                    assert!(
                        path == "index.json" || error.file().ends_with(path),
                        "{path}: {error}"
                    );
                    *told.entry(kind(path)).or_insert(0) += 1;
                }
            }
        }
    }
    for (kind, times) in
        [('i', 2), ('g', 50), ('m', 15), ('f', 15), ('d', 5), ('n', 8), ('t', 25)]
    {
        assert!(told.get(&kind).is_some_and(|told| *told >= times), "{kind}: {told:?}");
    }
}

/// What kind of file a path is.
fn kind(path: &str) -> char {
    let name = path.rsplit('/').next().unwrap();
    let first = name.chars().next().unwrap();
    match first {
        'i' => 'i',
        _ if path.starts_with("t/") => 't',
        'm' | 'n' => first,
        'f' if name.starts_with("f-") => 'f',
        'd' if name == "days.bin" => 'd',
        _ => 'g',
    }
}

#[test]
fn a_missing_file_is_an_error_that_names_it() {
    let corpus = Corpus::random(&mut Random::new(7), 40, 20);
    let mut missed = BTreeSet::new();
    for path in corpus.files.keys() {
        let open =
            |asked: &str| corpus.files.get(asked).filter(|_| asked != path).cloned();
        if let Err(error) = read_everything(&open) {
            assert_eq!(error, Error::Missing(format!("search/{path}")));
            missed.insert(kind(path));
        }
    }
    assert_eq!(missed.into_iter().collect::<String>(), "dfgimnt");
}

#[test]
fn a_whole_file_with_too_few_documents_is_damaged() {
    let mut corpus = Corpus::random(&mut Random::new(7), 40, 20);
    for (name, kind, payload) in [
        ("days.bin", Kind::Days, column::encode_days(&[16_900, 16_900])),
        ("f-column.bin", Kind::Facet, column::encode_facet(&["政策", "公告"])),
        ("m2.bin", Kind::Metas, encode_metas(&[])),
    ] {
        let path = format!("5e90/{name}");
        let whole = corpus.files.insert(path.clone(), pack(kind, &payload)).unwrap();
        let error = read_everything(&corpus.open()).err();
        let damage = if kind == Kind::Metas { Damage::Value } else { Damage::Short };
        assert_eq!(error, Some(Error::Damaged(format!("search/{path}"), damage)));
        corpus.files.insert(path, whole);
    }
}

#[test]
fn an_index_of_another_version_is_refused() {
    let corpus = Corpus::random(&mut Random::new(8), 2, 2);
    let manifest = String::from_utf8(corpus.files["index.json"].clone()).unwrap();
    let later = manifest.replace("\"format\":1", "\"format\":2").into_bytes();
    let open = |_: &str| Some(later.clone());
    let error = Index::open(&open).err();
    assert_eq!(error, Some(Error::Unsupported("search/index.json".to_owned())));
    let strange = manifest.replace("5e90", "../x").into_bytes();
    let open = |_: &str| Some(strange.clone());
    assert!(matches!(Index::open(&open).err(), Some(Error::Damaged(..))));
}
