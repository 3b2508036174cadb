//! The numbering of official documents: 第一章, 一、, （一）, 1., （1） and ①.
//! Source: GB/T 9704-2012, 7.3.3, for the four levels of the body.

/// What kind of number a paragraph begins with, highest level first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// 第一编
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第一条: never a heading, always the beginning of a paragraph.
    Article,
    /// 一、
    Han,
    /// （一）
    HanBracket,
    /// 1.
    Arabic,
    /// （1）
    ArabicBracket,
    /// ①: never a heading.
    Circle,
}

/// A number at the beginning of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) kind: Kind,
    /// Bytes of the number with its mark, without the white space behind it.
    pub(super) len: usize,
    /// The number itself.
    pub(super) value: u32,
}

/// Reads the number at the beginning of `text`.
pub(super) fn number(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    match first {
        '第' => division(text),
        '（' | '(' => bracketed(text),
        '①'..='⑳' => {
            let value = u32::from(first) - u32::from('①') + 1;
            Some(Number { kind: Kind::Circle, len: first.len_utf8(), value })
        }
        c if han_digit(c).is_some() => {
            let (value, len) = han_number(text)?;
            let mark = text[len..].chars().next().filter(|&c| c == '、')?;
            Some(Number { kind: Kind::Han, len: len + mark.len_utf8(), value })
        }
        c if arabic_digit(c).is_some() => {
            let (value, len) = arabic_number(text)?;
            let mark =
                text[len..].chars().next().filter(|c| matches!(c, '.' | '．' | '、'))?;
            let len = len + mark.len_utf8();
            // 1.5 is a quantity and 1.1 a number of another system.
            let quantity = text[len..].starts_with(|c| arabic_digit(c).is_some());
            (!quantity).then_some(Number { kind: Kind::Arabic, len, value })
        }
        _ => None,
    }
}

fn division(text: &str) -> Option<Number> {
    let rest = &text['第'.len_utf8()..];
    let (value, len) = han_number(rest).or_else(|| arabic_number(rest))?;
    let unit = rest[len..].chars().next()?;
    let kind = match unit {
        '编' => Kind::Part,
        '章' => Kind::Chapter,
        '节' => Kind::Section,
        '条' => Kind::Article,
        _ => return None,
    };
    let len = '第'.len_utf8() + len + unit.len_utf8();
    // 第一条措施 is a word of a sentence; the number of an article stands apart, or ends the line.
    let apart = text[len..].chars().next().is_none_or(char::is_whitespace);
    apart.then_some(Number { kind, len, value })
}

fn bracketed(text: &str) -> Option<Number> {
    let open = text.chars().next()?.len_utf8();
    let rest = &text[open..];
    let ((value, len), kind) = match han_number(rest) {
        Some(found) => (found, Kind::HanBracket),
        None => (arabic_number(rest)?, Kind::ArabicBracket),
    };
    let close = rest[len..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
    Some(Number { kind, len: open + len + close.len_utf8(), value })
}

/// Reads a Chinese number up to 99 and gives it with its length in bytes.
pub(super) fn han_number(text: &str) -> Option<(u32, usize)> {
    let mut digits = Vec::new();
    let mut len = 0;
    for c in text.chars().take(4) {
        let Some(digit) = han_digit(c) else { break };
        digits.push(digit);
        len += c.len_utf8();
    }
    let value = match digits[..] {
        [10] => 10,
        [one @ 1..=9] => one,
        [10, one @ 1..=9] => 10 + one,
        [ten @ 1..=9, 10] => ten * 10,
        [ten @ 1..=9, 10, one @ 1..=9] => ten * 10 + one,
        _ => return None,
    };
    Some((value, len))
}

/// Gives the value of a Chinese numeral, 十 as 10.
pub(super) fn han_digit(c: char) -> Option<u32> {
    const DIGITS: [char; 11] =
        ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    DIGITS.iter().position(|&digit| digit == c).and_then(|at| u32::try_from(at).ok())
}

/// Reads up to three Arabic digits, of half or full width.
fn arabic_number(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut len = 0;
    let mut count = 0;
    for c in text.chars() {
        let Some(digit) = arabic_digit(c) else { break };
        count += 1;
        if count > 3 {
            return None;
        }
        value = value * 10 + digit;
        len += c.len_utf8();
    }
    (count > 0).then_some((value, len))
}

/// Gives the value of an Arabic digit of half or full width.
pub(super) fn arabic_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_apart_from_quantities() {
        let cases = [
            ("一、加强领导", Some((Kind::Han, 1))),
            ("二十一、附则", Some((Kind::Han, 21))),
            ("（三）落实责任", Some((Kind::HanBracket, 3))),
            ("(3)材料", Some((Kind::ArabicBracket, 3))),
            ("12．材料", Some((Kind::Arabic, 12))),
            ("３、材料", Some((Kind::Arabic, 3))),
            ("第一章 总则", Some((Kind::Chapter, 1))),
            ("第十二条　本办法", Some((Kind::Article, 12))),
            ("第一条措施", None),
            ("1.5亿元", None),
            ("2023年", None),
            ("一是组织", None),
            ("十年", None),
            ("（此件主动公开）", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text).map(|n| (n.kind, n.value)), expected, "{text}");
        }
    }
}
