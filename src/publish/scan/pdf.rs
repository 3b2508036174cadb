//! Looks into the compressed streams and the strings of a PDF file.
//!
//! This reads no structure: whatever follows the word `stream` and unpacks is looked at, so
//! that an old revision or an orphaned object is found like any other. Text is shown as
//! strings with positions between the letters, therefore the strings are also read by
//! themselves, as bytes and as the 16-bit characters that Chinese fonts commonly use.

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::text::hex_pair;
use super::{Scanner, Unreadable};

impl Scanner<'_> {
    /// Looks at the file itself and at all streams that unpack.
    pub(super) fn pdf(&mut self, bytes: &[u8]) {
        self.pdf_part(bytes);
        for at in memmem::find_iter(bytes, b"stream") {
            if bytes[..at].ends_with(b"end") {
                continue;
            }
            let after = &bytes[at + b"stream".len()..];
            let after = after.strip_prefix(b"\r").unwrap_or(after);
            let after = after.strip_prefix(b"\n").unwrap_or(after);
            if !is_deflated(after) {
                continue;
            }
            // A stream that breaks off is common in the wild and no reason to object.
            let (contents, outcome) = self.budget.unpack(ZlibDecoder::new(after));
            self.pdf_part(&contents);
            if outcome == Err(Unreadable::TooLarge) {
                self.refuse(Unreadable::TooLarge);
                return;
            }
        }
    }

    fn pdf_part(&mut self, bytes: &[u8]) {
        self.strings(bytes);
        let shown = shown_strings(bytes);
        self.strings(&shown);
        self.wide(&shown);
    }
}

/// Whether the two bytes that begin every zlib stream are there.
fn is_deflated(bytes: &[u8]) -> bool {
    match bytes {
        [method, flags, ..] => {
            method & 0x0F == 8
                && (u16::from(*method) * 256 + u16::from(*flags)).is_multiple_of(31)
        }
        _ => false,
    }
}

/// The contents of all `(literal)` and `<hexadecimal>` strings, one after the other.
fn shown_strings(bytes: &[u8]) -> Vec<u8> {
    let mut shown = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memchr2(b'(', b'<', rest) {
        let string = &rest[at + 1..];
        let length = if rest[at] == b'(' {
            take_literal(string, &mut shown)
        } else {
            take_hexadecimal(string, &mut shown)
        };
        rest = &string[length..];
    }
    shown
}

/// Takes a literal string up to its closing bracket and returns how many bytes it has.
fn take_literal(bytes: &[u8], shown: &mut Vec<u8>) -> usize {
    let mut depth = 1_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\\' => {
                at += take_escape(&bytes[at..], shown);
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        shown.push(byte);
    }
    at
}

/// Takes what follows a backslash: up to three octal digits, a letter for a control, or the
/// character itself.
fn take_escape(bytes: &[u8], shown: &mut Vec<u8>) -> usize {
    let digits = bytes.iter().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
    if digits > 0 {
        let octal = |code: u8, b: &u8| code.wrapping_mul(8).wrapping_add(b - b'0');
        shown.push(bytes[..digits].iter().fold(0, octal));
        return digits;
    }
    match bytes.first() {
        Some(b'n' | b'r' | b't' | b'b' | b'f' | b'\r' | b'\n') => 1,
        Some(&byte) => {
            shown.push(byte);
            1
        }
        None => 0,
    }
}

/// Takes a hexadecimal string; nothing when it is a dictionary or something else.
fn take_hexadecimal(bytes: &[u8], shown: &mut Vec<u8>) -> usize {
    let is_part = |b: &u8| b.is_ascii_hexdigit() || b.is_ascii_whitespace();
    let length = bytes.iter().take_while(|b| is_part(b)).count();
    if bytes.get(length) != Some(&b'>') {
        return 0;
    }
    let digits: Vec<u8> =
        bytes[..length].iter().copied().filter(u8::is_ascii_hexdigit).collect();
    shown.extend(digits.chunks(2).filter_map(hex_pair));
    length + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_taken_out_of_a_content_stream() {
        let stream =
            br"BT [(se) -120 (cr\145t)] TJ <</A 1>> (a\(b\)(c)\\) Tj <4E2D 5> Tj ET";
        assert_eq!(shown_strings(stream), b"secreta(b)(c)\\\x4E\x2D");
    }

    #[test]
    fn broken_strings_end_with_the_file() {
        for bytes in [&b"(open"[..], b"(a\\", b"<4E2", b"<", b"(", b"\\", b"((("] {
            assert!(shown_strings(bytes).len() < bytes.len().max(1), "{bytes:?}");
        }
    }
}
