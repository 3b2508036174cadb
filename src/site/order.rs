//! The order of a column's items. Every order is total: ties are broken by the address.

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;

use super::ItemId;
use super::address::PlacedItem;
use crate::disclosure::SortBy;
use crate::gate::Disclosed;

/// The place of every item in the orders that many lists share, so that each list is sorted by
/// numbers and only once by dates and texts.
#[derive(Debug)]
pub(super) struct Ranks {
    id: Vec<u32>,
    date: Vec<u32>,
}

impl Ranks {
    pub(super) fn of(items: &[PlacedItem]) -> Self {
        let id = ranks(items.iter().map(|item| item.id.as_str()));
        let dates = items.iter().map(|item| Reverse(item.outline.date));
        let date = ranks(dates.zip(id.iter().copied()));
        Self { id, date }
    }

    /// By address.
    pub(super) fn by_id(&self, id: ItemId) -> u32 {
        self.id[id.index()]
    }

    /// By date, the newest first, as Zola does.
    pub(super) fn by_date(&self, id: ItemId) -> u32 {
        self.date[id.index()]
    }
}

/// Sorts a list as `by` asks. Readers of a portal look for the newest, so that is the order where
/// none is asked for.
pub(super) fn sort(by: SortBy, list: &mut [ItemId], items: &[PlacedItem], ranks: &Ranks) {
    let entry =
        |id: &ItemId| (&*items[id.index()].disclosed, items[id.index()].id.as_str());
    match by {
        SortBy::Date | SortBy::None => list.sort_unstable_by_key(|id| ranks.by_date(*id)),
        _ => list.sort_by(|a, b| compare(by, entry(a), entry(b))),
    }
}

/// The rank of each key; equal keys in the order in which they come.
fn ranks<K: Ord + Send>(keys: impl Iterator<Item = K>) -> Vec<u32> {
    let mut sorted: Vec<(K, u32)> = keys.zip(0..).collect();
    sorted.par_sort_unstable();
    let mut ranks = vec![0; sorted.len()];
    for (rank, (_, at)) in (0..).zip(sorted) {
        ranks[at as usize] = rank;
    }
    ranks
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
