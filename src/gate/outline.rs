//! What most lists ask of an item, kept beside it.
//!
//! The front matter of a hundred thousand items lies all over the memory, and to look at each once
//! takes ten milliseconds or more. A score of lists and ties are made at every edit that changes an
//! order, and most of them ask for a date or for something that hardly any item has.

use crate::disclosure::{Day, Item, Kind, PublicFields, Published};

/// The answers to what is asked of every item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// Whether it is given a page (Zola's `render`).
    pub render: bool,
    /// 信息类型.
    pub kind: Kind,
    /// 发布日期.
    pub date: Option<Published>,
    /// 成文日期.
    pub written: Option<Day>,
    /// 截止日期 of a notice.
    pub closes: Option<Day>,
    /// The serial of its 索引号.
    pub serial: Option<u32>,
    /// It is a 行政规范性文件.
    pub normative: bool,
    /// Of the first level of 主题分类: equal where the words are.
    pub topic: Option<WordsKey>,
    /// Of all 发文机关, in their order; `None` where none is named.
    pub issuers: Option<WordsKey>,
    /// The fields that are not empty.
    pub has: Has,
}

/// Stands for words in lists of many items: 64 bits of their digest. Two different ones of a
/// portal share one about once in ten million million portals of a thousand words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordsKey(u64);

impl WordsKey {
    fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut digest = blake3::Hasher::new();
        for word in words {
            digest.update(&(word.len() as u64).to_le_bytes()).update(word.as_bytes());
        }
        let bytes = digest.finalize();
        Self(u64::from_le_bytes(bytes.as_bytes()[..8].try_into().expect("eight bytes")))
    }
}

/// Fields of which most items have none, or that are asked for seldom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub struct Has {
    /// 解读对象, 废止依据, 修改依据, 依据.
    pub references: bool,
    /// 附件.
    pub attachments: bool,
    /// 关键词, `taxonomies`.
    pub terms: bool,
    /// 发文字号.
    pub document_number: bool,
    /// What a standing follows from: it is a 政策文件, or says something of its 有效性.
    pub standing: bool,
    /// 修改说明, 更新日期.
    pub changes: bool,
    /// `aliases`.
    pub aliases: bool,
}

impl Outline {
    /// From the fields that are disclosed.
    pub(super) fn of(item: &Item, fields: &PublicFields) -> Self {
        let (closes, normative) = match fields {
            PublicFields::Notice(fields) => (fields.closes, false),
            PublicFields::Policy(fields) => (None, fields.normative),
            _ => (None, false),
        };
        let references = [&item.interprets, &item.repealed_by, &item.amended_by];
        let dated = item.effective.is_some() || item.expires.is_some();
        let has = Has {
            references: references.iter().any(|list| !list.is_empty())
                || !item.basis.is_empty(),
            attachments: !item.attachments.is_empty(),
            terms: !item.keywords.is_empty() || !item.taxonomies.is_empty(),
            document_number: item.document_number.is_some(),
            standing: fields.kind() == Kind::Policy
                || item.validity.is_some()
                || dated
                || !item.repealed_by.is_empty(),
            changes: !item.changes.is_empty() || item.updated.is_some(),
            aliases: !item.aliases.is_empty(),
        };
        Self {
            render: item.render,
            kind: fields.kind(),
            date: item.date,
            written: item.written,
            closes,
            serial: item.index_number.as_ref().and_then(|number| number.serial),
            normative,
            topic: item.topic.as_ref().map(|topic| WordsKey::of([&*topic.first])),
            issuers: (!item.issuer.is_empty())
                .then(|| WordsKey::of(item.issuer.iter().map(String::as_str))),
            has,
        }
    }

    /// The year of 发布日期; 0 where there is none.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.date.map_or(0, |moment| moment.date.year())
    }
}
