//! A withheld item in the place that it would have, beside a site that does not hold it.

use std::sync::Arc;

use super::address::{by_folder, column_of, id_of};
use super::judge::Judge;
use super::reference::{self, Found, Pages};
use super::{Column, FileId, Item, ItemId, Relations, Site, validity};
use crate::diag::Report;
use crate::disclosure::{Basis, Reference};
use crate::gate::{Disclosed, PrivateDocument, Reason};
use crate::markdown;

/// A withheld item in its place. It can name what is in the site, and nothing in the site
/// names it.
pub struct PrivateItem {
    item: Item,
    /// Why it is withheld.
    pub reason: Reason,
    /// Names of files that the item brings along and that are not published.
    pub files: Vec<String>,
}

impl PrivateItem {
    /// Gives an item its place beside a site.
    #[must_use]
    pub fn new(site: &Site, private: PrivateDocument) -> Self {
        let reason = private.reason;
        let disclosed = private.unseal();
        let source = disclosed.source();
        // What is wrong with its name is told by the check of the whole when it is public.
        let mut unheard = Report::default();
        let id = id_of(&disclosed, &mut unheard);
        let facts = Arc::new(markdown::facts(disclosed.body()));
        let pages = Pages::new(&site.items, &site.columns, &|_| false);
        let judge = Judge {
            pages: &pages,
            file: &|source| site.file_of(source),
            facts: &|id: ItemId| &site.item(id).facts,
        };
        let place = |range| disclosed.place(range);
        let targets = judge.links(&facts, disclosed.path(), &place, &mut unheard);
        let mut relations = relations(&pages, &disclosed);
        relations.cites = judge.numbers(&facts, None);
        let standing = validity::standing(&disclosed, &relations, site.today);
        let (attachments, files) = attachments(site, &disclosed);
        let column = column_of(&by_folder(&site.columns), source);
        let item = Item {
            disclosed,
            id,
            column,
            facts,
            targets,
            attachments,
            relations,
            standing,
        };
        Self { item, reason, files }
    }

    /// Characters of the body.
    #[must_use]
    pub fn length(&self) -> usize {
        self.item.facts.length
    }

    /// What a check says of the item by the names of its fields. It is a plain function and
    /// gives constant names, so that no word of the item can come out this way.
    #[must_use]
    pub fn names(&self, of: fn(&Disclosed) -> Vec<&'static str>) -> Vec<&'static str> {
        of(&self.item.disclosed)
    }

    /// The item, for its page and nothing else: a test allows one place.
    pub(crate) fn unsealed(&self) -> &Item {
        &self.item
    }
}

/// The ties that the item itself names.
fn relations(pages: &Pages<'_, Arc<Item>, Column>, disclosed: &Disclosed) -> Relations {
    let front = disclosed.item();
    let find = |reference: &Reference| match pages.find(reference) {
        Found::Item(id) => Some(id),
        Found::Elsewhere | Found::Withheld | Found::Nothing => None,
    };
    let all = |references: &[Reference]| references.iter().filter_map(find).collect();
    let basis = front.basis.iter().map(|basis| {
        let other = match basis {
            Basis::Reference(reference) => find(reference),
            Basis::Text(_) => None,
        };
        (basis.to_string(), other)
    });
    Relations {
        interprets: all(&front.interprets),
        repealed_by: all(&front.repealed_by),
        amended_by: all(&front.amended_by),
        basis: basis.collect(),
        ..Relations::default()
    }
}

/// Its attachments: those that the site publishes for other items, and the names of the rest.
fn attachments(
    site: &Site,
    disclosed: &Disclosed,
) -> (Vec<(String, FileId)>, Vec<String>) {
    let (mut shown, mut kept) = (Vec::new(), Vec::new());
    for (label, source) in reference::attachments(disclosed) {
        match site.file_of(&source) {
            Some(id) => shown.push((label, id)),
            None => kept.push(label),
        }
    }
    (shown, kept)
}
