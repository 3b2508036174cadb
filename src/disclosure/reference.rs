//! References from one item to another: 修改依据, 废止依据, 解读对象, and 依据 with free text.

use std::fmt;

use super::{DocumentNumber, IndexNumber, ValueError, near, value::text_value};

/// A reference that must lead to a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// `@/path/to.md`, the path without `@/`: an item of this portal.
    Internal(String),
    /// A document of whatever body, by its number.
    Document(DocumentNumber),
    /// An item by its index number.
    Index(IndexNumber),
}

impl Reference {
    /// Reads an internal link, a 发文字号 or an 索引号.
    ///
    /// # Errors
    /// The text is none of the three; a misspelled one with its mend.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if let Some(path) = text.strip_prefix("@/") {
            return internal(text, path);
        }
        let number = match DocumentNumber::parse(text) {
            Ok(number) => return Ok(Self::Document(number)),
            Err(error) => error,
        };
        if looks_like_index(text) {
            return IndexNumber::parse(text).map(Self::Index);
        }
        if number.suggestion.is_some() {
            return Err(number);
        }
        let shown = near::shown(text);
        Err(ValueError::new(format!(
            "「{shown}」不能指向一件信息，应写「@/栏目/文件.md」、发文字号或索引号"
        )))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal(path) => write!(f, "@/{path}"),
            Self::Document(number) => number.fmt(f),
            Self::Index(number) => number.fmt(f),
        }
    }
}

/// What an item rests on (依据): a reference, or the name of a law in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A document that can be looked up.
    Reference(Reference),
    /// A law or decision in words.
    Text(String),
}

impl Basis {
    /// Reads a reference where the text is one, words otherwise.
    ///
    /// # Errors
    /// The text is blank, or is a reference that is misspelled.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        match Reference::parse(text) {
            Ok(reference) => Ok(Self::Reference(reference)),
            Err(error) if error.suggestion.is_some() || text.starts_with("@/") => {
                Err(error)
            }
            Err(_) if near::compact(text).is_empty() => {
                Err(ValueError::new("依据是空的，应写文件、发文字号或法律法规的名称"))
            }
            Err(_) => Ok(Self::Text(text.to_owned())),
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference(reference) => reference.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Reads the path of an internal link; whether its target exists is for the site to say.
fn internal(text: &str, path: &str) -> Result<Reference, ValueError> {
    let shown = near::shown(text);
    let file = path.split('#').next().unwrap_or(path);
    let inside = file.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !inside || path.contains('\\') || path.chars().any(char::is_control) {
        let message = format!("「{shown}」不是栏目里的路径，应写成「@/栏目/文件.md」");
        let forward = text.replace('\\', "/");
        let mend =
            Some(forward).filter(|mend| mend != text && Reference::parse(mend).is_ok());
        return Err(ValueError { message, suggestion: mend });
    }
    if !file.ends_with(".md") && !file.ends_with(".yaml") && !file.ends_with(".yml") {
        let message = format!("「{shown}」要写到文件名，以「.md」或「.yaml」结尾");
        return Err(ValueError::new(message));
    }
    Ok(Reference::Internal(path.to_owned()))
}

/// An index number begins with a code and has a digit and a separator; a law's name has neither.
fn looks_like_index(text: &str) -> bool {
    let compact = near::compact(text);
    compact.is_ascii()
        && compact.contains(['/', '-'])
        && compact.bytes().any(|byte| byte.is_ascii_digit())
        && !compact.contains("://")
}

text_value!(Reference, "「@/栏目/文件.md」、发文字号或索引号", {
    "type": "string",
    "examples": ["@/zhengce/banfa.md", "国办发〔2019〕61号", "000014349/2017-00110"]
});
text_value!(Basis, "文件、发文字号或法律法规的名称", {
    "type": "string",
    "examples": ["《中华人民共和国政府信息公开条例》第二十条", "国办发〔2019〕61号"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_are_told_apart() {
        for text in
            ["@/zhengce/banfa.md", "@/zhengce/banfa/index.md#a", "@/zhongjie/2024.yaml"]
        {
            assert!(
                matches!(Reference::parse(text), Ok(Reference::Internal(_))),
                "{text}"
            );
        }
        for text in ["威环审服字〔2023〕10号", "国务院令第711号"] {
            assert!(
                matches!(Reference::parse(text), Ok(Reference::Document(_))),
                "{text}"
            );
        }
        for text in ["11371000004359010J/2025-00809", "01527918X-2020-153077"] {
            assert!(matches!(Reference::parse(text), Ok(Reference::Index(_))), "{text}");
        }
        for text in ["@/a/b.md", "国务院令第711号", "01527918X-2020-153077"] {
            assert_eq!(Reference::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        for (text, mend) in [
            ("威环审服字[2023]10号", Some("威环审服字〔2023〕10号")),
            ("@/zhengce\\banfa.md", Some("@/zhengce/banfa.md")),
            ("@/../secret.md", None),
            ("@//a.md", None),
            ("@/zhengce/", None),
            ("@/zhengce/banfa", None),
            ("https://example.com/a-1", None),
            ("政府信息公开条例", None),
            ("", None),
        ] {
            let error = Reference::parse(text).unwrap_err();
            assert_eq!(error.suggestion.as_deref(), mend, "{text}");
        }
    }

    #[test]
    fn a_basis_may_be_words_but_not_a_misspelled_number() {
        let law = "《中华人民共和国政府信息公开条例》（国务院令第711号）第二十条";
        assert_eq!(Basis::parse(law), Ok(Basis::Text(law.to_owned())));
        assert!(matches!(Basis::parse("国办发〔2019〕61号"), Ok(Basis::Reference(_))));
        for text in ["国办发[2019]61号", "@/a", "", "　"] {
            assert!(Basis::parse(text).is_err(), "{text}");
        }
    }
}
