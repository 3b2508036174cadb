//! What most lists ask of an item, kept beside it.
//!
//! The front matter of a hundred thousand items lies all over the memory, and to look at each once
//! takes ten milliseconds or more. A score of lists and ties are made at every edit that changes an
//! order, and most of them ask for a date or for something that hardly any item has.

use crate::disclosure::{Day, Kind, PublicFields, Published};
use crate::gate::Disclosed;

/// The answers to what is asked of every item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// Whether it is given a page (Zola's `render`).
    pub(super) render: bool,
    /// 信息类型.
    pub(super) kind: Kind,
    /// 发布日期.
    pub(super) date: Option<Published>,
    /// 成文日期.
    pub(super) written: Option<Day>,
    /// 截止日期 of a notice.
    pub(super) closes: Option<Day>,
    /// The serial of its 索引号.
    pub(super) serial: Option<u32>,
    /// It is a 行政规范性文件.
    pub(super) normative: bool,
    /// The fields that are not empty.
    pub(super) has: Has,
}

/// Fields of which most items have none, or that are asked for seldom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Has {
    /// 解读对象, 废止依据, 修改依据, 依据.
    pub(super) references: bool,
    /// 附件.
    pub(super) attachments: bool,
    /// 关键词, `taxonomies`.
    pub(super) terms: bool,
    /// 发文字号.
    pub(super) document_number: bool,
    /// 主题分类.
    pub(super) topic: bool,
    /// 发文机关.
    pub(super) issuer: bool,
    /// Whatever its standing follows from, beside its kind.
    pub(super) standing: bool,
    /// 修改说明, 更新日期.
    pub(super) changes: bool,
    /// `aliases`.
    pub(super) aliases: bool,
}

impl Outline {
    /// Of what is disclosed.
    pub(super) fn of(disclosed: &Disclosed) -> Self {
        let (item, fields) = (disclosed.item(), disclosed.fields());
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
            topic: item.topic.is_some(),
            issuer: !item.issuer.is_empty(),
            standing: item.validity.is_some() || dated || !item.repealed_by.is_empty(),
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
            has,
        }
    }

    /// The year of 发布日期; 0 where there is none.
    pub(super) fn year(&self) -> i16 {
        self.date.map_or(0, |moment| moment.date.year())
    }
}
