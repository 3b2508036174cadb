//! Every path of the output that front matter decides, claimed for its source.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::address::PlacedItem;
use super::data;
use super::editions::row_path;
use super::facet::Dimension;
use super::lists::Lists;
use super::registry::{Claim, Claims, Route, RowsFormat, key};
use super::{Column, ColumnId, ItemId, Page, PlacedTombstone, Taxonomy};
use crate::config::{Config, PORTAL_FILE};
use crate::diag::{Finding, Place, Report};
use crate::disclosure::{Kind, PublicFields};
use crate::gate::Disclosed;
use crate::source::CONTENT;
use crate::world::SitePath;

/// Names at the root of the output that are ours.
const RESERVED: [&str; 8] =
    ["assets", "search", "data", "catalogue", "archive", "register", "number", "changes"];

/// A path of the output, what is there, and the source that wants it.
pub(super) type Wish = (String, Route, SitePath);

/// What the items want.
pub(super) fn of_items(items: &[PlacedItem], columns: &[Column]) -> Vec<Wish> {
    let items = items.par_iter().enumerate();
    let of = |(index, item): (usize, &PlacedItem)| {
        let row_pages = columns[item.column.index()].has_row_pages();
        of_item(ItemId::new(index), (&item.disclosed, &item.id), row_pages)
    };
    items.flat_map_iter(of).collect()
}

/// What all else wants that is known with the addresses.
pub(super) fn of_places(
    columns: &[Column],
    tombstones: &[PlacedTombstone],
    taxonomies: &[Taxonomy],
    config: &Config,
) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for (index, stone) in tombstones.iter().enumerate() {
        let source = stone.tombstone.source().path.clone();
        wishes.push((format!("{}.html", stone.id), Route::Tombstone(index), source));
    }
    for (index, column) in columns.iter().enumerate() {
        claim_column(&mut wishes, ColumnId::new(index), column, config);
    }
    claim_lists(&mut wishes, taxonomies);
    data::claim(&mut wishes, columns);
    claim_furniture(&mut wishes, config);
    wishes
}

/// Claims every path that front matter decides, what the items want first.
pub(super) fn claim_all(
    own: Vec<Wish>,
    others: Vec<Wish>,
    config: &Config,
    report: &mut Report,
) -> Claims {
    let (first, all) = (own.len(), own.len() + others.len());
    let wishes = own.into_par_iter().chain(others);
    let judged = wishes.map(|(path, route, owner)| {
        let claim = Claim { path, route, owner };
        (key(&claim.path), trespass(&claim, config), claim)
    });
    let mut claims = Claims::with_room(all);
    for (at, (key, trespass, claim)) in judged.collect::<Vec<_>>().into_iter().enumerate()
    {
        report.extend(trespass.into_iter().collect());
        let claimed = claims.claim_as(key, claim);
        if let Err((claim, first)) = claimed {
            report.push(collision(&claim, first));
        }
        if at + 1 == first {
            claims.end_of_items();
        }
    }
    claims
}

/// Makes one claim; what stands in its way is a finding.
pub(super) fn claim_one(claims: &mut Claims, claim: Claim, report: &mut Report) {
    if let Err((claim, first)) = claims.claim(claim) {
        report.push(collision(&claim, first));
    }
}

/// A page of the officer's in a place that is ours. Of a column it is told once, not for each
/// page of its list.
pub(super) fn trespass(claim: &Claim, config: &Config) -> Option<Finding> {
    let Claim { path, route, owner } = claim;
    let root = path.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let root = root.trim_end_matches(".html");
    let theirs = matches!(
        route,
        Route::Item(_)
            | Route::Tombstone(_)
            | Route::Alias(_)
            | Route::Column(_, Page::Open)
            | Route::Taxonomy(_)
    );
    let ours = RESERVED.contains(&root) || (config.portal.traditional && root == "hant");
    if theirs && ours {
        let message = format!("网址「{path}」在门户自己用的「{root}」里");
        let hint = match route {
            Route::Taxonomy(_) => "在 config.toml 的 taxonomies 里换一个名字",
            _ => "换一个文件夹名或文件名",
        };
        return Some(Finding::error(Place::file(owner), message).hint(hint));
    }
    // Which filters a column has depends on the day; a name must not come in their way some day.
    let name = path.rsplit_once('/').map_or("", |(_, name)| name);
    let mut words = Dimension::ALL.iter().map(|dimension| dimension.name());
    let filter = words
        .find(|word| name.strip_prefix(word).is_some_and(|rest| rest.starts_with('-')));
    let theirs = matches!(route, Route::Item(_) | Route::Tombstone(_));
    filter.filter(|_| theirs).map(|facet| {
        let message = format!("网址「{path}」以「{facet}-」开头，留给栏目的筛选网页");
        Finding::error(Place::file(owner), message).hint("换一个文件名")
    })
}

fn collision(claim: &Claim, first: &Claim) -> Finding {
    let (path, owner, taken) = (&claim.path, &claim.owner, &first.path);
    let first = &first.owner;
    let message = if path == taken {
        format!("「{owner}」和「{first}」要写到同一个网址「{path}」")
    } else {
        format!("「{owner}」的网址「{path}」和「{first}」的「{taken}」只差大小写")
    };
    Finding::error(Place::file(owner), message)
        .also(Place::file(first), "这里先用了这个网址")
        .hint("给其中一个换文件名，或加一行不同的「slug」")
}

/// What an item at an address wants.
pub(super) fn of_item(
    id: ItemId,
    (disclosed, address): (&Disclosed, &str),
    row_pages: bool,
) -> Vec<Wish> {
    let (source, outline) = (disclosed.path(), disclosed.outline());
    let mut claims = Vec::new();
    if !outline.render {
        return claims;
    }
    claims.push((format!("{address}.html"), Route::Item(id), source.clone()));
    if outline.kind == Kind::IntermediaryServices
        && let PublicFields::IntermediaryServices(list) = disclosed.fields()
    {
        // A key that is written twice has been told where it was read.
        let mut taken = FxHashSet::default();
        let rows =
            list.rows.iter().enumerate().filter(|(_, row)| {
                row_pages && taken.insert(row.key.to_ascii_lowercase())
            });
        for (at, row) in rows {
            claims.push((row_path(address, row), Route::Row(id, at), source.clone()));
        }
        for format in RowsFormat::ALL {
            let path = format!("{address}.{}", format.ending());
            claims.push((path, Route::Rows(id, format), source.clone()));
        }
    }
    if outline.closes.is_some() {
        let path = format!("{address}.ics");
        claims.push((path, Route::Calendar(Some(id)), source.clone()));
    }
    if outline.has.aliases {
        for alias in &disclosed.item().aliases {
            let route = Route::Alias(format!("{address}.html"));
            claims.push((alias_file(alias), route, source.clone()));
        }
    }
    claims
}

/// An alias keeps its file name when it has one, as in Zola.
fn alias_file(alias: &str) -> String {
    let alias = alias.trim_matches('/');
    if alias.ends_with(".html") {
        alias.to_owned()
    } else {
        format!("{alias}/index.html")
    }
}

fn claim_column(claims: &mut Vec<Wish>, id: ColumnId, column: &Column, config: &Config) {
    let source = column.front.path();
    let below = |name: &str| {
        if column.folder.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", column.folder)
        }
    };
    for page in column.paging.pages() {
        claims.push((
            below(&page.file("index")),
            Route::Column(id, page),
            source.clone(),
        ));
    }
    let feed = (!column.folder.is_empty()).then_some(id);
    if config.feeds.generate {
        claims.push((below("atom.xml"), Route::Feed(feed), source.clone()));
        claims.push((below("feed.json"), Route::JsonFeed(feed), source.clone()));
    }
    let aliases = column.front.section().map(|section| section.aliases.as_slice());
    for alias in aliases.unwrap_or_default() {
        claims.push((
            alias_file(alias),
            Route::Alias(below("index.html")),
            source.clone(),
        ));
    }
}

fn claim_lists(claims: &mut Vec<Wish>, taxonomies: &[Taxonomy]) {
    let owner = SitePath::new(CONTENT).expect("a constant path");
    for (at, taxonomy) in taxonomies.iter().enumerate() {
        let folder = &taxonomy.slug;
        claims.push((format!("{folder}/index.html"), Route::Taxonomy(at), owner.clone()));
        for (term_at, term) in taxonomy.terms.iter().enumerate() {
            for page in term.paging.pages() {
                let path = taxonomy.term_path(term, page);
                claims.push((path, Route::Term(at, term_at, page), owner.clone()));
            }
        }
    }
}

fn claim_furniture(claims: &mut Vec<Wish>, config: &Config) {
    let owner = SitePath::new(PORTAL_FILE).expect("a constant path");
    let mut claim =
        |path: &str, route| claims.push((path.to_owned(), route, owner.clone()));
    if config.build_search_index {
        claim("search.html", Route::Search);
        claim("opensearch.xml", Route::OpenSearch);
    }
    claim("map.html", Route::Map);
    claim("help.html", Route::Help);
    claim("subscribe.html", Route::Subscribe);
    claim("calendar.ics", Route::Calendar(None));
    claim("correction.html", Route::Correction);
    claim("404.html", Route::NotFound);
    claim("llms.txt", Route::Llms);
    if config.generate_sitemap {
        claim("sitemap.xml", Route::Sitemap);
    }
    if config.generate_robots_txt {
        claim("robots.txt", Route::Robots);
    }
}

/// Claims the paths that need to know how each item stands on the day of the site.
pub(super) fn claim_facets(claims: &mut Claims, columns: &[Column], report: &mut Report) {
    for (path, route, owner) in of_facets(columns) {
        claim_one(claims, Claim { path, route, owner }, report);
    }
}

/// What the facets of columns want.
pub(super) fn of_facets(columns: &[Column]) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let owner = column.front.path();
        for (at, facet) in column.facets.iter().enumerate() {
            for (value_at, value) in facet.values.iter().enumerate() {
                for page in value.paging.pages() {
                    let path = column.facet_path(facet, value, page);
                    let route = Route::Facet(ColumnId::new(index), (at, value_at), page);
                    wishes.push((path, route, owner.clone()));
                }
            }
        }
    }
    wishes
}

/// Claims the paths of the lists over the whole portal. They are in folders that are ours: whose
/// page is in the way has been told so.
pub(super) fn claim_over_all(claims: &mut Claims, lists: &Lists) {
    for (path, route, owner) in of_lists(lists) {
        let _ = claims.claim(Claim { path, route, owner });
    }
}

/// What the lists over the whole portal want.
pub(super) fn of_lists(lists: &Lists) -> Vec<Wish> {
    let owner = SitePath::new(CONTENT).expect("a constant path");
    let mut wishes = Vec::new();
    let mut claim = |path: String, route| wishes.push((path, route, owner.clone()));
    claim("catalogue/index.html".to_owned(), Route::Catalogue(None));
    for (at, year) in lists.catalogue.iter().enumerate() {
        for (page_at, page) in year.pages.iter().enumerate() {
            claim(page.path(), Route::Catalogue(Some((at, page_at))));
        }
    }
    claim("archive/index.html".to_owned(), Route::Archive(None));
    for (at, year) in lists.archive.iter().enumerate() {
        for page in year.paging.pages() {
            claim(year.path(page), Route::Archive(Some((at, page))));
        }
    }
    for (at, list) in lists.register.iter().enumerate() {
        for page in list.paging.pages() {
            claim(list.path(page), Route::Register(at, page));
        }
    }
    claim("number/index.html".to_owned(), Route::Numbers(None));
    for (at, code) in lists.numbers.iter().enumerate() {
        for (year_at, year) in code.years.iter().enumerate() {
            claim(code.path(year), Route::Numbers(Some((at, year_at))));
        }
    }
    claim("changes/index.html".to_owned(), Route::Changes(None));
    for (at, month) in lists.changes.iter().enumerate() {
        for page in month.paging.pages() {
            claim(month.path(page), Route::Changes(Some((at, page))));
        }
    }
    wishes
}
