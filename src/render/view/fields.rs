//! What a page sees of its kind's own fields; a list of services is grouped for its page.

use serde::Serialize;

use crate::disclosure::PublicFields;
use crate::disclosure::kinds::{PublicIntermediaryServices, PublicRow, RowChange};
use crate::render::links::site_path;
use crate::site::{Item, RowsFormat, Site};

/// The fields of the kind; a list of services is grouped for its page.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum FieldsView<'s> {
    Services(ServicesView<'s>),
    Plain(&'s PublicFields),
}

#[derive(Serialize)]
pub(super) struct ServicesView<'s> {
    edition: Option<&'s str>,
    previous_edition: Option<&'s str>,
    sample: bool,
    groups: Vec<Group<'s>>,
    /// The folder of the pages of the rows, each under its key; none where they have none.
    pages: Option<String>,
    counts: Counts,
    csv: String,
    xlsx: String,
    json: String,
}

#[derive(Serialize)]
struct Group<'s> {
    name: Option<&'s str>,
    rows: Vec<&'s PublicRow>,
}

#[derive(Serialize)]
struct Counts {
    total: usize,
    added: usize,
    changed: usize,
    removed: usize,
}

pub(super) fn fields<'s>(site: &Site, item: &'s Item) -> FieldsView<'s> {
    match item.disclosed.fields() {
        PublicFields::IntermediaryServices(list) => {
            FieldsView::Services(services(site, item, list))
        }
        other => FieldsView::Plain(other),
    }
}

fn services<'s>(
    site: &Site,
    item: &'s Item,
    list: &'s PublicIntermediaryServices,
) -> ServicesView<'s> {
    let mut groups: Vec<Group<'s>> = Vec::new();
    for row in &list.rows {
        let name = row.group.as_deref();
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { name, rows: vec![row] }),
        }
    }
    let count =
        |change| list.rows.iter().filter(|row| row.change == Some(change)).count();
    let counts = Counts {
        total: list.rows.len() - count(RowChange::Removed),
        added: count(RowChange::Added),
        changed: count(RowChange::Changed),
        removed: count(RowChange::Removed),
    };
    ServicesView {
        edition: list.edition.as_deref(),
        previous_edition: list.previous_edition.as_deref(),
        sample: list.sample,
        groups,
        pages: site.has_row_pages(item).then(|| site_path(&item.id)),
        counts,
        csv: site_path(&item.rows_path(RowsFormat::Csv)),
        xlsx: site_path(&item.rows_path(RowsFormat::Xlsx)),
        json: site_path(&item.rows_path(RowsFormat::Json)),
    }
}
