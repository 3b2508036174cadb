//! What a reference means: the item behind a link, a 发文字号 or an 索引号.

use rustc_hash::FxHashMap;

use super::address::PlacedItem;
use super::{ItemId, Target};
use crate::diag::{Finding, Place};
use crate::disclosure::Reference;
use crate::source::CONTENT;
use crate::world::SitePath;

/// Look-up tables over all items.
pub(super) struct Pages<'a> {
    pub(super) by_source: &'a FxHashMap<SitePath, Target>,
    pub(super) withheld: &'a dyn Fn(&SitePath) -> bool,
    documents: FxHashMap<String, ItemId>,
    indexes: FxHashMap<String, ItemId>,
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

impl<'a> Pages<'a> {
    pub(super) fn new(
        items: &[PlacedItem],
        by_source: &'a FxHashMap<SitePath, Target>,
        withheld: &'a dyn Fn(&SitePath) -> bool,
    ) -> Self {
        let mut documents = FxHashMap::default();
        let mut indexes = FxHashMap::default();
        for (index, placed) in items.iter().enumerate() {
            let (item, id) = (placed.disclosed.item(), ItemId::new(index));
            if let Some(number) = &item.document_number {
                documents.entry(number.to_string()).or_insert(id);
            }
            if let Some(number) = &item.index_number {
                indexes.entry(number.to_string()).or_insert(id);
            }
        }
        Self { by_source, withheld, documents, indexes }
    }

    pub(super) fn find(&self, reference: &Reference) -> Found {
        match reference {
            Reference::Internal(source) => match self.source(source) {
                Ok(Target::Item(id, _)) => Found::Item(id),
                Ok(_) => Found::Nothing,
                Err(found) => found,
            },
            Reference::Document(number) => {
                item_or_elsewhere(&self.documents, &number.to_string())
            }
            Reference::Index(number) => {
                item_or_elsewhere(&self.indexes, &number.to_string())
            }
        }
    }

    /// The page of a source named by an `@/` link, without its anchor.
    pub(super) fn source(&self, source: &str) -> Result<Target, Found> {
        let content = SitePath::new(CONTENT).expect("a constant path");
        let Ok(path) = content.join(source) else { return Err(Found::Nothing) };
        match self.by_source.get(&path) {
            Some(target) => Ok(target.clone()),
            None if (self.withheld)(&path) => Err(Found::Withheld),
            None => Err(Found::Nothing),
        }
    }
}

fn item_or_elsewhere(table: &FxHashMap<String, ItemId>, number: &str) -> Found {
    table.get(number).map_or(Found::Elsewhere, |id| Found::Item(*id))
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
