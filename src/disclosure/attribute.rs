//! 公开属性: whether an item may be published (政府信息公开条例 arts. 13–16).
//!
//! Exactly three words are read. What looks right but is spelled otherwise is refused, because
//! the decision to publish must be legible in the file, and a guess would be a decision of ours.
//! The table `tests/cases/attribute.txt` gives the verdict for each spelling that was thought of.

use std::fmt;

use super::{ValueError, near, value::text_value};

/// The three answers to the question whether an item may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// 主动公开: published without request.
    Public,
    /// 依申请公开: given out on request (arts. 27–42), never on the portal.
    OnRequest,
    /// 不予公开: not disclosed (arts. 14–16).
    Withheld,
}

impl Attribute {
    /// All three, in the order of the law.
    pub const ALL: &'static [Self] = &[Self::Public, Self::OnRequest, Self::Withheld];

    /// The official word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "主动公开",
            Self::OnRequest => "依申请公开",
            Self::Withheld => "不予公开",
        }
    }

    /// Reads the exact word.
    ///
    /// # Errors
    /// Any other text. The suggestion names the attribute that was certainly meant; words that
    /// could be taken two ways, or that stand for a decision not yet made, get none.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        match text {
            "主动公开" => return Ok(Self::Public),
            "依申请公开" => return Ok(Self::OnRequest),
            "不予公开" => return Ok(Self::Withheld),
            "" => return Err(ValueError::new(format!("公开属性是空的，{EXPECTED}"))),
            _ => {}
        }
        let shown = near::shown(text);
        let message = format!("公开属性「{shown}」不是规定的写法，{EXPECTED}");
        let suggestion = meant(text).map(|attribute| attribute.word().to_owned());
        Err(ValueError { message, suggestion })
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

const EXPECTED: &str = "只能是「主动公开」「依申请公开」「不予公开」三者之一";

/// The attribute that a wrong spelling stands for, where there is no doubt.
///
/// A list and no edit distance: 「主动公开」 and 「不主动公开」 are one character apart.
fn meant(text: &str) -> Option<Attribute> {
    let plain = near::plain(text);
    let field = plain.strip_prefix("公开属性").or_else(|| plain.strip_prefix("公开方式"));
    let bare = field.unwrap_or(&plain);
    let bare = bare.strip_prefix("此件").unwrap_or(bare);
    let bare = bare.strip_suffix("信息").or(bare.strip_suffix('类')).unwrap_or(bare);
    let stands_for =
        |&&(_, words): &&(Attribute, &str)| words.split(' ').any(|word| word == bare);
    WRITTEN.iter().find(stands_for).map(|&(attribute, _)| attribute)
}

/// Words that are met in place of the official ones, in plain form, separated by spaces.
const WRITTEN: &[(Attribute, &str)] = &[
    (
        Attribute::Public,
        "主动公开 公开 主动 主公开 自动公开 主动公布 主动公示 主动发布 主动公告 公开发布 \
         予以公开 全部公开 全文公开 主动公幵 主动公共 住动公开 主动对外公开 面向社会主动公开 \
         public zhudonggongkai",
    ),
    (
        Attribute::OnRequest,
        "依申请公开 依申请 申请公开 公开依申请 以申请公开 应申请公开 按申请公开 依照申请公开 \
         依据申请公开 根据申请公开 经申请公开 凭申请公开 依法申请公开 依申请公布 依申请予以公开 \
         依申公开 onrequest yishenqinggongkai",
    ),
    (
        Attribute::Withheld,
        "不予公开 不公开 免予公开 免于公开 不于公开 不与公开 不予以公开 暂不公开 不得公开 \
         禁止公开 不宜公开 不能公开 不可公开 不对外公开 不予公布 不予发布 保密 涉密 withheld \
         buyugongkai",
    ),
];

text_value!(Attribute, "公开属性", {
    "type": "string",
    "enum": ["主动公开", "依申请公开", "不予公开"]
});

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Resolves the escapes of the table: `\u{…}`, `\t`, `\n`, `\r`, `\\`.
    fn unescaped(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('\\') {
            out.push_str(before);
            let end =
                if after.starts_with('u') { after.find('}').unwrap() + 1 } else { 1 };
            out.push(match &after[..end] {
                "t" => '\t',
                "n" => '\n',
                "r" => '\r',
                "\\" => '\\',
                code => {
                    let hex = code.strip_prefix("u{").unwrap().strip_suffix('}').unwrap();
                    char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap()
                }
            });
            rest = &after[end..];
        }
        out + rest
    }

    #[test]
    fn every_spelling_of_the_table_gets_its_verdict() {
        let table = include_str!("../../tests/cases/attribute.txt");
        let mut spellings = BTreeSet::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let [spelling, verdict, suggestion] =
                line.split('\t').collect::<Vec<_>>()[..]
            else {
                panic!("three columns expected: {line}");
            };
            let text = unescaped(spelling);
            assert!(spellings.insert(text.clone()), "twice: {line}");
            match (verdict, Attribute::parse(&text)) {
                ("accepted", Ok(attribute)) => {
                    assert_eq!((attribute.word(), suggestion), (text.as_str(), "-"));
                }
                ("refused", Err(error)) => {
                    let given = error.suggestion.as_deref().unwrap_or("-");
                    assert_eq!(given, suggestion, "{line}");
                }
                (_, got) => panic!("{line}: {got:?}"),
            }
        }
        assert!(spellings.len() >= 100, "only {} spellings", spellings.len());
    }

    #[test]
    fn no_wrong_word_stands_twice() {
        let words = || WRITTEN.iter().flat_map(|(_, words)| words.split(' '));
        assert_eq!(words().count(), words().collect::<BTreeSet<_>>().len());
    }

    #[test]
    fn the_message_shows_what_cannot_be_seen() {
        let error = Attribute::parse("主动\u{200b}公开").unwrap_err();
        assert_eq!(
            error.to_string(),
            "公开属性「主动\\u{200b}公开」不是规定的写法，只能是「主动公开」「依申请公开」\
             「不予公开」三者之一；改为「主动公开」"
        );
    }
}
