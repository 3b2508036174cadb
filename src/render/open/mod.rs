//! Open data (开放数据): what is said of the items of each column and year as files, their list,
//! their catalogue, the packs, and the page that leads people to all of it.
//!
//! A file holds one year of one column, so that a new item changes only the file of its own
//! year and what lists the files. The list names each file's digest: whoever keeps a copy
//! fetches what has changed and nothing else.

mod catalogue;
mod pack;
mod page;
mod record;
mod years;

use std::sync::OnceLock;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::links::permalink;
use super::{Renderer, json_file, view};
use crate::site::{Column, ColumnId, DataFormat, ItemId, RowsFormat, Site};

pub(super) use catalogue::catalogue;
pub(super) use pack::pack;
pub(super) use page::page;

/// The version of the form of data files.
const SCHEMA: u32 = 1;

/// What a list says of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sum {
    size: usize,
    sha256: String,
}

/// What the lists say of each data file, found out when it is first asked for.
pub(super) struct Sums(Vec<((ColumnId, i16, DataFormat), OnceLock<Sum>)>);

impl Sums {
    /// Nothing is known yet.
    pub(super) fn new(site: &Site) -> Self {
        let mut files = Vec::new();
        for (id, column) in site.columns() {
            for (year, _) in &column.years {
                let keys =
                    DataFormat::ALL.map(|format| ((id, *year, format), OnceLock::new()));
                files.extend(keys);
            }
        }
        files.sort_by_key(|(key, _)| *key);
        Self(files)
    }

    fn of(
        &self,
        key: (ColumnId, i16, DataFormat),
        bytes: impl FnOnce() -> Vec<u8>,
    ) -> &Sum {
        let found = self.0.binary_search_by_key(&key, |(key, _)| *key);
        let at = found.expect("every data file of the site is in the list");
        self.0[at].1.get_or_init(|| Sum::of(&bytes()))
    }
}

impl Sum {
    fn of(bytes: &[u8]) -> Self {
        use std::fmt::Write as _;
        let mut sha256 = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            write!(sha256, "{byte:02x}").expect("a String takes all that is written");
        }
        Self { size: bytes.len(), sha256 }
    }
}

/// The bytes of the data of a column's year.
pub(super) fn year(
    renderer: &Renderer,
    id: ColumnId,
    year: i16,
    format: DataFormat,
) -> Vec<u8> {
    let bytes = years::bytes(renderer.site(), id, year, format);
    renderer.sums.of((id, year, format), || bytes.clone());
    bytes
}

/// What the list says of a data file, which is made for that if nobody has asked for it yet.
fn sum(renderer: &Renderer, id: ColumnId, year: i16, format: DataFormat) -> &Sum {
    let site = renderer.site();
    renderer.sums.of((id, year, format), || years::bytes(site, id, year, format))
}

/// The media type of a data file.
pub(super) fn media_type(format: DataFormat) -> &'static str {
    match format {
        DataFormat::Json => "application/json",
        DataFormat::Csv => "text/csv",
    }
}

/// The media type of the rows of a data item.
pub(super) fn rows_type(format: RowsFormat) -> &'static str {
    match format {
        RowsFormat::Json => "application/json",
        RowsFormat::Csv => "text/csv",
        RowsFormat::Xlsx => {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }
}

/// What a column is called among the data; the items beside the columns go by the portal.
pub(super) fn column_name<'s>(site: &'s Site, column: &'s Column) -> &'s str {
    if column.folder.is_empty() { &site.config.portal.name } else { column.title() }
}

/// A sentence about the data of a column.
pub(super) fn column_description(site: &Site, column: &Column) -> String {
    let publisher = &site.config.portal.publisher().name;
    let name = column_name(site, column);
    format!(
        "{publisher}「{name}」栏目主动公开的政府信息的目录数据：每条的索引号、标题、发文字号、日期、\
         有效性、主题分类、附件和网址，按发布年份分文件，JSON 和 CSV 两种格式。"
    )
}

/// Columns that have data, in the order of their folders, the items beside them first.
fn with_data(site: &Site) -> impl Iterator<Item = (ColumnId, &Column)> {
    site.columns().filter(|(_, column)| !column.items.is_empty())
}

/// Items whose rows are data of their own, the newest first.
fn data_items(site: &Site) -> Vec<ItemId> {
    let of_kind = site.items().filter(|(_, item)| {
        let kind = item.disclosed.fields().kind();
        kind == crate::disclosure::Kind::IntermediaryServices
            && item.disclosed.item().render
    });
    let mut items: Vec<ItemId> = of_kind.map(|(id, _)| id).collect();
    items.sort_by_key(|id| std::cmp::Reverse(site.item(*id).disclosed.item().date));
    items
}

/// `data/items.json`.
#[derive(Serialize)]
struct Items<'s> {
    schema: u32,
    portal: String,
    publisher: &'s str,
    url: String,
    attribute: &'static str,
    columns: Vec<ColumnEntry<'s>>,
    withdrawn: Vec<Withdrawn<'s>>,
    fields: Vec<record::Field>,
}

#[derive(Serialize)]
struct ColumnEntry<'s> {
    folder: &'s str,
    title: &'s str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pack: Option<String>,
    years: Vec<YearEntry<'s>>,
}

#[derive(Serialize)]
struct YearEntry<'s> {
    /// `null` for items without a date.
    year: Option<i16>,
    count: usize,
    files: Vec<FileEntry<'s>>,
}

#[derive(Serialize)]
struct FileEntry<'s> {
    format: &'static str,
    url: String,
    size: usize,
    sha256: &'s str,
}

/// An item that was withdrawn: whoever keeps a copy takes it out.
#[derive(Serialize)]
struct Withdrawn<'s> {
    url: String,
    index_number: Option<&'s str>,
    day: String,
    reason: &'s str,
    legal_basis: Option<&'s str>,
}

/// The list of all data files.
pub(super) fn items(renderer: &Renderer) -> Vec<u8> {
    let site = &**renderer.site();
    let base = &site.config.base_url;
    let stones = site.tombstones.iter();
    json_file(&Items {
        schema: SCHEMA,
        portal: view::site_name(site),
        publisher: &site.config.portal.publisher().name,
        url: permalink(base, "index.html"),
        attribute: "主动公开",
        columns: with_data(site).map(|(id, _)| column_entry(renderer, id)).collect(),
        withdrawn: stones
            .map(|stone| Withdrawn {
                url: permalink(base, &format!("{}.html", stone.id)),
                index_number: stone.tombstone.index_number.as_deref(),
                day: stone.tombstone.day.to_string(),
                reason: &stone.tombstone.reason,
                legal_basis: stone.tombstone.legal_basis.as_deref(),
            })
            .collect(),
        fields: record::fields(),
    })
}

fn column_entry(renderer: &Renderer, id: ColumnId) -> ColumnEntry<'_> {
    let site = renderer.site();
    let base = &site.config.base_url;
    let column = site.column(id);
    let file = |year: i16, format: DataFormat| {
        let sum = sum(renderer, id, year, format);
        FileEntry {
            format: format.ending(),
            url: permalink(base, &column.data_path(year, format)),
            size: sum.size,
            sha256: &sum.sha256,
        }
    };
    let years = column.years.iter();
    ColumnEntry {
        folder: &column.folder,
        title: column_name(site, column),
        url: permalink(base, &column.path()),
        pack: column.pack_path().map(|path| permalink(base, &path)),
        years: years
            .map(|(year, items)| YearEntry {
                year: (*year != 0).then_some(*year),
                count: items.len(),
                files: DataFormat::ALL.map(|format| file(*year, format)).into(),
            })
            .collect(),
    }
}
