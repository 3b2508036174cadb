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
    /// False when spaces alone hold it together: 企业 2023 10号 may be three words as well.
    pub(super) is_one_unit: bool,
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
    let form = Form { code, between, ended };
    let prefix = normalize::squash(code);
    (is_code(code, &prefix) && form.is_likely(&prefix)).then(|| Found {
        key: NumberKey { key: format!("{year}-{serial}"), prefix },
        is_one_unit: form.is_one_unit(),
        announced: between.contains(['年', '第']),
    })
}

impl Found {
    /// Cuts the runs of the number where brackets may stand in a text: before the year, and
    /// after it unless 年 or 第 follows.
    pub(super) fn cut(&self, runs: Vec<Vec<char>>) -> Vec<Vec<char>> {
        let mut parts = vec![self.key.prefix.chars().count()];
        if !self.announced {
            parts.push(parts[0] + 4);
        }
        let mut cut = Vec::new();
        let mut start = 0;
        for run in runs {
            let end = start + run.len();
            let mut from = start;
            for &at in parts.iter().filter(|&&at| start < at && at < end) {
                cut.push(run[from - start..at - start].to_vec());
                from = at;
            }
            cut.push(run[from - start..].to_vec());
            start = end;
        }
        cut
    }
}

/// The parts of a spelling that say how likely it is meant as a number.
struct Form<'a> {
    code: &'a str,
    between: &'a str,
    /// True when 号 ends it.
    ended: bool,
}

impl Form<'_> {
    /// A date, a telephone number or a year with a figure is no document number.
    fn is_likely(&self, prefix: &str) -> bool {
        let bracketed = self.between.contains(is_bracket);
        if self.ended || bracketed || self.between.contains('第') {
            return true;
        }
        let bare = self.between.is_empty() || self.between.contains('-');
        !self.between.contains('年') && !(bare && prefix.is_empty())
    }

    fn is_one_unit(&self) -> bool {
        self.code.trim().is_empty()
            || !self.code.ends_with(' ')
            || self.between.contains(is_bracket)
    }
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
