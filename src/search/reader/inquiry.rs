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
use crate::search::format::{Line, LineKind};

/// So many candidates are all read where grams leave a doubt, and then the count is exact.
const FEW: usize = 12;

/// So many candidates are ordered among themselves with their titles. Blocks and not one
/// window that grows with the page: each candidate has one place then, on whatever page it is
/// asked for.
const BLOCK: usize = 16;

/// So many texts more than four times what is shown are read in search of true matches.
const SPARE: usize = 160;

/// How often the places of false candidates are filled.
const ROUNDS: usize = 6;

/// A search under way.
pub(super) struct Inquiry<'s> {
    pub(super) files: Files<'s>,
    pub(super) plan: Plan,
    pub(super) ask: &'s Ask,
}

/// Candidates in the order of the results.
struct Ranked {
    candidates: Vec<Candidate>,
    /// How many at the front have their place; the others are in the first order.
    settled: usize,
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

impl Inquiry<'_> {
    /// The answer. Where more than a few candidates are in doubt, all grams are asked: that is fewer
    /// bytes than reading texts, and does not depend on the page that is asked for, since another
    /// plan means another order, and pages of two orders would repeat and leave out results.
    pub(super) fn answer(mut self) -> Result<Answer, Error> {
        if !self.is_searchable() {
            return Ok(Answer::nothing(self.plan.texts()));
        }
        let segments = &self.files.manifest().segments;
        let in_range =
            |at: &usize| self.ask.range.overlap(&segments[*at]) != Overlap::None;
        let segments: Vec<usize> = (0..segments.len()).filter(in_range).collect();
        let lists = Lists::read(&self.files, &self.plan, &segments)?;
        let pool = Pool::new(&self.files, &self.plan, &lists, self.ask)?;
        let doubtful = !pool.certain && pool.candidates.len() > FEW;
        if doubtful && let Some(dense) = self.plan.dense() {
            self.plan = dense;
            return self.answer();
        }
        let mut ranked = self.ordered(pool.shown());
        let checked = self.checked(&pool, &mut ranked)?;
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

    /// Candidates of the first order as results: by date they have their places already.
    fn ordered(&self, mut candidates: Vec<Candidate>) -> Ranked {
        match self.ask.sort {
            Sort::Relevance => Ranked { candidates, settled: 0 },
            Sort::Date => {
                candidates.sort_by_key(|candidate| Reverse(candidate.document));
                Ranked { settled: candidates.len(), candidates }
            }
        }
    }

    /// Candidates in their final order, from those in the first order: block after block as
    /// far as they are needed, which is told by their number.
    fn rank(&self, ranked: &mut Ranked, needed: usize) -> Result<(), Error> {
        let block = if ranked.candidates.len() <= FEW { FEW } else { BLOCK };
        while ranked.settled < needed.min(ranked.candidates.len()) {
            let end = (ranked.settled + block).min(ranked.candidates.len());
            self.settle(&mut ranked.candidates[ranked.settled..end])?;
            ranked.settled = end;
        }
        Ok(())
    }

    /// Orders one block with titles and validity.
    fn settle(&self, block: &mut [Candidate]) -> Result<(), Error> {
        let phrase = self.plan.phrase();
        let mut keyed = Vec::new();
        for candidate in block.iter() {
            let order = candidate.order();
            let meta = self.files.meta(candidate.document)?;
            let pinned = candidate.pinned && is_pinned(&self.plan, &meta);
            let candidate = Candidate { pinned, ..candidate.clone() };
            let second = rank::Second {
                score: candidate.score,
                first: candidate.first,
                title: &meta.2,
                validity: &meta.7,
            };
            keyed.push((candidate.tier(), second.total(&phrase), order, candidate));
        }
        keyed.sort_by_key(|(tier, second, order, _)| Reverse((*tier, *second, *order)));
        for (place, (.., candidate)) in block.iter_mut().zip(keyed) {
            *place = candidate;
        }
        Ok(())
    }

    /// Reads texts where the grams leave a doubt: all, if they are few, else from the first on
    /// until the page is full. What stands before the page is read too, because else a page
    /// would repeat or leave out what the page before it dropped or moved up.
    fn checked(&self, pool: &Pool, ranked: &mut Ranked) -> Result<Checked, Error> {
        if pool.certain {
            self.rank(ranked, self.needed())?;
            let passed = ranked.candidates.clone();
            let failed = BTreeSet::new();
            return Ok(Checked { passed, failed, exact: true });
        }
        let all = pool.candidates.len() <= FEW;
        if !all && ranked.candidates.len() > FEW {
            return self.walked(ranked);
        }
        self.rank(ranked, FEW)?;
        let mut failed = BTreeSet::new();
        for candidate in if all { &pool.candidates } else { &ranked.candidates } {
            if !self.matches(candidate)? {
                failed.insert(candidate.document);
            }
        }
        let passed = ranked.candidates.iter().filter(|c| !failed.contains(&c.document));
        let passed = passed.cloned().collect();
        Ok(Checked { passed, failed, exact: true })
    }

    /// Reads texts from the first candidate on, in rounds, as a browser does.
    fn walked(&self, ranked: &mut Ranked) -> Result<Checked, Error> {
        let (passed, failed) = (Vec::new(), BTreeSet::new());
        let mut walked = Checked { passed, failed, exact: false };
        let budget = self.needed().saturating_mul(4).saturating_add(SPARE);
        let budget = budget.min(ranked.candidates.len());
        let mut next = 0_usize;
        for round in 0..ROUNDS {
            let missing = self.needed().saturating_sub(walked.passed.len());
            if missing == 0 {
                break;
            }
            let more = missing.saturating_mul(3).max(next);
            let wanted = if round == 0 { missing } else { more };
            let end = next.saturating_add(wanted).min(budget);
            self.rank(ranked, end)?;
            for candidate in &ranked.candidates[next..end] {
                if self.matches(candidate)? {
                    walked.passed.push(candidate.clone());
                } else {
                    walked.failed.insert(candidate.document);
                }
            }
            next = end;
        }
        walked.exact = next == ranked.candidates.len();
        Ok(walked)
    }

    fn matches(&self, candidate: &Candidate) -> Result<bool, Error> {
        Ok(Page::read(&self.files, candidate.document)?.matches(&self.plan))
    }

    /// What has most of what was asked for.
    fn near(&self, lists: &Lists) -> Result<Answer, Error> {
        let taken = partial::nearest(&self.files, &self.plan, lists, self.ask)?;
        let mut ranked = self.ordered(taken);
        self.rank(&mut ranked, FEW)?;
        let mut passed = ranked.candidates;
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
            let Page { meta, text } = Page::read(&self.files, candidate.document)?;
            let mut lines = text.0.clone();
            let facts = [("索引号", &meta.5), ("发文机关", &meta.6)];
            for (name, value) in facts.into_iter().filter(|(_, value)| !value.is_empty())
            {
                lines.push(Line::new(LineKind::Fact, &format!("{name}：{value}")));
            }
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
    fn is_vain(&self, pool: &Pool, ranked: &Ranked, checked: &Checked) -> bool {
        let none = pool.candidates.len() == checked.failed.len();
        let read = !ranked.candidates.is_empty() && self.needed() > 0;
        none || (read && checked.passed.is_empty())
    }
}
