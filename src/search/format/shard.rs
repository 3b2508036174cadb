//! A shard of grams: which documents hold which two or three characters in a row.
//!
//! ```text
//! keys     nA, then for each a ascending: Δ(a >> ka), nB, then for each b ascending:
//!          Δ(b >> kb), h(AB), nC, then for each c ascending: Δc, h(ABC)
//! lists    in the order of the keys (AB before its ABC): if dense, a bit a document, lowest
//!          bit first; else the first document and the gaps less one
//! impacts  in the same order: 2 bits a posting, lowest first, each list padded to a byte
//! ```
//!
//! `h` is twice the number of documents, plus one if the list is dense, which it is when more
//! than an eighth of the segment has the gram. The first Δ of a row is the value itself, the
//! following ones are the difference to the value before. Keys stand apart from lists and lists
//! from impacts because like packs better with like.

use super::Shape;
use super::bytes::{Cursor, Damage, put};

/// Whether a list of `df` documents is a bitmap in a segment of `docs`.
#[must_use]
pub fn is_dense(df: u32, docs: u32) -> bool {
    u64::from(df) * 8 > u64::from(docs)
}

/// Writes a shard, gram after gram.
#[derive(Debug)]
pub struct Writer {
    shape: Shape,
    docs: u32,
    rows: Vec<u8>,
    row_count: u32,
    pairs: Vec<u8>,
    pair_count: u32,
    triples: Vec<u8>,
    triple_count: u32,
    head: Vec<u8>,
    lists: Vec<u8>,
    impacts: Vec<u8>,
    last: Last,
}

/// The characters that the next gram is told apart from.
#[derive(Debug, Default)]
struct Last {
    a: Option<u32>,
    b: Option<u32>,
    c: Option<u32>,
    /// The `a` of the row before.
    row: u32,
}

impl Writer {
    /// An empty shard of a segment with `docs` documents.
    #[must_use]
    pub fn new(shape: Shape, docs: u32) -> Self {
        Self {
            shape,
            docs,
            rows: Vec::new(),
            row_count: 0,
            pairs: Vec::new(),
            pair_count: 0,
            triples: Vec::new(),
            triple_count: 0,
            head: Vec::new(),
            lists: Vec::new(),
            impacts: Vec::new(),
            last: Last::default(),
        }
    }

    /// Adds a gram with its postings, `(document, impact)` ascending by document. Grams come
    /// sorted by their characters, and a triple after its pair.
    pub fn push(&mut self, gram: [u32; 3], postings: &[(u32, u8)]) {
        let [a, b, c] = gram;
        let h = self.list(postings);
        if c != 0 {
            let step = self.last.c.map_or(c, |last| c - last);
            put(&mut self.triples, step);
            put(&mut self.triples, h);
            self.triple_count += 1;
            self.last.c = Some(c);
            return;
        }
        self.close_pair();
        if self.last.a != Some(a) {
            self.close_row();
            self.last.a = Some(a);
        }
        let quotient = b >> self.shape.kb;
        let step = self.last.b.map_or(quotient, |last| quotient - last);
        put(&mut self.head, step);
        put(&mut self.head, h);
        self.last.b = Some(quotient);
    }

    fn close_pair(&mut self) {
        if self.head.is_empty() {
            return;
        }
        self.pairs.append(&mut self.head);
        put(&mut self.pairs, self.triple_count);
        self.pairs.append(&mut self.triples);
        self.pair_count += 1;
        self.triple_count = 0;
        self.last.c = None;
    }

    fn close_row(&mut self) {
        let Some(a) = self.last.a else { return };
        let quotient = a >> self.shape.ka;
        let step = if self.row_count == 0 { quotient } else { quotient - self.last.row };
        put(&mut self.rows, step);
        put(&mut self.rows, self.pair_count);
        self.rows.append(&mut self.pairs);
        self.row_count += 1;
        self.pair_count = 0;
        self.last.row = quotient;
        self.last.b = None;
    }

    /// Appends a list and its impacts; gives its `h`.
    fn list(&mut self, postings: &[(u32, u8)]) -> u32 {
        let df = u32::try_from(postings.len()).expect("a segment has fewer documents");
        let dense = is_dense(df, self.docs);
        if dense {
            let start = self.lists.len();
            self.lists.resize(start + self.docs.div_ceil(8) as usize, 0);
            for (doc, _) in postings {
                self.lists[start + (doc / 8) as usize] |= 1 << (doc % 8);
            }
        } else {
            let mut next = 0;
            for (doc, _) in postings {
                put(&mut self.lists, doc - next);
                next = doc + 1;
            }
        }
        for four in postings.chunks(4) {
            let pack = |byte: u8, (at, (_, impact)): (usize, &(u32, u8))| {
                byte | (impact & 3) << (2 * at)
            };
            self.impacts.push(four.iter().enumerate().fold(0, pack));
        }
        df << 1 | u32::from(dense)
    }

    /// The payload.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.close_pair();
        self.close_row();
        let mut payload = Vec::with_capacity(
            self.rows.len() + self.lists.len() + self.impacts.len() + 4,
        );
        put(&mut payload, self.row_count);
        payload.append(&mut self.rows);
        payload.append(&mut self.lists);
        payload.append(&mut self.impacts);
        payload
    }
}

/// A gram of a shard and where its postings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its characters; the third is 0 for a pair.
    pub gram: [u32; 3],
    /// How many documents hold it.
    pub df: u32,
    dense: bool,
    list: usize,
    impacts: usize,
}

/// A shard, read.
#[derive(Debug)]
pub struct Shard {
    docs: u32,
    payload: Vec<u8>,
    /// Sorted by gram.
    entries: Vec<Entry>,
}

impl Shard {
    /// Reads the keys of a payload and makes sure of its lists.
    ///
    /// # Errors
    /// It is damaged.
    pub fn decode(
        payload: Vec<u8>,
        id: u32,
        shape: Shape,
        docs: u32,
    ) -> Result<Self, Damage> {
        let mut cursor = Cursor(&payload);
        let mut entries = keys(&mut cursor, id, shape, docs)?;
        let mut at = payload.len() - cursor.0.len();
        for entry in &mut entries {
            entry.list = at;
            at += list_size(&payload[at..], *entry, docs)?;
        }
        for entry in &mut entries {
            entry.impacts = at;
            at += entry.df.div_ceil(4) as usize;
        }
        match at.cmp(&payload.len()) {
            std::cmp::Ordering::Equal => Ok(Self { docs, payload, entries }),
            std::cmp::Ordering::Less => Err(Damage::Long),
            std::cmp::Ordering::Greater => Err(Damage::Short),
        }
    }

    /// The entry of a gram.
    #[must_use]
    pub fn find(&self, gram: [u32; 3]) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.gram.cmp(&gram)).ok()?;
        Some(&self.entries[at])
    }

    /// All entries, sorted by gram.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The documents of an entry with their impacts, ascending.
    #[must_use]
    pub fn postings(&self, entry: &Entry) -> Vec<(u32, u8)> {
        let mut docs: Vec<u32> = Vec::with_capacity(entry.df as usize);
        if entry.dense {
            let bit = |doc: &u32| {
                self.payload[entry.list + (doc / 8) as usize] >> (doc % 8) & 1 == 1
            };
            docs.extend((0..self.docs).filter(bit));
        } else {
            let mut cursor = Cursor(&self.payload[entry.list..]);
            let mut next = 0;
            for _ in 0..entry.df {
                let doc = next + cursor.number().expect("the list was checked");
                docs.push(doc);
                next = doc + 1;
            }
        }
        let impact = |at: usize| self.payload[entry.impacts + at / 4] >> (at % 4 * 2) & 3;
        docs.into_iter().enumerate().map(|(at, doc)| (doc, impact(at))).collect()
    }
}

fn keys(
    cursor: &mut Cursor<'_>,
    id: u32,
    shape: Shape,
    docs: u32,
) -> Result<Vec<Entry>, Damage> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut a = 0;
    for row in 0..cursor.number()? {
        a = step(a, cursor.number()?, row)?;
        let mut b = 0;
        for pair in 0..cursor.number()? {
            b = step(b, cursor.number()?, pair)?;
            let first = whole(a, shape.ka, id >> shape.kb)?;
            let second = whole(b, shape.kb, id & ((1 << shape.kb) - 1))?;
            entries.push(entry([first, second, 0], cursor.number()?, docs)?);
            let mut c = 0;
            for triple in 0..cursor.number()? {
                c = step(c, cursor.number()?, triple)?;
                entries.push(entry([first, second, c], cursor.number()?, docs)?);
            }
        }
    }
    Ok(entries)
}

/// The next value of an ascending row.
fn step(last: u32, step: u32, position: u32) -> Result<u32, Damage> {
    if position > 0 && step == 0 {
        return Err(Damage::Value);
    }
    last.checked_add(step).filter(|value| *value <= 0x0010_ffff).ok_or(Damage::Value)
}

/// A character from its quotient and remainder.
fn whole(quotient: u32, bits: u8, remainder: u32) -> Result<u32, Damage> {
    let value = (u64::from(quotient) << bits) | u64::from(remainder);
    u32::try_from(value).ok().filter(|c| *c <= 0x0010_ffff).ok_or(Damage::Value)
}

fn entry(gram: [u32; 3], h: u32, docs: u32) -> Result<Entry, Damage> {
    let (df, dense) = (h >> 1, h & 1 == 1);
    if df == 0 || df > docs || dense != is_dense(df, docs) {
        return Err(Damage::Value);
    }
    Ok(Entry { gram, df, dense, list: 0, impacts: 0 })
}

/// The bytes of a list, checked: documents of the segment, as many as promised.
fn list_size(bytes: &[u8], entry: Entry, docs: u32) -> Result<usize, Damage> {
    let mut cursor = Cursor(bytes);
    if entry.dense {
        let bitmap = cursor.take(docs.div_ceil(8) as usize)?;
        let count: u32 = bitmap.iter().map(|byte| byte.count_ones()).sum();
        let beyond = !docs.is_multiple_of(8)
            && bitmap.last().is_some_and(|last| last >> (docs % 8) != 0);
        if count != entry.df || beyond {
            return Err(Damage::Value);
        }
    } else {
        let mut next = 0_u64;
        for _ in 0..entry.df {
            next += u64::from(cursor.number()?) + 1;
        }
        if next > u64::from(docs) {
            return Err(Damage::Value);
        }
    }
    Ok(bytes.len() - cursor.0.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    use super::{Shape, Shard, Writer};

    type Grams =
        std::collections::BTreeMap<[u32; 3], std::collections::BTreeMap<u32, u8>>;

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
        proptest::collection::vec((key, postings.clone(), postings), 0..20).prop_map(
            |rows| {
                let mut grams = Grams::new();
                for ((a, b, more), first, second) in rows {
                    let (a, b) = (a * 4 + 1, b * 8 + 5);
                    grams.insert([a, b, 0], first);
                    for c in more {
                        grams.insert([a, b, c], second.clone());
                    }
                }
                grams
            },
        )
    }

    fn encode(grams: &Grams) -> Vec<u8> {
        let mut writer = Writer::new(SHAPE, DOCS);
        for (gram, postings) in grams {
            let postings: Vec<_> = postings.iter().map(|(d, i)| (*d, *i)).collect();
            writer.push(*gram, &postings);
        }
        writer.finish()
    }

    #[test]
    fn what_is_written_is_read() {
        runner()
            .run(&grams(), |grams| {
                let shard = Shard::decode(encode(&grams), 13, SHAPE, DOCS).unwrap();
                let found: Grams = shard
                    .entries()
                    .iter()
                    .map(|e| (e.gram, shard.postings(e).into_iter().collect()))
                    .collect();
                prop_assert_eq!(found, grams);
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
}
