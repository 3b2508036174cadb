//! Search: an index that is made with the site and read by the browser, without a server.
//!
//! Everything that stands on a page is found, any two characters of it in a row; exact hits
//! come first. [`mod@format`] says what the files are; [`entry`] takes an item apart into what is
//! searched; [`segment`] makes the files of a run of years; [`reader`] answers a query from
//! them, as the scripts in `client/` do in the browser.
//!
//! [`write()`] gives every file to a sink as soon as it is made, so an index is never in memory
//! as a whole, unless the pack for `file://` is asked for, which gathers its files. [`Memory`] is
//! the index of a preview, where an edit is laid over the index that was there.

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
mod plan;
mod postings;
mod shards;

pub use memory::Memory;

use std::collections::BTreeSet;

use crate::site::Site;
use format::{Manifest, SegmentInfo, VERSION};
use offline::Pack;
use plan::{Kept, Plan};
use segment::Sink;
use suggest::{Offers, Suggestions};
use synonyms::Synonyms;

/// The name of the manifest below [`format::FOLDER`].
const MANIFEST: &str = "index.json";

/// Makes the index of a site. The sink is given paths below the output.
///
/// # Errors
/// The first that the sink gives.
pub fn write<E: Send>(
    site: &Site,
    synonyms: &Synonyms,
    sink: &Sink<'_, E>,
) -> Result<(), E> {
    Begun::write(site, synonyms, sink)?.finish(sink)
}

/// An index of which the segments are written, on all threads. What is left is work of one, so that
/// who has other work for the others gives it to them meanwhile.
pub struct Begun<'s> {
    synonyms: &'s Synonyms,
    plan: Plan,
    segments: Vec<SegmentInfo>,
    pack: Option<Pack>,
}

impl<'s> Begun<'s> {
    /// Writes the segments.
    ///
    /// # Errors
    /// The first that the sink gives.
    pub fn write<E: Send>(
        site: &Site,
        synonyms: &'s Synonyms,
        sink: &Sink<'_, E>,
    ) -> Result<Self, E> {
        let pack = site.config.portal.search.offline.then(Pack::default);
        let plan = Plan::of(site);
        let sink = gathering(pack.as_ref(), sink);
        let segments = plan.build(site, &synonyms.finder(), &sink)?;
        drop(sink);
        Ok(Self { synonyms, plan, segments, pack })
    }

    /// Writes all the rest, to the same sink.
    ///
    /// # Errors
    /// The first that the sink gives.
    pub fn finish<E>(self, sink: &Sink<'_, E>) -> Result<(), E> {
        let both = gathering(self.pack.as_ref(), sink);
        let words = Words::of(self.synonyms, &self.plan.all_kept());
        words.write(&both)?;
        let offline = self.pack.as_ref().map(Pack::scripts);
        let manifest = Manifest { offline, ..words.manifest(self.segments) }.to_json();
        both(&format::path(MANIFEST), manifest.as_bytes())?;
        drop(both);
        let scripts = self.pack.map(|pack| pack.finish(&manifest));
        let mut scripts = scripts.into_iter().flatten();
        scripts.try_for_each(|(path, script)| sink(&path, script.as_bytes()))
    }
}

/// A sink that puts what it is given into the pack too, where there is one.
fn gathering<'a, E>(
    pack: Option<&'a Pack>,
    sink: &'a Sink<'_, E>,
) -> impl Fn(&str, &[u8]) -> Result<(), E> + Sync + 'a {
    move |path, bytes| {
        if let Some(pack) = pack {
            pack.add(path, bytes);
        }
        sink(path, bytes)
    }
}

/// What belongs to no segment: suggestions, synonyms, the table of traditional characters, the
/// scripts.
struct Words {
    suggestions: Suggestions,
    synonyms: Vec<Vec<String>>,
}

impl Words {
    /// From what is kept of every document, in their order.
    fn of(synonyms: &Synonyms, kept: &[&Kept]) -> Self {
        let said: BTreeSet<u32> =
            kept.iter().flat_map(|kept| &kept.words).copied().collect();
        let synonyms = synonyms.for_corpus(&said);
        let mut offers = Offers::new(kept.len());
        synonyms.iter().flatten().for_each(|word| offers.word(word));
        kept.iter().for_each(|kept| offers.item(&kept.brief));
        Self { suggestions: offers.build(), synonyms }
    }

    fn write<E>(&self, sink: &Sink<'_, E>) -> Result<(), E> {
        for (path, bytes) in &self.suggestions.files {
            sink(path, bytes)?;
        }
        for script in client::SCRIPTS {
            sink(&format::path(script.name), script.text.as_bytes())?;
        }
        sink(&format::path("traditional.txt"), normalize::TRADITIONAL.as_bytes())
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
