//! Which documents of a segment may be results: dead ones, the range of days, and filters.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::answer::{Ask, YEAR};
use super::files::Files;
use super::range::{Overlap, Range, Years};
use super::{Document, Error};
use crate::search::format::column::Facet;
use crate::search::format::{FACETS, SegmentInfo};

/// The filters that a document fails, a bit for each of [`active`]; 0 for a result.
pub(super) type Failed = u32;

/// The filters that count: known fields with values.
pub(super) fn active(ask: &Ask) -> Vec<(&str, &[String])> {
    let known = |field: &str| field == YEAR || FACETS.contains(&field);
    let filters = ask.filters.iter().filter(|(field, v)| known(field) && !v.is_empty());
    filters.map(|(field, values)| (field.as_str(), values.as_slice())).collect()
}

/// The conditions of one segment.
pub(super) struct Sieve<'s> {
    info: &'s SegmentInfo,
    range: Range,
    overlap: Overlap,
    days: Vec<u32>,
    filters: Vec<Filter>,
}

/// One filter in a segment.
enum Filter {
    /// By year.
    Years(BTreeSet<String>),
    /// By the values of a column that will do, each as all documents have it.
    Values(Rc<Facet>, Vec<bool>),
    /// No document of the segment has a value.
    Nothing,
}

impl<'s> Sieve<'s> {
    /// Reads what the conditions need.
    pub(super) fn new(
        files: &Files<'s>,
        segment: usize,
        ask: &Ask,
    ) -> Result<Self, Error> {
        let info = files.segment(segment);
        let overlap = ask.range.overlap(info);
        let days = match overlap {
            Overlap::Some => files.days(segment)?,
            Overlap::All | Overlap::Dated | Overlap::None => Vec::new(),
        };
        let filters = active(ask).into_iter().map(|(field, values)| {
            if field == YEAR {
                return Ok(Filter::Years(values.iter().cloned().collect()));
            }
            Ok(match files.facet(segment, field)? {
                Some(facet) => {
                    let allowed = allowed(&facet, values);
                    Filter::Values(facet, allowed)
                }
                None => Filter::Nothing,
            })
        });
        let filters = filters.collect::<Result<_, Error>>()?;
        Ok(Self { info, range: ask.range, overlap, days, filters })
    }

    /// The filters that a document fails; `None` when it is dead or out of range.
    pub(super) fn failed(&self, doc: u32) -> Option<Failed> {
        if self.info.dead.contains(&doc) || !self.in_range(doc) {
            return None;
        }
        let fails = |filter: &Filter| match filter {
            Filter::Years(years) => {
                let year = Years(&self.info.years).of(doc);
                !year.is_some_and(|year| years.contains(&year.to_string()))
            }
            Filter::Values(facet, allowed) => {
                !allowed[facet.documents[doc as usize] as usize]
            }
            Filter::Nothing => true,
        };
        let bits = self.filters.iter().enumerate();
        Some(bits.filter(|(_, f)| fails(f)).fold(0, |bits, (at, _)| bits | 1 << at))
    }

    fn in_range(&self, doc: u32) -> bool {
        match self.overlap {
            Overlap::All => true,
            Overlap::None => false,
            Overlap::Dated => Years(&self.info.years).of(doc).is_some(),
            Overlap::Some => self.range.holds(self.days[doc as usize]),
        }
    }
}

/// For each value of a column, whether one of its parts is among those asked for.
fn allowed(facet: &Facet, values: &[String]) -> Vec<bool> {
    let part = |part: &str| values.iter().any(|value| value == part);
    facet.values.iter().map(|value| value.split('\t').any(part)).collect()
}

/// The values of a document in a field.
pub(super) fn values(
    files: &Files<'_>,
    document: Document,
    field: &str,
) -> Result<Vec<String>, Error> {
    if field == YEAR {
        let year = Years(&files.segment(document.segment).years).of(document.number);
        return Ok(year.map(|year| year.to_string()).into_iter().collect());
    }
    let Some(facet) = files.facet(document.segment, field)? else {
        return Ok(Vec::new());
    };
    let value = &facet.values[facet.documents[document.number as usize] as usize];
    Ok(value.split('\t').filter(|part| !part.is_empty()).map(str::to_owned).collect())
}
