//! The index of a preview, in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::format::{Manifest, SegmentInfo};
use super::segment::Sink;
use super::synonyms::Synonyms;
use super::{Plan, Words, below};
use crate::site::{Item, Site};

/// More changed items than this are no edit, and the index is made anew.
const MOST_CHANGED: usize = 256;

type Files = BTreeMap<String, Arc<[u8]>>;

/// An index with all its files.
#[derive(Debug)]
pub struct Memory {
    site: Arc<Site>,
    files: Files,
    /// Of the index that this one is laid over, or of itself.
    base: Arc<Base>,
}

/// An index made as a whole.
#[derive(Debug)]
struct Base {
    site: Arc<Site>,
    plan: Plan,
    segments: Vec<SegmentInfo>,
    /// Files of its segments and their texts.
    files: Files,
}

impl Memory {
    /// Makes the index of a site.
    #[must_use]
    pub fn new(site: &Arc<Site>, synonyms: &Synonyms) -> Self {
        let plan = Plan::of(site);
        let (segments, files) = gather(|sink| plan.build(site, sink));
        let base = Base { site: site.clone(), plan, segments, files };
        Self::over(Arc::new(base), site, synonyms, Overlay::default())
    }

    /// The index of a later state of the site: what has changed is laid over the index that
    /// was made as a whole, in a segment of its own, and what it replaces is told to be dead.
    #[must_use]
    pub fn update(&self, site: &Arc<Site>, synonyms: &Synonyms) -> Self {
        match Overlay::between(&self.base, site) {
            Some(overlay) => Self::over(self.base.clone(), site, synonyms, overlay),
            None => Self::new(site, synonyms),
        }
    }

    fn over(
        base: Arc<Base>,
        site: &Arc<Site>,
        synonyms: &Synonyms,
        overlay: Overlay,
    ) -> Self {
        let mut segments = base.segments.clone();
        for (segment, dead) in segments.iter_mut().zip(overlay.dead) {
            segment.dead = dead;
        }
        segments.extend(overlay.segments);
        let words = Words::of(site, synonyms, &Plan::of(site));
        let manifest = told(words.manifest(segments));
        let ((), own) = gather(|sink| {
            words.write(sink)?;
            sink(&below("index.json"), manifest.to_json().as_bytes())
        });
        let mut files = base.files.clone();
        files.extend(overlay.files);
        files.extend(own);
        Self { site: site.clone(), files, base }
    }

    /// The site whose index this is.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// A file by its path below the output.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        self.files.get(path).cloned()
    }
}

/// The manifest with the dead left out of its count.
fn told(mut manifest: Manifest) -> Manifest {
    let dead: usize = manifest.segments.iter().map(|segment| segment.dead.len()).sum();
    manifest.items -= u32::try_from(dead).expect("fewer than the documents");
    manifest
}

/// What has changed since a base was made.
#[derive(Debug, Default)]
struct Overlay {
    /// Dead documents of each segment of the base.
    dead: Vec<Vec<u32>>,
    segments: Vec<SegmentInfo>,
    files: Files,
}

impl Overlay {
    /// `None` when too much has changed.
    fn between(base: &Base, site: &Arc<Site>) -> Option<Self> {
        let plan = Plan::of(site);
        let now: FxHashMap<&str, &Item> = plan
            .documents
            .iter()
            .map(|id| (site.item(*id).id.as_str(), site.item(*id)))
            .collect();
        let mut kept: FxHashSet<&str> = FxHashSet::default();
        let mut dead = Vec::with_capacity(base.segments.len());
        for range in &base.plan.segments {
            let documents = base.plan.documents[range.clone()].iter();
            let mut gone = Vec::new();
            for (doc, id) in (0_u32..).zip(documents) {
                let old = base.site.item(*id);
                match now.get(old.id.as_str()) {
                    Some(new) if is_same((&base.site, old), (site, new)) => {
                        kept.insert(&old.id);
                    }
                    _ => gone.push(doc),
                }
            }
            dead.push(gone);
        }
        let is_new =
            |id: &crate::site::ItemId| !kept.contains(site.item(*id).id.as_str());
        let changed: Vec<_> = plan.documents.iter().copied().filter(is_new).collect();
        if changed.len() + dead.iter().map(Vec::len).sum::<usize>() > MOST_CHANGED {
            return None;
        }
        let plan = Plan::of_items(site, changed);
        let (segments, files) = gather(|sink| plan.build(site, sink));
        Some(Self { dead, segments, files })
    }
}

/// Whether an item gives the same entry. Bodies and fields are compared themselves; of what
/// the site adds, the words that an entry takes from it.
fn is_same((old_site, old): (&Site, &Item), (site, new): (&Site, &Item)) -> bool {
    let publisher = |site: &Site| site.config.portal.publisher().name.clone();
    let names = |item: &Item| -> Vec<String> {
        item.attachments.iter().map(|(name, _)| name.clone()).collect()
    };
    old.disclosed.item() == new.disclosed.item()
        && old.disclosed.fields() == new.disclosed.fields()
        && old.disclosed.body() == new.disclosed.body()
        && old.standing.as_ref().map(|s| s.validity)
            == new.standing.as_ref().map(|s| s.validity)
        && old_site.column(old.column).title() == site.column(new.column).title()
        && old.relations.basis.iter().map(|(words, _)| words).eq(new
            .relations
            .basis
            .iter()
            .map(|(words, _)| words))
        && names(old) == names(new)
        && publisher(old_site) == publisher(site)
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
