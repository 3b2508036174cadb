//! What a query asks for.
//!
//! A query is cut at white space into units, all of which a document must hold, each as it
//! stands. `"…"` keeps spaces, `-词` excludes. A document number in any usual spelling is also
//! looked up by its year and serial number. `client/query.js` is the same for the browser.

mod number;

use std::collections::BTreeSet;

use super::{grams, normalize};

pub use number::NumberKey;

/// The most characters of a query that are read; a pasted page is no query.
const MOST_CHARS: usize = 256;

/// The most units that a query has.
const MOST_UNITS: usize = 16;

/// The fewest word characters of an 索引号.
const SHORTEST_INDEX: usize = 6;

/// A query, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What has to be found and what must not be there, in the order of the query, each once.
    pub units: Vec<Unit>,
    /// The document number that the first of its units is that is one, or else the whole query.
    pub number: Option<NumberKey>,
    /// The query as an 索引号 would be kept: [`index_key`] of it, when it may be one.
    pub index_key: Option<String>,
}

/// One thing that a document has to hold or must not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// As the citizen wrote it, without quotation marks.
    pub text: String,
    /// Its word characters, normalised; never empty.
    pub squashed: String,
    /// Its runs of word characters; of a document number also cut where brackets may stand.
    pub runs: Vec<Vec<char>>,
    /// True when documents that hold it are excluded.
    pub not: bool,
}

/// One position of a plan: the pair at `at` of the unit's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The index of the run in [`Unit::runs`].
    pub run: usize,
    /// The index of the pair's first character in the run.
    pub at: usize,
}

impl Query {
    /// Reads a query. Any text is a query; one without a word character has no unit.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().take(MOST_CHARS).collect();
        let pieces = pieces(&text);
        let names = pieces.iter().map(|piece| piece.text.as_str());
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        let folded = normalize::fold(&text);
        let whole = number::read(&folded);
        let is_one_unit = whole.as_ref().is_some_and(|found| found.is_one_unit(&names));
        let mut units = if is_one_unit {
            vec![Unit::new(&names.join(" "), false)]
        } else {
            units(&pieces)
        };
        let of_unit = units.iter().filter(|unit| !unit.not).find_map(Unit::number);
        let number = of_unit.or_else(|| whole.and_then(|found| found.key()));
        let mut seen = BTreeSet::new();
        units.retain(|unit| {
            !unit.squashed.is_empty() && seen.insert((unit.squashed.clone(), unit.not))
        });
        units.truncate(MOST_UNITS);
        Self { units, number, index_key: index_key(&text) }
    }

    /// The units that documents have to hold.
    pub fn wanted(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| !unit.not)
    }

    /// The positions that are looked up, a list for each unit: those of all wanted units
    /// together at most [`grams::MOST_POSITIONS`], those of an excluded unit for itself.
    #[must_use]
    pub fn plan(&self) -> Vec<Vec<Position>> {
        let together: Vec<&Vec<char>> =
            self.wanted().flat_map(|unit| &unit.runs).collect();
        let mut planned = grams::plan(&together).into_iter();
        self.units
            .iter()
            .map(|unit| {
                let runs = if unit.not {
                    grams::plan(&unit.runs)
                } else {
                    planned.by_ref().take(unit.runs.len()).collect()
                };
                positions(&runs)
            })
            .collect()
    }
}

impl Unit {
    /// Makes a unit of a text: of a query, or of another word for one of its units.
    #[must_use]
    pub fn new(text: &str, not: bool) -> Self {
        let (mut buffer, mut runs) = (Vec::new(), Vec::new());
        normalize::runs(text, &mut buffer, |run| runs.push(run.to_vec()));
        let squashed = normalize::squash(text);
        let folded = normalize::fold(text);
        let cuts = number::read(&folded).map(|found| found.cuts()).unwrap_or_default();
        let runs = cut(&runs, &cuts);
        Self { text: text.to_owned(), squashed, runs, not }
    }

    fn number(&self) -> Option<NumberKey> {
        number_key(&self.text)
    }
}

/// The key of an 索引号: squashed; none when it is too short or has no digit.
#[must_use]
pub fn index_key(text: &str) -> Option<String> {
    let key = normalize::squash(text);
    let long = key.chars().nth(SHORTEST_INDEX - 1).is_some();
    (long && key.bytes().any(|byte| byte.is_ascii_digit())).then_some(key)
}

/// The key of a document's own number, which has the form `威环审服字〔2023〕10号` or
/// `2023年第10号`; none for a number without a year.
#[must_use]
pub fn number_key(number: &str) -> Option<NumberKey> {
    number::read(&normalize::fold(number)).and_then(|found| found.key())
}

fn positions(runs: &[Vec<usize>]) -> Vec<Position> {
    let of_run = |(run, at): (usize, &Vec<usize>)| {
        at.iter().map(|&at| Position { run, at }).collect::<Vec<_>>()
    };
    runs.iter().enumerate().flat_map(of_run).collect()
}

/// Cuts runs at places that are counted in word characters, ascending.
fn cut(runs: &[Vec<char>], places: &[usize]) -> Vec<Vec<char>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for run in runs {
        let mut from = 0;
        let inside = places.iter().filter_map(|place| place.checked_sub(start));
        for at in inside.filter(|at| (1..run.len()).contains(at)) {
            parts.push(run[from..at].to_vec());
            from = at;
        }
        parts.push(run[from..].to_vec());
        start += run.len();
    }
    parts
}

/// The units of a query, with a row of single Han characters as one: 身 份 证 was typed for
/// 身份证.
fn units(pieces: &[Piece]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut row = String::new();
    for piece in pieces {
        let alone = single_han(&piece.text).filter(|_| !piece.not && !piece.quoted);
        if let Some(han) = alone {
            row.push(han);
            continue;
        }
        if !row.is_empty() {
            units.push(Unit::new(&std::mem::take(&mut row), false));
        }
        units.push(Unit::new(&piece.text, piece.not));
    }
    if !row.is_empty() {
        units.push(Unit::new(&row, false));
    }
    units
}

/// The Han character that a text is, if it is nothing else.
fn single_han(text: &str) -> Option<char> {
    let folded = normalize::fold(text);
    let mut chars = folded.chars();
    chars.next().filter(|&c| normalize::is_han(c) && chars.next().is_none())
}

/// A piece of a query between white space.
#[derive(Default)]
struct Piece {
    text: String,
    not: bool,
    quoted: bool,
}

/// Cuts a query at white space. A quotation mark counts as one at the beginning of a piece
/// only: inside a pasted title it is punctuation, as 关于“放管服”改革. A query that only excludes
/// asks for nothing, so there the minus signs are punctuation too.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = Piece::default();
    let mut open = false;
    for c in text.chars() {
        let empty = piece.text.is_empty();
        if empty && !piece.quoted && is_quote(c) {
            (piece.quoted, open) = (true, true);
        } else if empty && !piece.quoted && !piece.not && matches!(c, '-' | '－') {
            piece.not = true;
        } else if normalize::is_space(c) && !open {
            pieces.push(std::mem::take(&mut piece));
        } else {
            open &= !is_quote(c);
            piece.text.push(c);
        }
    }
    pieces.push(piece);
    for piece in pieces.iter_mut().filter(|piece| piece.quoted) {
        piece.text.truncate(piece.text.trim_end_matches(is_quote).len());
    }
    if !pieces
        .iter()
        .any(|piece| !piece.not && !normalize::squash(&piece.text).is_empty())
    {
        pieces.iter_mut().for_each(|piece| piece.not = false);
    }
    pieces
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂')
}
