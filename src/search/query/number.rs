//! Document numbers in a query, in whatever spelling.
//!
//! `代字〔2023〕10号` is typed with any brackets or none, with spaces, with 年 and 第, with zeros
//! before the serial number and without 号. Whether a document has the number is decided by the
//! numbers of documents, so a reading that was not meant finds nothing and costs one file.

use super::super::normalize;

/// The longest 代字 that is taken for one.
const LONGEST_CODE: usize = 20;

/// What stands for a bracket around the year.
const BRACKETS: &str = "〔〕[]【】()〖〗〈〉<>《》{}「」『』﹝﹞❲❳";

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

/// A document number that a text is, as a whole.
pub(super) struct Found {
    pub(super) key: NumberKey,
    /// True when brackets stand around the year.
    is_bracketed: bool,
    /// True when the serial number follows the year as in 2023年第10号.
    announced: bool,
}

/// Reads a text in the normal form as a document number.
pub(super) fn read(text: &str) -> Option<Found> {
    let text = text.trim_matches(' ');
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    let (code, rest) = text.split_at(digit);
    let year = rest.get(..4).filter(|year| is_year(year))?;
    let tail = &rest[4..];
    let after = tail.find(|c: char| !is_between(c)).unwrap_or(tail.len());
    let (between, serial) = tail.split_at(after);
    let (serial, ended) = serial_number(serial)?;
    let prefix = normalize::squash(code);
    (is_code(code, &prefix) && is_likely(&prefix, between, ended)).then(|| Found {
        key: NumberKey { key: format!("{year}-{serial}"), prefix },
        is_bracketed: between.contains(is_bracket),
        announced: between.contains(['年', '第']),
    })
}

impl Found {
    /// True when the pieces that a query was typed in belong together: nothing stands before
    /// the piece with the year, or single characters, or the whole 代字 before a year in
    /// brackets. Otherwise, as in 企业 2023 10号, they may be words as well.
    pub(super) fn is_one_unit(&self, pieces: &[&str]) -> bool {
        let year = self.key.key.split('-').next().unwrap_or_default();
        let names: Vec<String> =
            pieces.iter().map(|piece| normalize::squash(piece)).collect();
        let at = names.iter().position(|name| name.contains(year)).unwrap_or_default();
        let heads = names[..at].iter().filter(|name| !name.is_empty());
        let is_whole_code = self.is_bracketed && names[at].starts_with(year);
        heads.clone().all(|name| name.chars().count() == 1)
            || (is_whole_code && heads.count() == 1)
    }

    /// Where brackets may stand in a text, counted in word characters: before the year, and
    /// after it unless 年 or 第 follows.
    pub(super) fn cuts(&self) -> Vec<usize> {
        let code = self.key.prefix.chars().count();
        if self.announced { vec![code] } else { vec![code, code + 4] }
    }
}

/// Where a text that ends in a year is cut, for the same reason: 威环审服字2023 is on its way to
/// being a number. The place is counted in word characters.
pub(super) fn year_at_end(squashed: &str) -> Option<usize> {
    let (head, _) = squashed.split_at_checked(squashed.len().checked_sub(4)?)?;
    let year = &squashed[head.len()..];
    let after_han = head.chars().next_back().is_some_and(normalize::is_han);
    (after_han && is_year(year)).then(|| head.chars().count())
}

/// A date, a telephone number or a year with a figure is no document number. `between` stands
/// between year and serial number, `ended` says that 号 ends the text.
fn is_likely(prefix: &str, between: &str, ended: bool) -> bool {
    if ended || between.contains(is_bracket) || between.contains('第') {
        return true;
    }
    let bare = between.is_empty() || between.contains('-');
    !(between.contains('年') || bare && prefix.is_empty())
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
        && prefix.chars().count() <= LONGEST_CODE
        && (prefix.is_empty() || prefix.chars().any(normalize::is_han))
}

fn is_between(c: char) -> bool {
    is_bracket(c) || matches!(c, ' ' | '年' | '第' | '-')
}

fn is_bracket(c: char) -> bool {
    BRACKETS.contains(c)
}
