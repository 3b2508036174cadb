//! What a reference means: the item behind a link, a 发文字号 or an 索引号.

use std::sync::OnceLock;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use super::{ColumnId, ItemId, Target};
use crate::diag::{Finding, Place};
use crate::disclosure::Reference;
use crate::gate::Disclosed;
use crate::source::{COLUMN_FILE, CONTENT};
use crate::world::SitePath;

/// What references are looked up in.
pub(super) struct Pages<'a, I, C> {
    items: &'a [I],
    columns: &'a [C],
    withheld: &'a (dyn Fn(&SitePath) -> bool + Sync),
    /// Tables that are made when they are first asked for.
    documents: OnceLock<FxHashMap<String, Numbered>>,
    indexes: OnceLock<FxHashMap<&'a str, ItemId>>,
}

/// What has a 发文字号.
struct Numbered {
    /// The first item with it.
    first: ItemId,
    /// Another one has it, too.
    shared: bool,
}

/// What a reference came to.
pub(super) enum Found {
    /// An item of the portal.
    Item(ItemId),
    /// A document that the portal does not have.
    Elsewhere,
    /// An item that is not disclosed.
    Withheld,
    /// No such source.
    Nothing,
}

impl<'a, I: Listed, C: Sorted> Pages<'a, I, C> {
    pub(super) fn new(
        items: &'a [I],
        columns: &'a [C],
        withheld: &'a (dyn Fn(&SitePath) -> bool + Sync),
    ) -> Self {
        let (documents, indexes) = (OnceLock::new(), OnceLock::new());
        Self { items, columns, withheld, documents, indexes }
    }

    /// The items with each 发文字号.
    fn documents(&self) -> &FxHashMap<String, Numbered> {
        self.documents.get_or_init(|| {
            let mut table = FxHashMap::default();
            for (index, item) in self.items.iter().enumerate() {
                if let Some(number) = &item.disclosed().item().document_number {
                    let first = ItemId::new(index);
                    let fresh = Numbered { first, shared: false };
                    let of_number = table.entry(number.to_string());
                    of_number
                        .and_modify(|known: &mut Numbered| known.shared = true)
                        .or_insert(fresh);
                }
            }
            table
        })
    }

    /// The first item with each 索引号.
    fn indexes(&self) -> &FxHashMap<&'a str, ItemId> {
        self.indexes.get_or_init(|| {
            let mut table = FxHashMap::default();
            for (index, item) in self.items.iter().enumerate() {
                if let Some(number) = &item.disclosed().item().index_number {
                    table.entry(number.as_str()).or_insert(ItemId::new(index));
                }
            }
            table
        })
    }

    /// The one item with a 发文字号 in its official form; none where several have it, because then
    /// nothing says which of them is meant.
    pub(super) fn numbered(&self, number: &str) -> Option<ItemId> {
        let found = self.documents().get(number)?;
        (!found.shared && self.has_page(found.first)).then_some(found.first)
    }

    /// Whether an item is given a page (Zola's `render`).
    pub(super) fn has_page(&self, id: ItemId) -> bool {
        self.items[id.index()].disclosed().item().render
    }

    pub(super) fn find(&self, reference: &Reference) -> Found {
        match reference {
            Reference::Internal(source) => match self.source(source) {
                Ok(Target::Item(id, _)) => Found::Item(id),
                Ok(_) => Found::Nothing,
                Err(found) => found,
            },
            Reference::Document(number) => {
                let found = self.documents().get(&number.to_string());
                item_or_elsewhere(found.map(|numbered| &numbered.first))
            }
            Reference::Index(number) => {
                item_or_elsewhere(self.indexes().get(number.as_str()))
            }
        }
    }

    /// The page of a source named by an `@/` link, without its anchor.
    pub(super) fn source(&self, source: &str) -> Result<Target, Found> {
        let content = SitePath::new(CONTENT).expect("a constant path");
        let Ok(path) = content.join(source) else { return Err(Found::Nothing) };
        match of_source(&path, self.items, self.columns) {
            Some(target) => Ok(target),
            None if (self.withheld)(&path) => Err(Found::Withheld),
            None => Err(Found::Nothing),
        }
    }
}

fn item_or_elsewhere(found: Option<&ItemId>) -> Found {
    found.map_or(Found::Elsewhere, |id| Found::Item(*id))
}

/// What a list of the site is sorted by.
pub(super) trait Sorted {
    /// The source of an item, the folder of a column.
    fn key(&self) -> &str;
}

/// An item in such a list, addressed or finished.
pub(super) trait Listed: Sorted {
    /// What is disclosed of it.
    fn disclosed(&self) -> &Disclosed;
}

/// The attachments that an item names, each with its label and the file that is meant.
pub(super) fn attachments(disclosed: &Disclosed) -> Vec<(String, SitePath)> {
    let base = disclosed.path().parent();
    let named = disclosed.item().attachments.iter().filter_map(|attachment| {
        let plain = percent_decode_str(&attachment.file).decode_utf8_lossy();
        let source = base.resolve(&plain).ok()?;
        let label = attachment.label.clone();
        Some((label.unwrap_or_else(|| source.stem().to_owned()), source))
    });
    named.collect()
}

/// The item or column that was made from a source. Both lists are sorted, so no table is needed.
pub(super) fn of_source(
    path: &SitePath,
    items: &[impl Sorted],
    columns: &[impl Sorted],
) -> Option<Target> {
    if path.name() != COLUMN_FILE {
        let found = items.binary_search_by(|item| item.key().cmp(path.as_str()));
        return found.ok().map(|at| Target::Item(ItemId::new(at), None));
    }
    let content = SitePath::new(CONTENT).expect("a constant path");
    let folder = path.parent();
    let folder = folder.below(&content)?;
    let found = columns.binary_search_by(|column| column.key().cmp(folder));
    found.ok().map(|at| Target::Column(ColumnId::new(at)))
}

/// The finding for a link or reference that leads nowhere.
pub(super) fn dead(place: Place, written: &str, found: &Found) -> Option<Finding> {
    match found {
        Found::Item(_) | Found::Elsewhere => None,
        Found::Withheld => Some(
            Finding::warning(
                place,
                format!("「{written}」指向没有公开的条目，只显示文字"),
            )
            .hint("删去这个链接，或改为指向已公开的条目"),
        ),
        Found::Nothing => Some(
            Finding::error(place, format!("「{written}」指向的条目不存在"))
                .hint("检查路径：从 content 文件夹写起，例如「@/zhengce/wenjian.md」"),
        ),
    }
}
