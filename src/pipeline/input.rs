//! A digest over everything that goes into a build, by which an unchanged input is known.

use crate::site::Site;

/// The digest of everything that goes in.
pub(super) struct Input(blake3::Hasher);

impl Input {
    /// Begins with this program; `settings` are what is not in any file.
    pub(super) fn new(settings: &str) -> Self {
        let mut input = Self(blake3::Hasher::new());
        input.add("version", env!("CARGO_PKG_VERSION").as_bytes());
        input.add("settings", settings.as_bytes());
        input
    }

    /// Adds a thing that has a name.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) {
        let sizes = [name.len() as u64, bytes.len() as u64];
        sizes.iter().for_each(|size| {
            self.0.update(&size.to_le_bytes());
        });
        self.0.update(name.as_bytes()).update(bytes);
    }

    /// Adds the sources by their digests.
    pub(super) fn add_sources(&mut self, digests: &[[u8; 32]]) {
        self.0
            .update(&(digests.len() as u64).to_le_bytes())
            .update(digests.as_flattened());
    }

    pub(super) fn add_attachments(&mut self, site: &Site) {
        for file in site.files.iter() {
            self.add(file.attachment.source.as_str(), file.attachment.digest.as_bytes());
        }
    }

    pub(super) fn finish(self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}
