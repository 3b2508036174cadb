//! What to show where nothing has all that was asked for: the documents with most of it.
//!
//! One wrong character in a long phrase spoils two or three of its grams and leaves the
//! others; what has the rare ones of these is near what was meant.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::answer::Ask;
use super::files::{Document, Files};
use super::lists::{Lists, Segment, at_position};
use super::plan::Plan;
use super::pool::{Candidate, newest};
use super::range::Years;
use super::sieve::Sieve;
use super::{Error, rank};
use crate::search::normalize::is_han;

/// The most documents.
const MOST: usize = 12;

/// What a document has of the positions looked up.
#[derive(Debug, Clone, Copy, Default)]
struct Coverage {
    weight: u64,
    positions: usize,
}

/// The documents that have at least half of what was asked for by weight, and a third of the
/// grams; the best first.
pub(super) fn nearest(
    files: &Files<'_>,
    plan: &Plan,
    lists: &Lists,
    ask: &Ask,
) -> Result<Vec<Candidate>, Error> {
    let grams = plan.wanted.iter().flat_map(|wanted| wanted.literal().grams());
    let grams: Vec<_> = grams.filter(|(pair, _)| tells(pair)).collect();
    let mut documents: Vec<BTreeSet<Document>> = Vec::new();
    let mut weights = Vec::new();
    for (pair, third) in &grams {
        let mut held = BTreeSet::new();
        for segment in &lists.segments {
            let postings = at_position(files, segment.number, *pair, *third)?;
            let segment = segment.number;
            held.extend(
                postings.into_iter().map(|(number, _)| Document { segment, number }),
            );
        }
        let df = u32::try_from(held.len()).unwrap_or(u32::MAX);
        weights.push(if df == 0 { 0 } else { rank::idf(files.manifest().items, df) });
        documents.push(held);
    }
    let total: u64 = weights.iter().sum();
    let mut covered: BTreeMap<Document, Coverage> = BTreeMap::new();
    for (held, weight) in documents.iter().zip(&weights) {
        for document in held {
            let coverage = covered.entry(*document).or_default();
            coverage.weight += weight;
            coverage.positions += 1;
        }
    }
    covered.retain(|_, c| c.weight * 2 >= total && c.positions * 3 >= grams.len());
    let mut best = allowed(files, lists, ask, &covered)?;
    best.sort_by_key(|candidate| Reverse(candidate.order()));
    best.truncate(MOST);
    Ok(best)
}

/// Whether a pair has a Han character. Of numbers and foreign words a part tells nothing.
fn tells(pair: &[u32; 2]) -> bool {
    pair.iter().any(|code| char::from_u32(*code).is_some_and(is_han))
}

/// Those that may be results, as candidates.
fn allowed(
    files: &Files<'_>,
    lists: &Lists,
    ask: &Ask,
    covered: &BTreeMap<Document, Coverage>,
) -> Result<Vec<Candidate>, Error> {
    let mut candidates = Vec::new();
    for segment in &lists.segments {
        let sieve = Sieve::new(files, segment.number, ask)?;
        let excluded = excluded(segment);
        let first = Document { segment: segment.number, number: 0 };
        let last = Document { segment: segment.number, number: u32::MAX };
        for (document, coverage) in covered.range(first..=last) {
            let number = document.number;
            if sieve.failed(number) != Some(0) || excluded.contains(&number) {
                continue;
            }
            let year = Years(&files.segment(segment.number).years).of(number);
            candidates.push(Candidate {
                document: *document,
                pinned: false,
                literal: true,
                score: coverage.weight,
                first: rank::first(coverage.weight, newest(files), year),
                failed: 0,
            });
        }
    }
    Ok(candidates)
}

/// The documents that surely have what is not wanted.
fn excluded(segment: &Segment) -> BTreeSet<u32> {
    let certain = segment.unwanted.iter().filter(|matches| matches.certain);
    certain.flat_map(|m| m.postings.iter().map(|(doc, _)| *doc)).collect()
}

/// The phrases that a passage of such a document shows: what was asked for, and each pair of
/// its characters.
pub(super) fn phrases(plan: &Plan) -> Vec<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for wanted in &plan.wanted {
        let unit = &wanted.literal().unit;
        let pairs = unit.runs.iter().flat_map(|run| run.windows(2));
        let pairs = pairs.filter(|pair| pair.iter().any(|c| is_han(*c)));
        let pairs = pairs.map(|pair| pair.iter().collect::<String>());
        all.extend(std::iter::once(unit.squashed.clone()).chain(pairs));
    }
    let mut seen = BTreeSet::new();
    all.retain(|phrase| seen.insert(phrase.clone()));
    all.into_iter().map(|phrase| vec![phrase]).collect()
}
