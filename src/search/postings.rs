//! Which documents hold which grams, packed.
//!
//! The same shape serves one run of documents, as it is gathered, and the whole segment, as
//! it is merged from its runs ([`super::gather`], [`super::merge`]). A row holds the grams
//! of one first character `a`:
//!
//! ```text
//! for each b ascending: Δb, df(AB), bytes of the rest, the rest
//! the rest: list(AB), then for each c ascending: Δc, df(ABC), list(ABC)
//! a list:   for each document: gap << 2 | impact, all LEB128
//! ```
//!
//! `b` and `c` are positions in the sorted characters, the first Δ of a kind counts from −1,
//! and the gap of a document is its distance to the one after the last. It lives in memory
//! only and can change at will.

use super::format::bytes::put;

/// A posting: a document, and how much the gram matters in it (0–3).
pub(super) type Posting = (u32, u8);

/// The grams of some documents.
#[derive(Debug)]
pub(super) struct Postings {
    /// How many documents.
    pub docs: u32,
    /// The characters, as sorted code points; each has a row.
    pub chars: Vec<u32>,
    /// The rows, parallel to the characters.
    pub rows: Vec<Box<[u8]>>,
}

/// Writes a row.
#[derive(Debug, Default)]
pub(super) struct RowWriter {
    row: Vec<u8>,
    rest: Vec<u8>,
    b: u32,
    df: u32,
    next_b: u32,
    next_c: u32,
}

impl RowWriter {
    /// Begins the grams of a second character with the list of the pair.
    pub(super) fn pair(&mut self, b: u32, list: &[Posting]) {
        self.close();
        self.b = b;
        self.next_c = 0;
        self.df = put_list(list, &mut self.rest);
    }

    /// Adds a triple to the pair.
    pub(super) fn triple(&mut self, c: u32, list: &[Posting]) {
        put(&mut self.rest, c - self.next_c);
        self.next_c = c + 1;
        put(&mut self.rest, list.len() as u32);
        put_list(list, &mut self.rest);
    }

    fn close(&mut self) {
        if self.df == 0 {
            return;
        }
        put(&mut self.row, self.b - self.next_b);
        self.next_b = self.b + 1;
        put(&mut self.row, self.df);
        put(&mut self.row, self.rest.len() as u32);
        self.row.append(&mut self.rest);
        self.df = 0;
    }

    /// The row; the writer is ready for the next one.
    pub(super) fn finish(&mut self) -> Box<[u8]> {
        self.close();
        self.next_b = 0;
        let row = self.row.as_slice().into();
        self.row.clear();
        row
    }
}

fn put_list(list: &[Posting], out: &mut Vec<u8>) -> u32 {
    let mut next = 0;
    for (doc, impact) in list {
        put(out, (doc - next) << 2 | u32::from(*impact));
        next = doc + 1;
    }
    list.len() as u32
}

/// Reads what [`RowWriter`] wrote, which is never damaged: an end is an end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'r> {
    bytes: &'r [u8],
    next: u32,
}

/// A pair of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'r> {
    /// Position of the second character.
    pub b: u32,
    /// Documents that hold it.
    pub df: u32,
    /// Its list, then its triples.
    pub rest: &'r [u8],
}

impl<'r> Iterator for Reader<'r> {
    type Item = Pair<'r>;

    fn next(&mut self) -> Option<Pair<'r>> {
        if self.bytes.is_empty() {
            return None;
        }
        let b = self.next + take(&mut self.bytes);
        self.next = b + 1;
        let df = take(&mut self.bytes);
        let size = take(&mut self.bytes) as usize;
        let (rest, bytes) = self.bytes.split_at(size);
        self.bytes = bytes;
        Some(Pair { b, df, rest })
    }
}

/// The pairs of a row.
pub(super) fn pairs(row: &[u8]) -> Reader<'_> {
    Reader { bytes: row, next: 0 }
}

/// Triples of a pair, read one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Triples<'r> {
    bytes: &'r [u8],
    next: u32,
}

impl<'r> Pair<'r> {
    /// Appends the list of the pair, with `base` added to its documents; gives its triples.
    pub(super) fn read(&self, base: u32, list: &mut Vec<Posting>) -> Triples<'r> {
        let mut bytes = self.rest;
        take_list(&mut bytes, self.df, |doc, impact| list.push((base + doc, impact)));
        Triples { bytes, next: 0 }
    }

    /// The triples of the pair.
    pub(super) fn triples(&self) -> Triples<'r> {
        let mut bytes = self.rest;
        skip_list(&mut bytes, self.df);
        Triples { bytes, next: 0 }
    }
}

impl Triples<'_> {
    /// The next third character and its df; its list must be read or skipped.
    pub(super) fn next(&mut self) -> Option<(u32, u32)> {
        if self.bytes.is_empty() {
            return None;
        }
        let c = self.next + take(&mut self.bytes);
        self.next = c + 1;
        Some((c, take(&mut self.bytes)))
    }

    /// Reads the list.
    pub(super) fn list(&mut self, df: u32, each: impl FnMut(u32, u8)) {
        take_list(&mut self.bytes, df, each);
    }

    /// Passes over the list.
    pub(super) fn skip(&mut self, df: u32) {
        skip_list(&mut self.bytes, df);
    }
}

fn take(bytes: &mut &[u8]) -> u32 {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate() {
        value |= u32::from(byte & 0x7f) << (7 * at);
        if *byte < 0x80 {
            *bytes = &bytes[at + 1..];
            return value;
        }
    }
    unreachable!("what was written in memory is whole")
}

fn take_list(bytes: &mut &[u8], df: u32, mut each: impl FnMut(u32, u8)) {
    let mut next = 0;
    for _ in 0..df {
        let value = take(bytes);
        let doc = next + (value >> 2);
        each(doc, (value & 3) as u8);
        next = doc + 1;
    }
}

fn skip_list(bytes: &mut &[u8], df: u32) {
    let mut left = df;
    let mut at = 0;
    while left > 0 {
        left -= u32::from(bytes[at] < 0x80);
        at += 1;
    }
    *bytes = &bytes[at..];
}

#[cfg(test)]
mod tests {
    use super::{RowWriter, pairs};

    #[test]
    fn a_row_comes_back() {
        let mut writer = RowWriter::default();
        writer.pair(3, &[(0, 1), (7, 3), (900, 0)]);
        writer.triple(0, &[(7, 2)]);
        writer.triple(4000, &[(0, 0), (900, 1)]);
        writer.pair(4, &[(5, 0)]);
        let row = writer.finish();
        writer.pair(0, &[(1, 1)]);
        let second = writer.finish();

        let read: Vec<_> = pairs(&row).collect();
        assert_eq!([(read[0].b, read[0].df), (read[1].b, read[1].df)], [(3, 3), (4, 1)]);
        let mut list = Vec::new();
        let mut triples = read[0].read(10, &mut list);
        assert_eq!(list, [(10, 1), (17, 3), (910, 0)]);
        assert_eq!(triples.next(), Some((0, 1)));
        triples.skip(1);
        assert_eq!(triples.next(), Some((4000, 2)));
        let mut docs = Vec::new();
        triples.list(2, |doc, impact| docs.push((doc, impact)));
        assert_eq!(docs, [(0, 0), (900, 1)]);
        assert_eq!(triples.next(), None);
        assert_eq!(read[1].triples().next(), None);
        assert_eq!(pairs(&second).map(|p| (p.b, p.df)).collect::<Vec<_>>(), [(0, 1)]);
    }
}
