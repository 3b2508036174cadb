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
    let segments = plan.build(site, &synonyms.finder(), sink)?;
    let words = Words::of(synonyms, &plan.all_kept());
    words.write(sink)?;
    let offline = pack.map(Pack::scripts);
    let manifest = Manifest { offline, ..words.manifest(segments) }.to_json();
    sink(&format::path(MANIFEST), manifest.as_bytes())?;
    Ok(manifest)
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
