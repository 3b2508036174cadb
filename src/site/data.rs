//! Where open data are: a file for each year of each column, packs, and parts of the sitemap.

use super::claims::Wish;
use super::registry::{Claim, Claims, Data, DataFormat, Route, SITEMAP_PART};
use super::{Column, ColumnId, ItemId};
use crate::config::{self, PORTAL_FILE};
use crate::world::SitePath;

/// The output path of a data file of a column's year.
fn year_path(folder: &str, year: i16, format: DataFormat) -> String {
    let name = if year == 0 { "undated".to_owned() } else { year.to_string() };
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("data/{folder}{slash}{name}.{}", format.ending())
}

/// The output path of the pack of a column, if the officer wants one. The settings of a column
/// hold for those below it, which are in the pack of that one.
fn pack_path(folder: &str, settings: Option<&config::Column>) -> Option<String> {
    let wanted = settings.is_some_and(|set| set.pack && set.folder == folder);
    wanted.then(|| format!("data/{folder}.zip"))
}

impl Column {
    /// The output path of the data of one of [`Self::years`].
    #[must_use]
    pub fn data_path(&self, year: i16, format: DataFormat) -> String {
        year_path(&self.folder, year, format)
    }

    /// The output path of its pack, if it has one.
    #[must_use]
    pub fn pack_path(&self) -> Option<String> {
        pack_path(&self.folder, self.settings.as_ref())
    }

    /// The items of one of [`Self::years`].
    #[must_use]
    pub fn items_of(&self, year: i16) -> &[ItemId] {
        let found = self.years.iter().find(|(other, _)| *other == year);
        found.map(|(_, items)| items.as_slice()).unwrap_or_default()
    }
}

/// The data of each column by year, its pack, and what lists them.
pub(super) fn claim(claims: &mut Vec<Wish>, columns: &[Column]) {
    let owner = SitePath::new(PORTAL_FILE).expect("a constant path");
    let furniture = [
        ("data/index.html", Data::Page),
        ("data/items.json", Data::Items),
        ("data/catalog.jsonld", Data::Catalogue),
    ];
    for (path, data) in furniture {
        claims.push((path.to_owned(), Route::Data(data), owner.clone()));
    }
    for (index, column) in columns.iter().enumerate() {
        let (id, folder) = (ColumnId::new(index), &column.folder);
        let source = column.front.path();
        for (year, _) in &column.years {
            for format in DataFormat::ALL {
                let route = Route::Data(Data::Year(id, *year, format));
                claims.push((year_path(folder, *year, format), route, source.clone()));
            }
        }
        if let Some(path) = pack_path(folder, column.settings.as_ref()) {
            claims.push((path, Route::Data(Data::Pack(id)), source.clone()));
        }
    }
}

/// Claims the parts of a sitemap that is too long for one file: the pages of the portal are
/// the first, the items follow. All other claims must have been made.
pub(super) fn claim_sitemap_parts(claims: &mut Claims) {
    if claims.count(|route| *route == Route::Sitemap) == 0 {
        return;
    }
    let mapped = claims.count(Route::is_mapped);
    let items = claims.count(|route| matches!(route, Route::Item(_)));
    for (path, route, owner) in of_sitemap(mapped, items) {
        // An item at the top that has this very name keeps it; robots find the pages by links.
        let _ = claims.claim(Claim { path, route, owner });
    }
}

/// The parts of a sitemap of so many pages, so many of them of items.
pub(super) fn of_sitemap(mapped: usize, items: usize) -> Vec<Wish> {
    if mapped <= SITEMAP_PART {
        return Vec::new();
    }
    let owner = SitePath::new(PORTAL_FILE).expect("a constant path");
    let part =
        |part| (format!("sitemap-{part}.xml"), Route::SitemapPart(part), owner.clone());
    (0..=items.div_ceil(SITEMAP_PART)).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Page;

    /// Claims of a sitemap, a page and so many items; gives the parts of the sitemap.
    fn parts(items: usize) -> Vec<String> {
        let mut claims = Claims::default();
        let owner = SitePath::new("content/a.md").unwrap();
        let mut claim = |path: String, route: Route| {
            assert!(claims.claim(Claim { path, route, owner: owner.clone() }).is_ok());
        };
        claim("sitemap.xml".to_owned(), Route::Sitemap);
        claim("index.html".to_owned(), Route::Column(ColumnId::new(0), Page::Open));
        for at in 0..items {
            claim(format!("a/{at}.html"), Route::Item(ItemId::new(at)));
        }
        claim_sitemap_parts(&mut claims);
        let registry = claims.finish();
        let all = registry.all();
        let parts = all.filter(|(_, route)| matches!(route, Route::SitemapPart(_)));
        parts.map(|(path, _)| path.to_owned()).collect()
    }

    #[test]
    fn a_sitemap_is_cut_when_it_is_too_long_for_one_file() {
        assert_eq!(parts(SITEMAP_PART - 1), Vec::<String>::new());
        let two = ["sitemap-0.xml", "sitemap-1.xml"];
        assert_eq!(parts(SITEMAP_PART), two, "the page makes it one too many");
        assert_eq!(parts(SITEMAP_PART + 1), [two[0], two[1], "sitemap-2.xml"]);
    }
}
