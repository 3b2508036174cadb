//! The world on disk.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one reader of the disk and the clock"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::Offset;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Date, Entry, EntryKind, SitePath, Stamp, Walk, World};

/// Folders nest no deeper than this; a deeper one is reported as a trouble.
const MAX_DEPTH: usize = 32;

/// A file that changed less than this ago has no stamp: the clocks of file systems tick in
/// steps, at worst of two seconds, and a second change within a step would not show.
const SETTLED: Duration = Duration::from_secs(3);

/// A folder on disk, and the day.
#[derive(Debug, Clone)]
pub struct DiskWorld {
    root: PathBuf,
    today: Option<Date>,
}

impl DiskWorld {
    /// A world whose root is `root`; `today` fixes the day (`--as-of`), else the clock is asked.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, today: Option<Date>) -> Self {
        Self { root: root.into(), today }
    }

    /// The folder on disk.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Refuses a path that leads through a symbolic link, at any level.
    fn refuse_links(&self, file: &SitePath) -> io::Result<()> {
        let mut place = self.root.clone();
        for part in file.as_str().split('/') {
            place.push(part);
            if fs::symlink_metadata(&place)?.is_symlink() {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "符号链接不会被跟随",
                ));
            }
        }
        Ok(())
    }
}

impl World for DiskWorld {
    fn walk(&self, folder: &SitePath) -> Walk {
        let start = self.root.join(folder.as_str());
        let mut walk = Walk::default();
        if !fs::symlink_metadata(&start).is_ok_and(|meta| meta.is_dir()) {
            return walk;
        }
        let all =
            WalkDir::new(&start).min_depth(1).max_depth(MAX_DEPTH).follow_links(false);
        // To ask for the state of each file takes longer than to list them.
        let all: Vec<walkdir::Result<walkdir::DirEntry>> = all.into_iter().collect();
        let looked = all.into_par_iter().map(|item| match item {
            Ok(item) => look_at(&self.root, &item),
            Err(error) => {
                let place = error.path().and_then(|path| site_path(&self.root, path));
                let place = place.unwrap_or_else(|| folder.clone());
                Looked { entry: None, trouble: Some((place, error.to_string())) }
            }
        });
        for Looked { entry, trouble } in looked.collect::<Vec<_>>() {
            walk.entries.extend(entry);
            walk.troubles.extend(trouble);
        }
        walk.entries.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        walk.troubles.sort_unstable();
        walk
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        let mut at = SitePath::root();
        let mut entry = Entry { path: at.clone(), kind: EntryKind::Folder, stamp: None };
        for part in path.as_str().split('/').filter(|part| !part.is_empty()) {
            at = at.join(part).ok()?;
            let meta = fs::symlink_metadata(self.root.join(at.as_str())).ok()?;
            entry = entry_of(at.clone(), meta.file_type(), Some(&meta));
            if entry.kind != EntryKind::Folder {
                break;
            }
        }
        Some(entry)
    }

    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>> {
        self.refuse_links(file)?;
        fs::read(self.root.join(file.as_str()))
    }

    fn today(&self) -> Date {
        self.today.unwrap_or_else(|| {
            let beijing = Offset::constant(8);
            beijing.to_datetime(Timestamp::now()).date()
        })
    }
}

/// What a walk came upon.
struct Looked {
    entry: Option<Entry>,
    trouble: Option<(SitePath, String)>,
}

/// The entry of a walk, or the trouble that its name is.
fn look_at(root: &Path, item: &walkdir::DirEntry) -> Looked {
    let Some(path) = site_path(root, item.path()) else {
        let name = item.path().to_string_lossy().into_owned();
        let place = item.path().parent().and_then(|up| site_path(root, up));
        let place = place.unwrap_or_else(SitePath::root);
        let words = format!("文件名「{name}」含有不能使用的字符");
        return Looked { entry: None, trouble: Some((place, words)) };
    };
    let meta = if item.file_type().is_file() { item.metadata().ok() } else { None };
    let entry = entry_of(path, item.file_type(), meta.as_ref());
    let too_deep = entry.kind == EntryKind::Folder && item.depth() == MAX_DEPTH;
    let trouble =
        too_deep.then(|| (entry.path.clone(), format!("文件夹嵌套超过 {MAX_DEPTH} 层")));
    Looked { entry: Some(entry), trouble }
}

fn entry_of(path: SitePath, kind: fs::FileType, meta: Option<&fs::Metadata>) -> Entry {
    let kind = if kind.is_symlink() {
        EntryKind::Link
    } else if kind.is_dir() {
        EntryKind::Folder
    } else if kind.is_file() {
        EntryKind::File(meta.map_or(0, fs::Metadata::len))
    } else {
        EntryKind::Other
    };
    let stamp = meta.filter(|_| matches!(kind, EntryKind::File(_))).and_then(stamp);
    Entry { path, kind, stamp }
}

/// The stamp of a file that has not changed for a while. Besides size and time it holds what
/// nobody can set at will: a file that was replaced by one of the same size and time has
/// another number, or another time of its last change of any sort.
fn stamp(meta: &fs::Metadata) -> Option<Stamp> {
    let modified = meta.modified().ok()?;
    let (changed, id) = identity(meta);
    let now = SystemTime::now();
    let settled = [modified, changed]
        .iter()
        .all(|time| now.duration_since(*time).is_ok_and(|age| age >= SETTLED));
    let nanos = |time: SystemTime| {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        [since.as_secs(), since.subsec_nanos().into()]
    };
    let words = [&[meta.len()], &id[..], &nanos(modified), &nanos(changed)].concat();
    settled.then(|| Stamp::of(&words))
}

/// When a file last changed in any way, its name and rights included, and its device and number.
#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> (SystemTime, [u64; 2]) {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(meta.ctime()).unwrap_or_default();
    let nanos = u32::try_from(meta.ctime_nsec()).unwrap_or_default();
    (SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos), [meta.dev(), meta.ino()])
}

/// Elsewhere a file is known by the time of its creation.
#[cfg(not(unix))]
fn identity(meta: &fs::Metadata) -> (SystemTime, [u64; 2]) {
    (meta.created().unwrap_or(SystemTime::UNIX_EPOCH), [0; 2])
}

/// The site path of a place on disk; `None` when its name is not Unicode or not allowed.
fn site_path(root: &Path, place: &Path) -> Option<SitePath> {
    let tail = place.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = tail.iter().map(|part| part.to_str()).collect();
    SitePath::new(&parts?.join("/")).ok()
}

#[cfg(test)]
mod tests {
    use super::{DiskWorld, SitePath, World};
    use crate::world::EntryKind;

    #[test]
    fn links_are_seen_and_never_followed() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("a")).unwrap();
        std::fs::write(dir.path().join("a/x.md"), "x").unwrap();
        std::os::unix::fs::symlink(dir.path().join("a"), dir.path().join("b")).unwrap();
        let world = DiskWorld::new(dir.path(), None);
        let walk = world.walk(&SitePath::root());
        let seen: Vec<_> =
            walk.entries.iter().map(|e| (e.path.as_str(), e.kind)).collect();
        assert_eq!(
            seen,
            [
                ("a", EntryKind::Folder),
                ("a/x.md", EntryKind::File(1)),
                ("b", EntryKind::Link)
            ]
        );
        assert!(world.read(&SitePath::new("a/x.md").unwrap()).is_ok());
        assert!(world.read(&SitePath::new("b/x.md").unwrap()).is_err());
    }
}
