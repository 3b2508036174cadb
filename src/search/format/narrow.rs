//! Text in about two bytes a Chinese character, so that it packs better than UTF-8.
//!
//! | bytes | character |
//! |---|---|
//! | 09 0A 0D 20–7E | themselves |
//! | 80–FF, any | U+3000 + ((first & 7F) << 8 \| second), up to U+AFFF |
//! | 01–08 0B 0C 0E–1E | one of [`SHORT`], which are never written otherwise |
//! | 1F, two bytes, high first | one UTF-16 unit: everything else |
//!
//! GB 18030 would do nearly as well, but browsers do not agree on all of its characters.

use super::bytes::Damage;

/// Punctuation that a Chinese text is full of, one byte each, in the order of the free bytes.
pub const SHORT: [char; 27] = [
    '，', '。', '、', '；', '：', '“', '”', '（', '）', '《', '》', '〔', '〕', '—', '…',
    '！', '？', '·', '％', '－', '～', '＋', '【', '】', '‘', '’', '×',
];

const ESCAPE: u8 = 0x1f;

/// The byte of the short form at a position of [`SHORT`].
const fn short_byte(at: usize) -> u8 {
    let at = at as u8;
    match at {
        0..=7 => at + 1,
        8..=9 => at + 3,
        _ => at + 4,
    }
}

/// The position in [`SHORT`] of a byte, or 27.
const fn short_at(byte: u8) -> usize {
    match byte {
        0x01..=0x08 => byte as usize - 1,
        0x0b..=0x0c => byte as usize - 3,
        0x0e..=0x1e => byte as usize - 4,
        _ => SHORT.len(),
    }
}

/// Appends a text.
pub fn encode(text: &str, out: &mut Vec<u8>) {
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | ' '..='~' => out.push(c as u8),
            '\u{3000}'..='\u{afff}' if !is_short(c) => {
                let value = c as u32 - 0x3000;
                out.extend([0x80 | (value >> 8) as u8, value as u8]);
            }
            _ => match SHORT.iter().position(|short| *short == c) {
                Some(at) => out.push(short_byte(at)),
                None => escape(c, out),
            },
        }
    }
}

fn is_short(c: char) -> bool {
    matches!(c, '、' | '。' | '《' | '》' | '〔' | '〕' | '【' | '】')
}

fn escape(c: char, out: &mut Vec<u8>) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let [high, low] = unit.to_be_bytes();
        out.extend([ESCAPE, high, low]);
    }
}

/// Reads a text.
///
/// # Errors
/// A byte that has no meaning, half a character, or half a surrogate pair.
pub fn decode(bytes: &[u8]) -> Result<String, Damage> {
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        units.push(match byte {
            b'\t' | b'\n' | b'\r' | b' '..=b'~' => u16::from(byte),
            0x80.. => {
                let low = rest.next().ok_or(Damage::Short)?;
                0x3000 + (u16::from(byte & 0x7f) << 8 | u16::from(low))
            }
            ESCAPE => {
                let high = rest.next().ok_or(Damage::Short)?;
                u16::from_be_bytes([high, rest.next().ok_or(Damage::Short)?])
            }
            _ => *SHORT.get(short_at(byte)).ok_or(Damage::Value)? as u16,
        });
    }
    String::from_utf16(&units).map_err(|_| Damage::Value)
}

#[cfg(test)]
mod tests {
    use super::{SHORT, decode, encode};

    #[test]
    fn every_character_comes_back() {
        let mut all: String = (1..0x0011_0000).filter_map(char::from_u32).collect();
        all.extend(SHORT);
        let mut bytes = Vec::new();
        encode(&all, &mut bytes);
        assert_eq!(decode(&bytes).unwrap(), all);
    }

    #[test]
    fn a_chinese_character_takes_two_bytes_and_its_punctuation_one() {
        let mut bytes = Vec::new();
        encode("公开，2023〔年〕。x", &mut bytes);
        assert_eq!(bytes.len(), 4 + 1 + 4 + 1 + 2 + 1 + 1 + 1);
    }

    #[test]
    fn nonsense_is_an_error() {
        for bytes in [&[0x00][..], &[0x7f], &[0x80], &[0x1f, 0xd8], &[0x1f, 0xd8, 0x00]] {
            assert!(decode(bytes).is_err(), "{bytes:x?}");
        }
    }
}
