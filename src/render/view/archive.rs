//! What the archive sees: the portal by year and month.

use serde::Serialize;
use tera::{Context, Value};

use super::list::{PagerLink, pager};
use crate::render::Renderer;
use crate::render::links::site_path;
use crate::site::{ArchiveYear, ItemId, Page, Site};

#[derive(Serialize)]
struct YearView {
    label: String,
    path: String,
    count: usize,
    months: Vec<MonthLink>,
}

#[derive(Serialize)]
struct MonthLink {
    label: String,
    path: String,
    count: usize,
}

#[derive(Serialize)]
struct ArchiveView {
    label: String,
    months: Vec<MonthView>,
    links: Vec<PagerLink>,
}

#[derive(Serialize)]
struct MonthView {
    /// The anchor.
    id: String,
    label: String,
    cards: Value,
}

/// The archive's index, or a page of a year.
pub(super) fn fill(
    renderer: &Renderer,
    at: Option<(usize, Page)>,
    context: &mut Context,
) -> String {
    let site = renderer.site();
    let Some((at, page)) = at else {
        let years: Vec<YearView> =
            site.lists.archive.iter().map(|year| year_view(site, year)).collect();
        context.insert("years", &years);
        return "archive.html".to_owned();
    };
    let year = &site.lists.archive[at];
    let list = &year.items[year.paging.range(page)];
    let months = by_month(site, list).map(|list| {
        let month = month(site, list[0]);
        let cards = renderer.card_list(list);
        MonthView { id: anchor(month), label: format!("{month} 月"), cards }
    });
    let path = |page: Page| site_path(&year.path(page));
    let view = ArchiveView {
        label: label(year),
        months: months.collect(),
        links: pager(&year.paging, page, &path),
    };
    context.insert("archive", &view);
    "archive_year.html".to_owned()
}

fn year_view(site: &Site, year: &ArchiveYear) -> YearView {
    let mut at = 0;
    let months = by_month(site, &year.items).map(|list| {
        let first = at;
        at += list.len();
        let month = month(site, list[0]);
        let page = year.path(year.page_of(first));
        MonthLink {
            label: format!("{month} 月"),
            path: site_path(&format!("{page}#{}", anchor(month))),
            count: list.len(),
        }
    });
    YearView {
        months: months.collect(),
        label: label(year),
        path: site_path(&year.path(Page::Open)),
        count: year.items.len(),
    }
}

fn label(year: &ArchiveYear) -> String {
    format!("{} 年", year.year)
}

fn anchor(month: i8) -> String {
    format!("m{month:02}")
}

fn month(site: &Site, id: ItemId) -> i8 {
    site.item(id).disclosed.item().date.map_or(0, |moment| moment.date.month())
}

fn by_month<'s>(
    site: &'s Site,
    list: &'s [ItemId],
) -> impl Iterator<Item = &'s [ItemId]> {
    list.chunk_by(|a, b| month(site, *a) == month(site, *b))
}
