//! A small bit set in front of a large hash set: nearly every question is answered by it.

/// Bits of which a few are set; a hash whose bit is clear is certainly not in the set.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    bits: Vec<u64>,
    /// The high bits of a hash choose its bit, since the low ones of a polynomial are weak.
    shift: u32,
}

/// One bit in sixteen is set at most, up to the size at which the filter would no longer
/// stay in a processor's own cache.
const ROOM: usize = 16;
const LARGEST: usize = 1 << 23;

impl Filter {
    /// Makes the filter of some hashes.
    pub(super) fn of(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let size = (hashes.len() * ROOM).next_power_of_two().clamp(64, LARGEST);
        let mut filter =
            Self { bits: vec![0; size / 64], shift: 64 - size.trailing_zeros() };
        for hash in hashes {
            let (word, bit) = filter.place(hash);
            filter.bits[word] |= bit;
        }
        filter
    }

    /// Whether the hash may be in the set.
    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }

    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let index = usize::try_from(hash >> self.shift).unwrap_or(0);
        (index / 64, 1 << (index % 64))
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
        assert!(others < 10_000, "{others} of 100,000 pass by chance");
    }
}
