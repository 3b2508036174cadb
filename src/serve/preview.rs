//! What the preview shows: the last good site, and the findings of the newest build.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::listing::Listing;
use super::poll::Seen;
use super::state::{self, Desk, Edited};
use crate::config::{Overrides, PORTAL_FILE};
use crate::diag::{Report, Sources, human};
use crate::disclosure::english;
use crate::gate::Withheld;
use crate::pipeline::{self, Built, Cache, Outcome};
use crate::search::Memory;
use crate::site::Site;
use crate::world::{Date, SitePath, World};

/// One state of the preview, complete and never changed.
#[derive(Default)]
pub struct Snapshot {
    /// The site that is shown: of the newest build without errors. While there was none, of
    /// the newest build that gave a site at all; `None` when configuration or theme cannot
    /// be used.
    pub built: Option<Arc<Built>>,
    /// The findings of the newest build, sorted.
    pub report: Report,
    /// The newest build has errors, so what is shown may be older than the files.
    pub failed: bool,
    /// Names what is shown: equal versions are equal sites, in any process.
    pub version: String,
    /// The input of the newest build, whether it is shown or not.
    input: Option<String>,
    /// Whether `built` had no errors.
    sound: bool,
    /// Counts the snapshots, so that a page knows whether it was told the newest findings.
    pub(super) serial: u64,
    /// What the newest build that gave a site keeps back, whether that is shown or not.
    pub(super) withheld: Vec<Withheld>,
    /// The edit that was shown last.
    pub(super) edited: Option<Edited>,
    /// What pages are told, as one line of JSON.
    pub(super) state: String,
}

/// The world, what was learnt of it, and the current state.
pub(super) struct Preview {
    world: Listing,
    overrides: Overrides,
    desk: Desk,
    cache: Cache,
    /// The search index of the site that was last searched.
    index: Mutex<Option<Arc<Memory>>>,
    current: watch::Sender<Arc<Snapshot>>,
}

impl Preview {
    /// A preview that shows nothing until the first [`Preview::rebuild`].
    pub(super) fn new(world: Arc<dyn World>, overrides: Overrides, desk: Desk) -> Self {
        let current = watch::Sender::new(Arc::new(Snapshot::default()));
        let (cache, index) = (Cache::default(), Mutex::default());
        let config = overrides.file_name().to_owned();
        let files = [config.as_str(), PORTAL_FILE].map(SitePath::new);
        let world = Listing::new(world, files.into_iter().flatten().collect());
        Self { world, overrides, desk, cache, index, current }
    }

    /// The world.
    pub(super) fn world(&self) -> &dyn World {
        &self.world
    }

    /// Takes up that something may have changed at these paths.
    pub(super) fn hear(&self, paths: &BTreeSet<SitePath>) {
        self.world.hear(paths);
    }

    /// Looks at all files.
    pub(super) fn look_over(&self) -> Seen {
        self.world.renew()
    }

    /// What is shown now.
    pub(super) fn now(&self) -> Arc<Snapshot> {
        self.current.borrow().clone()
    }

    /// What is shown now, and then whatever is shown next.
    pub(super) fn follow(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.current.subscribe()
    }

    /// Builds again; `None` when that came to what is known already.
    pub(super) fn rebuild(&self) -> Option<Arc<Snapshot>> {
        let outcome = pipeline::build(&self.world, &self.overrides, Some(&self.cache));
        let worn = self.cache.worn();
        let mut next = self.now().next(outcome, self.desk.is_here())?;
        next.state = state::state(&next, &self.sources(), &self.desk);
        let next = Arc::new(next);
        let last = self.current.send_replace(next.clone());
        set_aside((last, worn));
        Some(next)
    }

    /// A file of the search index of what is shown, by its path below the output. The index
    /// is made when it is first asked for; an edit is laid over it.
    pub(super) fn index_file(&self, built: &Built, path: &str) -> Option<Arc<[u8]>> {
        if !built.site().config.build_search_index {
            return None;
        }
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let made = match index.take() {
            Some(made) if Arc::ptr_eq(made.site(), built.site()) => made,
            Some(made) => Arc::new(made.update(built.site(), &built.synonyms)),
            None => Arc::new(Memory::new(built.site(), &built.synonyms)),
        };
        index.insert(made).file(path)
    }

    /// The day of the world.
    pub(super) fn today(&self) -> Date {
        self.world.today()
    }

    /// The findings of a report as text; without the lines of their files where others than
    /// the officer may read it.
    pub(super) fn text_of(&self, report: &Report) -> String {
        let sources = match self.desk.is_here() {
            true => self.sources(),
            false => Sources::new(&|_| None, &english),
        };
        human::render(report, &sources, false)
    }

    /// Whose eyes the pages are for.
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The texts and names with which findings are shown.
    pub(super) fn sources(&self) -> Sources<'_> {
        Sources::of_world(&self.world, &english)
    }
}

impl Snapshot {
    /// Whether the site that is shown says what the new one does not: an item or the text of a
    /// column that was closed, renamed or taken away, and not one that cannot be read just now.
    fn shows_closed(&self, new: &Built) -> bool {
        let Some(old) = &self.built else { return false };
        let item_gone = new.closes_an_item_of(old);
        let (old, now) = (old.site(), new.site());
        let unjudged = |path: &SitePath| {
            let mut kept = new.withheld.iter();
            kept.any(|kept| kept.source().path == *path && kept.reason.is_unjudged())
        };
        let says = |site: &Site, folder: &str| {
            let mut columns = site.columns.iter();
            columns
                .any(|column| column.folder == folder && !column.front.body().is_empty())
        };
        let mut columns = old.columns.iter();
        item_gone
            || columns.any(|column| {
                !column.front.body().is_empty()
                    && !says(now, &column.folder)
                    && !unjudged(column.front.path())
            })
    }

    /// What is shown after a build; what pages are told of it is still blank. `here` says
    /// whether nobody but the officer can look in.
    fn next(&self, outcome: Outcome, here: bool) -> Option<Self> {
        let Outcome { report, built } = outcome;
        let input = built.as_ref().map(|built| built.input.clone());
        let first = self.version.is_empty();
        if !first && input == self.input && report == self.report {
            return None;
        }
        let failed = report.has_errors() || built.is_none();
        let withheld = built.as_ref().map(|built| built.withheld.clone());
        let withheld = withheld.unwrap_or_else(|| self.withheld.clone());
        // A site with errors is better than none, but takes the place of a good one only where
        // that would go on showing what the officer has closed meanwhile. Without a new site
        // nobody knows what was closed, and strangers are shown none.
        let keep = match &built {
            Some(new) => failed && self.sound && !self.shows_closed(new),
            None => here,
        };
        let built = if keep { self.built.clone() } else { built.map(Arc::new) };
        let version = built.as_ref().map_or("none", |built| &built.input).to_owned();
        let sound = if keep { self.sound } else { !failed };
        let edited = match (&self.built, &built) {
            (Some(before), Some(after)) if version != self.version => {
                state::edited(before, after)
            }
            _ => None,
        };
        let edited = edited.or_else(|| self.edited.clone());
        let serial = self.serial + 1;
        let state = String::new();
        Some(Self {
            built,
            report,
            failed,
            version,
            input,
            sound,
            serial,
            withheld,
            edited,
            state,
        })
    }
}

/// Lets go of what nobody looks at any more on a thread of its own: to take a large site apart takes
/// as long as a tenth of a build, and the next edit must not wait for that.
fn set_aside(worn: impl Send + 'static) {
    let thread = std::thread::Builder::new().name("worn".to_owned());
    // Where there is no thread to be had, it is let go of here.
    drop(thread.spawn(move || drop(worn)));
}
