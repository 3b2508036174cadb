//! How a list is cut into pages so that a full page never changes.
//!
//! Pages are numbered from the far end of the list (the oldest items): page 1 is cut once
//! its items are complete and stays as it is. The open page, `index.html`, shows the near
//! end: at least one page's worth, less than two.

use std::ops::Range;

/// The pages of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paging {
    /// Items of the list.
    pub total: usize,
    /// Items of a full page; 0 when the list is not cut.
    pub size: usize,
}

/// One page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// The near end of the list.
    Open,
    /// A full page, from 1 at the far end.
    Full(usize),
}

impl Paging {
    /// A list of `total` items in pages of `size`.
    #[must_use]
    pub fn new(total: usize, size: Option<usize>) -> Self {
        Self { total, size: size.unwrap_or(0) }
    }

    /// How many full pages have been cut.
    #[must_use]
    pub fn full_pages(&self) -> usize {
        self.total.checked_div(self.size).map_or(0, |pages| pages.saturating_sub(1))
    }

    /// All pages, the near end first.
    pub fn pages(&self) -> impl Iterator<Item = Page> {
        std::iter::once(Page::Open).chain((1..=self.full_pages()).rev().map(Page::Full))
    }

    /// The items of a page, as positions in the list.
    #[must_use]
    pub fn range(&self, page: Page) -> Range<usize> {
        match page {
            Page::Open => 0..self.total - self.full_pages() * self.size,
            Page::Full(number) => {
                let end = self.total - (number - 1) * self.size;
                end - self.size..end
            }
        }
    }

    /// The page one step towards the near end.
    #[must_use]
    pub fn nearer(&self, page: Page) -> Option<Page> {
        match page {
            Page::Open => None,
            Page::Full(number) if number == self.full_pages() => Some(Page::Open),
            Page::Full(number) => Some(Page::Full(number + 1)),
        }
    }

    /// The page one step towards the far end.
    #[must_use]
    pub fn farther(&self, page: Page) -> Option<Page> {
        let number = match page {
            Page::Open => self.full_pages(),
            Page::Full(number) => number - 1,
        };
        (number > 0).then_some(Page::Full(number))
    }
}

impl Page {
    /// The file name of the page, `index.html` for the open one.
    #[must_use]
    pub fn file(self, stem: &str) -> String {
        match self {
            Self::Open => format!("{stem}.html"),
            Self::Full(number) => {
                format!("{}-{number}.html", if stem == "index" { "page" } else { stem })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Paging};

    #[test]
    fn a_full_page_never_changes_while_the_list_grows() {
        for size in 1..7 {
            let mut before: Vec<Vec<usize>> = Vec::new();
            for total in 0..60 {
                // The newest item comes first, as in a list by date.
                let list: Vec<usize> = (0..total).rev().collect();
                let paging = Paging::new(total, Some(size));
                let full: Vec<Vec<usize>> = (1..=paging.full_pages())
                    .map(|number| list[paging.range(Page::Full(number))].to_vec())
                    .collect();
                assert!(full.starts_with(&before), "{size} {total}");
                let mut all: Vec<usize> = paging
                    .pages()
                    .flat_map(|page| list[paging.range(page)].to_vec())
                    .collect();
                assert_eq!(all.len(), total);
                all.dedup();
                assert_eq!(all, list);
                let open = paging.range(Page::Open).len();
                assert!(
                    open < 2 * size && (open >= size || open == total),
                    "{size} {total}"
                );
                before = full;
            }
        }
    }

    #[test]
    fn neighbours_lead_from_end_to_end() {
        let paging = Paging::new(17, Some(4));
        let mut walk = vec![Page::Open];
        while let Some(page) = paging.farther(*walk.last().unwrap()) {
            assert_eq!(paging.nearer(page), walk.last().copied());
            walk.push(page);
        }
        assert_eq!(walk, paging.pages().collect::<Vec<_>>());
        assert_eq!(Paging::new(17, None).pages().collect::<Vec<_>>(), [Page::Open]);
    }
}
