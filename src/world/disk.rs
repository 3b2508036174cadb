//! The world on disk.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one reader of the disk and the clock"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::Offset;
use walkdir::WalkDir;

use super::{Date, Entry, EntryKind, SitePath, Walk, World};

/// Folders nest no deeper than this; a deeper one is reported as a trouble.
const MAX_DEPTH: usize = 32;

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
        for item in all.sort_by_file_name() {
            match item {
                Ok(item) => note_entry(&mut walk, &self.root, &item),
                Err(error) => {
                    let place = error.path().and_then(|path| site_path(&self.root, path));
                    let place = place.unwrap_or_else(|| folder.clone());
                    walk.troubles.push((place, error.to_string()));
                }
            }
        }
        walk.entries.sort_by(|a, b| a.path.cmp(&b.path));
        walk
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

/// Adds one entry of a walk, or the trouble that its name is.
fn note_entry(walk: &mut Walk, root: &Path, item: &walkdir::DirEntry) {
    let Some(path) = site_path(root, item.path()) else {
        let name = item.path().to_string_lossy().into_owned();
        let place = item.path().parent().and_then(|up| site_path(root, up));
        walk.troubles.push((
            place.unwrap_or_else(SitePath::root),
            format!("文件名「{name}」含有不能使用的字符"),
        ));
        return;
    };
    let kind = item.file_type();
    let kind = if kind.is_symlink() {
        EntryKind::Link
    } else if kind.is_dir() {
        if item.depth() == MAX_DEPTH {
            walk.troubles.push((path.clone(), format!("文件夹嵌套超过 {MAX_DEPTH} 层")));
        }
        EntryKind::Folder
    } else if kind.is_file() {
        EntryKind::File(item.metadata().map_or(0, |meta| meta.len()))
    } else {
        EntryKind::Other
    };
    walk.entries.push(Entry { path, kind });
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
