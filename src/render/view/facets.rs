//! What the filters of a column see: its facets, and which value a page shows.
//!
//! Counts stand on the open page of the column and nowhere else, save the one of the value that a
//! page itself shows; so an item that comes changes the pages of its own values only.

use serde::Serialize;

use crate::render::links::site_path;
use crate::site::{Column, Facet, FacetValue, Page};

/// More values than this are folded away.
const LONG: usize = 12;

/// A group of chips.
#[derive(Serialize)]
pub(super) struct FacetView {
    name: &'static str,
    label: &'static str,
    long: bool,
    values: Vec<ValueView>,
}

#[derive(Serialize)]
struct ValueView {
    label: String,
    path: String,
    count: Option<usize>,
    current: bool,
}

/// The value that a page shows.
#[derive(Serialize)]
pub(super) struct FilterView {
    /// What readers call the facet.
    label: &'static str,
    /// What they call the value.
    value: String,
    /// The whole list.
    all: String,
    /// The newest page of the value.
    path: String,
    /// Of the open page only.
    count: Option<usize>,
}

/// Which page of a column is shown.
#[derive(Clone, Copy)]
pub(super) enum Shown {
    /// A page of the whole list.
    All(Page),
    /// A page of a value, by the positions of facet and value.
    Value((usize, usize), Page),
}

/// The chips of a page. Full pages have none: they must stay as they are.
pub(super) fn facets(column: &Column, shown: Shown) -> Vec<FacetView> {
    match shown {
        Shown::All(Page::Open) => {
            column.facets.iter().map(|facet| view(column, facet, None)).collect()
        }
        Shown::Value((at, value), Page::Open) => {
            vec![view(column, &column.facets[at], Some(value))]
        }
        Shown::All(_) | Shown::Value(..) => Vec::new(),
    }
}

fn view(column: &Column, facet: &Facet, current: Option<usize>) -> FacetView {
    let values = facet.values.iter().enumerate();
    let values = values.map(|(at, value)| ValueView {
        label: value.label.clone(),
        path: path(column, facet, value),
        count: current.is_none_or(|current| current == at).then_some(value.items.len()),
        current: current == Some(at),
    });
    FacetView {
        name: facet.dimension.name(),
        label: facet.dimension.label(),
        long: facet.values.len() > LONG,
        values: values.collect(),
    }
}

/// The value that a page shows, if it shows one.
pub(super) fn filter(column: &Column, shown: Shown) -> Option<FilterView> {
    let Shown::Value((at, value), page) = shown else { return None };
    let facet = &column.facets[at];
    let value = &facet.values[value];
    Some(FilterView {
        label: facet.dimension.label(),
        value: value.label.clone(),
        all: site_path(&column.path()),
        path: path(column, facet, value),
        count: (page == Page::Open).then_some(value.items.len()),
    })
}

fn path(column: &Column, facet: &Facet, value: &FacetValue) -> String {
    site_path(&column.facet_path(facet, value, Page::Open))
}
