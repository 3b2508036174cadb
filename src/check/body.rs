//! The bodies of a portal with their facts: those of columns and those of items.

use std::ops::Range;

use crate::diag::Place;
use crate::gate::{Disclosed, DisclosedColumn};
use crate::markdown::Facts;
use crate::site::Site;

/// A body that was read.
pub(super) struct Body<'s> {
    owner: Owner<'s>,
    /// Its Markdown.
    pub(super) text: &'s str,
    /// What it says.
    pub(super) facts: &'s Facts,
}

enum Owner<'s> {
    Column(&'s DisclosedColumn),
    Item(&'s Disclosed),
}

impl Body<'_> {
    /// The place of some bytes of the body.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        match self.owner {
            Owner::Column(column) => column.place(range),
            Owner::Item(item) => item.place(range),
        }
    }
}

/// All bodies, those of columns first.
pub(super) fn bodies(site: &Site) -> impl Iterator<Item = Body<'_>> {
    let columns = site.columns.iter().map(|column| Body {
        owner: Owner::Column(&column.front),
        text: column.front.body(),
        facts: &column.facts,
    });
    let items = site.items.iter().map(|item| Body {
        owner: Owner::Item(&item.disclosed),
        text: item.disclosed.body(),
        facts: &item.facts,
    });
    columns.chain(items)
}
