//! Personal data that must not stand on a portal: identity numbers, mobile numbers, bank cards.
//!
//! A text is read once: everything that is looked for begins with a run of digits, so the scan
//! steps from run to run and judges each. Two numbers that look alike are told apart by their
//! check digits, the credit code of a body always before the identity number of a person.
//! Masked forms as they are accepted (`138****1234`, first and last digits of an identity number)
//! are no runs of that length and so pass. Fixed-line telephones are not personal.
//!
//! Left out on purpose: the identity number of 15 digits, out of use since 2013, since old
//! taxpayer numbers have the same form.

mod runs;
mod shapes;

use std::ops::Range;

use runs::Run;

/// What kind of personal data a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonalKind {
    /// 公民身份号码 (GB 11643-1999), checked by province, birth date and check character.
    IdentityNumber,
    /// 公民身份号码 with a mask that leaves more than six of the thirteen middle digits.
    ThinlyMaskedIdentityNumber,
    /// 手机号码.
    Mobile,
    /// 银行卡号, checked by Luhn's formula.
    BankCard,
}

impl PersonalKind {
    /// The word for it in a message.
    pub fn word(self) -> &'static str {
        match self {
            Self::IdentityNumber => "公民身份号码",
            Self::ThinlyMaskedIdentityNumber => "遮盖不足的公民身份号码",
            Self::Mobile => "手机号码",
            Self::BankCard => "银行卡号",
        }
    }

    /// The number as it may be shown: first and last digits, the rest masked. The text is the
    /// one that was found; what does not count as a digit is dropped.
    pub fn masked(self, found: &str) -> String {
        let digits: Vec<char> = found
            .chars()
            .filter_map(|c| {
                runs::ascii(c).filter(char::is_ascii_alphanumeric).or(mask(c))
            })
            .collect();
        let (head, tail) = match self {
            Self::IdentityNumber | Self::ThinlyMaskedIdentityNumber => (2, 3),
            Self::Mobile => (3, 4),
            Self::BankCard => (0, 4),
        };
        let last = digits.len().saturating_sub(tail);
        let shown =
            |(at, &c): (usize, &char)| if at < head || at >= last { c } else { '*' };
        digits.iter().enumerate().map(shown).collect()
    }
}

fn mask(c: char) -> Option<char> {
    runs::is_mask(c).then_some('*')
}

/// Personal data in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalData {
    /// What it is.
    pub kind: PersonalKind,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
}

/// Finds all personal data of a text, in the order of the text, without overlaps.
pub fn personal_data(text: &str) -> Vec<PersonalData> {
    let mut found = Vec::new();
    let mut chain: Vec<Run> = Vec::new();
    for run in runs::runs(text) {
        if !chain.last().is_some_and(|last| runs::are_joined(text, last, &run)) {
            judge(text, &chain, &mut found);
            chain.clear();
        }
        chain.push(run);
    }
    judge(text, &chain, &mut found);
    apart(found)
}

/// Keeps of places that overlap the first: each character is told of once.
fn apart(mut found: Vec<PersonalData>) -> Vec<PersonalData> {
    found.sort_by_key(|data| data.range.start);
    let mut end = 0;
    found.retain(|data| {
        let apart = data.range.start >= end;
        if apart {
            end = data.range.end;
        }
        apart
    });
    found
}

/// Judges runs that are parted by single separators only: each alone, then together.
fn judge(text: &str, chain: &[Run], found: &mut Vec<PersonalData>) {
    let before = found.len();
    for run in chain {
        let kind = shapes::alone(text, run);
        found.extend(kind.map(|(kind, range)| PersonalData { kind, range }));
    }
    if found.len() == before && chain.len() > 1 {
        found.extend(shapes::together(text, chain));
    }
}

#[cfg(test)]
mod tests;
