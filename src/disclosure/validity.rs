//! 有效性: whether a document is in force.
//!
//! The word in front matter states what was decided; whether an expiry date has passed today is
//! judged elsewhere.

use std::fmt;

use super::{ValueError, near, value::text_value};

/// The standing of a document, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Validity {
    /// 尚未施行: published, its day of taking effect still to come.
    Pending,
    /// 有效, 现行有效.
    InForce,
    /// 已修改: a later version holds.
    Amended,
    /// 部分失效: some of its articles no longer hold.
    PartlyExpired,
    /// 失效, 已失效: its term has run out or its object is gone.
    Expired,
    /// 废止, 已废止: repealed by another document.
    Repealed,
}

impl Validity {
    /// All, in the order of a document's life.
    pub const ALL: &'static [Self] = &[
        Self::Pending,
        Self::InForce,
        Self::Amended,
        Self::PartlyExpired,
        Self::Expired,
        Self::Repealed,
    ];

    /// The word that a page shows.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "尚未施行",
            Self::InForce => "现行有效",
            Self::Amended => "已修改",
            Self::PartlyExpired => "部分失效",
            Self::Expired => "已失效",
            Self::Repealed => "已废止",
        }
    }

    /// The name in addresses and data.
    pub fn english(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InForce => "in-force",
            Self::Amended => "amended",
            Self::PartlyExpired => "partly-expired",
            Self::Expired => "expired",
            Self::Repealed => "repealed",
        }
    }

    /// Whether it holds, be it only in part or as amended.
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::InForce | Self::Amended | Self::PartlyExpired)
    }

    /// Reads one of the nine words.
    ///
    /// # Errors
    /// Any other text; a near one with the word that was meant.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        Ok(match text {
            "尚未施行" => Self::Pending,
            "有效" | "现行有效" => Self::InForce,
            "已修改" => Self::Amended,
            "部分失效" => Self::PartlyExpired,
            "失效" | "已失效" => Self::Expired,
            "废止" | "已废止" => Self::Repealed,
            _ => return Err(refused(text)),
        })
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

const WORDS: &[&str] = &[
    "现行有效",
    "有效",
    "已失效",
    "失效",
    "已废止",
    "废止",
    "已修改",
    "部分失效",
    "尚未施行",
];

/// Words of other portals, with what they are called here.
const OTHER: &[(&str, &str)] = &[
    ("无效", "已失效"),
    ("作废", "已废止"),
    ("已作废", "已废止"),
    ("废除", "已废止"),
    ("继续有效", "现行有效"),
    ("现行", "现行有效"),
    ("是", "现行有效"),
    ("修改", "已修改"),
    ("已修订", "已修改"),
    ("部分废止", "部分失效"),
    ("部分有效", "部分失效"),
    ("尚未生效", "尚未施行"),
    ("未生效", "尚未施行"),
    ("未施行", "尚未施行"),
];

fn refused(text: &str) -> ValueError {
    let plain = near::plain(text);
    let other = OTHER.iter().find(|(other, _)| *other == plain).map(|&(_, word)| word);
    let same = WORDS.iter().copied().find(|word| near::plain(word) == plain);
    let message = format!(
        "有效性「{}」不是规定的用词，应为「现行有效」「已失效」「已废止」「已修改」「部分失效」\
         「尚未施行」之一",
        near::shown(text)
    );
    ValueError { message, suggestion: same.or(other).map(str::to_owned) }
}

text_value!(Validity, "有效性", {
    "type": "string",
    "enum": ["有效", "现行有效", "失效", "已失效", "废止", "已废止", "已修改", "部分失效", "尚未施行"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_words_are_read_and_six_are_shown() {
        let read: Vec<_> =
            WORDS.iter().map(|word| Validity::parse(word).unwrap()).collect();
        for validity in Validity::ALL {
            assert!(read.contains(validity));
            assert_eq!(Validity::parse(validity.word()), Ok(*validity));
        }
        assert_eq!(Validity::parse("有效").unwrap().word(), "现行有效");
        assert_eq!(Validity::parse("废止").unwrap().word(), "已废止");
    }

    #[test]
    fn other_words_are_refused_with_the_word_meant() {
        for (text, mend) in [
            ("现行有效 ", Some("现行有效")),
            ("“有效”", Some("有效")),
            ("已廢止", Some("已废止")),
            ("作废", Some("已废止")),
            ("部分有效", Some("部分失效")),
            ("未生效", Some("尚未施行")),
            ("无", None),
            ("", None),
            ("不有效", None),
        ] {
            let error = Validity::parse(text).unwrap_err();
            assert_eq!(error.suggestion.as_deref(), mend, "{text}");
        }
        for (_, word) in OTHER {
            assert!(Validity::parse(word).is_ok());
        }
    }
}
