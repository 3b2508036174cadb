//! Telephone numbers within the text of a field, so that a page can offer to dial them.
//!
//! A number that is dialled without its area code, or with an extension behind it, reaches somebody
//! else. So what is not clearly one whole number is shown and cannot be dialled.

use serde::Serialize;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhonePart<'t> {
    /// As it was written.
    pub text: &'t str,
    /// What is dialled, digits alone; for a piece that is a number.
    pub number: Option<String>,
}

/// Fewer digits are an extension, a room or a short number that is dialled differently elsewhere.
const LEAST: usize = 7;

/// What may stand between an area code and its number besides a hyphen.
const JOINTS: [char; 8] = [' ', '\u{3000}', '\u{a0}', '‐', '‑', '–', '—', '－'];

/// Numbers with their hyphens and area codes, and what stands between them, extensions too. A text
/// that is nothing but a number of three digits or more (`12345`) is one as well.
///
/// Where an area code stands apart from what follows, that is no number.
#[must_use]
pub fn phone_parts(text: &str) -> Vec<PhonePart<'_>> {
    let mut parts: Vec<PhonePart<'_>> = Vec::new();
    let (mut done, mut at, mut area_waits) = (0, 0, false);
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let run = Run::read(text, at + found);
        let is_full = is_full(&run.digits, run.first);
        let has_area = run.digits.starts_with('0');
        area_waits = if has_area { !is_full } else { area_waits };
        let is_whole = run.first == text.len() && run.first >= 3 && !has_area;
        if (is_full && !area_waits) || is_whole {
            if done < run.start {
                parts.push(PhonePart { text: &text[done..run.start], number: None });
            }
            let number = Some(run.digits);
            parts.push(PhonePart { text: &text[run.start..run.end], number });
            done = run.end;
        }
        at = run.past;
    }
    if done < text.len() {
        parts.push(PhonePart { text: &text[done..], number: None });
    }
    parts
}

/// Groups of digits that belong together.
struct Run {
    digits: String,
    /// Digits of the first group.
    first: usize,
    start: usize,
    end: usize,
    /// Where what was appended with further hyphens ends.
    past: usize,
}

impl Run {
    /// Reads what begins with the digit at this place.
    fn read(text: &str, at: usize) -> Self {
        let first = group(&text[at..]);
        let mut end = at + first.len();
        let mut run = Self {
            digits: first.to_owned(),
            first: first.len(),
            start: at,
            end,
            past: end,
        };
        if is_area(first)
            && let Some((start, local)) = local(text, at, end)
        {
            run.start = start;
            run.digits.push_str(group(&text[local..]));
            end = local + group(&text[local..]).len();
        }
        run.end = end;
        while let Some(next) = hyphened(&text[end..]) {
            end += 1 + next.len();
            // After a full number comes its extension.
            if run.end + 1 + next.len() == end && !is_full(&run.digits, run.first) {
                run.digits.push_str(next);
                run.end = end;
            }
        }
        run.past = end;
        run
    }
}

/// The digits at the start of a text.
fn group(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

/// The digits after a hyphen.
fn hyphened(text: &str) -> Option<&str> {
    let next = group(text.strip_prefix('-')?);
    (!next.is_empty()).then_some(next)
}

fn is_area(group: &str) -> bool {
    group.starts_with('0') && (3..=4).contains(&group.len())
}

/// For an area code between these bytes: where it begins, with its bracket, and where the number
/// begins that is joined to it otherwise than by a hyphen.
fn local(text: &str, at: usize, end: usize) -> Option<(usize, usize)> {
    let rest = &text[end..];
    let (start, rest) = match rest.strip_prefix(JOINTS) {
        Some(rest) => (at, rest),
        None => {
            let before = text[..at].strip_suffix(['（', '('])?;
            let rest = rest.strip_prefix(['）', ')'])?;
            (before.len(), rest.strip_prefix(JOINTS).unwrap_or(rest))
        }
    };
    let is_joined = rest.starts_with(|c: char| c.is_ascii_digit());
    is_joined.then(|| (start, text.len() - rest.len()))
}

/// Whether the digits are a whole number, of which the first group has so many.
fn is_full(digits: &str, first: usize) -> bool {
    let is_hotline = |digits: &str| digits.len() == 5 && digits.starts_with(['1', '9']);
    let (head, count) = (&digits[..first], digits.len());
    if is_area(head) {
        return count >= first + LEAST || is_hotline(&digits[first..]);
    }
    let is_mobile = digits.starts_with('1')
        && digits[1..].starts_with(['3', '4', '5', '6', '7', '8', '9']);
    let is_service = first <= 4 && (head.starts_with("400") || head.starts_with("800"));
    match head {
        _ if is_mobile => count >= 11,
        _ if is_service || head.starts_with('0') => count >= 10,
        _ => count >= LEAST,
    }
}

#[cfg(test)]
mod tests {
    use super::phone_parts;

    fn numbers(text: &str) -> Vec<String> {
        let parts = phone_parts(text);
        assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), text);
        parts.into_iter().filter_map(|part| part.number).collect()
    }

    #[test]
    fn numbers_are_found_in_their_text() {
        assert_eq!(numbers("0631-1234567"), ["06311234567"]);
        assert_eq!(
            numbers("0631-1234567、7654321转801（办公室）"),
            ["06311234567", "7654321"]
        );
        assert_eq!(numbers("12345"), ["12345"]);
        assert_eq!(numbers("政务服务热线12345"), [""; 0]);
        assert_eq!(numbers("501室"), [""; 0]);
        assert_eq!(numbers("——"), [""; 0]);
        assert_eq!(numbers(""), [""; 0]);
    }

    #[test]
    fn an_area_code_is_dialled_with_its_number() {
        for text in [
            "0631 1234567",
            "（0631）1234567",
            "电话：(0631) 1234567",
            "0631—1234567（夜间）",
            "0631－1234567",
            "06311234567",
            "0631-123-4567",
        ] {
            assert_eq!(numbers(text), ["06311234567"], "{text}");
        }
        assert_eq!(phone_parts("（0631）1234567转1")[0].text, "（0631）1234567");
        assert_eq!(numbers("010-12345678"), ["01012345678"]);
        assert_eq!(numbers("0631-12345"), ["063112345"]);
    }

    #[test]
    fn an_extension_is_not_dialled() {
        for text in ["0631-1234567-801", "0631 1234567-801", "06311234567-801-2"] {
            assert_eq!(numbers(text), ["06311234567"], "{text}");
        }
        assert_eq!(numbers("1234567-801、7654321"), ["1234567", "7654321"]);
        assert_eq!(numbers("138-0013-8000"), ["13800138000"]);
        assert_eq!(numbers("400-123-4567-8"), ["4001234567"]);
    }

    #[test]
    fn a_number_whose_area_code_stands_apart_is_none() {
        for text in [
            "0631——1234567",
            "区号0631，电话1234567、7654321",
            "0631 - 1234567",
            "0631 123 4567",
            "0631",
            "0631-123",
        ] {
            assert_eq!(numbers(text), [""; 0], "{text}");
        }
        assert_eq!(numbers("0631：1234567，0632-7654321"), ["06327654321"]);
    }
}
