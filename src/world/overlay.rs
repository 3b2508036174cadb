//! Folders of several worlds laid over each other.
//!
//! The theme is such an overlay: the site's own `templates/` first, then the theme's folder
//! on disk, then the theme inside the program. Watch mode, tests and the cache see theme
//! files like any other file.

use std::collections::BTreeMap;
use std::io;

use super::{Date, Entry, SitePath, Walk, World};

/// One layer: a folder of a world.
pub struct Mount<'w> {
    /// The world that holds it.
    pub world: &'w dyn World,
    /// The folder in that world.
    pub folder: SitePath,
}

/// Layers, the first that has a file wins.
pub struct Overlay<'w> {
    layers: Vec<Mount<'w>>,
}

impl<'w> Overlay<'w> {
    /// Lays `layers` over each other, the first on top; there must be at least one.
    #[must_use]
    pub fn new(layers: Vec<Mount<'w>>) -> Self {
        assert!(!layers.is_empty(), "an overlay has at least one layer");
        Self { layers }
    }
}

impl World for Overlay<'_> {
    fn walk(&self, folder: &SitePath) -> Walk {
        let mut found: BTreeMap<SitePath, Entry> = BTreeMap::new();
        let mut troubles = Vec::new();
        for layer in &self.layers {
            let Ok(start) = layer.folder.resolve(folder.as_str()) else { continue };
            let walk = layer.world.walk(&start);
            troubles.extend(walk.troubles);
            for entry in walk.entries {
                let tail = entry.path.below(&layer.folder).unwrap_or_default();
                let path =
                    SitePath::new(tail).expect("the tail of a checked path is one");
                found.entry(path.clone()).or_insert(Entry { path, ..entry });
            }
        }
        Walk { entries: found.into_values().collect(), troubles }
    }

    fn look(&self, path: &SitePath) -> Option<Entry> {
        self.layers.iter().find_map(|layer| {
            let entry = layer.world.look(&layer.folder.join(path.as_str()).ok()?)?;
            let tail = entry.path.below(&layer.folder)?;
            Some(Entry { path: SitePath::new(tail).ok()?, ..entry })
        })
    }

    fn read(&self, file: &SitePath) -> io::Result<Vec<u8>> {
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        for layer in &self.layers {
            let path = layer.folder.join(file.as_str());
            match path.map_err(|error| io::Error::other(error.to_string())) {
                Ok(path) => match layer.world.read(&path) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => last = error,
                    answer => return answer,
                },
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    fn today(&self) -> Date {
        self.layers[0].world.today()
    }
}
