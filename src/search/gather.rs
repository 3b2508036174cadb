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

/// Different characters that a run can number, so that three of them leave room for a document.
const MOST_CHARS: usize = (1 << 17) - 1;

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
    /// Title, 发文字号, 发文机关.
    Title = 2,
}

/// A run while it is gathered; the same room serves one run after the other.
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
    keys: Vec<u64>,
    sorted: Vec<u64>,
}

impl Gather {
    /// An empty run.
    pub(super) fn new() -> Self {
        Self {
            // Zeroed memory is mapped when it is touched: texts touch a few dozen pages of it.
            numbers: vec![0; 0x0011_0000],
            seen: Vec::new(),
            text: Vec::new(),
            starts: Vec::new(),
            keys: Vec::new(),
            sorted: Vec::new(),
        }
    }

    /// Begins the next document.
    pub(super) fn document(&mut self) {
        self.starts.push(self.text.len());
    }

    /// Adds word characters that stand in a row. Beyond [`MOST_CHARS`] different ones, which no
    /// language has, a row ends at a new one.
    pub(super) fn text(&mut self, run: &[char], place: Place) {
        for c in run {
            let number = &mut self.numbers[*c as usize];
            if *number == 0 && self.seen.len() < MOST_CHARS {
                self.seen.push(*c as u32);
                *number = self.seen.len() as u32;
            }
            let unit =
                if *number == 0 { 0 } else { *number << PLACE_BITS | place as u32 };
            self.text.push(unit);
        }
        self.text.push(0);
    }

    /// Whether there is room for another document.
    pub(super) fn has_room(&self) -> bool {
        self.starts.len() < DOCS && self.text.len() < CHARS
    }

    /// The grams of the run; the next one begins empty.
    pub(super) fn finish(&mut self) -> Postings {
        let mut chars = self.seen.clone();
        chars.sort_unstable();
        let width = u32::BITS - (chars.len() as u32).leading_zeros();
        self.fill_keys(&chars, width);
        sort(&mut self.keys, &mut self.sorted, 3 * width);
        let tally = Tally::new(self.lengths());
        let rows = Rows { width, tally }.all(&self.keys, chars.len());
        let docs = self.starts.len() as u32;
        self.clear();
        Postings { docs, chars, rows }
    }

    fn clear(&mut self) {
        for c in self.seen.drain(..) {
            self.numbers[c as usize] = 0;
        }
        self.text.clear();
        self.starts.clear();
    }

    /// The text of each document.
    fn texts(&self) -> impl Iterator<Item = &[u32]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| &self.text[*start..end])
    }

    /// Word characters of each document.
    fn lengths(&self) -> Vec<u32> {
        let words = |text: &[u32]| text.iter().filter(|unit| **unit != 0).count() as u32;
        self.texts().map(words).collect()
    }

    /// Makes a key for each pair in the text; its third character is 0 where the text ends.
    fn fill_keys(&mut self, chars: &[u32], width: u32) {
        let mut ranks = vec![0_u64; self.seen.len() + 1];
        for (rank, c) in (1..).zip(chars) {
            ranks[self.numbers[*c as usize] as usize] = rank;
        }
        let mut keys = std::mem::take(&mut self.keys);
        keys.clear();
        let mask = (1 << (3 * width)) - 1;
        for (doc, text) in (0_u64..).zip(self.texts()) {
            let (mut gram, mut place, mut filled) = (0, 0, 0);
            for unit in text {
                // The window slides over the text; when the third place of a pair is known, its
                // key is made, with the place where the pair stands.
                gram = (gram << width | ranks[(unit >> PLACE_BITS) as usize]) & mask;
                if filled >= 2 {
                    keys.push(gram << LOW | doc << PLACE_BITS | place);
                }
                place = u64::from(unit & 3);
                filled = if *unit == 0 { 0 } else { filled + 1 };
            }
        }
        self.keys = keys;
    }
}

/// The most bits of a key by which one pass sorts: each of three characters of up to 8,191.
const DIGIT: u32 = 13;

/// Sorts by the characters, the `bits` bits above [`LOW`], stably: documents, which were
/// ascending, remain so within a gram. The second vector is room.
fn sort(keys: &mut Vec<u64>, other: &mut Vec<u64>, bits: u32) {
    other.resize(keys.len(), 0);
    let passes = bits.div_ceil(DIGIT).max(1);
    let width = bits.div_ceil(passes);
    for pass in 0..passes {
        let shift = LOW + pass * width;
        let digit = |key: u64| (key >> shift) as usize & ((1 << width) - 1);
        let mut counts = [0_u32; 1 << DIGIT];
        for key in &*keys {
            counts[digit(*key)] += 1;
        }
        let mut start = 0;
        for count in &mut counts[..1 << width] {
            start += std::mem::replace(count, start);
        }
        for key in &*keys {
            let at = &mut counts[digit(*key)];
            other[*at as usize] = *key;
            *at += 1;
        }
        std::mem::swap(keys, other);
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
        let b = rank(keys[0], LOW + self.width) as u32 - 1;
        writer.pair(b, self.tally.list(keys));
        for keys in keys.chunk_by(|x, y| x >> LOW == y >> LOW) {
            let c = rank(keys[0], LOW) as u32;
            if c == 0 {
                continue;
            }
            writer.triple(c - 1, self.tally.list(keys));
        }
    }
}

/// Counts a gram in the documents of a run.
struct Tally {
    /// For each document, from how many occurrences on a gram has impact 1 and 2.
    steps: Vec<[u32; 2]>,
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
        let steps = lengths.into_iter().map(steps).collect();
        Self { steps, counts: vec![0; DOCS], touched: [0; DOCS / 64], list: Vec::new() }
    }

    /// The postings of a gram, from its keys.
    fn list(&mut self, keys: &[u64]) -> &[Posting] {
        self.list.clear();
        if keys.is_sorted_by_key(|key| doc(*key)) {
            // All triples are, and the many pairs of which only one triple is there.
            for keys in keys.chunk_by(|x, y| doc(*x) == doc(*y)) {
                let count = keys.iter().fold(0, |count, key| add(count, *key));
                self.push(doc(keys[0]), count);
            }
        } else {
            self.scattered(keys);
        }
        &self.list
    }

    /// The postings of a pair whose documents come once for each of its triples.
    fn scattered(&mut self, keys: &[u64]) {
        for key in keys {
            let doc = doc(*key);
            self.touched[doc / 64] |= 1 << (doc % 64);
            self.counts[doc] = add(self.counts[doc], *key);
        }
        for word in 0..self.touched.len() {
            let mut bits = std::mem::take(&mut self.touched[word]);
            while bits != 0 {
                let doc = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let count = std::mem::take(&mut self.counts[doc]);
                self.push(doc, count);
            }
        }
    }

    fn push(&mut self, doc: usize, count: u32) {
        let [first, second] = self.steps[doc];
        let impact = match count {
            TITLE.. => 3,
            count => u8::from(count >= first) + u8::from(count >= second),
        };
        self.list.push((doc as u32, impact));
    }
}

fn doc(key: u64) -> usize {
    (key >> PLACE_BITS) as usize & (DOCS - 1)
}

/// A weighted count with one more occurrence.
fn add(count: u32, key: u64) -> u32 {
    match key & 3 {
        0 => count + 1,
        1 => count + 2,
        _ => count | TITLE,
    }
}

/// From how many occurrences on a gram has impact 1 and 2 in a document of `length` characters.
///
/// The steps are those of BM25 with k1 = 1.2 and b = 0.75, at 1/2 and 0.72 of what it can reach,
/// against a text of 1,000 characters: with the mean of the segment instead, one new item
/// could change the impacts of all others.
fn steps(length: u32) -> [u32; 2] {
    let length = u64::from(length);
    [300 + 900 * length / 1000, 775 + 2325 * length / 1000]
        .map(|step| u32::try_from(step.div_ceil(1000)).unwrap_or(TITLE))
}

#[cfg(test)]
mod tests {
    use super::{CHARS, DOCS, Gather, Place, steps};
    use crate::search::postings::{Posting, pairs};

    #[test]
    fn more_characters_than_can_be_numbered_end_a_row() {
        let all: Vec<char> = (0x100..0x3_0000).filter_map(char::from_u32).collect();
        let mut run = Gather::new();
        run.document();
        run.text(&all, Place::Body);
        run.text(&['甲', '乙'], Place::Body);
        let postings = run.finish();
        assert_eq!(postings.chars.len(), (1 << 17) - 1);
    }

    #[test]
    fn longer_documents_need_more_occurrences() {
        assert_eq!(steps(50), [1, 1]);
        assert_eq!(steps(1000), [2, 4]);
        assert_eq!(steps(10_000), [10, 25]);
    }

    #[test]
    fn a_run_is_full_of_documents_or_of_characters_and_then_begins_anew() {
        let mut run = Gather::new();
        let long = vec!['长'; CHARS];
        run.document();
        run.text(&long, Place::Body);
        assert!(!run.has_room());
        assert_eq!(run.finish().docs, 1);
        for _ in 0..DOCS {
            assert!(run.has_room());
            run.document();
            run.text(&['短', '文'], Place::Body);
        }
        assert!(!run.has_room());
        let postings = run.finish();
        assert_eq!((postings.docs, postings.chars.len()), (DOCS as u32, 2));
    }

    #[test]
    fn headings_count_twice_and_titles_before_all() {
        let mut run = Gather::new();
        let filler: Vec<char> = ('一'..).take(1000).collect();
        for places in [&[Place::Body][..], &[Place::Heading], &[Place::Title], &[]] {
            run.document();
            run.text(&filler, Place::Body);
            places.iter().for_each(|place| run.text(&['公', '开'], *place));
        }
        let postings = run.finish();
        let row = |c: char| {
            let at = postings.chars.binary_search(&(c as u32)).unwrap();
            &postings.rows[at]
        };
        let pair = pairs(row('公')).last().unwrap();
        let mut list: Vec<Posting> = Vec::new();
        pair.read(0, &mut list);
        assert_eq!(list, [(0, 0), (1, 1), (2, 3)]);
    }
}
