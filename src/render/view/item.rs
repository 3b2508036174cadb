//! What an item's page sees.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Value};

use super::comparison::comparisons;
use super::fields::{FieldsView, fields};
use super::ties::{ValidityView, basis, chain, citing, link, ties, validity};
use super::{Link, Tie, column_link, qr};
use crate::attachment::size_text;
use crate::disclosure::{Attribute, PublicFields, Topic, chinese_date};
use crate::markdown::{self, Facts, Heading, Href, LinkUse, TargetKind, target_kind};
use crate::render::Renderer;
use crate::render::links::{permalink, site_path};
use crate::site::{Item, ItemId, Site, Target, catalogue_page};

/// The most citing items that a page lists.
const CITED_BY: usize = 30;

/// An item in a list.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Card<'s> {
    title: &'s str,
    path: String,
    permalink: String,
    date: String,
    description: Option<&'s str>,
    summary: &'s str,
    document_number: Option<String>,
    index_number: Option<String>,
    issuer: String,
    kind_name: &'static str,
    validity: Option<ValidityView>,
    column: Link,
    withdrawn: bool,
}

/// The view of an item in a list.
pub(in crate::render) fn card(site: &Site, id: ItemId) -> Card<'_> {
    let item = site.item(id);
    let front = item.disclosed.item();
    Card {
        title: item.disclosed.title(),
        path: site_path(&item.path()),
        permalink: permalink(&site.config.base_url, &item.path()),
        date: front.date.map(|moment| moment.date.to_string()).unwrap_or_default(),
        description: front.description.as_deref(),
        summary: &item.facts.summary,
        document_number: front.document_number.as_ref().map(ToString::to_string),
        index_number: front.index_number.as_ref().map(ToString::to_string),
        issuer: issuer(site, item),
        kind_name: item.disclosed.fields().kind().chinese(),
        validity: item.standing.as_ref().map(|standing| validity(site, item, standing)),
        column: column_link(site.column(item.column)),
        withdrawn: false,
    }
}

fn issuer(site: &Site, item: &Item) -> String {
    site.issuers(item).join(" ")
}

/// `page`, with Zola's names. `content`, `lower` and `higher` are put in as values.
#[derive(Serialize)]
struct PageView<'s> {
    title: &'s str,
    description: Option<&'s str>,
    date: Option<String>,
    updated: Option<String>,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    path: String,
    permalink: String,
    slug: &'s str,
    relative_path: &'s str,
    lang: &'static str,
    draft: bool,
    content: Value,
    summary: &'s str,
    toc: Vec<TocView<'s>>,
    ancestors: Vec<Link>,
    taxonomies: BTreeMap<&'s str, Vec<Link>>,
    authors: &'s [String],
    assets: Vec<String>,
    word_count: usize,
    reading_time: usize,
    extra: &'s BTreeMap<String, serde_json::Value>,
    backlinks: Vec<Link>,
    lower: Value,
    higher: Value,
    disclosure: DisclosureView<'s>,
}

#[derive(Serialize)]
struct TocView<'s> {
    level: u8,
    id: &'s str,
    permalink: String,
    title: &'s str,
    children: Vec<TocView<'s>>,
}

/// `page.disclosure`.
#[derive(Serialize)]
struct DisclosureView<'s> {
    attribute: &'static str,
    index_number: Option<String>,
    /// The row of the 目录 that lists the item by its number.
    index_path: Option<String>,
    issuer: String,
    issuers: &'s [String],
    document_number: Option<String>,
    written: Option<String>,
    written_text: Option<String>,
    published_text: Option<String>,
    updated_text: Option<String>,
    genre: Option<&'s str>,
    topic: Option<String>,
    keywords: &'s [String],
    signatory: Option<&'s str>,
    addressees: &'s [String],
    scope: Option<&'s str>,
    effective: Option<String>,
    expires: Option<String>,
    legal_item: Option<&'s str>,
    kind: &'static str,
    kind_name: &'static str,
    validity: Option<ValidityView>,
    interprets: Vec<Tie>,
    interpreted_by: Vec<Tie>,
    repeals: Vec<Tie>,
    amends: Vec<Tie>,
    basis: Vec<Tie>,
    chain: Vec<Tie>,
    /// Items that name this one, the newest first; see [`CITED_BY`].
    cited_by: Vec<Tie>,
    /// How many more there are.
    cited_by_more: usize,
    /// The address of the page as a QR code, an `<svg>`; empty where the address is too long for one.
    qr: String,
    /// Where it is compared with its last edition, and with the one that took its place.
    comparisons: Vec<Link>,
    changes: &'s [crate::disclosure::Change],
    attachments: Vec<FileView<'s>>,
    fields: FieldsView<'s>,
    column: Link,
    /// The calendar file of a notice with a 截止日期.
    calendar: Option<String>,
}

#[derive(Serialize)]
struct FileView<'s> {
    name: &'s str,
    path: String,
    download: &'s str,
    ext: String,
    type_name: &'static str,
    size_text: String,
    sha256: &'s str,
}

/// The items before and after one in its column's list.
type Neighbours = (Option<ItemId>, Option<ItemId>);

/// Puts an item's variables into the context and names its template: the one that front
/// matter asks for, the column's, the kind's, `page.html`. A withheld item has no neighbours.
pub(in crate::render) fn fill_item(
    renderer: &Renderer,
    (item, neighbours): (&Item, Neighbours),
    context: &mut Context,
) -> String {
    let site = renderer.site();
    context.insert("page", &page(renderer, (item, neighbours)));
    let column = site.column(item.column).front.section();
    let asked = item.disclosed.item().template.as_deref();
    let asked =
        asked.or_else(|| column.and_then(|column| column.page_template.as_deref()));
    if let Some(template) = asked {
        return template.to_owned();
    }
    let own = format!("kinds/{}.html", item.disclosed.fields().kind().english());
    let has_contact = match item.disclosed.fields() {
        PublicFields::Institution(fields) => fields.name.is_some(),
        _ => true,
    };
    if has_contact && renderer.tera.contains_template(&own) {
        own
    } else {
        "page.html".to_owned()
    }
}

fn page<'s>(
    renderer: &'s Renderer,
    (item, (lower, higher)): (&'s Item, Neighbours),
) -> PageView<'s> {
    let site = &*renderer.site;
    let front = item.disclosed.item();
    let date = front.date.map(|moment| moment.date);
    let url = permalink(&site.config.base_url, &item.path());
    let neighbour = |id: Option<ItemId>| id.map_or(Value::none(), |id| renderer.card(id));
    PageView {
        title: item.disclosed.title(),
        description: front.description.as_deref(),
        date: date.map(|date| date.to_string()),
        updated: front.updated.map(|moment| moment.date.to_string()),
        year: date.map(jiff::civil::Date::year),
        month: date.map(jiff::civil::Date::month),
        day: date.map(jiff::civil::Date::day),
        path: site_path(&item.path()),
        slug: item.id.rsplit('/').next().unwrap_or_default(),
        relative_path: relative_path(item),
        lang: "zh",
        draft: false,
        content: Value::safe_string(&content(site, item)),
        summary: &item.facts.summary,
        toc: toc(&item.facts.headings, &url),
        permalink: url,
        ancestors: super::trail(site, item.column),
        taxonomies: taxonomies(site, item),
        authors: &front.authors,
        assets: item
            .attachments
            .iter()
            .map(|(_, id)| site_path(&site.file(*id).path))
            .collect(),
        word_count: item.facts.length,
        reading_time: item.facts.length.div_ceil(439),
        extra: &front.extra,
        backlinks: item.relations.backlinks.iter().map(|id| link(site, *id)).collect(),
        lower: neighbour(lower),
        higher: neighbour(higher),
        disclosure: disclosure(site, item),
    }
}

fn relative_path(item: &Item) -> &str {
    item.disclosed.path().as_str().trim_start_matches("content/")
}

/// The body as HTML. Links lead where [`crate::site::relate`] judged that they lead.
fn content(site: &Site, item: &Item) -> String {
    let numbers = &item.relations.cites;
    body(site, item.disclosed.body(), (&item.facts, &item.targets, numbers))
}

/// What is known of a body: its facts, where its links lead, and whose 发文字号 it names.
pub(super) type Known<'k> = (&'k Facts, &'k [Target], &'k [(String, ItemId)]);

pub(super) fn body(
    site: &Site,
    text: &str,
    (facts, targets, numbers): Known<'_>,
) -> String {
    let href = |written: &str, usage: LinkUse| {
        if usage == LinkUse::Number {
            let known = numbers.iter().find(|(number, _)| number == written);
            return known.map_or(Href::Plain, |(_, id)| {
                Href::Site(site_path(&site.item(*id).path()))
            });
        }
        let at = facts.links.iter().position(|l| l.target == written && l.usage == usage);
        at.map_or(Href::Plain, |at| href(site, &targets[at], usage))
    };
    markdown::html(text, facts, &href)
}

fn href(site: &Site, target: &Target, usage: LinkUse) -> Href {
    match target {
        Target::Item(id, anchor) => {
            let path = site_path(&site.item(*id).path());
            Href::Site(match anchor {
                Some(anchor) => format!("{path}#{anchor}"),
                None => path,
            })
        }
        Target::Column(id) => Href::Site(site_path(&site.column(*id).path())),
        Target::File(id) => {
            let file = site.file(*id);
            if usage == LinkUse::Image && !file.attachment.kind.image {
                return Href::Plain;
            }
            Href::Site(site_path(&file.path))
        }
        Target::Anchor(id) => Href::Site(format!("#{id}")),
        Target::External(url) if target_kind(url) == TargetKind::External => {
            Href::External(url.clone())
        }
        Target::External(_) | Target::Plain => Href::Plain,
    }
}

/// Headings nested by level.
fn toc<'s>(headings: &'s [Heading], url: &str) -> Vec<TocView<'s>> {
    let Some(top) = headings.iter().map(|heading| heading.level).min() else {
        return Vec::new();
    };
    let mut list: Vec<TocView<'s>> = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let below =
            after.iter().position(|heading| heading.level <= first.level.max(top));
        let (children, next) = after.split_at(below.unwrap_or(after.len()));
        list.push(TocView {
            level: first.level,
            id: &first.id,
            permalink: format!("{url}#{}", first.id),
            title: &first.text,
            children: toc(children, url),
        });
        rest = next;
    }
    list
}

fn taxonomies<'s>(site: &'s Site, item: &'s Item) -> BTreeMap<&'s str, Vec<Link>> {
    let front = item.disclosed.item();
    let mut map = BTreeMap::new();
    for taxonomy in site.taxonomies.iter() {
        let name = taxonomy.settings.name.as_str();
        let own = front.taxonomies.get(name).map(Vec::as_slice).unwrap_or_default();
        let keywords = if name == "keywords" { front.keywords.as_slice() } else { &[] };
        let links = own.iter().chain(keywords).filter_map(|word| {
            let path = super::term_path(site, name, word)?;
            Some(Link { title: word.clone(), path: site_path(&path) })
        });
        map.insert(name, links.collect());
    }
    map
}

fn disclosure<'s>(site: &'s Site, item: &'s Item) -> DisclosureView<'s> {
    let front = item.disclosed.item();
    let relations = &item.relations;
    let column = site.column(item.column);
    let kind = item.disclosed.fields().kind();
    let citing = citing(site, item);
    DisclosureView {
        attribute: front.attribute.map_or("公开属性未定", Attribute::word),
        index_number: front.index_number.as_ref().map(ToString::to_string),
        index_path: index_path(item),
        issuer: issuer(site, item),
        issuers: site.issuers(item),
        document_number: front.document_number.as_ref().map(ToString::to_string),
        written: front.written.map(|day| day.to_string()),
        written_text: front.written.map(|day| chinese_date(day.date())),
        published_text: front.date.map(|moment| moment.to_string()),
        updated_text: front.updated.map(|moment| moment.to_string()),
        genre: front.genre.as_ref().map(crate::disclosure::Genre::word),
        topic: front.topic.as_ref().map(Topic::shown),
        keywords: &front.keywords,
        signatory: front.signatory.as_deref(),
        addressees: &front.addressees,
        scope: front.scope.as_deref(),
        effective: front.effective.map(|day| chinese_date(day.date())),
        expires: front.expires.map(|day| chinese_date(day.date())),
        legal_item: column.settings.as_ref().and_then(|set| set.legal_item.as_deref()),
        kind: kind.english(),
        kind_name: kind.chinese(),
        validity: item.standing.as_ref().map(|standing| validity(site, item, standing)),
        interprets: ties(site, &relations.interprets),
        interpreted_by: ties(site, &relations.interpreted_by),
        repeals: ties(site, &relations.repeals),
        amends: ties(site, &relations.amends),
        basis: basis(site, item),
        chain: chain(site, item),
        cited_by: ties(site, &citing[..citing.len().min(CITED_BY)]),
        cited_by_more: citing.len().saturating_sub(CITED_BY),
        qr: qr::code(&permalink(&site.config.base_url, &item.path())),
        changes: &front.changes,
        attachments: files(site, item),
        comparisons: comparisons(site, item),
        fields: fields(site, item),
        column: column_link(column),
        calendar: item.closes().map(|_| site_path(&format!("{}.ics", item.id))),
    }
}

fn index_path(item: &Item) -> Option<String> {
    let number = item.disclosed.item().index_number.as_ref()?;
    Some(format!("{}#{number}", site_path(&catalogue_page(item)?)))
}

fn files<'s>(site: &'s Site, item: &'s Item) -> Vec<FileView<'s>> {
    let files = item.attachments.iter().map(|(name, id)| (name, site.file(*id)));
    files
        .map(|(name, file)| FileView {
            name,
            path: site_path(&file.path),
            download: &file.download,
            ext: file.attachment.kind.ending.to_ascii_uppercase(),
            type_name: file.attachment.kind.name,
            size_text: size_text(file.attachment.size),
            sha256: &file.attachment.digest,
        })
        .collect()
}

/// What is said of a withdrawn item.
#[derive(Serialize)]
pub(super) struct TombstoneView<'s> {
    index_number: Option<&'s str>,
    day: String,
    reason: &'s str,
    legal_basis: Option<&'s str>,
    path: String,
    column: Option<Link>,
}

pub(super) fn tombstone(site: &Site, at: usize) -> TombstoneView<'_> {
    let placed = &site.tombstones[at];
    let column = site.column(placed.column);
    TombstoneView {
        index_number: placed.tombstone.index_number.as_deref(),
        day: placed.tombstone.day.to_string(),
        reason: &placed.tombstone.reason,
        legal_basis: placed.tombstone.legal_basis.as_deref(),
        path: site_path(&format!("{}.html", placed.id)),
        column: (!column.folder.is_empty()).then(|| column_link(column)),
    }
}
