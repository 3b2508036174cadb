//! One search, from the plan to the answer.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::answer::{Answer, Ask, Found, Sort};
use super::check::{Page, is_pinned};
use super::counts::counts;
use super::files::{Document, Files};
use super::lists::Lists;
use super::passage::{marked, passage};
use super::plan::Plan;
use super::pool::{Candidate, Pool, choice};
use super::range::Overlap;
use super::{Error, partial, rank};

/// So many candidates are all read where grams leave a doubt, and then the count is exact.
const FEW: usize = 20;

/// So many candidates more than are shown are ranked by their titles.
const BEYOND: usize = 6;

/// So many texts more than are shown are read in search of true matches.
const SPARE: usize = 30;

/// How often the places of false candidates are filled.
const ROUNDS: usize = 3;

/// A search under way.
pub(super) struct Session<'s> {
    pub(super) files: Files<'s>,
    pub(super) plan: Plan,
    pub(super) ask: &'s Ask,
}

/// Candidates after their texts were read.
struct Checked {
    /// The matches as far as they were read, the best first.
    passed: Vec<Candidate>,
    /// Candidates that are no matches.
    failed: BTreeSet<Document>,
    /// Whether no candidate is in doubt any more.
    exact: bool,
}

impl Session<'_> {
    /// The answer.
    pub(super) fn answer(&self) -> Result<Answer, Error> {
        if !self.is_searchable() {
            return Ok(Answer::nothing(self.plan.texts()));
        }
        let segments = &self.files.manifest().segments;
        let in_range =
            |at: &usize| self.ask.range.overlap(&segments[*at]) != Overlap::None;
        let segments: Vec<usize> = (0..segments.len()).filter(in_range).collect();
        let lists = Lists::read(&self.files, &self.plan, &segments)?;
        let pool = Pool::new(&self.files, &self.plan, &lists, self.ask)?;
        let ranked = self.ranked(pool.shown())?;
        let checked = self.checked(&pool, &ranked)?;
        if self.is_vain(&pool, &ranked, &checked) {
            return self.near(&lists);
        }
        let left = |c: &&Candidate| !checked.failed.contains(&c.document);
        let remaining: Vec<Candidate> =
            pool.candidates.iter().filter(left).cloned().collect();
        let groups = self.plan.wanted.iter().map(super::plan::Wanted::phrases);
        let groups: Vec<Vec<String>> = groups.collect();
        let page = self.page(&checked.passed);
        Ok(Answer {
            count: remaining.iter().filter(|c| c.failed == 0).count(),
            exact: checked.exact,
            results: self.found(page, &groups, Some(&lists))?,
            facets: counts(&self.files, self.ask, &remaining)?,
            ..Answer::nothing(self.plan.texts())
        })
    }

    /// Whether the index can be asked at all: for two characters in a row, or a number.
    fn is_searchable(&self) -> bool {
        let covered = |wanted: &super::plan::Wanted| {
            !wanted.literal().positions.is_empty() || wanted.key.is_some()
        };
        self.plan.wanted.iter().any(covered)
            || self.plan.key.is_some()
            || self.plan.index_key.is_some()
    }

    /// How many matches are needed to fill the page that was asked for.
    fn needed(&self) -> usize {
        self.ask.offset.saturating_add(self.ask.limit)
    }

    /// The page that was asked for.
    fn page<'c>(&self, passed: &'c [Candidate]) -> &'c [Candidate] {
        let from = self.ask.offset.min(passed.len());
        &passed[from..self.needed().min(passed.len())]
    }

    /// Candidates in their final order, from those in the first order. The first few are
    /// ordered once more with their titles, the rest follow as they are.
    fn ranked(&self, mut shown: Vec<Candidate>) -> Result<Vec<Candidate>, Error> {
        if self.ask.sort == Sort::Date {
            shown.sort_by_key(|candidate| Reverse(candidate.document));
            return Ok(shown);
        }
        let window = if shown.len() <= FEW {
            shown.len()
        } else {
            self.needed().saturating_add(BEYOND).min(shown.len())
        };
        let phrase = self.plan.phrase();
        let mut best = Vec::new();
        for candidate in shown.drain(..window) {
            let order = candidate.order();
            let meta = self.files.meta(candidate.document)?;
            let pinned = candidate.pinned && is_pinned(&self.plan, &meta);
            let candidate = Candidate { pinned, ..candidate };
            let second = rank::Second {
                score: candidate.score,
                first: candidate.first,
                title: &meta.2,
                validity: &meta.7,
                pinned,
            };
            best.push((candidate.tier(), second.total(&phrase), order, candidate));
        }
        best.sort_by_key(|(tier, second, order, _)| Reverse((*tier, *second, *order)));
        let best = best.into_iter().map(|(.., candidate)| candidate);
        Ok(best.chain(shown).collect())
    }

    /// Reads texts where the grams leave a doubt: all, if they are few, else from the first on
    /// until the page is full. What stands before the page is read too, because else a page
    /// would repeat or leave out what the page before it dropped or moved up.
    fn checked(&self, pool: &Pool, ranked: &[Candidate]) -> Result<Checked, Error> {
        let mut failed = BTreeSet::new();
        if pool.certain {
            return Ok(Checked { passed: ranked.to_vec(), failed, exact: true });
        }
        let all = pool.candidates.len() <= FEW;
        if all || ranked.len() <= FEW {
            let read = if all { &pool.candidates } else { ranked };
            for candidate in read {
                if !self.matches(candidate)? {
                    failed.insert(candidate.document);
                }
            }
            let passed = ranked.iter().filter(|c| !failed.contains(&c.document));
            return Ok(Checked {
                passed: passed.cloned().collect(),
                failed,
                exact: true,
            });
        }
        let mut passed = Vec::new();
        let mut left = self.needed().saturating_add(SPARE);
        let mut next = ranked.iter();
        for round in 0..ROUNDS {
            let missing = self.needed().saturating_sub(passed.len());
            let wanted = if round == 0 { missing } else { missing.saturating_mul(3) };
            let wanted = wanted.min(left);
            for candidate in next.by_ref().take(wanted) {
                left -= 1;
                if self.matches(candidate)? {
                    passed.push(candidate.clone());
                } else {
                    failed.insert(candidate.document);
                }
            }
        }
        Ok(Checked { passed, failed, exact: false })
    }

    fn matches(&self, candidate: &Candidate) -> Result<bool, Error> {
        Ok(Page::read(&self.files, candidate.document)?.matches(&self.plan))
    }

    /// What has most of what was asked for.
    fn near(&self, lists: &Lists) -> Result<Answer, Error> {
        let taken = partial::nearest(&self.files, &self.plan, lists, self.ask)?;
        let mut passed = self.ranked(taken)?;
        if !self.plan.unwanted.is_empty() {
            let mut allowed = Vec::new();
            for candidate in passed {
                let page = Page::read(&self.files, candidate.document)?;
                if page.is_allowed(&self.plan) {
                    allowed.push(candidate);
                }
            }
            passed = allowed;
        }
        let groups = partial::phrases(&self.plan);
        Ok(Answer {
            count: passed.len(),
            exact: passed.is_empty(),
            partial: !passed.is_empty(),
            results: self.found(self.page(&passed), &groups, None)?,
            ..Answer::nothing(self.plan.texts())
        })
    }

    /// Results as they are shown.
    fn found(
        &self,
        page: &[Candidate],
        groups: &[Vec<String>],
        lists: Option<&Lists>,
    ) -> Result<Vec<Found>, Error> {
        let show = |candidate: &Candidate| {
            let Page { meta, lines } = Page::read(&self.files, candidate.document)?;
            let passage = passage(&lines, groups);
            let anchor = passage.anchor;
            let url = match anchor.as_str() {
                "" => meta.1.clone(),
                anchor => format!("{}#{anchor}", meta.1),
            };
            Ok(Found {
                url,
                title_marks: marked(&meta.2, groups),
                title: meta.2,
                excerpt: passage.pieces,
                date: meta.3,
                number: meta.4,
                issuer: meta.6,
                validity: meta.7,
                label: meta.8,
                anchor,
                via: lists.map(|l| self.via(l, candidate)).unwrap_or_default(),
            })
        };
        page.iter().map(show).collect()
    }

    /// The synonyms that stand for what was asked in a document.
    fn via(&self, lists: &Lists, candidate: &Candidate) -> String {
        let Document { segment, number } = candidate.document;
        let segment = lists.segments.iter().find(|s| s.number == segment);
        let segment = segment.expect("a candidate is of a segment that was searched");
        let term = |unit: usize| {
            let (term, _) = choice(lists, segment, unit, number)?;
            (term > 0).then(|| self.plan.wanted[unit].terms[term].unit.text.as_str())
        };
        let terms = (0..self.plan.wanted.len()).filter_map(term);
        terms.collect::<Vec<_>>().join("、")
    }

    /// Whether nothing was found: no candidate anywhere, or none that was read is a match.
    /// Hits that the filters hide are found.
    fn is_vain(&self, pool: &Pool, ranked: &[Candidate], checked: &Checked) -> bool {
        let none = pool.candidates.len() == checked.failed.len();
        let read = !ranked.is_empty() && self.needed() > 0;
        none || (read && checked.passed.is_empty())
    }
}
