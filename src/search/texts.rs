//! Names of the texts, by their content.

use rustc_hash::FxHashMap;

/// Bytes of a digest that make a name.
const NAME: usize = 6;

/// The names that are taken, across all segments of an index.
#[derive(Debug, Default)]
pub struct Texts {
    taken: FxHashMap<[u8; NAME], blake3::Hash>,
}

impl Texts {
    /// The name of the file with this digest, 12 hex digits, and whether it is new.
    ///
    /// The first 48 bits are tried, then the next: among a million texts two different ones
    /// begin alike once in five hundred sites. Claims come in the order of the documents, so
    /// that the same site gives the same names.
    pub(super) fn claim(&mut self, digest: blake3::Hash) -> (String, Claim) {
        let hex = digest.to_hex();
        for (number, bytes) in digest.as_bytes().chunks_exact(NAME).enumerate() {
            let key = bytes.try_into().expect("a chunk has the length of a name");
            let owner = self.taken.get(&key).copied();
            if owner.is_none() {
                self.taken.insert(key, digest);
            }
            if owner.is_none_or(|owner| owner == digest) {
                let claim = if owner.is_none() { Claim::New } else { Claim::Same };
                let name = hex[2 * NAME * number..2 * NAME * (number + 1)].to_owned();
                return (name, claim);
            }
        }
        unreachable!("five names of one digest are never all taken by others")
    }
}

/// Whether a text is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// Its file is to be written.
    New,
    /// An item before it has the same text.
    Same,
}

#[cfg(test)]
mod tests {
    use super::{Claim, Texts};

    fn digest(first: u8, second: u8) -> blake3::Hash {
        let mut bytes = [second; 32];
        bytes[..6].fill(first);
        blake3::Hash::from_bytes(bytes)
    }

    #[test]
    fn equal_texts_share_a_name_and_different_ones_do_not() {
        let mut texts = Texts::default();
        let mut claim = |a, b| texts.claim(digest(a, b));
        assert_eq!(claim(0x0a, 1), ("0a0a0a0a0a0a".into(), Claim::New));
        assert_eq!(claim(0x0a, 2), ("020202020202".into(), Claim::New));
        assert_eq!(claim(0x0a, 1), ("0a0a0a0a0a0a".into(), Claim::Same));
        assert_eq!(claim(0x0a, 2), ("020202020202".into(), Claim::Same));
    }
}
