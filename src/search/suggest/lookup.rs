//! The reader of the files, the twin of `client/suggest.js`: the same answers in the same order.

use std::cell::OnceCell;

use serde::Deserialize;

use super::files::path;
use super::phrase::is_han;
use super::sound::Table;
use super::{Kind, plain};
use crate::search::format;

/// Suggestions in one answer.
const SHOWN: usize = 8;
/// Terms among them, where there are titles to fill the rest.
const TERMS: usize = 5;
/// Corrections in one answer.
const CORRECTIONS: usize = 3;
/// Characters of a query that are looked at; a longer one is no word that was misspelt.
const LONGEST: usize = 24;

/// Something to choose instead of typing on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The text.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The output path of its page, where it leads to one.
    pub path: Option<String>,
}

/// Reads the suggestions of a built portal through a function from paths below the root of the output to
/// bytes; a file that is missing or cannot be read is as one with nothing in it.
pub struct Lookup<F> {
    read: F,
    table: OnceCell<Table>,
}

/// A file as it is read.
#[derive(Deserialize, Default)]
struct File {
    more: String,
    list: Vec<Listed>,
}

/// Text, number of the kind, path.
#[derive(Deserialize)]
struct Listed(String, usize, #[serde(default)] Option<String>);

impl<F: Fn(&str) -> Option<Vec<u8>>> Lookup<F> {
    /// A reader; nothing is read yet.
    pub fn new(read: F) -> Self {
        Self { read, table: OnceCell::new() }
    }

    /// What begins with what was typed: Chinese, full pinyin, initials or a mixture. At most
    /// eight, terms before titles.
    #[must_use]
    pub fn suggest(&self, typed: &str) -> Vec<Suggestion> {
        let typed = plain(typed);
        if typed.is_empty() || typed.len() > LONGEST {
            return Vec::new();
        }
        let found = self.along(&self.key(&typed));
        let found = found.into_iter().filter(|suggestion| self.fits(suggestion, &typed));
        let (titles, terms): (Vec<_>, Vec<_>) =
            found.partition(|suggestion| suggestion.kind == Kind::Title);
        let room = SHOWN - titles.len().min(SHOWN - TERMS);
        terms.into_iter().take(room).chain(titles).take(SHOWN).collect()
    }

    /// What was probably meant by a query that finds nothing: queries to try instead, at most
    /// three. A term that sounds the same or is one slip away from the query, or the query with
    /// such a term in it; for a query in letters, what they spell.
    #[must_use]
    pub fn corrections(&self, query: &str) -> Vec<String> {
        let typed = plain(query);
        let mut found = Vec::new();
        if (2..=LONGEST).contains(&typed.len()) {
            if typed.iter().all(char::is_ascii_lowercase) {
                let spelled = self.suggest(query).into_iter();
                let terms = spelled.filter(|suggestion| suggestion.kind != Kind::Title);
                found.extend(terms.map(|suggestion| suggestion.text));
            } else {
                self.whole(&typed, &mut found);
                self.inside(&typed, &mut found);
            }
        }
        found.truncate(CORRECTIONS);
        found
    }

    /// Terms that the whole query may stand for: those that sound the same first. They are in the
    /// files of its first character and sound, or of its second, where the first is too many
    /// or the two are swapped.
    fn whole(&self, typed: &[char], found: &mut Vec<String>) {
        let mut terms = self.terms(typed);
        terms.extend(self.along(&han(&typed[1..])));
        terms.retain(|suggestion| suggestion.kind != Kind::Title);
        let same = |term: &[char]| self.sounds_as(term, typed);
        let slip =
            |term: &[char]| term.len().max(typed.len()) > 2 && one_slip(term, typed);
        let texts: Vec<(Vec<char>, String)> = terms
            .into_iter()
            .map(|term| (plain(&term.text), term.text))
            .filter(|(text, _)| text != typed)
            .collect();
        let alike = texts.iter().filter(|(text, _)| same(text));
        for (_, shown) in alike.chain(texts.iter().filter(|(text, _)| slip(text))) {
            if !found.contains(shown) {
                found.push(shown.clone());
            }
        }
    }

    /// The query with one stretch of it replaced by a term that sounds the same.
    fn inside(&self, typed: &[char], found: &mut Vec<String>) {
        for at in 0..typed.len().saturating_sub(2).min(10) {
            let rest = &typed[at..];
            for term in self.terms(rest) {
                let text = plain(&term.text);
                let fits =
                    (3..=rest.len()).contains(&text.len()) && text.len() < typed.len();
                if !fits
                    || rest.starts_with(&text)
                    || !self.sounds_as(&text, &rest[..text.len()])
                {
                    continue;
                }
                let parts = [&typed[..at], &text, &rest[text.len()..]];
                let corrected: String = parts.concat().into_iter().collect();
                if !found.contains(&corrected) {
                    found.push(corrected);
                }
            }
        }
    }

    /// The terms in the files of what begins or sounds like this.
    fn terms(&self, typed: &[char]) -> Vec<Suggestion> {
        let mut found = self.along(&han(typed));
        let sounds = self.table().of(typed[0]);
        for sound in sounds {
            let mut key: Vec<char> = sound.chars().collect();
            let rest = typed[1..].iter().map_while(|c| self.table().of(*c).first());
            key.extend(rest.flat_map(|sound| sound.chars()));
            found.extend(self.along(&key));
        }
        found.retain(|suggestion| suggestion.kind != Kind::Title);
        found
    }

    /// The longest key for what was typed: Chinese as it is, or letters; a Chinese character
    /// after letters counts as its first.
    fn key(&self, typed: &[char]) -> Vec<char> {
        if is_han(typed[0]) {
            return han(typed);
        }
        let letter = |c: &char| match is_han(*c) {
            true => self.table().of(*c).first().and_then(|sound| sound.chars().next()),
            false => c.is_ascii_alphanumeric().then_some(*c),
        };
        typed.iter().map_while(letter).collect()
    }

    /// What the files along a key list, the longest key first, each text once.
    fn along(&self, key: &[char]) -> Vec<Suggestion> {
        let mut length = match key.first() {
            Some(c) if is_han(*c) => 1,
            Some(_) if key.len() > 1 => 2,
            _ => return Vec::new(),
        };
        let mut files = Vec::new();
        loop {
            let file = self.file(&path(&key[..length]));
            let deeper = key.get(length).is_some_and(|c| file.more.contains(*c));
            files.push(file.list);
            if !deeper {
                break;
            }
            length += 1;
        }
        let mut found: Vec<Suggestion> = Vec::new();
        for Listed(text, kind, path) in files.into_iter().rev().flatten() {
            let Some(kind) = Kind::ALL.get(kind).copied() else { continue };
            if !found.iter().any(|known| known.text == text) {
                found.push(Suggestion { text, kind, path });
            }
        }
        found
    }

    fn file(&self, path: &str) -> File {
        let bytes = (self.read)(path).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let bytes = (self.read)(&format::path("pinyin.txt")).unwrap_or_default();
            Table::parse(&String::from_utf8_lossy(&bytes))
        })
    }

    /// Whether a suggestion answers what was typed: a term from its start, a title anywhere.
    fn fits(&self, suggestion: &Suggestion, typed: &[char]) -> bool {
        let text = plain(&suggestion.text);
        let starts = if suggestion.kind == Kind::Title { text.len() } else { 1 };
        (0..starts).any(|at| self.begins(&text[at..], typed))
    }

    /// Whether typing so may mean a text that begins so: each character is typed as itself, as
    /// its pinyin, as its initial (zh, ch and sh count as one), and the last may be unfinished.
    fn begins(&self, text: &[char], typed: &[char]) -> bool {
        let mut reached = vec![0];
        for c in text {
            let mut next = Vec::new();
            for at in reached {
                self.step(*c, &typed[at..], |length| next.push(at + length));
            }
            if next.contains(&typed.len()) {
                return true;
            }
            next.sort_unstable();
            next.dedup();
            reached = next;
        }
        false
    }

    /// Tells how much of what is typed may stand for one character.
    fn step(&self, c: char, typed: &[char], mut tell: impl FnMut(usize)) {
        if typed[0] == c {
            tell(1);
        }
        for sound in self.table().of(c) {
            let same = sound.chars().zip(typed).take_while(|(a, b)| a == *b).count();
            let digraph = same >= 2 && sound.as_bytes()[1] == b'h';
            if same >= 1 {
                tell(if digraph { 2 } else { 1 });
                tell(1);
            }
            if same == sound.len() || same == typed.len() {
                tell(same);
            }
        }
    }

    /// Whether two texts of the same length sound the same.
    fn sounds_as(&self, a: &[char], b: &[char]) -> bool {
        let table = self.table();
        let shared = |(a, b): (&char, &char)| {
            a == b || table.of(*a).iter().any(|sound| table.of(*b).contains(sound))
        };
        a.len() == b.len() && a.iter().zip(b).all(shared)
    }
}

/// The Chinese characters at the head.
fn han(typed: &[char]) -> Vec<char> {
    typed.iter().copied().take_while(|c| is_han(*c)).collect()
}

/// Whether one wrong, missing, extra or swapped character makes the difference.
fn one_slip(a: &[char], b: &[char]) -> bool {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[..a.len() - tail], &b[..b.len() - tail]) {
        ([_], [_] | []) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}
