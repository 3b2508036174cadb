//! Gathers the grams of a run of documents.
//!
//! Each position of a text gives one key: its character, the two after it, the document and
//! how much the place counts. Characters are numbered within the run, so that three of them
//! and a document fit into 64 bits and sorting takes three or four passes instead of eight.
//! A pair needs no key of its own: it stands wherever a triple begins with it, or the end
//! of the text after it.

use super::postings::{Posting, Postings, RowWriter};

/// The most documents that one run can take.
pub(super) const DOCS: usize = 512;

/// A run with this many characters takes no further document, so that its keys stay small.
pub(super) const CHARS: usize = 1 << 20;

const DOC_BITS: u32 = 9;
const PLACE_BITS: u32 = 2;
/// Below the characters of a key.
const LOW: u32 = DOC_BITS + PLACE_BITS;

/// Where a text stands, as far as it matters for rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A paragraph, a row, a value.
    Body = 0,
    /// A heading, which counts twice.
    Heading = 1,
    /// Title, 发文字号, 索引号, 发文机关.
    Title = 2,
}

/// A run while it is gathered.
#[derive(Debug)]
pub(super) struct Gather {
    /// Code point → number in order of appearance, from 1; 0 = not seen.
    numbers: Vec<u32>,
    /// The code points in order of appearance.
    seen: Vec<u32>,
    /// `number << 2 | place`; 0 ends a text.
    text: Vec<u32>,
    /// Where each document begins in `text`.
    starts: Vec<usize>,
}

impl Gather {
    /// An empty run.
    pub(super) fn new() -> Self {
        Self {
            // Zeroed memory is mapped when it is touched: a run touches a few dozen pages of it.
            numbers: vec![0; 0x0011_0000],
            seen: Vec::new(),
            text: Vec::new(),
            starts: Vec::new(),
        }
    }

    /// Begins the next document.
    pub(super) fn document(&mut self) {
        self.starts.push(self.text.len());
    }

    /// Adds word characters that stand in a row.
    pub(super) fn text(&mut self, run: &[char], place: Place) {
        for c in run {
            let number = &mut self.numbers[*c as usize];
            if *number == 0 {
                self.seen.push(*c as u32);
                *number = self.seen.len() as u32;
            }
            self.text.push(*number << PLACE_BITS | place as u32);
        }
        self.text.push(0);
    }

    /// Whether there is room for another document.
    pub(super) fn has_room(&self) -> bool {
        self.starts.len() < DOCS && self.text.len() < CHARS
    }

    /// The grams of the run.
    pub(super) fn finish(self) -> Postings {
        let lengths = self.lengths();
        let docs = self.starts.len() as u32;
        let mut chars = self.seen.clone();
        chars.sort_unstable();
        let width = u32::BITS - (chars.len() as u32).leading_zeros();
        let mut keys = self.keys(&chars, width);
        drop(self);
        sort(&mut keys, LOW, 3 * width);
        let rows = Rows { width, tally: Tally::new(lengths) }.all(&keys, chars.len());
        Postings { docs, chars, rows }
    }

    /// Word characters of each document.
    fn lengths(&self) -> Vec<u32> {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        let spans = self.starts.iter().zip(ends);
        let words = |(start, end): (&usize, usize)| {
            self.text[*start..end].iter().filter(|n| **n != 0)
        };
        spans.map(|span| words(span).count() as u32).collect()
    }

    /// A key for each pair in the text; the third character is 0 where the text ends.
    fn keys(&self, chars: &[u32], width: u32) -> Vec<u64> {
        let mut ranks = vec![0_u64; self.seen.len() + 1];
        for (rank, c) in (1..).zip(chars) {
            ranks[self.numbers[*c as usize] as usize] = rank;
        }
        let rank = |unit: u32| ranks[(unit >> PLACE_BITS) as usize];
        let mut keys = Vec::with_capacity(self.text.len());
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        for (doc, (start, end)) in (0_u64..).zip(self.starts.iter().zip(ends)) {
            let mut pair = 0;
            let mut place = 0;
            let mask = (1 << (3 * width)) - 1;
            // The window slides over the text; a key is made when its third place is known.
            let mut filled = 0;
            for unit in &self.text[*start..end] {
                pair = (pair << width | rank(*unit)) & mask;
                if filled >= 2 {
                    keys.push(pair << LOW | doc << PLACE_BITS | place);
                }
                match *unit {
                    0 => filled = 0,
                    unit => {
                        filled += 1;
                        place = u64::from(unit & 3);
                    }
                }
            }
        }
        keys
    }
}

/// Sorts by `bits` bits from bit `low` on, stably; what lies below keeps its order.
fn sort(keys: &mut Vec<u64>, low: u32, bits: u32) {
    let passes = bits.div_ceil(11);
    let digit = bits.div_ceil(passes.max(1));
    let mut other = vec![0; keys.len()];
    for pass in 0..passes {
        let shift = low + pass * digit;
        let of = |key: u64| (key >> shift) as usize & ((1 << digit) - 1);
        let mut ends = vec![0_u32; (1 << digit) + 1];
        for key in &*keys {
            ends[of(*key) + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        for key in &*keys {
            let at = &mut ends[of(*key)];
            other[*at as usize] = *key;
            *at += 1;
        }
        std::mem::swap(keys, &mut other);
    }
}

/// Makes rows of sorted keys.
struct Rows {
    width: u32,
    tally: Tally,
}

impl Rows {
    fn all(mut self, keys: &[u64], count: usize) -> Vec<Box<[u8]>> {
        let mut rows = vec![Box::default(); count];
        let mut writer = RowWriter::default();
        let shift = LOW + 2 * self.width;
        for row in keys.chunk_by(|x, y| x >> shift == y >> shift) {
            let pair = LOW + self.width;
            for keys in row.chunk_by(|x, y| x >> pair == y >> pair) {
                self.pair(keys, &mut writer);
            }
            rows[(row[0] >> shift) as usize - 1] = writer.finish();
        }
        rows
    }

    fn pair(&mut self, keys: &[u64], writer: &mut RowWriter) {
        let rank = |key: u64, shift: u32| (key >> shift) & ((1 << self.width) - 1);
        for key in keys {
            self.tally.add(*key);
        }
        let b = rank(keys[0], LOW + self.width) as u32 - 1;
        writer.pair(b, self.tally.list());
        for keys in keys.chunk_by(|x, y| x >> LOW == y >> LOW) {
            let c = rank(keys[0], LOW) as u32;
            if c == 0 {
                continue;
            }
            for key in keys {
                self.tally.add(*key);
            }
            writer.triple(c - 1, self.tally.list());
        }
    }
}

/// Counts a gram in the documents of a run.
struct Tally {
    lengths: Vec<u32>,
    /// Weighted occurrences of each document; [`TITLE`] and more: in a title.
    counts: Vec<u32>,
    /// A bit for each document that has any.
    touched: [u64; DOCS / 64],
    list: Vec<Posting>,
}

/// More than any text has occurrences.
const TITLE: u32 = 1 << 30;

impl Tally {
    fn new(lengths: Vec<u32>) -> Self {
        let counts = vec![0; lengths.len()];
        Self { lengths, counts, touched: [0; DOCS / 64], list: Vec::new() }
    }

    fn add(&mut self, key: u64) {
        let doc = (key >> PLACE_BITS) as usize & (DOCS - 1);
        self.touched[doc / 64] |= 1 << (doc % 64);
        let count = &mut self.counts[doc];
        *count = match key & 3 {
            0 => *count + 1,
            1 => *count + 2,
            _ => *count | TITLE,
        };
    }

    /// The postings of what was added; the tally is empty afterwards.
    fn list(&mut self) -> &[Posting] {
        self.list.clear();
        for (word, bits) in self.touched.iter_mut().enumerate() {
            while *bits != 0 {
                let doc = word * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                let count = std::mem::take(&mut self.counts[doc]);
                self.list.push((doc as u32, impact(count, self.lengths[doc])));
            }
        }
        &self.list
    }
}

/// How much a gram matters that stands `count` times in a document of `length` characters.
///
/// The steps are those of BM25 with k1 = 1.2 and b = 0.75, at 1/2 and 0.72 of what it can reach,
/// against a text of 1,000 characters: with the mean of the segment instead, one new item
/// could change the impacts of all others.
fn impact(count: u32, length: u32) -> u8 {
    if count >= TITLE {
        return 3;
    }
    let (count, length) = (u64::from(count) * 1000, u64::from(length));
    u8::from(count >= 300 + 900 * length / 1000)
        + u8::from(count >= 775 + 2325 * length / 1000)
}
