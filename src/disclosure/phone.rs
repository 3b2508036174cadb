//! Telephone numbers within the text of a field, so that a page can offer to dial them.

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

/// Numbers of seven digits or more, with their hyphens, and what stands between them. A text that
/// is one number of five digits or fewer (`12345`) is a number too.
#[must_use]
pub fn phone_parts(text: &str) -> Vec<PhonePart<'_>> {
    let is_sign = |c: char| c.is_ascii_digit() || c == '-';
    let mut parts: Vec<PhonePart<'_>> = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let number = text[from..].starts_with(is_sign);
        let end = text[from..]
            .find(|c| is_sign(c) != number)
            .map_or(text.len(), |at| from + at);
        let digits: String =
            text[from..end].chars().filter(char::is_ascii_digit).collect();
        let whole = end - from == text.len() && digits.len() >= 3;
        let number = (digits.len() >= LEAST || whole).then_some(digits);
        parts.push(PhonePart { text: &text[from..end], number });
        from = end;
    }
    parts
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
}
