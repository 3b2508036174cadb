//! Buckets of 发文字号 and 索引号, so that a number is found in any spelling with one small file.
//!
//! ```text
//! count, then sorted by hash and document: 4 bytes hash (little end first), document
//! ```
//!
//! The hash is FNV-1a of a key ([`document_key`], or a squashed 索引号); its lowest bits are the
//! bucket. What a key leaves out, the reader compares in the metas.

use std::fmt::Display;

use super::bytes::{Cursor, Damage, put};

/// The key of a document number: year and serial, as in 〔2023〕10号.
#[must_use]
pub fn document_key(year: impl Display, serial: impl Display) -> String {
    format!("{year}-{serial}")
}

/// The payload of a bucket; entries are `(hash, document)`, sorted.
#[must_use]
pub fn encode(entries: &[(u32, u32)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(entries.len() * 6 + 2);
    put(&mut out, u32::try_from(entries.len()).expect("fewer than 2^32"));
    for (hash, doc) in entries {
        out.extend(hash.to_le_bytes());
        put(&mut out, *doc);
    }
    out
}

/// Reads a bucket.
///
/// # Errors
/// It is damaged.
pub fn decode(payload: &[u8], docs: u32) -> Result<Vec<(u32, u32)>, Damage> {
    let mut cursor = Cursor(payload);
    let mut entries = Vec::new();
    for _ in 0..cursor.number()? {
        let hash = cursor.take(4)?;
        let hash = u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]);
        let doc = cursor.number()?;
        if doc >= docs {
            return Err(Damage::Value);
        }
        entries.push((hash, doc));
    }
    cursor.end()?;
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn buckets_come_back() {
        let entries = [(5, 0), (5, 3), (0xffff_ffff, 200)];
        assert_eq!(decode(&encode(&entries), 201).unwrap(), entries);
        assert!(decode(&encode(&entries), 200).is_err());
        assert!(decode(&encode(&entries)[..5], 201).is_err());
    }
}
