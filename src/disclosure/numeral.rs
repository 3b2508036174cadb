//! Chinese numerals as they are met in dates and document numbers.

/// The number that a text of Arabic or Chinese digits names: `12`, `二〇二三`, `十二`, `二十一`.
/// `None` for anything else and for numbers over 99 that are not written digit by digit.
pub(super) fn number(text: &str) -> Option<u32> {
    if text.chars().count() > 9 || text.is_empty() {
        return None;
    }
    if text.contains('十') {
        return below_hundred(text);
    }
    text.chars().try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?))
}

/// The number of a clause (条), up to 999, in Arabic or Chinese: `6`, `六`, `一百零三`, `一百二十`.
#[must_use]
pub fn clause_number(text: &str) -> Option<u32> {
    let Some((hundreds, rest)) = text.split_once('百') else {
        return number(text).filter(|number| (1..1000).contains(number));
    };
    let below = match rest.strip_prefix('零') {
        Some(ones) => number(ones).filter(|ones| (1..10).contains(ones))?,
        None if rest.is_empty() => 0,
        None => number(rest).filter(|tens| (10..100).contains(tens))?,
    };
    let hundreds = number(hundreds).filter(|number| (1..10).contains(number))?;
    Some(hundreds * 100 + below)
}

/// True for a character that [`number`] can read.
pub(super) fn is_numeral(c: char) -> bool {
    c == '十' || digit(c).is_some()
}

fn below_hundred(text: &str) -> Option<u32> {
    let (tens, ones) = text.split_once('十')?;
    let single = |part: &str, blank: u32| match part.chars().count() {
        0 => Some(blank),
        1 => part.chars().next().and_then(digit),
        _ => None,
    };
    Some(single(tens, 1)? * 10 + single(ones, 0)?)
}

fn digit(c: char) -> Option<u32> {
    const HAN: &str = "〇一二三四五六七八九";
    match c {
        '零' | '○' | '◯' | 'Ｏ' => Some(0),
        _ => c.to_digit(10).or_else(|| {
            HAN.chars()
                .position(|han| han == c)
                .and_then(|value| u32::try_from(value).ok())
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_counted_in_hundreds() {
        for (text, value) in [
            ("6", Some(6)),
            ("一百", Some(100)),
            ("一百零三", Some(103)),
            ("一百一十", Some(110)),
            ("二百五十六", Some(256)),
            ("一百三", None),
            ("零", None),
            ("百", None),
            ("一千", None),
        ] {
            assert_eq!(clause_number(text), value, "{text}");
        }
    }

    #[test]
    fn digits_and_tens_are_read() {
        for (text, value) in [
            ("2023", 2023),
            ("010", 10),
            ("二〇二三", 2023),
            ("二○二三", 2023),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十一", 31),
            ("五", 5),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "二百", "十十", "一二十", "x", "1234567890"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
