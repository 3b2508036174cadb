//! What one build may take over from the one before.
//!
//! Every part stands beside all that it depends on, and is taken over only where that is
//! the same. So there is one way to build: a first build is one that knows nothing yet.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::join::Joined;
use super::stock::Stock;
use crate::attachment::{self, Attachment};
use crate::config::Config;
use crate::diag::Report;
use crate::render::Theme;
use crate::site::NamedFile;
use crate::source::Assets;
use crate::world::{Entry, EntryKind, SitePath, Stamp, World};

/// What earlier builds of the same process learnt.
#[derive(Default)]
pub struct Cache(Mutex<Past>);

impl Cache {
    /// What the last build took over nothing from. Taking it apart is left to who has the time.
    #[must_use]
    pub fn worn(&self) -> impl Send + use<> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).worn.take()
    }

    /// Builds with what is known, and learns.
    pub(super) fn with<T>(&self, build: impl FnOnce(&mut Past) -> T) -> T {
        build(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The parts of the build before.
#[derive(Default)]
pub(super) struct Past {
    config: Option<Arc<Config>>,
    theme: Option<Themed>,
    pub(super) stock: Stock,
    looked: BTreeMap<SitePath, (Stamp, Attachment)>,
    pub(super) joined: Option<Joined>,
    /// The site before that.
    pub(super) worn: Option<Joined>,
}

/// A theme, and the files that it was made from.
struct Themed {
    /// What of the configuration it depends on: theme, palette and logo.
    named: [Option<String>; 3],
    files: Vec<Entry>,
    theme: Option<Arc<Theme>>,
    report: Report,
}

impl Past {
    /// The configuration, the one from before where it is the same, so that it may be known
    /// again by its address.
    pub(super) fn config(&mut self, config: Config) -> Arc<Config> {
        let old = self.config.take().filter(|old| **old == config);
        self.config.insert(old.unwrap_or_else(|| Arc::new(config))).clone()
    }

    /// The theme; read anew when any of its files has changed.
    pub(super) fn theme(
        &mut self,
        world: &dyn World,
        config: &Config,
    ) -> (Option<Arc<Theme>>, Report) {
        let portal = &config.portal;
        let named = [&config.theme, &portal.palette, &portal.logo].map(Clone::clone);
        let files = theme_files(world, config);
        let told = |entry: &Entry| {
            entry.stamp.is_some() || !matches!(entry.kind, EntryKind::File(_))
        };
        let same = |old: &Themed| {
            old.named == named && old.files == files && files.iter().all(told)
        };
        let themed = self.theme.take().filter(same).unwrap_or_else(|| {
            let (theme, report) = Theme::load(world, config);
            Themed { named, files, theme: theme.map(Arc::new), report }
        });
        let themed = self.theme.insert(themed);
        (themed.theme.clone(), themed.report.clone())
    }

    /// Looks at every file that an item names, where it has changed.
    pub(super) fn look_at(
        &mut self,
        world: &dyn World,
        named: Vec<NamedFile>,
        assets: &Assets,
    ) -> (BTreeMap<SitePath, Attachment>, Report) {
        use rayon::prelude::*;
        let known = std::mem::take(&mut self.looked);
        let look = |named: &NamedFile| {
            let stamp = assets.stamp(&named.file);
            let old = known.get(&named.file).filter(|(old, _)| Some(*old) == stamp);
            let looked = match old {
                Some((_, attachment)) => Ok(attachment.clone()),
                None => attachment::read(world, &named.file, &named.place),
            };
            looked.map(|attachment| (stamp, attachment))
        };
        let looked: Vec<_> = named.par_iter().map(look).collect();
        let mut attachments = BTreeMap::new();
        let mut report = Report::default();
        for (named, looked) in named.into_iter().zip(looked) {
            match looked {
                Ok((stamp, attachment)) => {
                    if let Some(stamp) = stamp {
                        self.looked
                            .insert(named.file.clone(), (stamp, attachment.clone()));
                    }
                    attachments.insert(named.file, attachment);
                }
                Err(finding) => report.push(finding),
            }
        }
        (attachments, report)
    }
}

/// Everything that a theme may be made from.
fn theme_files(world: &dyn World, config: &Config) -> Vec<Entry> {
    let folders = ["templates".to_owned(), "static".to_owned()];
    let own = config.theme.as_ref().map(|name| format!("themes/{name}"));
    let folders = folders.into_iter().chain(own);
    let folders = folders.filter_map(|folder| SitePath::new(&folder).ok());
    folders.flat_map(|folder| world.walk(&folder).entries).collect()
}
