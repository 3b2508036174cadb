//! What is looked for: the query with its synonyms and numbers.

use crate::search::grams;
use crate::search::normalize::squash;
use crate::search::query::{NumberKey, Position, Query, Unit, number_key};

/// A query with more positions than this is not looked up in all of them.
const MOST_DENSE: usize = 48;

/// A phrase and the positions at which its grams are looked up.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// The phrase.
    pub(super) unit: Unit,
    /// The positions; none where the phrase has no two characters in a row.
    pub(super) positions: Vec<Position>,
}

/// What a document has to have.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// The phrase as it was asked for, then those that mean the same. A phrase without a cover
    /// has none: the index cannot tell where it stands, so its synonyms cannot narrow it.
    pub(super) terms: Vec<Term>,
    /// The document number that the phrase is, if it is one.
    pub(super) key: Option<NumberKey>,
}

/// What a query asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// What a document has to have, all of it.
    pub(super) wanted: Vec<Wanted>,
    /// What it must not have.
    pub(super) unwanted: Vec<Term>,
    /// The document number that the query is as a whole but none of its units is.
    pub(super) key: Option<NumberKey>,
    /// The 索引号 that the query may be, squashed.
    pub(super) index_key: Option<String>,
}

impl Term {
    /// The grams that are looked up: the pair, and the triple that may stand for it.
    pub(super) fn grams(&self) -> impl Iterator<Item = ([u32; 2], Option<u32>)> {
        self.positions.iter().map(|position| {
            let run = &self.unit.runs[position.run];
            let at = |offset| run.get(position.at + offset).map(|c| u32::from(*c));
            let pair = [at(0), at(1)].map(|c| c.expect("a position is that of a pair"));
            (pair, at(2))
        })
    }

    /// Whether a position is that of the last pair of a run, right after the one before.
    pub(super) fn is_tail(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| &self.positions[before]) else {
            return false;
        };
        let own = &self.positions[at];
        before.run == own.run
            && before.at + 1 == own.at
            && own.at + 2 == self.unit.runs[own.run].len()
    }

    /// Every position of the phrase.
    fn every(&self) -> Vec<Position> {
        let of_run = |(run, chars): (usize, &Vec<char>)| {
            (1..chars.len()).map(move |at| Position { run, at: at - 1 })
        };
        self.unit.runs.iter().enumerate().flat_map(of_run).collect()
    }

    /// The characters of a squashed text as one run.
    pub(super) fn of_run(squashed: &str) -> Self {
        let mut unit = Unit::new(squashed, false);
        unit.runs = vec![squashed.chars().collect()];
        Self::new(unit)
    }

    /// A phrase that stands for itself.
    fn new(unit: Unit) -> Self {
        let runs = grams::plan(&unit.runs);
        let of_run = |(run, at): (usize, &Vec<usize>)| -> Vec<Position> {
            at.iter().map(|at| Position { run, at: *at }).collect()
        };
        let positions = runs.iter().enumerate().flat_map(of_run).collect();
        Self { unit, positions }
    }
}

impl Wanted {
    /// The phrase as it was asked for.
    pub(super) fn literal(&self) -> &Term {
        self.terms.first().expect("what is wanted has at least its own words")
    }

    /// The squashed phrases any of which will do.
    pub(super) fn phrases(&self) -> Vec<String> {
        self.terms.iter().map(|term| term.unit.squashed.clone()).collect()
    }
}

impl Plan {
    /// Reads a query.
    pub(super) fn new(query: &str, synonyms: &[Vec<String>]) -> Self {
        let query = Query::parse(query);
        let mut plan = Self { index_key: query.index_key.clone(), ..Self::default() };
        let mut key = query.number.clone();
        for (unit, positions) in query.units.iter().zip(query.plan()) {
            let term = Term { unit: unit.clone(), positions };
            if unit.not {
                plan.unwanted.push(term);
                continue;
            }
            let is_number = key.is_some() && number_key(&unit.text) == key;
            let key = if is_number { key.take() } else { None };
            plan.wanted.push(Wanted { terms: with_synonyms(term, synonyms), key });
        }
        plan.key = key;
        plan
    }

    /// The same plan with every gram of what is wanted, if some are left out and there are not
    /// too many.
    pub(super) fn dense(&self) -> Option<Self> {
        let terms = || self.wanted.iter().flat_map(|wanted| &wanted.terms);
        let all: usize = terms().map(|term| term.every().len()).sum();
        let some: usize = terms().map(|term| term.positions.len()).sum();
        if all > MOST_DENSE || some >= all {
            return None;
        }
        let mut dense = self.clone();
        for term in dense.wanted.iter_mut().flat_map(|wanted| &mut wanted.terms) {
            term.positions = term.every();
        }
        Some(dense)
    }

    /// The squashed text of all that is wanted, for comparing with titles.
    pub(super) fn phrase(&self) -> String {
        self.wanted.iter().map(|w| w.literal().unit.squashed.as_str()).collect()
    }

    /// The words that are wanted, as they were written.
    pub(super) fn texts(&self) -> Vec<String> {
        self.wanted.iter().map(|wanted| wanted.literal().unit.text.clone()).collect()
    }
}

/// A term and, if it can be looked up, all other terms of the groups in which it is.
fn with_synonyms(term: Term, groups: &[Vec<String>]) -> Vec<Term> {
    let mut terms = vec![term];
    if terms[0].positions.is_empty() {
        return terms;
    }
    let own = terms[0].unit.squashed.clone();
    for group in groups.iter().filter(|group| group.iter().any(|t| squash(t) == own)) {
        for text in group {
            let term = Term::new(Unit::new(text, false));
            let known = terms.iter().any(|t| t.unit.squashed == term.unit.squashed);
            if !known && !term.positions.is_empty() {
                terms.push(term);
            }
        }
    }
    terms
}
