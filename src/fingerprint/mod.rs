//! Fingerprints of what must never be published: hashes, without the text itself.
//!
//! The gate takes [`Fingerprints`] of everything it withholds and drops the text. A
//! [`Watchlist`] gathers them, forgets what disclosed sources say as well, and is asked for
//! every byte that is about to be published. Nothing can be read back out of a fingerprint,
//! so the list may travel through all later phases.
//!
//! Text is compared by its letters ([`letters`]): only what is alphanumeric counts, in lower
//! case, so that white space, punctuation and the marks of Markdown and HTML neither hide a
//! leak nor make one. Two shapes are kept:
//!
//! - *shingles*: every run of 16 letters of a text;
//! - *wholes*: a title, a file stem, a private cell, from 6 letters on, found only entire.
//!
//! A hash is a polynomial modulo 2^64. Two different runs of letters share one about once in
//! 10^19, that is, once in some hundred thousand builds of 10,000 pages against a million
//! fingerprints; such an accident stops a build and publishes nothing.

mod filter;
mod lane;
mod letters;
mod plain;
#[cfg(test)]
mod tests;
mod watchlist;

pub use lane::{Hit, Lane};
pub use plain::{decode_entities, reference};
pub use watchlist::Watchlist;

use lane::Rolling;

/// Letters in a shingle.
pub const SHINGLE: usize = 16;
/// Letters from which on a whole is kept; a shorter one would be found everywhere.
pub const SHORTEST_WHOLE: usize = 6;
/// Letters of a whole that are compared. A longer one counts by its first 255.
const LONGEST_WHOLE: usize = lane::MEMORY - 1;
/// A whole of Latin letters and digits below this length must stand as it was written, word
/// by word: the digits of `518000` lie somewhere in any table, date or checksum.
const DISTINCT: usize = 10;

/// Hashes of one withheld source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprints {
    /// Sorted, each once.
    shingles: Vec<u64>,
    /// Sorted, each once.
    wholes: Vec<Whole>,
}

/// One thing that is recognised by its shape: what a [`Hit`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// A run of [`SHINGLE`] letters.
    Shingle(u64),
    /// A title, a stem, a cell.
    Whole(Whole),
}

/// A short text that is withheld as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Whole {
    /// Hash of the last [`SHORTEST_WHOLE`] letters, by which a candidate is noticed.
    tail: u64,
    /// Hash of all letters.
    hash: u64,
    /// How many letters.
    length: u16,
    /// For one that must stand as written: bit n is set where the letter n before the last
    /// directly follows another. `None` where any surroundings will do.
    joints: Option<u16>,
}

impl Fingerprints {
    /// Takes the shingles of a withheld text, as it is written and as it reads without link
    /// targets and tags. A text too short to have one is taken whole.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let mut shingles = Vec::with_capacity(text.len() / 3);
        let letters = take_shingles(text, &mut shingles);
        if letters < SHINGLE {
            return Self::of_whole(text);
        }
        if let Some(plain) = plain::without_markup(text) {
            take_shingles(&plain, &mut shingles);
        }
        shingles.sort_unstable();
        shingles.dedup();
        shingles.shrink_to_fit();
        Self { shingles, wholes: Vec::new() }
    }

    /// Takes a title, a stem or a private cell as a whole; one of fewer than
    /// [`SHORTEST_WHOLE`] letters leaves no fingerprint.
    #[must_use]
    pub fn of_whole(text: &str) -> Self {
        let wholes = Whole::of(text).into_iter().collect();
        Self { shingles: Vec::new(), wholes }
    }

    /// Adds the fingerprints of another part of the same source.
    pub fn merge(&mut self, other: Self) {
        self.shingles.extend(other.shingles);
        self.shingles.sort_unstable();
        self.shingles.dedup();
        self.wholes.extend(other.wholes);
        self.wholes.sort_unstable();
        self.wholes.dedup();
    }

    /// Whether nothing was long enough to leave a fingerprint.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shingles.is_empty() && self.wholes.is_empty()
    }

    /// Whether this source left the fingerprint.
    #[must_use]
    pub fn holds(&self, mark: Mark) -> bool {
        match mark {
            Mark::Shingle(hash) => self.shingles.binary_search(&hash).is_ok(),
            Mark::Whole(whole) => self.wholes.binary_search(&whole).is_ok(),
        }
    }

    /// All fingerprints of this source.
    fn marks(&self) -> impl Iterator<Item = Mark> {
        let shingles = self.shingles.iter().copied().map(Mark::Shingle);
        shingles.chain(self.wholes.iter().copied().map(Mark::Whole))
    }
}

/// Adds the hash of each run of [`SHINGLE`] letters and returns how many letters there were.
fn take_shingles(text: &str, shingles: &mut Vec<u64>) -> usize {
    let mut rolling = Rolling::default();
    for letter in text.chars().map(letters::letter).filter(|&letter| letter != 0) {
        rolling.push(letter);
        if rolling.count() >= SHINGLE {
            shingles.push(rolling.window(SHINGLE));
        }
    }
    rolling.count()
}

impl Whole {
    /// Reads a whole; `None` when it is too short to be told from chance.
    fn of(text: &str) -> Option<Self> {
        let mut rolling = Rolling::default();
        let mut joints = Joints::default();
        for c in text.chars() {
            let letter = letters::letter(c);
            let joined = joints.next(c.is_ascii() && letter != 0);
            if letter != 0 && rolling.count() < LONGEST_WHOLE {
                rolling.push(letter);
                joints.push(joined);
            }
        }
        let count = rolling.count();
        if count < SHORTEST_WHOLE {
            return None;
        }
        let plain = text.chars().all(|c| c.is_ascii() || letters::letter(c) == 0);
        Some(Self {
            tail: rolling.window(SHORTEST_WHOLE),
            hash: rolling.window(count),
            length: u16::try_from(count).expect("a whole has at most 255 letters"),
            joints: (plain && count < DISTINCT).then(|| joints.last(count)),
        })
    }
}

/// Remembers for the last letters whether each directly follows another ASCII letter.
#[derive(Debug, Clone, Copy, Default)]
struct Joints {
    /// Bit n: the letter n before the last follows directly.
    bits: u16,
    /// The character before was an ASCII letter.
    after_letter: bool,
}

impl Joints {
    /// Notes a character and tells whether it directly follows an ASCII letter.
    #[inline]
    fn next(&mut self, ascii_letter: bool) -> bool {
        std::mem::replace(&mut self.after_letter, ascii_letter) && ascii_letter
    }

    /// Notes a letter.
    #[inline]
    fn push(&mut self, joined: bool) {
        self.bits = (self.bits << 1) | u16::from(joined);
    }

    /// The joints of the last letters; fewer than 16 are asked for.
    #[inline]
    fn last(self, letters: usize) -> u16 {
        self.bits & ((1 << letters) - 1)
    }
}
