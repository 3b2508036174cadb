//! Lists over the whole portal: archive, 目录, register, document numbers, changes, deadlines.
//!
//! Each is cut so that the address of an entry follows from the entry alone or from its year, or
//! into pages as columns are: what was published long ago stays as it is when something comes.

mod archive;
mod catalogue;
mod changes;
mod numbers;
mod register;

pub use archive::ArchiveYear;
pub use catalogue::{CataloguePage, CatalogueYear, catalogue_page};
pub use changes::{Change, ChangeMonth, What};
pub use numbers::{NumberCode, NumberRow, NumberYear};
pub use register::{RegisterList, Scope};

use std::sync::Arc;

use super::line::{Line, with_pages};
use super::order::Ranks;
use super::{Item, ItemId, PlacedTombstone};
use crate::disclosure::Day;

/// Entries of a page, where a list is cut into pages by number.
const PAGE: usize = 200;

/// The lists.
#[derive(Debug)]
pub struct Lists {
    /// Everything that has a page and a date, the newest first.
    pub newest: Vec<ItemId>,
    /// The same by year, the newest first.
    pub archive: Vec<ArchiveYear>,
    /// 目录 by year of the information, the newest first.
    pub catalogue: Vec<CatalogueYear>,
    /// 有效性登记册: all documents first, then parts of them that are not empty.
    pub register: Vec<RegisterList>,
    /// 发文字号 by 机关代字.
    pub numbers: Vec<NumberCode>,
    /// What came, changed and went, by month, the newest first.
    pub changes: Vec<ChangeMonth>,
    /// What has a 截止日期, the latest first.
    pub deadlines: Vec<(Day, ItemId)>,
}

/// Gathers the lists from the finished items. The numbers, which most edits leave alone, may be known
/// already.
pub(super) fn gather(
    (lines, items): (&[Line], &[Arc<Item>]),
    tombstones: &[PlacedTombstone],
    ranks: &Ranks,
    numbers: Option<Vec<NumberCode>>,
) -> Lists {
    let newest = newest(lines, ranks);
    let numbers = || numbers.unwrap_or_else(|| numbers::by_code((lines, items), ranks));
    let (parts, (catalogue, numbers)) = rayon::join(
        || {
            let archive = archive::by_year(&newest, lines);
            let register = register::register(lines, ranks);
            (archive, register, changes::by_month((lines, items), tombstones, ranks))
        },
        || (catalogue::catalogue((lines, items), ranks), numbers()),
    );
    let (archive, register, changes) = parts;
    let deadlines = deadlines(lines);
    Lists { newest, archive, catalogue, register, numbers, changes, deadlines }
}

fn newest(lines: &[Line], ranks: &Ranks) -> Vec<ItemId> {
    let shown = |id: &ItemId| {
        let outline = &lines[id.index()].outline;
        outline.render && outline.date.is_some()
    };
    ranks.newest().iter().copied().filter(shown).collect()
}

fn deadlines(lines: &[Line]) -> Vec<(Day, ItemId)> {
    let with_day =
        with_pages(lines).filter_map(|(id, line)| Some((line.outline.closes?, id)));
    let mut list: Vec<(Day, ItemId)> = with_day.collect();
    list.sort_unstable_by(|a, b| b.cmp(a));
    list
}

impl Item {
    /// 截止日期 of a notice.
    #[must_use]
    pub fn closes(&self) -> Option<Day> {
        self.disclosed.outline().closes
    }
}
