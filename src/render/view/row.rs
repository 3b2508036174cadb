//! What the page of one row of a list sees.

use serde::Serialize;
use tera::Context;

use super::comparison::comparisons;
use super::ties::{ValidityView, validity};
use super::{Link, trail};
use crate::disclosure::chinese;
use crate::disclosure::kinds::PublicRow;
use crate::render::links::{permalink, site_path};
use crate::render::rows::{as_map, cell};
use crate::site::{Item, ItemId, RowsFormat, Site};

/// Columns that the head of the page says.
const IN_HEAD: [&str; 2] = ["service", "change"];
/// Columns whose cells are numbers to be dialled.
const PHONES: [&str; 1] = ["enquiry"];

/// `row`.
#[derive(Serialize)]
struct RowView<'s> {
    key: &'s str,
    name: &'s str,
    /// 新增、调整 or 取消.
    change: Option<&'static str>,
    permalink: String,
    cells: Vec<CellView>,
    lower: Option<Link>,
    higher: Option<Link>,
}

#[derive(Serialize)]
struct CellView {
    label: &'static str,
    /// Several where the cell has several.
    values: Vec<String>,
    phone: bool,
}

/// `list`: what is said of the list to which the row belongs.
#[derive(Serialize)]
struct ListView<'s> {
    title: &'s str,
    /// The list's page, at the row.
    path: String,
    /// What is above the row: the columns, and the list at the row.
    ancestors: Vec<Link>,
    date: Option<String>,
    published_text: Option<String>,
    issuer: String,
    document_number: Option<String>,
    attribute: &'static str,
    validity: Option<ValidityView>,
    sample: bool,
    /// The comparison of editions, and the same row of the next one.
    comparisons: Vec<Link>,
    csv: String,
}

/// Puts a row's variables into the context and names its template.
pub(super) fn fill(
    site: &Site,
    (id, at): (ItemId, usize),
    context: &mut Context,
) -> String {
    let item = site.item(id);
    context.insert("row", &row(site, item, at));
    context.insert("list", &list(site, item, at));
    "row.html".to_owned()
}

fn row<'s>(site: &Site, item: &'s Item, at: usize) -> RowView<'s> {
    let rows = item.rows();
    let row = &rows[at];
    let link = |row: &PublicRow| Link {
        title: row.service.clone(),
        path: site_path(&item.row_path(row)),
    };
    RowView {
        key: &row.key,
        name: &row.service,
        change: row.change.map(crate::disclosure::kinds::RowChange::word),
        permalink: permalink(&site.config.base_url, &item.row_path(row)),
        cells: cells(row),
        lower: at.checked_sub(1).map(|at| link(&rows[at])),
        higher: rows.get(at + 1).map(link),
    }
}

/// The columns that the row fills in.
fn cells(row: &PublicRow) -> Vec<CellView> {
    let all = as_map(row);
    let shown = all.iter().filter(|(key, _)| !IN_HEAD.contains(&key.as_str()));
    let cells = shown.map(|(key, value)| CellView {
        label: chinese(key).expect("every column has a Chinese name"),
        values: match value {
            serde_json::Value::Array(values) => values.iter().map(cell).collect(),
            value => vec![cell(value)],
        },
        phone: PHONES.contains(&key.as_str()),
    });
    cells.filter(|cell| cell.values.iter().any(|value| !value.is_empty())).collect()
}

/// Where the list is compared with other editions of it, and where the next one has the row.
fn editions(site: &Site, item: &Item, key: &str) -> Vec<Link> {
    let mut links = comparisons(site, item);
    let next = site.next_edition(item).filter(|next| site.has_row_pages(next));
    let same = next.and_then(|next| {
        let row = next.rows().iter().find(|row| row.key == key)?;
        let path = site_path(&next.row_path(row));
        Some(Link { title: "新版里的这一项".to_owned(), path })
    });
    links.extend(same);
    links
}

fn list<'s>(site: &'s Site, item: &'s Item, at: usize) -> ListView<'s> {
    let front = item.disclosed.item();
    let title = item.disclosed.title();
    let path = format!("{}#{}", site_path(&item.path()), item.rows()[at].key);
    let mut ancestors = trail(site, item.column);
    ancestors.push(Link { title: title.to_owned(), path: path.clone() });
    let sample = match item.disclosed.fields() {
        crate::disclosure::PublicFields::IntermediaryServices(list) => list.sample,
        _ => false,
    };
    ListView {
        title,
        path,
        ancestors,
        date: front.date.map(|moment| moment.date.to_string()),
        published_text: front.date.map(|moment| moment.to_string()),
        issuer: site.issuers(item).join("、"),
        document_number: front.document_number.as_ref().map(ToString::to_string),
        attribute: "主动公开",
        validity: item.standing.as_ref().map(|standing| validity(site, item, standing)),
        sample,
        comparisons: editions(site, item, &item.rows()[at].key),
        csv: site_path(&item.rows_path(RowsFormat::Csv)),
    }
}
