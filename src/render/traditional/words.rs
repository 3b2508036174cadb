//! Simplified words and what they are in traditional characters.
//!
//! At each place of a text the longest known word is taken, else the character. What is known is
//! in `words.txt`: it gives what the chain `s2tw` of `OpenCC` gives, which the tests compare with
//! another implementation of it, at many times the speed.

use std::str::Chars;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The words, read once and only where they are wanted.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(FILE));

/// One word a line, and after a tab its other form where that is not the form of its characters.
const FILE: &str = include_str!("words.txt");

/// Above every character that has another form.
const CHARACTERS: usize = 0x32000;

/// The words as a tree: the way to a word leads over its characters.
pub(super) struct Words {
    /// By the first character: its own other form, and the node of words that begin with it. Zero
    /// stands for none.
    first: Vec<(char, u32)>,
    /// From a node and a character to the next node.
    next: FxHashMap<(u32, char), u32>,
    /// What the word that ends at a node becomes; empty where its characters tell.
    forms: Vec<Option<&'static str>>,
}

impl Words {
    fn read(file: &'static str) -> Self {
        let first = vec![('\0', 0); CHARACTERS];
        let mut words = Self { first, next: FxHashMap::default(), forms: vec![None] };
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let (word, form) = line.split_once('\t').unwrap_or((line, ""));
            let mut chars = word.chars();
            let first = chars.next().expect("no line of the file is empty");
            match form.chars().next() {
                Some(form) if chars.as_str().is_empty() => {
                    words.first[first as usize].0 = form;
                }
                _ => words.add(first, chars, form),
            }
        }
        words
    }

    /// Adds a word, cut behind its first character.
    fn add(&mut self, first: char, rest: Chars<'_>, form: &'static str) {
        let mut node = self.first[first as usize].1;
        if node == 0 {
            node = new_node(&mut self.forms);
            self.first[first as usize].1 = node;
        }
        for c in rest {
            let forms = &mut self.forms;
            node = *self.next.entry((node, c)).or_insert_with(|| new_node(forms));
        }
        self.forms[node as usize] = Some(form);
    }

    /// Writes a text in traditional characters.
    pub(super) fn convert(&self, mut text: &str, out: &mut String) {
        loop {
            let plain = text.bytes().position(|byte| !byte.is_ascii());
            let Some(plain) = plain else { break };
            out.push_str(&text[..plain]);
            text = self.step(&text[plain..], out);
        }
        out.push_str(text);
    }

    /// Writes the first word of a text; gives what follows.
    fn step<'t>(&self, text: &'t str, out: &mut String) -> &'t str {
        let mut chars = text.chars();
        let Some(first) = chars.next() else { return text };
        let rest = chars.as_str();
        let (form, node) = self.first.get(first as usize).copied().unwrap_or_default();
        match self.longest(node, rest) {
            None => {
                out.push(if form == '\0' { first } else { form });
                rest
            }
            Some((form, rest)) => {
                let word = &text[..text.len() - rest.len()];
                if form.is_empty() {
                    out.extend(word.chars().map(|c| self.character(c)));
                } else {
                    out.push_str(form);
                }
                rest
            }
        }
    }

    /// The longest word below a node: what it becomes, and what follows it.
    fn longest<'t>(
        &self,
        mut node: u32,
        rest: &'t str,
    ) -> Option<(&'static str, &'t str)> {
        let mut longest = None;
        let mut chars = rest.chars();
        while node != 0
            && let Some(c) = chars.next()
            && let Some(next) = self.next.get(&(node, c))
        {
            node = *next;
            if let Some(form) = self.forms[node as usize] {
                longest = Some((form, chars.as_str()));
            }
        }
        longest
    }

    /// A character that stands in no word.
    fn character(&self, c: char) -> char {
        match self.first.get(c as usize) {
            Some((form, _)) if *form != '\0' => *form,
            _ => c,
        }
    }
}

fn new_node(forms: &mut Vec<Option<&'static str>>) -> u32 {
    forms.push(None);
    u32::try_from(forms.len() - 1).expect("a dictionary has fewer words")
}

#[cfg(test)]
mod tests {
    use ferrous_opencc::OpenCC;
    use ferrous_opencc::config::BuiltinConfig;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    use super::{FILE, WORDS};

    /// The other implementation, with the whole dictionary.
    static OTHER: std::sync::LazyLock<OpenCC> =
        std::sync::LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2tw).unwrap());

    fn words() -> Vec<&'static str> {
        let lines = FILE.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split('\t').next().unwrap()).collect()
    }

    fn assert_same(text: &str) {
        let mut ours = String::new();
        WORDS.convert(text, &mut ours);
        assert_eq!(ours, OTHER.convert(text), "{text}");
    }

    #[test]
    fn each_word_is_what_the_other_says() {
        let words = words();
        assert!(words.len() > 48_000);
        words.iter().for_each(|word| assert_same(word));
        // Each before the next: what begins at the end of one and in the other is told apart.
        words.windows(2).for_each(|two| assert_same(&two.concat()));
    }

    #[test]
    fn each_character_is_what_the_other_says() {
        (1..=0x0003_FFFF).filter_map(char::from_u32).for_each(|c| {
            assert_same(c.encode_utf8(&mut [0; 4]));
        });
    }

    /// Words, halves of words, characters and what stands between words, in any order.
    fn text() -> impl Strategy<Value = String> {
        let words = words();
        let count = words.len();
        let piece = (0..count, 0..10u8, 0x4E00..0x9FA6_u32);
        let piece = piece.prop_map(move |(at, kind, other)| {
            let word = words[at];
            let half = word.chars().count() / 2;
            match kind {
                0..4 => word.to_owned(),
                4..6 => word.chars().take(half.max(1)).collect(),
                6..8 => word.chars().skip(half).collect(),
                8 => char::from_u32(other).map_or_else(String::new, String::from),
                _ => ["，", "a", "1 ", "。\n", "〇", "\u{20000}"][at % 6].to_owned(),
            }
        });
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(Config {
            cases: 3000,
            rng_seed: RngSeed::Fixed(20_261_124),
            failure_persistence: None,
            ..Config::default()
        })]

        #[test]
        fn any_text_is_what_the_other_says(text in text()) {
            assert_same(&text);
        }
    }
}
