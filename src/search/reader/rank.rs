//! The order of the results, in whole numbers only, so that the browser gets the same to the
//! last digit.
//!
//! A document is scored twice: first from the postings alone, then, the best ones, with title
//! and validity from their metas. Above any score stands the tier of a candidate: a number that
//! was asked for, the words themselves, a synonym.

use crate::search::normalize::squash;

/// What an impact of 0 to 3 is worth; 3 is the title, the 发文字号 and the issuer.
const WORTH: [u64; 4] = [1, 2, 3, 8];

/// What is added for a document of the newest year, of the year before …, in hundredths.
const RECENCY: [u64; 10] = [10, 8, 6, 5, 4, 3, 2, 2, 1, 1];

/// What a title that is the query is worth: more than any sum of [`first`].
const SAME_TITLE: u64 = 1_000_000;

/// Words of 有效性 that lower a document. 部分失效 is none: most of it still holds.
const REPEALED: [&str; 4] = ["废止", "已废止", "失效", "已失效"];

/// How rare a word is that `df` of `items` documents have: 1 and up.
pub(super) fn idf(items: u32, df: u32) -> u64 {
    let share = (u64::from(items) + 1) / (u64::from(df) + 1);
    1 + u64::from(share.max(1).ilog2())
}

/// What one word adds to the score.
pub(super) fn worth(idf: u64, impact: u8) -> u64 {
    idf * WORTH[usize::from(impact & 3)]
}

/// The first score, from the postings and the year; `None` for an undated document.
pub(super) fn first(score: u64, newest: i16, year: Option<i16>) -> u64 {
    let age = year.map(|year| i32::from(newest) - i32::from(year));
    let bonus = age.and_then(|age| RECENCY.get(usize::try_from(age).unwrap_or(0)));
    score * (100 + bonus.copied().unwrap_or(0))
}

/// What the second score is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Second<'m> {
    /// The score before recency.
    pub(super) score: u64,
    /// The first score.
    pub(super) first: u64,
    /// The title as it is shown.
    pub(super) title: &'m str,
    /// The validity as it is shown.
    pub(super) validity: &'m str,
}

impl Second<'_> {
    /// The second score; `query` is the squashed text of all units.
    pub(super) fn total(self, query: &str) -> u64 {
        let mut total = self.first + self.title_bonus(query);
        if REPEALED.contains(&self.validity) {
            total = total * 85 / 100;
        }
        total
    }

    fn title_bonus(self, query: &str) -> u64 {
        let title = squash(self.title);
        if query.is_empty() || !title.contains(query) {
            return 0;
        }
        if title == query {
            return SAME_TITLE;
        }
        if title.starts_with(query) {
            return self.score * 50;
        }
        let length = |text: &str| text.chars().count() as u64;
        self.score * (30 * length(query) / length(&title))
    }
}

#[cfg(test)]
mod tests {
    use super::{Second, first, idf, worth};

    #[test]
    fn a_rare_word_is_worth_more() {
        let of: Vec<u64> =
            [1000, 999, 500, 499, 1, 0].iter().map(|df| idf(1000, *df)).collect();
        assert_eq!(of, [1, 1, 1, 2, 9, 10]);
        assert_eq!(idf(0, 5), 1);
        assert_eq!(worth(9, 3), 72);
    }

    #[test]
    fn recency_fades_in_ten_years() {
        let of = |year| first(10, 2023, year);
        assert_eq!(of(Some(2023)), 1100);
        assert_eq!(of(Some(2014)), 1010);
        assert_eq!(of(Some(2013)), 1000);
        assert_eq!(of(None), 1000);
    }

    #[test]
    fn titles_and_validity_move_a_document() {
        let second = |title, validity| {
            Second { score: 20, first: 2100, title, validity }.total("医疗器械")
        };
        assert_eq!(second("医疗器械", ""), 1_002_100);
        assert_eq!(second("医疗 器械。", ""), 1_002_100);
        assert_eq!(second("医疗器械管理", ""), 3100);
        // 30 · 4 ÷ 6 = 20.
        assert_eq!(second("全国医疗器械", ""), 2500);
        assert_eq!(second("公告", "部分失效"), 2100);
        assert_eq!(second("公告", "已废止"), 1785);
        assert_eq!(second("医疗器械", "已失效"), 851_785);
    }
}
