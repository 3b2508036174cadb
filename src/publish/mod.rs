//! Publishing: the output folder becomes exactly the files that were given, at once or not
//! at all.
//!
//! A [`Publication`] takes files from many threads. Each is looked through for withheld text
//! ([`scan`]), hashed and written to a stage beside the output folder ([`stage`]); nothing
//! the public can see changes before [`Publication::finish`]. That checks the stage against
//! the [`manifest`], puts it in the place of the site ([`flip`]) and removes the generation
//! before, which may hold what was withdrawn since. Dropping a publication instead leaves
//! the site as it was.
//!
//! What is promised: killed at any point, a reader finds the old site or the new one, and the
//! next build clears the rest away. With [`Durability::Durable`] the same holds for a loss of
//! power, as far as the file system keeps the order that it is told. With [`Mode::InPlace`]
//! ([`in_place`]) this holds for each file by itself only.

mod error;
mod flip;
mod folder;
mod in_place;
mod manifest;
mod name;
mod scan;
mod stage;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::fingerprint::Watchlist;
use folder::{Contents, Folder, Lock};
use manifest::{Entry, Manifest};
use stage::{Placed, Stage};

pub use error::{Error, Fault};
pub use scan::{Objection, Unreadable};

/// Where to publish, and what must be kept apart from it.
#[derive(Debug, Clone)]
pub struct Target {
    /// The output folder. It is made when it is missing.
    pub folder: PathBuf,
    /// The root of the site, which must not be in the output folder.
    pub root: PathBuf,
    /// The folders that are read. None may be, hold or lie in the output folder.
    pub sources: Vec<PathBuf>,
    /// How the new generation takes the place of the old.
    pub mode: Mode,
    /// How much a loss of power may undo.
    pub durability: Durability,
}

/// How a new generation takes the place of the old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The whole folder at once.
    #[default]
    Exchange,
    /// File by file, for a folder on which something is mounted.
    InPlace,
}

/// How much a loss of power may undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Nothing: all is on the disk before the flip, and the flip is before the end.
    #[default]
    Durable,
    /// What the system has not yet written, in any order.
    Fast,
}

/// How a generation differs from the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Paths that are new, sorted.
    pub added: Vec<String>,
    /// Paths with other contents than before, sorted.
    pub changed: Vec<String>,
    /// Paths that are gone, sorted.
    pub removed: Vec<String>,
    /// How many files are as they were.
    pub unchanged: usize,
}

/// A generation that is being made. Files may be written from many threads.
#[derive(Debug)]
pub struct Publication<'w> {
    watchlist: &'w Watchlist,
    input: String,
    /// What was published before, by path.
    before: FxHashMap<String, Entry>,
    /// Paths that were claimed, by the form in which they are compared.
    claims: Mutex<FxHashMap<String, String>>,
    written: Mutex<Vec<(Entry, Placed)>>,
    objections: Mutex<Vec<Objection>>,
    durability: Durability,
    mode: Mode,
    folder: Folder,
    stage: Stage,
    /// Given back last.
    _lock: Lock,
}

/// The digest of the input from which a folder was published; `None` when it is not a whole
/// and exact generation of ours, so that it has to be published again.
#[must_use]
pub fn published_input(target: &Target) -> Option<String> {
    let folder = Folder::resolve(target).ok()?;
    let manifest = folder.manifest()?;
    if !folder.leftovers().ok()?.is_empty() {
        return None;
    }
    let mut meant: Vec<&str> = manifest.files.iter().map(|file| &*file.path).collect();
    meant.push(manifest::FILE_NAME);
    meant.sort_unstable();
    let whole =
        |file: &Entry| stage::has_length(&folder.path.join(&file.path), file.size);
    let exact = stage::list(&folder.path).ok()?.files == meant;
    (exact && manifest.files.iter().all(whole)).then_some(manifest.input)
}

impl<'w> Publication<'w> {
    /// Locks the output folder, clears away what killed builds left, and makes a stage.
    /// `input` is the digest by which [`published_input`] recognises an unchanged input.
    pub fn begin(
        target: &Target,
        input: &str,
        watchlist: &'w Watchlist,
    ) -> Result<Self, Error> {
        let folder = Folder::resolve(target)?;
        folder.make_parent(target.mode)?;
        let lock = folder.lock()?;
        folder.sweep()?;
        let before = match folder.contents()? {
            Contents::Ours(manifest) => manifest.files,
            Contents::Absent | Contents::Empty => Vec::new(),
        };
        folder.refuse_mount(target.mode)?;
        let stage = Stage::open(&folder, target.mode, target.durability)?;
        Ok(Self {
            watchlist,
            input: input.to_owned(),
            before: before.into_iter().map(|file| (file.path.clone(), file)).collect(),
            claims: Mutex::default(),
            written: Mutex::default(),
            objections: Mutex::default(),
            durability: target.durability,
            mode: target.mode,
            folder,
            stage,
            _lock: lock,
        })
    }

    /// Takes one file. Withheld text in it is reported by [`Self::finish`], all of it
    /// together; such a file is not written anywhere.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        name::check(path)?;
        self.claim(path)?;
        let objections = scan::scan(self.watchlist, path, bytes);
        if !objections.is_empty() {
            guard(&self.objections).extend(objections);
            return Ok(());
        }
        let entry = entry(path, bytes);
        let may_be_old = self.before.get(path) == Some(&entry);
        let placed = self.stage.place(path, bytes, may_be_old)?;
        guard(&self.written).push((entry, placed));
        Ok(())
    }

    fn claim(&self, path: &str) -> Result<(), Error> {
        let earlier = guard(&self.claims).insert(name::claim_key(path), path.to_owned());
        let second = path.to_owned();
        earlier.map_or(Ok(()), |first| Err(Error::Twice { first, second }))
    }

    /// Checks that all is as it should be and shows it to the public.
    pub fn finish(mut self) -> Result<Changes, Error> {
        let mut objections = std::mem::take(&mut *guard(&self.objections));
        if !objections.is_empty() {
            objections.sort_unstable();
            return Err(Error::Objections(objections));
        }
        let mut written = std::mem::take(&mut *guard(&self.written));
        written.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        let changes = self.compare(&written);
        let files = written.iter().map(|(file, _)| file.clone()).collect();
        let manifest = Manifest::new(&self.input, files);
        self.stage.place(manifest::FILE_NAME, manifest.to_json().as_bytes(), false)?;
        self.verify(&written)?;
        self.show(&manifest)?;
        Ok(changes)
    }

    /// Tells how this generation differs from the one before.
    fn compare(&mut self, written: &[(Entry, Placed)]) -> Changes {
        let mut changes = Changes::default();
        for (file, placed) in written {
            match (self.before.remove(&file.path), placed) {
                (Some(_), Placed::Kept) => changes.unchanged += 1,
                (Some(_), Placed::Written) => changes.changed.push(file.path.clone()),
                (None, _) => changes.added.push(file.path.clone()),
            }
        }
        changes.removed = std::mem::take(&mut self.before).into_keys().collect();
        changes.removed.sort_unstable();
        changes
    }

    /// Checks that the stage holds what was written and nothing else.
    fn verify(&self, written: &[(Entry, Placed)]) -> Result<(), Error> {
        let is_staged =
            |placed: Placed| self.mode == Mode::Exchange || placed == Placed::Written;
        let staged = written.iter().filter(|(_, placed)| is_staged(*placed));
        let mut expected: Vec<&str> = staged.map(|(file, _)| &*file.path).collect();
        expected.push(manifest::FILE_NAME);
        expected.sort_unstable();
        self.stage.verify(&expected)
    }

    /// Puts the stage in the place of the site.
    fn show(&self, manifest: &Manifest) -> Result<(), Error> {
        let site = &self.folder.path;
        if self.mode == Mode::InPlace {
            self.stage.sync()?;
            in_place::settle(&self.stage.path, site, manifest)?;
            return self.stage.sync();
        }
        self.stage.keep_hidden()?;
        self.stage.unveil()?;
        self.stage.sync()?;
        let old = flip::flip(&self.stage.path, site, &self.folder.old())?;
        if self.durability == Durability::Durable {
            flip::sync_folder(&self.folder.parent)?;
        }
        match old {
            Some(path) => folder::remove_tree(&path)
                .map_err(|error| Error::NotPurged { path, error }),
            None => Ok(()),
        }
    }
}

/// Describes a file.
fn entry(path: &str, bytes: &[u8]) -> Entry {
    Entry {
        path: path.to_owned(),
        size: bytes.len() as u64,
        blake3: blake3::hash(bytes).to_hex().to_string(),
    }
}

/// Locks what threads share. Whoever panicked while holding it left it whole: each holder
/// does one thing.
fn guard<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
