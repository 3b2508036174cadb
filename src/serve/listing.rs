//! The world as the preview knows it: folders are listed once and then kept up by hints.
//!
//! To list a hundred thousand files takes a fifth of a second, far too long for an edit of
//! one of them. So of the paths that the system tells us to have changed, and of no others,
//! the world is asked what stands there now. A hint is never taken for the truth: a wrong
//! one costs a look, and what a lost one would have told is found by [`Listing::renew`].

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::poll::Seen;
use crate::source::is_litter;
use crate::world::{
    Account, Date, Entry, EntryKind, Moment, News, SitePath, Stamp, Walk, World,
};

/// Folders of a portal that are read.
pub(super) const FOLDERS: [&str; 5] =
    ["content", "templates", "static", "themes", "data"];

/// Below this depth a part of a folder is not listed by itself, because the world's limit of
/// depth is counted from where a walk begins.
const DEEP: usize = 12;

/// A world whose folders are remembered.
pub(super) struct Listing {
    world: Arc<dyn World>,
    /// Files that stand in none of the folders, as they were last.
    files: Mutex<BTreeMap<SitePath, Option<Entry>>>,
    folders: Mutex<BTreeMap<&'static str, Folder>>,
    /// Where the folders have changed.
    account: Mutex<Account>,
}

/// One of the folders with everything below it.
#[derive(Default)]
struct Folder {
    entries: BTreeMap<SitePath, Known>,
    troubles: Vec<(SitePath, String)>,
}

/// Where a change may be seen.
enum Extent {
    /// At one path.
    Path,
    /// At others, too.
    More,
}

/// A thing in a folder.
struct Known {
    /// What it is, with a stamp of ours.
    entry: Entry,
    /// The stamp that the world gave it.
    told: Option<Stamp>,
}

impl Listing {
    /// Knows nothing yet; a folder is listed when it is first asked for. `files` are inputs
    /// that stand in none of the folders.
    pub(super) fn new(world: Arc<dyn World>, files: Vec<SitePath>) -> Self {
        let files = files.into_iter().map(|path| (path, None)).collect();
        let (files, folders) = (Mutex::new(files), Mutex::default());
        Self { world, files, folders, account: Mutex::new(Account::begin()) }
    }

    /// Takes up that something may have changed at these paths. A folder stands for all
    /// that is in it, the root for everything.
    pub(super) fn hear(&self, paths: &BTreeSet<SitePath>) {
        let mut folders = self.folders();
        for path in paths {
            if path.as_str().is_empty() {
                drop(folders);
                self.renew();
                return;
            }
            if let Some(file) = self.files().get_mut(path) {
                *file = self.world.look(path);
            }
            let top = path.as_str().split('/').next().unwrap_or_default();
            let Some(folder) = folders.get_mut(top) else { continue };
            match folder.hear(path, &*self.world) {
                Extent::Path => self.account().note(path.clone()),
                Extent::More => *self.account() = Account::begin(),
            }
        }
    }

    /// Lists all folders again and finds what has changed by its stamp.
    pub(super) fn renew(&self) -> Seen {
        let mut seen = Seen::default();
        let mut troubled = false;
        for (top, folder) in self.folders().iter_mut() {
            troubled |= !folder.troubles.is_empty();
            seen += folder.renew(top, &*self.world);
            troubled |= !folder.troubles.is_empty();
        }
        if seen.any || troubled {
            *self.account() = Account::begin();
        }
        for (path, file) in self.files().iter_mut() {
            let now = self.world.look(path);
            seen += difference(file.as_ref(), now.as_ref());
            *file = now;
        }
        seen
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<SitePath, Option<Entry>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folders(&self) -> MutexGuard<'_, BTreeMap<&'static str, Folder>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World for Listing {
    fn walk(&self, folder: &SitePath) -> Walk {
        let top = folder.as_str().split('/').next().unwrap_or_default();
        let Some(top) = FOLDERS.iter().find(|name| **name == top) else {
            return self.world.walk(folder);
        };
        let mut folders = self.folders();
        let known = folders.entry(top).or_insert_with(|| Folder::list(top, &*self.world));
        known.below(folder)
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        self.world.look(path)
    }

    fn news(&self, since: Option<Moment>) -> News {
        let folders = self.folders();
        let account = self.account();
        let now = |path: &SitePath| {
            let top = path.as_str().split('/').next().unwrap_or_default();
            let known = folders.get(top).and_then(|folder| folder.entries.get(path));
            (path.clone(), known.map(|known| known.entry.clone()))
        };
        let paths = since.and_then(|since| account.since(since));
        let paths = paths.map(|paths| paths.iter().collect::<BTreeSet<_>>());
        let changed = paths.map(|paths| paths.into_iter().map(now).collect());
        News { until: Some(account.now()), changed }
    }

    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>> {
        self.world.read(file)
    }

    fn today(&self) -> Date {
        self.world.today()
    }
}

impl Folder {
    fn list(top: &str, world: &dyn World) -> Self {
        let mut folder = Self::default();
        folder.renew(top, world);
        folder
    }

    fn renew(&mut self, top: &str, world: &dyn World) -> Seen {
        let top = SitePath::new(top).expect("a constant path");
        let Walk { entries, troubles } = world.walk(&top);
        let mut old = std::mem::take(&mut self.entries);
        let mut seen = Seen::default();
        let known = |entry: Entry| {
            let old = old.remove(&entry.path);
            let told = old.as_ref().map(Known::as_told);
            if !is_litter_below(&entry.path) {
                seen += difference(told.as_ref(), Some(&entry));
            }
            (entry.path.clone(), Known::of(entry, old))
        };
        self.entries = entries.into_iter().map(known).collect();
        self.troubles = troubles;
        if old.keys().any(|gone| !is_litter_below(gone)) {
            seen += Seen::SURE;
        }
        seen
    }

    /// Looks at one path again; tells where something may have changed by that.
    fn hear(&mut self, path: &SitePath, world: &dyn World) -> Extent {
        let top = path.as_str().split('/').next().unwrap_or_default();
        // A trouble may have gone with this hint, and is told by a walk only.
        if !self.troubles.is_empty() || path.as_str() == top {
            self.renew(top, world);
            return Extent::More;
        }
        let Some(entry) = world.look(path) else { return self.forget(path) };
        let extent = self.forget(&entry.path);
        // Of a way that was not known, the beginning is what has come.
        let come = self.unknown_way(&entry.path);
        if entry.kind == EntryKind::Folder || come != entry.path {
            self.list_part(top, &come, world);
            return Extent::More;
        }
        let extent = if entry.path == *path { extent } else { Extent::More };
        self.entries.insert(entry.path.clone(), Known::of(entry, None));
        extent
    }

    /// The first folder on the way to `path` that is not listed, or `path` itself.
    fn unknown_way(&self, path: &SitePath) -> SitePath {
        let mut unknown = path.clone();
        let mut up = path.parent();
        while up.as_str().contains('/') {
            if !self.entries.contains_key(&up) {
                unknown = up.clone();
            }
            up = up.parent();
        }
        unknown
    }

    /// Lists a folder that is new or not as it was.
    fn list_part(&mut self, top: &str, path: &SitePath, world: &dyn World) {
        let Some(entry) = world.look(path) else {
            self.forget(path);
            return;
        };
        let Walk { entries, troubles } = world.walk(path);
        let deep = |entry: &Entry| entry.path.as_str().matches('/').count() > DEEP;
        if !troubles.is_empty() || entries.iter().any(deep) || deep(&entry) {
            self.renew(top, world);
            return;
        }
        self.forget(path);
        for entry in [entry].into_iter().chain(entries) {
            self.entries.insert(entry.path.clone(), Known::of(entry, None));
        }
    }

    /// Forgets a path and everything below it.
    fn forget(&mut self, path: &SitePath) -> Extent {
        self.entries.remove(path);
        let below: Vec<SitePath> =
            self.entries_below(path).map(|known| known.entry.path.clone()).collect();
        for path in &below {
            self.entries.remove(path);
        }
        if below.is_empty() { Extent::Path } else { Extent::More }
    }

    fn entries_below(&self, path: &SitePath) -> impl Iterator<Item = &Known> {
        let start = format!("{path}/");
        let range = (Bound::Excluded(start.as_str()), Bound::Unbounded);
        let all = self.entries.range::<str, _>(range);
        let all = all.take_while(move |(path, _)| path.as_str().starts_with(&start));
        all.map(|(_, known)| known)
    }

    fn below(&self, folder: &SitePath) -> Walk {
        let entries = self.entries_below(folder).map(|known| known.entry.clone());
        let troubles =
            self.troubles.iter().filter(|(path, _)| path.below(folder).is_some());
        Walk { entries: entries.collect(), troubles: troubles.cloned().collect() }
    }
}

/// What is to be seen between two states of a path.
fn difference(old: Option<&Entry>, new: Option<&Entry>) -> Seen {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return Seen::default(),
        _ => return Seen::SURE,
    };
    match (old.kind, new.kind) {
        (EntryKind::File(before), EntryKind::File(after)) if before == after => {
            match (old.stamp, new.stamp) {
                (Some(before), Some(after)) if before == after => Seen::default(),
                // It was written too lately to have had a stamp then.
                (None, _) => Seen::MAYBE,
                _ => Seen::SURE,
            }
        }
        (before, after) if before == after => Seen::default(),
        _ => Seen::SURE,
    }
}

/// Whether a path leads to litter, of which the watch does not tell either.
fn is_litter_below(path: &SitePath) -> bool {
    path.as_str().split('/').skip(1).any(is_litter)
}

impl Known {
    /// The entry as the world gave it.
    fn as_told(&self) -> Entry {
        Entry { stamp: self.told, ..self.entry.clone() }
    }

    /// Keeps our stamp only where the world says that the file is the same.
    fn of(mut entry: Entry, old: Option<Self>) -> Self {
        let told = entry.stamp;
        let same = old.filter(|old| told.is_some() && old.told == told);
        entry.stamp = match (entry.kind, same) {
            (EntryKind::File(_), Some(old)) => old.entry.stamp,
            (EntryKind::File(_), None) => Some(Stamp::fresh()),
            _ => None,
        };
        Self { entry, told }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::MemoryWorld;

    const DAY: Date = Date::constant(2026, 1, 20);

    fn path(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    fn paths(walk: &Walk) -> Vec<(String, EntryKind)> {
        walk.entries.iter().map(|e| (e.path.to_string(), e.kind)).collect()
    }

    fn stamp_of(listing: &Listing, file: &str) -> Option<Stamp> {
        let walk = listing.walk(&path("content"));
        walk.entries.into_iter().find(|entry| entry.path.as_str() == file)?.stamp
    }

    #[test]
    fn after_hints_a_listing_is_what_a_walk_gives() {
        let world = Arc::new(Mutex::new(MemoryWorld::new(DAY)));
        let put = |file: &str| world.lock().unwrap().insert(path(file), b"x".to_vec());
        let remove = |file: &str| assert!(world.lock().unwrap().remove(&path(file)));
        put("content/a/x.md");
        put("content/a-b.md");
        let listing = Listing::new(world.clone(), Vec::new());
        let content = path("content");
        let check = |hints: &[&str]| {
            listing.hear(&hints.iter().map(|hint| path(hint)).collect());
            let (ours, theirs) = (listing.walk(&content), world.walk(&content));
            assert_eq!(paths(&ours), paths(&theirs), "after {hints:?}");
            let below = path("content/a");
            assert_eq!(paths(&listing.walk(&below)), paths(&world.walk(&below)));
        };
        check(&[]);
        put("content/a/y.md");
        check(&["content/a/y.md"]);
        put("content/new/deep/z.md");
        check(&["content/new/deep/z.md"]);
        put("content/other/z.md");
        put("content/other/y.md");
        check(&["content/other"]);
        remove("content/other/z.md");
        remove("content/other/y.md");
        check(&["content/other/z.md", "content/other"]);
        remove("content/a/x.md");
        put("content/a-b.md");
        check(&[""]);
    }

    #[test]
    fn a_change_of_one_path_is_told_and_a_wider_one_is_not() {
        let world = Arc::new(Mutex::new(MemoryWorld::new(DAY)));
        let put = |file: &str| world.lock().unwrap().insert(path(file), b"x".to_vec());
        let (a, b) = ("content/a.md", "content/b/x.md");
        put(a);
        put(b);
        let listing = Listing::new(world.clone(), Vec::new());
        listing.walk(&path("content"));
        let told = |since: Option<Moment>| {
            let News { until, changed } = listing.news(since);
            let changed = changed.map(|changed| {
                let all = changed.into_iter();
                all.map(|(path, entry)| (path.to_string(), entry.is_some())).collect()
            });
            (until, changed)
        };
        let all = |told: &[(&str, bool)]| -> Option<Vec<(String, bool)>> {
            Some(told.iter().map(|(path, is)| ((*path).to_owned(), *is)).collect())
        };
        let (begun, nothing) = told(None);
        assert_eq!(nothing, None);
        assert_eq!(told(begun).1, all(&[]));
        listing.hear(&[path(a), path("content/c.md")].into());
        assert_eq!(told(begun).1, all(&[(a, true), ("content/c.md", false)]));
        let (later, _) = told(begun);
        assert!(world.lock().unwrap().remove(&path(a)));
        listing.hear(&[path(a)].into());
        assert_eq!(told(later).1, all(&[(a, false)]));
        // A file where a folder was takes more with it than one path.
        assert!(world.lock().unwrap().remove(&path(b)));
        put("content/b");
        listing.hear(&[path("content/b")].into());
        assert_eq!(told(later).1, None);
        let (later, _) = told(None);
        listing.hear(&[path("content")].into());
        assert_eq!(told(later).1, None);
    }

    #[test]
    fn a_hint_or_another_stamp_is_another_state() {
        let world = Arc::new(Mutex::new(MemoryWorld::new(DAY)));
        let put = |file: &str| world.lock().unwrap().insert(path(file), b"x".to_vec());
        put("content/a.md");
        put("content/b.md");
        let listing = Listing::new(world.clone(), Vec::new());
        let (a, b) = ("content/a.md", "content/b.md");
        let before = (stamp_of(&listing, a), stamp_of(&listing, b));
        assert!(before.0.is_some() && before.0 != before.1);
        listing.renew();
        assert_eq!((stamp_of(&listing, a), stamp_of(&listing, b)), before);
        listing.hear(&[path(a)].into());
        assert_ne!(stamp_of(&listing, a), before.0);
        assert_eq!(stamp_of(&listing, b), before.1);
        // A change of which nothing was heard is found when all is listed again.
        put(b);
        assert_eq!(stamp_of(&listing, b), before.1);
        listing.renew();
        assert_ne!(stamp_of(&listing, b), before.1);
    }
}
