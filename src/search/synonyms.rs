//! Words that mean the same: a citizen writes 低保, the office 最低生活保障.
//!
//! Our list stands in `data/synonyms.txt`; the officer adds groups with a file of the same form
//! at `data/synonyms.txt` of the site. A search for one word of a group finds the others too,
//! after everything that says it literally. Only groups with a word that occurs in the portal
//! go into the manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::entry::Entry;
use super::normalize::squash;
use crate::diag::{Finding, Place, Report};
use crate::world::{SitePath, World};

/// The list that every portal has.
const OURS: &str = include_str!("data/synonyms.txt");
/// The officer's list, from the root of the site.
const THEIRS: &str = "data/synonyms.txt";
/// Characters in a word: one alone is not searched for, and more are a sentence.
const WORD: std::ops::RangeInclusive<usize> = 2..=20;
/// Words in a group: each is searched for, and each costs the reader files to load.
const GROUP: usize = 6;

/// Groups of words that mean the same; no word stands in two of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
}

impl Synonyms {
    /// The list that every portal has.
    #[must_use]
    pub fn ours() -> Self {
        // No word stands twice in our own list; a test says so.
        let words =
            |(_, line): (_, &str)| line.split_whitespace().map(str::to_owned).collect();
        Self { groups: lines(OURS).map(words).collect() }
    }

    /// All groups, in the order of the lists.
    #[must_use]
    pub fn groups(&self) -> &[Vec<String>] {
        &self.groups
    }

    /// The groups of which at least one word occurs in the portal, for the manifest; `said` are the
    /// numbers of the words that do, see [`Finder::said`]. The others can
    /// lead nowhere; of a group that stays, every word does, because who types the word that the
    /// portal never uses needs it most.
    #[must_use]
    pub fn for_corpus(&self, said: &BTreeSet<u32>) -> Vec<Vec<String>> {
        let mut next = 0;
        let occurs = |group: &&Vec<String>| {
            let first = next;
            next += group.len() as u32;
            said.range(first..next).next().is_some()
        };
        self.groups.iter().filter(occurs).cloned().collect()
    }

    /// Finds the words of all groups in an entry.
    #[must_use]
    pub fn finder(&self) -> Finder {
        let mut finder =
            Finder { begins: vec![0; BEGINS / 64], words: FxHashMap::default() };
        (0..).zip(self.groups.iter().flatten()).for_each(|(n, word)| finder.add(n, word));
        finder
    }

    /// Adds a group; all that are there and share a word with it become one with it. No word that
    /// is new is left out, so of the known ones go those that are too many.
    fn add(&mut self, words: Vec<String>) {
        let same = |one: &str, other: &str| squash(one) == squash(other);
        let shares = |group: &mut Vec<String>| {
            group.iter().any(|known| words.iter().any(|word| same(word, known)))
        };
        let known: Vec<String> = self.groups.extract_if(.., shares).flatten().collect();
        let is_known = |word: &String| known.iter().any(|known| same(known, word));
        let new: Vec<String> =
            words.iter().filter(|word| !is_known(word)).cloned().collect();
        let room = GROUP.saturating_sub(new.len());
        self.groups.push(known.into_iter().take(room).chain(new).collect());
    }
}

/// Bits that tell how a word can begin.
const BEGINS: usize = 1 << 16;

/// Looks for the words of [`Synonyms`].
///
/// All bodies go through it, and hardly two characters of a body are those that a word begins
/// with: a set of bits that stays at hand says so sooner than an automaton can.
#[derive(Debug)]
pub struct Finder {
    /// A bit for the first two characters of each word.
    begins: Vec<u64>,
    /// The words by their first two characters, with their numbers.
    words: FxHashMap<[char; 2], Vec<(u32, String)>>,
}

impl Finder {
    /// Adds a word; one of a single character is none ([`WORD`]).
    fn add(&mut self, number: u32, word: &str) {
        let mut chars = word.chars();
        let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return };
        let (at, bit) = place([first, second]);
        self.begins[at] |= bit;
        let words = self.words.entry([first, second]).or_default();
        words.push((number, word.to_owned()));
    }

    /// The words that an entry says, as they are written, by their numbers through all groups.
    #[must_use]
    pub fn said(&self, entry: &Entry) -> Vec<u32> {
        let mut said = Vec::new();
        for line in &entry.lines {
            self.said_in(&line.text, &mut said);
        }
        self.said_in(&entry.title, &mut said);
        said.sort_unstable();
        said.dedup();
        said
    }

    fn said_in(&self, text: &str, said: &mut Vec<u32>) {
        // No word begins with the character that stands before the text.
        let mut last = (0, '\0');
        for (at, c) in text.char_indices() {
            let begin = [last.1, c];
            let (word, bit) = place(begin);
            if self.begins[word] & bit != 0 {
                let rest = &text.as_bytes()[last.0..];
                let words = self.words.get(&begin).into_iter().flatten();
                let found = words.filter(|(_, word)| rest.starts_with(word.as_bytes()));
                said.extend(found.map(|(number, _)| *number));
            }
            last = (at, c);
        }
    }
}

/// The bit of two characters.
fn place([first, second]: [char; 2]) -> (usize, u64) {
    let mixed = u32::from(first).wrapping_mul(0x9E37_79B1)
        ^ u32::from(second).wrapping_mul(0x85EB_CA77);
    let at = mixed as usize >> 16;
    (at / 64, 1 << (at % 64))
}

/// Our list with the officer's, and what is wrong with the officer's: a bad line is told and
/// left out, the others count.
#[must_use]
pub fn load(world: &dyn World) -> (Synonyms, Report) {
    let path = SitePath::new(THEIRS).expect("a plain relative path");
    let mut synonyms = Synonyms::ours();
    let mut report = Report::default();
    let text = match world.read(&path) {
        Ok(bytes) => String::from_utf8(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return (synonyms, report);
        }
        Err(error) => {
            let message = format!("同义词表「{THEIRS}」读不出来：{error}");
            report.push(Finding::warning(Place::file(&path), message));
            return (synonyms, report);
        }
    };
    let Ok(text) = text else {
        let message = format!("同义词表「{THEIRS}」不是 UTF-8 编码，没有采用");
        let hint = "用记事本打开，另存为时编码选“UTF-8”";
        report.push(Finding::warning(Place::file(&path), message).hint(hint));
        return (synonyms, report);
    };
    let mut seen = BTreeMap::new();
    for (range, line) in lines(&text) {
        match group(line, &range, &mut seen) {
            Ok(words) => synonyms.add(words),
            Err(fault) => report.push(fault.finding(&path, range)),
        }
    }
    (synonyms, report)
}

/// The lines of a list with their places, without comments and blank lines.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let base = text.as_ptr() as usize;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().filter_map(move |line| {
        let line = line.split('#').next().unwrap_or_default().trim();
        let at = line.as_ptr() as usize - base;
        (!line.is_empty()).then_some((at..at + line.len(), line))
    })
}

/// What is wrong with a line, and what to do.
struct Fault {
    message: String,
    hint: &'static str,
    also: Option<Range<usize>>,
}

impl Fault {
    fn new(message: String, hint: &'static str) -> Self {
        Self { message, hint, also: None }
    }

    fn finding(self, path: &SitePath, range: Range<usize>) -> Finding {
        let finding =
            Finding::warning(Place::bytes(path, range), self.message).hint(self.hint);
        match self.also {
            Some(other) => finding.also(Place::bytes(path, other), "先写在这一行"),
            None => finding,
        }
    }
}

/// The words of a line of the officer's list.
fn group(
    line: &str,
    range: &Range<usize>,
    seen: &mut BTreeMap<String, Range<usize>>,
) -> Result<Vec<String>, Fault> {
    let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
    if words.len() > GROUP {
        let message = format!("同义词一行有 {} 个词，最多 {GROUP} 个", words.len());
        return Err(Fault::new(message, "只留意思完全相同的词，其余另起一行"));
    }
    let mut fresh = BTreeMap::new();
    for word in &words {
        let plain = word_of(word)?;
        if let Some(other) = seen.get(&plain) {
            let message = format!("同义词「{word}」在前面的一行里已经写过");
            let hint = "把意思相同的词写在同一行";
            return Err(Fault { also: Some(other.clone()), ..Fault::new(message, hint) });
        }
        if fresh.insert(plain, range.clone()).is_some() {
            let message = format!("同义词「{word}」在这一行里写了两次");
            return Err(Fault::new(message, "删去重复的词"));
        }
    }
    if words.len() < 2 {
        let message = format!("同义词「{line}」这一行只有一个词");
        return Err(Fault::new(
            message,
            "一行至少写两个词，用空格隔开，如「低保 最低生活保障」",
        ));
    }
    seen.append(&mut fresh);
    Ok(words)
}

/// A word in the form in which searches compare it.
fn word_of(word: &str) -> Result<String, Fault> {
    if word.contains(['，', '、', ',', '；', ';', '＝', '=', '|', '/']) {
        let message = format!("同义词「{word}」里有标点");
        return Err(Fault::new(message, "词与词之间用空格隔开，不用标点"));
    }
    let plain = squash(word);
    if !WORD.contains(&plain.chars().count()) {
        let message =
            format!("同义词「{word}」应为 {} 至 {} 个字", WORD.start(), WORD.end());
        return Err(Fault::new(message, "换成完整的词，或者删去这一行"));
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Date, MemoryWorld};

    fn loaded(text: &str) -> (Synonyms, Report) {
        let mut world = MemoryWorld::new(Date::constant(2026, 1, 1));
        world.insert(SitePath::new(THEIRS).unwrap(), text.as_bytes().to_vec());
        load(&world)
    }

    fn group_of<'s>(synonyms: &'s Synonyms, word: &str) -> Option<&'s Vec<String>> {
        synonyms.groups().iter().find(|group| group.iter().any(|known| known == word))
    }

    #[test]
    fn our_list_is_what_we_ask_of_the_officer() {
        let mut seen = BTreeMap::new();
        let faults: Vec<String> = lines(OURS)
            .filter_map(|(range, line)| group(line, &range, &mut seen).err())
            .map(|fault| fault.message)
            .collect();
        assert!(faults.is_empty(), "{faults:?}");
        let ours = Synonyms::ours();
        assert!((80..=120).contains(&ours.groups().len()));
        assert_eq!(group_of(&ours, "低保").unwrap(), &["低保", "最低生活保障"]);
    }

    #[test]
    fn without_a_file_our_list_counts_alone() {
        let (synonyms, report) = load(&MemoryWorld::new(Date::constant(2026, 1, 1)));
        assert_eq!((synonyms, report.is_empty()), (Synonyms::ours(), true));
    }

    #[test]
    fn the_officers_groups_are_added_or_joined() {
        let text = "\u{feff}# 本县\r\n创城 文明城市创建\r\n低保 低保金 # 我县的说法\r\n";
        let (synonyms, report) = loaded(text);
        assert!(report.is_empty(), "{report:?}");
        assert_eq!(group_of(&synonyms, "创城").unwrap(), &["创城", "文明城市创建"]);
        assert_eq!(
            group_of(&synonyms, "低保金").unwrap(),
            &["低保", "最低生活保障", "低保金"]
        );
    }

    #[test]
    fn bad_lines_are_told_with_their_place_and_the_rest_counts() {
        let text = "创城 文明城市创建\n孤单\n甲 甲乙\n创城 卫生城市\n一二、三四 五六\n\
                    重复 重复\n词一 词二 词三 词四 词五 词六 词七\n民宿 农家乐\n";
        let (synonyms, report) = loaded(text);
        let told: Vec<(&str, &str)> = report
            .findings()
            .iter()
            .map(|finding| match finding.place.at {
                crate::diag::At::Bytes(from, to) => {
                    (&text[from..to], finding.message.as_str())
                }
                _ => panic!("a line has a place"),
            })
            .collect();
        assert_eq!(
            told,
            [
                ("孤单", "同义词「孤单」这一行只有一个词"),
                ("甲 甲乙", "同义词「甲」应为 2 至 20 个字"),
                ("创城 卫生城市", "同义词「创城」在前面的一行里已经写过"),
                ("一二、三四 五六", "同义词「一二、三四」里有标点"),
                ("重复 重复", "同义词「重复」在这一行里写了两次"),
                ("词一 词二 词三 词四 词五 词六 词七", "同义词一行有 7 个词，最多 6 个"),
            ]
        );
        assert!(report.findings().iter().all(|finding| finding.hints.len() == 1));
        assert!(group_of(&synonyms, "民宿").is_some());
        assert!(group_of(&synonyms, "卫生城市").is_none());
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        let mut world = MemoryWorld::new(Date::constant(2026, 1, 1));
        world.insert(SitePath::new(THEIRS).unwrap(), &b"\xb5\xcd\xb1\xa3"[..]);
        let (synonyms, report) = load(&world);
        assert_eq!((synonyms, report.findings().len()), (Synonyms::ours(), 1));
    }

    #[test]
    fn only_groups_with_a_word_of_the_portal_stay() {
        let ours = Synonyms::ours();
        let said = |word: &str| {
            let number = ours.groups.iter().flatten().position(|known| known == word);
            BTreeSet::from([number.unwrap() as u32])
        };
        let kept = ours.for_corpus(&said("最低生活保障"));
        assert_eq!(kept, [["低保", "最低生活保障"]]);
    }
}
