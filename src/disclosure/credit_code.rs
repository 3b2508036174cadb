//! 统一社会信用代码: GB 32100-2015, with the organisation code of GB 11714 inside.

use std::fmt;

use super::{ValueError, near, value::text_value};

/// A code of 18 characters whose check character is right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads the code.
    ///
    /// # Errors
    /// Length, alphabet or check character are wrong. A mend is given for lower case, spaces and
    /// full-width forms, and for O and I in place of 0 and 1, if the check character then agrees.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let Some(problem) = problem(text) else { return Ok(Self(text.to_owned())) };
        let message = format!("统一社会信用代码「{}」{problem}", near::shown(text));
        let upper = near::compact(text).to_ascii_uppercase().replace(['-', '—'], "");
        let mend = [upper.clone(), upper.replace('O', "0").replace('I', "1")]
            .into_iter()
            .find(|mend| is_valid(mend));
        Err(ValueError { message, suggestion: mend })
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Characters 9–17: the organisation code of GB 11714, check character included.
    pub fn organisation_code(&self) -> &str {
        &self.0[8..17]
    }

    /// True for bodies registered by the office of institutional establishment (first character
    /// 1): organs and public institutions.
    pub fn is_public_body(&self) -> bool {
        self.0.starts_with('1')
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// True when the text is a credit code with the right check character.
pub(super) fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 18 && check_character(&bytes[..17]) == Some(bytes[17])
}

/// True when the text is a credit code whose organisation code is right as well, so that the
/// number of a person is one only by a chance of some 1 in 340.
pub(super) fn is_public_code(text: &str) -> bool {
    is_valid(text) && is_organisation_code(&text[8..17])
}

/// True when the text is an organisation code of GB 11714: 8 characters and the right check
/// character (0–9 or X), without a dash.
pub fn is_organisation_code(text: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let Some((body, [check])) = text.as_bytes().split_at_checked(8) else { return false };
    let values = body.iter().map(|&byte| match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        _ => None,
    });
    let sum = values
        .zip(WEIGHTS)
        .try_fold(0, |sum, (value, weight)| Some(sum + value? * weight));
    let expected = sum.map(|sum| match 11 - sum % 11 {
        11 => b'0',
        10 => b'X',
        digit => b'0' + u8::try_from(digit).expect("a digit below 10"),
    });
    expected == Some(*check)
}

/// The characters of GB 32100 in the order of their values; I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn check_character(body: &[u8]) -> Option<u8> {
    const WEIGHTS: [usize; 17] =
        [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let value = |byte| ALPHABET.iter().position(|&known| known == byte);
    let sum = body
        .iter()
        .zip(WEIGHTS)
        .try_fold(0, |sum, (&byte, weight)| Some(sum + value(byte)? * weight))?;
    Some(ALPHABET[(31 - sum % 31) % 31])
}

/// What is wrong with the text, as the end of a sentence.
fn problem(text: &str) -> Option<String> {
    let length = text.chars().count();
    let strange =
        text.chars().find(|&c| !u8::try_from(c).is_ok_and(|b| ALPHABET.contains(&b)));
    match strange {
        Some(c @ ('I' | 'O' | 'S' | 'V' | 'Z')) => {
            return Some(format!("含有字母「{c}」，代码不用 I、O、S、V、Z"));
        }
        Some(c) if c.is_ascii_lowercase() => return Some("的字母要大写".to_owned()),
        Some(c) => {
            let c = near::shown(c.encode_utf8(&mut [0; 4]));
            return Some(format!("含有「{c}」，应只有数字和大写字母"));
        }
        None if length != 18 => return Some(format!("应有 18 位，现有 {length} 位")),
        None => {}
    }
    let expected = char::from(check_character(&text.as_bytes()[..17])?);
    let given = char::from(text.as_bytes()[17]);
    (given != expected)
        .then(|| format!("校验不通过，前 17 位对应的末位是「{expected}」，请逐位核对"))
}

text_value!(CreditCode, "统一社会信用代码", {
    "type": "string",
    "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$",
    "examples": ["11371002MB0000001E"]
});

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes printed in index numbers of real portals, and the made one of the demonstration.
    const REAL: &[&str] = &[
        "11371000004359010J",
        "113701003517573390",
        "11441700007280420Y",
        "11620622013933539B",
        "11341702486344515H",
        "114403006955506492",
        "11371002MB0000001E",
    ];

    #[test]
    fn real_codes_pass_and_hold_an_organisation_code() {
        for code in REAL {
            let read = CreditCode::parse(code).unwrap();
            assert!(read.is_public_body());
            assert_eq!(read.organisation_code(), &code[8..17]);
        }
        for code in ["000014349", "01527918X", "004359010", "013933539"] {
            assert!(is_organisation_code(code), "{code}");
        }
        for code in ["000014348", "0142768-8", "00001434", "", "〇00014349"] {
            assert!(!is_organisation_code(code), "{code}");
        }
    }

    #[test]
    fn any_single_wrong_character_is_found() {
        let changed = |code: &str, at: usize, to: char| -> String {
            code.chars().enumerate().map(|(i, c)| if i == at { to } else { c }).collect()
        };
        let letters = || ALPHABET.iter().map(|&byte| char::from(byte));
        for code in REAL {
            let all =
                (0..18).flat_map(|at| letters().map(move |to| changed(code, at, to)));
            for wrong in all.filter(|wrong| wrong != code) {
                assert!(!is_valid(&wrong), "{wrong}");
            }
        }
    }

    #[test]
    fn each_fault_has_its_message_and_mend() {
        for (text, part, mend) in [
            ("11371002mb0000001e", "大写", Some("11371002MB0000001E")),
            ("1137 1002 MB00 0000 1E", "含有「 」", Some("11371002MB0000001E")),
            (
                "１１３７１００２ＭＢ００００００１Ｅ",
                "只有数字",
                Some("11371002MB0000001E"),
            ),
            ("11371002MB000000IE", "不用 I", Some("11371002MB0000001E")),
            ("11371002MBO000001E", "不用 I", Some("11371002MB0000001E")),
            ("11371002MB0000001F", "末位是「E」", None),
            ("11371002MB000001E", "现有 17 位", None),
            ("", "现有 0 位", None),
            ("11371002MB00000威1E", "含有「威」", None),
        ] {
            let error = CreditCode::parse(text).unwrap_err();
            assert!(error.message.contains(part), "{}", error.message);
            assert_eq!(error.suggestion.as_deref(), mend, "{text}");
        }
    }
}
