//! `manifest.json`: what was published, and the sign that a folder is ours.
//!
//! It holds nothing that differs between two builds of one input: no date, no absolute path.
//! One file stands on one line, so that two generations can be compared by eye.

use std::fmt::Write;

use serde::Deserialize;

/// Where the manifest stands in the output folder.
pub(super) const FILE_NAME: &str = "manifest.json";
/// The version of its form.
const SCHEMA: u32 = 1;
/// What wrote it.
const GENERATOR: &str = concat!("gongkai ", env!("CARGO_PKG_VERSION"));

/// A published generation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Manifest {
    /// Version of the form; fields are only added within one.
    pub(super) schema: u32,
    /// Name and version of the program.
    pub(super) generator: String,
    /// Digest of everything that went in.
    pub(super) input: String,
    /// All files but this one, sorted by path.
    pub(super) files: Vec<Entry>,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) struct Entry {
    /// Path in the output folder.
    pub(super) path: String,
    /// Bytes.
    pub(super) size: u64,
    /// Digest in hexadecimal digits.
    pub(super) blake3: String,
}

impl Manifest {
    /// Describes a generation.
    pub(super) fn new(input: &str, mut files: Vec<Entry>) -> Self {
        files.sort_unstable();
        Self { schema: SCHEMA, generator: GENERATOR.into(), input: input.into(), files }
    }

    /// Reads a manifest; `None` when it is not one of ours. A site may have a file of this
    /// name for another purpose.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        manifest.generator.starts_with("gongkai ").then_some(manifest)
    }

    /// Writes it.
    pub(super) fn to_json(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut json = format!(
            "{{\"schema\":{},\"generator\":{},\"input\":{},\"files\":[",
            self.schema,
            quoted(&self.generator),
            quoted(&self.input)
        );
        for (n, Entry { path, size, blake3 }) in self.files.iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            // Paths are portable names and need no escapes.
            write!(
                json,
                "{comma}\n{{\"path\":\"{path}\",\"size\":{size},\"blake3\":\"{blake3}\"}}"
            )
            .expect("a string takes all that is written to it");
        }
        json.push_str("\n]}\n");
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry { path: path.into(), size: 3, blake3: "00ff".into() }
    }

    #[test]
    fn what_is_written_is_read_again_in_order() {
        let manifest = Manifest::new("甲\"乙", vec![entry("b.html"), entry("a/c.html")]);
        assert_eq!(manifest.files[0].path, "a/c.html");
        assert_eq!(Manifest::parse(manifest.to_json().as_bytes()), Some(manifest));
        let empty = Manifest::new("", Vec::new());
        assert_eq!(Manifest::parse(empty.to_json().as_bytes()), Some(empty));
    }

    #[test]
    fn other_manifests_are_not_ours() {
        let others = [
            "",
            "{}",
            "[]",
            "{\"name\":\"应用\",\"icons\":[]}",
            "{\"schema\":1,\"generator\":\"other 1\",\"input\":\"\",\"files\":[]}",
        ];
        for other in others {
            assert_eq!(Manifest::parse(other.as_bytes()), None, "{other}");
        }
    }
}
