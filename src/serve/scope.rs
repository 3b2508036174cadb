//! What is watched, and which of the system's events are hints of a change.
#![expect(
    clippy::disallowed_methods,
    reason = "events name files by their real place on disk, so the root is resolved"
)]

use std::path::{Path, PathBuf};

use notify::RecursiveMode;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};

use super::Options;
use super::listing::FOLDERS;
use crate::source::is_litter;
use crate::world::SitePath;

/// Files at the root of a portal that are read.
const FILES: [&str; 2] = ["config.toml", crate::config::PORTAL_FILE];

/// What the loop is told.
pub(super) enum Signal {
    /// Something may have changed at these places.
    Touched(Vec<Touch>),
    /// Hints were lost, or a watched folder came or went: watch anew.
    Lost,
    /// The preview ends.
    Stop,
}

/// A place where something may have changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Touch {
    /// The place; the root where it cannot be named.
    pub(super) path: SitePath,
    /// Whether it may be looked at now, since the writing of it has ended. Else more is likely
    /// to follow: the rest of a file, or the new one in the place of one moved away.
    pub(super) ended: bool,
}

/// Which changes concern the portal.
pub(super) struct Scope {
    root: PathBuf,
    /// The configuration file when it has another name.
    config: Option<PathBuf>,
}

impl Scope {
    /// The inputs of a portal.
    pub(super) fn new(options: &Options) -> Self {
        let root = std::fs::canonicalize(&options.root);
        let root = root.unwrap_or_else(|_| options.root.clone());
        let config = options.overrides.file.as_ref().map(|file| root.join(file));
        Self { root, config }
    }

    /// What to watch. The root itself is not watched in depth, since it may hold much that
    /// is no input, the output above all.
    pub(super) fn places(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let folders = FOLDERS.map(|name| self.root.join(name));
        let folders = folders.into_iter();
        let folders = folders.filter(|folder| folder.is_dir() && !folder.is_symlink());
        let mut places = vec![(self.root.clone(), RecursiveMode::NonRecursive)];
        places.extend(folders.map(|folder| (folder, RecursiveMode::Recursive)));
        let config = self.config.as_deref().and_then(Path::parent);
        if let Some(config) =
            config.filter(|folder| *folder != self.root && folder.is_dir())
        {
            places.push((config.to_owned(), RecursiveMode::NonRecursive));
        }
        places
    }

    /// What an event means to the loop; `None` when it is no change of an input.
    pub(super) fn signal(&self, event: notify::Result<notify::Event>) -> Option<Signal> {
        let Ok(event) = event else { return Some(Signal::Lost) };
        if event.need_rescan() {
            return Some(Signal::Lost);
        }
        match event.kind {
            // The build itself opens and reads every file, and would wake itself for ever.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            EventKind::Access(_) => return None,
            _ => {}
        }
        let moved = matches!(
            event.kind,
            EventKind::Create(_)
                | EventKind::Remove(_)
                | EventKind::Modify(ModifyKind::Name(_))
        );
        let concerned = event.paths.iter().filter(|path| self.concerns(path));
        let concerned: Vec<&PathBuf> = concerned.collect();
        let is_top = |path: &&PathBuf| {
            path.parent() == Some(&self.root)
                && FOLDERS.iter().any(|name| path.ends_with(name))
        };
        if moved && concerned.iter().any(is_top) {
            return Some(Signal::Lost);
        }
        let ended = self.has_ended(&event);
        let touch = |path: &PathBuf| Touch { path: self.site_path(path, moved), ended };
        let touches: Vec<Touch> = concerned.into_iter().map(touch).collect();
        (!touches.is_empty()).then_some(Signal::Touched(touches))
    }

    /// Whether an event is the last of its sort for its paths. A file that is moved to where
    /// nobody looks, as editors do with a copy of the old text, comes back.
    fn has_ended(&self, event: &notify::Event) -> bool {
        match event.kind {
            EventKind::Access(_)
            | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => true,
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => {
                event.paths.last().is_some_and(|to| self.concerns(to))
            }
            _ => false,
        }
    }

    /// The place that an event names. Where names that differ in case mean the same file, the
    /// old name of a moved one would still be found, so its folder is looked at instead.
    fn site_path(&self, path: &Path, moved: bool) -> SitePath {
        let by_case = cfg!(not(target_os = "linux")) && moved;
        let path = if by_case { path.parent().unwrap_or(path) } else { path };
        let tail = path.strip_prefix(&self.root).ok();
        let parts: Option<Vec<&str>> =
            tail.and_then(|tail| tail.iter().map(|part| part.to_str()).collect());
        let path = parts.and_then(|parts| SitePath::new(&parts.join("/")).ok());
        path.unwrap_or_else(SitePath::root)
    }

    /// Whether a path is an input. A path that does not lie below the root, as some systems
    /// give it, may be one.
    fn concerns(&self, path: &Path) -> bool {
        if self.config.as_deref() == Some(path) {
            return true;
        }
        let Ok(tail) = path.strip_prefix(&self.root) else { return true };
        let mut names = tail.iter().map(|name| name.to_string_lossy());
        let Some(top) = names.next() else { return false };
        if FOLDERS.contains(&&*top) {
            return !names.any(|name| is_litter(&name));
        }
        FILES.contains(&&*top) && names.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use notify::event::{
        AccessKind, AccessMode, CreateKind, EventKind, Flag, ModifyKind, RenameMode,
    };

    use super::{Scope, Signal};

    fn scope() -> Scope {
        Scope { root: PathBuf::from("/p"), config: None }
    }

    fn signal(kind: EventKind, path: &str) -> Option<&'static str> {
        let event = notify::Event::new(kind).add_path(PathBuf::from(path));
        scope().signal(Ok(event)).map(|signal| match signal {
            Signal::Touched(_) => "touched",
            Signal::Lost => "lost",
            Signal::Stop => "stop",
        })
    }

    #[test]
    fn only_inputs_are_hints() {
        let changed = EventKind::Modify(ModifyKind::Any);
        for (path, expected) in [
            ("/p/content/a/b.md", Some("touched")),
            ("/p/config.toml", Some("touched")),
            ("/p/disclosure.yaml", Some("touched")),
            ("/p/templates/x.html", Some("touched")),
            ("/p/public/index.html", None),
            ("/p/.public.new/index.html", None),
            ("/p/target/x", None),
            ("/p/content/.b.md.swp", None),
            ("/p/content/~$甲.docx", None),
            ("/p/content/b.md~", None),
            ("/p", None),
        ] {
            assert_eq!(signal(changed, path), expected, "{path}");
        }
    }

    #[test]
    fn reading_is_no_change_and_the_end_of_writing_is_one() {
        let open = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let read = EventKind::Access(AccessKind::Close(AccessMode::Read));
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(signal(open, "/p/content/a.md"), None);
        assert_eq!(signal(read, "/p/content/a.md"), None);
        assert_eq!(signal(written, "/p/content/a.md"), Some("touched"));
    }

    #[test]
    fn an_edit_has_ended_when_its_file_was_closed_or_put_in_its_place() {
        let ended = |kind: EventKind, paths: &[&str]| {
            let event = notify::Event::new(kind);
            let event =
                paths.iter().fold(event, |event, path| event.add_path(path.into()));
            let Some(Signal::Touched(touches)) = scope().signal(Ok(event)) else {
                panic!("{paths:?} are no inputs")
            };
            touches.iter().all(|touch| touch.ended)
        };
        let renamed = |mode| EventKind::Modify(ModifyKind::Name(mode));
        let (item, new) = ("/p/content/a.md", "/p/content/a.md.new");
        let backup = "/p/content/a.md~";
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert!(ended(closed, &[item]));
        assert!(ended(renamed(RenameMode::To), &[item]));
        assert!(ended(renamed(RenameMode::Both), &[new, item]));
        // A new file comes in the place of one that was moved to its backup.
        assert!(!ended(renamed(RenameMode::From), &[item]));
        assert!(!ended(renamed(RenameMode::Both), &[item, backup]));
        assert!(!ended(EventKind::Modify(ModifyKind::Any), &[item]));
        assert!(!ended(EventKind::Create(CreateKind::File), &[item]));
    }

    #[test]
    fn what_may_have_been_missed_is_watched_anew() {
        let created = EventKind::Create(CreateKind::Folder);
        assert_eq!(signal(created, "/p/content"), Some("lost"));
        assert_eq!(signal(created, "/p/content/a"), Some("touched"));
        let overflow = notify::Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(matches!(scope().signal(Ok(overflow)), Some(Signal::Lost)));
        let broken = notify::Error::generic("x");
        assert!(matches!(scope().signal(Err(broken)), Some(Signal::Lost)));
    }
}
