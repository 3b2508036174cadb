//! Findings: what is wrong, where, and what to do about it.
//!
//! A phase returns `(value, Report)`. A finding names a file and a field, not characters;
//! the characters are looked up in the file's text when the finding is shown
//! ([`human`], [`json`]), so that values need not carry places.

mod excerpt;
pub mod human;
pub mod json;
mod sources;

pub use excerpt::{Excerpt, excerpt};
pub use sources::Sources;

use std::ops::Range;

use crate::tree::{FieldPath, Trouble};
use crate::world::SitePath;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 错误: nothing is published until it is mended.
    Error,
    /// 警告: published, but should be mended.
    Warning,
    /// 提示: good to know.
    Note,
}

impl Severity {
    /// The word that the officer sees.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "警告",
            Self::Note => "提示",
        }
    }
}

/// Where a finding points in its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The file as a whole.
    File,
    /// A field of its front matter or data, by the English names of the keys.
    Field(FieldPath),
    /// Bytes of its text.
    Bytes(usize, usize),
}

/// A file and a spot in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, from the root of the site.
    pub path: SitePath,
    /// The spot.
    pub at: At,
}

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(path: &SitePath) -> Self {
        Self { path: path.clone(), at: At::File }
    }

    /// A top-level field.
    #[must_use]
    pub fn field(path: &SitePath, name: &str) -> Self {
        Self { path: path.clone(), at: At::Field(FieldPath::key(name)) }
    }

    /// A field at any depth.
    #[must_use]
    pub fn deep(path: &SitePath, field: FieldPath) -> Self {
        Self { path: path.clone(), at: At::Field(field) }
    }

    /// Bytes of the text.
    #[must_use]
    pub fn bytes(path: &SitePath, range: Range<usize>) -> Self {
        Self { path: path.clone(), at: At::Bytes(range.start, range.end) }
    }
}

/// One thing to tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// Where; findings are sorted by it.
    pub place: Place,
    /// How much it weighs.
    pub severity: Severity,
    /// The rule that found it; `None` for what no policy can lower.
    pub rule: Option<&'static str>,
    /// One Chinese sentence without full stop, the thing in 「」.
    pub message: String,
    /// What to do, one sentence each.
    pub hints: Vec<String>,
    /// The other halves of a conflict, with a word on each.
    pub also: Vec<(Place, String)>,
    /// What should stand in place of the characters; only where it is certain to be accepted,
    /// or where a person cannot have meant anything else.
    pub fix: Option<String>,
}

impl Finding {
    /// A finding of the given weight.
    #[must_use]
    pub fn new(severity: Severity, place: Place, message: impl Into<String>) -> Self {
        let (message, hints, also) = (message.into(), Vec::new(), Vec::new());
        Self { place, severity, rule: None, message, hints, also, fix: None }
    }

    /// A finding that stops the build.
    #[must_use]
    pub fn error(place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, place, message)
    }

    /// A finding that does not.
    #[must_use]
    pub fn warning(place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, place, message)
    }

    /// Something good to know.
    #[must_use]
    pub fn note(place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, place, message)
    }

    /// What is wrong in the text of a file, told as an error.
    #[must_use]
    pub fn of_trouble(path: &SitePath, trouble: Trouble) -> Self {
        let place = Place::bytes(path, trouble.span);
        let (hints, fix) = (trouble.hints, trouble.fix);
        Self { hints, fix, ..Self::error(place, trouble.message) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Points at the other half of a conflict.
    #[must_use]
    pub fn also(mut self, place: Place, word: impl Into<String>) -> Self {
        self.also.push((place, word.into()));
        self
    }

    /// Names the rule that found it.
    #[must_use]
    pub fn rule(mut self, id: &'static str) -> Self {
        self.rule = Some(id);
        self
    }
}

/// The findings of a run or of a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds one finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// Adds all findings of a report that is kept.
    pub fn add(&mut self, other: &Self) {
        self.findings.extend_from_slice(&other.findings);
    }

    /// The findings in the order in which they were added.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// No finding at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether any finding stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings have this weight.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Lets a function lower, raise or drop each finding.
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut Finding) -> bool) {
        self.findings.retain_mut(keep);
    }

    /// The same findings sorted by place, each told once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.findings.sort();
        self.findings.dedup();
        self
    }
}

impl FromIterator<Finding> for Report {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        Self { findings: findings.into_iter().collect() }
    }
}

/// Line and column (in characters) of a byte, both from 1.
fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |cut| cut + 1);
    (line, text[start..at].chars().count() + 1)
}
