//! Which items are documents, in what order, how they are cut, and what is kept of each.

use std::ops::Range;
use std::sync::OnceLock;

use super::cut::cut;
use super::entry::{self, Entry};
use super::format::SegmentInfo;
use super::segment::{self, Documents, Sink};
use super::suggest::Brief;
use super::synonyms::Finder;
use super::texts::Texts;
use crate::site::{ItemId, Site};

/// Documents of a site: all of them, or some.
#[derive(Debug)]
pub(super) struct Plan {
    /// From the oldest; items of one day by their id.
    pub(super) documents: Vec<ItemId>,
    /// How they are cut.
    pub(super) segments: Vec<Range<usize>>,
    /// What is kept of each when its entry is made.
    kept: Vec<OnceLock<Kept>>,
}

/// What is wanted of a document once all are made; its entry, with all its text, is not kept.
#[derive(Debug)]
pub(super) struct Kept {
    /// What suggestions are made from.
    pub(super) brief: Brief,
    /// Which words of the synonyms it says, by their numbers.
    pub(super) words: Vec<u32>,
}

impl Plan {
    /// Every document of a site.
    pub(super) fn of(site: &Site) -> Self {
        Self::of_items(site, entry::searched(site).map(|(id, _)| id).collect())
    }

    /// Some documents of a site.
    pub(super) fn of_items(site: &Site, mut documents: Vec<ItemId>) -> Self {
        let date =
            |id: &ItemId| site.item(*id).disclosed.item().date.map(|moment| moment.date);
        documents.sort_by_cached_key(|id| (date(id), site.item(*id).id.clone()));
        let dates: Vec<_> = documents.iter().map(date).collect();
        let kept = documents.iter().map(|_| OnceLock::new()).collect();
        Self { segments: cut(&dates), documents, kept }
    }

    /// Makes the segments.
    pub(super) fn build<E: Send>(
        &self,
        site: &Site,
        finder: &Finder,
        sink: &Sink<'_, E>,
    ) -> Result<Vec<SegmentInfo>, E> {
        let mut texts = Texts::default();
        let build = |range: &Range<usize>| {
            let entry = |at: usize| self.entry(site, finder, range.start + at);
            let documents = Documents { count: range.len(), entry: &entry };
            segment::build(&documents, &mut texts, sink)
        };
        self.segments.iter().map(build).collect()
    }

    /// What was kept of a document when the segments were made.
    pub(super) fn kept(&self, at: usize) -> &Kept {
        self.kept[at].get().expect("every document is made before it is asked for")
    }

    /// What was kept of all documents, in their order.
    pub(super) fn all_kept(&self) -> Vec<&Kept> {
        (0..self.documents.len()).map(|at| self.kept(at)).collect()
    }

    fn entry(&self, site: &Site, finder: &Finder, at: usize) -> Entry {
        let entry = entry::entry(site, site.item(self.documents[at]));
        let kept = || Kept { brief: Brief::of(&entry), words: finder.said(&entry) };
        self.kept[at].get_or_init(kept);
        entry
    }
}
