//! A small bit set in front of a large hash set: nearly every question is answered by it.

/// Bits of which a few are set; a hash of whose two bits one is clear is certainly not in the
/// set. Both are in one word, so that a question touches memory once.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    bits: Vec<u64>,
    /// The high bits of a hash choose its word, since the low ones of a polynomial are weak, and
    /// those below them its bits.
    shift: u32,
}

/// Bits for each hash: one bit in eight is set at most, so that one stranger in sixty passes, up
/// to the size at which the filter would no longer stay in a processor's own cache.
const ROOM: usize = 16;
const LARGEST: usize = 1 << 23;

impl Filter {
    /// Makes the filter of some hashes.
    pub(super) fn of(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let size = (hashes.len() * ROOM).next_power_of_two().clamp(128, LARGEST);
        let words = size / 64;
        let shift = 64 - words.trailing_zeros();
        let mut filter = Self { bits: vec![0; words], shift };
        for hash in hashes {
            let (word, bits) = filter.place(hash);
            filter.bits[word] |= bits;
        }
        filter
    }

    /// Whether the hash may be in the set.
    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let (word, bits) = self.place(hash);
        self.bits[word] & bits == bits
    }

    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let word = usize::try_from(hash >> self.shift).unwrap_or(0);
        let bit = |below: u32| 1 << (hash >> (self.shift - below) & 63);
        (word, bit(6) | bit(12))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_filter_holds_nothing_and_a_full_one_all_it_was_given() {
        let hash = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let empty = Filter::of([].into_iter());
        assert!((0..1000).map(hash).all(|n| !empty.may_hold(n)));
        let given: Vec<u64> = (0..1000).map(hash).collect();
        let filter = Filter::of(given.iter().copied());
        assert!(given.iter().all(|&n| filter.may_hold(n)));
        let others = (1000..101_000).map(hash).filter(|&n| filter.may_hold(n)).count();
        assert!(others < 3_000, "{others} of 100,000 pass by chance");
    }
}
