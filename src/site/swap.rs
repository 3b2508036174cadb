//! A site in which some items say something else, and all else is as it was.
//!
//! Addresses, order and most relations follow from a part of the front matter. An edit that leaves that alone,
//! as most do, needs no new ones; links and numbers of its body are judged by themselves, see `retie`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::editions::decides;
use super::retie::{Told, is_to_file, same_anchors, same_links};
use super::shift::{Edit, Shift};
use super::{Item, ItemId, Site, Target};
use crate::diag::Report;
use crate::disclosure::{self, PublicFields, SortBy};
use crate::gate::Disclosed;
use crate::markdown::Facts;

/// An edit of an item: what is disclosed of it now, and what its body says.
pub type Edited = Edit<(Arc<Disclosed>, Arc<Facts>)>;

impl Site {
    /// The site after some edits, and what is found of the ties of items; `None` when one of them
    /// may change more than the edited items and the back links to them.
    #[must_use]
    pub fn with(&self, edits: &[Edited], told: &Told<'_>) -> Option<(Self, Report)> {
        // First, because to share a hundred thousand items anew takes longer than to ask.
        let still = edits.iter().all(|edit| match &edit.is {
            Some((disclosed, facts)) if edit.was => {
                self.holds_still(&self.items[edit.at], disclosed)
                    && self.leads_on(edit.at, disclosed, facts)
            }
            _ => false,
        });
        if !still {
            return None;
        }
        let judged = edits.iter().filter(|edit| self.is_judged(edit, told));
        let judged: Vec<ItemId> = judged.map(|edit| ItemId::new(edit.at)).collect();
        let mut items = self.items.clone();
        let mut tied = self.forget(&mut items, &judged);
        for edit in edits {
            let (disclosed, facts) = edit.is.clone()?;
            let item = Arc::make_mut(&mut items[edit.at]);
            (item.disclosed, item.facts) = (disclosed, facts);
        }
        let (told_of, found) = self.judge(&mut items, &judged, told);
        tied.extend(told_of);
        let mut report = told.of_others(self, edits);
        report.extend(found);
        let site = Self {
            config: self.config.clone(),
            today: self.today,
            columns: self.columns.clone(),
            items,
            tombstones: self.tombstones.clone(),
            files: self.files.clone(),
            taxonomies: self.taxonomies.clone(),
            lists: self.lists.clone(),
            registry: self.registry.clone(),
            tables: self.tables.clone(),
            tied: self.tied_with(&Shift::none(), tied),
            asked: self.asked_with(edits),
        };
        Some((site, report))
    }

    /// Whether an edit leaves alone all that lists and addresses follow from.
    fn holds_still(&self, old: &Item, new: &Disclosed) -> bool {
        let section = self.column(old.column).front.section();
        let by_title = section.is_some_and(|section| {
            matches!(section.sort_by, SortBy::Title | SortBy::TitleBytes)
        });
        let was = &old.disclosed;
        was.outline() == new.outline()
            && (!by_title || was.title() == new.title())
            && row_keys(was).eq(row_keys(new))
            && known_to_others(was.item()) == known_to_others(new.item())
    }

    /// Whether what leads to an item still does after an edit, and its files are the same. Where the item
    /// itself leads to may be another place.
    pub(super) fn leads_on(&self, at: usize, new: &Disclosed, facts: &Facts) -> bool {
        let old = &*self.items[at];
        let was = &old.disclosed;
        was.source() == new.source()
            && was.outline().render == new.outline().render
            && was.outline().kind == new.outline().kind
            && decides(was.title()) == decides(new.title())
            && known_to_tied(was.item()) == known_to_tied(new.item())
            && same_links(&old.facts, facts, is_to_file)
            && (same_anchors(&old.facts, facts) || !self.is_linked(ItemId::new(at)))
    }

    /// Whether a body links to an item.
    pub(super) fn is_linked(&self, id: ItemId) -> bool {
        let by_columns = self.columns.iter().flat_map(|column| &column.targets);
        let is_it = |target: &Target| matches!(target, Target::Item(to, _) if *to == id);
        !self.item(id).relations.backlinks.is_empty() || by_columns.into_iter().any(is_it)
    }
}

/// The keys of rows, from which the addresses of their pages follow.
fn row_keys(disclosed: &Disclosed) -> impl Iterator<Item = &str> {
    let rows = match disclosed.fields() {
        PublicFields::IntermediaryServices(list) => list.rows.as_slice(),
        _ => &[],
    };
    rows.iter().map(|row| row.key.as_str())
}

/// The front matter without the fields that nothing but the item's own pages and the lists
/// made from it show. A field that is forgotten here costs time and no more.
fn known_to_others(item: &disclosure::Item) -> disclosure::Item {
    disclosure::Item {
        title: None,
        description: None,
        signatory: None,
        addressees: Vec::new(),
        genre: None,
        scope: None,
        waivers: Vec::new(),
        ..item.clone()
    }
}

/// The same without the fields that decide nothing but address, standing and place in lists.
fn known_to_tied(item: &disclosure::Item) -> disclosure::Item {
    disclosure::Item {
        date: None,
        written: None,
        updated: None,
        issuer: Vec::new(),
        topic: None,
        validity: None,
        keywords: Vec::new(),
        taxonomies: BTreeMap::new(),
        effective: None,
        expires: None,
        changes: Vec::new(),
        weight: None,
        slug: None,
        path: None,
        aliases: Vec::new(),
        ..known_to_others(item)
    }
}
