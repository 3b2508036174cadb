//! Runs of digits in a text, and what joins two of them.

use std::ops::Range;

use crate::disclosure::near::is_invisible;

/// The longest run whose digits are kept; nothing that is looked for is longer.
const LONGEST: usize = 20;

/// Digits that follow one another, half-width or full-width; invisible characters between them
/// do not part them.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// From the first digit to the end of the last, in bytes of the text.
    pub(super) range: Range<usize>,
    /// The digits, ASCII; cut after [`LONGEST`].
    pub(super) digits: String,
}

/// All runs of a text, in its order.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Run> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = next_digit(text, at)?;
        let run = run_at(text, start);
        at = run.range.end;
        Some(run)
    })
}

/// True when exactly one separator, and nothing else that can be seen, stands between two runs.
pub(super) fn are_joined(text: &str, first: &Run, second: &Run) -> bool {
    let between = &text[first.range.end..second.range.start];
    let mut visible = between.chars().filter(|&c| !is_invisible(c));
    let one = visible.next().is_some_and(|c| " -\u{a0}\u{3000}－–‑\t".contains(c));
    one && visible.next().is_none()
}

/// The half-width form of a full-width digit, letter or mask, and of ASCII itself.
pub(super) fn ascii(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21),
        _ => Some(c).filter(char::is_ascii),
    }
}

/// True for characters that stand for a hidden digit.
pub(super) fn is_mask(c: char) -> bool {
    matches!(c, '*' | '＊' | '●' | '×' | '█' | '■')
}

/// The place of the next digit. Looks at bytes, as nearly all of a text is none of them.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|&at| match bytes[at] {
        b'0'..=b'9' => true,
        // The full-width digits are EF BC 90 to EF BC 99.
        0xef => matches!(bytes.get(at + 1..at + 3), Some([0xbc, 0x90..=0x99])),
        _ => false,
    })
}

fn run_at(text: &str, start: usize) -> Run {
    let mut digits = String::new();
    let mut end = start;
    for (at, c) in text[start..].char_indices() {
        match ascii(c).filter(char::is_ascii_digit) {
            Some(digit) => {
                end = start + at + c.len_utf8();
                if digits.len() < LONGEST {
                    digits.push(digit);
                }
            }
            None if is_invisible(c) => {}
            None => break,
        }
    }
    Run { range: start..end, digits }
}
