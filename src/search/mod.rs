//! Search: an index that is made with the site and read by the browser, without a server.
//!
//! Everything that stands on a page is found, any two characters of it in a row; exact hits
//! come first. [`mod@format`] says what the files are; [`entry`] takes an item apart into what is
//! searched; [`segment`] makes the files of a run of years; [`reader`] answers a query from
//! them, as the scripts in `client/` do in the browser.
//!
//! [`write()`] gives every file to a sink as soon as it is made, so an index is never in memory
//! as a whole; [`Memory`] is the index of a preview, where an edit is laid over the index that
//! was there.

pub mod client;
pub mod cut;
pub mod entry;
pub mod format;
pub mod grams;
pub mod normalize;
pub mod offline;
pub mod query;
pub mod reader;
pub mod segment;
pub mod suggest;
pub mod synonyms;
pub mod texts;

mod gather;
mod memory;
mod merge;
mod pack;
mod postings;
mod shards;

pub use memory::Memory;

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use crate::site::{ItemId, Site};
use entry::Entry;
use format::{FOLDER, Manifest, SegmentInfo, VERSION};
use offline::Pack;
use segment::{Documents, Sink};
use suggest::{Offers, Suggestions};
use synonyms::Synonyms;
use texts::Texts;

/// Makes the index of a site. The sink is given paths below the output.
///
/// # Errors
/// The first that the sink gives.
pub fn write<E: Send>(
    site: &Site,
    synonyms: &Synonyms,
    sink: &Sink<'_, E>,
) -> Result<(), E> {
    if !site.config.portal.search.offline {
        return write_all(site, synonyms, None, sink).map(drop);
    }
    let pack = Pack::default();
    let both = |path: &str, bytes: &[u8]| {
        pack.add(path, bytes);
        sink(path, bytes)
    };
    let manifest = write_all(site, synonyms, Some(&pack), &both)?;
    for (path, script) in pack.finish(&manifest) {
        sink(&path, script.as_bytes())?;
    }
    Ok(())
}

/// Makes everything but the pack; gives the manifest as it was written.
fn write_all<E: Send>(
    site: &Site,
    synonyms: &Synonyms,
    pack: Option<&Pack>,
    sink: &Sink<'_, E>,
) -> Result<String, E> {
    let plan = Plan::of(site);
    let segments = plan.build(site, sink)?;
    let words = Words::of(site, synonyms, &plan);
    words.write(sink)?;
    let offline = pack.map(Pack::scripts);
    let manifest = Manifest { offline, ..words.manifest(segments) }.to_json();
    sink(&below("index.json"), manifest.as_bytes())?;
    Ok(manifest)
}

/// The path below the output of a file of the index.
fn below(name: &str) -> String {
    format!("{FOLDER}/{name}")
}

/// Which items are documents, in what order, and how they are cut.
#[derive(Debug)]
struct Plan {
    /// From the oldest; items of one day by their id.
    documents: Vec<ItemId>,
    segments: Vec<Range<usize>>,
    /// What of each document suggestions are made from; kept when its entry is made.
    briefs: Vec<OnceLock<Entry>>,
}

impl Plan {
    fn of(site: &Site) -> Self {
        Self::of_items(site, entry::searched(site).map(|(id, _)| id).collect())
    }

    fn of_items(site: &Site, mut documents: Vec<ItemId>) -> Self {
        let date =
            |id: &ItemId| site.item(*id).disclosed.item().date.map(|moment| moment.date);
        documents.sort_by_cached_key(|id| (date(id), site.item(*id).id.clone()));
        let dates: Vec<_> = documents.iter().map(date).collect();
        let briefs = documents.iter().map(|_| OnceLock::new()).collect();
        Self { segments: cut::cut(&dates), documents, briefs }
    }

    /// Makes the segments.
    fn build<E: Send>(
        &self,
        site: &Site,
        sink: &Sink<'_, E>,
    ) -> Result<Vec<SegmentInfo>, E> {
        let mut texts = Texts::default();
        let build = |range: &Range<usize>| {
            let entry = |at: usize| self.entry(site, range.start + at);
            let documents = Documents { count: range.len(), entry: &entry };
            segment::build(&documents, &mut texts, sink)
        };
        self.segments.iter().map(build).collect()
    }

    fn entry(&self, site: &Site, at: usize) -> Entry {
        let entry = entry::entry(site, site.item(self.documents[at]));
        self.briefs[at].get_or_init(|| suggest::brief(&entry));
        entry
    }

    /// Suggestions from every document, in order, and from the synonyms that lead to any.
    fn offers(&self, site: &Site, synonyms: &[Vec<String>]) -> Suggestions {
        let mut offers = Offers::new(self.documents.len());
        synonyms.iter().flatten().for_each(|word| offers.word(word));
        for at in 0..self.documents.len() {
            if self.briefs[at].get().is_none() {
                self.entry(site, at);
            }
            self.briefs[at].get().into_iter().for_each(|brief| offers.item(brief));
        }
        offers.build()
    }
}

/// What belongs to no segment: suggestions, synonyms, the table of traditional characters, the
/// scripts.
struct Words {
    suggestions: Suggestions,
    synonyms: Vec<Vec<String>>,
}

impl Words {
    fn of(site: &Site, synonyms: &Synonyms, plan: &Plan) -> Self {
        let occurring = occurring(site, synonyms);
        let synonyms = synonyms.for_corpus(|word| occurring.contains(&word));
        let suggestions = plan.offers(site, &synonyms);
        Self { suggestions, synonyms }
    }

    fn write<E>(&self, sink: &Sink<'_, E>) -> Result<(), E> {
        for (path, bytes) in &self.suggestions.files {
            sink(path, bytes)?;
        }
        for script in client::SCRIPTS {
            sink(&below(script.name), script.text.as_bytes())?;
        }
        sink(&below("traditional.txt"), normalize::TRADITIONAL.as_bytes())
    }

    fn manifest(&self, segments: Vec<SegmentInfo>) -> Manifest {
        Manifest {
            format: VERSION,
            items: segments.iter().map(|segment| segment.docs).sum(),
            segments,
            synonyms: self.synonyms.clone(),
            useful: self.suggestions.useful.clone(),
            offline: None,
        }
    }
}

/// The words of all groups that stand in a title or a body.
fn occurring<'s>(site: &Site, synonyms: &'s Synonyms) -> Vec<&'s str> {
    let words: Vec<&str> =
        synonyms.groups().iter().flatten().map(String::as_str).collect();
    let Ok(finder) = AhoCorasick::new(&words) else { return words };
    let found = |item: &crate::site::Item| {
        let texts = [item.disclosed.title(), item.disclosed.body()];
        let mut seen = vec![false; words.len()];
        for hit in texts.iter().flat_map(|text| finder.find_overlapping_iter(*text)) {
            seen[hit.pattern().as_usize()] = true;
        }
        seen
    };
    let either = |mut all: Vec<bool>, more: Vec<bool>| {
        all.iter_mut().zip(more).for_each(|(all, more)| *all |= more);
        all
    };
    let none = || vec![false; words.len()];
    let items: Vec<_> = entry::searched(site).map(|(_, item)| item).collect();
    let seen = items.par_iter().map(|item| found(item)).reduce(none, either);
    words.iter().zip(seen).filter(|(_, seen)| *seen).map(|(word, _)| *word).collect()
}
