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

/// Cuts items, given by their dates, into segments from the oldest: ranges of positions.
///
/// The dates ascend, those without one before all others. Years are put together until there
/// are enough items (a quarter of the class, which is the number of all items rounded down
/// to a power of two); a year with more than that is cut into its months first. The newest
/// year, or month, is a segment by itself: it is the one that changes. Only where it and what
/// is left before it are few do they share one.
#[must_use]
pub fn cut(dates: &[Option<Date>]) -> Vec<Range<usize>> {
    let class = 1 << dates.len().max(1).ilog2();
    let enough = SMALLEST.max(class / 4);
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
        assert_eq!(sizes(&years), [1200, 1200, 1200, 1200, 600, 600]);
    }

    #[test]
    fn a_great_year_is_cut_into_months() {
        let months: Vec<_> = (1..=12).map(|month| (2020, month, 400)).collect();
        assert_eq!(sizes(&months), [1200, 1200, 1200, 800, 400]);
    }

    #[test]
    fn undated_items_belong_to_the_oldest_unit() {
        let items = [(0, 0, 500), (2020, 1, 600), (2021, 1, 500)];
        assert_eq!(sizes(&items), [1100, 500]);
    }

    #[test]
    fn ten_new_items_leave_all_but_the_newest_alone() {
        let mut items: Vec<_> = (2014..=2023).map(|year| (year, 7, 1000)).collect();
        let before = cut(&dates(&items));
        assert_eq!(
            before.iter().map(Range::len).collect::<Vec<_>>(),
            [3000; 3].into_iter().chain([1000]).collect::<Vec<_>>()
        );
        items.push((2023, 8, 10));
        let after = cut(&dates(&items));
        assert_eq!(before[..3], after[..3]);
        assert_eq!(after.len(), 4);
    }
}
