//! The fingerprints of all withheld sources, ready to be looked for.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::filter::Filter;
use super::{Fingerprints, Hit, Lane, Mark, Whole, plain};

/// What must not be published, by source.
#[derive(Debug, Clone)]
pub struct Watchlist {
    /// Each withheld source with all it left, also what was forgotten.
    sources: Vec<(String, Fingerprints)>,
    shingles: FxHashSet<u64>,
    wholes: FxHashMap<u64, Vec<Whole>>,
    shingle_filter: Filter,
    tail_filter: Filter,
}

impl Default for Watchlist {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Watchlist {
    /// Gathers the fingerprints of the sources, each named by its path.
    #[must_use]
    pub fn new(sources: Vec<(String, Fingerprints)>) -> Self {
        let mut shingles = FxHashSet::default();
        let mut wholes: FxHashMap<u64, Vec<Whole>> = FxHashMap::default();
        for mark in sources.iter().flat_map(|(_, prints)| prints.marks()) {
            match mark {
                Mark::Shingle(hash) => {
                    shingles.insert(hash);
                }
                Mark::Whole(whole) => wholes.entry(whole.tail).or_default().push(whole),
            }
        }
        wholes.values_mut().for_each(|group| {
            group.sort_unstable();
            group.dedup();
        });
        let shingle_filter = Filter::of(shingles.iter().copied());
        let tail_filter = Filter::of(wholes.keys().copied());
        Self { sources, shingles, wholes, shingle_filter, tail_filter }
    }

    /// Whether there is nothing to look for, so that nothing need be scanned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shingles.is_empty() && self.wholes.is_empty()
    }

    /// Forgets what this disclosed text says as well: a whole disclosed source with its
    /// front matter, a template, a configuration file, the paths of disclosed sources. What
    /// the public may read there is no leak elsewhere.
    pub fn forget(&mut self, text: &str) {
        let marks = self.marks_in(text);
        self.remove(&marks);
    }

    /// Forgets many disclosed texts at once, on all cores.
    pub fn forget_all<T: AsRef<str> + Sync>(&mut self, texts: &[T]) {
        if self.is_empty() {
            return;
        }
        let marks: Vec<Mark> =
            texts.par_iter().flat_map_iter(|text| self.marks_in(text.as_ref())).collect();
        if !marks.is_empty() {
            self.remove(&marks);
            self.shingle_filter = Filter::of(self.shingles.iter().copied());
            self.tail_filter = Filter::of(self.wholes.keys().copied());
        }
    }

    /// Finds the first fingerprint in a text.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Hit> {
        let mut first = None;
        self.lane().feed(text, &mut |hit| {
            first.get_or_insert(hit);
        });
        first
    }

    /// Begins to read a text that comes in pieces.
    #[must_use]
    pub fn lane(&self) -> Lane<'_> {
        Lane::new(self)
    }

    /// The paths of the withheld sources that left a fingerprint.
    pub fn owners(&self, mark: Mark) -> impl Iterator<Item = &str> {
        let owners = self.sources.iter().filter(move |(_, prints)| prints.holds(mark));
        owners.map(|(path, _)| path.as_str())
    }

    /// The fingerprints that occur in a text, as it is written and as it reads.
    fn marks_in(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        if self.is_empty() {
            return marks;
        }
        self.lane().feed(text, &mut |hit| marks.push(hit.mark));
        if let Some(plain) = plain::without_markup(text) {
            self.lane().feed(&plain, &mut |hit| marks.push(hit.mark));
        }
        marks
    }

    fn remove(&mut self, marks: &[Mark]) {
        for mark in marks {
            match mark {
                Mark::Shingle(hash) => {
                    self.shingles.remove(hash);
                }
                Mark::Whole(whole) => self.remove_whole(whole),
            }
        }
    }

    fn remove_whole(&mut self, whole: &Whole) {
        let Some(group) = self.wholes.get_mut(&whole.tail) else { return };
        group.retain(|other| other != whole);
        if group.is_empty() {
            self.wholes.remove(&whole.tail);
        }
    }

    #[inline]
    pub(super) fn may_hold_shingle(&self, hash: u64) -> bool {
        self.shingle_filter.may_hold(hash)
    }

    pub(super) fn holds_shingle(&self, hash: u64) -> bool {
        self.shingles.contains(&hash)
    }

    #[inline]
    pub(super) fn may_hold_tail(&self, hash: u64) -> bool {
        self.tail_filter.may_hold(hash)
    }

    pub(super) fn wholes_ending(&self, tail: u64) -> &[Whole] {
        self.wholes.get(&tail).map_or(&[], Vec::as_slice)
    }
}
