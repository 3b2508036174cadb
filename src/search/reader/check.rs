//! Whether a document holds what was asked for, told by its own words.
//!
//! Grams may stand apart in a document, and the hash of a number may be another's; the text
//! and the meta of a document decide.

use std::rc::Rc;

use super::Error;
use super::files::{Document, Files, Text};
use super::plan::{Plan, Term, Wanted};
use crate::search::format::Meta;
use crate::search::normalize::squash;

/// A document with its words.
pub(super) struct Page {
    /// What is said of it.
    pub(super) meta: Meta,
    /// Its text.
    pub(super) text: Rc<Text>,
}

impl Page {
    /// Reads the words of a document.
    pub(super) fn read(files: &Files<'_>, document: Document) -> Result<Self, Error> {
        let meta = files.meta(document)?;
        let text = files.text(&meta.0)?;
        Ok(Self { meta, text })
    }

    /// Whether it has all that is wanted and nothing that is not.
    pub(super) fn matches(&self, plan: &Plan) -> bool {
        let words = self.words();
        let has = |wanted: &Wanted| {
            wanted.key.as_ref().is_some_and(|key| key.matches(&self.meta.4))
                || wanted.terms.iter().any(|term| holds(&words, &term.unit.squashed))
        };
        (is_numbered(plan, &self.meta) || plan.wanted.iter().all(has))
            && !holds_any(&words, &plan.unwanted)
    }

    /// Whether it has nothing that is not wanted.
    pub(super) fn is_allowed(&self, plan: &Plan) -> bool {
        !holds_any(&self.words(), &plan.unwanted)
    }

    /// What is compared: title, numbers, issuer and the lines, each by itself.
    fn words(&self) -> Vec<String> {
        let Meta(_, _, title, _, number, index, issuer, ..) = &self.meta;
        let facts = [title, number, index, issuer].map(|text| squash(text));
        facts.into_iter().chain(self.text.0.iter().map(|l| squash(&l.text))).collect()
    }
}

fn holds_any(words: &[String], terms: &[Term]) -> bool {
    terms.iter().any(|term| holds(words, &term.unit.squashed))
}

fn holds(words: &[String], phrase: &str) -> bool {
    words.iter().any(|line| line.contains(phrase))
}

/// Whether a document has the number that the query is as a whole.
fn is_numbered(plan: &Plan, meta: &Meta) -> bool {
    plan.key.as_ref().is_some_and(|key| key.matches(&meta.4))
        || plan.index_key.as_ref().is_some_and(|key| *key == squash(&meta.5))
}

/// Whether a document has a number that was asked for.
pub(super) fn is_pinned(plan: &Plan, meta: &Meta) -> bool {
    let keys = plan.wanted.iter().filter_map(|wanted| wanted.key.as_ref());
    is_numbered(plan, meta) || keys.into_iter().any(|key| key.matches(&meta.4))
}
