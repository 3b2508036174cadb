//! The rows of a data item beside its page: CSV and a workbook for people, JSON for programs.

use serde::Serialize;

use super::links::permalink;
use super::table::Table;
use crate::disclosure::kinds::{PublicIntermediaryServices, PublicRow};
use crate::disclosure::{PublicFields, chinese};
use crate::site::{ItemId, RowsFormat, Site};
use crate::world::Date;

/// The day of a workbook whose item has none.
const UNDATED: Date = Date::constant(2000, 1, 1);

/// The bytes of an item's rows; empty for an item without rows.
pub(super) fn bytes(site: &Site, id: ItemId, format: RowsFormat) -> Vec<u8> {
    let item = site.item(id);
    let PublicFields::IntermediaryServices(fields) = item.disclosed.fields() else {
        return Vec::new();
    };
    match format {
        RowsFormat::Csv => table(fields).csv(),
        RowsFormat::Json => json(site, id, fields),
        RowsFormat::Xlsx => {
            let made = item.disclosed.item().changed().map_or(UNDATED, |at| at.date);
            table(fields).xlsx(item.disclosed.title(), made)
        }
    }
}

#[derive(Serialize)]
struct Document<'s> {
    schema: u32,
    title: &'s str,
    url: String,
    index_number: Option<String>,
    attribute: &'static str,
    edition: Option<&'s str>,
    sample: bool,
    rows: &'s [PublicRow],
}

fn json(site: &Site, id: ItemId, fields: &PublicIntermediaryServices) -> Vec<u8> {
    let item = site.item(id);
    let document = Document {
        schema: 1,
        title: item.disclosed.title(),
        url: permalink(&site.config.base_url, &item.path()),
        index_number: item
            .disclosed
            .item()
            .index_number
            .as_ref()
            .map(ToString::to_string),
        attribute: "主动公开",
        edition: fields.edition.as_deref(),
        sample: fields.sample,
        rows: &fields.rows,
    };
    super::json_file(&document)
}

/// The public columns under their Chinese names.
fn table(fields: &PublicIntermediaryServices) -> Table {
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        fields.rows.iter().map(as_map).collect();
    let keys: Vec<&String> =
        rows.first().map(|row| row.keys().collect()).unwrap_or_default();
    Table {
        head: keys.iter().map(|key| chinese(key).unwrap_or(key).to_owned()).collect(),
        rows: rows
            .iter()
            .map(|row| keys.iter().map(|key| cell(&row[key.as_str()])).collect())
            .collect(),
    }
}

pub(super) fn as_map(row: &PublicRow) -> serde_json::Map<String, serde_json::Value> {
    match serde_json::to_value(row) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => unreachable!("a row serialises to a map"),
    }
}

/// A cell as people read it.
pub(super) fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::Bool(true) => "是".to_owned(),
        serde_json::Value::Bool(false) => "否".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => {
            items.iter().map(cell).collect::<Vec<_>>().join("；")
        }
        other => other.to_string(),
    }
}
