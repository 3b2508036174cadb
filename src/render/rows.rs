//! The rows of a data item beside its page: CSV for Excel, JSON for programs.

use serde::Serialize;

use super::links::permalink;
use crate::disclosure::kinds::{PublicIntermediaryServices, PublicRow};
use crate::disclosure::{PublicFields, chinese};
use crate::site::{ItemId, RowsFormat, Site};

/// The bytes of an item's rows; empty for an item without rows.
pub(super) fn bytes(site: &Site, id: ItemId, format: RowsFormat) -> Vec<u8> {
    let item = site.item(id);
    let PublicFields::IntermediaryServices(fields) = item.disclosed.fields() else {
        return Vec::new();
    };
    match format {
        RowsFormat::Csv => csv(fields).into_bytes(),
        RowsFormat::Json => json(site, id, fields),
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
    let mut bytes = serde_json::to_vec_pretty(&document).expect("plain data serialises");
    bytes.push(b'\n');
    bytes
}

/// Comma-separated values with a BOM, so that Excel reads them as UTF-8, and CRLF as
/// RFC 4180 has it. The columns are the public ones, under their Chinese names.
fn csv(fields: &PublicIntermediaryServices) -> String {
    let mut out = String::from('\u{feff}');
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        fields.rows.iter().map(as_map).collect();
    let Some(first) = rows.first() else { return out };
    let keys: Vec<&String> = first.keys().collect();
    push_line(&mut out, keys.iter().map(|key| chinese(key).unwrap_or(key).to_owned()));
    for row in &rows {
        push_line(&mut out, keys.iter().map(|key| cell(&row[key.as_str()])));
    }
    out
}

fn as_map(row: &PublicRow) -> serde_json::Map<String, serde_json::Value> {
    match serde_json::to_value(row) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => unreachable!("a row serialises to a map"),
    }
}

fn cell(value: &serde_json::Value) -> String {
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

fn push_line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        // A cell that begins like a formula would be run by a spreadsheet program.
        let guard = if cell.starts_with(['=', '+', '@', '\t']) { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r']) || !guard.is_empty() {
            out.push('"');
            out.push_str(guard);
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::push_line;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        let mut out = String::new();
        let cells = ["甲", "a,b", "说\"好\"", "=1+1", ""];
        push_line(&mut out, cells.into_iter().map(str::to_owned));
        assert_eq!(out, "甲,\"a,b\",\"说\"\"好\"\"\",\"'=1+1\",\r\n");
    }
}
