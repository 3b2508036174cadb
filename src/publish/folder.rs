//! The output folder: whether it may be written, the lock on it, and what earlier builds left
//! beside it.
//!
//! All that is written before the flip stands in siblings of the output folder whose names
//! are its own with a dot before: `.public.stage-PID` is being made, `.public.old-PID` was
//! replaced, `.public.lock` is locked while a build runs. A build that is killed leaves
//! them, and the next one sweeps them.
#![expect(clippy::disallowed_methods, reason = "publish writes the output folder")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest};
use super::{Error, Fault, Mode, Target};

/// The first part of the names inside an output folder that is replaced in place.
const INNER_STAGE: &str = ".gongkai-stage-";

/// An output folder that may be written: it has a real parent and lies apart from the
/// sources.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    /// The folder itself, which need not exist.
    pub(super) path: PathBuf,
    /// Where it lies.
    pub(super) parent: PathBuf,
    name: OsString,
}

/// What is in the output folder.
#[derive(Debug)]
pub(super) enum Contents {
    /// There is no folder.
    Absent,
    /// Nothing is in it but names with a dot before.
    Empty,
    /// A generation of ours.
    Ours(Manifest),
}

impl Folder {
    /// Finds the folder and refuses one that is a link or touches the sources.
    pub(super) fn resolve(target: &Target) -> Result<Self, Error> {
        // The components leave out a slash at the end, behind which a link is not seen.
        let given: PathBuf = target.folder.components().collect();
        match fs::symlink_metadata(&given) {
            Ok(found) if found.is_symlink() => {
                return Err(Error::folder(&given, Fault::Link));
            }
            Ok(found) if !found.is_dir() => {
                return Err(Error::folder(&given, Fault::NotAFolder));
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("查看", &given)(error)),
        }
        let path = real_path(&given).map_err(Error::io("查看", &given))?;
        refuse_overlaps(&path, target)?;
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Error::folder(&given, Fault::NotAFolder));
        };
        let (parent, name) = (parent.to_owned(), name.to_owned());
        Ok(Self { path, parent, name })
    }

    /// A name beside the folder.
    fn sibling(&self, kind: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(kind);
        self.parent.join(name)
    }

    /// Where the next generation is made. When files are replaced one by one, that is in
    /// the folder itself, since what is mounted there may be another file system.
    pub(super) fn stage(&self, mode: Mode) -> PathBuf {
        match mode {
            Mode::Exchange => self.sibling(&format!(".stage-{}", std::process::id())),
            Mode::InPlace => {
                self.path.join(format!("{INNER_STAGE}{}", std::process::id()))
            }
        }
    }

    /// Where the generation before is put when the two cannot be exchanged at once.
    pub(super) fn old(&self) -> PathBuf {
        self.sibling(&format!(".old-{}", std::process::id()))
    }

    /// Makes the folder in which the stage will stand.
    pub(super) fn make_parent(&self, mode: Mode) -> Result<(), Error> {
        let needed = match mode {
            Mode::Exchange => &self.parent,
            Mode::InPlace => &self.path,
        };
        fs::create_dir_all(needed).map_err(Error::io("建立目录", needed))
    }

    /// Refuses early what the system would refuse at the end: a folder that is a file system
    /// of its own cannot be exchanged.
    #[cfg(unix)]
    pub(super) fn refuse_mount(&self, mode: Mode) -> Result<(), Error> {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
        match (mode, device(&self.path), device(&self.parent)) {
            (Mode::Exchange, Some(site), Some(parent)) if site != parent => {
                Err(Error::folder(&self.path, Fault::Mounted))
            }
            _ => Ok(()),
        }
    }

    /// Elsewhere the system says so at the end.
    #[cfg(not(unix))]
    pub(super) fn refuse_mount(&self, _mode: Mode) -> Result<(), Error> {
        Ok(())
    }

    /// Takes the lock, which the system takes back when the process ends in any way.
    pub(super) fn lock(&self) -> Result<Lock, Error> {
        let path = self.sibling(".lock");
        loop {
            let failed = || Error::io("锁定", &path);
            let file =
                File::options().create(true).truncate(false).write(true).open(&path);
            let file = file.map_err(failed())?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::folder(&self.path, Fault::Busy));
                }
                Err(TryLockError::Error(error)) => return Err(failed()(error)),
            }
            // The holder before may have removed the file after it was opened here.
            if is_at(&file, &path) {
                return Ok(Lock { _file: file, path });
            }
        }
    }

    /// Removes what killed builds left. One that was killed between two renames has taken
    /// the site away; it is put back first.
    pub(super) fn sweep(&self) -> Result<(), Error> {
        for leftover in self.leftovers().map_err(Error::io("查看", &self.parent))? {
            let is_old = leftover.to_string_lossy().contains(".old-");
            if is_old && !self.path.exists() {
                let failed = Error::io("恢复", &leftover);
                fs::rename(&leftover, &self.path).map_err(failed)?;
            } else {
                remove_tree(&leftover).map_err(Error::io("清理", &leftover))?;
            }
        }
        Ok(())
    }

    /// What earlier builds left, in order of name, so that an old generation comes first.
    pub(super) fn leftovers(&self) -> io::Result<Vec<PathBuf>> {
        let mut prefix = OsString::from(".");
        prefix.push(&self.name);
        let prefix = prefix.to_string_lossy().into_owned();
        let beside = names_in(&self.parent)?.into_iter().filter(|name| {
            let name = name.to_string_lossy();
            let kind = name.strip_prefix(&prefix).unwrap_or_default();
            kind.starts_with(".stage-") || kind.starts_with(".old-")
        });
        let inside = names_in(&self.path)?
            .into_iter()
            .filter(|name| name.to_string_lossy().starts_with(INNER_STAGE));
        let beside = beside.map(|name| self.parent.join(name));
        let mut leftovers: Vec<PathBuf> =
            beside.chain(inside.map(|name| self.path.join(name))).collect();
        leftovers.sort_unstable();
        Ok(leftovers)
    }

    /// Looks at what is in the folder and refuses files of others.
    pub(super) fn contents(&self) -> Result<Contents, Error> {
        if !self.path.exists() {
            return Ok(Contents::Absent);
        }
        if let Some(manifest) = self.manifest() {
            return Ok(Contents::Ours(manifest));
        }
        let names = names_in(&self.path).map_err(Error::io("查看", &self.path))?;
        if names.iter().all(|name| is_hidden(name)) {
            Ok(Contents::Empty)
        } else {
            Err(Error::folder(&self.path, Fault::NotOurs))
        }
    }

    /// The manifest of the generation that is published.
    pub(super) fn manifest(&self) -> Option<Manifest> {
        Manifest::parse(&fs::read(self.path.join(manifest::FILE_NAME)).ok()?)
    }
}

/// The lock on an output folder. Its file is removed while it is still held.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that stays is empty and does no harm.
        drop(fs::remove_file(&self.path));
    }
}

/// Whether a name is one that we leave alone at the top of an output folder.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Removes a folder with all that is in it; one that is not there is removed already.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// The names in a folder, none when there is no folder.
pub(super) fn names_in(folder: &Path) -> io::Result<Vec<OsString>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn refuse_overlaps(path: &Path, target: &Target) -> Result<(), Error> {
    let refuse =
        |source: &Path| Err(Error::folder(path, Fault::Overlaps(source.to_owned())));
    let look = |folder: &Path| real_path(folder).map_err(Error::io("查看", folder));
    let root = look(&target.root)?;
    if root.starts_with(path) {
        return refuse(&target.root);
    }
    for given in &target.sources {
        let source = look(given)?;
        if path.starts_with(&source) || source.starts_with(path) {
            return refuse(given);
        }
    }
    Ok(())
}

/// The path with all links resolved, as far as it exists.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let here = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    match fs::canonicalize(here) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (Some(parent), Some(name)) = (here.parent(), here.file_name()) else {
                return Err(error);
            };
            Ok(real_path(parent)?.join(name))
        }
        outcome => outcome,
    }
}

/// Whether the file that is open is the one under that name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => open.ino() == named.ino() && open.dev() == named.dev(),
        _ => false,
    }
}

/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}
