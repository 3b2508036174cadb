//! The body of an item or of a column, with its facts.

use std::ops::Range;

use super::text::Subject;
use crate::diag::Place;
use crate::markdown::Facts;

/// A body that was read.
#[derive(Debug)]
pub struct Body<'b> {
    pub(super) owner: Subject<'b>,
    /// What it says.
    pub(super) facts: &'b Facts,
}

impl Body<'_> {
    /// Its Markdown.
    pub(super) fn text(&self) -> &str {
        self.owner.body()
    }

    /// The place of some bytes of the body.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        self.owner.place(range)
    }
}
