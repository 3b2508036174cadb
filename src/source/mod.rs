//! What lies in the site's folders: sources to read, files that may become attachments.
//!
//! [`discover`] lists and classifies and opens nothing. Litter of editors and offices is
//! never an input, because it often holds an older or a private version of an item.

mod litter;

pub use litter::is_litter;

use crate::config::Config;
use crate::diag::{Finding, Place, Report};
use crate::world::{EntryKind, SitePath, Stamp, World};

/// The folder of the items.
pub const CONTENT: &str = "content";

/// The name of the file that makes a folder a column.
pub const COLUMN_FILE: &str = "_index.md";

/// Everything found, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Files to be read: `_index.md`, `.md` and `.yaml` items.
    pub sources: Vec<Source>,
    /// The state of each source, in their order.
    pub stamps: Vec<Option<Stamp>>,
    /// Other files below `content/`; published only when a disclosed item names them.
    pub assets: Assets,
}

/// Files that are no sources, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The files.
    pub paths: Vec<SitePath>,
    /// The state of each, in their order.
    pub stamps: Vec<Option<Stamp>>,
}

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub path: SitePath,
    /// What its name and neighbours say that it is.
    pub role: Role,
}

/// What a source file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `_index.md`: a column.
    Column,
    /// An item of its own.
    Item,
    /// `index.md` or `index.yaml`: an item whose folder holds its attachments.
    Bundle,
}

impl Source {
    /// The folder below `content/` that the source belongs to; empty at the root. For a
    /// bundle it is the folder that holds the bundle's folder.
    #[must_use]
    pub fn folder(&self) -> &str {
        let up = |path: &'_ str| path.rfind('/').map_or(0, |cut| cut);
        let path = self.path.as_str();
        let mut end = up(path);
        if self.role == Role::Bundle {
            end = up(&path[..end]);
        }
        let below = path[..end].strip_prefix(CONTENT).unwrap_or_default();
        below.trim_start_matches('/')
    }
}

impl Assets {
    /// The state of an asset; `None` too when there is no such asset.
    #[must_use]
    pub fn stamp(&self, path: &SitePath) -> Option<Stamp> {
        let at = self.paths.binary_search(path).ok()?;
        self.stamps[at]
    }
}

/// What a file below `content/` is to a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearing {
    /// Nothing: litter, or what the officer leaves out.
    Nothing,
    /// A source.
    Source(Role),
    /// A file that an item may name.
    Asset,
}

/// What a file is by its name.
#[must_use]
pub fn bearing(file: &SitePath, config: &Config) -> Bearing {
    if is_hidden(file) { Bearing::Nothing } else { open_bearing(file, config) }
}

/// The same of what is no litter.
fn open_bearing(file: &SitePath, config: &Config) -> Bearing {
    let path = file.as_str();
    if config.ignored_content.iter().any(|glob| matches_glob(glob, path)) {
        return Bearing::Nothing;
    }
    role(file).map_or(Bearing::Asset, Bearing::Source)
}

/// Whether a path leads to litter.
fn is_hidden(path: &SitePath) -> bool {
    path.as_str().split('/').any(is_litter)
}

/// Lists the site's folders.
#[must_use]
pub fn discover(world: &dyn World, config: &Config) -> (Inventory, Report) {
    let mut report = Report::default();
    let mut inventory = Inventory::default();
    let content = SitePath::new(CONTENT).expect("a constant path");
    for (file, stamp) in files(world, &content, &mut report) {
        match open_bearing(&file, config) {
            Bearing::Nothing => {}
            Bearing::Source(role) => {
                inventory.sources.push(Source { path: file, role });
                inventory.stamps.push(stamp);
            }
            Bearing::Asset => {
                inventory.assets.paths.push(file);
                inventory.assets.stamps.push(stamp);
            }
        }
    }
    let statics = SitePath::new("static").expect("a constant path");
    // The theme reads these itself; what lies there and is no plain file is told here.
    files(world, &statics, &mut report);
    refuse_double_index(&inventory, &mut report);
    (inventory, report)
}

/// The regular files below a folder that are not litter, each with its state; what is skipped
/// is told.
fn files(
    world: &dyn World,
    folder: &SitePath,
    report: &mut Report,
) -> Vec<(SitePath, Option<Stamp>)> {
    let walk = world.walk(folder);
    for (path, words) in walk.troubles {
        let finding =
            Finding::error(Place::file(&path), format!("读不了「{path}」：{words}"));
        report.push(finding.hint("检查文件夹的权限和名字"));
    }
    let mut files = Vec::new();
    for entry in walk.entries {
        match entry.kind {
            _ if is_hidden(&entry.path) => {}
            EntryKind::Folder => {}
            EntryKind::File(_) => files.push((entry.path, entry.stamp)),
            EntryKind::Link | EntryKind::Other => {
                let message = format!("「{}」不是普通文件，没有读取", entry.path);
                let finding = Finding::warning(Place::file(&entry.path), message);
                report.push(finding.hint("链接不会被跟随；把文件本身复制过来"));
            }
        }
    }
    // Look-ups below are binary searches, so the order is not left to the world's word.
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

fn role(file: &SitePath) -> Option<Role> {
    let extension = file.extension();
    match (file.stem(), extension) {
        ("_index", "md") => Some(Role::Column),
        ("index", "md" | "yaml" | "yml") => Some(Role::Bundle),
        (_, "md" | "yaml" | "yml") => Some(Role::Item),
        _ => None,
    }
}

/// A folder is a column or one item's bundle, never both.
fn refuse_double_index(inventory: &Inventory, report: &mut Report) {
    let columns: Vec<SitePath> = inventory
        .sources
        .iter()
        .filter(|source| source.role == Role::Column)
        .map(|source| source.path.parent())
        .collect();
    for source in inventory.sources.iter().filter(|source| source.role == Role::Bundle) {
        let folder = source.path.parent();
        if columns.binary_search(&folder).is_ok() {
            let message =
                format!("「{folder}」里同时有 _index.md 和「{}」", source.path.name());
            let finding = Finding::error(Place::file(&source.path), message);
            report.push(finding.hint("栏目用 _index.md；条目连同附件放进自己的文件夹用 index.md；两者只能有一个"));
        }
    }
}

/// Whether a path matches a glob of `*`, `**` and `?`.
fn matches_glob(glob: &str, path: &str) -> bool {
    fn go(glob: &[u8], path: &[u8]) -> bool {
        match glob.split_first() {
            None => path.is_empty(),
            Some((b'*', rest)) if rest.first() == Some(&b'*') => {
                let rest = rest[1..].strip_prefix(b"/").unwrap_or(&rest[1..]);
                (0..=path.len()).any(|at| go(rest, &path[at..]))
            }
            Some((b'*', rest)) => {
                let end = path.iter().position(|b| *b == b'/').unwrap_or(path.len());
                (0..=end).any(|at| go(rest, &path[at..]))
            }
            Some((b'?', rest)) => {
                path.first().is_some_and(|b| *b != b'/') && go(rest, &path[1..])
            }
            Some((c, rest)) => path.first() == Some(c) && go(rest, &path[1..]),
        }
    }
    go(glob.as_bytes(), path.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::matches_glob;

    #[test]
    fn globs() {
        assert!(matches_glob("content/*.md", "content/a.md"));
        assert!(!matches_glob("content/*.md", "content/a/b.md"));
        assert!(matches_glob("**/草稿/*", "content/x/草稿/a.md"));
        assert!(matches_glob("content/**", "content/x/a.md"));
        assert!(!matches_glob("a?c", "a/c"));
    }
}
