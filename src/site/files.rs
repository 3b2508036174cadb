//! The files that items and columns name: which they are, and where they are published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::address::{Addresses, PlacedItem};
use super::registry::{Claim, Claims, Route};
use super::{Column, File, FileId, Site};
use crate::attachment::Attachment;
use crate::diag::{Finding, Place, Report};
use crate::gate::Withheld;
use crate::markdown::{Facts, Link, TargetKind, target_kind};
use crate::slug::slug;
use crate::source::Role;
use crate::tree::FieldPath;
use crate::world::SitePath;

/// A file that an item or a column names, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// The file below the root of the site.
    pub file: SitePath,
    /// Where it is named.
    pub place: Place,
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

/// Claims the paths of published files.
pub(super) fn claim(files: &Files, claims: &mut Claims, report: &mut Report) {
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
pub(super) struct Files {
    pub(super) list: Vec<File>,
    pub(super) by_source: BTreeMap<SitePath, FileId>,
}

/// Each file is addressed below the first item that names it, or that its folder is of.
pub(super) fn place(
    items: &[PlacedItem],
    columns: &[Column],
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

/// The attachments of an item by their display name.
pub(super) fn attachments(placed: &PlacedItem, files: &Files) -> Vec<(String, FileId)> {
    if !placed.outline.has.attachments {
        return Vec::new();
    }
    let named = super::reference::attachments(&placed.disclosed).into_iter();
    named
        .filter_map(|(label, source)| Some((label, *files.by_source.get(&source)?)))
        .collect()
}

impl Site {
    /// The published file of a source.
    pub(super) fn file_of(&self, source: &SitePath) -> Option<FileId> {
        let at = self.files.binary_search_by(|file| file.attachment.source.cmp(source));
        at.ok().map(FileId::new)
    }
}
