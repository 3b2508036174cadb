//! Relations: judged links, 文件 ↔ 解读 ↔ 废止, attachments, back links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::address::{Addresses, NamedFile, PlacedColumn, PlacedItem};
use super::judge::Judge;
use super::reference::Pages;
use super::registry::{Claim, Claims, Route};
use super::{
    Column, Facet, File, FileId, Item, ItemId, Relations, Site, Target, claims, data,
    editions, facet, lists, settings, ties, validity,
};
use crate::attachment::Attachment;
use crate::config::Config;
use crate::diag::{Finding, Place, Report};
use crate::gate::Withheld;
use crate::markdown::{Facts, Link, TargetKind, target_kind};
use crate::slug::slug;
use crate::source::Role;
use crate::tree::FieldPath;
use crate::world::{Date, SitePath};

/// What [`relate`] needs beside the addresses.
pub struct Given {
    /// The facts of all bodies: of the columns in the order of [`Addresses::column_sources`],
    /// then of the items as they were admitted.
    pub facts: Vec<Arc<Facts>>,
    /// Named files that may be published.
    pub attachments: BTreeMap<SitePath, Attachment>,
    /// The day.
    pub today: Date,
}

impl Addresses {
    /// The files that items and columns name, sorted, each once; names that lead nowhere are
    /// findings. `assets` are all files that lie in the content, sorted.
    #[must_use]
    pub fn named_files(
        &self,
        facts: &[Arc<Facts>],
        assets: &[SitePath],
        withheld: &[Withheld],
    ) -> (Vec<NamedFile>, Report) {
        let mut named = BTreeMap::new();
        let mut report = Report::default();
        let bundles = withheld.iter().map(Withheld::source);
        let bundles = bundles.filter(|source| source.role == Role::Bundle);
        let hidden: BTreeSet<SitePath> =
            bundles.map(|source| source.path.parent()).collect();
        let mut note = |source: &SitePath, name: &str, place: Place| match find_asset(
            &source.parent(),
            name,
            assets,
            &hidden,
        ) {
            Ok(file) => {
                named.entry(file.clone()).or_insert(NamedFile { file, place });
            }
            Err(finding) => report.push(finding.into_finding(place, name)),
        };
        let (columns, items) = facts.split_at(self.columns.len());
        for (column, facts) in self.columns.iter().zip(columns) {
            for link in file_links(facts) {
                note(
                    column.front.path(),
                    &link.target,
                    column.front.place(link.range.clone()),
                );
            }
        }
        for (item, facts) in self.items.iter().zip(items) {
            if item.outline.has.attachments {
                let source = item.disclosed.path();
                let files = item.disclosed.item().attachments.iter().enumerate();
                for (index, file) in files {
                    let field = FieldPath::key("attachments").index(index);
                    note(source, &file.file, Place::deep(source, field));
                }
            }
            for link in file_links(facts) {
                let place = item.disclosed.place(link.range.clone());
                note(item.disclosed.path(), &link.target, place);
            }
        }
        (named.into_values().collect(), report)
    }
}

fn file_links(facts: &Facts) -> impl Iterator<Item = &Link> {
    facts.links.iter().filter(|link| target_kind(&link.target) == TargetKind::File)
}

/// Why a named file cannot be published.
enum NoAsset {
    Missing(Option<String>),
    Source,
    OfWithheld,
}

impl NoAsset {
    fn into_finding(self, place: Place, name: &str) -> Finding {
        match self {
            Self::Missing(near) => {
                let finding = Finding::error(place, format!("没有找到文件「{name}」"));
                finding.hint(match near {
                    Some(near) => format!("你是不是想写「{near}」"),
                    None => "文件要和条目放在同一个文件夹里，名字一字不差".to_owned(),
                })
            }
            Self::Source => {
                Finding::error(place, format!("「{name}」是条目的源文件，不能当附件"))
                    .hint("链接到别的条目写成「@/栏目/文件.md」")
            }
            Self::OfWithheld => Finding::error(
                place,
                format!("文件「{name}」属于没有公开的条目，不能公开"),
            )
            .hint("确实可以公开的，把文件复制到这个条目的文件夹里"),
        }
    }
}

/// The asset that a name means, as seen from a folder; `hidden` are the folders of items that are
/// kept back.
fn find_asset(
    base: &SitePath,
    name: &str,
    assets: &[SitePath],
    hidden: &BTreeSet<SitePath>,
) -> Result<SitePath, NoAsset> {
    let plain = percent_decode_str(name).decode_utf8_lossy();
    let path = base.resolve(&plain).map_err(|_| NoAsset::Missing(None))?;
    if matches!(path.extension(), "md" | "yaml" | "yml") {
        return Err(NoAsset::Source);
    }
    if assets.binary_search(&path).is_err() {
        return Err(NoAsset::Missing(near_name(&path, assets)));
    }
    let mut up = path.parent();
    while !up.as_str().is_empty() {
        if hidden.contains(&up) {
            return Err(NoAsset::OfWithheld);
        }
        up = up.parent();
    }
    Ok(path)
}

/// A file of the same folder whose name is nearly the same.
fn near_name(path: &SitePath, assets: &[SitePath]) -> Option<String> {
    let folder = path.parent();
    let names: Vec<&str> = assets
        .iter()
        .filter(|other| other.parent() == folder)
        .map(SitePath::name)
        .collect();
    crate::tree::de::nearest(path.name(), &names).map(str::to_owned)
}

/// Joins addresses, facts and files to the finished site.
#[must_use]
pub fn relate(
    addresses: Addresses,
    given: Given,
    config: Arc<Config>,
    withheld: &[Withheld],
) -> (Site, Report) {
    let mut report = Report::default();
    let is_withheld =
        |path: &SitePath| withheld.iter().any(|withheld| withheld.source().path == *path);
    let Addresses { columns, items, tombstones, taxonomies, ranks, mut claims } =
        addresses;
    let files = place_files(&items, &columns, &given.attachments);
    claim_files(&files, &mut claims, &mut report);
    let pages = Pages::new(&items, &columns, &is_withheld);
    let (column_facts, item_facts) = given.facts.split_at(columns.len());
    let judge = Judge {
        pages: &pages,
        file: &|source| files.by_source.get(source).copied(),
        facts: &|id: ItemId| &item_facts[id.index()],
    };
    let mut relations = ties::relations(&items, &pages, &mut report);
    editions::note(&items, &mut relations);
    editions::claim(&mut claims, &items, &relations, &mut report);
    let (targets, cited): (Vec<_>, Vec<_>) =
        ties::said(&judge, &items, item_facts, &mut report).into_iter().unzip();
    ties::back_links(&targets, &mut relations);
    ties::cite(&judge, cited, &mut relations);
    let column_targets: Vec<Vec<Target>> = columns
        .iter()
        .zip(column_facts)
        .map(|(column, facts)| {
            let place = |range| column.front.place(range);
            judge.links(facts, column.front.path(), &place, &mut report)
        })
        .collect();
    let items =
        finish_items(items, item_facts, (targets, relations), &files, given.today);
    let (facets, lists) = rayon::join(
        || facets(&columns, &items, &config),
        || lists::gather(&items, &tombstones, &ranks),
    );
    let columns =
        finish_columns(columns, column_facts, column_targets.into_iter().zip(facets));
    claims::claim_facets(&mut claims, &columns, &mut report);
    claims::claim_over_all(&mut claims, &lists);
    data::claim_sitemap_parts(&mut claims);
    let site = Site {
        config,
        today: given.today,
        columns: columns.into(),
        items,
        tombstones: tombstones.into(),
        files: files.list.into(),
        taxonomies: taxonomies.into(),
        lists: Arc::new(lists),
        registry: Arc::new(claims.finish()),
    };
    settings::check_links(&site, &mut report);
    (site, report)
}

/// Claims the paths of published files.
fn claim_files(files: &Files, claims: &mut Claims, report: &mut Report) {
    for (index, file) in files.list.iter().enumerate() {
        let route = Route::File(FileId::new(index));
        // Two names for the same bytes beside the same item are one file of the output.
        let (path, owner) = (file.path.clone(), file.attachment.source.clone());
        if let Err((claim, Claim { path, owner: first, .. })) =
            claims.claim(Claim { path, route, owner })
        {
            let owner = claim.owner;
            let message =
                format!("附件「{owner}」和「{first}」要写到同一个网址「{path}」");
            report.push(Finding::error(Place::file(&owner), message));
        }
    }
}

/// The published files, and which source became which.
struct Files {
    list: Vec<File>,
    by_source: BTreeMap<SitePath, FileId>,
}

/// Each file is addressed below the first item that names it, or that its folder is of.
fn place_files(
    items: &[PlacedItem],
    columns: &[PlacedColumn],
    attachments: &BTreeMap<SitePath, Attachment>,
) -> Files {
    let mut owners: BTreeMap<&SitePath, &str> = BTreeMap::new();
    for column in columns {
        owners.insert(column.front.path(), &column.folder);
    }
    let bundles: BTreeMap<SitePath, &str> = items
        .iter()
        .filter(|item| item.disclosed.source().role == Role::Bundle)
        .map(|item| (item.disclosed.path().parent(), item.id.as_str()))
        .collect();
    let content = SitePath::new(crate::source::CONTENT).expect("a constant path");
    let mut files = Files { list: Vec::new(), by_source: BTreeMap::new() };
    for (source, attachment) in attachments {
        let folder = source.parent();
        let home = bundles.get(&folder).map_or_else(
            || folder.below(&content).unwrap_or_default().to_owned(),
            |id| (*id).to_owned(),
        );
        let stem = slug(source.stem(), 40);
        let stem = if stem.is_empty() { "fujian" } else { &stem };
        let name =
            format!("{stem}-{}.{}", &attachment.digest[..8], attachment.kind.ending);
        let path = if home.is_empty() { name } else { format!("{home}/{name}") };
        files.by_source.insert(source.clone(), FileId::new(files.list.len()));
        let download = source.name().to_owned();
        files.list.push(File { attachment: attachment.clone(), path, download });
    }
    files
}

/// The facets of each column; the root has only its own few pages.
fn facets(
    columns: &[PlacedColumn],
    items: &[Arc<Item>],
    config: &Config,
) -> Vec<Vec<Facet>> {
    let of = |column: &PlacedColumn| {
        if column.folder.is_empty() {
            return Vec::new();
        }
        facet::facets(&column.items, &column.paging, items, &config.portal)
    };
    columns.par_iter().map(of).collect()
}

fn finish_columns(
    columns: Vec<PlacedColumn>,
    facts: &[Arc<Facts>],
    parts: impl Iterator<Item = (Vec<Target>, Vec<Facet>)>,
) -> Vec<Column> {
    let parts = columns.into_iter().zip(facts).zip(parts);
    parts
        .map(|((column, facts), (targets, facets))| Column {
            front: column.front,
            folder: column.folder,
            parent: column.parent,
            children: column.children,
            items: column.items,
            paging: column.paging,
            years: column.years,
            facets,
            settings: column.settings,
            facts: facts.clone(),
            targets,
        })
        .collect()
}

fn finish_items(
    items: Vec<PlacedItem>,
    facts: &[Arc<Facts>],
    (targets, relations): (Vec<Vec<Target>>, Vec<Relations>),
    files: &Files,
    today: Date,
) -> Vec<Arc<Item>> {
    let ties = targets.into_par_iter().zip(relations);
    let parts = items.into_par_iter().zip(facts).zip(ties);
    parts
        .map(|((placed, facts), (targets, relations))| {
            let attachments = attachments(&placed, files);
            let PlacedItem { disclosed, outline, id, column, lower, higher } = placed;
            let standing = validity::standing(&outline, &disclosed, &relations, today);
            Arc::new(Item {
                disclosed,
                outline,
                id,
                column,
                lower,
                higher,
                facts: facts.clone(),
                targets,
                attachments,
                relations,
                standing,
            })
        })
        .collect()
}

fn attachments(placed: &PlacedItem, files: &Files) -> Vec<(String, FileId)> {
    if !placed.outline.has.attachments {
        return Vec::new();
    }
    let named = super::reference::attachments(&placed.disclosed).into_iter();
    named
        .filter_map(|(label, source)| Some((label, *files.by_source.get(&source)?)))
        .collect()
}
