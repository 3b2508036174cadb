//! What lists ask of items, in one piece of memory, and the lists of columns made from it.
//!
//! The items themselves lie all over the memory, and to look at a hundred thousand of them once takes
//! ten milliseconds. A dozen lists are made at every edit that moves an item.

use std::collections::BTreeMap;

use super::order::{self, Ranks};
use super::{ColumnId, ItemId, Paging};
use crate::disclosure::{Section, SortBy, Validity};
use crate::gate::{Disclosed, Outline};

/// What lists ask of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) outline: Outline,
    pub(super) column: ColumnId,
    /// 有效性 on the day of the site, where the word applies.
    pub(super) validity: Option<Validity>,
}

/// The items of a column.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) items: Vec<ItemId>,
    pub(super) paging: Paging,
    pub(super) years: Vec<(i16, Vec<ItemId>)>,
}

/// Items that have a page of their own.
pub(super) fn with_pages(lines: &[Line]) -> impl Iterator<Item = (ItemId, &Line)> {
    let all = lines.iter().enumerate();
    let all = all.map(|(index, line)| (ItemId::new(index), line));
    all.filter(|(_, line)| line.outline.render)
}

/// The list of each column in its order; `sections` are what the columns say of themselves.
pub(super) fn listings<'a>(
    sections: &[Option<&Section>],
    lines: &[Line],
    ranks: &Ranks,
    entry: &dyn Fn(ItemId) -> (&'a Disclosed, &'a str),
) -> Vec<Listing> {
    let mut lists = vec![Vec::new(); sections.len()];
    for id in ranks.newest() {
        let line = &lines[id.index()];
        if line.outline.render {
            lists[line.column.index()].push(*id);
        }
    }
    let finish = |(mut items, section): (Vec<ItemId>, &Option<&Section>)| {
        let by = section.map_or(SortBy::None, |section| section.sort_by);
        order::sort(by, &mut items, entry);
        let size =
            section.and_then(|section| section.paginate_by).filter(|size| *size > 0);
        let (paging, years) = (Paging::new(items.len(), size), years(&items, lines));
        Listing { items, paging, years }
    };
    lists.into_iter().zip(sections).map(finish).collect()
}

/// The items of each year of publication, the newest year first, and of none, last.
fn years(list: &[ItemId], lines: &[Line]) -> Vec<(i16, Vec<ItemId>)> {
    let mut years: BTreeMap<i16, Vec<ItemId>> = BTreeMap::new();
    for id in list {
        years.entry(lines[id.index()].outline.year()).or_default().push(*id);
    }
    years.into_iter().rev().collect()
}

/// Stands for no place.
const NOWHERE: u32 = u32::MAX;

/// The place of each item in the list of its column.
#[derive(Debug)]
pub(super) struct Places(Vec<u32>);

impl Places {
    /// From the lists of all columns; there are so many items.
    pub(super) fn of<'l>(
        lists: impl Iterator<Item = &'l [ItemId]>,
        items: usize,
    ) -> Self {
        let mut places = vec![NOWHERE; items];
        for list in lists {
            for (place, id) in (0..).zip(list) {
                places[id.index()] = place;
            }
        }
        Self(places)
    }

    /// The items before and after one in its list.
    pub(super) fn neighbours(
        &self,
        id: ItemId,
        list: &[ItemId],
    ) -> (Option<ItemId>, Option<ItemId>) {
        let place = self.0[id.index()];
        if place == NOWHERE {
            return (None, None);
        }
        let place = place as usize;
        let before = place.checked_sub(1).map(|before| list[before]);
        (before, list.get(place + 1).copied())
    }
}
