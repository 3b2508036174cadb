//! What templates see: the theme's contract, version 1.
//!
//! A template gets these structs and nothing of the model. Within a version fields are only
//! added. Site paths are behind the sentinel of [`super::links`].

mod archive;
mod catalogue;
mod changes;
mod comparison;
mod facets;
mod fields;
mod item;
mod labels;
mod list;
mod numbers;
mod portal;
mod qr;
mod register;
mod row;
mod service;
mod ties;
mod twin;

pub(super) use comparison::differences;
pub(super) use item::{card, fill_item};
pub(super) use labels::{item_meta, meta};
pub(super) use list::section;
pub(super) use portal::{column_of, config, here, portal, site_name};
pub(super) use service::open_deadlines;
pub(super) use twin::twin;

use serde::Serialize;
use tera::Context;

use super::links::site_path;
use super::{Renderer, feeds, open, sitemap};
use crate::site::{ColumnId, Page, Route, Site, Target};

/// A link to a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Link {
    pub(super) title: String,
    pub(super) path: String,
}

/// A link that also says what ties the two, and when.
#[derive(Debug, Serialize)]
pub(super) struct Tie {
    pub(super) title: String,
    pub(super) path: Option<String>,
    pub(super) date: Option<String>,
    pub(super) note: Option<String>,
    pub(super) current: bool,
}

/// Puts a route's own variables into the context and names its template.
pub(super) fn fill(renderer: &Renderer, route: &Route, context: &mut Context) -> String {
    let site = renderer.site();
    match route {
        Route::Item(id) => {
            let item = (site.item(*id), site.neighbours(*id));
            fill_item(renderer, item, context)
        }
        Route::Row(id, at) => row::fill(site, (*id, *at), context),
        Route::Comparison(id) => comparison::fill(site, *id, context),
        Route::Column(id, page) => list::fill_column(renderer, *id, *page, context),
        Route::Facet(id, at, page) => {
            list::fill_facet(renderer, *id, (*at, *page), context)
        }
        Route::Tombstone(at) => {
            context.insert("tombstone", &item::tombstone(site, *at));
            "tombstone.html".to_owned()
        }
        Route::Alias(target) => {
            context.insert("url", &site_path(target));
            context.insert("title", title_of(site, target));
            "redirect.html".to_owned()
        }
        Route::Catalogue(at) => catalogue::fill(renderer, *at, context),
        Route::Archive(at) => archive::fill(renderer, *at, context),
        Route::Register(at, page) => register::fill(renderer, *at, *page, context),
        Route::Numbers(at) => numbers::fill(renderer, *at, context),
        Route::Changes(at) => changes::fill(renderer, *at, context),
        Route::Subscribe => service::fill_subscribe(renderer, context),
        Route::Help => "help.html".to_owned(),
        Route::Taxonomy(at) => list::fill_taxonomy(renderer, *at, context),
        Route::Term(at, term, page) => {
            list::fill_term(renderer, (*at, *term), *page, context)
        }
        Route::Map => list::fill_map(site, context),
        Route::Search => {
            context.insert("years", &catalogue::years(site));
            "search.html".to_owned()
        }
        Route::Correction => "correction.html".to_owned(),
        Route::NotFound => service::fill_missing(renderer, context),
        Route::Sitemap => sitemap::fill(site, None, context),
        Route::SitemapPart(part) => sitemap::fill(site, Some(*part), context),
        Route::Robots => "robots.txt".to_owned(),
        Route::OpenSearch => "opensearch.xml".to_owned(),
        Route::Feed(column) => feeds::fill(renderer, *column, context),
        Route::Data(_) => {
            context.insert("data", &open::page(site));
            "data.html".to_owned()
        }
        Route::Rows(..)
        | Route::Differences(_)
        | Route::File(_)
        | Route::Calendar(_)
        | Route::JsonFeed(_)
        | Route::Llms => {
            unreachable!("made without a template, see `Renderer::plain`")
        }
    }
}

/// The title of the page at a path of the output.
fn title_of<'s>(site: &'s Site, path: &str) -> &'s str {
    match site.registry.resolve(path) {
        Some(Route::Item(id)) => site.item(*id).disclosed.title(),
        Some(Route::Column(id, _)) => site.column(*id).title(),
        _ => "",
    }
}

/// The site path of the page made from a source below `content/`.
pub(super) fn source_path(site: &Site, source: &str) -> Option<String> {
    let path = match site.find(source)? {
        Target::Item(id, _) => site.item(id).path(),
        Target::Column(id) => site.column(id).path(),
        _ => return None,
    };
    Some(site_path(&path))
}

/// The path of a term's newest list.
pub(super) fn term_path(site: &Site, kind: &str, term: &str) -> Option<String> {
    let taxonomy =
        site.taxonomies.iter().find(|t| t.settings.name == kind || t.slug == kind)?;
    let term = taxonomy.term(term)?;
    Some(taxonomy.term_path(term, Page::Open))
}

/// The columns above and including `id`, the home page aside.
fn trail(site: &Site, id: ColumnId) -> Vec<Link> {
    let mut ids = site.ancestors(id);
    ids.push(id);
    let columns = ids.into_iter().map(|id| site.column(id));
    columns.filter(|column| !column.folder.is_empty()).map(column_link).collect()
}

fn column_link(column: &crate::site::Column) -> Link {
    Link { title: column.title().to_owned(), path: site_path(&column.path()) }
}
