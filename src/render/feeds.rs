//! Feeds: Atom with the tombstones of RFC 6721, and JSON Feed 1.1 with the same entries.
//!
//! A feed says when each item last changed and puts that first, so that a reader who follows
//! a column learns of corrections too. It holds no time of its own making: while nothing
//! changes its bytes stay.

use std::cmp::Reverse;

use serde::Serialize;
use tera::Context;

use super::links::permalink;
use super::{Renderer, view};
use crate::disclosure::Published;
use crate::site::{ColumnId, ItemId, Site};
use crate::world::Date;

/// The first `limit` of some items that have a page and a date, what changed last before all.
fn first(site: &Site, ids: impl Iterator<Item = ItemId>, limit: usize) -> Vec<ItemId> {
    let keyed = ids.filter_map(|id| {
        let item = site.item(id);
        let front = item.disclosed.item();
        let at = front.changed().filter(|_| front.render)?;
        Some((Reverse(at), item.id.as_str(), id))
    });
    let mut list: Vec<_> = keyed.collect();
    if limit < list.len() {
        list.select_nth_unstable(limit);
        list.truncate(limit);
    }
    list.sort_unstable();
    list.into_iter().map(|(.., id)| id).collect()
}

/// What a feed tells.
#[derive(Serialize)]
struct Feed<'s> {
    title: String,
    /// The page whose news it tells.
    home: String,
    atom: String,
    json: String,
    /// The latest moment in it.
    updated: String,
    entries: Vec<Entry<'s>>,
    deleted: Vec<Deleted<'s>>,
}

#[derive(Serialize)]
struct Entry<'s> {
    title: &'s str,
    url: String,
    published: String,
    updated: String,
    summary: &'s str,
    column: &'s str,
    keywords: &'s [String],
    files: Vec<File<'s>>,
    facts: Facts<'s>,
}

#[derive(Serialize)]
struct File<'s> {
    url: String,
    mime_type: &'static str,
    title: &'s str,
    size_in_bytes: u64,
}

/// What JSON Feed has no word for.
#[derive(Serialize)]
struct Facts<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    index_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<String>,
    issuer: &'s [String],
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<&'static str>,
    /// Whether it may be relied on today; nothing is said of what has no validity.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<bool>,
}

/// An item that was withdrawn.
#[derive(Serialize)]
struct Deleted<'s> {
    url: String,
    when: String,
    reason: &'s str,
}

/// A moment of 北京时间 by RFC 3339; a day without a clock time begins at midnight.
pub(super) fn instant(moment: Published) -> String {
    let Published { date, time } = moment;
    match time {
        Some(at) => {
            format!("{date}T{:02}:{:02}:{:02}+08:00", at.hour(), at.minute(), at.second())
        }
        None => midnight(date),
    }
}

fn midnight(date: Date) -> String {
    format!("{date}T00:00:00+08:00")
}

/// The feed of a column, or of the whole site.
fn feed(site: &Site, column: Option<ColumnId>) -> (Feed<'_>, Vec<ItemId>) {
    let limit = site.config.feeds.limit;
    let base = &site.config.base_url;
    let ids = match column {
        Some(id) => first(site, site.column(id).items.iter().copied(), limit),
        None => first(site, site.items().map(|(id, _)| id), limit),
    };
    let place = |name: &str| {
        let at = column.unwrap_or(site.root_id());
        permalink(base, &site.column(at).below(name))
    };
    let name = view::site_name(site);
    let entries: Vec<Entry<'_>> = ids.iter().map(|id| entry(site, *id)).collect();
    let deleted = deleted(site, column, limit);
    let moments = entries.iter().map(|entry| &entry.updated);
    let latest = moments.chain(deleted.iter().map(|stone| &stone.when)).max().cloned();
    let feed = Feed {
        title: match column {
            Some(id) => format!("{} - {name}", site.column(id).title()),
            None => name,
        },
        home: place("index.html"),
        atom: place("atom.xml"),
        json: place("feed.json"),
        updated: latest.unwrap_or_else(|| midnight(Date::constant(1970, 1, 1))),
        entries,
        deleted,
    };
    (feed, ids)
}

fn entry(site: &Site, id: ItemId) -> Entry<'_> {
    let item = site.item(id);
    let front = item.disclosed.item();
    let moment = |at: Option<Published>| at.map(instant).unwrap_or_default();
    let files = item.attachments.iter().map(|(name, id)| (name, site.file(*id)));
    Entry {
        title: item.disclosed.title(),
        url: permalink(&site.config.base_url, &item.path()),
        published: moment(front.date),
        updated: moment(front.changed()),
        summary: front.description.as_deref().unwrap_or(&item.facts.summary),
        column: site.column(item.column).title(),
        keywords: &front.keywords,
        files: files
            .map(|(name, file)| File {
                url: permalink(&site.config.base_url, &file.path),
                mime_type: file.attachment.kind.media_type(),
                title: name,
                size_in_bytes: file.attachment.size,
            })
            .collect(),
        facts: Facts {
            index_number: front.index_number.as_ref().map(ToString::to_string),
            document_number: front.document_number.as_ref().map(ToString::to_string),
            issuer: site.issuers(item),
            kind: item.disclosed.fields().kind().chinese(),
            validity: item.standing.as_ref().map(|standing| standing.validity.word()),
            in_force: item
                .standing
                .as_ref()
                .map(|standing| standing.validity.is_in_force()),
        },
    }
}

/// What was withdrawn, the latest first.
fn deleted(site: &Site, column: Option<ColumnId>, limit: usize) -> Vec<Deleted<'_>> {
    let stones = site.tombstones.iter();
    let stones =
        stones.filter(|stone| column.is_none_or(|column| stone.column == column));
    let mut stones: Vec<_> = stones.collect();
    stones.sort_by_key(|stone| (Reverse(stone.tombstone.day), &stone.id));
    let told = stones.into_iter().take(limit);
    told.map(|stone| Deleted {
        url: permalink(&site.config.base_url, &format!("{}.html", stone.id)),
        when: midnight(stone.tombstone.day),
        reason: &stone.tombstone.reason,
    })
    .collect()
}

/// What the template of an Atom feed sees; `pages`, `feed_url` and `last_updated` are Zola's.
pub(super) fn fill(
    renderer: &Renderer,
    column: Option<ColumnId>,
    context: &mut Context,
) -> String {
    let site = renderer.site();
    let (feed, ids) = feed(site, column);
    context.insert("feed_url", &feed.atom);
    context.insert("last_updated", &feed.updated);
    context.insert("feed", &feed);
    context.insert_value("pages", renderer.card_list(&ids));
    if let Some(id) = column {
        context.insert("section", &view::section(site, id));
    }
    "atom.xml".to_owned()
}

/// JSON Feed 1.1.
#[derive(Serialize)]
struct JsonFeed<'f> {
    version: &'static str,
    title: &'f str,
    home_page_url: &'f str,
    feed_url: &'f str,
    language: &'static str,
    authors: [Author<'f>; 1],
    items: Vec<JsonEntry<'f>>,
    #[serde(rename = "_withdrawn", skip_serializing_if = "<[_]>::is_empty")]
    withdrawn: &'f [Deleted<'f>],
}

#[derive(Serialize)]
struct Author<'f> {
    name: &'f str,
}

#[derive(Serialize)]
struct JsonEntry<'f> {
    id: &'f str,
    url: &'f str,
    title: &'f str,
    content_text: &'f str,
    date_published: &'f str,
    date_modified: &'f str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'f str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attachments: &'f [File<'f>],
    #[serde(rename = "_disclosure")]
    facts: &'f Facts<'f>,
}

/// The feed of a column, or of the whole site, as JSON.
pub(super) fn json(site: &Site, column: Option<ColumnId>) -> Vec<u8> {
    let (feed, _) = feed(site, column);
    let document = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.home,
        feed_url: &feed.json,
        language: "zh-CN",
        authors: [Author { name: &site.config.portal.publisher().name }],
        items: feed.entries.iter().map(json_entry).collect(),
        withdrawn: &feed.deleted,
    };
    super::json_file(&document)
}

fn json_entry<'f>(entry: &'f Entry<'f>) -> JsonEntry<'f> {
    let Entry { title, url, published, updated, summary, keywords, .. } = entry;
    JsonEntry {
        id: url,
        url,
        title,
        // The format asks for a content; an item without a summary is told by its title.
        content_text: if summary.is_empty() { title } else { summary },
        date_published: published,
        date_modified: updated,
        tags: keywords.iter().map(String::as_str).collect(),
        attachments: &entry.files,
        facts: &entry.facts,
    }
}
