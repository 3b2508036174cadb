//! The container of every `.bin`: `kind`, `version`, FNV-1a of the payload (4 bytes, little
//! end first), then the payload as raw deflate.
//!
//! Raw deflate has no checksum of its own, and a host that rewrites or cuts a file must be told
//! from an index that finds nothing.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use super::VERSION;
use super::bytes::{Damage, fnv};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A shard of grams.
    Grams,
    /// Metas of documents.
    Metas,
    /// The column of a facet.
    Facet,
    /// Days of documents.
    Days,
    /// A bucket of numbers.
    Numbers,
    /// The text of an item.
    Text,
}

/// The most bytes that a payload may unpack to: a hostile file must not eat the memory.
pub const LARGEST: u64 = 64 << 20;

const HEAD: usize = 6;

impl Kind {
    const ALL: [Self; 6] =
        [Self::Grams, Self::Metas, Self::Facet, Self::Days, Self::Numbers, Self::Text];

    fn letter(self) -> u8 {
        match self {
            Self::Grams => b'g',
            Self::Metas => b'm',
            Self::Facet => b'f',
            Self::Days => b'd',
            Self::Numbers => b'n',
            Self::Text => b't',
        }
    }
}

/// The head of a container for a payload; the deflated payload follows it.
#[must_use]
pub fn head(kind: Kind, payload: &[u8]) -> [u8; HEAD] {
    let [a, b, c, d] = fnv(payload).to_le_bytes();
    [kind.letter(), VERSION, a, b, c, d]
}

/// What a file says that it holds.
///
/// # Errors
/// It is too short, or of no kind or version that is known.
pub fn kind_of(bytes: &[u8]) -> Result<Kind, Damage> {
    let (head, _) = bytes.split_at_checked(HEAD).ok_or(Damage::Short)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.letter() == head[0]);
    kind.filter(|_| head[1] == VERSION).ok_or(Damage::Foreign)
}

/// The payload of a container.
///
/// # Errors
/// It is damaged or of another kind.
pub fn open(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, Damage> {
    if kind_of(bytes)? != kind {
        return Err(Damage::Foreign);
    }
    let (head, packed) = bytes.split_at(HEAD);
    let mut payload = Vec::with_capacity(packed.len() * 3);
    let unpacked = DeflateDecoder::new(packed).take(LARGEST).read_to_end(&mut payload);
    unpacked.map_err(|_| Damage::Packing)?;
    if fnv(&payload).to_le_bytes() != head[2..] {
        return Err(Damage::Sum);
    }
    Ok(payload)
}
