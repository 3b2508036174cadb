//! What the sitemap lists: every page that a reader may land on, and when it last changed.

use serde::Serialize;
use tera::Context;

use super::links::permalink;
use super::twins::FOLDER;
use crate::site::{ItemId, Route, Site};

/// One address of the sitemap.
#[derive(Serialize)]
struct Place {
    permalink: String,
    updated: Option<String>,
    /// The address, and after it that of the page in traditional characters, if there is one.
    addresses: Vec<String>,
}

/// What the template of the sitemap sees: `entries`, or `parts` where one file is too long.
pub(super) fn fill(site: &Site, part: Option<usize>, context: &mut Context) -> String {
    let parts =
        site.registry.all().filter(|(_, route)| matches!(route, Route::SitemapPart(_)));
    let parts: Vec<String> =
        parts.map(|(path, _)| permalink(&site.config.base_url, path)).collect();
    let whole = parts.is_empty();
    context.insert("parts", &parts);
    let entries: Vec<Place> = match part {
        None if whole => places(site, |_| true),
        None => Vec::new(),
        Some(0) => places(site, |route| !matches!(route, Route::Item(_))),
        Some(part) => items_of_part(site, part),
    };
    context.insert("twins", &entries.iter().any(|entry| entry.addresses.len() > 1));
    context.insert("entries", &entries);
    "sitemap.xml".to_owned()
}

/// The pages of which a condition holds, by path.
fn places(site: &Site, of: impl Fn(&Route) -> bool) -> Vec<Place> {
    let all = site.registry.all().filter(|(_, route)| route.is_mapped() && of(route));
    all.map(|(path, route)| place(site, path, route)).collect()
}

fn place(site: &Site, path: &str, route: &Route) -> Place {
    let updated = match route {
        Route::Item(id) => site.item(*id).disclosed.item().changed(),
        Route::Column(id, _) => {
            let items = site.column(*id).items.iter();
            items.filter_map(|id| site.item(*id).disclosed.item().changed()).max()
        }
        _ => None,
    };
    let base = &site.config.base_url;
    let twin = site.config.portal.traditional && route.has_twin();
    let permalink = permalink(base, path);
    let hant = twin.then(|| format!("{base}/{FOLDER}{path}"));
    Place {
        addresses: [permalink.clone()].into_iter().chain(hant).collect(),
        permalink,
        updated: updated.map(|moment| moment.date.to_string()),
    }
}

/// The items of a part, the oldest in the first, so that a new item changes only the last.
fn items_of_part(site: &Site, part: usize) -> Vec<Place> {
    let rendered = site.items().filter(|(_, item)| item.disclosed.item().render);
    let mut items: Vec<_> =
        rendered.map(|(id, item)| (item.disclosed.item().date, &item.id, id)).collect();
    items.sort_unstable();
    let of_part =
        items.chunks(crate::site::SITEMAP_PART).nth(part - 1).unwrap_or_default();
    let place = |(_, _, id): &(_, _, ItemId)| {
        place(site, &site.item(*id).path(), &Route::Item(*id))
    };
    of_part.iter().map(place).collect()
}
