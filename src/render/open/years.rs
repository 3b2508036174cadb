//! The data of one year of a column, as JSON and as CSV.

use serde::Serialize;

use super::record::{self, Record};
use super::{SCHEMA, column_name};
use crate::render::links::permalink;
use crate::render::table::Table;
use crate::site::{ColumnId, DataFormat, ItemId, Site};

/// The bytes of a file.
pub(super) fn bytes(site: &Site, id: ColumnId, year: i16, format: DataFormat) -> Vec<u8> {
    let items = site.column(id).items_of(year);
    match format {
        DataFormat::Csv => csv(site, items),
        DataFormat::Json => json(site, id, year, items),
    }
}

fn csv(site: &Site, items: &[ItemId]) -> Vec<u8> {
    let rows = items.iter().map(|id| Record::new(site, site.item(*id)).cells());
    Table { head: record::head(), rows: rows.collect() }.csv()
}

/// What stands above the items.
#[derive(Serialize)]
struct Head<'s> {
    schema: u32,
    column: &'s str,
    folder: &'s str,
    year: Option<i16>,
    publisher: &'s str,
    fields: String,
}

/// One item a line, so that two versions of a file are easy to compare.
fn json(site: &Site, id: ColumnId, year: i16, items: &[ItemId]) -> Vec<u8> {
    let column = site.column(id);
    let head = Head {
        schema: SCHEMA,
        column: column_name(site, column),
        folder: &column.folder,
        year: (year != 0).then_some(year),
        publisher: &site.config.portal.publisher().name,
        fields: permalink(&site.config.base_url, "data/items.json"),
    };
    let mut out = serde_json::to_vec(&head).expect("plain data serialises");
    out.pop();
    out.extend_from_slice(b",\"items\":[");
    for (at, id) in items.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        let record = Record::new(site, site.item(*id));
        serde_json::to_writer(&mut out, &record).expect("plain data serialises");
    }
    out.extend_from_slice(b"\n]}\n");
    out
}
