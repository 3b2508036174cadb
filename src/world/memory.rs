//! A world in memory, for tests and for the theme that travels inside the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use super::{Date, Entry, EntryKind, SitePath, Walk, World};

/// Files in a sorted map, and the day.
#[derive(Debug, Clone)]
pub struct MemoryWorld {
    files: BTreeMap<SitePath, Cow<'static, [u8]>>,
    today: Date,
}

impl MemoryWorld {
    /// An empty world on the given day.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self { files: BTreeMap::new(), today }
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: SitePath, bytes: impl Into<Cow<'static, [u8]>>) {
        self.files.insert(path, bytes.into());
    }

    /// Removes a file; `true` when it was there.
    pub fn remove(&mut self, path: &SitePath) -> bool {
        self.files.remove(path).is_some()
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.files.keys()
    }

    /// Moves to another day.
    pub fn set_today(&mut self, today: Date) {
        self.today = today;
    }
}

impl World for MemoryWorld {
    fn walk(&self, folder: &SitePath) -> Walk {
        let mut walk = Walk::default();
        let mut seen = std::collections::BTreeSet::new();
        for (path, bytes) in &self.files {
            if path.below(folder).is_none() {
                continue;
            }
            let mut up = path.parent();
            while up.below(folder).is_some_and(|tail| !tail.is_empty())
                && seen.insert(up.clone())
            {
                walk.entries.push(Entry { path: up.clone(), kind: EntryKind::Folder });
                up = up.parent();
            }
            let kind = EntryKind::File(bytes.len() as u64);
            walk.entries.push(Entry { path: path.clone(), kind });
        }
        walk.entries.sort_by(|a, b| a.path.cmp(&b.path));
        walk
    }

    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>> {
        self.files
            .get(file)
            .map(|bytes| bytes.to_vec())
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "没有这个文件"))
    }

    fn today(&self) -> Date {
        self.today
    }
}
