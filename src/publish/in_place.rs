//! Replacing a site file by file, for a folder that cannot be exchanged.
//!
//! Each file is whole at any time, but a reader may see some of the old generation and some
//! of the new. What was withdrawn goes first; what pages need comes before the pages, and
//! what leads to them after. A build that is killed on the way is finished by the next one,
//! which goes by what is really in the folder and not by the manifest.
#![expect(clippy::disallowed_methods, reason = "publish writes the output folder")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::manifest::{self, Manifest};
use super::{Error, stage};

/// Brings the site to exactly the files of the manifest, taking from the stage those that
/// are there.
pub(super) fn settle(
    staged: &Path,
    site: &Path,
    manifest: &Manifest,
) -> Result<(), Error> {
    claim_folder(staged, site)?;
    let meant: BTreeSet<&str> = manifest.files.iter().map(|file| &*file.path).collect();
    remove_strays(site, &meant)?;
    let mut files = stage::list(staged).map_err(Error::io("查看", staged))?.files;
    files.sort_by_cached_key(|path| (rank(path), path.clone()));
    for path in &files {
        move_file(&staged.join(path), &site.join(path))?;
    }
    Ok(())
}

/// Marks a folder as ours before the first file stands in it, so that a build that is killed
/// does not leave files that nobody may touch.
fn claim_folder(staged: &Path, site: &Path) -> Result<(), Error> {
    let mark = site.join(manifest::FILE_NAME);
    if mark.exists() {
        return Ok(());
    }
    let draft = staged.join(".mark");
    let text = Manifest::new("", Vec::new()).to_json();
    fs::write(&draft, text).map_err(Error::io("写入", &draft))?;
    move_file(&draft, &mark)
}

/// Removes every file that is not meant to be there, and the folders that are empty then.
fn remove_strays(site: &Path, meant: &BTreeSet<&str>) -> Result<(), Error> {
    let listing = stage::list(site).map_err(Error::io("查看", site))?;
    let is_stray = |path: &&String| {
        path.as_str() != manifest::FILE_NAME && !meant.contains(path.as_str())
    };
    for path in listing.files.iter().filter(is_stray) {
        let path = site.join(path);
        fs::remove_file(&path).map_err(Error::io("删除", &path))?;
    }
    // In reverse order a folder comes after those in it.
    for path in listing.folders.iter().rev() {
        let path = site.join(path);
        match fs::remove_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => {
                return Err(Error::io("删除", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> Result<(), Error> {
    stage::in_folder(to, || fs::rename(from, to)).map_err(Error::io("替换", to))
}

/// The order in which files are replaced: what pages load, the pages, the lists that lead to
/// them, what leads readers to the site, and the manifest when all is done.
fn rank(path: &str) -> u8 {
    let name = path.rsplit('/').next().unwrap_or(path);
    if path == manifest::FILE_NAME {
        4
    } else if name.ends_with(".xml") || name == "robots.txt" {
        3
    } else if name == "index.html"
        || name.starts_with("page-")
        || name.starts_with("year-")
    {
        2
    } else if name.ends_with(".html") {
        1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_somewhere_comes_after_it() {
        let order = [
            "assets/portal.css",
            "a/x.html",
            "a/index.html",
            "atom.xml",
            "manifest.json",
        ];
        assert!(order.is_sorted_by_key(|path| rank(path)));
        assert_eq!(rank("a/year-2023.html"), rank("index.html"));
    }
}
