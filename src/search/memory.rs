//! The index of a preview, in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::format::{self, Manifest, SegmentInfo};
use super::plan::{Kept, Plan};
use super::segment::Sink;
use super::synonyms::Synonyms;
use super::{MANIFEST, Words, entry};
use crate::site::{Item, ItemId, Site};

/// More changed items than this, or than a quarter of the site, are no edit, and the index is
/// made anew.
const MOST_CHANGED: usize = 256;

type Files = BTreeMap<String, Arc<[u8]>>;

/// An index with all its files.
#[derive(Debug)]
pub struct Memory {
    site: Arc<Site>,
    /// The index that this one is laid over; of a new one, all of it.
    base: Arc<Base>,
    /// Segments and texts of what has changed since.
    overlay: Files,
    /// What belongs to no segment.
    words: Files,
}

/// An index made as a whole.
#[derive(Debug)]
struct Base {
    site: Arc<Site>,
    synonyms: Synonyms,
    plan: Plan,
    segments: Vec<SegmentInfo>,
    /// Its segments and texts.
    files: Files,
}

impl Memory {
    /// Makes the index of a site.
    #[must_use]
    pub fn new(site: &Arc<Site>, synonyms: &Synonyms) -> Self {
        let plan = Plan::of(site);
        let finder = synonyms.finder();
        let (segments, files) = gather(|sink| plan.build(site, &finder, sink));
        let words = words(synonyms, &plan.all_kept(), segments.clone());
        let (site, synonyms) = (site.clone(), synonyms.clone());
        let base = Arc::new(Base { site: site.clone(), synonyms, plan, segments, files });
        Self { site, base, overlay: Files::new(), words }
    }

    /// The index of a later state of the site: what has changed is laid over the index that
    /// was made as a whole, in a segment of its own, and what it replaces is told to be dead.
    #[must_use]
    pub fn update(&self, site: &Arc<Site>, synonyms: &Synonyms) -> Self {
        let base = &self.base;
        let overlay = Overlay::between(base, site).filter(|_| base.synonyms == *synonyms);
        let Some(overlay) = overlay else { return Self::new(site, synonyms) };
        let mut segments = base.segments.clone();
        for (segment, dead) in segments.iter_mut().zip(overlay.dead) {
            segment.dead = dead;
        }
        let finder = synonyms.finder();
        let (changed, files) = gather(|sink| overlay.plan.build(site, &finder, sink));
        segments.extend(changed);
        let kept: Vec<&Kept> = overlay
            .documents
            .iter()
            .map(|place| match *place {
                Place::Base(at) => base.plan.kept(at),
                Place::Changed(at) => overlay.plan.kept(at),
            })
            .collect();
        let words = words(synonyms, &kept, segments);
        Self { site: site.clone(), base: base.clone(), overlay: files, words }
    }

    /// The site whose index this is.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// A file by its path below the output.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        let parts = [&self.words, &self.overlay, &self.base.files];
        parts.into_iter().find_map(|files| files.get(path)).cloned()
    }
}

/// The manifest, and whatever else belongs to no segment.
fn words(synonyms: &Synonyms, kept: &[&Kept], segments: Vec<SegmentInfo>) -> Files {
    let words = Words::of(synonyms, kept);
    let manifest = told(words.manifest(segments));
    let ((), files) = gather(|sink| {
        words.write(sink)?;
        sink(&format::path(MANIFEST), manifest.to_json().as_bytes())
    });
    files
}

/// The manifest with the dead left out of its count.
fn told(mut manifest: Manifest) -> Manifest {
    let dead: usize = manifest.segments.iter().map(|segment| segment.dead.len()).sum();
    manifest.items -= u32::try_from(dead).expect("fewer than the documents");
    manifest
}

/// What has changed since a base was made.
struct Overlay {
    /// Dead documents of each segment of the base.
    dead: Vec<Vec<u32>>,
    /// The documents that are new or not as they were.
    plan: Plan,
    /// Every document of the site, in order.
    documents: Vec<Place>,
}

/// Where a document of an overlaid index is.
#[derive(Clone, Copy)]
enum Place {
    /// In the base, at this position.
    Base(usize),
    /// Among the changed, at this position.
    Changed(usize),
}

impl Overlay {
    /// `None` when too much has changed.
    fn between(base: &Base, site: &Arc<Site>) -> Option<Self> {
        let publisher = |site: &Site| site.config.portal.publisher().name.clone();
        let same_publisher = publisher(&base.site) == publisher(site);
        let old = base.plan.documents.iter().map(|id| base.site.item(*id));
        let old: FxHashMap<&str, (usize, &Item)> =
            old.enumerate().map(|(at, item)| (item.id.as_str(), (at, item))).collect();
        let kept_at = |id: &ItemId| {
            let item = site.item(*id);
            let (at, was) = *old.get(item.id.as_str())?;
            let same = same_publisher && is_same((&base.site, was), (site, item));
            same.then_some(at)
        };
        let all = Plan::of(site);
        let kept: Vec<Option<usize>> = all.documents.iter().map(kept_at).collect();
        let changed = all.documents.iter().zip(&kept);
        let changed = changed.filter(|(_, kept)| kept.is_none()).map(|(id, _)| *id);
        let plan = Plan::of_items(site, changed.collect());
        let dead = dead(&base.plan, kept.iter().flatten().copied().collect());
        let gone: usize = dead.iter().map(Vec::len).sum();
        if plan.documents.len() + gone > MOST_CHANGED.min(base.plan.documents.len() / 4) {
            return None;
        }
        // Both are in the order of the whole, so the changed ones come one after the other.
        let mut changed = (0..).map(Place::Changed);
        let place =
            |kept: Option<usize>| kept.map(Place::Base).or_else(|| changed.next());
        let documents = kept.into_iter().filter_map(place).collect();
        Some(Self { dead, plan, documents })
    }
}

/// The documents of each segment that are not among those that stay.
fn dead(plan: &Plan, stay: FxHashSet<usize>) -> Vec<Vec<u32>> {
    let of_segment = |range: &Range<usize>| {
        let documents = (0_u32..).zip(range.clone());
        documents.filter(|(_, at)| !stay.contains(at)).map(|(doc, _)| doc).collect()
    };
    plan.segments.iter().map(of_segment).collect()
}

/// Whether an item gives the same entry, its bureau aside. Bodies and fields are compared
/// themselves; of what the site adds, the words that an entry takes from it.
fn is_same((old_site, old): (&Site, &Item), (site, new): (&Site, &Item)) -> bool {
    let basis = |item: &Item| {
        item.relations.basis.iter().map(|(words, _)| words.clone()).collect::<Vec<_>>()
    };
    old.disclosed.item() == new.disclosed.item()
        && old.disclosed.fields() == new.disclosed.fields()
        && old.disclosed.body() == new.disclosed.body()
        && old.validity() == new.validity()
        && entry::columns(old_site, old) == entry::columns(site, new)
        && basis(old) == basis(new)
        && (old.attachments.iter().map(|(name, _)| name))
            .eq(new.attachments.iter().map(|(name, _)| name))
}

/// Gathers the files that `write` gives to its sink, beside its value.
fn gather<T>(
    write: impl FnOnce(&Sink<'_, Infallible>) -> Result<T, Infallible>,
) -> (T, Files) {
    let files = Mutex::new(Files::new());
    let sink = |path: &str, bytes: &[u8]| {
        let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), Arc::from(bytes));
        Ok(())
    };
    let Ok(value) = write(&sink);
    (value, files.into_inner().unwrap_or_else(PoisonError::into_inner))
}
