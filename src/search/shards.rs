//! The grams of a segment as the payloads of its shards.

use rayon::prelude::*;

use super::format::shard::Writer;
use super::format::{Kind, Shape};
use super::pack::Packer;
use super::postings::{Pair, Posting, Postings, pairs};

/// How much of the packed rows in memory remains in a shard on the disk, in percent.
const PACKED: u64 = 100;

/// Bits of a character's number that an address can use; the manifest allows no more.
const MOST_BITS: u8 = 10;

/// The shape that makes shards of a good size and as even as can be.
///
/// A query fetches a shard for each gram of its cover in every segment, so small shards save
/// bytes, but below about 1 KB the head of a request weighs as much as the file. Frequent
/// grams weigh on the shard that they are in, whatever its size; the split between first
/// and second character is the one that keeps the squares of the sizes smallest, which is
/// what a query meets on average when it asks for what the texts are full of.
pub(super) fn shape(postings: &Postings) -> Shape {
    let sizes = sizes(postings);
    let total: u64 = sizes.iter().map(|(_, size)| size).sum();
    let bits = bits(total * PACKED / 100, postings.docs);
    let splits = (bits.saturating_sub(MOST_BITS)..=bits.min(MOST_BITS))
        .map(|ka| Shape { ka, kb: bits - ka });
    let splits: Vec<Shape> = splits.collect();
    let best =
        splits.into_par_iter().min_by_key(|shape| (squares(&sizes, *shape), shape.ka));
    best.expect("no bits at all is a split too")
}

/// The number of shards as a power of two, from packed bytes and documents.
fn bits(packed: u64, docs: u32) -> u8 {
    let docs = u64::from(docs.min(1 << 16));
    let aim = 1200 + 2800 * docs / (1 << 16);
    // Twice the square, because the power of two that is nearest by ratio is wanted.
    let shards = (packed / aim).max(1);
    let rounded = (2 * shards * shards).ilog2() / 2;
    (rounded as u8).min(2 * MOST_BITS)
}

/// The bytes of each pair, its triples included.
fn sizes(postings: &Postings) -> Vec<([u32; 2], u64)> {
    let row = |(a, row): (&u32, &[u8])| {
        let size = |pair: Pair<'_>| {
            ([*a, postings.chars[pair.b as usize]], pair.rest.len() as u64 + 3)
        };
        pairs(row).map(size).collect::<Vec<_>>()
    };
    let rows = postings.rows.iter().map(AsRef::as_ref);
    postings.chars.iter().zip(rows).flat_map(row).collect()
}

fn squares(sizes: &[([u32; 2], u64)], shape: Shape) -> u64 {
    let mut shards = vec![0_u64; shape.shards() as usize];
    for ([a, b], size) in sizes {
        shards[shape.shard_of(*a, *b) as usize] += size;
    }
    shards.iter().map(|size| size * size).sum()
}

/// All shards, packed, in the order of their numbers.
pub(super) fn pack(postings: &Postings, shape: Shape) -> Vec<Vec<u8>> {
    let groups = 0_u32..1 << shape.ka;
    let shards = groups.into_par_iter().map_init(Packer::new, |packer, group| {
        let shards = write(postings, shape, group);
        shards
            .into_iter()
            .map(|shard| {
                let (payload, lists) = shard.finish();
                packer.pack_head(Kind::Grams, &payload, lists)
            })
            .collect()
    });
    shards.collect::<Vec<Vec<_>>>().into_iter().flatten().collect()
}

/// The shards of the first characters that end with the same bits.
fn write(postings: &Postings, shape: Shape, group: u32) -> Vec<Writer> {
    let empty = || Writer::new(shape, postings.docs);
    let mut shards: Vec<Writer> =
        std::iter::repeat_with(empty).take(1 << shape.kb).collect();
    let mut list: Vec<Posting> = Vec::new();
    for (a, row) in postings.chars.iter().zip(&postings.rows) {
        if a & ((1 << shape.ka) - 1) != group {
            continue;
        }
        for pair in pairs(row) {
            let b = postings.chars[pair.b as usize];
            let shard = &mut shards[(b & ((1 << shape.kb) - 1)) as usize];
            list.clear();
            let mut triples = pair.read(0, &mut list);
            shard.push([*a, b, 0], &list);
            while let Some((c, df)) = triples.next() {
                list.clear();
                triples.list(df, |doc, impact| list.push((doc, impact)));
                shard.push([*a, b, postings.chars[c as usize]], &list);
            }
        }
    }
    shards
}
