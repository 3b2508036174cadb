//! The shapes of personal numbers, of one run of digits or of several.

use std::ops::Range;

use super::{
    PersonalData, PersonalKind,
    runs::{Run, ascii, is_mask},
};
use crate::disclosure::{Day, credit_code, near::is_invisible};

/// What a run is by itself, and how far it reaches (an identity number may end in X).
pub(super) fn alone(text: &str, run: &Run) -> Option<(PersonalKind, Range<usize>)> {
    let digits = run.digits.as_str();
    let whole = run.range.clone();
    match digits.len() {
        11 | 13 | 15 if is_mobile(digits) && !is_quantity(text, &whole) => {
            Some((PersonalKind::Mobile, whole))
        }
        17 => {
            let (number, end) = with_check_letter(text, run)?;
            is_identity_number(&number)
                .then_some((PersonalKind::IdentityNumber, whole.start..end))
        }
        18 if credit_code::is_public_code(digits) => None,
        18 if is_identity_number(digits) => Some((PersonalKind::IdentityNumber, whole)),
        // No card of 18 digits begins otherwise, but mistyped identity numbers do.
        18 if !digits.starts_with("62") => None,
        16..=19 if is_card(digits) && !is_quantity(text, &whole) => {
            Some((PersonalKind::BankCard, whole))
        }
        2..=17 => thinly_masked(text, run),
        _ => None,
    }
}

/// What several runs with one separator between each two are together.
pub(super) fn together(text: &str, chain: &[Run]) -> Vec<PersonalData> {
    let lengths: Vec<usize> = chain.iter().map(|run| run.digits.len()).collect();
    let joined: String = chain.iter().map(|run| run.digits.as_str()).collect();
    let range = chain[0].range.start..chain[chain.len() - 1].range.end;
    let whole = |kind| vec![PersonalData { kind, range: range.clone() }];
    match lengths[..] {
        [6, 8, 4] | [6, 4, 4, 4] | [3, 3, 8, 4] if is_identity_number(&joined) => {
            return whole(PersonalKind::IdentityNumber);
        }
        [6, 8, 3] | [6, 4, 4, 3] => {
            let Some((end, letter)) = check_letter(text, range.end) else {
                return Vec::new();
            };
            if is_identity_number(&format!("{joined}{letter}")) {
                let range = range.start..end;
                return vec![PersonalData { kind: PersonalKind::IdentityNumber, range }];
            }
        }
        [4, 4, 4, 4] | [4, 4, 4, 4, 1..=3] if is_card(&joined) => {
            return whole(PersonalKind::BankCard);
        }
        [3, 8] | [7, 4] | [2, 11] if is_mobile(&joined) => {
            return whole(PersonalKind::Mobile);
        }
        _ if joined.starts_with("62") && is_card(&joined) => {
            return whole(PersonalKind::BankCard);
        }
        _ => {}
    }
    spaced_mobiles(chain)
}

/// Mobile numbers written 3-4-4, anywhere in a chain.
fn spaced_mobiles(chain: &[Run]) -> Vec<PersonalData> {
    let mut found: Vec<PersonalData> = Vec::new();
    for three in chain.windows(3) {
        let lengths = three.iter().map(|run| run.digits.len());
        let joined: String = three.iter().map(|run| run.digits.as_str()).collect();
        if lengths.eq([3, 4, 4]) && is_mobile(&joined) {
            let range = three[0].range.start..three[2].range.end;
            found.push(PersonalData { kind: PersonalKind::Mobile, range });
        }
    }
    found
}

/// `1[3-9]` and nine digits, with or without the country's 86 or 0086.
fn is_mobile(digits: &str) -> bool {
    let national = match digits.len() {
        13 => digits.strip_prefix("86"),
        15 => digits.strip_prefix("0086"),
        _ => Some(digits),
    };
    national.is_some_and(|number| {
        number.len() == 11 && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..])
    })
}

/// Province, birth date and check character of GB 11643-1999.
fn is_identity_number(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Some((body, check)) = number.split_at_checked(17) else { return false };
    let digits = body.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let expected = &"10X98765432"[sum as usize % 11..][..1];
    check.eq_ignore_ascii_case(expected)
        && is_province(&body[..2])
        && is_birth(&body[6..14])
}

fn is_province(code: &str) -> bool {
    matches!(
        code.parse(),
        Ok(11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
    )
}

/// A real day from 1900 on. The future is not excluded: no clock is read here, and a number with
/// a right check character is one all the same.
fn is_birth(digits: &str) -> bool {
    let (year, month, day) = (&digits[..4], &digits[4..6], &digits[6..]);
    ("1900".."2100").contains(&year)
        && Day::parse(&format!("{year}-{month}-{day}")).is_ok()
}

/// 16 to 19 digits of a card issuer, right by Luhn's formula.
fn is_card(digits: &str) -> bool {
    let issuer = digits.starts_with("62") || digits.starts_with(['3', '4', '5']);
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { doubled(digit) } else { digit })
        .sum();
    (16..=19).contains(&digits.len()) && issuer && sum.is_multiple_of(10)
}

/// True when the digits are part of a decimal or followed by a unit of counting or money.
fn is_quantity(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.start];
    let after = text[range.end..].trim_start_matches(' ');
    let decimal =
        |rest: Option<&str>| rest.is_some_and(|rest| rest.starts_with(is_digit));
    before.strip_suffix('.').is_some_and(|rest| rest.ends_with(is_digit))
        || before.ends_with(['￥', '¥', '$'])
        || decimal(text[range.end..].strip_prefix('.'))
        || after.starts_with(['元', '万', '亿', '%', '％', '吨', '千'])
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// 17 digits and the X after them: the number and where it ends. None when the X goes on as a
/// word, or when digits, X and what stands before them are a credit code.
fn with_check_letter(text: &str, run: &Run) -> Option<(String, usize)> {
    let (end, letter) = check_letter(text, run.range.end)?;
    let number = format!("{}{letter}", run.digits);
    (!credit_code::is_public_code(&number)).then_some((number, end))
}

/// The X that ends an identity number, and where it ends.
fn check_letter(text: &str, from: usize) -> Option<(usize, char)> {
    let mut rest = text[from..].char_indices().filter(|(_, c)| !is_invisible(*c));
    let (at, letter) = rest.next()?;
    let is_x = ascii(letter).is_some_and(|c| c.eq_ignore_ascii_case(&'x'));
    let goes_on = rest.next().is_some_and(|(_, c)| c.is_ascii_alphanumeric());
    (is_x && !goes_on).then_some((from + at + letter.len_utf8(), 'X'))
}

/// An identity number whose mask hides too little: 18 places begun by this run with the code of
/// a province, one mask, more than six digits between the second and the last three.
fn thinly_masked(text: &str, run: &Run) -> Option<(PersonalKind, Range<usize>)> {
    let start = run.range.start;
    if !text[run.range.end..].starts_with(is_mask) || !is_province(run.digits.get(..2)?) {
        return None;
    }
    let is_place = |c: char| ascii(c).is_some_and(|c| c.is_ascii_digit() || c == 'X');
    let places: Vec<(usize, char)> = text[start..]
        .char_indices()
        .take_while(|&(_, c)| is_mask(c) || is_place(c))
        .take(19)
        .collect();
    let masks =
        places.windows(2).filter(|two| !is_mask(two[0].1) && is_mask(two[1].1)).count();
    let middle = places.get(2..15)?;
    let visible = middle.iter().filter(|(_, c)| !is_mask(*c)).count();
    let (at, last) = *places.last()?;
    (places.len() == 18 && masks == 1 && visible > 6).then_some((
        PersonalKind::ThinlyMaskedIdentityNumber,
        start..start + at + last.len_utf8(),
    ))
}
