//! Document numbers in a query, in whatever spelling.
//!
//! `代字〔2023〕10号` is typed with any brackets or none, with spaces, with 年 and 第, with zeros
//! before the serial number and without 号. Whether a document has the number is decided by the
//! numbers of documents, so a reading that was not meant finds nothing and costs one file.

use crate::search::format::numbers::document_key;
use crate::search::normalize;

/// What stands for a bracket around the year.
const BRACKETS: &str = "〔〕[]【】()<>《》﹝﹞";

/// The key of a document number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberKey {
    /// Year and serial number: `2023-10`.
    pub key: String,
    /// The 代字, squashed; empty when the query has none.
    pub prefix: String,
}

impl NumberKey {
    /// True when a document with this number is meant: year and serial number are the same, and
    /// its 代字 begins or ends with the one asked for.
    #[must_use]
    pub fn matches(&self, number: &str) -> bool {
        let asked = self.prefix.as_str();
        super::number_key(number).is_some_and(|own| {
            let alike = own.prefix.starts_with(asked) || own.prefix.ends_with(asked);
            own.key == self.key && alike
        })
    }
}

/// A document number that a text is, as a whole, or the beginning of one up to its year.
pub(super) struct Found<'a> {
    prefix: String,
    year: &'a str,
    /// What stands between year and serial number, and the number itself without zeros.
    serial: Option<(&'a str, &'a str)>,
}

/// Reads a text in the normal form as a document number.
pub(super) fn read(text: &str) -> Option<Found<'_>> {
    let text = text.trim_matches(' ');
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    let (code, rest) = text.split_at(digit);
    let (year, tail) = rest.split_at_checked(4).filter(|(year, _)| is_year(year))?;
    let prefix = normalize::squash(code);
    if !is_code(code, &prefix) {
        return None;
    }
    if tail.is_empty() {
        return Some(Found { prefix, year, serial: None });
    }
    let after = tail.find(|c: char| !is_between(c))?;
    let (between, serial) = tail.split_at(after);
    let (serial, ended) = serial_number(serial)?;
    let likely = ended || is_likely(&prefix, between);
    likely.then_some(Found { prefix, year, serial: Some((between, serial)) })
}

impl Found<'_> {
    /// The key, unless the text ends with the year.
    pub(super) fn key(&self) -> Option<NumberKey> {
        let key = |(_, serial)| document_key(self.year, serial);
        Some(NumberKey { key: self.serial.map(key)?, prefix: self.prefix.clone() })
    }

    /// True when the pieces that a query was typed in belong together: nothing but single
    /// characters stands before the piece with the year. 企业 2023 10号 may be words as well.
    pub(super) fn is_one_unit(&self, pieces: &[&str]) -> bool {
        let names = pieces.iter().map(|piece| normalize::squash(piece));
        self.serial.is_some()
            && names
                .take_while(|name| !name.contains(self.year))
                .all(|name| name.chars().count() < 2)
    }

    /// Where brackets may stand in a text, counted in word characters: before the year, and
    /// after it unless 年 or 第 follows.
    pub(super) fn cuts(&self) -> Vec<usize> {
        let code = self.prefix.chars().count();
        let announced =
            self.serial.is_some_and(|(between, _)| between.contains(['年', '第']));
        if announced { vec![code] } else { vec![code, code + 4] }
    }
}

/// A date, a telephone number or a year with a figure is no document number. `between` stands
/// between year and serial number; 号 does not end the text.
fn is_likely(prefix: &str, between: &str) -> bool {
    let blank = !between.is_empty() && between.bytes().all(|byte| byte == b' ');
    between.contains(is_bracket)
        || between.contains('第')
        || if prefix.is_empty() { blank } else { !between.contains('年') }
}

/// The serial number without its zeros, and whether 号 ends it.
fn serial_number(text: &str) -> Option<(&str, bool)> {
    let bare = text.strip_suffix('号').map(|bare| bare.trim_end_matches(' '));
    let serial = bare.unwrap_or(text).trim_start_matches('0');
    let fits = (1..=5).contains(&serial.len());
    (fits && serial.bytes().all(|byte| byte.is_ascii_digit()))
        .then_some((serial, bare.is_some()))
}

fn is_year(text: &str) -> bool {
    (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A 代字 is made of words and brackets, and of Han characters at least one.
fn is_code(code: &str, prefix: &str) -> bool {
    let allowed = |c: char| normalize::is_word(c) || c == ' ' || is_bracket(c);
    code.chars().all(allowed)
        && (prefix.is_empty() || prefix.chars().any(normalize::is_han))
}

fn is_between(c: char) -> bool {
    is_bracket(c) || matches!(c, ' ' | '年' | '第' | '-')
}

fn is_bracket(c: char) -> bool {
    BRACKETS.contains(c)
}
