//! From the pieces to the site: as a whole, or only what an edit has changed in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::piece::Piece;
use super::pieces::List;
use crate::config::Config;
use crate::diag::Report;
use crate::gate::Open;
use crate::site::{Edited, Site};
use crate::source::Assets;
use crate::world::SitePath;

/// A site, what was found while it was joined, and what it was joined from.
pub(super) struct Joined {
    /// The site.
    pub(super) site: Arc<Site>,
    /// What address and relate found, and what was found of named files.
    pub(super) report: Report,
    pieces: List,
    assets: Arc<Assets>,
}

impl Joined {
    /// Notes what a site was joined from.
    pub(super) fn new(
        site: Arc<Site>,
        report: Report,
        pieces: List,
        assets: Arc<Assets>,
    ) -> Self {
        Self { site, report, pieces, assets }
    }

    /// The same site with what was edited; `None` when it must be joined anew, because the
    /// edit may change more than the edited items.
    pub(super) fn edited(
        &self,
        config: &Arc<Config>,
        pieces: &List,
        assets: &Arc<Assets>,
    ) -> Option<Self> {
        let same_files =
            self.assets == *assets && assets.stamps.iter().all(Option::is_some);
        if !same_files
            || !Arc::ptr_eq(&self.site.config, config)
            || self.pieces.len() != pieces.len()
        {
            return None;
        }
        let edits = self.edits(pieces)?;
        let site = if edits.is_empty() {
            self.site.clone()
        } else {
            Arc::new(self.site.with(edits)?)
        };
        Some(Self {
            site,
            report: self.report.clone(),
            pieces: pieces.clone(),
            assets: assets.clone(),
        })
    }

    /// The items that are not as they were; `None` when something else is.
    fn edits(&self, pieces: &[Arc<Piece>]) -> Option<Vec<Edited>> {
        let mut edits = Vec::new();
        for (old, new) in self.pieces.iter().zip(pieces) {
            if !Arc::ptr_eq(old, new) {
                edits.extend(self.edit(old, new)?);
            }
        }
        let edited: BTreeSet<&SitePath> =
            edits.iter().map(|edit| edit.disclosed.path()).collect();
        // The place of a finding may have moved with the text.
        let told = self.report.findings().iter().any(|finding| {
            let also = finding.also.iter().map(|(place, _)| place);
            also.chain([&finding.place]).any(|place| edited.contains(&place.path))
        });
        (!told).then_some(edits)
    }

    /// What a changed piece means for the site: an edited item, or, when it is kept back as
    /// before, nothing.
    fn edit(&self, old: &Piece, new: &Piece) -> Option<Option<Edited>> {
        let kept =
            |piece: &Piece| piece.passed.kept.as_ref().map(|kept| kept.withheld.clone());
        if kept(old) != kept(new) {
            return None;
        }
        match (&old.passed.open, &new.passed.open) {
            (Open::Item(_), Open::Item(item)) => {
                let items = &self.site.items;
                let found =
                    items.binary_search_by(|item| item.disclosed.path().cmp(old.path()));
                let at = found.expect("every item that was let through is in the site");
                let (disclosed, facts) = (item.clone(), new.facts.clone());
                Some(Some(Edited { at, disclosed, facts }))
            }
            (Open::Nothing, Open::Nothing) => Some(None),
            _ => None,
        }
    }
}
