//! A digest over everything that goes into a build, by which an unchanged input is known.

use crate::config::{Overrides, PORTAL_FILE};
use crate::render::Theme;
use crate::site::Given;
use crate::world::{SitePath, World};

/// The digest of everything that goes in.
pub(super) struct Input(blake3::Hasher);

impl Input {
    pub(super) fn new(world: &dyn World, overrides: &Overrides, theme: &Theme) -> Self {
        let mut input = Self(blake3::Hasher::new());
        input.add("version", env!("CARGO_PKG_VERSION").as_bytes());
        input.add("today", world.today().to_string().as_bytes());
        input.add("overrides", format!("{overrides:?}").as_bytes());
        let config = overrides.file_name();
        for name in [config, PORTAL_FILE] {
            let bytes = SitePath::new(name).ok().and_then(|path| world.read(&path).ok());
            input.add(name, &bytes.unwrap_or_default());
        }
        for text in theme.texts() {
            input.add("template", text.as_bytes());
        }
        for asset in theme.assets() {
            input.add(&asset.path, &asset.bytes);
        }
        input
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) {
        let sizes = [name.len() as u64, bytes.len() as u64];
        sizes.iter().for_each(|size| {
            self.0.update(&size.to_le_bytes());
        });
        self.0.update(name.as_bytes()).update(bytes);
    }

    pub(super) fn add_attachments(&mut self, given: &Given) {
        for (path, attachment) in &given.attachments {
            self.add(path.as_str(), attachment.digest.as_bytes());
        }
    }

    pub(super) fn finish(self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}
