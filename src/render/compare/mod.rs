//! Two editions of one thing, compared: lists row by row and cell by cell, texts paragraph by paragraph
//! and, within a paragraph, character by character.
//!
//! What is said follows from the two editions alone; no clock limits the work, so that the same two
//! give the same page on every machine. Where two texts are so long and so different that looking
//! for what they share would take seconds, they are said to share nothing.

mod rows;
mod text;
mod words;

pub(super) use rows::{RowsDiff, rows};
pub(super) use text::{Passage, passages};

use serde::Serialize;

/// A stretch of a text that stands in both editions, or in one alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Stretch {
    pub(super) text: String,
    /// Whether the other edition has it not.
    pub(super) own: bool,
}

/// The two forms of a text, each with what is its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct TwoForms {
    pub(super) old: Vec<Stretch>,
    pub(super) new: Vec<Stretch>,
}

/// So many steps may the search for what two sequences share take, as the product of their lengths.
const MOST_STEPS: usize = 4_000_000;

/// The common beginning and end of two sequences: how many at each.
fn ends<T: PartialEq>(old: &[T], new: &[T]) -> (usize, usize) {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    (start, end)
}
