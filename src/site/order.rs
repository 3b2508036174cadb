//! The order of items in lists. Every order is total: ties are broken by the address.

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;

use super::ItemId;
use super::address::PlacedItem;
use super::line::Line;
use super::shift::Shift;
use crate::disclosure::SortBy;
use crate::gate::Disclosed;

/// The place of every item in the orders that many lists share, so that each list is made in its
/// order, or sorted by numbers, and only once by dates and texts.
#[derive(Debug)]
pub(super) struct Ranks {
    by_id: Order,
    by_date: Order,
}

/// All items in an order, and the place of each in it.
#[derive(Debug)]
struct Order {
    items: Vec<ItemId>,
    ranks: Vec<u32>,
}

impl Ranks {
    pub(super) fn of(items: &[PlacedItem]) -> Self {
        let by_id = Order::of(items.iter().map(|item| item.id.as_str()));
        let dates = items.iter().map(|item| Reverse(item.outline.date));
        let by_date = Order::of(dates.zip(by_id.ranks.iter().copied()));
        Self { by_id, by_date }
    }

    /// The orders after some items have gone and others have come; `lines` and the address that
    /// `id` gives are those of now.
    pub(super) fn moved<'a>(
        &self,
        shift: &Shift,
        come: &[ItemId],
        lines: &[Line],
        id: &dyn Fn(ItemId) -> &'a str,
    ) -> Self {
        let date = |id: ItemId| Reverse(lines[id.index()].outline.date);
        let before = |a: ItemId, b: ItemId| id(a) < id(b);
        let by_id = self.by_id.moved(shift, come, &before);
        let before = |a: ItemId, b: ItemId| {
            date(a).cmp(&date(b)).then_with(|| id(a).cmp(id(b))).is_lt()
        };
        Self { by_date: self.by_date.moved(shift, come, &before), by_id }
    }

    /// By address.
    pub(super) fn by_id(&self, id: ItemId) -> u32 {
        self.by_id.ranks[id.index()]
    }

    /// By date, the newest first, as Zola does.
    pub(super) fn by_date(&self, id: ItemId) -> u32 {
        self.by_date.ranks[id.index()]
    }

    /// All items, the newest first.
    pub(super) fn newest(&self) -> &[ItemId] {
        &self.by_date.items
    }
}

impl Order {
    /// In the order of their keys; equal keys in the order in which they come.
    fn of<K: Ord + Send>(keys: impl Iterator<Item = K>) -> Self {
        let mut sorted: Vec<(K, u32)> = keys.zip(0..).collect();
        sorted.par_sort_unstable();
        let items = sorted.into_iter().map(|(_, at)| ItemId::new(at as usize));
        Self::ranked(items.collect())
    }

    fn moved(
        &self,
        shift: &Shift,
        come: &[ItemId],
        before: &dyn Fn(ItemId, ItemId) -> bool,
    ) -> Self {
        let mut items = Vec::with_capacity(self.items.len() + come.len());
        items.extend(self.items.iter().filter_map(|id| shift.stays(*id)));
        for id in come {
            let at = items.partition_point(|other| before(*other, *id));
            items.insert(at, *id);
        }
        Self::ranked(items)
    }

    fn ranked(items: Vec<ItemId>) -> Self {
        let mut ranks = vec![0; items.len()];
        for (rank, id) in (0..).zip(&items) {
            ranks[id.index()] = rank;
        }
        Self { items, ranks }
    }
}

/// Sorts a list that stands in the order of dates as `by` asks. Readers of a portal look for the
/// newest, so that is the order where none is asked for.
pub(super) fn sort<'a>(
    by: SortBy,
    list: &mut [ItemId],
    entry: &dyn Fn(ItemId) -> (&'a Disclosed, &'a str),
) {
    match by {
        SortBy::Date | SortBy::None => {}
        _ => list.sort_by(|a, b| compare(by, entry(*a), entry(*b))),
    }
}

/// Compares two items as `by` asks, for what has no rank of its own.
fn compare(
    by: SortBy,
    (a, a_id): (&Disclosed, &str),
    (b, b_id): (&Disclosed, &str),
) -> Ordering {
    let (x, y) = (a.item(), b.item());
    let first = match by {
        SortBy::UpdateDate => {
            let newest = |item: &crate::disclosure::Item| item.updated.or(item.date);
            Reverse(newest(x)).cmp(&Reverse(newest(y)))
        }
        SortBy::Weight => x.weight.unwrap_or(u32::MAX).cmp(&y.weight.unwrap_or(u32::MAX)),
        SortBy::Title | SortBy::TitleBytes => a.title().cmp(b.title()),
        SortBy::Date | SortBy::Slug | SortBy::Permalink | SortBy::None => Ordering::Equal,
    };
    first.then_with(|| a_id.cmp(b_id))
}
