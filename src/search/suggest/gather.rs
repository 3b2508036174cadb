//! From what the items give to a ranked list: one entry a text, terms before titles.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::phrase::{self, Runs};
use super::{Kind, SuggestSource, USEFUL, plain};

/// Characters in a term; what is longer is a sentence.
const TERM: std::ops::RangeInclusive<usize> = 2..=20;
/// Characters in a title.
const TITLE: std::ops::RangeInclusive<usize> = 2..=120;
/// Headings and as many lines of text of an item, and characters of a line, in which phrases are
/// sought: what a text is about comes first.
pub(super) const LINES: usize = 3;
pub(super) const LINE: usize = 60;
/// Characters of a title, about: of a large portal not all titles are read for phrases, but
/// some of every time.
const COMMON_TITLE: usize = 30;
/// The newest titles, by which useful words are judged.
const TITLES: usize = 2000;

/// One suggestion, in the order of rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub text: String,
    pub plain: Vec<char>,
    pub kind: Kind,
    pub path: Option<String>,
}

/// What there is to suggest.
pub(super) struct Gathered {
    /// Terms by weight, then titles by weight.
    pub entries: Vec<Entry>,
    /// The characters that were met, those of suggestions first, then the frequent before the rare.
    pub characters: Vec<char>,
    /// The best words.
    pub useful: Vec<String>,
}

/// What the items offer, gathered one after the other.
pub(super) struct Gather {
    items: usize,
    texts: Texts,
    characters: Characters,
    titles: Runs,
    lines: Runs,
    /// Of how many items one has its lines read, and how many came since the last.
    every: usize,
    since: usize,
    /// Of how many titles one is read for phrases, and how many came.
    every_title: usize,
    seen_titles: usize,
}

impl Gather {
    /// For so many items.
    pub(super) fn new(items: usize) -> Self {
        Self {
            items,
            texts: Texts::default(),
            characters: Characters::default(),
            titles: Runs::default(),
            lines: Runs::default(),
            every: (items * LINES * LINE).div_ceil(phrase::LIMIT).max(1),
            since: 0,
            every_title: (items * COMMON_TITLE).div_ceil(phrase::LIMIT).max(1),
            seen_titles: 0,
        }
    }

    /// Takes a text that may be suggested.
    pub(super) fn source(&mut self, source: &SuggestSource) {
        if source.kind == Kind::Title {
            self.characters.count(&source.text);
            self.seen_titles += 1;
            if self.seen_titles.is_multiple_of(self.every_title) {
                self.titles.add(&source.text);
            }
        }
        self.texts.add(source);
    }

    /// Takes the heads of an item's first lines, of items spread evenly over the portal.
    pub(super) fn lines<'t>(&mut self, lines: impl Iterator<Item = &'t str>) {
        self.since += 1;
        if self.since < self.every {
            return;
        }
        self.since = 0;
        for line in lines {
            self.characters.count(line);
            self.lines.add(line);
        }
    }

    /// All of it, ranked.
    pub(super) fn finish(mut self) -> Gathered {
        self.titles.append(&self.lines);
        let support = u32::try_from(self.items / 500).unwrap_or(u32::MAX).max(3);
        for phrase::Phrase { text, count } in self.titles.phrases(support) {
            self.texts.add_phrase(text, count);
        }
        let ranked = self.texts.ranked();
        let useful = useful(&ranked);
        let entries: Vec<Entry> = ranked.into_iter().map(|(_, entry)| entry).collect();
        Gathered { characters: self.characters.sorted(&entries), entries, useful }
    }
}

/// Words for who finds nothing: keywords, then subjects that are one word, then phrases of
/// titles; none within another, and no phrase that so many titles hold that it says nothing.
fn useful(ranked: &[(u32, Entry)]) -> Vec<String> {
    let of = |kind| ranked.iter().filter(move |(_, entry)| entry.kind == kind);
    let word = |entry: &Entry| entry.plain.len() == entry.text.chars().count();
    let topics = of(Kind::Topic).filter(|(_, entry)| word(entry));
    let listed = of(Kind::Keyword).chain(topics).chain(of(Kind::Phrase));
    let titles: Vec<&str> = ranked
        .iter()
        .filter(|(_, entry)| entry.kind == Kind::Title)
        .map(|(_, entry)| entry.text.as_str())
        .take(TITLES)
        .collect();
    let apt = |text: &str| {
        let times = titles.iter().filter(|title| title.contains(text)).count();
        (2..=titles.len() / 20 + 3).contains(&times)
    };
    let mut words: Vec<String> = Vec::new();
    for (_, Entry { text, kind, .. }) in listed {
        let fresh = |word: &String| !word.contains(text.as_str()) && !text.contains(word);
        if words.len() >= USEFUL {
            break;
        }
        if words.iter().all(fresh) && (*kind != Kind::Phrase || apt(text)) {
            words.push(text.clone());
        }
    }
    words
}

/// Each text once, with what was said of it.
#[derive(Default)]
struct Texts {
    terms: FxHashMap<String, Known>,
    titles: FxHashMap<String, Known>,
}

struct Known {
    kind: Kind,
    path: Option<String>,
    weight: u32,
    times: u32,
}

impl Texts {
    fn add(&mut self, source: &SuggestSource) {
        let text = closed(&source.text);
        let title = source.kind == Kind::Title;
        let allowed = if title { TITLE } else { TERM };
        if !allowed.contains(&text.chars().count()) || text.contains(char::is_control) {
            return;
        }
        let map = if title { &mut self.titles } else { &mut self.terms };
        let known = map.entry(text).or_insert_with(|| Known {
            kind: source.kind,
            path: source.path.clone(),
            weight: 0,
            times: 0,
        });
        if source.kind < known.kind {
            (known.kind, known.path) = (source.kind, source.path.clone());
        }
        known.times += 1;
        known.weight = known.weight.saturating_add(source.weight);
    }

    /// A phrase counts only where no source names the same text.
    fn add_phrase(&mut self, text: String, count: u32) {
        let known = Known { kind: Kind::Phrase, path: None, weight: count, times: count };
        self.terms.entry(text).or_insert(known);
    }

    /// Terms, then titles, by weight; a title that several pages bear is a term without a
    /// page of its own, and one that is also a term is told as what leads to its page.
    fn ranked(mut self) -> Vec<(u32, Entry)> {
        let titles = std::mem::take(&mut self.titles);
        let mut sorted: Vec<(String, Known)> = titles.into_iter().collect();
        sorted.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut titles = Vec::new();
        for (text, known) in sorted {
            if known.times == 1 {
                self.terms.remove(&text);
                titles.push((text, known));
            } else if TERM.contains(&text.chars().count()) {
                self.add_phrase(text, known.times);
            }
        }
        self.terms.retain(|_, known| known.kind != Kind::Phrase || known.weight > 1);
        let mut entries = order(self.terms.into_iter().collect());
        entries.extend(order(titles));
        entries
    }
}

/// The text without white space at its ends and between Chinese characters, where it only spreads
/// them (总　则).
fn closed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let after = out.chars().next_back().is_some_and(phrase::is_han);
        let spreads = c.is_whitespace() && after && {
            let mut ahead = rest.clone().skip_while(|c| c.is_whitespace());
            ahead.next().is_some_and(phrase::is_han)
        };
        if !spreads {
            out.push(c);
        }
    }
    out
}

/// By score, the shorter first among equals.
fn order(texts: Vec<(String, Known)>) -> Vec<(u32, Entry)> {
    let mut entries: Vec<(u32, Entry)> = texts
        .into_iter()
        .map(|(text, Known { kind, path, weight, .. })| {
            let entry = Entry { plain: plain(&text), text, kind, path };
            (score(kind, weight), entry)
        })
        .filter(|(_, entry)| entry.plain.len() >= 2)
        .collect();
    entries.sort_unstable_by(|(a, left), (b, right)| {
        let shorter = left.plain.len().cmp(&right.plain.len());
        b.cmp(a).then(shorter).then_with(|| left.text.cmp(&right.text))
    });
    entries
}

/// What people chose as a name counts for more than what was only met often.
fn score(kind: Kind, weight: u32) -> u32 {
    match kind {
        Kind::Title => weight,
        Kind::Column => weight.min(4095) + 600,
        Kind::Institution => weight.min(4095) + 400,
        Kind::Topic => weight.min(4095) + 300,
        Kind::Keyword => weight.min(4095) + 200,
        Kind::Phrase => weight.min(4095),
    }
}

/// How often each common Chinese character was met.
struct Characters(Vec<u32>);

/// The common characters lie in one block.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

impl Default for Characters {
    fn default() -> Self {
        Self(vec![0; (LAST - FIRST + 1) as usize])
    }
}

impl Characters {
    fn count(&mut self, text: &str) {
        for c in text.chars() {
            if let Some(slot) = Self::slot(c) {
                self.0[slot] += 1;
            }
        }
    }

    fn slot(c: char) -> Option<usize> {
        phrase::is_han(c).then(|| (u32::from(c) - FIRST) as usize)
    }

    fn sorted(mut self, entries: &[Entry]) -> Vec<char> {
        let terms = entries.iter().filter(|entry| entry.kind != Kind::Title);
        for slot in terms.flat_map(|entry| &entry.plain).filter_map(|c| Self::slot(*c)) {
            self.0[slot] |= 1 << 31;
        }
        let points = (FIRST..=LAST).filter_map(char::from_u32);
        let met = points.zip(&self.0).filter(|(_, count)| **count > 0);
        let mut met: Vec<(char, u32)> = met.map(|(c, count)| (c, *count)).collect();
        met.sort_by_key(|(c, count)| (Reverse(*count), *c));
        met.into_iter().map(|(c, _)| c).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str, kind: Kind) -> SuggestSource {
        SuggestSource { text: text.to_owned(), kind, path: None, weight: 1 }
    }

    fn gathered(sources: &[(&str, Kind)]) -> Gathered {
        let mut gather = Gather::new(sources.len());
        sources.iter().for_each(|(text, kind)| gather.source(&source(text, *kind)));
        gather.finish()
    }

    #[test]
    fn white_space_that_only_spreads_is_closed() {
        assert_eq!(closed(" 总　 则 "), "总则");
        assert_eq!(closed("IPv6 部署 open data"), "IPv6 部署 open data");
    }

    #[test]
    fn a_text_is_told_once_and_as_what_it_is_first() {
        let found = gathered(&[
            ("医疗保障", Kind::Column),
            ("医疗保障", Kind::Topic),
            ("医疗保障指南", Kind::Title),
            ("医疗保障指南", Kind::Keyword),
            ("部门职责", Kind::Title),
            ("部门职责", Kind::Title),
        ]);
        let told: Vec<(&str, Kind)> =
            found.entries.iter().map(|entry| (entry.text.as_str(), entry.kind)).collect();
        assert_eq!(
            told,
            [
                ("医疗保障", Kind::Topic),
                ("部门职责", Kind::Phrase),
                ("医疗保障指南", Kind::Title)
            ]
        );
    }

    #[test]
    fn useful_words_are_named_ones_and_then_phrases_of_titles() {
        let found = gathered(&[
            ("社会保险", Kind::Keyword),
            ("保险", Kind::Keyword),
            ("公积金", Kind::Phrase),
            ("公积金", Kind::Phrase),
            ("法律责任", Kind::Phrase),
            ("法律责任", Kind::Phrase),
            ("卫生、体育", Kind::Topic),
            ("公积金缴存指南", Kind::Title),
            ("提取公积金", Kind::Title),
        ]);
        assert_eq!(found.useful, ["保险", "公积金"]);
    }

    #[test]
    fn texts_that_are_no_suggestions_are_left_out() {
        let long = "长".repeat(21);
        let found = gathered(&[
            ("单", Kind::Keyword),
            ("一\u{1}二", Kind::Keyword),
            (&long, Kind::Keyword),
            ("——", Kind::Keyword),
            ("只有一次", Kind::Phrase),
        ]);
        assert_eq!(found.entries, []);
    }
}
