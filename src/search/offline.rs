//! The index once more as scripts, for a portal that is opened from a folder.
//!
//! From `file://` a page may not fetch a file, but it may load a script. So every file of the
//! index is put, as base64, into one of a few scripts, chosen by the sum of its path; a query
//! loads the scripts that hold its files.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::MANIFEST;
use super::format::{self, bytes::fnv};

/// About how many bytes of the index one script holds.
const SCRIPT: usize = 24 << 10;

/// The most scripts.
const MOST: usize = 4096;

/// Gathers the files of an index.
#[derive(Debug, Default)]
pub struct Pack(Mutex<BTreeMap<String, Vec<u8>>>);

impl Pack {
    /// Adds a file, by its path below the output. The scripts are loaded as what they are, and
    /// the manifest has a script of its own, since it says how many there are.
    pub fn add(&self, path: &str, bytes: &[u8]) {
        let packed = |name: &&str| *name != MANIFEST && !name.ends_with(".js");
        if let Some(name) = format::name_of(path).filter(packed) {
            let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            files.insert(name.to_owned(), bytes.to_vec());
        }
    }

    /// How many scripts the files fill; it is told in the manifest.
    #[must_use]
    pub fn scripts(&self) -> u32 {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size: usize = files.values().map(Vec::len).sum();
        u32::try_from((size / SCRIPT + 1).min(MOST)).expect("few")
    }

    /// The scripts by their path below the output, each made when it is asked for.
    pub fn finish(self, manifest: &str) -> impl Iterator<Item = (String, String)> {
        let count = self.scripts();
        let files = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut scripts = vec![BTreeMap::new(); count as usize];
        for (path, bytes) in files {
            let at = fnv(path.as_bytes()) % count;
            scripts[at as usize].insert(path, bytes);
        }
        let first = BTreeMap::from([(MANIFEST.to_owned(), manifest.as_bytes().to_vec())]);
        let named = (0..count).map(|at| at.to_string()).zip(scripts);
        named.chain([("index".to_owned(), first)]).map(|(name, files)| {
            let coded: BTreeMap<String, String> = files
                .into_iter()
                .map(|(path, bytes)| (path, STANDARD.encode(bytes)))
                .collect();
            let json = serde_json::to_string(&coded).expect("texts serialise");
            (
                format::path(&format!("offline/{name}.js")),
                format!("gongkai.pack({json})\n"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Pack;

    #[test]
    fn every_file_is_in_the_script_of_its_sum() {
        let pack = Pack::default();
        for at in 0..200 {
            pack.add(&format!("search/t/{at}.bin"), &[at; 1000]);
        }
        let count = pack.scripts();
        assert!(count > 5, "{count}");
        pack.add("search/index.json", &[b' '; 100_000]);
        pack.add("search/search.js", &[b' '; 100_000]);
        assert_eq!(pack.scripts(), count, "the count that the manifest was told");
        let scripts: Vec<(String, String)> = pack.finish("{}").collect();
        assert_eq!(scripts.len(), count as usize + 1);
        for at in 0..200 {
            let path = format!("t/{at}.bin");
            let script = super::fnv(path.as_bytes()) % count;
            assert!(scripts[script as usize].1.contains(&format!("{path:?}:")), "{path}");
        }
    }
}
