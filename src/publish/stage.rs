//! The generation that is being made, out of sight of the public.
#![expect(clippy::disallowed_methods, reason = "publish writes the output folder")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::folder::{self, Folder};
use super::{Durability, Error, Mode};

/// A folder of files that will be published or thrown away: dropping it removes it.
#[derive(Debug)]
pub(super) struct Stage {
    /// Where the files are.
    pub(super) path: PathBuf,
    /// The generation before, from which unchanged files are taken.
    published: PathBuf,
    /// What anybody may do with a new folder.
    permissions: fs::Permissions,
    mode: Mode,
    durability: Durability,
}

/// How a file got its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// It is the file of the generation before, with its times.
    Kept,
    /// It was written.
    Written,
}

impl Stage {
    /// Makes an empty stage.
    pub(super) fn open(
        folder: &Folder,
        mode: Mode,
        durability: Durability,
    ) -> Result<Self, Error> {
        let path = folder.stage(mode);
        let permissions = fs::create_dir(&path)
            .and_then(|()| fs::metadata(&path))
            .map_err(Error::io("建立目录", &path))?
            .permissions();
        let published = folder.path.clone();
        let stage = Self { path, published, permissions, mode, durability };
        stage.veil()?;
        Ok(stage)
    }

    /// Keeps everybody else out while nothing is checked: a server may show siblings of the
    /// site.
    #[cfg(unix)]
    fn veil(&self) -> Result<(), Error> {
        use std::os::unix::fs::PermissionsExt;
        let private = fs::Permissions::from_mode(0o700);
        fs::set_permissions(&self.path, private)
            .map_err(Error::io("设置权限", &self.path))
    }

    /// Elsewhere a folder has the rights of the one that it lies in.
    #[cfg(not(unix))]
    fn veil(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Opens the stage to those who may read the site.
    pub(super) fn unveil(&self) -> Result<(), Error> {
        let site = fs::metadata(&self.published).map(|site| site.permissions());
        let permissions = site.unwrap_or_else(|_| self.permissions.clone());
        fs::set_permissions(&self.path, permissions)
            .map_err(Error::io("设置权限", &self.path))
    }

    /// Puts a file in its place. One that `may_be_old` is taken from the generation before,
    /// if it is there and has these very bytes: a name and a length prove nothing, and a
    /// file that was damaged must not live for ever.
    pub(super) fn place(
        &self,
        path: &str,
        bytes: &[u8],
        may_be_old: bool,
    ) -> Result<Placed, Error> {
        let staged = self.path.join(path);
        let old = self.published.join(path);
        if may_be_old && holds(&old, bytes) {
            let kept = match self.mode {
                Mode::InPlace => true,
                // Not every file system has links, and not every file may be linked.
                Mode::Exchange => {
                    in_folder(&staged, || fs::hard_link(&old, &staged)).is_ok()
                }
            };
            if kept {
                return Ok(Placed::Kept);
            }
        }
        in_folder(&staged, || File::create_new(&staged))
            .and_then(|file| self.fill(file, bytes))
            .map_err(|error| refusal(path, &staged, error))?;
        Ok(Placed::Written)
    }

    fn fill(&self, mut file: File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)?;
        // On Linux all files are made durable by one call at the end.
        if self.durability == Durability::Durable && !cfg!(target_os = "linux") {
            file.sync_all()?;
        }
        Ok(())
    }

    /// Checks that exactly these files are on the stage.
    pub(super) fn verify(&self, expected: &[&str]) -> Result<(), Error> {
        let found = list(&self.path).map_err(Error::io("查看", &self.path))?.files;
        let differs =
            found.iter().zip(expected).find(|(found, expected)| found != *expected);
        let path = match differs {
            Some((found, expected)) => found.as_str().min(expected),
            None if found.len() > expected.len() => &found[expected.len()],
            None if found.len() < expected.len() => expected[found.len()],
            None => return Ok(()),
        };
        Err(Error::Inexact { path: path.to_owned() })
    }

    /// Takes along what stands at the top of the generation before with a dot before its
    /// name: it is not ours.
    pub(super) fn keep_hidden(&self) -> Result<(), Error> {
        let names = folder::names_in(&self.published);
        let names = names.map_err(Error::io("查看", &self.published))?;
        for name in names.iter().filter(|name| folder::is_hidden(name)) {
            let old = self.published.join(name);
            link_tree(&old, &self.path.join(name)).map_err(Error::io("保留", &old))?;
        }
        Ok(())
    }

    /// Sees to it that all that was written is on the disk.
    pub(super) fn sync(&self) -> Result<(), Error> {
        match self.durability {
            Durability::Durable => sync_file_system(&self.path),
            Durability::Fast => Ok(()),
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What cannot be removed now is swept by the next build.
        drop(folder::remove_tree(&self.path));
    }
}

/// The files and folders below a folder, both sorted, but for those at its top that have a
/// dot before their name. What is neither file nor folder counts as a file.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Paths of files, with `/`. A name that is no text stands with a replacement character,
    /// which no output path has.
    pub(super) files: Vec<String>,
    /// Paths of folders.
    pub(super) folders: Vec<PathBuf>,
}

/// Lists what is below a folder. Links are not followed.
pub(super) fn list(root: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let walk = WalkDir::new(root).min_depth(1).into_iter();
    for entry in walk
        .filter_entry(|entry| entry.depth() != 1 || !folder::is_hidden(entry.file_name()))
    {
        let entry = entry?;
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        if entry.file_type().is_dir() {
            listing.folders.push(below.to_owned());
        } else {
            let path = below.to_string_lossy();
            let path =
                if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
            listing.files.push(path);
        }
    }
    listing.files.sort_unstable();
    listing.folders.sort_unstable();
    Ok(listing)
}

/// Does something that needs the folder of a path, and makes the folder when it turns out
/// to be missing: most often it is there, and asking first would cost more than the write.
pub(super) fn in_folder<T>(
    path: &Path,
    act: impl Fn() -> io::Result<T>,
) -> io::Result<T> {
    match act() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
            act()
        }
        outcome => outcome,
    }
}

/// Why a file could not be written. In an empty folder there is nothing in the way but what
/// this build wrote itself.
fn refusal(path: &str, staged: &Path, error: io::Error) -> Error {
    use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
    if matches!(error.kind(), AlreadyExists | IsADirectory | NotADirectory) {
        let reason = "与另一条输出路径冲突，其中一段既是文件又是目录";
        return Error::Name { path: path.to_owned(), reason };
    }
    Error::io("写入", staged)(error)
}

/// Whether a file, not a link, is there in this length.
pub(super) fn has_length(path: &Path, length: u64) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == length)
}

/// Whether a file, not a link, has these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    has_length(path, bytes.len() as u64)
        && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Links all files of a tree into another place, or copies them where links are refused.
/// The originals stay until the new generation is in place.
fn link_tree(from: &Path, to: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?;
    if kind.is_dir() {
        fs::create_dir(to)?;
        for name in folder::names_in(from)? {
            link_tree(&from.join(&name), &to.join(&name))?;
        }
        return fs::set_permissions(to, kind.permissions());
    }
    // A hard link to a symbolic link is one more symbolic link. It is never copied, because
    // that would copy what it points at.
    fs::hard_link(from, to).or_else(|error| {
        if kind.is_file() { fs::copy(from, to).map(drop) } else { Err(error) }
    })
}

/// Writes all that the file system of this folder still holds in memory.
#[cfg(target_os = "linux")]
pub(super) fn sync_file_system(folder: &Path) -> Result<(), Error> {
    let failed = Error::io("写入磁盘", folder);
    let synced = File::open(folder).and_then(|handle| Ok(rustix::fs::syncfs(handle)?));
    synced.map_err(failed)
}

/// Elsewhere each file is made durable when it is written.
#[cfg(not(target_os = "linux"))]
pub(super) fn sync_file_system(_folder: &Path) -> Result<(), Error> {
    Ok(())
}
