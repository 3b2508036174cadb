//! Who may be published.
//!
//! The gate runs before any body is parsed, and it alone makes [`Disclosed`],
//! [`DisclosedColumn`] and [`Tombstone`]; what comes after takes nothing else. Of everything
//! else it keeps [`Withheld`]: a path, a reason and fingerprints, by which `publish` makes
//! sure that no word of it has reached the output. It fails closed: only the exact words
//! 主动公开, in an item that is no draft and not due later, open it (《条例》第十三条、第十七条).
//!
//! One thing else has a withheld item in its hands: the officer's own preview of it
//! ([`private_document`]), whose types a test keeps out of everything that publishes.

mod outline;
mod pass;
mod private;
mod words;

pub use outline::{Outline, WordsKey};
pub use pass::pass;
pub use private::{PrivateDocument, private_document};

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Place, Report};
use crate::disclosure::{Attribute, Item, PublicFields, Section};
use crate::fingerprint::{Fingerprints, Watchlist};
use crate::front::{Body, Document, Front, Reading};
use crate::source::{CONTENT, Source};
use crate::tree::is_unprintable;
use crate::world::{Date, SitePath};

/// An item that everybody may read.
#[derive(Debug, Clone)]
pub struct Disclosed {
    outline: Outline,
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
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// What became of one source.
#[derive(Debug)]
pub struct Passed {
    /// What may be shown of it.
    pub open: Open,
    /// What is kept back of it.
    pub kept: Option<Kept>,
    /// What is wrong in it.
    pub report: Report,
}

/// What may be shown of a source.
#[derive(Debug)]
pub enum Open {
    /// An item.
    Item(Arc<Disclosed>),
    /// A column.
    Column(Arc<DisclosedColumn>),
    /// That an item was withdrawn.
    Tombstone(Arc<Tombstone>),
    /// Nothing.
    Nothing,
}

/// What is kept back of a source.
#[derive(Debug)]
pub struct Kept {
    /// The source and the reason.
    pub withheld: Withheld,
    prints: Fingerprints,
}

/// What the gate lets through, and what it keeps back.
#[derive(Debug, Default)]
pub struct Admitted {
    /// Columns.
    pub columns: Vec<Arc<DisclosedColumn>>,
    /// Items, in the order of their sources.
    pub items: Vec<Arc<Disclosed>>,
    /// What was withdrawn.
    pub tombstones: Vec<Arc<Tombstone>>,
    /// What is kept back.
    pub withheld: Vec<Withheld>,
    /// The next day on which an item falls due.
    pub next_due: Option<Date>,
}

/// A body and where it began in its source.
#[derive(Debug, Clone)]
struct PublicBody {
    text: Arc<str>,
    start: Option<usize>,
}

/// Gathers what passed, in the order of the sources.
pub fn admit<'p>(passed: impl Iterator<Item = &'p Passed>) -> Admitted {
    let mut all = Admitted::default();
    for passed in passed {
        match &passed.open {
            Open::Item(item) => all.items.push(item.clone()),
            Open::Column(column) => all.columns.push(column.clone()),
            Open::Tombstone(stone) => all.tombstones.push(stone.clone()),
            Open::Nothing => {}
        }
        let Some(kept) = &passed.kept else { continue };
        if let Reason::Scheduled(due) = kept.withheld.reason {
            all.next_due = Some(all.next_due.map_or(due, |next| next.min(due)));
        }
        all.withheld.push(kept.withheld.clone());
    }
    all
}

/// The fingerprints of all that is kept back, less those of what anybody may read: what is
/// disclosed, and `common`, every text of the theme and the configuration.
#[must_use]
pub fn watchlist<'p>(
    passed: impl Iterator<Item = &'p Passed> + Clone,
    common: &[Arc<str>],
) -> Watchlist {
    let kept = passed.clone().filter_map(|passed| passed.kept.as_ref());
    let prints =
        kept.map(|kept| (kept.withheld.source.path.to_string(), kept.prints.clone()));
    let mut watchlist = Watchlist::new(prints.collect());
    if !watchlist.is_empty() {
        watchlist.forget_all(common);
        let open: Vec<&Open> = passed.map(|passed| &passed.open).collect();
        // In parts, so that the words of a large portal are not all in memory twice.
        for part in open.chunks(4096) {
            let words = part.par_iter().map(|open| open.words());
            watchlist.forget_all(&words.collect::<Vec<_>>());
        }
    }
    watchlist
}

impl Open {
    /// Every word that may be read of it, its address included.
    fn words(&self) -> String {
        match self {
            Self::Item(item) => item.words(),
            Self::Column(column) => column.words(),
            Self::Tombstone(stone) => stone.words(),
            Self::Nothing => String::new(),
        }
    }
}

impl PublicBody {
    fn empty() -> Self {
        Self { text: Arc::from(""), start: None }
    }

    /// The body of a document. Characters that no feed may hold, and U+0001, which marks site
    /// paths in what is rendered, must not come in with a text; a space of their length keeps
    /// every place where it is.
    fn of(text: &str, body: Body) -> Self {
        let (body, start) = match &body {
            Body::Bytes(range) => (&text[range.clone()], Some(range.start)),
            Body::Field(text) => (text.as_str(), None),
        };
        let body = if body.contains(is_unprintable) {
            let blanks =
                |c: char| if is_unprintable(c) { (' ', c.len_utf8()) } else { (c, 1) };
            let clean = body.chars().map(blanks);
            let clean = clean.flat_map(|(c, times)| std::iter::repeat_n(c, times));
            Arc::from(clean.collect::<String>())
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

    /// What lists ask of it.
    #[must_use]
    pub fn outline(&self) -> &Outline {
        &self.outline
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
