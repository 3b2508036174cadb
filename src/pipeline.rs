//! The build: every phase in order, each taking one value and giving the next.

mod cache;
mod input;

pub use cache::Cache;

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{self, Overrides, PORTAL_FILE};
use crate::diag::{Finding, Report};
use crate::fingerprint::Watchlist;
use crate::gate::{self, Admitted, Withheld};
use crate::publish::{self, Changes, Publication, Target};
use crate::render::{Renderer, Theme};
use crate::search::synonyms::{self, Synonyms};
use crate::site::{self, Given, NamedFile, Site};
use crate::source::{self, Source};
use crate::world::{Date, SitePath, World};
use crate::{attachment, check, search};
use input::Input;

/// What a build came to.
pub struct Outcome {
    /// All findings, sorted.
    pub report: Report,
    /// The site; `None` when configuration or theme cannot be used. While the report has
    /// errors it may be looked at, but not published.
    pub built: Option<Built>,
}

/// A site that can give any of its pages.
pub struct Built {
    /// The pages.
    pub renderer: Renderer,
    /// What is kept back.
    pub withheld: Vec<Withheld>,
    /// The next day on which an item falls due.
    pub next_due: Option<Date>,
    /// Fingerprints of what is kept back.
    pub watchlist: Watchlist,
    /// Words that mean the same, for the search.
    pub synonyms: Synonyms,
    /// A digest over everything that went in, our version and the day included.
    pub input: String,
}

/// Builds the site of a world. What a cache holds is used only where its key is complete, so
/// a warm build gives the same bytes and findings as a cold one.
#[must_use]
pub fn build(world: &dyn World, overrides: &Overrides, cache: Option<&Cache>) -> Outcome {
    let (config, mut report) = config::load(world, overrides);
    let Some(config) = config.map(Arc::new) else { return Outcome::nothing(report) };
    let theme = collect(&mut report, Theme::load(world, &config));
    let Some(theme) = theme.map(Arc::new) else { return Outcome::nothing(report) };

    let synonyms = collect(&mut report, synonyms::load(world));
    let inventory = collect(&mut report, source::discover(world, &config));
    let loaded = collect(&mut report, load(world, &inventory.sources));
    let mut input = Input::new(world, overrides, &theme);
    input.add("synonyms", format!("{synonyms:?}").as_bytes());
    let readings = cache::read_all(loaded, &config, cache, &mut input);
    let common = common_words(world, overrides, &theme);
    let admitted = collect(&mut report, gate::admit(readings, common, world.today()));
    let (admitted, kept) = keep_back(admitted);
    report.extend(
        admitted.items.par_iter().map(check::document).reduce(Report::default, joined),
    );

    let addresses = collect(&mut report, site::address(admitted, &config));
    let facts = cache::facts_all(&addresses, cache);
    let named = addresses.named_files(&facts, &inventory.assets, &kept.withheld);
    let named = collect(&mut report, named);
    let attachments = collect(&mut report, look_at(world, named));
    let given = Given { facts, attachments, today: world.today() };
    input.add_attachments(&given);
    let site =
        collect(&mut report, site::relate(addresses, given, config, &kept.withheld));
    // While an item cannot be judged, a column may look empty or overdue because of it.
    if !kept.withheld.iter().any(|withheld| withheld.reason.is_unjudged()) {
        report.extend(check::site(&site));
    }

    let report = check::policy::apply(report, &site).sorted();
    let renderer = Renderer::new(Arc::new(site), theme);
    let input = input.finish();
    let KeptBack { withheld, next_due, watchlist } = kept;
    Outcome {
        report,
        built: Some(Built { renderer, withheld, next_due, watchlist, synonyms, input }),
    }
}

/// Publishes every page, and the search index beside them. `tick` is called once for each page
/// or file of the site.
///
/// # Errors
/// The findings of pages that could not be made, or the failure of publishing; either way
/// the site that was there is as it was.
pub fn publish(
    built: &Built,
    world: &dyn World,
    target: &Target,
    tick: &(dyn Fn() + Sync),
) -> Result<Changes, Failure> {
    let publication = Publication::begin(target, &built.input, &built.watchlist)
        .map_err(Failure::Publish)?;
    let (pages, index) = rayon::join(
        || write_pages(built, world, &publication, tick),
        || write_index(built, &publication),
    );
    if let Some(failure) = pages.into_iter().chain(index.err()).reduce(Failure::with) {
        return Err(failure);
    }
    publication.finish().map_err(Failure::Publish)
}

/// Writes every page and file; gives what failed.
fn write_pages(
    built: &Built,
    world: &dyn World,
    publication: &Publication<'_>,
    tick: &(dyn Fn() + Sync),
) -> Vec<Failure> {
    let routes = built.renderer.all();
    routes
        .par_iter()
        .filter_map(|(path, output)| {
            tick();
            match built.renderer.emit(path, *output, world) {
                Ok(bytes) => publication.write(path, &bytes).err().map(Failure::Publish),
                Err(finding) => Some(Failure::Pages([finding].into_iter().collect())),
            }
        })
        .collect()
}

/// Writes the search index.
fn write_index(built: &Built, publication: &Publication<'_>) -> Result<(), Failure> {
    let write = |path: &str, bytes: &[u8]| {
        publication.write(path, bytes).map_err(Failure::Publish)
    };
    search::write(built.site(), &built.synonyms, &write)
}

/// Why a site was not published.
#[derive(Debug)]
pub enum Failure {
    /// Pages that could not be made.
    Pages(Report),
    /// The output could not be written, or must not be.
    Publish(publish::Error),
}

impl Failure {
    /// Findings of pages are gathered; of failures of publishing the first is told.
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Pages(mut all), Self::Pages(more)) => {
                all.extend(more);
                Self::Pages(all)
            }
            (Self::Publish(first), _) | (_, Self::Publish(first)) => Self::Publish(first),
        }
    }
}

impl Outcome {
    fn nothing(report: Report) -> Self {
        Self { report: report.sorted(), built: None }
    }
}

/// Takes a phase's value and adds its findings to those of the run.
fn collect<T>(report: &mut Report, (value, found): (T, Report)) -> T {
    report.extend(found);
    value
}

fn joined(mut all: Report, more: Report) -> Report {
    all.extend(more);
    all
}

/// Reads the bytes of all sources.
fn load(world: &dyn World, sources: &[Source]) -> (Vec<(Source, Vec<u8>)>, Report) {
    let read = |source: &Source| {
        world.read(&source.path).map(|bytes| (source.clone(), bytes)).map_err(|error| {
            let place = crate::diag::Place::file(&source.path);
            Finding::error(place, format!("读不了「{}」：{error}", source.path))
        })
    };
    let mut loaded = Vec::with_capacity(sources.len());
    let mut report = Report::default();
    for outcome in sources.par_iter().map(read).collect::<Vec<_>>() {
        match outcome {
            Ok(source) => loaded.push(source),
            Err(finding) => report.push(finding),
        }
    }
    (loaded, report)
}

/// Words of the theme and of both configuration files.
fn common_words(
    world: &dyn World,
    overrides: &Overrides,
    theme: &Theme,
) -> Vec<Arc<str>> {
    let mut words = theme.texts().to_vec();
    for name in [overrides.file_name(), PORTAL_FILE] {
        let bytes = SitePath::new(name).map(|path| world.read(&path));
        if let Ok(Ok(bytes)) = bytes {
            words.push(Arc::from(String::from_utf8_lossy(&bytes)));
        }
    }
    words
}

/// What the gate kept back, apart from what it let through.
struct KeptBack {
    withheld: Vec<Withheld>,
    next_due: Option<Date>,
    watchlist: Watchlist,
}

fn keep_back(mut admitted: Admitted) -> (Admitted, KeptBack) {
    let withheld = std::mem::take(&mut admitted.withheld);
    let watchlist = std::mem::take(&mut admitted.watchlist);
    let next_due = admitted.next_due;
    (admitted, KeptBack { withheld, next_due, watchlist })
}

/// Looks at every file that an item names.
fn look_at(world: &dyn World, named: Vec<NamedFile>) -> (Attachments, Report) {
    let look = |named: &NamedFile| attachment::read(world, &named.file, &named.place);
    let looked: Vec<_> = named.par_iter().map(look).collect();
    let mut attachments = Attachments::new();
    let mut report = Report::default();
    for (named, looked) in named.into_iter().zip(looked) {
        match looked {
            Ok(attachment) => {
                attachments.insert(named.file, attachment);
            }
            Err(finding) => report.push(finding),
        }
    }
    (attachments, report)
}

type Attachments = std::collections::BTreeMap<SitePath, attachment::Attachment>;

impl Built {
    /// The finished site.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        self.renderer.site()
    }
}
