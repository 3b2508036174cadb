//! What every page sees: configuration and portal.

use std::collections::BTreeMap;

use serde::Serialize;

use super::service::{self, ApplicationView};
use super::source_path;
use crate::config::{Config, Correction, Fact, Institution};
use crate::render::links::site_path;
use crate::site::{ColumnId, Data, Route, Site};

/// `config`, with Zola's names.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the switches are Zola's keys")]
pub(in crate::render) struct ConfigView<'c> {
    base_url: &'c str,
    mode: &'static str,
    title: &'c str,
    description: &'c str,
    default_language: &'c str,
    author: Option<&'c str>,
    generate_feed: bool,
    generate_feeds: bool,
    feed_filenames: &'c [String],
    generate_sitemap: bool,
    generate_robots_txt: bool,
    build_search_index: bool,
    taxonomies: Vec<TaxonomyView<'c>>,
    languages: BTreeMap<(), ()>,
    extra: &'c BTreeMap<String, serde_json::Value>,
}

#[derive(Serialize)]
struct TaxonomyView<'c> {
    name: &'c str,
    paginate_by: Option<usize>,
    feed: bool,
    render: bool,
}

/// The view of the configuration. `mode` is `build` in the preview too: a page must not look
/// different there.
pub(in crate::render) fn config(config: &Config) -> ConfigView<'_> {
    ConfigView {
        base_url: &config.base_url,
        mode: "build",
        title: &config.title,
        description: &config.description,
        default_language: &config.default_language,
        author: config.author.as_deref(),
        generate_feed: config.feeds.generate,
        generate_feeds: config.feeds.generate,
        feed_filenames: &config.feeds.file_names,
        generate_sitemap: config.generate_sitemap,
        generate_robots_txt: config.generate_robots_txt,
        build_search_index: config.build_search_index,
        taxonomies: config
            .taxonomies
            .iter()
            .map(|taxonomy| TaxonomyView {
                name: &taxonomy.name,
                paginate_by: taxonomy.paginate_by,
                feed: taxonomy.feed,
                render: taxonomy.render,
            })
            .collect(),
        languages: BTreeMap::new(),
        extra: &config.extra,
    }
}

/// `portal`: the same on every page, without counts and dates.
#[derive(Serialize)]
pub(in crate::render) struct PortalView<'s> {
    name: &'s str,
    demonstration: bool,
    site_name: String,
    site_domain: &'s str,
    site_id_code: &'s str,
    icp: Option<&'s str>,
    police_record: Option<&'s str>,
    publisher: &'s Institution,
    entries: Vec<Entry<'s>>,
    columns: Vec<ColumnView<'s>>,
    /// The style sheet of the palette, `palette-….css` below `assets/`.
    palette: Option<String>,
    /// The picture of the masthead, below `assets/`.
    logo: Option<&'s str>,
    lead: Option<&'s str>,
    facts: &'s [Fact],
    hints: Vec<Entry<'s>>,
    correction: &'s Correction,
    application: ApplicationView<'s>,
    accessibility: Option<String>,
}

#[derive(Serialize)]
struct Entry<'s> {
    label: &'s str,
    path: String,
}

#[derive(Serialize)]
struct ColumnView<'s> {
    title: &'s str,
    path: String,
    kind: &'static str,
    column_type: Option<&'s str>,
}

/// The formal name of the site, which names its bureau.
pub(in crate::render) fn site_name(site: &Site) -> String {
    let (portal, title) = (&site.config.portal, &site.config.title);
    if title.is_empty() || *title == portal.name {
        format!("{}{}", portal.publisher().name, portal.name)
    } else {
        title.clone()
    }
}

/// The view of the portal.
pub(in crate::render) fn portal(site: &Site) -> PortalView<'_> {
    let portal = &site.config.portal;
    PortalView {
        name: &portal.name,
        demonstration: portal.demonstration,
        site_name: site_name(site),
        site_domain: portal.site_domain.as_deref().unwrap_or_default(),
        site_id_code: portal.site_id_code.as_deref().unwrap_or_default(),
        icp: portal.icp.as_deref(),
        police_record: portal.police_record.as_deref(),
        publisher: portal.publisher(),
        entries: entries(site, &portal.entries),
        columns: columns(site),
        palette: portal.palette.as_ref().map(|name| format!("palette-{name}.css")),
        logo: portal.logo.as_deref(),
        lead: portal.lead.as_deref(),
        facts: &portal.facts,
        hints: entries(site, &portal.hints),
        correction: &portal.correction,
        application: service::application(site),
        accessibility: portal
            .accessibility
            .as_deref()
            .and_then(|link| linked(site, link)),
    }
}

/// The page that an `@/` link of the configuration leads to.
pub(super) fn linked(site: &Site, link: &str) -> Option<String> {
    source_path(site, link.strip_prefix("@/")?)
}

/// Entries whose page is disclosed; `check` tells of the others.
fn entries<'s>(site: &'s Site, entries: &'s [crate::config::Entry]) -> Vec<Entry<'s>> {
    let shown = entries.iter().filter_map(|entry| {
        let path = linked(site, &entry.link)?;
        Some(Entry { label: &entry.label, path })
    });
    shown.collect()
}

/// The columns of the navigation: those at the top, in the officer's order.
fn columns(site: &Site) -> Vec<ColumnView<'_>> {
    let top = site.root().children.iter().map(|id| site.column(*id));
    top.map(|column| ColumnView {
        title: column.title(),
        path: site_path(&column.path()),
        kind: column.settings.as_ref().map_or("general", |set| set.kind.english()),
        column_type: column.settings.as_ref().and_then(|set| set.column_type.as_deref()),
    })
    .collect()
}

/// Which entry and which column of the navigation a page belongs to.
#[derive(Serialize)]
pub(in crate::render) struct Here {
    entry: Option<String>,
    column: Option<String>,
}

/// The place of a page in the navigation, by the column that lists it.
pub(in crate::render) fn here(site: &Site, column: Option<ColumnId>, path: &str) -> Here {
    let top = column.map(|id| {
        let mut up = site.ancestors(id);
        up.push(id);
        // The first is the root, the second stands in the navigation.
        *up.get(1).unwrap_or(&id)
    });
    let top = top.filter(|id| !site.column(*id).folder.is_empty());
    let column = top.map(|id| site_path(&site.column(id).path()));
    let page = site_path(path);
    let targets =
        site.config.portal.entries.iter().filter_map(|entry| linked(site, &entry.link));
    let targets: Vec<String> = targets.collect();
    let exact = targets.iter().find(|target| **target == page);
    let within = targets.iter().find(|target| Some(*target) == column.as_ref());
    Here { entry: exact.or(within).cloned(), column }
}

/// The column that lists the page of a route.
pub(in crate::render) fn column_of(site: &Site, route: &Route) -> Option<ColumnId> {
    match route {
        Route::Column(id, _)
        | Route::Facet(id, ..)
        | Route::Feed(Some(id))
        | Route::JsonFeed(Some(id))
        | Route::Data(Data::Year(id, ..) | Data::Pack(id)) => Some(*id),
        Route::Item(id)
        | Route::Rows(id, _)
        | Route::Row(id, _)
        | Route::Comparison(id)
        | Route::Differences(id)
        | Route::Calendar(Some(id)) => Some(site.item(*id).column),
        Route::Tombstone(at) => Some(site.tombstones[*at].column),
        _ => None,
    }
}
