//! A site in which some items say something else, and all else is as it was.
//!
//! Addresses, order and relations follow from a part of the front matter, from the headings,
//! from the outgoing links and from the numbers that a body names. An edit that leaves those alone, as most do, needs no new ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::editions::decides;
use super::shift::Edit;
use super::{Item, Site};
use crate::disclosure::{self, PublicFields, SortBy};
use crate::gate::Disclosed;
use crate::markdown::Facts;

/// An edit of an item: what is disclosed of it now, and what its body says.
pub type Edited = Edit<(Arc<Disclosed>, Arc<Facts>)>;

impl Site {
    /// The site after some edits; `None` when one of them may change more than the item
    /// itself. What [`address()`](super::address()) and [`relate()`](super::relate()) found of these items
    /// before must have been nothing, since the places of findings may have moved.
    #[must_use]
    pub fn with(&self, edits: &[Edited]) -> Option<Self> {
        // First, because to share a hundred thousand items anew takes longer than to ask.
        let still = edits.iter().all(|edit| match &edit.is {
            Some((disclosed, facts)) if edit.was => {
                self.holds_still(&self.items[edit.at], disclosed, facts)
            }
            _ => false,
        });
        if !still {
            return None;
        }
        let mut items = self.items.clone();
        for edit in edits {
            let (disclosed, facts) = edit.is.clone()?;
            let old = Item::clone(&self.items[edit.at]);
            items[edit.at] = Arc::new(Item { disclosed, facts, ..old });
        }
        Some(Self {
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
        })
    }

    /// Whether an edit leaves alone all that the rest of the site knows of an item.
    fn holds_still(&self, old: &Item, new: &Disclosed, facts: &Facts) -> bool {
        let section = self.column(old.column).front.section();
        let by_title = section.is_some_and(|section| {
            matches!(section.sort_by, SortBy::Title | SortBy::TitleBytes)
        });
        let was = &old.disclosed;
        was.outline() == new.outline()
            && (!by_title || was.title() == new.title())
            && row_keys(was).eq(row_keys(new))
            && known_to_others(was.item()) == known_to_others(new.item())
            && keeps_its_ties(old, new, facts)
    }
}

/// Whether an edit leaves alone all that ties an item to others and others to it.
pub(super) fn keeps_its_ties(old: &Item, new: &Disclosed, facts: &Facts) -> bool {
    let was = &old.disclosed;
    was.source() == new.source()
        && was.outline().render == new.outline().render
        && was.outline().kind == new.outline().kind
        && decides(was.title()) == decides(new.title())
        && known_to_tied(was.item()) == known_to_tied(new.item())
        && old.facts.cited == facts.cited
        && (old.facts.links.iter().map(|link| &link.target))
            .eq(facts.links.iter().map(|link| &link.target))
        && (old.facts.headings.iter().map(|heading| &heading.id))
            .eq(facts.headings.iter().map(|heading| &heading.id))
        && (old.facts.clauses.iter().map(|clause| &clause.id))
            .eq(facts.clauses.iter().map(|clause| &clause.id))
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
