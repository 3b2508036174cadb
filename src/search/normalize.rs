//! The one form in which texts and queries are compared.
//!
//! Width, case, script (traditional or simplified) and the spaces that a word processor
//! leaves between Han characters make no difference to a citizen, so they make none here.
//! `client/normalize.js` is the same function for the browser, with the same tables in the same
//! notation: ranges of code points, hexadecimal. A test asks both about every code point.
//!
//! Only characters of listed ranges are taken apart or made lower case. The full NFKC and the
//! full case mapping grow with every version of Unicode, and an old telephone that knows an
//! older one would then look for other grams than the index holds.

mod table;

pub use table::TRADITIONAL;
use table::{Class, IS_TRADITIONAL, TABLE, class, entry, folded, several};

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
///
/// Gives true when the table of traditional forms changes a character of the line: who has no
/// table cannot compare it.
pub fn runs(line: &str, run: &mut Vec<char>, mut each: impl FnMut(&[char])) -> bool {
    run.clear();
    let mut last = Class::Mark;
    let mut space = false;
    let traditional = scan(line, |_, c, class| {
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
    traditional
}

/// True for a character of words: a letter, a digit, a Han character.
#[must_use]
pub fn is_word(c: char) -> bool {
    is_word_class(class(entry(&TABLE, c)))
}

/// True for a Han character of any plane.
#[must_use]
pub fn is_han(c: char) -> bool {
    class(entry(&TABLE, c)) == Class::Han
}

/// True for white space.
#[must_use]
pub fn is_space(c: char) -> bool {
    class(entry(&TABLE, c)) == Class::Space
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
/// Tells whether the table of traditional forms changes one.
#[inline]
fn scan(text: &str, mut each: impl FnMut(usize, char, Class)) -> bool {
    let table = &*TABLE;
    let mut all = 0;
    for (at, c) in text.char_indices() {
        let entry = entry(table, c);
        all |= entry;
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
    all & IS_TRADITIONAL != 0
}
