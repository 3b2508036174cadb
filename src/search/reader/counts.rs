//! How many documents have which values.

use std::collections::BTreeMap;

use super::Error;
use super::answer::{Ask, YEAR};
use super::files::Files;
use super::pool::Candidate;
use super::sieve::{active, values};
use crate::search::format::FACETS;

/// The counts of every field asked for. A field's own filter does not count for it, so that
/// who has chosen one value sees what another one would add.
pub(super) fn counts(
    files: &Files<'_>,
    ask: &Ask,
    candidates: &[Candidate],
) -> Result<BTreeMap<String, Vec<(String, usize)>>, Error> {
    let filters = active(ask);
    let known = |field: &&String| *field == YEAR || FACETS.contains(&field.as_str());
    let mut counts = BTreeMap::new();
    for field in ask.facets.iter().filter(known) {
        let own = filters.iter().position(|(filtered, _)| filtered == field);
        let others = !own.map_or(0, |at| 1 << at);
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for candidate in candidates.iter().filter(|c| c.failed & others == 0) {
            for value in values(files, candidate.document, field)? {
                *count.entry(value).or_default() += 1;
            }
        }
        counts.insert(field.clone(), sorted(count, field == YEAR));
    }
    Ok(counts)
}

/// The most frequent first, then by UTF-16 as a browser compares; years from the newest.
fn sorted(count: BTreeMap<String, usize>, by_year: bool) -> Vec<(String, usize)> {
    let mut count: Vec<(String, usize)> = count.into_iter().collect();
    if by_year {
        count.sort_by_key(|(year, _)| std::cmp::Reverse(year.parse::<i16>().ok()));
    } else {
        count.sort_by(|(a, n), (b, m)| {
            m.cmp(n).then_with(|| a.encode_utf16().cmp(b.encode_utf16()))
        });
    }
    count
}
