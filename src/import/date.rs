//! Dates as official documents write them: 2023年12月12日 and 二〇二三年十二月十二日.

use jiff::civil::Date;

use super::numbering::{arabic_digit, han_digit};
use crate::disclosure::Day;

/// The longest form, 二〇二三年十二月三十一日, in bytes.
const LONGEST: usize = 13 * 3;

/// Reads a date that fills the whole of `text`, which holds no white space.
///
/// Gives nothing for a day that is not in the calendar, so that such a line stays where it is.
pub(super) fn read(text: &str) -> Option<Date> {
    if text.len() > LONGEST || !text.ends_with('日') {
        return None;
    }
    let (year, rest) = text.split_once('年')?;
    let (month, day) = rest.strip_suffix('日')?.split_once('月')?;
    let year: String = year.chars().map(zero).collect();
    let whole = year.chars().count() == 4
        && [&year, month, day].iter().all(|part| part.chars().all(is_digit));
    if !whole {
        return None;
    }
    // `Day` refuses every form but its own and names the day that was meant.
    let meant = Day::parse(&format!("{year}年{month}月{day}日")).err()?.suggestion?;
    Day::parse(&meant).ok().map(Day::date)
}

/// Gives zero as typewriters and scans write it in a year its own character.
fn zero(c: char) -> char {
    if matches!(c, '零' | '○' | '◯' | 'O' | 'o' | 'Ｏ') { '〇' } else { c }
}

fn is_digit(c: char) -> bool {
    arabic_digit(c).or_else(|| han_digit(c)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let cases = [
            ("2023年12月12日", Some("2023-12-12")),
            ("2024年1月5日", Some("2024-01-05")),
            ("２０２４年１月５日", Some("2024-01-05")),
            ("二〇二三年十二月十二日", Some("2023-12-12")),
            ("二○一九年三月三十一日", Some("2019-03-31")),
            ("二零零八年十月二十日", Some("2008-10-20")),
            ("二O二三年十月二日", Some("2023-10-02")),
            ("2023年2月30日", None),
            ("23年2月3日", None),
            ("2023年12月", None),
            ("2023年12月12日印发", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }
}
