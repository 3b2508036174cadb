//! Text in one or two bytes a Chinese character, so that it packs better than UTF-8.
//!
//! | bytes | character |
//! |---|---|
//! | 09 0A 0D 20–7E | themselves |
//! | 01–08 0B 0C 0E–1E | one of [`SHORT`] |
//! | 80–DF | one of [`FREQUENT`] |
//! | E0–FA, any | a Han character of GB 2312: its position, counted from 啊, is (first − E0) << 8 \| second |
//! | FB–FF, any | the character with that low byte in a block of [`BLOCKS`] |
//! | 1F, two bytes, high first | one UTF-16 unit: everything else |
//!
//! Half of a text of government are the same 96 characters, and two bytes by position in
//! GB 2312 have a first byte that says little, so texts pack a seventh smaller than with two bytes
//! by code point. Browsers carry the table in their decoder of GBK, in which all of them agree on
//! the Han characters of GB 2312; on the rest of GB 18030 they do not, so that is not used.

use std::sync::LazyLock;

use encoding_rs::GBK;

use super::bytes::Damage;

/// Punctuation that a Chinese text is full of, one byte each, in the order of the free bytes.
pub const SHORT: [char; 27] = [
    '，', '。', '、', '；', '：', '“', '”', '（', '）', '《', '》', '〔', '〕', '—', '…',
    '！', '？', '·', '％', '－', '～', '＋', '【', '】', '‘', '’', '×',
];

/// The 96 most frequent Han characters of statutes and items of disclosure, by code point.
pub const FREQUENT: &str = "一三上不业中为主事二产人以件会作依保全公关其内出分制办务动区十单\
    发可合告员和四国在地定审对工市年应开当成或所批据收政文方施日时有服期本机条构查民法照理生用由申的第管经者自行要\
    规设证请责部门院项";

/// The first bytes of the code points whose low byte follows: CJK punctuation, full-width
/// forms, general punctuation, circled numbers, shapes.
pub const BLOCKS: [u8; 5] = [0x30, 0xff, 0x20, 0x24, 0x25];

const ESCAPE: u8 = 0x1f;

/// The first byte of [`FREQUENT`], of the Han characters of GB 2312 and of [`BLOCKS`].
const SINGLE: u8 = 0x80;
const DOUBLE: u8 = 0xe0;
const BLOCK: u8 = 0xfb;

/// The Han characters of GB 2312 fill rows 16–87 of 94 cells.
const ROWS: std::ops::RangeInclusive<u8> = 16..=87;
const CELLS: std::ops::RangeInclusive<u8> = 1..=94;

/// The first Han character that the tables tell of, and how many code points they cover.
const HAN: u32 = 0x4e00;
const HANS: usize = 0x5200;

/// Characters by code and codes by character.
struct Tables {
    frequent: Vec<u16>,
    /// UTF-16 units by position in GB 2312; 0 in the five cells that are empty.
    positions: Vec<u16>,
    /// The code of a Han character by its code point from [`HAN`] on: below 256 one byte, else
    /// two, 0 for none.
    codes: Vec<u16>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

impl Tables {
    fn new() -> Self {
        let cells = ROWS.flat_map(|row| CELLS.map(move |cell| [0xa0 + row, 0xa0 + cell]));
        let bytes: Vec<u8> = cells.flatten().collect();
        let (text, _) = GBK.decode_without_bom_handling(&bytes);
        let is_han = |unit: &u16| han(u32::from(*unit)).is_some();
        let han_or_none = |unit: u16| Some(unit).filter(is_han).unwrap_or(0);
        let positions: Vec<u16> = text.encode_utf16().map(han_or_none).collect();
        let frequent: Vec<u16> = FREQUENT.encode_utf16().collect();
        let mut codes = vec![0; HANS];
        let double = (u16::from(DOUBLE) << 8..).zip(&positions);
        let single = (u16::from(SINGLE)..).zip(&frequent);
        for (code, unit) in double.chain(single) {
            if let Some(at) = han(u32::from(*unit)) {
                codes[at] = code;
            }
        }
        Self { frequent, positions, codes }
    }
}

/// Where the tables tell of a code point.
fn han(code_point: u32) -> Option<usize> {
    let at = code_point.checked_sub(HAN)? as usize;
    (at < HANS).then_some(at)
}

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
    let tables = &*TABLES;
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | ' '..='~' => out.push(c as u8),
            _ => match han(c as u32).map_or(0, |at| tables.codes[at]) {
                0 => encode_rare(c, out),
                code @ 1..=0xff => out.push(code as u8),
                code => out.extend(code.to_be_bytes()),
            },
        }
    }
}

/// Appends a character that the tables do not know.
fn encode_rare(c: char, out: &mut Vec<u8>) {
    if let Some(at) = SHORT.iter().position(|short| *short == c) {
        return out.push(short_byte(at));
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        let [high, low] = unit.to_be_bytes();
        match (BLOCK..=0xff).zip(BLOCKS).find(|(_, block)| *block == high) {
            Some((first, _)) => out.extend([first, low]),
            None => out.extend([ESCAPE, high, low]),
        }
    }
}

/// Reads a text.
///
/// # Errors
/// A byte that has no meaning, half a character, or half a surrogate pair.
pub fn decode(bytes: &[u8]) -> Result<String, Damage> {
    let tables = &*TABLES;
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        let mut next = || rest.next().ok_or(Damage::Short);
        units.push(match byte {
            b'\t' | b'\n' | b'\r' | b' '..=b'~' => u16::from(byte),
            SINGLE..DOUBLE => tables.frequent[usize::from(byte - SINGLE)],
            DOUBLE..BLOCK => {
                let at = u16::from_be_bytes([byte - DOUBLE, next()?]);
                let unit = tables.positions.get(usize::from(at)).copied();
                unit.filter(|unit| *unit != 0).ok_or(Damage::Value)?
            }
            BLOCK.. => u16::from_be_bytes([BLOCKS[usize::from(byte - BLOCK)], next()?]),
            ESCAPE => u16::from_be_bytes([next()?, next()?]),
            _ => *SHORT.get(short_at(byte)).ok_or(Damage::Value)? as u16,
        });
    }
    String::from_utf16(&units).map_err(|_| Damage::Value)
}

#[cfg(test)]
mod tests {
    use super::{FREQUENT, SHORT, decode, encode};

    fn encoded(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(text, &mut bytes);
        bytes
    }

    #[test]
    fn every_character_comes_back() {
        let mut all: String = (1..0x0011_0000).filter_map(char::from_u32).collect();
        all.extend(SHORT);
        all.push_str(FREQUENT);
        assert_eq!(decode(&encoded(&all)).unwrap(), all);
    }

    #[test]
    fn frequent_characters_and_punctuation_take_one_byte_and_others_two() {
        assert_eq!(FREQUENT.chars().count(), 96);
        assert_eq!(encoded("公开，〔年〕。x"), [147, 177, 1, 15, 175, 16, 2, b'x']);
        assert_eq!(encoded("啊齄"), [0xe0, 0, 0xfa, 0x6f]);
        assert_eq!(encoded("①Ａ　"), [0xfe, 0x60, 0xfc, 0x21, 0xfb, 0]);
        assert_eq!(encoded("堃"), [0x1f, 0x58, 0x03]);
    }

    #[test]
    fn nonsense_is_an_error() {
        let nonsense: [&[u8]; 7] = [
            &[0x00],
            &[0x7f],
            &[0xe0],
            &[0x1f, 0xd8],
            &[0x1f, 0xd8, 0x00],
            // An empty cell between the two levels of GB 2312, and what comes after the last.
            &[0xee, 0xab],
            &[0xfa, 0x70],
        ];
        for bytes in nonsense {
            assert!(decode(bytes).is_err(), "{bytes:x?}");
        }
    }
}
