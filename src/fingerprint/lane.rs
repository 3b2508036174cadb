//! The one pass over a text that finds fingerprints in it.

use super::{
    Joints, LONGEST_WHOLE, Mark, SHINGLE, SHORTEST_WHOLE, Watchlist, Whole, letters,
};

/// Prefix hashes that are remembered; the longest whole is one shorter.
pub(super) const MEMORY: usize = 256;

/// The base of the polynomial: odd, otherwise arbitrary, and fixed so that a build finds the
/// same things everywhere.
const BASE: u64 = 0xD6E8_FEB8_6659_FD93;

/// Powers of the base.
static POWERS: [u64; MEMORY] = powers();
const SHINGLE_POWER: u64 = powers()[SHINGLE];
const TAIL_POWER: u64 = powers()[SHORTEST_WHOLE];

const fn powers() -> [u64; MEMORY] {
    let mut powers = [1_u64; MEMORY];
    let mut n = 1;
    while n < MEMORY {
        powers[n] = powers[n - 1].wrapping_mul(BASE);
        n += 1;
    }
    powers
}

/// The hash of all letters so far, and those of the last [`MEMORY`] prefixes, from which the
/// hash of any run that ends here is one subtraction away.
#[derive(Debug, Clone)]
pub(super) struct Rolling {
    hash: u64,
    count: usize,
    prefixes: [u64; MEMORY],
}

impl Default for Rolling {
    fn default() -> Self {
        Self { hash: 0, count: 0, prefixes: [0; MEMORY] }
    }
}

impl Rolling {
    /// Takes the next letter.
    #[inline]
    pub(super) fn push(&mut self, letter: u32) {
        self.hash = self.hash.wrapping_mul(BASE).wrapping_add(u64::from(letter));
        self.count += 1;
        self.prefixes[self.count % MEMORY] = self.hash;
    }

    /// How many letters there were.
    #[inline]
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The hash of the last letters, fewer than [`MEMORY`]. Where there were not so many,
    /// it is that of those there were, and equals no window.
    #[inline]
    pub(super) fn window(&self, letters: usize) -> u64 {
        self.window_by(letters, POWERS[letters])
    }

    #[inline]
    fn window_by(&self, letters: usize, power: u64) -> u64 {
        let before = self.prefixes[self.count.wrapping_sub(letters) % MEMORY];
        self.hash.wrapping_sub(before.wrapping_mul(power))
    }
}

/// A fingerprint that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub mark: Mark,
    /// Where it ends, in bytes of the piece that was fed.
    pub end: usize,
    /// Where it ends, in letters of the lane.
    pub position: usize,
    /// A seam lies within it.
    pub across_seam: bool,
}

/// One stream of text that is watched. It may be fed in pieces: a run of letters that is cut
/// by a tag or an escape is then whole again.
#[derive(Debug, Clone)]
pub struct Lane<'w> {
    list: &'w Watchlist,
    rolling: Rolling,
    joints: Joints,
    /// Letters before the last seam.
    seam: usize,
}

impl<'w> Lane<'w> {
    pub(super) fn new(list: &'w Watchlist) -> Self {
        Self { list, rolling: Rolling::default(), joints: Joints::default(), seam: 0 }
    }

    /// Reads on and reports what is found.
    pub fn feed(&mut self, piece: &str, report: &mut impl FnMut(Hit)) {
        self.feed_to(piece, |_| false, report);
    }

    /// Notes that what follows is not the same passage, though it comes next in the stream.
    pub fn seam(&mut self) {
        self.seam = self.rolling.count();
    }

    /// Reads up to a mark at which to stop, and returns where it stands, or the length of
    /// the piece. Only what is no letter is asked about, so that looking for marks costs
    /// next to nothing.
    #[inline]
    pub fn feed_to(
        &mut self,
        piece: &str,
        stops: impl Fn(char) -> bool,
        report: &mut impl FnMut(Hit),
    ) -> usize {
        let table = letters::table();
        self.joints.after_letter = false;
        for (start, c) in piece.char_indices() {
            let letter = letters::letter_in(table, c);
            let joined = self.joints.next(c.is_ascii() && letter != 0);
            if letter == 0 {
                if stops(c) {
                    return start;
                }
                continue;
            }
            self.rolling.push(letter);
            self.joints.push(joined);
            let shingle = self.rolling.window_by(SHINGLE, SHINGLE_POWER);
            if self.list.may_hold_shingle(shingle) {
                self.judge_shingle(shingle, start + c.len_utf8(), report);
            }
            let tail = self.rolling.window_by(SHORTEST_WHOLE, TAIL_POWER);
            if self.list.may_hold_tail(tail) {
                self.judge_wholes(tail, (piece, start + c.len_utf8()), report);
            }
        }
        piece.len()
    }

    /// Looks a shingle up that passed the filter.
    #[cold]
    #[inline(never)]
    fn judge_shingle(&self, shingle: u64, end: usize, report: &mut impl FnMut(Hit)) {
        if self.list.holds_shingle(shingle) {
            report(self.hit(Mark::Shingle(shingle), SHINGLE, end));
        }
    }

    /// Compares the wholes that end in these letters.
    #[cold]
    #[inline(never)]
    fn judge_wholes(&self, tail: u64, here: (&str, usize), report: &mut impl FnMut(Hit)) {
        let (piece, end) = here;
        let stands_alone =
            !piece.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric);
        for &whole in self.list.wholes_ending(tail) {
            let length = usize::from(whole.length);
            let fits = match whole.joints {
                Some(joints) => stands_alone && joints == self.joints.last(length),
                None => true,
            };
            if fits && self.ends_with(whole) {
                report(self.hit(Mark::Whole(whole), length, end));
            }
        }
    }

    fn hit(&self, mark: Mark, letters: usize, end: usize) -> Hit {
        let position = self.rolling.count();
        let since_seam = position - self.seam;
        Hit { mark, end, position, across_seam: self.seam > 0 && since_seam < letters }
    }

    fn ends_with(&self, whole: Whole) -> bool {
        let length = usize::from(whole.length);
        debug_assert!(length <= LONGEST_WHOLE, "a whole is cut when it is made");
        self.rolling.window(length) == whole.hash
    }
}
