//! Shards come back whole, in parts too, and damage is an error.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::super::bits::BitWriter;
use super::{Damage, PARTS, Shape, Shard, Writer, part_of};

type Grams = std::collections::BTreeMap<[u32; 3], std::collections::BTreeMap<u32, u8>>;

const SHAPE: Shape = Shape { ka: 2, kb: 3 };
const DOCS: u32 = 50;

fn runner() -> TestRunner {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    TestRunner::new_with_rng(Config::with_cases(300), rng)
}

/// Grams that lie in shard 13 of [`SHAPE`]; each triple has its pair.
fn grams() -> impl Strategy<Value = Grams> {
    let postings = proptest::collection::btree_map(0..DOCS, 0_u8..4, 1..50);
    let key = (0_u32..6, 0_u32..6, proptest::collection::vec(1_u32..90_000, 0..4));
    proptest::collection::vec((key, postings.clone(), postings), 0..20).prop_map(|rows| {
        let mut grams = Grams::new();
        for ((a, b, more), first, second) in rows {
            let (a, b) = (a * 4 + 1, b * 8 + 5);
            // A pair that comes twice would leave triples of the first without room.
            grams.retain(|gram, _| gram[..2] != [a, b]);
            grams.insert([a, b, 0], first.clone());
            let held = first.keys().filter(|doc| second.contains_key(doc));
            let held: std::collections::BTreeMap<u32, u8> =
                held.map(|doc| (*doc, second[doc])).collect();
            for c in more.into_iter().filter(|_| !held.is_empty()) {
                grams.insert([a, b, c], held.clone());
            }
        }
        grams
    })
}

fn encode(grams: &Grams) -> Vec<u8> {
    let mut writer = Writer::new(SHAPE, DOCS);
    for (gram, postings) in grams {
        let postings: Vec<_> = postings.iter().map(|(d, i)| (*d, *i)).collect();
        writer.push(*gram, &postings);
    }
    writer.finish().0
}

/// All grams of a shard.
fn read(shard: &Shard) -> Grams {
    let entries = shard.entries().iter();
    entries.map(|e| (e.gram, shard.postings(e).into_iter().collect())).collect()
}

#[test]
fn what_is_written_is_read() {
    runner()
        .run(&grams(), |grams| {
            let shard = Shard::decode(encode(&grams), 13, SHAPE, DOCS).unwrap();
            prop_assert_eq!(read(&shard), grams);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_parts_of_a_large_shard_give_it_back() {
    runner()
        .run(&grams(), |grams| {
            let mut whole = Writer::new(SHAPE, DOCS);
            let mut parts: Vec<Writer> =
                (0..PARTS).map(|_| Writer::of_part(SHAPE, DOCS)).collect();
            for (gram, postings) in &grams {
                let list = |map: &std::collections::BTreeMap<u32, u8>| -> Vec<_> {
                    map.iter().map(|(d, i)| (*d, *i)).collect()
                };
                if gram[2] == 0 {
                    whole.push(*gram, &list(postings));
                    continue;
                }
                parts[part_of(gram[2]) as usize].push(*gram, &list(postings));
            }
            let mut shard = Shard::decode(whole.finish().0, 13, SHAPE, DOCS).unwrap();
            for part in parts {
                shard.join(part.finish().0).unwrap();
            }
            prop_assert_eq!(read(&shard), grams);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_part_of_another_shard_is_refused() {
    let mut part = Writer::of_part(SHAPE, DOCS);
    part.push([1, 5, 9], &[(0, 0), (1, 0)]);
    let (part, _) = part.finish();
    for (pair, expected) in
        [(&[(0, 0), (1, 0)][..], Ok(())), (&[(1, 0)], Err(Damage::Value))]
    {
        let mut whole = Writer::new(SHAPE, DOCS);
        whole.push([1, 5, 0], pair);
        let mut shard = Shard::decode(whole.finish().0, 13, SHAPE, DOCS).unwrap();
        assert_eq!(shard.join(part.clone()), expected);
    }
}

/// A triple whose third character is 0 would pass for its pair, with places in place of documents.
#[test]
fn a_triple_that_is_none_is_refused() {
    let mut bits = BitWriter::default();
    bits.list([0, 1].into_iter(), DOCS);
    bits.list([1].into_iter(), 2);
    let keys = [1, 0, 1, 0, 2, 1, 0, 1, 0, 0];
    let payload = [&keys[..], &bits.finish()].concat();
    let shard = Shard::decode(payload.clone(), 0, SHAPE, DOCS);
    assert_eq!(shard.map(|_| ()), Err(Damage::Value));
    let sound = [&keys[..6], &[9], &payload[7..]].concat();
    assert!(Shard::decode(sound, 0, SHAPE, DOCS).is_ok());
}

#[test]
fn a_damaged_part_is_an_error_or_another_and_never_a_panic() {
    let strategy = (grams(), any::<prop::sample::Index>(), any::<u8>());
    runner()
        .run(&strategy, |(grams, at, byte)| {
            let mut pairs = Writer::new(SHAPE, DOCS);
            let mut part = Writer::of_part(SHAPE, DOCS);
            for (gram, postings) in &grams {
                let list: Vec<_> = postings.iter().map(|(d, i)| (*d, *i)).collect();
                if gram[2] == 0 { &mut pairs } else { &mut part }.push(*gram, &list);
            }
            let (mut payload, _) = part.finish();
            let at = at.index(payload.len());
            payload[at] = byte;
            let mut shard = Shard::decode(pairs.finish().0, 13, SHAPE, DOCS).unwrap();
            if shard.join(payload).is_ok() {
                for entry in shard.entries() {
                    prop_assert_eq!(shard.postings(entry).len(), entry.df as usize);
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn damage_is_an_error_or_another_shard_and_never_a_panic() {
    let strategy = (grams(), any::<prop::sample::Index>(), any::<u8>());
    runner()
        .run(&strategy, |(grams, at, byte)| {
            let mut payload = encode(&grams);
            let at = at.index(payload.len());
            let cut = Shard::decode(payload[..at].to_vec(), 13, SHAPE, DOCS);
            prop_assert!(cut.is_err());
            payload[at] = byte;
            if let Ok(shard) = Shard::decode(payload, 13, SHAPE, DOCS) {
                for entry in shard.entries() {
                    prop_assert_eq!(shard.postings(entry).len(), entry.df as usize);
                }
            }
            Ok(())
        })
        .unwrap();
}
