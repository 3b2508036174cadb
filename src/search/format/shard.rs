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
//! Where a shard is large, its triples lie apart, in [`PARTS`] files by the last bits of their third
//! character, so that a query for one of a thousand triples of 管理 does not fetch them all, nor
//! the long list of 管理 itself. In such a part a pair stands only for the sake of its triples, without
//! df, impacts and list, and the room of a triple are the documents of the segment: a pair that
//! makes a shard large is in so many that it would save little to count among its own.
//!
//! The first Δ of a row is the value itself, the following ones are the difference to the value
//! before. Keys stand apart from impacts because like packs better with like, and lists come last
//! because they do not pack: [`Writer::finish`] tells where they begin, and what packs the file
//! leaves them as they are.

use super::Shape;
use super::bits::{BitCursor, BitWriter};
use super::bytes::{Cursor, Damage, put};

/// In so many files the triples of a large shard are.
pub const PARTS: u32 = 8;

/// The part of a large shard in which a triple is, by its third character.
#[must_use]
pub fn part_of(c: u32) -> u32 {
    c % PARTS
}

/// The name of the file of a shard, or of one of its parts, without its ending.
#[must_use]
pub fn file_name(id: u32, part: Option<u32>) -> String {
    part.map_or_else(|| format!("{id:x}"), |part| format!("{id:x}-{part}"))
}

/// Writes a shard, gram after gram.
#[derive(Debug)]
pub struct Writer {
    /// Whether it is a part of one, with triples only.
    is_part: bool,
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
            is_part: false,
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

    /// An empty part of a large shard.
    #[must_use]
    pub fn of_part(shape: Shape, docs: u32) -> Self {
        Self { is_part: true, ..Self::new(shape, docs) }
    }

    /// Adds a gram with its postings, `(document, impact)` ascending by document. Grams come
    /// sorted by their characters, and a triple after its pair, whose documents hold its own; to a
    /// part come triples only.
    pub fn push(&mut self, gram: [u32; 3], postings: &[(u32, u8)]) {
        let [a, b, c] = gram;
        if c != 0 {
            if self.is_part && !self.is_at(a, b) {
                self.open(a, b);
            }
            self.list_of_triple(postings);
            self.weigh(postings);
            let step = self.last.c.map_or(c, |last| c - last);
            put(&mut self.triples, step);
            put(&mut self.triples, count(postings));
            self.triple_count += 1;
            self.last.c = Some(c);
            return;
        }
        self.room.clear();
        self.room.extend(postings.iter().map(|(doc, _)| doc));
        self.lists.list(self.room.iter().copied(), self.docs);
        self.weigh(postings);
        self.open(a, b);
        put(&mut self.head, count(postings));
    }

    /// Whether nothing was added after this pair but its own triples.
    fn is_at(&self, a: u32, b: u32) -> bool {
        self.last.a == Some(a) && self.last.b == Some(b >> self.shape.kb)
    }

    /// Begins the keys of a pair.
    fn open(&mut self, a: u32, b: u32) {
        self.close_pair();
        if self.last.a != Some(a) {
            self.close_row();
            self.last.a = Some(a);
        }
        let quotient = b >> self.shape.kb;
        let step = self.last.b.map_or(quotient, |last| quotient - last);
        put(&mut self.head, step);
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

    /// Appends the list of a triple, in the room that it has.
    fn list_of_triple(&mut self, postings: &[(u32, u8)]) {
        if self.is_part {
            return self.lists.list(postings.iter().map(|(doc, _)| *doc), self.docs);
        }
        let mut next = 0;
        let place = |(doc, _): &(u32, u8)| {
            let ahead = self.room[next..].iter().position(|held| held == doc);
            let place = next + ahead.expect("the pair of a triple holds its documents");
            next = place + 1;
            place as u32
        };
        self.lists.list(postings.iter().map(place), self.room.len() as u32);
    }

    /// Appends the impacts of a list.
    fn weigh(&mut self, postings: &[(u32, u8)]) {
        for four in postings.chunks(4) {
            let pack = |byte: u8, (at, (_, impact)): (usize, &(u32, u8))| {
                byte | (impact & 3) << (2 * at)
            };
            self.impacts.push(four.iter().enumerate().fold(0, pack));
        }
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

fn count(postings: &[(u32, u8)]) -> u32 {
    u32::try_from(postings.len()).expect("a segment has fewer documents")
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
    /// Whether these are the documents of its pair.
    among_pair: bool,
    /// In which of the payloads it is.
    payload: usize,
    /// Where its impacts begin.
    impacts: usize,
    /// The bit at which its list begins.
    list: usize,
}

/// A shard, read.
#[derive(Debug)]
pub struct Shard {
    address: Address,
    /// Of the shard, then of its parts.
    payloads: Vec<Vec<u8>>,
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
        let address = Address { id, shape, docs };
        let mut cursor = Cursor(&payload);
        let mut entries = keys(&mut cursor, address, false)?;
        let start = payload.len() - cursor.0.len();
        locate(&payload, start, &mut entries)?;
        Ok(Self { address, payloads: vec![payload], entries })
    }

    /// Adds the triples of a part.
    ///
    /// # Errors
    /// It is damaged, or not a part of this shard.
    pub fn join(&mut self, payload: Vec<u8>) -> Result<(), Damage> {
        let mut cursor = Cursor(&payload);
        let mut entries = keys(&mut cursor, self.address, true)?;
        let start = payload.len() - cursor.0.len();
        let is_ours = |entry: &Entry| {
            let [a, b, _] = entry.gram;
            self.find([a, b, 0]).is_some_and(|pair| entry.df <= pair.df)
        };
        if !entries.iter().all(is_ours) {
            return Err(Damage::Value);
        }
        locate(&payload, start, &mut entries)?;
        for entry in &mut entries {
            entry.payload = self.payloads.len();
        }
        self.payloads.push(payload);
        self.entries.extend(entries);
        self.entries.sort_unstable_by_key(|entry| entry.gram);
        let twice = self.entries.windows(2).any(|pair| pair[0].gram == pair[1].gram);
        if twice { Err(Damage::Value) } else { Ok(()) }
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
        let payload = &self.payloads[entry.payload];
        let impact = |at: usize| payload[entry.impacts + at / 4] >> (at % 4 * 2) & 3;
        let impacts = (0..entry.df as usize).map(impact);
        let places = self.places(entry);
        let [a, b, _] = entry.gram;
        if !entry.among_pair {
            return places.into_iter().zip(impacts).collect();
        }
        let pair = self.find([a, b, 0]).expect("the pair of a triple is there");
        let room = self.places(pair);
        places.into_iter().map(|place| room[place as usize]).zip(impacts).collect()
    }

    /// The list of an entry: places in its room, ascending.
    fn places(&self, entry: &Entry) -> Vec<u32> {
        let mut places = Vec::with_capacity(entry.df as usize);
        let bytes = &self.payloads[entry.payload];
        let mut cursor = BitCursor { bytes, at: entry.list };
        let read = cursor.list((entry.df, entry.room), |place| places.push(place));
        read.expect("the list was checked");
        places
    }
}

/// Tells entries where their impacts and lists are; these fill the payload from there on.
fn locate(payload: &[u8], start: usize, entries: &mut [Entry]) -> Result<(), Damage> {
    let mut at = start;
    for entry in entries.iter_mut() {
        entry.impacts = at;
        at += entry.df.div_ceil(4) as usize;
    }
    let mut lists = BitCursor { bytes: payload, at: at * 8 };
    for entry in entries {
        entry.list = lists.at;
        lists.list((entry.df, entry.room), |_| ())?;
    }
    if lists.is_at_end() { Ok(()) } else { Err(Damage::Long) }
}

/// Which shard a file is of, and in a segment of how many documents.
#[derive(Debug, Clone, Copy)]
struct Address {
    id: u32,
    shape: Shape,
    docs: u32,
}

/// The keys of a shard, or of a part of one.
fn keys(
    cursor: &mut Cursor<'_>,
    Address { id, shape, docs }: Address,
    is_part: bool,
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
            let mut room = docs;
            if !is_part {
                let pair = entry([first, second, 0], cursor.number()?, docs)?;
                room = pair.df;
                entries.push(pair);
            }
            let mut c = 0;
            for triple in 0..cursor.number()? {
                c = step(c, cursor.number()?, triple)?;
                // It would pass for the pair.
                if c == 0 {
                    return Err(Damage::Value);
                }
                let triple = entry([first, second, c], cursor.number()?, room)?;
                entries.push(Entry { among_pair: !is_part, ..triple });
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

/// The entry of a gram in a room of so many documents.
fn entry(gram: [u32; 3], df: u32, room: u32) -> Result<Entry, Damage> {
    if df == 0 || df > room {
        return Err(Damage::Value);
    }
    Ok(Entry { gram, df, room, among_pair: false, payload: 0, impacts: 0, list: 0 })
}

#[cfg(test)]
mod tests;
