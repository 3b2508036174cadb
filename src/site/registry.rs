//! Every path of the output, and who claims it.
//!
//! There is one registry, and it is what the routes are: a second claim on one path is found
//! because the path is already there. Paths are compared after NFKC and case folding, since
//! some servers and file systems do not tell `A.html` from `a.html`.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{ColumnId, FileId, ItemId, Page};
use crate::world::SitePath;

/// One file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// A page of a column's list; the root's open page is the home page.
    Column(ColumnId, Page),
    /// A year of a column.
    Year(ColumnId, i16),
    /// An item's page.
    Item(ItemId),
    /// The rows of a data item.
    Rows(ItemId, RowsFormat),
    /// A published file.
    File(FileId),
    /// What stands where a withdrawn item stood, by its position.
    Tombstone(usize),
    /// A page that leads on to another.
    Alias(String),
    /// A page of the 目录, by the position of its year.
    Catalogue(usize, Page),
    /// A taxonomy's list of terms, by its position.
    Taxonomy(usize),
    /// A page of a term's list, by the positions of taxonomy and term.
    Term(usize, usize, Page),
    /// The page for searching.
    Search,
    /// 网站地图.
    Map,
    /// 我要纠错.
    Correction,
    /// 404.
    NotFound,
    /// sitemap.xml.
    Sitemap,
    /// robots.txt.
    Robots,
    /// A feed, of a column or of the whole site.
    Feed(Option<ColumnId>),
}

/// The form in which rows are given beside their page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsFormat {
    /// Comma-separated values with a BOM, for Excel.
    Csv,
    /// JSON.
    Json,
}

/// Paths of the output in order, each with its route and its owner.
#[derive(Debug, Default)]
pub struct Registry {
    routes: BTreeMap<String, Route>,
    owners: BTreeMap<String, (String, SitePath)>,
}

impl Registry {
    /// Claims a path for a source.
    ///
    /// # Errors
    /// The path and the source that has it already.
    pub(super) fn claim(
        &mut self,
        path: String,
        route: Route,
        owner: &SitePath,
    ) -> Result<(), (String, SitePath)> {
        let folded: String = path.nfkc().flat_map(char::to_lowercase).collect();
        if let Some(taken) = self.owners.get(&folded) {
            return Err(taken.clone());
        }
        self.owners.insert(folded, (path.clone(), owner.clone()));
        self.routes.insert(path, route);
        Ok(())
    }

    /// The route of a path of the output.
    #[must_use]
    pub fn resolve(&self, path: &str) -> Option<&Route> {
        self.routes.get(path)
    }

    /// All paths with their routes, sorted.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Route)> {
        self.routes.iter().map(|(path, route)| (path.as_str(), route))
    }
}
