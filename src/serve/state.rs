//! What the pages of the preview are told: the state of the whole, and what stands behind one.
//!
//! Both are one line of JSON, shown by the script as text. Pages may be seen by more people
//! than the officer (the preview of a bureau is shown on a wall, or listens in the network),
//! so the words of an item that is withheld on purpose are never told: of such a file there is
//! its path, its reason and how many findings it has, and the terminal has the rest. Files that
//! could not be judged stop every build, so these are told in full. Where others can listen,
//! nothing is told of either sort but how many there are: a path may say as much as a title.

use std::net::IpAddr;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::preview::Snapshot;
use crate::check::{self, Blank};
use crate::diag::{Finding, Report, Severity, Sources, human, json};
use crate::gate::{Reason, Withheld};
use crate::pipeline::Built;
use crate::render::Output;
use crate::site::{Route, Target};
use crate::world::SitePath;

/// The most findings of one weight, and the most withheld files, that a page is told of.
const MOST: usize = 100;

/// Whose eyes the pages are for.
#[derive(Debug, Clone, Default)]
pub(super) struct Desk {
    /// The folder of the portal, for links that open an editor; `None` where pages may be read
    /// on other machines, which have no use for it.
    root: Option<String>,
}

impl Desk {
    /// The officer's own desk when only this machine can look in.
    pub(super) fn new(root: &Path, interface: IpAddr) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let root = interface.is_loopback().then(|| root.to_string_lossy().into_owned());
        Self { root }
    }

    /// Whether nobody but the officer can look in.
    pub(super) fn is_here(&self) -> bool {
        self.root.is_some()
    }
}

/// What all pages are told.
#[derive(Serialize)]
struct State<'s> {
    version: &'s str,
    serial: u64,
    failed: bool,
    summary: Option<String>,
    /// Why the newest build failed; empty when it did not.
    errors: Vec<Value>,
    /// What else it found; told only beside errors, as pages tell their own.
    warnings: Vec<Value>,
    /// Errors and warnings that are not among those.
    more: usize,
    withheld: Vec<Kept<'s>>,
    withheld_count: usize,
    edited: Option<&'s Edited>,
    root: Option<&'s str>,
}

/// The page of the item that was edited last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Edited {
    /// Its address.
    page: String,
    /// Names the edit.
    mark: String,
}

/// A file that is not published.
#[derive(Serialize)]
struct Kept<'s> {
    path: &'s str,
    reason: String,
    findings: usize,
}

/// What one page is told of itself.
#[derive(Serialize)]
pub(super) struct Page<'s> {
    version: &'s str,
    serial: u64,
    /// Names the newest edit that the page has, so that a later one is known as such however
    /// late the page begins to listen.
    edited: Option<&'s str>,
    /// Names the bytes of the page.
    digest: String,
    /// Pages of different sorts are never turned into one another.
    sort: &'s str,
    /// The file behind the page; absent where there is not one.
    source: Option<&'s str>,
    /// 主动公开 or 已撤回.
    state: Option<&'s str>,
    note: Option<String>,
    /// Characters of the body.
    words: Option<usize>,
    required: Vec<&'s str>,
    advised: Vec<&'s str>,
    findings: Vec<Value>,
}

/// What stands behind a private page.
pub(super) struct Behind {
    pub(super) withheld: Withheld,
    /// Characters of the body; `None` when the item cannot be read.
    pub(super) words: Option<usize>,
    pub(super) blank: Blank,
}

impl Behind {
    /// A file of which no more is known than that it is withheld.
    pub(super) fn unread(withheld: &Withheld) -> Self {
        Self { withheld: withheld.clone(), words: None, blank: Blank::default() }
    }
}

/// The state of the preview as one line of JSON.
pub(super) fn state(snapshot: &Snapshot, sources: &Sources<'_>, desk: &Desk) -> String {
    let told = Told { snapshot, sources, desk };
    // Nearly every state is of a build that did not fail, and the officer waits for it.
    let most = |severity| match snapshot.failed {
        true => told.most(severity),
        false => (Vec::new(), 0),
    };
    let (errors, more_errors) = most(Severity::Error);
    let (warnings, more_warnings) = most(Severity::Warning);
    let whole = || snapshot.withheld.iter().filter(|kept| kept.reason.is_whole());
    let most_kept = if desk.is_here() { MOST } else { 0 };
    let state = State {
        version: &snapshot.version,
        serial: snapshot.serial,
        failed: snapshot.failed,
        summary: human::summary(&snapshot.report),
        errors,
        warnings,
        more: more_errors + more_warnings,
        withheld: whole().take(most_kept).map(|kept| told.kept(kept)).collect(),
        withheld_count: whole().count(),
        edited: snapshot.edited.as_ref(),
        root: desk.root.as_deref(),
    };
    serde_json::to_string(&state).expect("plain data serialises")
}

/// The page that an edit leads to: that of the only item whose source differs.
pub(super) fn edited(before: &Built, after: &Built) -> Option<Edited> {
    let [path] = after.edited_since(before)[..] else { return None };
    let source = path.as_str().strip_prefix("content/")?;
    let Some(Target::Item(id, _)) = after.site().find(source) else { return None };
    let page = format!("/{}", after.site().item(id).path());
    Some(Edited { page, mark: after.input.clone() })
}

impl<'s> Page<'s> {
    /// A page whose bytes have this digest, without anything behind it.
    pub(super) fn new(snapshot: &'s Snapshot, sort: &'s str, bytes: &[u8]) -> Self {
        let digest = blake3::hash(bytes).to_hex()[..16].to_owned();
        Self {
            version: &snapshot.version,
            serial: snapshot.serial,
            edited: snapshot.edited.as_ref().map(|edited| edited.mark.as_str()),
            digest,
            sort,
            source: None,
            state: None,
            note: None,
            words: None,
            required: Vec::new(),
            advised: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The same with findings that are not of the build but of making this page.
    pub(super) fn failed(
        mut self,
        (snapshot, report): (&Snapshot, &Report),
        (sources, desk): (&Sources<'_>, &Desk),
    ) -> Self {
        let told = Told { snapshot, sources, desk };
        self.findings = told.values(report.findings().iter().take(MOST));
        self
    }

    /// The same for the private page of an item. Who may read that may read its findings.
    pub(super) fn private(
        mut self,
        snapshot: &Snapshot,
        behind: &'s Behind,
        (sources, desk): (&Sources<'_>, &Desk),
    ) -> Self {
        let told = Told { snapshot, sources, desk };
        let source = behind.withheld.source().path.as_str();
        self.source = Some(source);
        self.state = Some("未公开");
        self.note = Some(why(behind.withheld.reason));
        self.words = behind.words;
        self.required.clone_from(&behind.blank.required);
        self.advised.clone_from(&behind.blank.advised);
        let found = told.of_file(source).take(MOST);
        self.findings = found.filter_map(|finding| told.whole(finding)).collect();
        self
    }

    /// The same with what stands behind a route.
    pub(super) fn of(
        mut self,
        (snapshot, built): (&'s Snapshot, &'s Built),
        output: Output<'s>,
        (sources, desk): (&Sources<'_>, &Desk),
    ) -> Self {
        let site = built.site();
        let (Output::Site(route) | Output::Traditional(route)) = output else {
            return self;
        };
        match route {
            Route::Item(id) => {
                let item = site.item(*id);
                let blank = check::blank(&item.disclosed);
                self.source = Some(item.disclosed.path().as_str());
                self.state = Some("主动公开");
                self.words = Some(item.facts.length);
                (self.required, self.advised) = (blank.required, blank.advised);
            }
            Route::Tombstone(at) => {
                let stone = &site.tombstones[*at].tombstone;
                self.source = desk.is_here().then(|| stone.source().path.as_str());
                self.state = Some("已撤回");
                self.note = Some(format!("{}，{}", stone.day, stone.reason));
            }
            Route::Column(id, _) => {
                self.source = Some(site.column(*id).front.path().as_str());
            }
            _ => {}
        }
        let told = Told { snapshot, sources, desk };
        let source = self.source.unwrap_or_default();
        self.findings = told.values(told.of_file(source).take(MOST));
        self
    }

    /// As one line of JSON.
    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).expect("plain data serialises")
    }
}

/// Which sort of page a route is; the template follows from it.
pub(super) fn sort(built: &Built, output: Output<'_>) -> &'static str {
    let (Output::Site(route) | Output::Traditional(route)) = output else {
        return "file";
    };
    match route {
        Route::Item(id) => built.site().item(*id).disclosed.fields().kind().english(),
        Route::Column(..) | Route::Facet(..) => "list",
        Route::Tombstone(_) => "tombstone",
        Route::NotFound => "missing",
        Route::Search => "search",
        Route::Alias(_) => "alias",
        _ => "page",
    }
}

/// How much may be told of the findings in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Openness {
    Nothing,
    WithoutText,
    All,
}

/// What findings are told with.
struct Told<'t> {
    snapshot: &'t Snapshot,
    sources: &'t Sources<'t>,
    desk: &'t Desk,
}

impl Told<'_> {
    fn openness(&self, path: &SitePath) -> Openness {
        // A line may hold more than its message says, as a number that the message masks; who
        // looks in from another machine has no line to mend.
        let here = self.desk.is_here();
        let most = if here { Openness::All } else { Openness::WithoutText };
        let kept =
            self.snapshot.withheld.iter().filter(|kept| kept.source().path == *path);
        let each = kept.map(|kept| match kept.reason {
            _ if !here => Openness::Nothing,
            reason if reason.is_unjudged() => Openness::All,
            reason if reason.is_whole() => Openness::Nothing,
            _ => Openness::WithoutText,
        });
        each.fold(most, Ord::min)
    }

    /// The first findings of a weight, and how many there are beyond.
    fn most(&self, severity: Severity) -> (Vec<Value>, usize) {
        let all = self.snapshot.report.findings().iter();
        let all = all.filter(|finding| finding.severity == severity);
        let told = self.values(all.take(MOST));
        let more = self.snapshot.report.count(severity) - told.len();
        (told, more)
    }

    /// The findings in one file; the report is sorted by path.
    fn of_file(&self, source: &str) -> impl Iterator<Item = &Finding> {
        let all = self.snapshot.report.findings();
        let from = all.partition_point(|one| one.place.path.as_str() < source);
        all[from..].iter().take_while(move |one| one.place.path.as_str() == source)
    }

    fn values<'f>(&self, findings: impl Iterator<Item = &'f Finding>) -> Vec<Value> {
        let all = findings.filter_map(|finding| {
            let openness = self.openness(&finding.place.path);
            if openness == Openness::Nothing {
                return None;
            }
            let mut value = self.whole(&self.alone(finding))?;
            if openness == Openness::WithoutText {
                let fields = value.as_object_mut()?;
                fields.remove("excerpt");
                fields.remove("mended");
            }
            Some(value)
        });
        all.collect()
    }

    /// A finding without its other halves in files of which nothing is told.
    fn alone(&self, finding: &Finding) -> Finding {
        let mut finding = finding.clone();
        finding.also.retain(|(place, _)| self.openness(&place.path) > Openness::Nothing);
        finding
    }

    /// A finding as JSON, with the words of its source.
    fn whole(&self, finding: &Finding) -> Option<Value> {
        let report: Report = [finding.clone()].into_iter().collect();
        serde_json::from_str(&json::lines(&report, self.sources)).ok()
    }

    fn kept<'k>(&self, kept: &'k Withheld) -> Kept<'k> {
        let path = kept.source().path.as_str();
        Kept { path, reason: why(kept.reason), findings: self.of_file(path).count() }
    }
}

/// The words for a reason.
pub(super) fn why(reason: Reason) -> String {
    match reason {
        Reason::Attribute(attribute) => attribute.word().to_owned(),
        Reason::Undecided => "没有写明公开属性".to_owned(),
        Reason::Draft => "草稿".to_owned(),
        Reason::Scheduled(day) => format!("定于 {day} 公开"),
        Reason::Withdrawn => "已撤回".to_owned(),
        Reason::Unreadable => "读不懂，改好后才能判断".to_owned(),
        Reason::ColumnBody => "栏目说明不公开".to_owned(),
        Reason::PrivateCells => "有不公开的列".to_owned(),
    }
}

#[cfg(test)]
mod tests;
