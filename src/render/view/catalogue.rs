//! What the 目录 sees: rows by 索引号, and the way to the other years.

use serde::Serialize;
use tera::{Context, Value};

use crate::render::Renderer;
use crate::render::links::site_path;
use crate::site::{CataloguePage, CatalogueYear, ItemId, Site};

/// What a year is called; 0 stands for no date.
fn year_label(year: i16) -> String {
    if year == 0 { "未注明年份".to_owned() } else { format!("{year} 年") }
}

/// A year, and how much of it there is.
#[derive(Serialize)]
pub(super) struct YearView {
    year: i16,
    /// 「2023 年」; of items without a date, that they have none.
    label: String,
    /// The page with the year's first numbers, whose address stays.
    path: String,
    count: usize,
    pages: Vec<PageView>,
}

#[derive(Serialize)]
struct PageView {
    /// 「00001–00200」, or that the numbers are of another make.
    label: String,
    path: String,
    current: bool,
}

#[derive(Serialize)]
struct CatalogueView {
    /// The year and the numbers of the page; `None` on the door to the 目录.
    label: Option<String>,
    years: Vec<YearView>,
    rows: Vec<RowView>,
    /// The pages before and after, of the same year.
    links: Vec<PageView>,
}

#[derive(Serialize)]
struct RowView {
    /// The anchor; an item that shares its number with one before has none.
    anchor: Option<String>,
    card: Value,
}

/// The years of the 目录, the newest first.
pub(super) fn years(site: &Site) -> Vec<YearView> {
    let view = |year: &CatalogueYear| YearView {
        year: year.year,
        label: year_label(year.year),
        path: year.pages.last().map(path).unwrap_or_default(),
        count: year.total(),
        pages: year.pages.iter().map(|page| page_view(page, false)).collect(),
    };
    site.lists.catalogue.iter().map(view).collect()
}

/// The door to the 目录, which shows the newest rows, or one of its pages.
pub(super) fn fill(
    renderer: &Renderer,
    at: Option<(usize, usize)>,
    context: &mut Context,
) -> String {
    let site = renderer.site();
    let (year_at, page_at) = at.unwrap_or_default();
    let year = site.lists.catalogue.get(year_at);
    let page = year.map(|year| &year.pages[page_at]);
    let label = year.zip(page).filter(|_| at.is_some()).map(|(year, page)| {
        let label = year_label(year.year);
        if page_at + 1 == year.pages.len()
            && page.serials.is_none_or(|(first, _)| first == 1)
        {
            return label;
        }
        format!("{label}，{}", page_label(page))
    });
    let near = |year: &CatalogueYear| {
        let from = page_at.saturating_sub(1);
        let pages = year.pages.iter().enumerate().skip(from).take(page_at + 2 - from);
        pages.map(|(at, page)| page_view(page, at == page_at)).collect()
    };
    let view = CatalogueView {
        label,
        years: if at.is_none() { years(site) } else { Vec::new() },
        rows: page.map(|page| rows(renderer, &page.items)).unwrap_or_default(),
        links: year.filter(|_| at.is_some()).map(near).unwrap_or_default(),
    };
    context.insert("catalogue", &view);
    "catalogue.html".to_owned()
}

fn path(page: &CataloguePage) -> String {
    site_path(&page.path())
}

fn page_view(page: &CataloguePage, current: bool) -> PageView {
    PageView { label: page_label(page), path: path(page), current }
}

fn page_label(page: &CataloguePage) -> String {
    match page.serials {
        Some((first, last)) => format!("{first:05}–{last:05}"),
        None => "其他编号".to_owned(),
    }
}

fn rows(renderer: &Renderer, items: &[ItemId]) -> Vec<RowView> {
    let mut last = None;
    let row = |id: &ItemId| {
        let item = renderer.site().item(*id);
        let number = item.disclosed.item().index_number.as_ref();
        let anchor = number.filter(|number| last != Some(number.as_str()));
        last = number.map(crate::disclosure::IndexNumber::as_str);
        let anchor = anchor.map(ToString::to_string);
        RowView { anchor, card: renderer.card(*id) }
    };
    items.iter().map(row).collect()
}
