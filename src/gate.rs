//! Who may be published.
//!
//! The gate runs before any body is parsed, and it alone makes [`Disclosed`],
//! [`DisclosedColumn`] and [`Tombstone`]; what comes after takes nothing else. Of everything
//! else it keeps [`Withheld`]: a path, a reason and fingerprints, by which `publish` makes
//! sure that no word of it has reached the output. It fails closed: only the exact words
//! 主动公开, in an item that is no draft and not due later, open it (《条例》第十三条、第十七条).

mod words;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Place, Report, Severity};
use crate::disclosure::kinds::PrivateCells;
use crate::disclosure::{Attribute, Item, PublicFields, Section};
use crate::fingerprint::{Fingerprints, Watchlist};
use crate::front::{Body, Document, Front, Reading};
use crate::source::{CONTENT, Source};
use crate::world::{Date, SitePath};

/// An item that everybody may read.
#[derive(Debug, Clone)]
pub struct Disclosed {
    source: Source,
    item: Box<Item>,
    fields: Box<PublicFields>,
    body: PublicBody,
}

/// A column, and its body if that is 主动公开.
#[derive(Debug, Clone)]
pub struct DisclosedColumn {
    source: SitePath,
    section: Option<Box<Section>>,
    body: PublicBody,
}

/// What is said of an item that was withdrawn.
#[derive(Debug, Clone)]
pub struct Tombstone {
    source: Source,
    slug: Option<String>,
    path: Option<String>,
    /// 索引号, which is never given to another item.
    pub index_number: Option<String>,
    /// The day of the withdrawal.
    pub day: Date,
    /// Why.
    pub reason: String,
    /// By what law.
    pub legal_basis: Option<String>,
}

/// What is kept of an item that is not published; the fingerprints of its words are in the
/// [`Watchlist`] under its path.
#[derive(Debug, Clone)]
pub struct Withheld {
    source: Source,
    /// Why it is not published.
    pub reason: Reason,
}

/// Why an item is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// 依申请公开 or 不予公开.
    Attribute(Attribute),
    /// No readable 公开属性.
    Undecided,
    /// 草稿.
    Draft,
    /// Due on a day to come.
    Scheduled(Date),
    /// 撤回.
    Withdrawn,
    /// It could not be read.
    Unreadable,
    /// The body of a column.
    ColumnBody,
    /// The private cells of an item whose rest is disclosed.
    PrivateCells,
}

impl Reason {
    /// Whether a whole item is kept back, and not a part of one.
    #[must_use]
    pub fn is_whole(self) -> bool {
        !matches!(self, Self::ColumnBody | Self::PrivateCells)
    }

    /// Whether nobody could say if the item is to be published.
    #[must_use]
    pub fn is_unjudged(self) -> bool {
        matches!(self, Self::Undecided | Self::Unreadable)
    }
}

/// What the gate lets through, and what it keeps back.
#[derive(Debug, Default)]
pub struct Admitted {
    /// Columns.
    pub columns: Vec<DisclosedColumn>,
    /// Items, in the order of their sources.
    pub items: Vec<Disclosed>,
    /// What was withdrawn.
    pub tombstones: Vec<Tombstone>,
    /// What is kept back.
    pub withheld: Vec<Withheld>,
    /// Fingerprints of its words.
    pub watchlist: Watchlist,
    /// The next day on which an item falls due.
    pub next_due: Option<Date>,
}

/// A body and where it began in its source.
#[derive(Debug, Clone)]
struct PublicBody {
    text: Arc<str>,
    start: Option<usize>,
}

/// What the gate gathers on its way.
#[derive(Default)]
struct Gathering {
    admitted: Admitted,
    /// Fingerprints by the path of the source.
    prints: Vec<(String, Fingerprints)>,
    /// Words that anybody may read.
    public: Vec<Arc<str>>,
}

/// Divides what was read. `common` is every text of the theme and the configuration: words
/// that stand there are no secret of an item.
#[must_use]
pub fn admit(
    readings: Vec<Reading>,
    common: Vec<Arc<str>>,
    today: Date,
) -> (Admitted, Report) {
    let mut gathering = Gathering { public: common, ..Gathering::default() };
    let mut report = Report::default();
    for mut reading in readings {
        let verdict = verdict(&reading, today);
        let found = std::mem::take(&mut reading.report);
        report.extend(match verdict {
            Verdict::Public | Verdict::Column => found,
            Verdict::Withheld(reason) => weighed(found, reason),
        });
        match verdict {
            Verdict::Public => gathering.item(reading),
            Verdict::Column => gathering.column(reading),
            Verdict::Withheld(reason) => gathering.withhold(reading, reason),
        }
    }
    let Gathering { mut admitted, prints, public } = gathering;
    let mut watchlist = Watchlist::new(prints);
    if !watchlist.is_empty() {
        watchlist.forget_all(&public);
        let items = admitted.items.par_iter().map(Disclosed::words);
        watchlist.forget_all(&items.collect::<Vec<_>>());
        let columns = admitted.columns.iter().map(DisclosedColumn::words);
        watchlist.forget_all(&columns.collect::<Vec<_>>());
    }
    admitted.watchlist = watchlist;
    (admitted, report)
}

/// What becomes of one source.
enum Verdict {
    Public,
    Column,
    Withheld(Reason),
}

fn verdict(reading: &Reading, today: Date) -> Verdict {
    let Some(document) = &reading.document else {
        return Verdict::Withheld(match reading.attribute {
            _ if reading.draft => Reason::Draft,
            Some(attribute) if attribute != Attribute::Public => {
                Reason::Attribute(attribute)
            }
            _ => Reason::Unreadable,
        });
    };
    let Front::Item(item, _) = &document.front else { return Verdict::Column };
    match reading.attribute {
        _ if reading.draft => Verdict::Withheld(Reason::Draft),
        None => Verdict::Withheld(Reason::Undecided),
        Some(Attribute::Public) => match item.date {
            _ if item.withdrawn.is_some() => Verdict::Withheld(Reason::Withdrawn),
            Some(due) if due.date > today => {
                Verdict::Withheld(Reason::Scheduled(due.date))
            }
            _ => Verdict::Public,
        },
        Some(attribute) => Verdict::Withheld(Reason::Attribute(attribute)),
    }
}

/// Findings of what is withheld on purpose never stop a build; what could not be read or
/// decided does.
fn weighed(mut report: Report, reason: Reason) -> Report {
    if !reason.is_unjudged() {
        report.retain_mut(|finding| {
            finding.severity = finding.severity.max(Severity::Warning);
            true
        });
    }
    report
}

impl Gathering {
    /// Takes an item apart: what everybody may read, and its private cells.
    fn item(&mut self, reading: Reading) {
        let Some(Document { front: Front::Item(mut item, fields), body }) =
            reading.document
        else {
            unreachable!("only items with a document are public")
        };
        // Who reviewed an item is for the bureau's own eyes (《条例》第十七条).
        item.review = None;
        let (fields, private) = fields.split();
        if !private.is_empty() {
            let mut prints = Fingerprints::default();
            for cell in private.iter().flat_map(PrivateCells::texts) {
                prints.merge(Fingerprints::of_whole(cell));
            }
            self.keep_back(reading.source.clone(), Reason::PrivateCells, prints);
        }
        let body = PublicBody::of(&reading.text, body);
        let (source, fields) = (reading.source, Box::new(fields));
        let disclosed = Disclosed { source, item, fields, body };
        self.admitted.items.push(disclosed);
    }

    /// Takes a column, with its body if that is 主动公开; the column itself is never hidden.
    fn column(&mut self, reading: Reading) {
        let Some(Document { front: Front::Column(section), body }) = reading.document
        else {
            unreachable!("only columns reach this")
        };
        let mut body = PublicBody::of(&reading.text, body);
        let open = section.attribute == Some(Attribute::Public) && !section.draft;
        if !open && !body.text.trim().is_empty() {
            let prints = Fingerprints::of_text(&body.text);
            self.keep_back(reading.source.clone(), Reason::ColumnBody, prints);
            body = PublicBody::empty();
        }
        let source = reading.source.path;
        let column = DisclosedColumn { source, section: Some(section), body };
        self.admitted.columns.push(column);
    }

    fn withhold(&mut self, reading: Reading, reason: Reason) {
        let prints = words::fingerprints(&reading);
        if let Reason::Scheduled(due) = reason {
            let next = self.admitted.next_due.map_or(due, |next| next.min(due));
            self.admitted.next_due = Some(next);
        }
        if reason == Reason::Withdrawn
            && let Some(tombstone) = Tombstone::of(&reading)
        {
            // What the tombstone says, and where it stands, is public again.
            self.public.push(Arc::from(tombstone.words()));
            self.admitted.tombstones.push(tombstone);
        }
        self.keep_back(reading.source, reason, prints);
    }

    fn keep_back(&mut self, source: Source, reason: Reason, prints: Fingerprints) {
        self.prints.push((source.path.to_string(), prints));
        self.admitted.withheld.push(Withheld { source, reason });
    }
}

impl PublicBody {
    fn empty() -> Self {
        Self { text: Arc::from(""), start: None }
    }

    /// The body of a document. U+0001 marks site paths in what is rendered, so it must not
    /// come in with a text.
    fn of(text: &str, body: Body) -> Self {
        let (body, start) = match &body {
            Body::Bytes(range) => (&text[range.clone()], Some(range.start)),
            Body::Field(text) => (text.as_str(), None),
        };
        let body = if body.contains('\u{1}') {
            Arc::from(body.replace('\u{1}', " "))
        } else {
            Arc::from(body)
        };
        Self { text: body, start }
    }

    fn place(&self, path: &SitePath, range: Range<usize>) -> Place {
        match self.start {
            Some(start) => Place::bytes(path, start + range.start..start + range.end),
            None => Place::field(path, "body"),
        }
    }
}

impl Disclosed {
    /// The source it was read from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The path of the source.
    #[must_use]
    pub fn path(&self) -> &SitePath {
        &self.source.path
    }

    /// The common fields.
    #[must_use]
    pub fn item(&self) -> &Item {
        &self.item
    }

    /// 标题.
    #[must_use]
    pub fn title(&self) -> &str {
        self.item.title.as_deref().unwrap_or_default()
    }

    /// The fields of its kind, without private cells.
    #[must_use]
    pub fn fields(&self) -> &PublicFields {
        &self.fields
    }

    /// The Markdown of the body.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body.text
    }

    /// The place of some bytes of the body, for a finding.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Place {
        self.body.place(&self.source.path, range)
    }

    /// Every word of its front matter and its address.
    fn words(&self) -> String {
        let item = &self.item;
        let mut words = vec![self.source.path.to_string(), self.title().to_owned()];
        words.extend(item.description.clone());
        words.extend(item.slug.clone());
        words.extend(item.path.clone());
        words.extend(item.index_number.as_ref().map(ToString::to_string));
        words.extend(item.document_number.as_ref().map(ToString::to_string));
        words.extend(item.keywords.iter().cloned());
        words.extend(item.basis.iter().map(ToString::to_string));
        for attachment in &item.attachments {
            words.push(attachment.file.clone());
            words.extend(attachment.label.clone());
        }
        words.extend(item.changes.iter().map(|change| change.note.clone()));
        words.extend(words::texts_of(&self.fields));
        words.push(self.body.text.to_string());
        words.join("\n")
    }
}

impl DisclosedColumn {
    /// The root of a site that has no `_index.md` of its own.
    #[must_use]
    pub fn root() -> Self {
        let source = SitePath::new("content/_index.md").expect("a constant path");
        Self { source, section: None, body: PublicBody::empty() }
    }

    /// The path of its `_index.md`.
    #[must_use]
    pub fn path(&self) -> &SitePath {
        &self.source
    }

    /// Its folder below `content/`.
    #[must_use]
    pub fn folder(&self) -> &str {
        let folder =
            self.source.as_str().trim_end_matches("_index.md").trim_end_matches('/');
        folder.strip_prefix(CONTENT).unwrap_or(folder).trim_start_matches('/')
    }

    /// What its front matter says.
    #[must_use]
    pub fn section(&self) -> Option<&Section> {
        self.section.as_deref()
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.section.as_ref()?.title.as_deref()
    }

    /// The Markdown of the body; empty when there is none or it is not 主动公开.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body.text
    }

    /// The place of some bytes of the body, for a finding.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Place {
        self.body.place(&self.source, range)
    }

    fn words(&self) -> String {
        let section = self.section.as_ref();
        let mut words = vec![self.source.to_string()];
        words.extend(section.and_then(|section| section.title.clone()));
        words.extend(section.and_then(|section| section.description.clone()));
        words.push(self.body.text.to_string());
        words.join("\n")
    }
}

impl Tombstone {
    fn of(reading: &Reading) -> Option<Self> {
        let Some(Document { front: Front::Item(item, _), .. }) = &reading.document else {
            return None;
        };
        // Only what was once open to everybody leaves a stone; other items leave no trace.
        if reading.attribute != Some(Attribute::Public) {
            return None;
        }
        let withdrawn = item.withdrawn.as_ref()?;
        Some(Self {
            source: reading.source.clone(),
            slug: item.slug.clone(),
            path: item.path.clone(),
            index_number: item.index_number.as_ref().map(ToString::to_string),
            day: withdrawn.day.date(),
            reason: withdrawn.reason.clone(),
            legal_basis: withdrawn.legal_basis.clone(),
        })
    }

    /// The source of the item.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The item's 「slug」.
    #[must_use]
    pub fn slug(&self) -> Option<&str> {
        self.slug.as_deref()
    }

    /// The item's 「path」.
    #[must_use]
    pub fn output_path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    fn words(&self) -> String {
        let mut words = vec![self.source.path.to_string(), self.reason.clone()];
        words.extend(self.slug.clone());
        words.extend(self.path.clone());
        words.extend(self.index_number.clone());
        words.extend(self.legal_basis.clone());
        words.join("\n")
    }
}

impl Withheld {
    /// The source.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }
}
