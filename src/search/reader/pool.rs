//! The candidates: documents that by their grams may hold all that was asked for.

use std::cmp::Reverse;

use super::answer::Ask;
use super::files::Files;
use super::lists::{Lists, Matches, Segment};
use super::plan::Plan;
use super::range::Years;
use super::sieve::{Failed, Sieve};
use super::{Document, Error, rank};

/// A document that may be a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The document.
    pub(super) document: Document,
    /// Whether it has a number that was asked for: perhaps, and surely once its meta was read.
    pub(super) pinned: bool,
    /// Whether everything was matched by its own words and nothing by a synonym alone.
    pub(super) literal: bool,
    /// The score before recency.
    pub(super) score: u64,
    /// The first score.
    pub(super) first: u64,
    /// The filters that it fails; none for a result.
    pub(super) failed: Failed,
}

/// How sort keys compare: the higher one comes first.
pub(super) type Tier = u8;

/// All candidates.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// The candidates in the range, from the oldest document.
    pub(super) candidates: Vec<Candidate>,
    /// Whether each of them surely is what was asked for.
    pub(super) certain: bool,
}

impl Candidate {
    /// Numbers come before words, words before synonyms.
    pub(super) fn tier(&self) -> Tier {
        match (self.pinned, self.literal) {
            (true, _) => 2,
            (false, true) => 1,
            (false, false) => 0,
        }
    }

    /// The key of the first order, best last.
    pub(super) fn order(&self) -> (Tier, u64, Document) {
        (self.tier(), self.first, self.document)
    }
}

impl Pool {
    /// Gathers the candidates of all segments.
    pub(super) fn new(
        files: &Files<'_>,
        plan: &Plan,
        lists: &Lists,
        ask: &Ask,
    ) -> Result<Self, Error> {
        let mut pool = Self { candidates: Vec::new(), certain: true };
        for segment in &lists.segments {
            let common = common(plan, segment);
            let excluded = excluded(segment);
            let mut documents = union(&common, &segment.whole);
            documents.retain(|doc| excluded.iter().all(|set| !holds(set, *doc)));
            if documents.is_empty() {
                continue;
            }
            let sieve = Sieve::new(files, segment.number, ask)?;
            let scorer = Scorer { files, plan, lists, segment, common: &common };
            let before = pool.candidates.len();
            for doc in documents {
                if let Some(failed) = sieve.failed(doc) {
                    pool.candidates.push(scorer.candidate(doc, failed));
                }
            }
            let found = &pool.candidates[before..];
            pool.certain &= found.is_empty() || is_certain(plan, segment, found);
        }
        Ok(pool)
    }

    /// The candidates that pass the filters, the best first.
    pub(super) fn shown(&self) -> Vec<Candidate> {
        let mut shown: Vec<Candidate> =
            self.candidates.iter().filter(|c| c.failed == 0).cloned().collect();
        shown.sort_by_key(|candidate| Reverse(candidate.order()));
        shown
    }
}

/// The documents that have all that is wanted, each thing by one of its terms or its number.
/// What has no grams narrows nothing.
fn common(plan: &Plan, segment: &Segment) -> Vec<u32> {
    let covered = |unit: usize| !plan.wanted[unit].literal().positions.is_empty();
    let units = (0..plan.wanted.len()).filter(|unit| covered(*unit));
    let mut sets = units.map(|unit| {
        let of_term = |matches: &Matches| {
            matches.postings.iter().map(|(doc, _)| *doc).collect::<Vec<u32>>()
        };
        let terms = segment.wanted[unit].iter().map(of_term);
        terms.fold(segment.keyed[unit].clone(), |all, term| union(&all, &term))
    });
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |held, set| {
        held.into_iter().filter(|doc| holds(&set, *doc)).collect()
    })
}

/// For each thing that surely is not wanted where it is found, where that is.
fn excluded(segment: &Segment) -> Vec<Vec<u32>> {
    let certain = segment.unwanted.iter().filter(|matches| matches.certain);
    certain.map(|m| m.postings.iter().map(|(doc, _)| *doc).collect()).collect()
}

/// Whether the lists alone tell that each candidate of a segment is what was asked for.
fn is_certain(plan: &Plan, segment: &Segment, found: &[Candidate]) -> bool {
    let wanted = plan.wanted.iter().zip(&segment.wanted).all(|(wanted, terms)| {
        wanted.key.is_none() && terms.iter().all(|matches| matches.certain)
    });
    let meets = |matches: &Matches| {
        found.iter().any(|candidate| has(matches, candidate.document.number).is_some())
    };
    let unwanted = plan.unwanted.iter().zip(&segment.unwanted).all(|(term, matches)| {
        matches.certain || (!term.positions.is_empty() && !meets(matches))
    });
    let numbered =
        |candidate: &Candidate| holds(&segment.whole, candidate.document.number);
    wanted && unwanted && !found.iter().any(numbered)
}

/// What the scores of a segment's documents are made of.
struct Scorer<'s> {
    files: &'s Files<'s>,
    plan: &'s Plan,
    lists: &'s Lists,
    segment: &'s Segment,
    common: &'s [u32],
}

impl Scorer<'_> {
    fn candidate(&self, doc: u32, failed: Failed) -> Candidate {
        let info = self.files.segment(self.segment.number);
        let by_words = holds(self.common, doc);
        let keyed = self.segment.keyed.iter().any(|set| holds(set, doc));
        let (mut score, mut literal) = (0, by_words);
        for unit in 0..self.plan.wanted.len() {
            match choice(self.lists, self.segment, unit, doc).filter(|_| by_words) {
                Some((term, worth)) => {
                    score += worth;
                    literal &= term == 0;
                }
                // By its number alone, or a phrase that has no grams.
                None => literal &= self.plan.wanted[unit].literal().positions.is_empty(),
            }
        }
        let year = Years(&info.years).of(doc);
        let first = rank::first(score, newest(self.files), year);
        let document = Document { segment: self.segment.number, number: doc };
        let pinned = keyed && by_words || holds(&self.segment.whole, doc);
        Candidate { document, pinned, literal, score, first, failed }
    }
}

/// The newest year of all documents.
pub(super) fn newest(files: &Files<'_>) -> i16 {
    let segments = files.manifest().segments.iter();
    segments.flat_map(|s| s.years.iter().map(|(year, _)| *year)).max().unwrap_or(0)
}

/// The term by which a document has what is wanted, and what that is worth: its own words if
/// they are there, else the synonym that is worth most.
pub(super) fn choice(
    lists: &Lists,
    segment: &Segment,
    unit: usize,
    doc: u32,
) -> Option<(usize, u64)> {
    let worth = |term: usize| {
        let impact = has(&segment.wanted[unit][term], doc)?;
        Some((term, rank::worth(lists.idf[unit][term], impact)))
    };
    let others = (1..segment.wanted[unit].len()).filter_map(worth);
    worth(0).or_else(|| others.max_by_key(|(term, worth)| (*worth, Reverse(*term))))
}

/// The impact of a document in a list.
fn has(matches: &Matches, doc: u32) -> Option<u8> {
    let at = matches.postings.binary_search_by_key(&doc, |(doc, _)| *doc).ok()?;
    Some(matches.postings[at].1)
}

fn holds(set: &[u32], doc: u32) -> bool {
    set.binary_search(&doc).is_ok()
}

/// The documents of either list.
fn union(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut all = [a, b].concat();
    all.sort_unstable();
    all.dedup();
    all
}
