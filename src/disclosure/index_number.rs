//! 索引号: the number by which the catalogue (政府信息公开条例 art. 12) names an item.
//!
//! Every province has its style. The common ones are told apart so that a rule can compare the
//! year and look for gaps; a number of another make is read as it stands, if it is one token.

use std::fmt;

use super::{ValueError, credit_code, near, value::text_value};

/// An index number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexNumber {
    text: String,
    style: Style,
    /// The year of the item's making, where the style shows it.
    pub year: Option<u16>,
    /// The serial number within body and year, where the style shows it.
    pub serial: Option<u32>,
}

/// The styles of index numbers that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// `11371000004359010J/2025-00809` or, with a month, `…/202110-00013`.
    CreditCode,
    /// `000014349/2017-00110`, `0142768-8/2022-00185`.
    OrganisationCode,
    /// `01527918X-2020-153077`.
    Dashed,
    /// Four segments or more, one of them a year or a day.
    Segments,
    /// Anything else.
    Other,
}

impl IndexNumber {
    /// Reads a number of any style.
    ///
    /// # Errors
    /// The text is no single token of letters, digits and `/ - _ .`, a credit code in it fails
    /// its check, or its year or month is impossible.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let shown = near::shown(text);
        if !is_token(text) {
            let message = format!(
                "索引号「{shown}」只能由半角的字母、数字和「/」「-」「.」「_」组成，中间没有空格"
            );
            let mend = dashes(&near::compact(text));
            let mend = Self::parse_token(&mend).ok().filter(|_| is_token(&mend));
            return Err(ValueError { message, suggestion: mend.map(|mend| mend.text) });
        }
        Self::parse_token(text)
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Which style it has.
    pub fn style(&self) -> Style {
        self.style
    }

    /// The credit code or organisation code of the body, where the style shows it.
    pub fn holder(&self) -> Option<&str> {
        match self.style {
            Style::CreditCode | Style::OrganisationCode => {
                self.text.split_once('/').map(|(holder, _)| holder)
            }
            Style::Dashed => self.text.split_once('-').map(|(holder, _)| holder),
            Style::Segments | Style::Other => None,
        }
    }

    fn parse_token(text: &str) -> Result<Self, ValueError> {
        let parts = with_holder(text)?.or_else(|| dashed(text)).unwrap_or(Parts {
            style: Style::Other,
            year: None,
            serial: None,
        });
        let Parts { style, year, serial } = parts;
        Ok(Self { text: text.to_owned(), style, year, serial })
    }
}

impl fmt::Display for IndexNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

struct Parts {
    style: Style,
    year: Option<u16>,
    serial: Option<u32>,
}

/// Reads `holder/period-serial`; `None` when the text is not of that form.
fn with_holder(text: &str) -> Result<Option<Parts>, ValueError> {
    let Some((holder, rest)) = text.split_once('/') else { return Ok(None) };
    let Some((period, serial)) = rest.split_once('-') else { return Ok(None) };
    let style = match holder.len() {
        18 => {
            check_credit_code(text, holder)?;
            Style::CreditCode
        }
        9 => Style::OrganisationCode,
        _ => return Ok(None),
    };
    if !is_digits(period) || !is_digits(serial) {
        return Ok(None);
    }
    let year = match period.len() {
        4 => real_year(period),
        6 => real_year(&period[..4]).filter(|_| ("01"..="12").contains(&&period[4..])),
        _ => return Ok(None),
    };
    if year.is_none() {
        let message = format!("索引号「{text}」中的「{period}」应是年份或年月");
        return Err(ValueError::new(message));
    }
    Ok(Some(Parts { style, year, serial: serial.parse().ok() }))
}

fn check_credit_code(text: &str, holder: &str) -> Result<(), ValueError> {
    let Err(error) = credit_code::CreditCode::parse(holder) else { return Ok(()) };
    let message = format!("索引号「{text}」里的{}", error.message);
    let suggestion =
        error.suggestion.map(|code| format!("{code}{}", &text[holder.len()..]));
    Err(ValueError { message, suggestion })
}

/// Reads styles whose parts stand between dashes.
fn dashed(text: &str) -> Option<Parts> {
    let segments: Vec<&str> = text.split('-').collect();
    let serial = segments.last()?.parse().ok();
    let year = |segment: &&str| match segment.len() {
        4 => real_year(segment),
        8 if is_real_day(segment) => real_year(&segment[..4]),
        _ => None,
    };
    match segments[..] {
        [holder, middle, _] if holder.len() == 9 => {
            let year = Some(year(&middle)?);
            Some(Parts { style: Style::Dashed, year, serial })
        }
        // The period stands before the serial number, so it is looked for from the end.
        [_, _, .., _] if segments.len() >= 4 => {
            let year = Some(segments[..segments.len() - 1].iter().rev().find_map(year)?);
            Some(Parts { style: Style::Segments, year, serial })
        }
        _ => None,
    }
}

fn real_year(text: &str) -> Option<u16> {
    let year = text.parse().ok().filter(|_| is_digits(text))?;
    (1949..2100).contains(&year).then_some(year)
}

fn is_real_day(text: &str) -> bool {
    is_digits(text)
        && super::Day::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
            .is_ok()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_token(text: &str) -> bool {
    (4..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte))
}

fn dashes(text: &str) -> String {
    text.replace(['—', '–', '−', '‐', '‑', '―', '－'], "-").replace(['∕', '⁄', '\\'], "/")
}

text_value!(IndexNumber, "索引号", {
    "type": "string",
    "pattern": "^[0-9A-Za-z/._-]{4,64}$",
    "examples": ["11371002MB0000001E/2023-00010", "000014349/2017-00110"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_told_apart() {
        for (text, style, year, serial) in [
            ("11371000004359010J/2025-00809", Style::CreditCode, Some(2025), Some(809)),
            ("113701003517573390/2024-00145", Style::CreditCode, Some(2024), Some(145)),
            ("11441700007280420Y/2021-00050", Style::CreditCode, Some(2021), Some(50)),
            ("11620622013933539B/2021-03844", Style::CreditCode, Some(2021), Some(3844)),
            ("11341702486344515H/202110-00013", Style::CreditCode, Some(2021), Some(13)),
            ("000014349/2017-00110", Style::OrganisationCode, Some(2017), Some(110)),
            ("0142768-8/2022-00185", Style::OrganisationCode, Some(2022), Some(185)),
            ("01527918X-2020-153077", Style::Dashed, Some(2020), Some(153_077)),
            ("3302-015-04-02-20210315-0007", Style::Segments, Some(2021), Some(7)),
            ("GA001-02-2019-00012", Style::Segments, Some(2019), Some(12)),
            ("530000123456202000017", Style::Other, None, None),
            ("A-B-C-D", Style::Other, None, None),
        ] {
            let number = IndexNumber::parse(text).unwrap();
            assert_eq!(
                (number.style(), number.year, number.serial),
                (style, year, serial),
                "{text}"
            );
            assert_eq!(number.to_string(), text);
        }
    }

    #[test]
    fn the_holder_is_what_stands_first() {
        let holder = |text| IndexNumber::parse(text).unwrap().holder().map(str::to_owned);
        assert_eq!(
            holder("11371000004359010J/2025-00809").as_deref(),
            Some("11371000004359010J")
        );
        assert_eq!(holder("01527918X-2020-153077").as_deref(), Some("01527918X"));
        assert_eq!(holder("3302-015-04-02-20210315-0007"), None);
    }

    #[test]
    fn faults_are_named_and_mended_where_certain() {
        for (text, part, mend) in [
            ("11371000004359010K/2025-00809", "末位是「J」", None),
            (
                "11371000004359010j/2025-00809",
                "大写",
                Some("11371000004359010J/2025-00809"),
            ),
            (
                "11371000004359010J／2025－00809",
                "半角",
                Some("11371000004359010J/2025-00809"),
            ),
            (
                "11371000004359010J/2025—00809",
                "半角",
                Some("11371000004359010J/2025-00809"),
            ),
            (
                " 11371000004359010J/2025-00809",
                "空格",
                Some("11371000004359010J/2025-00809"),
            ),
            (
                "11371000004359010J / 2025-00809",
                "空格",
                Some("11371000004359010J/2025-00809"),
            ),
            ("11371000004359010J/202513-00809", "年份或年月", None),
            ("000014349/1817-00110", "年份或年月", None),
            ("无", "组成", None),
            ("", "组成", None),
            ("公开2025-1", "组成", None),
        ] {
            let error = IndexNumber::parse(text).unwrap_err();
            assert!(error.message.contains(part), "{text}: {}", error.message);
            assert_eq!(error.suggestion.as_deref(), mend, "{text}");
        }
    }
}
