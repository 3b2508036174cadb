//! Ties between items, by front matter and by bodies.
//!
//! What an item says itself is found for all of them on all threads; the other side of each tie is
//! filled in the order of the items.

use std::sync::Arc;

use rayon::prelude::*;

use super::address::PlacedItem;
use super::judge::Judge;
use super::reference::{Found, Listed, Pages, dead};
use super::{Column, ItemId, Relations, Target};
use crate::diag::{Place, Report};
use crate::disclosure::{Basis, Reference};
use crate::gate::Disclosed;
use crate::markdown::Facts;
use crate::tree::FieldPath;

/// Ties by the fields of front matter, both sides.
pub(super) fn relations(
    items: &[PlacedItem],
    pages: &Pages<'_, PlacedItem, Column>,
    report: &mut Report,
) -> Vec<Relations> {
    let own = items.par_iter().enumerate();
    let own = own.map(|(index, item)| match item.outline.has.references {
        true => own_ties(ItemId::new(index), &item.disclosed, pages),
        // Most name nothing, and need not be looked at.
        false => Default::default(),
    });
    let (mut all, found): (Vec<Relations>, Vec<Report>) = own.unzip();
    found.into_iter().for_each(|found| report.extend(found));
    for index in 0..all.len() {
        let id = ItemId::new(index);
        let Relations { interprets, repealed_by, amended_by, .. } = &all[index];
        let (interprets, repealed_by, amended_by) =
            (interprets.clone(), repealed_by.clone(), amended_by.clone());
        for other in interprets {
            all[other.index()].interpreted_by.push(id);
        }
        for other in repealed_by {
            all[other.index()].repeals.push(id);
        }
        for other in amended_by {
            all[other.index()].amends.push(id);
        }
    }
    all
}

/// What the front matter of one item names.
pub(super) fn own_ties<I: Listed>(
    id: ItemId,
    disclosed: &Disclosed,
    pages: &Pages<'_, I, Column>,
) -> (Relations, Report) {
    let mut report = Report::default();
    if !disclosed.outline().has.references {
        return (Relations::default(), report);
    }
    let (item, path) = (disclosed.item(), disclosed.path());
    let mut find = |reference: &Reference, field: FieldPath| {
        let found = pages.find(reference);
        let place = Place::deep(path, field);
        report.extend(dead(place, &reference.to_string(), &found).into_iter().collect());
        match found {
            Found::Item(other) if other != id => Some(other),
            _ => None,
        }
    };
    let mut all = |references: &[Reference], field: &'static str| {
        let named = references.iter().enumerate();
        named
            .filter_map(|(at, reference)| {
                find(reference, FieldPath::key(field).index(at))
            })
            .collect()
    };
    let mut own = Relations {
        interprets: all(&item.interprets, "interprets"),
        repealed_by: all(&item.repealed_by, "repealed_by"),
        amended_by: all(&item.amended_by, "amended_by"),
        ..Relations::default()
    };
    for (at, basis) in item.basis.iter().enumerate() {
        let other = match basis {
            Basis::Reference(reference) => {
                find(reference, FieldPath::key("basis").index(at))
            }
            Basis::Text(_) => None,
        };
        own.basis.push((basis.to_string(), other));
    }
    (own, report)
}

/// What a body says of others: where its links lead, and whom it names by 发文字号, each as it is
/// written there.
pub(super) type Said = (Vec<Target>, Vec<(String, ItemId)>);

/// What each body says of others: where its links lead, and whom it names by 发文字号.
pub(super) fn said(
    judge: &Judge<'_, PlacedItem, Column>,
    items: &[PlacedItem],
    facts: &[Arc<Facts>],
    report: &mut Report,
) -> Vec<Said> {
    let of = |(index, (item, facts)): (usize, (&PlacedItem, &Arc<Facts>))| {
        let mut found = Report::default();
        if facts.links.is_empty() && facts.cited.is_empty() {
            return ((Vec::new(), Vec::new()), found);
        }
        let place = |range| item.disclosed.place(range);
        let links = judge.links(facts, item.disclosed.path(), &place, &mut found);
        ((links, judge.numbers(facts, Some(ItemId::new(index)))), found)
    };
    let all = items.par_iter().zip(facts).enumerate().map(of);
    let (said, found): (Vec<_>, Vec<Report>) = all.unzip();
    found.into_iter().for_each(|found| report.extend(found));
    said
}

pub(super) fn back_links(targets: &[Vec<Target>], relations: &mut [Relations]) {
    for (index, list) in targets.iter().enumerate() {
        for target in list {
            if let Target::Item(other, _) = target {
                let links = &mut relations[other.index()].backlinks;
                if other.index() != index && links.last() != Some(&ItemId::new(index)) {
                    links.push(ItemId::new(index));
                }
            }
        }
    }
}

/// Who names whom by 发文字号 or as 依据, both sides; `cited` are the numbers in the bodies.
pub(super) fn cite(
    judge: &Judge<'_, PlacedItem, Column>,
    cited: Vec<Vec<(String, ItemId)>>,
    relations: &mut [Relations],
) {
    for (index, cites) in cited.into_iter().enumerate() {
        let own = ItemId::new(index);
        let bases = relations[index].basis.iter().filter_map(|(_, other)| *other);
        let named: Vec<ItemId> =
            cites.iter().map(|(_, other)| *other).chain(bases).collect();
        for other in named {
            let citing = &mut relations[other.index()].cited_by;
            if judge.pages.has_page(own) && citing.last() != Some(&own) {
                citing.push(own);
            }
        }
        relations[index].cites = cites;
    }
}
