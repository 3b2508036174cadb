//! 目录 (《条例》第十二条): all items by the year in which the information was made, and by 索引号.
//!
//! A page holds the numbers from one round number to the next, so that the place of an item
//! follows from its own number: other pages can link there and stay as they are for good.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::line::{Line, with_pages};
use super::super::order::Ranks;
use super::PAGE;
use crate::disclosure::{Day, IndexNumber};
use crate::gate::Outline;
use crate::site::{Item, ItemId, Page, Paging};
use crate::world::Date;

/// Serial numbers of a page.
const BLOCK: u32 = 200;

/// One year of the 目录.
#[derive(Debug, PartialEq, Eq)]
pub struct CatalogueYear {
    /// The year of 成文日期, else of 发布日期; 0 for items without either.
    pub year: i16,
    /// Its pages, the highest numbers first; what has no serial number comes last.
    pub pages: Vec<CataloguePage>,
}

/// One page of the 目录.
#[derive(Debug, PartialEq, Eq)]
pub struct CataloguePage {
    /// Its file below `catalogue/`.
    pub file: String,
    /// The first and the last serial number that it may hold; `None` for items without one.
    pub serials: Option<(u32, u32)>,
    /// Its items by 索引号, the highest first; those without a serial number by date.
    pub items: Vec<ItemId>,
}

impl CatalogueYear {
    /// How many items the year has.
    #[must_use]
    pub fn total(&self) -> usize {
        self.pages.iter().map(|page| page.items.len()).sum()
    }
}

impl CataloguePage {
    /// Its output path.
    #[must_use]
    pub fn path(&self) -> String {
        format!("catalogue/{}", self.file)
    }
}

/// The output path of the page that lists an item by its number; `None` for one without a serial
/// number, whose page may change.
#[must_use]
pub fn catalogue_page(item: &Item) -> Option<String> {
    let outline = item.disclosed.outline();
    let file = file(year(outline), block(outline)?);
    Some(format!("catalogue/{file}"))
}

fn year(item: &Outline) -> i16 {
    let made = item.written.map(Day::date).or(item.date.map(|date| date.date));
    made.map_or(0, Date::year)
}

/// The block of an item's number, from 0.
fn block(item: &Outline) -> Option<u32> {
    Some(item.serial?.saturating_sub(1) / BLOCK)
}

fn file(year: i16, block: u32) -> String {
    match block {
        0 => format!("{year}.html"),
        _ => format!("{year}-{}.html", block + 1),
    }
}

pub(super) fn catalogue(
    (lines, items): (&[Line], &[Arc<Item>]),
    ranks: &Ranks,
) -> Vec<CatalogueYear> {
    let mut years: BTreeMap<i16, BTreeMap<Option<u32>, Vec<ItemId>>> = BTreeMap::new();
    for (id, Line { outline, .. }) in with_pages(lines) {
        let blocks = years.entry(year(outline)).or_default();
        blocks.entry(block(outline)).or_default().push(id);
    }
    let years = years.into_iter().rev();
    years
        .map(|(year, blocks)| {
            let pages = blocks.into_iter().rev();
            let pages = pages.flat_map(|(block, list)| match block {
                Some(block) => {
                    vec![numbered(year, block, by_number(list, (lines, items), ranks))]
                }
                None => others(year, list, ranks),
            });
            CatalogueYear { year, pages: pages.collect() }
        })
        .collect()
}

/// The highest first: 9 stands before 100, though its text does not. Texts are looked at only where
/// serials are equal, as those of two bureaus may be.
fn by_number(
    mut list: Vec<ItemId>,
    (lines, items): (&[Line], &[Arc<Item>]),
    ranks: &Ranks,
) -> Vec<ItemId> {
    let serial = |id: ItemId| lines[id.index()].outline.serial;
    let text = |id: ItemId| {
        let number = items[id.index()].disclosed.item().index_number.as_ref();
        (number.map(IndexNumber::as_str), ranks.by_id(id))
    };
    list.sort_unstable_by(|a, b| {
        serial(*b).cmp(&serial(*a)).then_with(|| text(*b).cmp(&text(*a)))
    });
    list
}

fn numbered(year: i16, block: u32, items: Vec<ItemId>) -> CataloguePage {
    let first = block * BLOCK + 1;
    let serials = Some((first, first.saturating_add(BLOCK - 1)));
    CataloguePage { file: file(year, block), serials, items }
}

/// What has no serial number, the newest first, in pages from the oldest.
fn others(year: i16, mut list: Vec<ItemId>, ranks: &Ranks) -> Vec<CataloguePage> {
    list.sort_unstable_by_key(|id| ranks.by_date(*id));
    let paging = Paging::new(list.len(), Some(PAGE));
    let page = |page: Page| CataloguePage {
        file: page.file(&format!("{year}-other")),
        serials: None,
        items: list[paging.range(page)].to_vec(),
    };
    paging.pages().map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_block_ends_with_the_last_number() {
        let page = numbered(2023, (u32::MAX - 1) / BLOCK, Vec::new());
        assert_eq!(page.serials, Some((4_294_967_201, u32::MAX)));
        assert_eq!(numbered(2023, 1, Vec::new()).serials, Some((201, 400)));
    }
}
