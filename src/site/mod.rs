//! The finished site: columns, items, their order, their addresses and their relations.
//!
//! [`address()`] depends on front matter alone, [`relate()`] adds what the bodies say. The value
//! that comes out is complete and never changes; pages are queries of it.

mod address;
mod claims;
mod data;
mod editions;
mod facet;
mod files;
mod judge;
mod line;
mod lists;
mod moved;
mod order;
mod paging;
mod private;
mod reference;
mod registry;
mod relate;
mod retie;
mod settings;
mod shift;
mod swap;
mod terms;
mod ties;
mod validity;

pub use address::{Addresses, address};
pub use facet::{Dimension, Facet, FacetValue};
pub use files::NamedFile;
pub use lists::{
    ArchiveYear, CataloguePage, CatalogueYear, Change, ChangeMonth, Lists, NumberCode,
    NumberRow, NumberYear, RegisterList, Scope, What, catalogue_page,
};
pub use paging::{Page, Paging};
pub use private::PrivateItem;
pub use registry::{Data, DataFormat, Registry, Route, RowsFormat, SITEMAP_PART};
pub use relate::{Given, Related, relate};
pub use retie::Told;
pub use swap::Edited;
pub use terms::{Taxonomy, Term};
pub use validity::{Standing, Tag};

use std::sync::{Arc, OnceLock};

use crate::attachment::Attachment;
use crate::config::{self, Config};
use crate::gate::{Disclosed, DisclosedColumn, Tombstone};
use crate::markdown::Facts;
use crate::world::{Date, SitePath};
use line::{Line, Listing, Places};
use moved::Asked;
use order::Ranks;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("a site has fewer than 2^32 things"))
            }

            /// The position in the site's list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// An item of a site.
    ItemId
);
id!(
    /// A column of a site.
    ColumnId
);
id!(
    /// A published file of a site.
    FileId
);

/// The finished site. Its parts are shared, so that a site in which one item has another body
/// costs no more than that item, see [`Site::with`].
#[derive(Debug)]
pub struct Site {
    /// What the officer has set.
    pub config: Arc<Config>,
    /// The day for which the site stands.
    pub today: Date,
    /// Columns sorted by folder; the first is the root.
    pub columns: Arc<[Column]>,
    /// Items sorted by source.
    pub items: Vec<Arc<Item>>,
    /// What was withdrawn.
    pub tombstones: Arc<[PlacedTombstone]>,
    /// Files that items name, sorted by source.
    pub files: Arc<[File]>,
    /// Taxonomies with their terms.
    pub taxonomies: Arc<[Taxonomy]>,
    /// Lists over the whole portal.
    pub lists: Arc<Lists>,
    /// Every path of the output that the site claims.
    pub registry: Arc<Registry>,
    tables: Arc<Tables>,
    /// All items that name others or are named by them, and perhaps some that did, sorted.
    tied: Arc<[ItemId]>,
    /// Every number that any item names another by; gathered when it is first asked for.
    asked: Arc<OnceLock<Asked>>,
}

/// What the lists were made from, each in one piece of memory.
#[derive(Debug)]
struct Tables {
    lines: Vec<Line>,
    ranks: Ranks,
    places: Places,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// What its `_index.md` says; a column without one has only its folder's name.
    pub front: Arc<DisclosedColumn>,
    /// The folder below `content/`, empty for the root.
    pub folder: String,
    /// The column above; `None` for the root.
    pub parent: Option<ColumnId>,
    /// The columns directly below, in their order.
    pub children: Vec<ColumnId>,
    /// Its own items, in its order.
    pub items: Vec<ItemId>,
    /// How the list is cut into pages.
    pub paging: Paging,
    /// The years in which its items were published, the newest first, each in the column's
    /// order: the files of its data. Items without a date are of year 0, the last.
    pub years: Vec<(i16, Vec<ItemId>)>,
    /// Its items by year, topic, validity and issuer.
    pub facets: Vec<Facet>,
    /// What the portal's configuration says of it.
    pub settings: Option<config::Column>,
    /// What the body says.
    pub facts: Arc<Facts>,
    /// Where the body's links lead, in the order of the facts.
    pub targets: Vec<Target>,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Item {
    /// What is disclosed of it.
    pub disclosed: Arc<Disclosed>,
    /// Its output path without `.html`.
    pub id: String,
    /// The column that lists it.
    pub column: ColumnId,
    /// What the body says.
    pub facts: Arc<Facts>,
    /// Where the body's links lead, in the order of the facts.
    pub targets: Vec<Target>,
    /// Its attachments by their display name, in the order of 附件.
    pub attachments: Vec<(String, FileId)>,
    /// Its ties to other items.
    pub relations: Relations,
    /// 有效性 on the day of the site; `None` where the word does not apply.
    pub standing: Option<Standing>,
}

/// Ties between items, each in the order of the field or, for the back side, of the list.
#[derive(Debug, Clone, Default)]
pub struct Relations {
    /// 解读对象.
    pub interprets: Vec<ItemId>,
    /// Interpretations of this item.
    pub interpreted_by: Vec<ItemId>,
    /// Items that repeal this one.
    pub repealed_by: Vec<ItemId>,
    /// Items that this one repeals.
    pub repeals: Vec<ItemId>,
    /// The item whose place this one took, see `editions`.
    pub last_edition: Option<ItemId>,
    /// Items that amend this one.
    pub amended_by: Vec<ItemId>,
    /// Items that this one amends.
    pub amends: Vec<ItemId>,
    /// 依据: the words, and the item where the portal has it.
    pub basis: Vec<(String, Option<ItemId>)>,
    /// Items whose 发文字号 stands in the body, each with the number as it is written there.
    pub cites: Vec<(String, ItemId)>,
    /// Items whose body names this one by its 发文字号, or whose 依据 it is.
    pub cited_by: Vec<ItemId>,
    /// Items whose body links here.
    pub backlinks: Vec<ItemId>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An item, perhaps one of its headings.
    Item(ItemId, Option<String>),
    /// A column.
    Column(ColumnId),
    /// A published file.
    File(FileId),
    /// A heading of the same page.
    Anchor(String),
    /// Another site.
    External(String),
    /// Nowhere; the text is shown.
    Plain,
}

/// A published file.
#[derive(Debug, Clone)]
pub struct File {
    /// The file.
    pub attachment: Attachment,
    /// Its output path.
    pub path: String,
    /// The name that a reader saves it under.
    pub download: String,
}

/// What stands where a withdrawn item stood.
#[derive(Debug, Clone)]
pub struct PlacedTombstone {
    /// What is said of it.
    pub tombstone: Arc<Tombstone>,
    /// Its output path without `.html`.
    pub id: String,
    /// The column that listed it.
    pub column: ColumnId,
}

impl Site {
    /// An item.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// A column.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id.index()]
    }

    /// A published file.
    #[must_use]
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.index()]
    }

    /// All items with their ids.
    pub fn items(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        let items = self.items.iter().enumerate();
        items.map(|(index, item)| (ItemId::new(index), &**item))
    }

    /// The items before and after one in the list of its column.
    #[must_use]
    pub fn neighbours(&self, id: ItemId) -> (Option<ItemId>, Option<ItemId>) {
        let Tables { lines, places, .. } = &*self.tables;
        let column = self.column(lines[id.index()].column);
        places.neighbours(id, &column.items)
    }

    /// All columns with their ids.
    pub fn columns(&self) -> impl Iterator<Item = (ColumnId, &Column)> {
        self.columns
            .iter()
            .enumerate()
            .map(|(index, column)| (ColumnId::new(index), column))
    }

    /// 发文机关 of an item; the portal's own bureau where none is named.
    #[must_use]
    pub fn issuers<'s>(&'s self, item: &'s Item) -> &'s [String] {
        match item.disclosed.item().issuer.as_slice() {
            [] => std::slice::from_ref(&self.config.portal.publisher().name),
            named => named,
        }
    }

    /// The root column.
    #[must_use]
    pub fn root(&self) -> &Column {
        &self.columns[0]
    }

    /// The root column's id.
    #[must_use]
    pub fn root_id(&self) -> ColumnId {
        ColumnId::new(0)
    }

    /// The page made from a source file, below `content/`, as `@/` links name it.
    #[must_use]
    pub fn find(&self, source: &str) -> Option<Target> {
        let path = SitePath::new(crate::source::CONTENT).ok()?.join(source).ok()?;
        reference::of_source(&path, &self.items, &self.columns)
    }

    /// The columns from the root down to `id`, itself excluded.
    #[must_use]
    pub fn ancestors(&self, id: ColumnId) -> Vec<ColumnId> {
        let mut up = Vec::new();
        let mut at = self.column(id).parent;
        while let Some(column) = at {
            up.push(column);
            at = self.column(column).parent;
        }
        up.reverse();
        up
    }
}

impl reference::Sorted for Arc<Item> {
    fn key(&self) -> &str {
        self.disclosed.path().as_str()
    }
}

impl reference::Listed for Arc<Item> {
    fn disclosed(&self) -> &Disclosed {
        &self.disclosed
    }
}

impl reference::Sorted for Column {
    fn key(&self) -> &str {
        &self.folder
    }
}

impl Column {
    fn take(&mut self, list: Listing) {
        let Listing { items, paging, years } = list;
        (self.items, self.paging, self.years) = (items, paging, years);
    }

    /// The title, or the folder's name.
    #[must_use]
    pub fn title(&self) -> &str {
        self.front.title().unwrap_or(&self.folder)
    }

    /// Whether the rows of its lists have pages of their own.
    pub(super) fn has_row_pages(&self) -> bool {
        self.settings.as_ref().is_none_or(|set| set.row_pages)
    }

    /// The output path of its newest page.
    #[must_use]
    pub fn path(&self) -> String {
        if self.folder.is_empty() {
            "index.html".to_owned()
        } else {
            format!("{}/index.html", self.folder)
        }
    }

    /// The output path of a page of a value of one of its facets.
    #[must_use]
    pub fn facet_path(&self, facet: &Facet, value: &FacetValue, page: Page) -> String {
        self.below(&facet.file(value, page))
    }

    /// The output path of something in the column's folder.
    #[must_use]
    pub fn below(&self, name: &str) -> String {
        if self.folder.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.folder)
        }
    }
}

impl Item {
    /// The output path of its rows, where it has any.
    #[must_use]
    pub fn rows_path(&self, format: RowsFormat) -> String {
        format!("{}.{}", self.id, format.ending())
    }

    /// The output path of its page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.html", self.id)
    }
}
