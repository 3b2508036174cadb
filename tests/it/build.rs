//! The one place where tests call the pipeline.

use std::collections::BTreeMap;

use gongkai::config::Overrides;
use gongkai::diag::Report;
use gongkai::fingerprint::Watchlist;
use gongkai::pipeline::{self, Cache};
use gongkai::world::World;
use rayon::prelude::*;

/// Every file of a built site, by path, and what must not be in them.
pub(crate) struct Site {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) watchlist: Watchlist,
}

impl Site {
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// A file that is text.
    pub(crate) fn page(&self, path: &str) -> Option<String> {
        self.files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }
}

/// The findings, and the site where they let it be published.
pub(crate) fn build(world: &dyn World) -> (Report, Option<Site>) {
    build_with(world, None)
}

/// The same, with what earlier builds learnt.
pub(crate) fn build_with(
    world: &dyn World,
    cache: Option<&Cache>,
) -> (Report, Option<Site>) {
    let outcome = pipeline::build(world, &Overrides::default(), cache);
    let Some(built) = outcome.built.filter(|_| !outcome.report.has_errors()) else {
        return (outcome.report, None);
    };
    let files: BTreeMap<String, Vec<u8>> = built
        .renderer
        .all()
        .into_par_iter()
        .map(|(path, output)| {
            let bytes = built.renderer.emit(&path, output, world);
            let bytes = bytes.unwrap_or_else(|finding| panic!("{path}: {finding:?}"));
            (path, bytes)
        })
        .collect();
    (outcome.report, Some(Site { files, watchlist: built.watchlist() }))
}
