//! What the program knows of the outside: the files of a folder, their bytes, and what day it is.
//!
//! A build is a function of a [`World`]. Nothing below the edges reads a clock, an
//! environment variable or the file system another way, so a test can hand the whole
//! pipeline a world in memory and get the same bytes as from the disk.

mod day;
mod disk;
mod memory;
mod news;
mod overlay;
mod path;
mod stamp;

pub use day::OneDay;
pub use disk::DiskWorld;
pub use jiff::civil::{Date, DateTime};
pub use memory::MemoryWorld;
pub use news::{Account, Moment, News};
pub use overlay::{Mount, Overlay};
pub use path::{PathError, SitePath};
pub use stamp::Stamp;

use std::io;

/// The questions a build may ask.
pub trait World: Send + Sync {
    /// Everything below `folder`, itself excluded, sorted by path; links are listed and
    /// never followed. A folder that does not exist is empty.
    fn walk(&self, folder: &SitePath) -> Walk;

    /// What stands at `path`: the thing itself or, since links are not followed, the first on
    /// the way there that is no folder. `None` when nothing is there. A preview asks this of
    /// the paths that it was told have changed; a build has no need to.
    fn look(&self, path: &SitePath) -> Option<Entry>;

    /// What stands otherwise in the folders that were walked than at a moment that this world
    /// gave. A world that keeps no account of that, as most, has no moments either.
    fn news(&self, since: Option<Moment>) -> News {
        let _ = since;
        News::default()
    }

    /// The bytes of one regular file.
    ///
    /// # Errors
    /// `NotFound` when there is no such file, `InvalidInput` when a link lies in the way,
    /// and whatever else the system says.
    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>>;

    /// Today in 北京时间 (UTC+8).
    fn today(&self) -> Date;
}

/// What a walk through a folder met.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// Files and other things found, sorted by path.
    pub entries: Vec<Entry>,
    /// Places that could not be read, with the system's words.
    pub troubles: Vec<(SitePath, String)>,
}

/// One thing in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is, from the root of the site.
    pub path: SitePath,
    /// What it is.
    pub kind: EntryKind,
    /// Of a file, the state that it is in; `None` when the world cannot tell.
    pub stamp: Option<Stamp>,
}

/// What a directory entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file of so many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A symbolic link; never followed, because it may lead out of the site.
    Link,
    /// A socket, a pipe, a device; or a name that is not Unicode.
    Other,
}
