//! From the pieces to the site: as a whole, or only what an edit has changed in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::piece::Piece;
use super::pieces::{self, List};
use crate::config::{Config, PORTAL_FILE};
use crate::diag::Report;
use crate::gate::{Disclosed, Open, Withheld};
use crate::markdown::Facts;
use crate::site::{Edited, Related, Site, Told};
use crate::source::Assets;
use crate::world::SitePath;

/// A site, what was found while it was joined, and what it was joined from.
pub(super) struct Joined {
    /// The site.
    pub(super) site: Arc<Site>,
    /// What address and relate found, and what was found of named files.
    pub(super) report: Report,
    /// What was found of the links and references of items, which an edit may mend.
    pub(super) of_ties: Report,
    pieces: List,
    assets: Arc<Assets>,
}

impl Joined {
    /// Notes what a site was joined from.
    pub(super) fn new(
        Related { site, report, of_ties }: Related,
        pieces: List,
        assets: Arc<Assets>,
    ) -> Self {
        Self { site: Arc::new(site), report, of_ties, pieces, assets }
    }

    /// The same site with what was edited; `None` when it must be joined anew, because the
    /// edit may change more than the edited items and their places.
    pub(super) fn edited(
        &self,
        config: &Arc<Config>,
        (pieces, assets): (&List, &Arc<Assets>),
        withheld: &[Withheld],
    ) -> Option<Self> {
        let same_files =
            self.assets == *assets && assets.stamps.iter().all(Option::is_some);
        if !same_files || !Arc::ptr_eq(&self.site.config, config) {
            return None;
        }
        let edits = self.edits(pieces)?;
        let told = Told { withheld, found: &self.of_ties };
        let (site, of_ties) = if edits.is_empty() {
            (self.site.clone(), self.of_ties.clone())
        } else {
            let site = self.site.with(&edits, &told);
            let (site, of_ties) = site.or_else(|| self.site.moved(&edits, &told))?;
            (Arc::new(site), of_ties)
        };
        Some(Self {
            site,
            report: self.report.clone(),
            of_ties,
            pieces: pieces.clone(),
            assets: assets.clone(),
        })
    }

    /// The items that are not as they were; `None` when something else is, or when an edit may
    /// have to do with what was found.
    fn edits(&self, pieces: &[Arc<Piece>]) -> Option<Vec<Edited>> {
        let mut edits = Vec::new();
        let mut edited: BTreeSet<&SitePath> = BTreeSet::new();
        let mut all_stay = true;
        for (old, new) in pieces::changed(&self.pieces, pieces) {
            let (was, is) = (open(old)?, open(new)?);
            let path = new.or(old)?.path();
            // What stays withheld as it was is no part of the site.
            let stays = was.is_some() == is.is_some() && withheld(old) == withheld(new);
            if was.is_some() || is.is_some() {
                let items = &self.site.items;
                let at = items.partition_point(|item| item.disclosed.path() < path);
                edits.push(Edited { at, was: was.is_some(), is });
            }
            // The files of a folder may be opened or closed with it.
            if !stays && new.or(old).is_some_and(Piece::is_bundle) {
                return None;
            }
            all_stay &= stays;
            edited.insert(path);
        }
        let of_others =
            |path: &SitePath| path.as_str() != PORTAL_FILE && !edited.contains(path);
        let (mut told, of_ties) = (places(&self.report), places(&self.of_ties));
        // The place of a finding may have moved with the text; and what comes or goes may be what
        // others were told to miss.
        let bears = told.any(|path| edited.contains(path))
            || !all_stay && places(&self.report).chain(of_ties).any(of_others);
        (!bears).then_some(edits)
    }
}

/// The files in which something was found, or to which a finding points.
fn places(report: &Report) -> impl Iterator<Item = &SitePath> {
    report.findings().iter().flat_map(|finding| {
        let also = finding.also.iter().map(|(place, _)| place);
        also.chain([&finding.place]).map(|place| &place.path)
    })
}

/// The item that is made of a piece, with what its body says; `None` where it is of another sort.
fn open(piece: Option<&Piece>) -> Option<Option<(Arc<Disclosed>, Arc<Facts>)>> {
    let Some(piece) = piece else { return Some(None) };
    match &piece.passed.open {
        Open::Item(item) => Some(Some((item.clone(), piece.facts.clone()))),
        Open::Nothing => Some(None),
        Open::Column(_) | Open::Tombstone(_) => None,
    }
}

/// What is kept back of a piece.
fn withheld(piece: Option<&Piece>) -> Option<&Withheld> {
    piece?.passed.kept.as_ref().map(|kept| &kept.withheld)
}
