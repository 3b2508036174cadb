//! The parts of which the body of a document is made.

use super::passage::{Passage, Taken};

/// A part of a document, in source order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// What is not in the body: lifted into the front matter, or a page number.
    Taken(Vec<Taken>),
    /// A paragraph, with the depth of the heading mark it had (0 for none, 7 for bold).
    Paragraph { passage: Passage, depth: u8 },
    /// A heading of level 2 to 6.
    Heading { passage: Passage, level: u8 },
    /// The line above an attachment (附件1).
    Annex(Passage),
    /// A paragraph in bold.
    Bold(Passage),
    /// Lines that stay lines.
    Lines(Vec<Passage>),
    /// Rows of cells; the first row is the head, and no row is longer.
    Table(Vec<Vec<Passage>>),
}
