//! A range of days, and which documents of a segment lie in it.

use crate::search::format::SegmentInfo;
use crate::search::format::column::day_number;
use crate::world::Date;

/// Days between which a document has to be dated, both included. Undated documents lie in no
/// range but the open one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// How the documents of a segment lie to a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overlap {
    /// Each may be a result.
    All,
    /// None may.
    None,
    /// Those that are dated may.
    Dated,
    /// It depends on the day.
    Some,
}

impl Range {
    /// The first day of a year, a month or a day: `2023`, `2023-10`, `2023-10-08`.
    #[must_use]
    pub fn first_day(text: &str) -> Option<Date> {
        let mut parts = text.split('-').map(|part| part.parse::<i16>().ok());
        let year = parts.next()??;
        let (month, day) = (small(parts.next())?, small(parts.next())?);
        if parts.next().is_some() || !(1..=9999).contains(&year) {
            return None;
        }
        Date::new(year, month, day).ok()
    }

    /// The last day of a year, a month or a day.
    #[must_use]
    pub fn last_day(text: &str) -> Option<Date> {
        let first = Self::first_day(text)?;
        Some(match text.split('-').count() {
            1 => first.last_of_year(),
            2 => first.last_of_month(),
            _ => first,
        })
    }

    /// Whether every document lies in it.
    fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// How the documents of a segment lie to it, as far as the manifest tells.
    pub(super) fn overlap(self, segment: &SegmentInfo) -> Overlap {
        if self.is_open() {
            return Overlap::All;
        }
        let from = self.from.unwrap_or(Date::MIN);
        let to = self.to.unwrap_or(Date::MAX);
        let dated = || segment.years.iter().map(|(year, _)| *year).filter(|y| *y != 0);
        if dated().all(|year| year < from.year() || year > to.year()) {
            return Overlap::None;
        }
        let whole = |year| {
            let ends = (Date::new(year, 1, 1), Date::new(year, 12, 31));
            matches!(ends, (Ok(first), Ok(last)) if from <= first && last <= to)
        };
        if dated().all(whole) { Overlap::Dated } else { Overlap::Some }
    }

    /// Whether a day lies in it, given in days since 1970-01-01; 0 is no date.
    pub(super) fn holds(self, day: u32) -> bool {
        let day = i64::from(day);
        day != 0
            && self.from.is_none_or(|from| day_number(from) <= day)
            && self.to.is_none_or(|to| day <= day_number(to))
    }
}

/// A month or a day; 1 where it is not given.
#[expect(clippy::option_option, reason = "given or not, a number or not")]
fn small(part: Option<Option<i16>>) -> Option<i8> {
    match part {
        None => Some(1),
        Some(part) => i8::try_from(part?).ok(),
    }
}

/// The year of each document: `None` for those without a date.
#[derive(Debug)]
pub(super) struct Years<'m>(pub(super) &'m [(i16, u32)]);

impl Years<'_> {
    /// The year of a document. They are numbered by day, so a year is a range of them.
    pub(super) fn of(&self, doc: u32) -> Option<i16> {
        let mut end = 0_u64;
        let year = self.0.iter().find(|(_, count)| {
            end += u64::from(*count);
            u64::from(doc) < end
        });
        year.map(|(year, _)| *year).filter(|year| *year != 0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Overlap, Range, Years};
    use crate::search::format::{SegmentInfo, Shape};

    fn range(from: &str, to: &str) -> Range {
        Range { from: Range::first_day(from), to: Range::last_day(to) }
    }

    #[test]
    fn a_year_or_a_month_is_all_of_its_days() {
        let days = |text| {
            let show = |date: Option<crate::world::Date>| date.map(|d| d.to_string());
            (show(Range::first_day(text)), show(Range::last_day(text)))
        };
        let pair = |a: &str, b: &str| (Some(a.to_owned()), Some(b.to_owned()));
        assert_eq!(days("2024"), pair("2024-01-01", "2024-12-31"));
        assert_eq!(days("2024-2"), pair("2024-02-01", "2024-02-29"));
        assert_eq!(days("2024-02-03"), pair("2024-02-03", "2024-02-03"));
        for bad in ["", "x", "2024-13", "2024-02-30", "2024-01-01-01", "0", "-5"] {
            assert_eq!(days(bad), (None, None), "{bad}");
        }
    }

    #[test]
    fn ends_belong_to_a_range_and_undated_to_none() {
        let range = range("1970-01-03", "1970-01-04");
        let held: Vec<u32> = (0..6).filter(|day| range.holds(*day)).collect();
        assert_eq!(held, [2, 3]);
        assert!(!Range { from: None, ..range }.holds(0));
    }

    #[test]
    fn the_manifest_spares_days() {
        let segment = SegmentInfo {
            name: String::new(),
            docs: 6,
            shape: Shape { ka: 0, kb: 0 },
            split: Vec::new(),
            nb: 0,
            years: vec![(0, 1), (2019, 2), (2020, 3)],
            bytes: BTreeMap::new(),
            dead: Vec::new(),
        };
        assert_eq!(Range::default().overlap(&segment), Overlap::All);
        assert_eq!(range("2019", "2020").overlap(&segment), Overlap::Dated);
        assert_eq!(range("2019", "2019").overlap(&segment), Overlap::Some);
        assert_eq!(range("2021", "2022").overlap(&segment), Overlap::None);
        let years = Years(&segment.years);
        let of: Vec<_> = (0..7).map(|doc| years.of(doc).unwrap_or(0)).collect();
        assert_eq!(of, [0, 2019, 2019, 2020, 2020, 2020, 0]);
    }
}
