//! The build: every phase in order, each taking one value and giving the next.

mod input;
mod join;
mod past;
mod piece;
mod pieces;
mod stock;

pub use past::Cache;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{self, Survey};
use crate::config::{self, Config, Overrides, PORTAL_FILE};
use crate::diag::Report;
use crate::fingerprint::Watchlist;
use crate::gate::{self, Withheld};
use crate::publish::{self, Changes, Publication, Target};
use crate::render::{Output, Renderer};
use crate::search;
use crate::search::synonyms::{self, Synonyms};
use crate::site::{self, Given, Site};
use crate::world::{Date, OneDay, SitePath, World};
use input::Input;
use join::Joined;
use past::Past;
use piece::Piece;
use pieces::List;

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
    /// Words that mean the same, for the search.
    pub synonyms: Synonyms,
    /// A digest over everything that went in, our version and the day included.
    pub input: String,
    pieces: List,
    /// Words of the theme and of both configuration files, which are no secret of an item.
    common: Vec<Arc<str>>,
}

/// Builds the site of a world. What a cache holds is used only where all that it depends on
/// is the same, so a warm build gives the same bytes and findings as a cold one.
#[must_use]
pub fn build(world: &dyn World, overrides: &Overrides, cache: Option<&Cache>) -> Outcome {
    let world = &OneDay::of(world);
    match cache {
        Some(cache) => cache.with(|past| build_on(world, overrides, past)),
        None => build_on(world, overrides, &mut Past::default()),
    }
}

fn build_on(world: &dyn World, overrides: &Overrides, past: &mut Past) -> Outcome {
    let (config, mut report) = config::load(world, overrides);
    let Some(config) = config else { return Outcome::nothing(report) };
    let config = past.config(config);
    let theme = collect(&mut report, past.theme(world, &config));
    let Some(theme) = theme else { return Outcome::nothing(report) };
    let synonyms = collect(&mut report, synonyms::load(world));

    report.extend(past.stock.renew(world, &config));
    for piece in past.stock.pieces().told_of() {
        report.add(&piece.passed.report);
        report.add(&piece.checks);
    }
    let pieces = past.stock.pieces().list().clone();
    let (joined, withheld, next_due) = join(world, &config, &pieces, past);
    report.add(&joined.report);
    report.add(&joined.of_ties);
    let site = joined.site.clone();
    past.joined = Some(joined);
    let briefs = past.stock.pieces().briefs();
    let survey = Survey::new(&site, &briefs);
    // While an item cannot be judged, a column may look empty or overdue because of it.
    if !withheld.iter().any(|withheld| withheld.reason.is_unjudged()) {
        report.extend(check::site(&survey));
    }
    let report = check::policy::apply(report, &survey).sorted();

    let settings = settings(world, overrides);
    let mut input = Input::new(&format!("{} {overrides:?} {synonyms:?}", world.today()));
    settings.iter().for_each(|words| input.add("settings", words.as_bytes()));
    input.add("theme", theme.digest().as_bytes());
    input.add_sources(past.stock.pieces().inputs());
    input.add_attachments(&site);
    let input = input.finish();
    let common = [theme.texts(), &settings].concat();
    let renderer = Renderer::new(site, theme);
    let built = Built { renderer, withheld, next_due, synonyms, input, pieces, common };
    Outcome { report, built: Some(built) }
}

/// Joins the pieces to a site: what the gate lets through is addressed and related. Where an
/// edit has left addresses and relations alone, the site from before takes it in.
fn join(
    world: &dyn World,
    config: &Arc<Config>,
    pieces: &List,
    past: &mut Past,
) -> (Joined, Vec<Withheld>, Option<Date>) {
    let admitted = gate::admit(pieces.iter().map(|piece| &piece.passed));
    let (withheld, next_due) = (admitted.withheld.clone(), admitted.next_due);
    let assets = past.stock.assets().clone();
    past.worn = past.joined.take();
    let old = past.worn.as_ref().filter(|old| old.site.today == world.today());
    if let Some(joined) =
        old.and_then(|old| old.edited(config, (pieces, &assets), &withheld))
    {
        return (joined, withheld, next_due);
    }
    let mut report = Report::default();
    let addresses = collect(&mut report, site::address(admitted, config));
    let facts = facts(&addresses, pieces);
    let named = addresses.named_files(&facts, &assets.paths, &withheld);
    let named = collect(&mut report, named);
    let attachments = collect(&mut report, past.look_at(world, named, &assets));
    let given = Given { facts, attachments, today: world.today() };
    let mut related = site::relate(addresses, given, config.clone(), &withheld);
    related.report.extend(report);
    (Joined::new(related, pieces.clone(), assets), withheld, next_due)
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
    let watchlist = built.watchlist();
    let publication =
        Publication::begin(target, &built.input, &watchlist).map_err(Failure::Publish)?;
    let failures = write_all(built, world, &publication, tick);
    if let Some(failure) = failures.into_iter().reduce(Failure::with) {
        return Err(failure);
    }
    publication.finish().map_err(Failure::Publish)
}

/// One page in so many is kept for the end.
const AT_THE_END: usize = 8;

/// Writes every page and file, and the search index, if the portal has one; gives what failed.
///
/// The index ends with work of one thread, for which some pages are kept: without them all
/// other threads would wait for it.
fn write_all(
    built: &Built,
    world: &dyn World,
    publication: &Publication<'_>,
    tick: &(dyn Fn() + Sync),
) -> Vec<Failure> {
    let file = |path: &str, bytes: &[u8]| {
        publication.write(path, bytes).map_err(Failure::Publish)
    };
    let renderer = &built.renderer;
    let made = |path: &str, output: Output| match output {
        Output::Site(route) if renderer.has_twin(route) => {
            renderer.emit_both(path, route).map(Vec::from)
        }
        _ => Ok(vec![(path.to_owned(), renderer.emit(path, output, world)?)]),
    };
    let page = |(path, output): &(String, Output)| {
        let files = made(path, *output)
            .map_err(|finding| Failure::Pages([finding].into_iter().collect()));
        let written = files.and_then(|files| {
            files.iter().try_for_each(|(path, bytes)| {
                tick();
                file(path, bytes)
            })
        });
        written.err()
    };
    let pages = |routes: &[(String, Output)]| -> Vec<Failure> {
        routes.par_iter().filter_map(page).collect()
    };
    let site = built.site();
    let begin = || search::Begun::write(site, &built.synonyms, &file);
    let begin = || site.config.build_search_index.then(begin).transpose();

    let mut routes = renderer.all();
    // These are written with their pages.
    routes.retain(|(_, output)| !matches!(output, Output::Traditional(_)));
    let (first, last) = routes.split_at(routes.len() - routes.len() / AT_THE_END);
    let (mut failures, begun) = rayon::join(|| pages(first), begin);
    let finish = || begun?.map_or(Ok(()), |begun| begun.finish(&file));
    let (rest, index) = rayon::join(|| pages(last), finish);
    failures.extend(rest.into_iter().chain(index.err()));
    failures
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

/// Both configuration files, as they are written.
fn settings(world: &dyn World, overrides: &Overrides) -> Vec<Arc<str>> {
    let text = |name: &str| {
        let bytes = world.read(&SitePath::new(name).ok()?).ok()?;
        Some(Arc::from(String::from_utf8_lossy(&bytes)))
    };
    [overrides.file_name(), PORTAL_FILE].into_iter().filter_map(text).collect()
}

impl Built {
    /// The sources that differ from those of another build, or that it has not.
    #[must_use]
    pub fn edited_since(&self, before: &Self) -> Vec<&SitePath> {
        let changed = pieces::changed(&before.pieces, &self.pieces);
        changed.filter_map(|(_, new)| new).map(Piece::path).collect()
    }

    /// Whether an item of another build is disclosed no more: closed, renamed or taken away, and
    /// not one that cannot be judged just now.
    #[must_use]
    pub fn closes_an_item_of(&self, before: &Self) -> bool {
        let open =
            |piece: Option<&Piece>| piece.is_some_and(|piece| piece.item().is_some());
        let mut changed = pieces::changed(&before.pieces, &self.pieces);
        changed.any(|(old, new)| {
            open(old) && !open(new) && !new.is_some_and(Piece::is_unjudged)
        })
    }

    /// The finished site.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        self.renderer.site()
    }

    /// Fingerprints of what is kept back, which must be nowhere in the output.
    #[must_use]
    pub fn watchlist(&self) -> Watchlist {
        gate::watchlist(self.pieces.iter().map(|piece| &piece.passed), &self.common)
    }
}

/// The facts of all bodies, as [`site::relate`] wants them.
fn facts(
    addresses: &site::Addresses,
    pieces: &[Arc<Piece>],
) -> Vec<Arc<crate::markdown::Facts>> {
    let mut of_columns = BTreeMap::new();
    let mut of_items = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match &piece.passed.open {
            gate::Open::Column(column) => {
                of_columns.insert(column.path(), &piece.facts);
            }
            gate::Open::Item(_) => of_items.push(piece.facts.clone()),
            gate::Open::Tombstone(_) | gate::Open::Nothing => {}
        }
    }
    // A column may have no file of its own.
    let facts =
        |path| of_columns.get(path).map_or_else(Arc::default, |facts| (*facts).clone());
    addresses.column_sources().map(facts).chain(of_items).collect()
}
