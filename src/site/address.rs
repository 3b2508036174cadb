//! Addresses: columns, the order of their items, output paths. Front matter alone decides.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::line::{self, Line};
use super::order::Ranks;
use super::reference::{Listed, Sorted};
use super::registry::Claims;
use super::terms::{self, Taxonomy};
use super::{Column, ColumnId, ItemId, Paging, PlacedTombstone, claims};
use crate::config::{Config, PORTAL_FILE};
use crate::diag::{Finding, Place, Report};
use crate::gate::{Admitted, Disclosed, DisclosedColumn, Outline, Tombstone};
use crate::slug::slug;
use crate::source::{Role, Source};
use crate::world::SitePath;

/// Columns and items in their places. What is said of a column by its items as they stand on the day,
/// and by bodies, is still missing.
#[derive(Debug)]
pub struct Addresses {
    pub(super) columns: Vec<Column>,
    pub(super) items: Vec<PlacedItem>,
    pub(super) tombstones: Vec<PlacedTombstone>,
    pub(super) taxonomies: Vec<Taxonomy>,
    pub(super) lines: Vec<Line>,
    pub(super) ranks: Ranks,
    pub(super) claims: Claims,
}

/// An item in its place.
#[derive(Debug)]
pub(super) struct PlacedItem {
    pub(super) disclosed: Arc<Disclosed>,
    pub(super) outline: Outline,
    pub(super) id: String,
    pub(super) column: ColumnId,
}

impl Sorted for PlacedItem {
    fn key(&self) -> &str {
        self.disclosed.path().as_str()
    }
}

impl Listed for PlacedItem {
    fn disclosed(&self) -> &Disclosed {
        &self.disclosed
    }
}

impl Addresses {
    /// The sources of the columns, in their order.
    pub fn column_sources(&self) -> impl Iterator<Item = &SitePath> {
        self.columns.iter().map(|column| column.front.path())
    }
}

/// Gives everything that was admitted its place.
#[must_use]
pub fn address(admitted: Admitted, config: &Config) -> (Addresses, Report) {
    let mut report = Report::default();
    let mut columns = place_columns(admitted.columns, config, &mut report);
    let items = place_items(admitted.items, &columns, &mut report);
    let tombstones = place_tombstones(admitted.tombstones, &columns, &mut report);
    let ranks = Ranks::of(&items);
    let lines: Vec<Line> = items.iter().map(line).collect();
    list_items(&mut columns, &items, &lines, &ranks);
    let disclosed = |id: ItemId| &*items[id.index()].disclosed;
    let (taxonomies, own) = rayon::join(
        || terms::gather(config, (&lines, &disclosed), &ranks),
        || claims::of_items(&items, &columns),
    );
    let others = claims::of_places(&columns, &tombstones, &taxonomies, config);
    let claims = claims::claim_all(own, others, config, &mut report);
    let addresses =
        Addresses { columns, items, tombstones, taxonomies, lines, ranks, claims };
    (addresses, report)
}

/// The columns sorted by folder, the root first; parents and children by their folders.
fn place_columns(
    fronts: Vec<Arc<DisclosedColumn>>,
    config: &Config,
    report: &mut Report,
) -> Vec<Column> {
    let mut fronts: BTreeMap<String, Arc<DisclosedColumn>> =
        fronts.into_iter().map(|front| (front.folder().to_owned(), front)).collect();
    fronts.entry(String::new()).or_insert_with(|| Arc::new(DisclosedColumn::root()));
    warn_missing(&fronts, config, report);
    let folders: Vec<String> = fronts.keys().cloned().collect();
    let mut columns: Vec<Column> = fronts
        .into_iter()
        .map(|(folder, front)| Column {
            parent: parent(&folders, &folder),
            settings: config.portal.column(&folder).cloned(),
            front,
            folder,
            children: Vec::new(),
            items: Vec::new(),
            paging: Paging::default(),
            years: Vec::new(),
            facets: Vec::new(),
            facts: Arc::default(),
            targets: Vec::new(),
        })
        .collect();
    for column in &columns {
        check_folder(column, report);
    }
    let mut order: Vec<ColumnId> = (0..columns.len()).map(ColumnId::new).collect();
    order.sort_by_key(|id| rank(&columns[id.index()], config));
    for id in order {
        if let Some(parent) = columns[id.index()].parent {
            columns[parent.index()].children.push(id);
        }
    }
    columns
}

/// Columns stand as `disclosure.yaml` lists them, then by weight and folder.
fn rank(column: &Column, config: &Config) -> (usize, u32, String) {
    let listed = config.portal.columns.iter().position(|set| set.folder == column.folder);
    let weight = column.front.section().map_or(0, |section| section.weight);
    (listed.unwrap_or(usize::MAX), weight, column.folder.clone())
}

/// A column that the portal's file lists should have an `_index.md` with its title.
fn warn_missing(
    fronts: &BTreeMap<String, Arc<DisclosedColumn>>,
    config: &Config,
    report: &mut Report,
) {
    let path = SitePath::new(PORTAL_FILE).expect("a constant path");
    for (index, column) in config.portal.columns.iter().enumerate() {
        if !fronts.contains_key(&column.folder) {
            let field =
                crate::tree::FieldPath::key("columns").index(index).then("folder");
            let folder = &column.folder;
            let message =
                format!("栏目「{folder}」没有「content/{folder}/_index.md」，不会出现");
            let finding = Finding::warning(Place::deep(&path, field), message);
            report.push(finding.hint("新建这个文件，在元数据里写上「标题」"));
        }
    }
}

fn parent(folders: &[String], folder: &str) -> Option<ColumnId> {
    if folder.is_empty() {
        return None;
    }
    let mut up = folder;
    while let Some(cut) = up.rfind('/') {
        up = &up[..cut];
        if let Ok(found) = folders.binary_search_by(|other| other.as_str().cmp(up)) {
            return Some(ColumnId::new(found));
        }
    }
    Some(ColumnId::new(0))
}

/// A column's folder is part of every address below it.
fn check_folder(column: &Column, report: &mut Report) {
    if let Some(part) =
        column.folder.split('/').find(|part| !part.is_empty() && !is_name(part))
    {
        let place = Place::file(column.front.path());
        let message = format!("栏目的文件夹名「{part}」不能用作网址");
        report.push(
            Finding::error(place, message).hint(format!("改名为「{}」", suggest(part))),
        );
    }
}

/// Letters, digits, `-`, `_` and `.` make an address that every server and browser reads alike.
fn is_name(part: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !part.is_empty()
        && part.len() <= 80
        && part.chars().all(fits)
        && !part.starts_with('.')
}

fn suggest(part: &str) -> String {
    let name = slug(part, 60);
    if name.is_empty() { "tiaomu".to_owned() } else { name }
}

/// The nearest column that holds a source, as `find` knows columns by their folders.
pub(super) fn column_of(
    find: &dyn Fn(&str) -> Option<ColumnId>,
    source: &Source,
) -> ColumnId {
    let mut up = source.folder();
    loop {
        if let Some(found) = find(up) {
            return found;
        }
        up = up.rfind('/').map_or("", |cut| &up[..cut]);
    }
}

/// Finds a column by its folder.
pub(super) fn by_folder(columns: &[impl Sorted]) -> impl Fn(&str) -> Option<ColumnId> {
    |folder| {
        let found = columns.binary_search_by(|column| column.key().cmp(folder));
        found.ok().map(ColumnId::new)
    }
}

fn place_items(
    items: Vec<Arc<Disclosed>>,
    columns: &[Column],
    report: &mut Report,
) -> Vec<PlacedItem> {
    let place = |disclosed: Arc<Disclosed>| {
        let mut found = Report::default();
        let id = id_of(&disclosed, &mut found);
        let column = column_of(&by_folder(columns), disclosed.source());
        let outline = *disclosed.outline();
        (PlacedItem { disclosed, outline, id, column }, found)
    };
    let (placed, found): (Vec<_>, Vec<Report>) = items.into_par_iter().map(place).unzip();
    found.into_iter().for_each(|found| report.extend(found));
    placed
}

fn place_tombstones(
    tombstones: Vec<Arc<Tombstone>>,
    columns: &[Column],
    report: &mut Report,
) -> Vec<PlacedTombstone> {
    let place = |tombstone: Arc<Tombstone>| {
        let (slug, path) = (tombstone.slug(), tombstone.output_path());
        let id = output_id(tombstone.source(), slug, path, report);
        let column = column_of(&by_folder(columns), tombstone.source());
        PlacedTombstone { tombstone, id, column }
    };
    tombstones.into_iter().map(place).collect()
}

/// The output path of an item without `.html`.
pub(super) fn id_of(disclosed: &Disclosed, report: &mut Report) -> String {
    let item = disclosed.item();
    output_id(disclosed.source(), item.slug.as_deref(), item.path.as_deref(), report)
}

/// The output path of what a source says, without `.html`: 「path」 as it is, else the folder and 「slug」
/// or the file's name without its date.
fn output_id(
    source: &Source,
    slug: Option<&str>,
    path: Option<&str>,
    report: &mut Report,
) -> String {
    if let Some(path) = path {
        let path = path.trim_matches('/').trim_end_matches(".html");
        check_name(source, path, "path", report);
        return path.to_owned();
    }
    let stem = match source.role {
        Role::Bundle => source.path.parent(),
        Role::Item | Role::Column => source.path.clone(),
    };
    let stem =
        if source.role == Role::Bundle { stem.name() } else { stem.stem() }.to_owned();
    let name = slug.unwrap_or_else(|| strip_date(&stem));
    check_name(source, name, "slug", report);
    let folder = source.folder();
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// `2023-12-12-baogao` is addressed as `baogao`, as in Zola.
fn strip_date(stem: &str) -> &str {
    let is_date = |text: &&str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && crate::disclosure::Day::parse(text).is_ok()
    };
    let date = stem.get(..10).filter(is_date);
    match (date, stem.get(10..11)) {
        (Some(_), Some("-" | "_")) if stem.len() > 11 => stem[11..].trim_start(),
        _ => stem,
    }
}

fn check_name(source: &Source, name: &str, field: &str, report: &mut Report) {
    let Some(part) = name.split('/').find(|part| !is_name(part)) else { return };
    let message = format!("条目的名字「{part}」不能用作网址");
    let finding = Finding::error(Place::file(&source.path), message);
    report.push(finding.hint(format!(
        "把文件改名，或在元数据里加一行「{field}: {}」；网址只用英文字母、数字和连字符",
        suggest(part)
    )));
}

/// How an item stands on the day of the site is known when all ties are.
fn line(item: &PlacedItem) -> Line {
    Line { outline: item.outline, column: item.column, validity: None }
}

/// Fills the columns' lists in their order.
fn list_items(
    columns: &mut [Column],
    items: &[PlacedItem],
    lines: &[Line],
    ranks: &Ranks,
) {
    let sections: Vec<_> = columns.iter().map(|column| column.front.section()).collect();
    let entry = |id: ItemId| {
        let item = &items[id.index()];
        (&*item.disclosed, item.id.as_str())
    };
    let lists = line::listings(&sections, lines, ranks, &entry);
    for (column, list) in columns.iter_mut().zip(lists) {
        column.take(list);
    }
}
