//! A world in memory, for tests and for the theme that travels inside the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Date, Entry, EntryKind, SitePath, Stamp, Walk, World};

/// Files in a sorted map, and the day.
#[derive(Debug, Clone)]
pub struct MemoryWorld {
    files: BTreeMap<SitePath, (Cow<'static, [u8]>, Stamp)>,
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
        self.files.insert(path, (bytes.into(), Stamp::fresh()));
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

/// A world that changes while somebody looks at it.
impl World for Mutex<MemoryWorld> {
    fn walk(&self, folder: &SitePath) -> Walk {
        inner(self).walk(folder)
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        inner(self).look(path)
    }

    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>> {
        inner(self).read(file)
    }

    fn today(&self) -> Date {
        inner(self).today()
    }
}

/// Each change of a memory world is whole, so one that a panic left is as good as any.
fn inner(world: &Mutex<MemoryWorld>) -> MutexGuard<'_, MemoryWorld> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World for MemoryWorld {
    fn walk(&self, folder: &SitePath) -> Walk {
        let mut walk = Walk::default();
        let mut seen = std::collections::BTreeSet::new();
        for (path, (bytes, stamp)) in &self.files {
            if path.below(folder).is_none() {
                continue;
            }
            let mut up = path.parent();
            while up.below(folder).is_some_and(|tail| !tail.is_empty())
                && seen.insert(up.clone())
            {
                walk.entries.push(folder_at(up.clone()));
                up = up.parent();
            }
            walk.entries.push(file_at(path.clone(), bytes, *stamp));
        }
        walk.entries.sort_by(|a, b| a.path.cmp(&b.path));
        walk
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        let mut up = path.clone();
        loop {
            if let Some((bytes, stamp)) = self.files.get(&up) {
                return Some(file_at(up, bytes, *stamp));
            }
            if up.as_str().is_empty() {
                break;
            }
            up = up.parent();
        }
        let is_folder = self.files.keys().any(|file| file.below(path).is_some());
        is_folder.then(|| folder_at(path.clone()))
    }

    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>> {
        self.files
            .get(file)
            .map(|(bytes, _)| bytes.to_vec())
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "没有这个文件"))
    }

    fn today(&self) -> Date {
        self.today
    }
}

fn folder_at(path: SitePath) -> Entry {
    Entry { path, kind: EntryKind::Folder, stamp: None }
}

fn file_at(path: SitePath, bytes: &[u8], stamp: Stamp) -> Entry {
    Entry { path, kind: EntryKind::File(bytes.len() as u64), stamp: Some(stamp) }
}
