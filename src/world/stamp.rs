//! By what an unchanged file is known without reading it.

use std::sync::atomic::{AtomicU64, Ordering};

/// The state of a file: where two stamps of one path are equal, its bytes are the same.
///
/// Stamps are no content. Two that differ say nothing, and none of them outlives the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp(u128);

static ISSUED: AtomicU64 = AtomicU64::new(1);

impl Stamp {
    /// A stamp that no other state of a file has.
    #[must_use]
    pub fn fresh() -> Self {
        Self(ISSUED.fetch_add(1, Ordering::Relaxed).into())
    }

    /// The stamp of what a file system says of a file.
    pub(super) fn of(words: &[u64]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for word in words {
            hasher.update(&word.to_le_bytes());
        }
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Self(u128::from_le_bytes(bytes))
    }
}
