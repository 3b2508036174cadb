//! 文种: the kinds of official document.
//!
//! Fifteen are official (党政机关公文处理工作条例 art. 8, from memory and so never a reason to
//! stop a build). Other words are in use (办法, 规定, 方案 …) and are read as they stand; whether
//! to speak of it is for a rule.

use std::fmt;

use super::{ValueError, near, value::text_value};

/// The kind of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Genre {
    /// One of the fifteen, as its word.
    Official(&'static str),
    /// Another word.
    Other(String),
}

impl Genre {
    /// The fifteen official words.
    pub const OFFICIAL: &'static [&'static str] = &[
        "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告",
        "请示", "批复", "议案", "函", "纪要",
    ];

    /// Reads a word; 令 and 命令（令） are 命令.
    ///
    /// # Errors
    /// The text is blank, or an official word spelled with spaces, invisible or traditional
    /// characters or in quotation marks.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        if let Some(word) = official(text) {
            return Ok(Self::Official(word));
        }
        let plain = near::plain(text);
        let shown = near::shown(text);
        if plain.is_empty() {
            return Err(ValueError::new(format!(
                "文种「{shown}」是空的，应写「通知」等文种"
            )));
        }
        match official(&plain) {
            Some(word) => {
                let message = format!("文种「{shown}」里有多余的或不规范的字符");
                Err(ValueError::mended(message, word))
            }
            None => Ok(Self::Other(text.to_owned())),
        }
    }

    /// The word.
    pub fn word(&self) -> &str {
        match self {
            Self::Official(word) => word,
            Self::Other(word) => word,
        }
    }

    /// True for 请示 and 报告: process documents, which art. 16 of the 条例 lets a body withhold.
    pub fn is_upward(&self) -> bool {
        matches!(self, Self::Official("请示" | "报告"))
    }
}

impl fmt::Display for Genre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

fn official(text: &str) -> Option<&'static str> {
    let text = if matches!(text, "令" | "命令（令）" | "命令(令)") {
        "命令"
    } else {
        text
    };
    Genre::OFFICIAL.iter().copied().find(|word| *word == text)
}

text_value!(Genre, "文种", {
    "type": "string",
    "examples": ["决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告",
        "请示", "批复", "议案", "函", "纪要"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_words_are_official_and_others_stand() {
        assert_eq!(Genre::OFFICIAL.len(), 15);
        for word in Genre::OFFICIAL {
            assert_eq!(Genre::parse(word), Ok(Genre::Official(word)));
        }
        for word in ["令", "命令(令)", "命令（令）"] {
            assert_eq!(Genre::parse(word), Ok(Genre::Official("命令")));
        }
        assert_eq!(Genre::parse("办法"), Ok(Genre::Other("办法".to_owned())));
        assert!(Genre::parse("报告").unwrap().is_upward());
        assert!(!Genre::parse("通知").unwrap().is_upward());
    }

    #[test]
    fn a_misspelled_official_word_is_refused() {
        for (text, word) in [
            ("通 知", "通知"),
            ("《通知》", "通知"),
            ("報告", "报告"),
            ("函\u{200b}", "函"),
        ] {
            assert_eq!(Genre::parse(text).unwrap_err().suggestion.as_deref(), Some(word));
        }
        assert_eq!(Genre::parse("　").unwrap_err().suggestion, None);
    }
}
