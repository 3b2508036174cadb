//! The one form in which texts and queries are compared.
//!
//! Width, case, script (traditional or simplified) and the spaces that a word processor
//! leaves between Han characters make no difference to a citizen, so they make none here.
//! `client/normalize.js` is the same function for the browser; the tables of ranges in the two
//! files are one definition, and a test asks both about every code point.
//!
//! Only characters of listed ranges are taken apart or made lower case. The full NFKC and the
//! full case mapping grow with every version of Unicode, and an old telephone that knows an
//! older one would then look for other grams than the index holds.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Pairs of a traditional form and its simplified one, without separators: the facts of the
/// `OpenCC` project, the first of several choices, and the radicals that look like characters.
pub const TRADITIONAL: &str = include_str!("data/traditional.txt");

/// Ranges of characters that make words; everything else ends a run.
const WORD: &[(u32, u32)] = &[
    (0x30, 0x39),
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xAA, 0xAA),
    (0xB5, 0xB5),
    (0xBA, 0xBA),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x2AF),
    (0x300, 0x373),
    (0x376, 0x377),
    (0x37B, 0x37D),
    (0x37F, 0x386),
    (0x388, 0x481),
    (0x48A, 0x52F),
    (0x620, 0x669),
    (0x66E, 0x6D3),
    (0x6D5, 0x6DC),
    (0x6EE, 0x6FF),
    (0xF00, 0xF00),
    (0xF0B, 0xF0B),
    (0xF18, 0xF39),
    (0xF3E, 0xFBC),
    (0x1810, 0x18AF),
    (0x1950, 0x19DF),
    (0x1E00, 0x1EFF),
    (0x3105, 0x318E),
    (0x31A0, 0x31BF),
    (0x3041, 0x309A),
    (0x309D, 0x30FA),
    (0x30FC, 0x30FF),
    (0x31F0, 0x31FF),
    (0xA000, 0xA48C),
    (0xAC00, 0xD7A3),
];

/// Ranges of Han characters, which are word characters too. The private use area is among
/// them: what Chinese texts hold there are rare characters of older character sets.
const HAN: &[(u32, u32)] = &[
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xE000, 0xFAFF),
    (0x20000, 0x3FFFD),
    (0xF0000, 0xFFFFD),
    (0x10_0000, 0x10_FFFD),
];

/// Ranges in which a character is replaced by its NFKC; none of it has a space.
const COMPATIBLE: &[(u32, u32)] = &[
    (0xAA, 0xAA),
    (0xB2, 0xB3),
    (0xB5, 0xB5),
    (0xB9, 0xBA),
    (0xBC, 0xBE),
    (0x2070, 0x209F),
    (0x2100, 0x218B),
    (0x2460, 0x24FF),
    (0x2F00, 0x2FDF),
    (0x3038, 0x303A),
    (0x3200, 0x33FF),
    (0xF900, 0xFAFF),
    (0xFB00, 0xFB06),
    (0xFF01, 0xFFDC),
    (0x1D400, 0x1D7FF),
    (0x2F800, 0x2FA1F),
];

/// Ranges of letters that are made lower case, after NFKC.
const CASED: &[(u32, u32)] =
    &[(0x41, 0x5A), (0xC0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF)];

/// White space.
const SPACE: &[(u32, u32)] = &[
    (0x9, 0xD),
    (0x20, 0x20),
    (0x85, 0x85),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];

/// What nobody sees: soft hyphens, characters of no width, marks of direction, and the
/// selectors that ask for another picture of the character before them.
const UNSEEN: &[(u32, u32)] = &[
    (0xAD, 0xAD),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xE0100, 0xE01EF),
];

/// How a character of a source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
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

/// A text in the normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normal {
    /// The characters.
    pub chars: Vec<char>,
    /// Of each character, where the source character that gave it begins: a byte offset.
    pub from: Vec<u32>,
}

impl Normal {
    fn push(&mut self, c: char, at: usize) {
        self.chars.push(c);
        self.from.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// The same without whatever is no word character: the form that is compared.
    #[must_use]
    pub fn words(&self) -> Self {
        let mut words = Self::default();
        for (&c, &at) in self.chars.iter().zip(&self.from) {
            if is_word(c) {
                words.chars.push(c);
                words.from.push(at);
            }
        }
        words
    }

    /// The characters as a text.
    #[must_use]
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// Brings one line of text into the normal form.
#[must_use]
pub fn normalize(text: &str) -> Normal {
    let mut normal = Normal::default();
    let mut last = Class::Mark;
    let mut space = None;
    scan(text, |at, c, class| {
        if class == Class::Space {
            space.get_or_insert(at);
            return;
        }
        if let Some(at) = space.take().filter(|_| !joins(last, class)) {
            normal.push(' ', at);
        }
        normal.push(c, at);
        last = class;
    });
    if let Some(at) = space {
        normal.push(' ', at);
    }
    normal
}

/// The normal form as a text.
#[must_use]
pub fn fold(text: &str) -> String {
    normalize(text).text()
}

/// The word characters of the normal form, one after the other: a text holds a phrase when the
/// squashed text holds the squashed phrase.
#[must_use]
pub fn squash(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    scan(text, |_, c, class| {
        if is_word_class(class) {
            squashed.push(c);
        }
    });
    squashed
}

/// Calls back with every run of word characters of one line, in order. The buffer is the
/// caller's, so that nothing is allocated where millions of lines are read.
pub fn runs(line: &str, run: &mut Vec<char>, mut each: impl FnMut(&[char])) {
    run.clear();
    let mut last = Class::Mark;
    let mut space = false;
    scan(line, |_, c, class| {
        if class == Class::Space {
            space = true;
            return;
        }
        let broken = !is_word_class(class) || (space && !joins(last, class));
        if broken && !run.is_empty() {
            each(run);
            run.clear();
        }
        if is_word_class(class) {
            run.push(c);
        }
        (space, last) = (false, class);
    });
    if !run.is_empty() {
        each(run);
    }
}

/// True for a character of words: a letter, a digit, a Han character.
#[must_use]
pub fn is_word(c: char) -> bool {
    is_word_class(class(entry(&TABLE, c)))
}

/// True for a Han character of any plane.
#[must_use]
pub fn is_han(c: char) -> bool {
    within(HAN, c)
}

/// True when the table of traditional forms changes a character of the text: who has no table
/// cannot compare this text.
#[must_use]
pub fn has_traditional(text: &str) -> bool {
    let table = &*TABLE;
    text.chars().any(|c| entry(table, c) & IS_TRADITIONAL != 0)
}

/// White space between two word characters is dropped when one of them is Han: Chinese is
/// written without it, and what is there comes from a table or a justified line.
fn joins(before: Class, after: Class) -> bool {
    is_word_class(before)
        && is_word_class(after)
        && (before == Class::Han || after == Class::Han)
}

const fn is_word_class(class: Class) -> bool {
    matches!(class, Class::Letter | Class::Han)
}

/// Gives every folded character of a text with its offset and class; unseen ones are skipped.
#[inline]
fn scan(text: &str, mut each: impl FnMut(usize, char, Class)) {
    let table = &*TABLE;
    for (at, c) in text.char_indices() {
        let entry = entry(table, c);
        match class(entry) {
            Class::Unseen => {}
            Class::Several => {
                for c in several(c) {
                    each(at, c, class(self::entry(table, c)));
                }
            }
            class => each(at, folded(entry), class),
        }
    }
}

/// An entry of the table: the folded character in the low 21 bits, its class in three bits
/// above, then [`IS_TRADITIONAL`].
type Entry = u32;

/// Set when the pairs of [`TRADITIONAL`] change the character.
const IS_TRADITIONAL: Entry = 1 << 24;

/// The entries of the characters up to U+FFFF, in which nearly all text is written.
static TABLE: LazyLock<Box<[Entry; 0x1_0000]>> = LazyLock::new(|| {
    let all = (0..=u16::MAX)
        .map(|code| char::from_u32(u32::from(code)).map_or(0, work_out))
        .collect::<Box<[Entry]>>();
    all.try_into().expect("there is one entry for each number of 16 bits")
});

static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let mut rest = TRADITIONAL.trim_end().chars();
    std::iter::from_fn(|| rest.next().zip(rest.next())).collect()
});

#[inline]
fn entry(table: &[Entry; 0x1_0000], c: char) -> Entry {
    match u16::try_from(u32::from(c)) {
        Ok(code) => table[usize::from(code)],
        Err(_) => work_out(c),
    }
}

#[inline]
fn class(entry: Entry) -> Class {
    match entry >> 21 & 7 {
        1 => Class::Letter,
        2 => Class::Han,
        3 => Class::Space,
        4 => Class::Unseen,
        5 => Class::Several,
        _ => Class::Mark,
    }
}

#[inline]
fn folded(entry: Entry) -> char {
    char::from_u32(entry & 0x1F_FFFF).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The entry by the rules themselves.
fn work_out(c: char) -> Entry {
    let mut forms = several(c);
    let (first, second) = (forms.next().unwrap_or(c), forms.next());
    let class = if within(SPACE, c) {
        Class::Space
    } else if within(UNSEEN, c) {
        Class::Unseen
    } else if second.is_some() {
        Class::Several
    } else if within(HAN, first) {
        Class::Han
    } else if within(WORD, first) {
        Class::Letter
    } else {
        Class::Mark
    };
    let traditional = compatible(c).any(|c| SIMPLIFIED.contains_key(&c));
    (class as Entry) << 21
        | u32::from(first)
        | if traditional { IS_TRADITIONAL } else { 0 }
}

/// The characters that a character becomes: NFKC, lower case, simplified.
fn several(c: char) -> impl Iterator<Item = char> {
    compatible(c).flat_map(lower).map(simplified)
}

fn compatible(c: char) -> impl Iterator<Item = char> {
    let whole = within(COMPATIBLE, c);
    whole
        .then(|| std::iter::once(c).nfkc())
        .into_iter()
        .flatten()
        .chain((!whole).then_some(c))
}

fn lower(c: char) -> impl Iterator<Item = char> {
    let cased = within(CASED, c);
    cased.then(|| c.to_lowercase()).into_iter().flatten().chain((!cased).then_some(c))
}

/// The simplified form of a Han character. The hollow circle is how zero is often typed in a
/// year that is written in Han numerals, 二○二三年.
fn simplified(c: char) -> char {
    match c {
        '○' | '◯' => '〇',
        _ if c.is_ascii() => c,
        _ => SIMPLIFIED.get(&c).copied().unwrap_or(c),
    }
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    ranges.iter().any(|&(first, last)| first <= code && code <= last)
}
