//! What a rule is.

use super::body::Body;
use super::survey::Survey;
use super::text::Text;
use crate::diag::{Finding, Place, Report, Severity};
use crate::gate::Disclosed;

/// A rule: what it is called, why it stands, and how it looks.
#[derive(Debug)]
pub struct Rule {
    /// The name in findings, `disclosure.yaml` and waivers: English, kebab-case.
    pub id: &'static str,
    /// What is wrong where it finds something, in a few Chinese words.
    pub title: &'static str,
    /// The articles or standards that it rests on, in Chinese; one that was not read in its
    /// official text ends with 「依据待核」.
    pub basis: &'static [&'static str],
    /// What its findings weigh unless `disclosure.yaml` says otherwise.
    pub level: Severity,
    /// What it looks at, why, and how to mend what it finds, in Chinese.
    pub explain: &'static str,
    /// What it needs to see.
    pub scope: Scope,
}

/// What a rule needs to see, and its check.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// One item, without clock and neighbours.
    Document(fn(&Disclosed, &mut Report)),
    /// The texts of an item or of a column, without clock and neighbours.
    Text(fn(&[Text<'_>], &mut Report)),
    /// The body of an item or of a column with its facts, without clock and neighbours.
    Body(fn(&Body<'_>, &mut Report)),
    /// The whole portal, but not its day.
    Site(fn(&Survey<'_>, &mut Report)),
    /// The whole portal on its day. Such a rule never stops a build, whatever the officer
    /// sets: an overdue column must not forbid its own cure.
    Today(fn(&Survey<'_>, &mut Report)),
}

impl Rule {
    /// A finding of this rule at its own level.
    pub(super) fn finding(&self, place: Place, message: impl Into<String>) -> Finding {
        Finding::new(self.level, place, message).rule(self.id)
    }

    /// Whether it guards persons or secrets: such a rule stops a build by itself, and only the
    /// waiver of an item, with its reason, makes an exception.
    #[must_use]
    pub fn is_guard(&self) -> bool {
        self.level == Severity::Error
    }

    /// Whether its findings may stop a build.
    #[must_use]
    pub fn may_stop(&self) -> bool {
        !matches!(self.scope, Scope::Today(_))
    }
}
