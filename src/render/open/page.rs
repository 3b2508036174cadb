//! What the page of open data sees.

use serde::Serialize;

use super::{column_name, data_items, record, with_data};
use crate::render::links::{permalink, site_path};
use crate::site::{Column, DataFormat, Item, RowsFormat, Site};

/// Lists on the page; the catalogue has all of them.
const LISTS: usize = 20;

/// The page of open data. It tells no counts, so that it changes only with a new year.
#[derive(Serialize)]
pub(in crate::render) struct PageView<'s> {
    columns: Vec<ColumnView<'s>>,
    lists: Vec<ListView<'s>>,
    more_lists: bool,
    fields: Vec<record::Field>,
    items: String,
}

#[derive(Serialize)]
struct ColumnView<'s> {
    title: &'s str,
    path: String,
    years: Vec<YearView>,
    pack: Option<String>,
    atom: Option<String>,
    json_feed: Option<String>,
}

#[derive(Serialize)]
struct YearView {
    label: String,
    json: String,
    csv: String,
}

#[derive(Serialize)]
struct ListView<'s> {
    title: &'s str,
    path: String,
    csv: String,
    xlsx: String,
    json: String,
}

/// What the page sees.
pub(in crate::render) fn page(site: &Site) -> PageView<'_> {
    let lists = data_items(site);
    let shown = lists.iter().take(LISTS).map(|id| list(site.item(*id)));
    PageView {
        columns: with_data(site).map(|(_, column)| self::column(site, column)).collect(),
        lists: shown.collect(),
        more_lists: lists.len() > LISTS,
        fields: record::fields(),
        items: permalink(&site.config.base_url, "data/items.json"),
    }
}

fn column<'s>(site: &'s Site, column: &'s Column) -> ColumnView<'s> {
    let feed =
        |name: &str| site.config.feeds.generate.then(|| site_path(&column.below(name)));
    let file = |year, format| site_path(&column.data_path(year, format));
    let years = column.years.iter().map(|(year, _)| *year);
    ColumnView {
        title: column_name(site, column),
        path: site_path(&column.path()),
        years: years
            .map(|year| YearView {
                label: if year == 0 {
                    "未注明日期".to_owned()
                } else {
                    year.to_string()
                },
                json: file(year, DataFormat::Json),
                csv: file(year, DataFormat::Csv),
            })
            .collect(),
        pack: column.pack_path().map(|path| site_path(&path)),
        atom: feed("atom.xml"),
        json_feed: feed("feed.json"),
    }
}

fn list(item: &Item) -> ListView<'_> {
    ListView {
        title: item.disclosed.title(),
        path: site_path(&item.path()),
        csv: site_path(&item.rows_path(RowsFormat::Csv)),
        xlsx: site_path(&item.rows_path(RowsFormat::Xlsx)),
        json: site_path(&item.rows_path(RowsFormat::Json)),
    }
}
