//! What lies in the folder of the items, kept up from one build to the next.
//!
//! Where the world tells which files have changed, and they change nothing but themselves, only these
//! are looked at. Else all folders are listed, and the sources whose stamp is another one are read.

use std::sync::Arc;

use super::pieces::{Change, Pieces};
use crate::config::{self, Config};
use crate::diag::Report;
use crate::source::{self, Assets, Bearing, Inventory, Role, Source};
use crate::world::{Date, Entry, EntryKind, Moment, News, SitePath, World};

/// The sources with their pieces, and the files that items may name.
#[derive(Default)]
pub(super) struct Stock {
    // What it depends on beside the files: the kind of an item can come from its column's settings.
    columns: Vec<config::Column>,
    ignored: Vec<String>,
    today: Option<Date>,
    /// Up to when changes were followed; `None` when all has to be listed.
    until: Option<Moment>,
    assets: Arc<Assets>,
    pieces: Pieces,
}

/// The change may reach further than the file.
struct Wide;

impl Stock {
    /// Brings everything up to date; tells what was skipped or cannot be read.
    pub(super) fn renew(&mut self, world: &dyn World, config: &Config) -> Report {
        let Config { ignored_content, portal, .. } = config;
        let today = Some(world.today());
        if self.today != today
            || self.columns != portal.columns
            || self.ignored != *ignored_content
        {
            let (columns, ignored) = (portal.columns.clone(), ignored_content.clone());
            *self = Self { columns, ignored, today, ..Self::default() };
        }
        // Asked before anything is listed, so that nothing can change in between unseen.
        let News { until, changed } = world.news(self.until.take());
        if changed.is_some_and(|changed| self.follow(world, config, &changed)) {
            debug_assert!(self.is_as_listed(world, config), "changes were lost");
            self.until = until;
            return Report::default();
        }
        let report = self.list(world, config);
        // What is not in order is looked at again and again.
        self.until = until.filter(|_| report.is_empty() && self.pieces.are_stamped());
        report
    }

    /// The pieces of all sources.
    pub(super) fn pieces(&self) -> &Pieces {
        &self.pieces
    }

    /// The files that are no sources.
    pub(super) fn assets(&self) -> &Arc<Assets> {
        &self.assets
    }

    /// Lists all folders.
    fn list(&mut self, world: &dyn World, config: &Config) -> Report {
        let (inventory, mut report) = source::discover(world, config);
        let Inventory { sources, stamps, assets } = inventory;
        if *self.assets != assets {
            self.assets = Arc::new(assets);
        }
        report.extend(self.pieces.renew(world, config, (sources, stamps)));
        report
    }

    /// Looks at what has changed and at nothing else; `false` when that will not do.
    fn follow(
        &mut self,
        world: &dyn World,
        config: &Config,
        changed: &[(SitePath, Option<Entry>)],
    ) -> bool {
        let changes = changed.iter().filter_map(|(path, now)| {
            self.change(config, path, now.as_ref()).transpose()
        });
        let Ok(changes) = changes.collect::<Result<Vec<Change>, Wide>>() else {
            return false;
        };
        self.pieces.patch(world, config, changes)
    }

    /// What a change of a path means for the pieces, if anything. The findings of listing were
    /// none before, and must be none after it.
    fn change(
        &self,
        config: &Config,
        path: &SitePath,
        now: Option<&Entry>,
    ) -> Result<Option<Change>, Wide> {
        let stamp = match now {
            None => None,
            Some(Entry { kind: EntryKind::File(_), stamp: Some(stamp), .. }) => {
                Some(*stamp)
            }
            Some(_) => return Err(Wide),
        };
        if !path.as_str().starts_with("content/") {
            return Ok(None);
        }
        let bearing = source::bearing(path, config);
        let known = match bearing {
            Bearing::Nothing => false,
            Bearing::Asset => self.assets.paths.binary_search(path).is_ok(),
            Bearing::Source(_) => self.pieces.have(path),
        };
        match bearing {
            Bearing::Nothing => Ok(None),
            // It came and went.
            _ if !known && stamp.is_none() => Ok(None),
            // A folder can be a column or a bundle, not both: that is seen when all is listed.
            Bearing::Source(role) if role == Role::Item || known && stamp.is_some() => {
                Ok(Some(Change { source: Source { path: path.clone(), role }, stamp }))
            }
            Bearing::Source(_) | Bearing::Asset => Err(Wide),
        }
    }

    /// Whether all is as it would be after listing.
    fn is_as_listed(&self, world: &dyn World, config: &Config) -> bool {
        let (inventory, report) = source::discover(world, config);
        report.is_empty()
            && *self.assets == inventory.assets
            && self.pieces.stand_for(&inventory.sources, &inventory.stamps)
    }
}
