//! The moment at which the public sees the new generation instead of the old.
#![expect(clippy::disallowed_methods, reason = "publish writes the output folder")]

use std::fs;
use std::path::{Path, PathBuf};

use super::Error;
#[cfg(target_os = "linux")]
use super::Fault;

/// Puts the stage where the site is, in one step wherever the system can. Gives the path at
/// which the old generation is now, if there was one.
pub(super) fn flip(
    stage: &Path,
    site: &Path,
    old: &Path,
) -> Result<Option<PathBuf>, Error> {
    if !site.exists() {
        fs::rename(stage, site).map_err(Error::io("替换", site))?;
        return Ok(None);
    }
    match exchange(stage, site)? {
        Exchanged::Yes => Ok(Some(stage.to_owned())),
        Exchanged::Refused => two_renames(stage, site, old).map(Some),
    }
}

/// Whether two folders could be exchanged.
enum Exchanged {
    Yes,
    /// The system or the file system does not know how.
    Refused,
}

/// Exchanges two folders: a reader finds the one or the other under each name at any time.
#[cfg(target_os = "linux")]
fn exchange(stage: &Path, site: &Path) -> Result<Exchanged, Error> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, stage, CWD, site, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Exchanged::Yes),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(Exchanged::Refused),
        Err(Errno::BUSY | Errno::XDEV) => Err(Error::folder(site, Fault::Mounted)),
        Err(error) => Err(Error::io("替换", site)(error.into())),
    }
}

/// Elsewhere there is no such call.
#[cfg(not(target_os = "linux"))]
fn exchange(_stage: &Path, _site: &Path) -> Result<Exchanged, Error> {
    Ok(Exchanged::Refused)
}

/// Moves the old generation away and the new one in. A reader may find nothing between the
/// two; a build that is killed there is mended by the next one.
fn two_renames(stage: &Path, site: &Path, old: &Path) -> Result<PathBuf, Error> {
    fs::rename(site, old).map_err(Error::io("替换", site))?;
    match fs::rename(stage, site) {
        Ok(()) => Ok(old.to_owned()),
        Err(error) => {
            fs::rename(old, site).map_err(Error::io("恢复", site))?;
            Err(Error::io("替换", site)(error))
        }
    }
}

/// Makes the renames durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        let synced = fs::File::open(folder).and_then(|handle| handle.sync_all());
        synced.map_err(Error::io("写入磁盘", folder))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_renames_do_what_the_exchange_does_and_undo_a_failure() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for (name, text) in [("stage", "new"), ("site", "old")] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("x"), text).unwrap();
        }
        let old = two_renames(&at("stage"), &at("site"), &at("gone")).unwrap();
        assert_eq!(old, at("gone"));
        assert_eq!(fs::read_to_string(at("site/x")).unwrap(), "new");
        assert_eq!(fs::read_to_string(at("gone/x")).unwrap(), "old");
        fs::remove_dir_all(old).unwrap();
        assert!(two_renames(&at("stage"), &at("site"), &at("gone")).is_err());
        assert_eq!(fs::read_to_string(at("site/x")).unwrap(), "new");
    }
}
