//! What each character is and what it becomes: the tables of the normal form.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Pairs of a traditional form and its simplified one, without separators: the facts of the
/// `OpenCC` project, the first of several choices, and the radicals that look like characters.
pub const TRADITIONAL: &str = include_str!("../data/traditional.txt");

/// Ranges of characters that make words; everything else ends a run. From Latin letters up to
/// the general punctuation all is taken, since a comma of a rare script does no harm in a word.
const WORD: &str = "30-39 61-7a aa b5 ba c0-d6 d8-f6 f8-1fff 3041-309a 309d-30fa \
    30fc-318e 31a0-31bf 31f0-31ff a000-a4cf ac00-d7a3";

/// Ranges of Han characters, which are word characters too. The private use area is among
/// them: what Chinese texts hold there are rare characters of older character sets.
const HAN: &str = "2e80-2fdf 3005-3007 3400-4dbf 4e00-9fff e000-faff \
    20000-3fffd f0000-ffffd 100000-10fffd";

/// Ranges in which a character is replaced by its NFKC in lower case; none of it has a space.
const FOLDED: &str = "41-5a aa b2-b3 b5 b9-ba c0-24f 386-52f 1e00-1eff 2070-208e 2090-209c \
    2100-2189 2460-24ff 2f00-2fdf 3200-32fe 3300-33ff f900-fad9 fb00-fb06 ff01-ffdc";

/// White space.
const SPACE: &str = "9-d 20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000";

/// What nobody sees: soft hyphens, characters of no width, marks of direction, and the
/// selectors that ask for another picture of the character before them.
const UNSEEN: &str = "ad 200b-200f 202a-202e 2060-2064 fe00-fe0f feff e0100-e01ef";

/// How a character of a source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It ends a run.
    Mark = 0,
    /// A letter or digit that is not Han.
    Letter,
    Han,
    Space,
    /// As if it were not there.
    Unseen,
    /// Several characters stand for it.
    Several,
}

/// An entry of the table: the folded character in the low 21 bits, its class in three bits
/// above, then [`IS_TRADITIONAL`].
pub(super) type Entry = u32;

/// Set when the pairs of [`TRADITIONAL`] change the character.
pub(super) const IS_TRADITIONAL: Entry = 1 << 24;

/// The tables of ranges, read.
struct Tables {
    word: Vec<(u32, u32)>,
    han: Vec<(u32, u32)>,
    folded: Vec<(u32, u32)>,
    space: Vec<(u32, u32)>,
    unseen: Vec<(u32, u32)>,
}

static RANGES: LazyLock<Tables> = LazyLock::new(|| Tables {
    word: ranges(WORD),
    han: ranges(HAN),
    folded: ranges(FOLDED),
    space: ranges(SPACE),
    unseen: ranges(UNSEEN),
});

fn ranges(table: &str) -> Vec<(u32, u32)> {
    let code = |text| u32::from_str_radix(text, 16).expect("the tables are hexadecimal");
    table
        .split(' ')
        .map(|range| range.split_once('-').unwrap_or((range, range)))
        .map(|(first, last)| (code(first), code(last)))
        .collect()
}

/// The entries of the characters up to U+FFFF, in which nearly all text is written.
pub(super) static TABLE: LazyLock<Box<[Entry; 0x1_0000]>> = LazyLock::new(|| {
    let mut all: Box<[Entry; 0x1_0000]> = (0..=0xFFFF)
        .collect::<Box<[Entry]>>()
        .try_into()
        .expect("there is one entry for each number of 16 bits");
    // Most characters stay as they are; the rules are asked about the others only, since
    // every run of the program waits for this table.
    for (ranges, class) in [
        (&RANGES.word, Class::Letter),
        (&RANGES.han, Class::Han),
        (&RANGES.space, Class::Space),
        (&RANGES.unseen, Class::Unseen),
    ] {
        for code in codes(ranges) {
            all[code] = with_class(code as Entry, class);
        }
    }
    let changed = SIMPLIFIED.keys().chain(HOLLOW).map(|&c| c as usize);
    let changed = changed.chain(codes(&RANGES.folded));
    for code in changed.filter(|&code| code <= 0xFFFF) {
        all[code] = char::from_u32(code as u32).map_or(0, work_out);
    }
    all
});

/// The codes in ranges, as far as the table goes.
fn codes(ranges: &[(u32, u32)]) -> impl Iterator<Item = usize> {
    ranges
        .iter()
        .flat_map(|&(first, last)| first..=last.min(0xFFFF))
        .map(|code| code as usize)
}

/// [`TRADITIONAL`], read.
static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let mut rest = TRADITIONAL.trim_end().chars();
    std::iter::from_fn(|| rest.next().zip(rest.next())).collect()
});

/// The entry of a character, with the table at hand.
#[inline]
pub(super) fn entry(table: &[Entry; 0x1_0000], c: char) -> Entry {
    match u16::try_from(u32::from(c)) {
        Ok(code) => table[usize::from(code)],
        Err(_) => work_out(c),
    }
}

/// The class in an entry.
#[inline]
pub(super) fn class(entry: Entry) -> Class {
    match entry >> 21 & 7 {
        1 => Class::Letter,
        2 => Class::Han,
        3 => Class::Space,
        4 => Class::Unseen,
        5 => Class::Several,
        _ => Class::Mark,
    }
}

/// The folded character in an entry.
#[inline]
pub(super) fn folded(entry: Entry) -> char {
    char::from_u32(entry & 0x1F_FFFF).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The entry by the rules themselves.
fn work_out(c: char) -> Entry {
    let mut forms = several(c);
    let (first, second) = (forms.next().unwrap_or(c), forms.next());
    let class = if within(&RANGES.space, c) {
        Class::Space
    } else if within(&RANGES.unseen, c) {
        Class::Unseen
    } else if second.is_some() {
        Class::Several
    } else if within(&RANGES.han, first) {
        Class::Han
    } else if within(&RANGES.word, first) {
        Class::Letter
    } else {
        Class::Mark
    };
    let traditional = plain(c).any(|c| SIMPLIFIED.contains_key(&c));
    with_class(first.into(), class) | if traditional { IS_TRADITIONAL } else { 0 }
}

const fn with_class(code: Entry, class: Class) -> Entry {
    code | (class as Entry) << 21
}

/// The characters that a character becomes: NFKC, lower case, simplified.
pub(super) fn several(c: char) -> impl Iterator<Item = char> {
    plain(c).map(simplified)
}

/// NFKC in lower case.
fn plain(c: char) -> impl Iterator<Item = char> {
    let folded = within(&RANGES.folded, c);
    let forms = folded.then(|| std::iter::once(c).nfkc().flat_map(char::to_lowercase));
    forms.into_iter().flatten().chain((!folded).then_some(c))
}

/// How zero is often typed in a year that is written in Han numerals, 二○二三年.
const HOLLOW: &[char] = &['○', '◯'];

/// The simplified form of a Han character.
fn simplified(c: char) -> char {
    match c {
        _ if c.is_ascii() => c,
        _ if HOLLOW.contains(&c) => '〇',
        _ => SIMPLIFIED.get(&c).copied().unwrap_or(c),
    }
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    ranges.iter().any(|&(first, last)| first <= code && code <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_what_the_rules_say() {
        for c in (0..=0xFFFF).filter_map(char::from_u32) {
            assert_eq!(entry(&TABLE, c), work_out(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_normal_form_stays_as_it_is() {
        for c in (1..=0x2_FFFF).filter_map(char::from_u32) {
            for folded in several(c) {
                let again: Vec<char> = several(folded).collect();
                assert_eq!(again, [folded], "U+{:04X}", u32::from(c));
                let becomes_space = within(&RANGES.space, folded) && folded != c;
                assert!(!becomes_space, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn pairs_lead_from_han_to_han() {
        assert!(SIMPLIFIED.len() > 3000);
        let chars: Vec<char> = TRADITIONAL.trim_end().chars().collect();
        for pair in chars.chunks(2) {
            let [from, to] = pair else { panic!("{pair:?} is no pair") };
            assert!(within(&RANGES.han, *from) && within(&RANGES.han, *to), "{from}{to}");
            assert!(!SIMPLIFIED.contains_key(to), "{from}{to}");
        }
    }
}
