//! What 本站更新 sees: what came, was changed and was withdrawn, by day.

use serde::Serialize;
use tera::{Context, Value};

use super::list::{PagerLink, pager};
use super::{Link, column_link};
use crate::disclosure::chinese_date;
use crate::render::Renderer;
use crate::render::links::site_path;
use crate::site::{self, ChangeMonth, ItemId, Page, What};

/// Events on the first page, rounded up to whole days.
const NEWEST: usize = 30;

#[derive(Serialize)]
struct ChangesView {
    /// The month; `None` on the page of the newest.
    label: Option<String>,
    days: Vec<DayView>,
    /// All months, on the page of the newest only.
    months: Vec<MonthView>,
    links: Vec<PagerLink>,
}

#[derive(Serialize)]
struct MonthView {
    label: String,
    path: String,
    count: usize,
}

#[derive(Serialize)]
struct DayView {
    day: String,
    label: String,
    events: Vec<EventView>,
}

#[derive(Serialize)]
struct EventView {
    /// `published`, `changed` or `withdrawn`.
    what: &'static str,
    /// The word for it.
    word: &'static str,
    /// The item's card; of what was withdrawn nothing but what its stone says is left.
    card: Value,
    path: String,
    /// 变更, or why it was withdrawn.
    note: Option<String>,
    index_number: Option<String>,
    column: Option<Link>,
}

/// The newest events, or a page of a month.
pub(super) fn fill(
    renderer: &Renderer,
    at: Option<(usize, Page)>,
    context: &mut Context,
) -> String {
    let all = &renderer.site().lists.changes;
    let view = match at {
        None => ChangesView {
            label: None,
            days: days(renderer, &newest(all)),
            months: all.iter().map(month_view).collect(),
            links: Vec::new(),
        },
        Some((at, page)) => {
            let month = &all[at];
            let path = |page: Page| site_path(&month.path(page));
            ChangesView {
                label: Some(label(month)),
                days: days(renderer, &month.changes[month.paging.range(page)]),
                months: Vec::new(),
                links: pager(&month.paging, page, &path),
            }
        }
    };
    context.insert("changes", &view);
    "changes.html".to_owned()
}

/// The newest events; a day is told whole or not at all, unless it is the first.
fn newest(months: &[ChangeMonth]) -> Vec<site::Change> {
    let all = months.iter().flat_map(|month| &month.changes);
    let mut list: Vec<site::Change> = Vec::new();
    for change in all {
        let same_day = list.last().is_some_and(|last| last.day == change.day);
        if list.len() >= NEWEST && !same_day || list.len() >= 10 * NEWEST {
            break;
        }
        list.push(*change);
    }
    list
}

fn label(month: &ChangeMonth) -> String {
    format!("{} 年 {} 月", month.year, month.month)
}

fn month_view(month: &ChangeMonth) -> MonthView {
    MonthView {
        label: label(month),
        path: site_path(&month.path(Page::Open)),
        count: month.changes.len(),
    }
}

fn days(renderer: &Renderer, changes: &[site::Change]) -> Vec<DayView> {
    let days = changes.chunk_by(|a, b| a.day == b.day);
    days.map(|list| DayView {
        day: list[0].day.to_string(),
        label: chinese_date(list[0].day),
        events: list.iter().map(|change| event(renderer, change.what)).collect(),
    })
    .collect()
}

fn event(renderer: &Renderer, what: What) -> EventView {
    match what {
        What::Published(id) => of_item(renderer, id, ("published", "新公开")),
        What::Changed(id, note) => {
            let front = renderer.site().item(id).disclosed.item();
            let note = note.map(|at| front.changes[at].note.clone());
            EventView { note, ..of_item(renderer, id, ("changed", "有更新")) }
        }
        What::Withdrawn(at) => withdrawn(renderer, at),
    }
}

fn of_item(
    renderer: &Renderer,
    id: ItemId,
    (what, word): (&'static str, &'static str),
) -> EventView {
    let site = renderer.site();
    let item = site.item(id);
    EventView {
        what,
        word,
        card: renderer.card(id),
        path: site_path(&item.path()),
        note: None,
        index_number: None,
        column: Some(column_link(site.column(item.column))),
    }
}

fn withdrawn(renderer: &Renderer, at: usize) -> EventView {
    let site = renderer.site();
    let placed = &site.tombstones[at];
    let column = site.column(placed.column);
    EventView {
        what: "withdrawn",
        word: "已撤回",
        card: Value::none(),
        path: site_path(&format!("{}.html", placed.id)),
        note: Some(placed.tombstone.reason.clone()),
        index_number: placed.tombstone.index_number.clone(),
        column: (!column.folder.is_empty()).then(|| column_link(column)),
    }
}
