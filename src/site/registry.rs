//! Every path of the output, and who claims it.
//!
//! There is one registry, and it is what the routes are: a second claim on one path is found
//! because the path is already there. Paths are compared after NFKC and case folding, since
//! some servers and file systems do not tell `A.html` from `a.html`.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::claims::Wish;
use super::shift::{Follow, Shift};
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
    /// The page of one row, by its position.
    Row(ItemId, usize),
    /// What an item says otherwise than its last edition.
    Comparison(ItemId),
    /// The same of two lists, as a table.
    Differences(ItemId),
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
    /// A part of a sitemap that is too long for one file, see [`SITEMAP_PART`].
    SitemapPart(usize),
    /// A feed, of a column or of the whole site.
    Feed(Option<ColumnId>),
    /// The same as JSON Feed.
    JsonFeed(Option<ColumnId>),
    /// How a browser searches the portal from its own box.
    OpenSearch,
    /// llms.txt: what there is and what is still in force, for language models.
    Llms,
    /// Open data, below `data/`.
    Data(Data),
}

impl Route {
    /// Whether it is a page that a portal with a 繁体版 has in traditional characters too. Files,
    /// feeds and data are shared, an address that moved leads to one page, and the page for what
    /// is not found is shown at any depth.
    #[must_use]
    pub fn has_twin(&self) -> bool {
        matches!(
            self,
            Self::Column(..)
                | Self::Facet(..)
                | Self::Item(_)
                | Self::Row(..)
                | Self::Comparison(_)
                | Self::Tombstone(_)
                | Self::Catalogue(_)
                | Self::Archive(_)
                | Self::Register(..)
                | Self::Numbers(_)
                | Self::Changes(_)
                | Self::Subscribe
                | Self::Help
                | Self::Taxonomy(_)
                | Self::Term(..)
                | Self::Search
                | Self::Map
                | Self::Correction
                | Self::Data(Data::Page)
        )
    }

    /// Whether the sitemap names it: a page that a reader may land on. The full pages of
    /// lists are not, since their items are, and rows are not, since their list is.
    #[must_use]
    pub fn is_mapped(&self) -> bool {
        matches!(
            self,
            Self::Item(_)
                | Self::Column(_, Page::Open)
                | Self::Catalogue(_)
                | Self::Archive(None | Some((_, Page::Open)))
                | Self::Register(_, Page::Open)
                | Self::Numbers(_)
                | Self::Changes(None)
                | Self::Subscribe
                | Self::Help
                | Self::Search
                | Self::Map
                | Self::Correction
                | Self::Data(Data::Page)
        )
    }
}

/// Pages in one file of the sitemap: the protocol allows 50 000 addresses, and a page may have a
/// second one, in traditional characters.
pub const SITEMAP_PART: usize = 25_000;

/// 开放数据: a file below `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    /// The page that lists all of it.
    Page,
    /// The list of data files, and what their fields are.
    Items,
    /// The catalogue in the words of DCAT.
    Catalogue,
    /// What is said of the items of a column that were published in a year; 0 for those
    /// without a date.
    Year(ColumnId, i16, DataFormat),
    /// A column with all that belongs to it, for archives and libraries.
    Pack(ColumnId),
}

/// The form of a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataFormat {
    /// JSON.
    Json,
    /// Comma-separated values with a BOM.
    Csv,
}

impl DataFormat {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Json, Self::Csv];

    /// The ending of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

/// The form in which rows are given beside their page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsFormat {
    /// Comma-separated values with a BOM, for Excel.
    Csv,
    /// JSON.
    Json,
    /// A workbook.
    Xlsx,
}

impl RowsFormat {
    /// All, in the order in which a page offers them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// The ending of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Paths of the output in order, each with its route.
#[derive(Debug, Default)]
pub struct Registry {
    /// What the items claim, by path: most of it, and hardly touched by an edit.
    own: Arc<[Path]>,
    /// All else, by path.
    rest: Vec<Path>,
    /// The keys of what the items claim; made when they are first asked for.
    keys: OnceLock<Arc<FxHashSet<u64>>>,
}

/// A path and what is there.
type Path = (Arc<str>, Route);

/// Claims on paths, the first on each.
#[derive(Debug, Default)]
pub(super) struct Claims {
    all: Vec<Claim>,
    /// So many of the first are those of items.
    own: usize,
    /// The position of each path by its [`key`]; of two that share one, the second stands at
    /// the next that is free.
    taken: FxHashMap<u64, usize>,
}

/// One claim on a path.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) path: String,
    pub(super) route: Route,
    pub(super) owner: SitePath,
}

impl Claims {
    /// None yet, and room for so many.
    pub(super) fn with_room(room: usize) -> Self {
        let taken = FxHashMap::with_capacity_and_hasher(room, FxBuildHasher);
        Self { all: Vec::with_capacity(room), own: 0, taken }
    }

    /// All claims up to now are those of items, and those to come are not.
    pub(super) fn end_of_items(&mut self) {
        self.own = self.all.len();
    }

    /// Adds a claim.
    ///
    /// # Errors
    /// The claim, and the one that has the path already.
    pub(super) fn claim(&mut self, claim: Claim) -> Result<(), (Claim, &Claim)> {
        self.claim_as(key(&claim.path), claim)
    }

    /// Adds a claim of which the [`key`] of its path is known.
    ///
    /// # Errors
    /// The claim, and the one that has the path already.
    pub(super) fn claim_as(
        &mut self,
        mut key: u64,
        claim: Claim,
    ) -> Result<(), (Claim, &Claim)> {
        loop {
            match self.taken.entry(key) {
                Entry::Occupied(taken) => {
                    let first = *taken.get();
                    if folded(&self.all[first].path) == folded(&claim.path) {
                        return Err((claim, &self.all[first]));
                    }
                    key = key.wrapping_add(1);
                }
                Entry::Vacant(free) => {
                    free.insert(self.all.len());
                    self.all.push(claim);
                    return Ok(());
                }
            }
        }
    }

    /// How many claims are of a sort.
    pub(super) fn count(&self, is: impl Fn(&Route) -> bool) -> usize {
        self.all.iter().filter(|claim| is(&claim.route)).count()
    }

    /// The routes, when all claims are made.
    pub(super) fn finish(mut self) -> Registry {
        let rest = self.all.split_off(self.own);
        let paths = |claims: Vec<Claim>| {
            let claims = claims.into_par_iter();
            sorted(claims.map(|claim| (Arc::from(claim.path), claim.route)).collect())
        };
        let own = paths(self.all).into();
        Registry { own, rest: paths(rest), keys: OnceLock::new() }
    }
}

fn sorted(mut paths: Vec<Path>) -> Vec<Path> {
    paths.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    paths
}

/// A path as it is compared.
fn folded(path: &str) -> Cow<'_, str> {
    if !path.is_ascii() {
        Cow::Owned(path.nfkc().flat_map(char::to_lowercase).collect())
    } else if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(path.to_ascii_lowercase())
    } else {
        Cow::Borrowed(path)
    }
}

/// A number that paths have in common which are compared as one, and hardly any others.
pub(super) fn key(path: &str) -> u64 {
    FxBuildHasher.hash_one(&*folded(path))
}

impl Registry {
    /// The route of a path of the output.
    #[must_use]
    pub fn resolve(&self, path: &str) -> Option<&Route> {
        let find =
            |routes: &[Path]| routes.binary_search_by(|(known, _)| (**known).cmp(path));
        match find(&self.own) {
            Ok(at) => Some(&self.own[at].1),
            Err(_) => find(&self.rest).ok().map(|at| &self.rest[at].1),
        }
    }

    /// The registry after some edits: some paths of items have gone and others come, and all that
    /// is not of items is claimed anew. `None` where two claim one path.
    pub(super) fn moved(
        &self,
        shift: &Shift,
        (gone, come): (&[Wish], &[Wish]),
        rest: Vec<Wish>,
    ) -> Option<Self> {
        let mut keys = self.keys().clone();
        if gone != come {
            let keys = Arc::make_mut(&mut keys);
            for (path, ..) in gone {
                keys.remove(&key(path));
            }
            if !come.iter().all(|(path, ..)| keys.insert(key(path))) {
                return None;
            }
        }
        let mut others = FxHashSet::with_capacity_and_hasher(rest.len(), FxBuildHasher);
        let mut is_free = |key| !keys.contains(&key) && others.insert(key);
        if !rest.iter().all(|(path, ..)| is_free(key(path))) {
            return None;
        }
        let own = match gone == come && shift.is_none() {
            true => self.own.clone(),
            false => self.own_moved(shift, (gone, come)).into(),
        };
        let rest = rest.into_par_iter().map(|(path, route, _)| (Arc::from(path), route));
        Some(Self { own, rest: sorted(rest.collect()), keys: OnceLock::from(keys) })
    }

    fn own_moved(&self, shift: &Shift, (gone, come): (&[Wish], &[Wish])) -> Vec<Path> {
        let gone: FxHashSet<&str> = gone.iter().map(|(path, ..)| path.as_str()).collect();
        let stays = self.own.par_iter().filter(|(path, _)| !gone.contains(&**path));
        let stays = stays.map(|(path, route)| {
            let mut route = route.clone();
            route.follow(shift);
            (path.clone(), route)
        });
        let mut own: Vec<Path> = stays.collect();
        for (path, route, _) in come {
            let at = own.partition_point(|(other, _)| **other < **path);
            own.insert(at, (Arc::from(path.as_str()), route.clone()));
        }
        own
    }

    fn keys(&self) -> &Arc<FxHashSet<u64>> {
        let make = || Arc::new(self.own.par_iter().map(|(path, _)| key(path)).collect());
        self.keys.get_or_init(make)
    }

    /// All paths with their routes, sorted.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Route)> {
        let (mut own, mut rest) =
            (self.own.iter().peekable(), self.rest.iter().peekable());
        let next = move || match (own.peek(), rest.peek()) {
            (Some((a, _)), Some((b, _))) if a > b => rest.next(),
            (Some(_), _) => own.next(),
            (None, _) => rest.next(),
        };
        std::iter::from_fn(next).map(|(path, route)| (&**path, route))
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Claims, Route, key};
    use crate::world::SitePath;

    #[test]
    fn paths_that_share_a_key_are_told_apart() {
        let owner = SitePath::new("content/a.md").unwrap();
        let claim = |path: &str| {
            let path = path.to_owned();
            Claim { path, route: Route::Map, owner: owner.clone() }
        };
        let mut claims = Claims::default();
        for path in ["a.html", "b.html", "c.html"] {
            assert!(claims.claim_as(7, claim(path)).is_ok(), "{path}");
        }
        for path in ["B.html", "b.html", "ｂ.html"] {
            let (_, first) = claims.claim_as(7, claim(path)).unwrap_err();
            assert_eq!(first.path, "b.html", "{path}");
        }
        assert_eq!(claims.finish().all().count(), 3);
    }

    #[test]
    fn paths_that_are_compared_as_one_share_a_key() {
        assert_eq!(key("a/B.html"), key("A/b.HTML"));
        assert_eq!(key("ａ/b.html"), key("a/b.html"));
        assert_ne!(key("a/b.html"), key("a/c.html"));
    }
}
