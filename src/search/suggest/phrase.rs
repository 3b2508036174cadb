//! Frequent phrases of titles and texts: sequences of Chinese characters that come again and
//! again and stand free, so that they are words or terms and not pieces of longer ones.
//!
//! A phrase of n characters can be frequent only where both of its parts of n−1 characters
//! are, so each length is counted only at the places that the length before has left. A
//! phrase stands free when no single neighbour, on either side, is there more than half of
//! the time (its min-entropy is at least one bit); the border of a run counts as a new
//! neighbour each time. And on either side it must sometimes meet a border or a word that
//! joins: 劳动保 has many neighbours (护, 险, 障) and never an end. Integers only, and everything is numbered by its first
//! place, so that the result depends on the text alone.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

/// Characters in a phrase.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=8;
/// More text than this is not read: the time of this step is bounded, and what is frequent is
/// frequent in a part of the text too.
pub(super) const LIMIT: usize = 300_000;
/// Of so many occurrences of a phrase at least one meets a border or a joining word.
const ENDS: u32 = 16;
/// No phrase begins or ends with these: they join words.
const JOINTS: &str = "的和与及或等在为对了是于以由从向到将把被其之该各所按至并且有无不第每个这那上下中内外后前时";
/// Wordings that every notice has; a phrase that holds one says nothing about its subject.
const EMPTY_WORDS: [&str; 16] = [
    "关于",
    "印发",
    "通知",
    "公告",
    "公示",
    "进一步",
    "根据",
    "本办法",
    "以下",
    "有关",
    "相关",
    "规定",
    "应当",
    "情况",
    "附件",
    "如下",
];

/// A phrase and how often it was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub text: String,
    pub count: u32,
}

/// The text in which phrases are sought: runs of Chinese characters, one after the other.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// Code points; 0 is a border.
    text: Vec<u32>,
}

impl Runs {
    /// Adds the runs of a text, while there is room; says whether there was.
    pub(super) fn add(&mut self, text: &str) -> bool {
        if self.text.len() >= LIMIT {
            return false;
        }
        for c in text.chars().take(LIMIT) {
            if is_han(c) {
                self.text.push(u32::from(c));
            } else {
                self.border();
            }
        }
        self.border();
        true
    }

    /// Adds all of another text.
    pub(super) fn append(&mut self, other: &Self) {
        self.text.extend_from_slice(&other.text);
    }

    fn border(&mut self) {
        if self.text.last().is_some_and(|last| *last != 0) {
            self.text.push(0);
        }
    }

    /// The phrases met at least `support` times, in the order of their first place.
    pub(super) fn phrases(&self, support: u32) -> Vec<Phrase> {
        let mut found = Vec::new();
        let ends = self.ends();
        let mut level = Level::of_single(&self.text);
        for length in 2..=LENGTHS.end() + 1 {
            let next = level.longer(length);
            if LENGTHS.contains(&(length - 1)) {
                level.keep_free(&next, &ends);
                self.collect(&level, support, &mut found);
            }
            level = next.frequent(support);
        }
        found
    }

    /// Where a phrase may end or begin: at borders and joining words.
    fn ends(&self) -> Vec<bool> {
        let mut joints: Vec<u32> = JOINTS.chars().map(u32::from).collect();
        joints.push(0);
        joints.sort_unstable();
        self.text.iter().map(|c| joints.binary_search(c).is_ok()).collect()
    }

    fn collect(&self, level: &Level, support: u32, found: &mut Vec<Phrase>) {
        for gram in level.grams.iter().filter(|gram| gram.free && gram.count >= support) {
            let at = gram.first as usize;
            let points = &self.text[at..at + level.length];
            let text: String = points.iter().filter_map(|c| char::from_u32(*c)).collect();
            if telling(&text) {
                found.push(Phrase { text, count: gram.count });
            }
        }
    }
}

/// All grams of one length.
struct Level {
    length: usize,
    /// For each place of the text the number of the gram that begins there, 0 for none.
    names: Vec<u32>,
    /// Gram `i` has the number `i + 1`.
    grams: Vec<Gram>,
}

#[derive(Debug, Clone, Copy)]
struct Gram {
    first: u32,
    count: u32,
    free: bool,
}

impl Level {
    fn of_single(text: &[u32]) -> Self {
        let mut numbers = Numbers::default();
        let names = text.iter().zip(0..);
        let names = names
            .map(|(c, at)| if *c == 0 { 0 } else { numbers.name(u64::from(*c), at) })
            .collect();
        Self { length: 1, names, grams: numbers.grams }
    }

    /// The grams that are one character longer, where both halves are named here.
    fn longer(&self, length: usize) -> Self {
        let mut numbers = Numbers::default();
        let mut names = vec![0; self.names.len()];
        for (at, pair) in self.names.windows(2).enumerate() {
            let (left, right) = (pair[0], pair[1]);
            if left != 0 && right != 0 {
                let key = u64::from(left) << 32 | u64::from(right);
                let place = u32::try_from(at).expect("texts are bounded by LIMIT");
                names[at] = numbers.name(key, place);
            }
        }
        Self { length, names, grams: numbers.grams }
    }

    /// Forgets the rare ones.
    fn frequent(mut self, support: u32) -> Self {
        for name in &mut self.names {
            if *name != 0 && self.grams[*name as usize - 1].count < support {
                *name = 0;
            }
        }
        self
    }

    /// Marks the grams that stand free, by the grams that are one character longer and the
    /// places where words end.
    fn keep_free(&mut self, next: &Self, ends: &[bool]) {
        let mut most = vec![(0, 0); self.grams.len()];
        for gram in &next.grams {
            let at = gram.first as usize;
            let (left, right) = (self.names[at] as usize, self.names[at + 1] as usize);
            most[left - 1].1 = gram.count.max(most[left - 1].1);
            most[right - 1].0 = gram.count.max(most[right - 1].0);
        }
        let mut met = vec![(0, 0); self.grams.len()];
        for (at, name) in self.names.iter().enumerate().filter(|(_, name)| **name != 0) {
            let (before, after) = &mut met[*name as usize - 1];
            *before += u32::from(at == 0 || ends[at - 1]);
            *after += u32::from(ends.get(at + self.length).is_none_or(|end| *end));
        }
        for (gram, (most, met)) in self.grams.iter_mut().zip(most.into_iter().zip(met)) {
            let half = gram.count / 2;
            let part = gram.count.div_ceil(ENDS);
            gram.free =
                most.0 <= half && most.1 <= half && met.0 >= part && met.1 >= part;
        }
    }
}

/// Numbers in the order of first sight, and counts.
#[derive(Default)]
struct Numbers {
    known: FxHashMap<u64, u32>,
    grams: Vec<Gram>,
}

impl Numbers {
    fn name(&mut self, key: u64, at: u32) -> u32 {
        match self.known.entry(key) {
            Entry::Occupied(known) => {
                let name = *known.get();
                self.grams[name as usize - 1].count += 1;
                name
            }
            Entry::Vacant(new) => {
                self.grams.push(Gram { first: at, count: 1, free: false });
                *new.insert(u32::try_from(self.grams.len()).expect("bounded by LIMIT"))
            }
        }
    }
}

/// Whether a phrase says something by itself.
fn telling(text: &str) -> bool {
    let joint = |c: Option<char>| c.is_none_or(|c| JOINTS.contains(c) || is_numeral(c));
    !joint(text.chars().next())
        && !joint(text.chars().next_back())
        && !EMPTY_WORDS.iter().any(|word| text.contains(word))
}

fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千万亿年月日".contains(c)
}

/// Common Chinese characters; those outside are too rare for a phrase.
pub(super) fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(lines: &[&str], support: u32) -> Vec<String> {
        let mut runs = Runs::default();
        for line in lines {
            assert!(runs.add(line));
        }
        runs.phrases(support).into_iter().map(|phrase| phrase.text).collect()
    }

    #[test]
    fn a_term_in_changing_company_is_found_whole_and_alone() {
        let lines = [
            "申请住房公积金贷款",
            "提取住房公积金须知",
            "住房公积金缴存",
            "查询住房公积金账户",
            "什么是住房公积金",
        ];
        assert_eq!(phrases(&lines, 4), ["住房公积金"]);
    }

    #[test]
    fn a_piece_that_always_has_the_same_neighbour_is_no_phrase() {
        let lines = ["城乡居民医疗保险甲", "城乡居民医疗保险乙", "城乡居民医疗保险"];
        assert_eq!(phrases(&lines, 3), ["城乡居民医疗保险"]);
    }

    #[test]
    fn a_piece_that_never_ends_is_no_phrase() {
        let lines =
            ["劳动保护甲", "劳动保险乙", "劳动保障丙", "劳动保证丁", "劳动", "劳动"];
        assert_eq!(phrases(&lines, 3), Vec::<String>::new());
        let lines = ["劳动者保护", "劳动者的保险", "劳动者", "甲劳动者"];
        assert_eq!(phrases(&lines, 3), ["劳动者"]);
    }

    #[test]
    fn joints_numbers_and_empty_words_are_no_phrases() {
        let lines = ["甲的申请人乙", "丙的申请人丁", "戊的申请人己"];
        assert_eq!(phrases(&lines, 3), Vec::<String>::new());
        assert!(!telling("关于医疗"));
        assert!(!telling("三月份"));
        assert!(telling("医疗救助"));
    }

    #[test]
    fn the_text_is_bounded() {
        let mut runs = Runs::default();
        let long = "甲乙丙丁".repeat(LIMIT / 4);
        assert!(runs.add(&long));
        assert!(!runs.add("戊"));
    }
}
