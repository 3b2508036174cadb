//! The order of a column's items. Every order is total: ties are broken by the address.

use std::cmp::{Ordering, Reverse};

use crate::disclosure::SortBy;
use crate::gate::Disclosed;

/// Compares two items as `by` asks; the newest first for dates, as Zola does.
pub(super) fn compare(
    by: SortBy,
    (a, a_id): (&Disclosed, &str),
    (b, b_id): (&Disclosed, &str),
) -> Ordering {
    let (x, y) = (a.item(), b.item());
    let first = match by {
        SortBy::Date => Reverse(x.date).cmp(&Reverse(y.date)),
        SortBy::UpdateDate => {
            let newest = |item: &crate::disclosure::Item| item.updated.or(item.date);
            Reverse(newest(x)).cmp(&Reverse(newest(y)))
        }
        SortBy::Weight => x.weight.unwrap_or(u32::MAX).cmp(&y.weight.unwrap_or(u32::MAX)),
        SortBy::Title | SortBy::TitleBytes => a.title().cmp(b.title()),
        SortBy::Slug | SortBy::Permalink | SortBy::None => Ordering::Equal,
    };
    first.then_with(|| a_id.cmp(b_id))
}
