//! A shard of grams: which documents hold which two or three characters in a row.
//!
//! ```text
//! keys     nA, then for each a ascending: Δ(a >> ka), nB, then for each b ascending:
//!          Δ(b >> kb), df(AB), nC, then for each c ascending: Δc, df(ABC)
//! impacts  in the order of the keys (AB before its ABC): 2 bits a posting, lowest first, each
//!          list padded to a byte
//! lists    in the same order, in bits, see [`mod@super::bits`]
//! ```
//!
//! The room of a pair's list are the documents of the segment by their number. The room of a
//! triple's are the documents of its pair by their place in the pair's list, since it can be in no
//! others: gaps are smaller by as much as the pair is rarer than any document.
//!
//! The first Δ of a row is the value itself, the following ones are the difference to the value
//! before. Keys stand apart from impacts because like packs better with like, and lists come last
//! because they do not pack: [`Writer::finish`] tells where they begin, and what packs the file
//! leaves them as they are.

use super::Shape;
use super::bits::{BitCursor, BitWriter};
use super::bytes::{Cursor, Damage, put};

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
    lists: BitWriter,
    impacts: Vec<u8>,
    /// The documents of the last pair.
    room: Vec<u32>,
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
            lists: BitWriter::default(),
            impacts: Vec::new(),
            room: Vec::new(),
            last: Last::default(),
        }
    }

    /// Adds a gram with its postings, `(document, impact)` ascending by document. Grams come
    /// sorted by their characters, and a triple after its pair, whose documents hold its own.
    pub fn push(&mut self, gram: [u32; 3], postings: &[(u32, u8)]) {
        let [a, b, c] = gram;
        if c != 0 {
            let df = self.list_of_triple(postings);
            let step = self.last.c.map_or(c, |last| c - last);
            put(&mut self.triples, step);
            put(&mut self.triples, df);
            self.triple_count += 1;
            self.last.c = Some(c);
            return;
        }
        self.room.clear();
        self.room.extend(postings.iter().map(|(doc, _)| doc));
        let places = postings.iter().map(|(doc, _)| *doc);
        self.lists.list(places, self.docs);
        let df = self.weigh(postings);
        self.close_pair();
        if self.last.a != Some(a) {
            self.close_row();
            self.last.a = Some(a);
        }
        let quotient = b >> self.shape.kb;
        let step = self.last.b.map_or(quotient, |last| quotient - last);
        put(&mut self.head, step);
        put(&mut self.head, df);
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

    /// Appends the list of a triple, in the room of the last pair; gives how long it is.
    fn list_of_triple(&mut self, postings: &[(u32, u8)]) -> u32 {
        let mut next = 0;
        let place = |(doc, _): &(u32, u8)| {
            let ahead = self.room[next..].iter().position(|held| held == doc);
            let place = next + ahead.expect("the pair of a triple holds its documents");
            next = place + 1;
            place as u32
        };
        self.lists.list(postings.iter().map(place), self.room.len() as u32);
        self.weigh(postings)
    }

    /// Appends the impacts of a list; gives how long it is.
    fn weigh(&mut self, postings: &[(u32, u8)]) -> u32 {
        for four in postings.chunks(4) {
            let pack = |byte: u8, (at, (_, impact)): (usize, &(u32, u8))| {
                byte | (impact & 3) << (2 * at)
            };
            self.impacts.push(four.iter().enumerate().fold(0, pack));
        }
        u32::try_from(postings.len()).expect("a segment has fewer documents")
    }

    /// The payload, and where in it the lists begin.
    #[must_use]
    pub fn finish(mut self) -> (Vec<u8>, usize) {
        self.close_pair();
        self.close_row();
        let lists = self.lists.finish();
        let size = self.rows.len() + self.impacts.len() + lists.len() + 4;
        let mut payload = Vec::with_capacity(size);
        put(&mut payload, self.row_count);
        payload.append(&mut self.rows);
        payload.append(&mut self.impacts);
        let start = payload.len();
        payload.extend(lists);
        (payload, start)
    }
}

/// A gram of a shard and where its postings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its characters; the third is 0 for a pair.
    pub gram: [u32; 3],
    /// How many documents hold it.
    pub df: u32,
    /// How many its list could hold at most.
    room: u32,
    /// The position of its pair among the entries; its own, of a pair.
    pair: usize,
    /// Where its impacts begin.
    impacts: usize,
    /// The bit at which its list begins.
    list: usize,
}

/// A shard, read.
#[derive(Debug)]
pub struct Shard {
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
            entry.impacts = at;
            at += entry.df.div_ceil(4) as usize;
        }
        let mut lists = BitCursor { bytes: &payload, at: at * 8 };
        for entry in &mut entries {
            entry.list = lists.at;
            lists.list((entry.df, entry.room), |_| ())?;
        }
        if !lists.is_at_end() {
            return Err(Damage::Long);
        }
        Ok(Self { payload, entries })
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
        let impact = |at: usize| self.payload[entry.impacts + at / 4] >> (at % 4 * 2) & 3;
        let impacts = (0..entry.df as usize).map(impact);
        let places = self.places(entry);
        if entry.gram[2] == 0 {
            return places.into_iter().zip(impacts).collect();
        }
        let room = self.places(&self.entries[entry.pair]);
        places.into_iter().map(|place| room[place as usize]).zip(impacts).collect()
    }

    /// The list of an entry: places in its room, ascending.
    fn places(&self, entry: &Entry) -> Vec<u32> {
        let mut places = Vec::with_capacity(entry.df as usize);
        let mut cursor = BitCursor { bytes: &self.payload, at: entry.list };
        let read = cursor.list((entry.df, entry.room), |place| places.push(place));
        read.expect("the list was checked");
        places
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
            let pair = entries.len();
            entries.push(entry([first, second, 0], cursor.number()?, (docs, pair))?);
            let room = (entries[pair].df, pair);
            let mut c = 0;
            for triple in 0..cursor.number()? {
                c = step(c, cursor.number()?, triple)?;
                entries.push(entry([first, second, c], cursor.number()?, room)?);
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

/// The entry of a gram in a room of so many documents, those of the pair at that position.
fn entry(gram: [u32; 3], df: u32, (room, pair): (u32, usize)) -> Result<Entry, Damage> {
    if df == 0 || df > room {
        return Err(Damage::Value);
    }
    Ok(Entry { gram, df, room, pair, impacts: 0, list: 0 })
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
            },
        )
    }

    fn encode(grams: &Grams) -> Vec<u8> {
        let mut writer = Writer::new(SHAPE, DOCS);
        for (gram, postings) in grams {
            let postings: Vec<_> = postings.iter().map(|(d, i)| (*d, *i)).collect();
            writer.push(*gram, &postings);
        }
        writer.finish().0
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
