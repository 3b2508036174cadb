//! Every path of the output, and who claims it.
//!
//! There is one registry, and it is what the routes are: a second claim on one path is found
//! because the path is already there. Paths are compared after NFKC and case folding, since
//! some servers and file systems do not tell `A.html` from `a.html`.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{ColumnId, FileId, ItemId, Page};
use crate::world::SitePath;

/// One file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// A page of a column's list; the root's open page is the home page.
    Column(ColumnId, Page),
    /// A page of a column's facet, by the positions of facet and value.
    Facet(ColumnId, (usize, usize), Page),
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
    /// The 目录, or one of its pages by the positions of year and page.
    Catalogue(Option<(usize, usize)>),
    /// The archive, or a page of one of its years by its position.
    Archive(Option<(usize, Page)>),
    /// A page of a list of the 有效性登记册, by its position.
    Register(usize, Page),
    /// The list of 机关代字, or the numbers of one year by the positions of code and year.
    Numbers(Option<(usize, usize)>),
    /// 本站更新, or a page of one of its months by its position.
    Changes(Option<(usize, Page)>),
    /// Deadlines for a calendar: of one notice, or of all that are open.
    Calendar(Option<ItemId>),
    /// How to subscribe.
    Subscribe,
    /// How to use the portal.
    Help,
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

/// Paths of the output in order, each with its route.
#[derive(Debug, Default)]
pub struct Registry {
    routes: Vec<(String, Route)>,
}

/// Claims on paths, the first on each.
#[derive(Debug, Default)]
pub(super) struct Claims {
    all: Vec<Claim>,
    /// The position of each path as it is compared.
    taken: FxHashMap<String, usize>,
}

/// One claim on a path.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) path: String,
    pub(super) route: Route,
    pub(super) owner: SitePath,
}

impl Claims {
    /// Room for so many more.
    pub(super) fn reserve(&mut self, more: usize) {
        self.all.reserve(more);
        self.taken.reserve(more);
    }

    /// Adds a claim.
    ///
    /// # Errors
    /// The claim, and the one that has the path already.
    pub(super) fn claim(&mut self, claim: Claim) -> Result<(), (Claim, &Claim)> {
        match self.taken.entry(folded(&claim.path)) {
            Entry::Occupied(taken) => Err((claim, &self.all[*taken.get()])),
            Entry::Vacant(free) => {
                free.insert(self.all.len());
                self.all.push(claim);
                Ok(())
            }
        }
    }

    /// The routes, when all claims are made.
    pub(super) fn finish(self) -> Registry {
        let routes = self.all.into_iter().map(|claim| (claim.path, claim.route));
        let mut routes: Vec<(String, Route)> = routes.collect();
        routes.sort_by(|a, b| a.0.cmp(&b.0));
        Registry { routes }
    }
}

/// A path as it is compared.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        path.to_ascii_lowercase()
    } else {
        path.nfkc().flat_map(char::to_lowercase).collect()
    }
}

impl Registry {
    /// The route of a path of the output.
    #[must_use]
    pub fn resolve(&self, path: &str) -> Option<&Route> {
        let found = self.routes.binary_search_by(|(known, _)| known.as_str().cmp(path));
        found.ok().map(|at| &self.routes[at].1)
    }

    /// All paths with their routes, sorted.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Route)> {
        self.routes.iter().map(|(path, route)| (path.as_str(), route))
    }
}
