//! The index once more as scripts, for a portal that is opened from a folder.
//!
//! From `file://` a page may not fetch a file, but it may load a script. So every file of the
//! index is put, as base64, into one of a few scripts, chosen by the sum of its path; a query
//! loads the scripts that hold its files.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::format::bytes::fnv;

/// About how many bytes of the index one script holds.
const SCRIPT: usize = 24 << 10;

/// Where the index lies below the output; the pack names its files from there.
const PREFIX: &str = "search/";

/// The most scripts.
const MOST: usize = 4096;

/// Gathers the files of an index.
#[derive(Debug, Default)]
pub struct Pack(Mutex<BTreeMap<String, Vec<u8>>>);

impl Pack {
    /// Adds a file, by its path below the output.
    pub fn add(&self, path: &str, bytes: &[u8]) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name = path.strip_prefix(PREFIX).unwrap_or(path);
        files.insert(name.to_owned(), bytes.to_vec());
    }

    /// How many scripts the files fill; it is told in the manifest.
    #[must_use]
    pub fn scripts(&self) -> u32 {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size: usize = files.values().map(Vec::len).sum();
        u32::try_from((size / SCRIPT + 1).min(MOST)).expect("few")
    }

    /// The scripts by their path below the output. The manifest has one of its own, since it
    /// says how many there are.
    #[must_use]
    pub fn finish(self, manifest: &str) -> Vec<(String, String)> {
        let count = self.scripts();
        let files = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut scripts = vec![BTreeMap::new(); count as usize];
        for (path, bytes) in &files {
            let at = fnv(path.as_bytes()) % count;
            scripts[at as usize].insert(path.as_str(), STANDARD.encode(bytes));
        }
        let first = BTreeMap::from([("index.json", STANDARD.encode(manifest))]);
        let named =
            scripts.iter().enumerate().map(|(at, script)| (at.to_string(), script));
        named
            .chain([("index".to_owned(), &first)])
            .map(|(name, script)| {
                let json = serde_json::to_string(script).expect("texts serialise");
                (format!("{PREFIX}offline/{name}.js"), format!("gongkai.pack({json})\n"))
            })
            .collect()
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
        let scripts = pack.finish("{}");
        assert_eq!(scripts.len(), count as usize + 1);
        for at in 0..200 {
            let path = format!("t/{at}.bin");
            let script = super::fnv(path.as_bytes()) % count;
            assert!(scripts[script as usize].1.contains(&format!("{path:?}:")), "{path}");
        }
    }
}
