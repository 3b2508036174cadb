//! What is watched, and which of the system's events are hints of a change.
#![expect(
    clippy::disallowed_methods,
    reason = "events name files by their real place on disk, so the root is resolved"
)]

use std::path::{Path, PathBuf};

use notify::RecursiveMode;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};

use super::Options;
use crate::source::is_litter;

/// Folders of a portal that are read.
const FOLDERS: [&str; 5] = ["content", "templates", "static", "themes", "data"];

/// Files at the root of a portal that are read.
const FILES: [&str; 2] = ["config.toml", crate::config::PORTAL_FILE];

/// What the loop is told.
pub(super) enum Signal {
    /// Something may have changed.
    Touched,
    /// Hints were lost, or a watched folder came or went: watch anew.
    Lost,
    /// The preview ends.
    Stop,
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
        let signal = |path: &PathBuf| {
            let top = path.parent() == Some(&self.root)
                && FOLDERS.iter().any(|name| path.ends_with(name));
            if top && moved { Signal::Lost } else { Signal::Touched }
        };
        concerned.map(signal).reduce(|a, b| if matches!(a, Signal::Lost) { a } else { b })
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
        AccessKind, AccessMode, CreateKind, EventKind, Flag, ModifyKind,
    };

    use super::{Scope, Signal};

    fn scope() -> Scope {
        Scope { root: PathBuf::from("/p"), config: None }
    }

    fn signal(kind: EventKind, path: &str) -> Option<&'static str> {
        let event = notify::Event::new(kind).add_path(PathBuf::from(path));
        scope().signal(Ok(event)).map(|signal| match signal {
            Signal::Touched => "touched",
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
