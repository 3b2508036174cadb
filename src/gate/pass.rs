//! One source before the gate: the verdict, and what is taken apart by it.

use std::sync::Arc;

use super::{
    Disclosed, DisclosedColumn, Kept, Open, Outline, Passed, PublicBody, Reason,
    Tombstone, Withheld, words,
};
use crate::diag::{Report, Severity};
use crate::disclosure::Attribute;
use crate::disclosure::kinds::PrivateCells;
use crate::fingerprint::Fingerprints;
use crate::front::{Document, Front, Reading};
use crate::source::Source;
use crate::world::Date;

/// Judges one source by itself, on a day.
#[must_use]
pub fn pass(mut reading: Reading, today: Date) -> Passed {
    let verdict = verdict(&reading, today);
    let mut report = std::mem::take(&mut reading.report);
    let (open, kept) = match verdict {
        Verdict::Public => item(reading),
        Verdict::Column => column(reading),
        Verdict::Withheld(reason) => {
            report = weighed(report, reason);
            withhold(reading, reason)
        }
    };
    Passed { open, kept, report }
}

/// What becomes of one source.
pub(super) enum Verdict {
    Public,
    Column,
    Withheld(Reason),
}

pub(super) fn verdict(reading: &Reading, today: Date) -> Verdict {
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

/// Takes an item apart: what everybody may read, and its private cells.
pub(super) fn item(reading: Reading) -> (Open, Option<Kept>) {
    let Some(Document { front: Front::Item(mut item, fields), body }) = reading.document
    else {
        unreachable!("only items with a document are public")
    };
    // Who reviewed an item is for the bureau's own eyes (《条例》第十七条).
    item.review = None;
    let (fields, private) = fields.split();
    let kept = (!private.is_empty()).then(|| {
        let mut prints = Fingerprints::default();
        for cell in private.iter().flat_map(PrivateCells::texts) {
            prints.merge(Fingerprints::of_whole(cell));
        }
        Kept::new(reading.source.clone(), Reason::PrivateCells, prints)
    });
    let body = PublicBody::of(&reading.text, body);
    let (source, fields) = (reading.source, Box::new(fields));
    let outline = Outline::of(&item, &fields);
    (Open::Item(Arc::new(Disclosed { outline, source, item, fields, body })), kept)
}

/// Takes a column, with its body if that is 主动公开; the column itself is never hidden.
fn column(reading: Reading) -> (Open, Option<Kept>) {
    let Some(Document { front: Front::Column(section), body }) = reading.document else {
        unreachable!("only columns reach this")
    };
    let mut body = PublicBody::of(&reading.text, body);
    let open = section.attribute == Some(Attribute::Public) && !section.draft;
    let mut kept = None;
    if !open && !body.text.trim().is_empty() {
        let prints = Fingerprints::of_text(&body.text);
        kept = Some(Kept::new(reading.source.clone(), Reason::ColumnBody, prints));
        body = PublicBody::empty();
    }
    let source = reading.source.path;
    (
        Open::Column(Arc::new(DisclosedColumn { source, section: Some(section), body })),
        kept,
    )
}

fn withhold(reading: Reading, reason: Reason) -> (Open, Option<Kept>) {
    let prints = words::fingerprints(&reading);
    let withdrawn = reason == Reason::Withdrawn;
    let stone = withdrawn.then(|| Tombstone::of(&reading)).flatten();
    let open = stone.map_or(Open::Nothing, |stone| Open::Tombstone(Arc::new(stone)));
    (open, Some(Kept::new(reading.source, reason, prints)))
}

impl Kept {
    fn new(source: Source, reason: Reason, prints: Fingerprints) -> Self {
        Self { withheld: Withheld { source, reason }, prints }
    }
}
