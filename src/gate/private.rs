//! A withheld item as it would be read if it were public, for the officer's own eyes.

use std::sync::Arc;

use super::pass::{Verdict, item, verdict};
use super::{Disclosed, Open, Reason};
use crate::front::{Document, Front, Reading};
use crate::world::Date;

/// A withheld item, taken apart as a disclosed one is: private cells and reviews are gone from
/// it. It is a type of its own, and a test keeps it out of everything that publishes.
#[derive(Debug)]
pub struct PrivateDocument {
    disclosed: Arc<Disclosed>,
    /// Why it is withheld.
    pub reason: Reason,
}

/// Takes a withheld item apart; `None` when it is public, a column, or cannot be read.
#[must_use]
pub fn private_document(reading: Reading, today: Date) -> Option<PrivateDocument> {
    let Verdict::Withheld(reason) = verdict(&reading, today) else { return None };
    if !matches!(reading.document, Some(Document { front: Front::Item(..), .. })) {
        return None;
    }
    match item(reading).0 {
        Open::Item(disclosed) => Some(PrivateDocument { disclosed, reason }),
        _ => None,
    }
}

impl PrivateDocument {
    /// The item as its page will show it. Whoever calls this has a withheld item in the dress of a
    /// disclosed one: a test allows one place.
    pub(crate) fn unseal(self) -> Arc<Disclosed> {
        self.disclosed
    }
}
