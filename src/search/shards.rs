//! The grams of a segment as the payloads of its shards.

use rayon::prelude::*;

use super::format::shard::{PARTS, Writer, file_name, part_of};
use super::format::{Kind, Shape};
use super::pack::Packer;
use super::postings::{Pair, Posting, Postings, pairs};

/// So many bits more or less than half of them are tried for the first character.
const FROM_MIDDLE: u8 = 2;

/// A pair of no more bytes, its triples included, is rare.
const RARE: u64 = 100;

/// A shard of more bytes is large. With less, more queries would be spared bytes, but in all the
/// index would grow: triples that lie apart do not count among the documents of their pair.
const LARGE: u64 = 12_500;

/// Bits of a character's number that an address can use; the manifest allows no more.
const MOST_BITS: u8 = 10;

/// The shape that makes shards of a good size and as even as can be, and the shards whose triples
/// are to lie apart, ascending.
///
/// A query fetches a shard for each gram of its cover in every segment, so small shards save
/// bytes, but below about 1 KB the head of a request weighs as much as the file.
pub(super) fn layout(postings: &Postings) -> (Shape, Vec<u32>) {
    let sizes = sizes(postings);
    let total: u64 = sizes.iter().map(|(_, size)| size).sum();
    let shape = shape(&sizes, bits(total, postings.docs));
    let shards = (0_u32..).zip(shard_sizes(&sizes, shape));
    let large = shards.filter(|(_, size)| *size > LARGE);
    (shape, large.map(|(id, _)| id).collect())
}

/// The best shape with so many bits.
///
/// Frequent grams weigh on the shard that they are in, whatever its size; the split between
/// first and second character is the one that keeps the squares of the sizes smallest, which is
/// what a query meets on average when it asks for what the texts are full of. Grams that are
/// rare are nearly all there are, and change nothing in that.
fn shape(sizes: &[([u32; 2], u64)], bits: u8) -> Shape {
    let frequent = sizes.iter().filter(|(_, size)| *size > RARE);
    let frequent: Vec<_> = frequent.copied().collect();
    // The best has always been near the middle.
    let least =
        bits.saturating_sub(MOST_BITS).max((bits / 2).saturating_sub(FROM_MIDDLE));
    let most = bits.min(MOST_BITS).min(bits / 2 + FROM_MIDDLE);
    let splits: Vec<Shape> =
        (least..=most).map(|ka| Shape { ka, kb: bits - ka }).collect();
    let best =
        splits.into_par_iter().min_by_key(|shape| (squares(&frequent, *shape), shape.ka));
    best.expect("no bits at all is a split too")
}

/// The number of shards as a power of two, from all bytes and documents.
fn bits(bytes: u64, docs: u32) -> u8 {
    let aim = aim(docs);
    // Twice the square, because the power of two that is nearest by ratio is wanted.
    let shards = (bytes / aim).max(1);
    let rounded = (2 * shards * shards).ilog2() / 2;
    (rounded as u8).min(2 * MOST_BITS)
}

/// The bytes that a shard should have, in memory; in its file they are four fifths.
fn aim(docs: u32) -> u64 {
    1200 + 2800 * u64::from(docs.min(1 << 16)) / (1 << 16)
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
    shard_sizes(sizes, shape).iter().map(|size| size * size).sum()
}

/// The bytes of each shard.
fn shard_sizes(sizes: &[([u32; 2], u64)], shape: Shape) -> Vec<u64> {
    let mut shards = vec![0_u64; shape.shards() as usize];
    for ([a, b], size) in sizes {
        shards[shape.shard_of(*a, *b) as usize] += size;
    }
    shards
}

/// The files of all shards, packed, with their names, in the order of their numbers. `split` are
/// those whose triples lie apart, ascending.
pub(super) fn pack(
    postings: &Postings,
    shape: Shape,
    split: &[u32],
) -> Vec<(String, Vec<u8>)> {
    let groups = 0_u32..1 << shape.ka;
    let files = groups.into_par_iter().map_init(Packer::new, |packer, group| {
        let shards = write(postings, shape, (group, split));
        let mut pack = |id, part, writer: Writer| {
            let (payload, lists) = writer.finish();
            (file_name(id, part), packer.pack_head(Kind::Grams, &payload, lists))
        };
        let mut files = Vec::with_capacity(shards.len());
        for (id, shard) in (group << shape.kb..).zip(shards) {
            files.push(pack(id, None, shard.grams));
            let parts = (0_u32..).zip(shard.parts);
            files.extend(parts.map(|(part, writer)| pack(id, Some(part), writer)));
        }
        files
    });
    files.collect::<Vec<Vec<_>>>().into_iter().flatten().collect()
}

/// A shard while its grams come.
struct Shard {
    grams: Writer,
    /// Of one whose triples lie apart.
    parts: Vec<Writer>,
}

impl Shard {
    fn new(shape: Shape, docs: u32, is_split: bool) -> Self {
        let parts = if is_split { PARTS } else { 0 };
        let part = |_| Writer::of_part(shape, docs);
        Self { grams: Writer::new(shape, docs), parts: (0..parts).map(part).collect() }
    }

    /// Adds a triple, which comes after its pair.
    fn triple(&mut self, gram: [u32; 3], list: &[Posting]) {
        let part = self.parts.get_mut(part_of(gram[2]) as usize);
        part.unwrap_or(&mut self.grams).push(gram, list);
    }
}

/// The shards of the first characters that end with the same bits.
fn write(postings: &Postings, shape: Shape, (group, split): (u32, &[u32])) -> Vec<Shard> {
    let first = group << shape.kb;
    let shard = |id| Shard::new(shape, postings.docs, split.binary_search(&id).is_ok());
    let mut shards: Vec<Shard> = (first..first + (1 << shape.kb)).map(shard).collect();
    let (mut list, mut of_pair): (Vec<Posting>, Vec<Posting>) = Default::default();
    for (a, row) in postings.chars.iter().zip(&postings.rows) {
        if a & ((1 << shape.ka) - 1) != group {
            continue;
        }
        for pair in pairs(row) {
            let b = postings.chars[pair.b as usize];
            let shard = &mut shards[(b & ((1 << shape.kb) - 1)) as usize];
            of_pair.clear();
            let mut triples = pair.read(0, &mut of_pair);
            shard.grams.push([*a, b, 0], &of_pair);
            while let Some((c, df)) = triples.next() {
                list.clear();
                triples.list(df, |doc, impact| list.push((doc, impact)));
                shard.triple([*a, b, postings.chars[c as usize]], &list);
            }
        }
    }
    shards
}
