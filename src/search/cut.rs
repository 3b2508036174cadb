//! How the items are cut into segments by time.
//!
//! A segment that is finished keeps its name as long as its items do, so a day's publishing
//! must change one small segment and leave the large old ones alone. The cut looks at nothing
//! but the dates, in their order, and moves only when the number of items passes a power
//! of two.

use std::ops::Range;

use crate::world::Date;

/// Segments of fewer items than this would cost more requests than they save.
const SMALLEST: usize = 1024;

/// From here on a segment is not as large as the number of items allows.
const LARGE: usize = 1 << 15;

/// Cuts items, given by their dates, into segments from the oldest: ranges of positions.
///
/// The dates ascend, those without one before all others. Years are put together until there
/// are enough items ([`enough`]); a year with more than that is cut into its months first. The newest
/// year, or month, is a segment by itself: it is the one that changes. Only where it and what
/// is left before it are few do they share one.
#[must_use]
pub fn cut(dates: &[Option<Date>]) -> Vec<Range<usize>> {
    let enough = enough(dates.len());
    let mut units = units(dates, enough);
    let Some(newest) = units.pop() else { return Vec::new() };

    let mut segments = Vec::new();
    let mut start = 0;
    for unit in units {
        if unit.end - start >= enough {
            segments.push(start..unit.end);
            start = unit.end;
        }
    }
    if newest.start > start && newest.end - start >= enough / 4 {
        segments.push(start..newest.start);
        start = newest.start;
    }
    segments.push(start..newest.end);
    segments
}

/// How many items make a segment: their number rounded down to a power of two, and half of that
/// where it is large, so that none takes all memory while it is made. More and smaller segments
/// would let more of an index keep its name when an old item is edited; but every query asks
/// every segment, and at 10,000 items five of them cost twice the bytes of two.
fn enough(items: usize) -> usize {
    let class = 1 << items.max(1).ilog2();
    SMALLEST.max(if class > LARGE { class / 2 } else { class })
}

/// Years, or months of years with more than `most` items; what has no date belongs to the
/// oldest.
fn units(dates: &[Option<Date>], most: usize) -> Vec<Range<usize>> {
    let undated = dates.iter().take_while(|date| date.is_none()).count();
    let mut units: Vec<Range<usize>> = Vec::new();
    let mut start = undated;
    for year in dates[undated..].chunk_by(|x, y| x.map(Date::year) == y.map(Date::year)) {
        let month = |date: &Option<Date>| date.map(Date::month);
        let whole = year.len() <= most;
        for unit in year.chunk_by(|x, y| whole || month(x) == month(y)) {
            units.push(start..start + unit.len());
            start += unit.len();
        }
    }
    match units.first_mut() {
        Some(oldest) => oldest.start = 0,
        None if undated > 0 => units.push(0..undated),
        None => {}
    }
    units
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use jiff::civil::date;

    use super::cut;
    use crate::world::Date;

    /// So many items in each month; month 0 = no date.
    fn dates(months: &[(i16, i8, usize)]) -> Vec<Option<Date>> {
        let month = |(year, month, count): &(i16, i8, usize)| {
            let date = (*month > 0).then(|| date(*year, *month, 1));
            std::iter::repeat_n(date, *count)
        };
        months.iter().flat_map(month).collect()
    }

    fn sizes(months: &[(i16, i8, usize)]) -> Vec<usize> {
        cut(&dates(months)).iter().map(Range::len).collect()
    }

    #[test]
    fn few_items_are_one_segment_and_none_are_none() {
        assert!(cut(&[]).is_empty());
        assert_eq!(sizes(&[(0, 0, 1)]), [1]);
        assert_eq!(sizes(&[(2021, 1, 100), (2022, 1, 100), (2023, 1, 55)]), [255]);
    }

    #[test]
    fn the_newest_year_stands_alone_and_the_old_ones_together() {
        assert_eq!(sizes(&[(2021, 1, 100), (2022, 1, 100), (2023, 1, 56)]), [200, 56]);
        let years: Vec<_> = (2011..=2020).map(|year| (year, 5, 600)).collect();
        assert_eq!(sizes(&years), [4200, 1200, 600]);
    }

    #[test]
    fn a_great_year_is_cut_into_months() {
        let months: Vec<_> = (1..=12).map(|month| (2020, month, 400)).collect();
        assert_eq!(sizes(&months), [4400, 400]);
    }

    #[test]
    fn undated_items_belong_to_the_oldest_unit() {
        let items = [(0, 0, 500), (2020, 1, 600), (2021, 1, 500)];
        assert_eq!(sizes(&items), [1100, 500]);
        assert_eq!(sizes(&[(0, 0, 500), (2020, 1, 600)]), [1100]);
    }

    #[test]
    fn just_enough_is_enough() {
        assert_eq!(
            sizes(&[(2019, 1, 1024), (2020, 1, 500), (2021, 1, 400)]),
            [1024, 500, 400]
        );
    }

    #[test]
    fn ten_new_items_leave_all_but_the_newest_alone() {
        let mut items: Vec<_> = (2014..=2023).map(|year| (year, 7, 1000)).collect();
        let before = cut(&dates(&items));
        assert_eq!(before, [0..9000, 9000..10_000]);
        items.push((2023, 8, 10));
        let after = cut(&dates(&items));
        assert_eq!(after, [0..9000, 9000..10_010]);
    }

    #[test]
    fn a_large_site_is_not_one_segment() {
        let years: Vec<_> = (2014..=2023).map(|year| (year, 7, 10_000)).collect();
        assert_eq!(sizes(&years), [40_000, 40_000, 10_000, 10_000]);
    }
}
