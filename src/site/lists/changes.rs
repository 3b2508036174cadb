//! 本站更新: what came, what was changed and what was withdrawn, by day. It follows from the dates
//! in the data; no clock is asked.

use std::cmp::Reverse;
use std::sync::Arc;

use super::super::line::{Line, with_pages};
use super::super::order::Ranks;
use super::PAGE;
use crate::site::{Item, ItemId, Page, Paging, PlacedTombstone};
use crate::world::Date;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An item came.
    Published(ItemId),
    /// An item was changed; the position of its 变更 where there is one.
    Changed(ItemId, Option<usize>),
    /// An item was withdrawn; the position of what stands there now.
    Withdrawn(usize),
}

/// One event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The day.
    pub day: Date,
    /// What happened.
    pub what: What,
}

/// The events of a month.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangeMonth {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// Its events, the newest first.
    pub changes: Vec<Change>,
    /// How the month is cut into pages.
    pub paging: Paging,
}

impl ChangeMonth {
    /// The output path of a page.
    #[must_use]
    pub fn path(&self, page: Page) -> String {
        let (year, month) = (self.year, self.month);
        format!("changes/{}", page.file(&format!("{year}-{month:02}")))
    }
}

pub(super) fn by_month(
    (lines, items): (&[Line], &[Arc<Item>]),
    tombstones: &[PlacedTombstone],
    ranks: &Ranks,
) -> Vec<ChangeMonth> {
    // What is new comes in its order already.
    let mut all: Vec<Change> = Vec::with_capacity(lines.len());
    for id in ranks.newest() {
        let outline = &lines[id.index()].outline;
        if let Some(day) = outline.date.filter(|_| outline.render) {
            all.push(Change { day: day.date, what: What::Published(*id) });
        }
    }
    for (id, _) in with_pages(lines).filter(|(_, line)| line.outline.has.changes) {
        of_item(id, &items[id.index()], &mut all);
    }
    for (at, stone) in tombstones.iter().enumerate() {
        all.push(Change { day: stone.tombstone.day, what: What::Withdrawn(at) });
    }
    // On one day withdrawals come first, then changes, then what is new.
    let rank = |what: What| match what {
        What::Withdrawn(at) => (0, at, 0),
        What::Changed(id, note) => (1, ranks.by_date(id) as usize, note.unwrap_or(0)),
        What::Published(id) => (2, ranks.by_date(id) as usize, 0),
    };
    all.sort_by_key(|change| (Reverse(change.day), rank(change.what)));
    let month = |change: &Change| (change.day.year(), change.day.month());
    let months = all.chunk_by(|a, b| month(a) == month(b));
    months
        .map(|list| ChangeMonth {
            year: list[0].day.year(),
            month: list[0].day.month(),
            changes: list.to_vec(),
            paging: Paging::new(list.len(), Some(PAGE)),
        })
        .collect()
}

/// What was changed in an item.
fn of_item(id: ItemId, item: &Item, all: &mut Vec<Change>) {
    let front = item.disclosed.item();
    let published = front.date.map(|moment| moment.date);
    for (at, change) in front.changes.iter().enumerate() {
        let what = What::Changed(id, Some(at));
        all.push(Change { day: change.day.date(), what });
    }
    let updated = front.updated.map(|moment| moment.date);
    let told = |day: &Date| {
        published == Some(*day) || front.changes.iter().any(|c| c.day.date() == *day)
    };
    let silent = updated.filter(|day| !told(day));
    all.extend(silent.map(|day| Change { day, what: What::Changed(id, None) }));
}
