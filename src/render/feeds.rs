//! What feeds and the sitemap list.

use serde::Serialize;

use super::links::permalink;
use crate::site::{ColumnId, ItemId, Page, Route, Site};

/// The newest items of a column, or of the whole site, at most `limit`.
pub(super) fn newest(site: &Site, column: Option<ColumnId>, limit: usize) -> Vec<ItemId> {
    let newest = site.lists.newest.iter().copied();
    newest
        .filter(|id| column.is_none_or(|column| site.item(*id).column == column))
        .take(limit)
        .collect()
}

/// One address of the sitemap.
#[derive(Serialize)]
pub(super) struct SitemapEntry {
    permalink: String,
    updated: Option<String>,
}

/// Every page that a reader may land on: not the pages of old lists, whose items are here.
pub(super) fn sitemap(site: &Site) -> Vec<SitemapEntry> {
    let base = &site.config.base_url;
    let mut entries = Vec::new();
    for (path, route) in site.registry.all() {
        let updated = match route {
            Route::Item(id) => {
                let item = site.item(*id).disclosed.item();
                item.updated.or(item.date).map(|moment| moment.date.to_string())
            }
            Route::Column(_, Page::Open)
            | Route::Catalogue(_)
            | Route::Archive(None | Some((_, Page::Open)))
            | Route::Register(_, Page::Open)
            | Route::Numbers(_)
            | Route::Changes(None)
            | Route::Subscribe
            | Route::Help
            | Route::Search
            | Route::Map
            | Route::Correction => None,
            _ => continue,
        };
        entries.push(SitemapEntry { permalink: permalink(base, path), updated });
    }
    entries
}
