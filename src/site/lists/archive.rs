//! What was published, by year.

use super::PAGE;
use crate::site::line::Line;
use crate::site::{ItemId, Page, Paging};

/// One year of the archive.
#[derive(Debug, PartialEq, Eq)]
pub struct ArchiveYear {
    /// The year of 发布日期.
    pub year: i16,
    /// Its items, the newest first.
    pub items: Vec<ItemId>,
    /// How the year is cut into pages.
    pub paging: Paging,
}

impl ArchiveYear {
    /// The output path of a page of the year.
    #[must_use]
    pub fn path(&self, page: Page) -> String {
        format!("archive/{}", page.file(&self.year.to_string()))
    }

    /// The page on which the item at a position of the list stands.
    #[must_use]
    pub fn page_of(&self, at: usize) -> Page {
        let found =
            self.paging.pages().find(|page| self.paging.range(*page).contains(&at));
        found.unwrap_or(Page::Open)
    }
}

/// Divides what is sorted by date.
pub(super) fn by_year(newest: &[ItemId], lines: &[Line]) -> Vec<ArchiveYear> {
    let year = |id: &ItemId| lines[id.index()].outline.year();
    let years = newest.chunk_by(|a, b| year(a) == year(b));
    years
        .map(|list| ArchiveYear {
            year: year(&list[0]),
            items: list.to_vec(),
            paging: Paging::new(list.len(), Some(PAGE)),
        })
        .collect()
}
