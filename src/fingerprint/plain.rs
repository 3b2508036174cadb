//! How a marked-up text reads: without tags and link targets, with entities resolved.
//!
//! This is no parser. A withheld text is fingerprinted in both readings, as written and as
//! read, and a disclosed one is forgotten in both, so that a reading that is a little off
//! costs neither a leak nor a false alarm.

use std::borrow::Cow;

use memchr::{memchr, memchr3};

/// The text without `<…>`, without the target in `[…](…)` and without the numbers of lists;
/// `None` when it reads as it is written.
pub(super) fn without_markup(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = &text[list_number_length(text)..];
    while let Some(at) = memchr3(b'<', b']', b'\n', rest.as_bytes()) {
        let skipped = markup_length(&rest[at..]);
        let (kept, after) =
            if skipped == 0 { (at + 1, at + 1) } else { (at, at + skipped) };
        plain.push_str(&rest[..kept]);
        rest = &rest[after..];
        if plain.ends_with('\n') {
            rest = &rest[list_number_length(rest)..];
        }
    }
    plain.push_str(rest);
    let plain = decode_entities(&plain).into_owned();
    (plain.len() < text.len()).then_some(plain)
}

/// Longest tag or target that is looked for; a lone `<` must not cost a walk to the end.
const LONGEST_MARKUP: usize = 2048;

/// The length of the tag or the link target that begins here, 0 when none does.
fn markup_length(text: &str) -> usize {
    let window = &text.as_bytes()[..text.len().min(LONGEST_MARKUP)];
    let begins = window.get(1).copied().unwrap_or(b' ');
    let end = match window[0] {
        b'<' if begins.is_ascii_alphabetic() || b"/!?".contains(&begins) => {
            memchr(b'>', window)
        }
        b']' if begins == b'(' => memchr(b')', window),
        _ => None,
    };
    end.map_or(0, |end| end + 1)
}

/// The length of the list number at the start of a line, which a browser makes itself.
fn list_number_length(line: &str) -> usize {
    let item = line.trim_start_matches(' ');
    let after = item.trim_start_matches(|c: char| c.is_ascii_digit());
    if after.len() < item.len() && after.starts_with(". ") {
        line.len() - after.len()
    } else {
        0
    }
}

/// Longest reference that is looked at, `&#x10FFFF;` with room to spare.
const LONGEST_REFERENCE: usize = 12;

/// Resolves character references. A named one becomes nothing: the names that occur stand
/// for punctuation, and Chinese text has only numeric ones.
#[must_use]
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        decoded.push_str(&rest[..at]);
        let (length, character) = reference(&rest.as_bytes()[at..]);
        decoded.extend(character);
        rest = &rest[at + length..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The length of the reference that begins with this `&`, 1 when it is a lone one, and the
/// character it stands for, if it is given by number.
#[must_use]
pub fn reference(bytes: &[u8]) -> (usize, Option<char>) {
    let window = &bytes[..bytes.len().min(LONGEST_REFERENCE)];
    let Some(end) = memchr(b';', window) else { return (1, None) };
    let name = &window[1..end];
    if !name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'#') {
        return (1, None);
    }
    let Ok(name) = std::str::from_utf8(name) else { return (1, None) };
    let code = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        },
        None => None,
    };
    (end + 1, code.and_then(char::from_u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_text_stays() {
        let cases = [
            ("没有标记", None),
            ("见[条例](https://a.example/b \"注\")第十条", Some("见[条例第十条")),
            ("见<b>条例</b>第十条", Some("见条例第十条")),
            ("1 < 2，a<b", None),
            ("断开<b\n>也算", Some("断开也算")),
            ("1. 甲\n  12. 乙\n3.5 丙", Some(". 甲\n. 乙\n3.5 丙")),
            ("&#20013;&#x56FD;&amp;&nbsp;AT&T", Some("中国ATT")),
            ("[a] [b](c", None),
        ];
        for (text, expected) in cases {
            assert_eq!(without_markup(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn broken_references_are_text() {
        for text in ["&", "&;", "&#;", "&#xZZ;", "&#9999999999;", "&中;", "a&#x4E2D"] {
            assert!(decode_entities(text).len() <= text.len(), "{text}");
        }
        assert_eq!(decode_entities("a&#x4E2D;b"), "a中b");
        assert_eq!(decode_entities("a&b;c"), "ac");
    }
}
