//! The front matter that every item may have, whatever its kind.
//!
//! The keys are Zola's where Zola has one and the law's otherwise. Only 标题 and 公开属性 are
//! required, and that is for the gate to say: here a missing field is a missing field.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Attribute, Basis, Day, DocumentNumber, Genre, IndexNumber, Kind, Published,
    Reference, Topic, Validity, reading,
};

/// 信息的公共字段
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "the switches are Zola's keys")]
pub struct Item {
    /// 标题，写全称
    pub title: Option<String>,
    /// 公开属性，只能是三个词之一（政府信息公开条例第十三条至第十六条）
    pub attribute: Option<Attribute>,
    /// 索引号，全站唯一，发布后不改（条例第十二条）
    pub index_number: Option<IndexNumber>,
    /// 发布日期，可以带时间，北京时间
    pub date: Option<Published>,
    /// 成文日期，公文落款的日期
    pub written: Option<Day>,
    /// 更新日期，内容最后一次改动的日期
    pub updated: Option<Published>,
    /// 发文字号，如「国办发〔2019〕61号」
    pub document_number: Option<DocumentNumber>,
    /// 发文机关，写全称；联合发文按顺序列出，牵头机关在前（条例第十条）
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub issuer: Vec<String>,
    /// 内容概述，一两句话（条例第十二条）
    pub description: Option<String>,
    /// 签发人，只有上行文标注
    pub signatory: Option<String>,
    /// 主送机关
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub addressees: Vec<String>,
    /// 信息类型，不写时按所在栏目的类型
    pub kind: Option<Kind>,
    /// 文种，如「通知」
    pub genre: Option<Genre>,
    /// 主题分类，「一级\二级」或一级
    pub topic: Option<Topic>,
    /// 有效性
    pub validity: Option<Validity>,
    /// 关键词
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub keywords: Vec<String>,
    /// 失效日期，有效期届满的日期
    pub expires: Option<Day>,
    /// 施行日期
    pub effective: Option<Day>,
    /// 修改依据，修改本文件的文件：「@/栏目/文件.md」、发文字号或索引号
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Reference>")]
    pub amended_by: Vec<Reference>,
    /// 废止依据，废止本文件的文件：「@/栏目/文件.md」、发文字号或索引号
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Reference>")]
    pub repealed_by: Vec<Reference>,
    /// 依据，本文件所依据的文件或法律法规
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Basis>")]
    pub basis: Vec<Basis>,
    /// 解读对象，本文解读的文件：「@/栏目/文件.md」、发文字号或索引号
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Reference>")]
    pub interprets: Vec<Reference>,
    /// 变更记录，发布后每次改动写一条
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Change>")]
    pub changes: Vec<Change>,
    /// 附件，放在同一文件夹里的文件名
    #[serde(deserialize_with = "reading::entries")]
    #[schemars(with = "reading::OneOrMany<reading::TextOr<Attachment>>")]
    pub attachments: Vec<Attachment>,
    /// 审查，公开前的审查记录（条例第十七条），不会公开
    pub review: Option<Review>,
    /// 公开范围，如「面向社会」
    pub scope: Option<String>,
    /// 豁免，对某条检查规则的豁免和理由
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Waiver>")]
    pub waivers: Vec<Waiver>,
    /// 撤回，写了它，页面只留下撤回说明
    pub withdrawn: Option<Withdrawal>,
    /// 正文，只在 .yaml 文件里写，Markdown 格式
    pub body: Option<String>,
    /// 草稿，写「是」时不发布
    #[serde(deserialize_with = "reading::flag")]
    #[schemars(with = "reading::FlagValue")]
    pub draft: bool,
    /// 排序权重（Zola）
    pub weight: Option<u32>,
    /// 网址中的文件名（Zola）
    pub slug: Option<String>,
    /// 网址中的完整路径（Zola）
    pub path: Option<String>,
    /// 曾用网址（Zola）
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub aliases: Vec<String>,
    /// 是否生成页面（Zola）
    #[serde(deserialize_with = "reading::flag")]
    #[schemars(with = "reading::FlagValue")]
    pub render: bool,
    /// 模板（Zola）
    pub template: Option<String>,
    /// 分类法（Zola）
    pub taxonomies: BTreeMap<String, Vec<String>>,
    /// 作者（Zola）
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub authors: Vec<String>,
    /// 是否进入站内搜索（Zola）
    #[serde(deserialize_with = "reading::flag")]
    #[schemars(with = "reading::FlagValue")]
    pub in_search_index: bool,
    /// 主题自用的数据（Zola）
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Default for Item {
    /// An item without any key: rendered and searchable, as in Zola.
    fn default() -> Self {
        Self {
            title: None,
            attribute: None,
            index_number: None,
            date: None,
            written: None,
            updated: None,
            document_number: None,
            issuer: Vec::new(),
            description: None,
            signatory: None,
            addressees: Vec::new(),
            kind: None,
            genre: None,
            topic: None,
            validity: None,
            keywords: Vec::new(),
            expires: None,
            effective: None,
            amended_by: Vec::new(),
            repealed_by: Vec::new(),
            basis: Vec::new(),
            interprets: Vec::new(),
            changes: Vec::new(),
            attachments: Vec::new(),
            review: None,
            scope: None,
            waivers: Vec::new(),
            withdrawn: None,
            body: None,
            draft: false,
            weight: None,
            slug: None,
            path: None,
            aliases: Vec::new(),
            render: true,
            template: None,
            taxonomies: BTreeMap::new(),
            authors: Vec::new(),
            in_search_index: true,
            extra: BTreeMap::new(),
        }
    }
}

impl Item {
    /// When it was published or last changed, whatever field says so; `None` for an item
    /// without a date of publication.
    #[must_use]
    pub fn changed(&self) -> Option<Published> {
        let noted = self.changes.iter().map(|change| change.day.date()).max();
        let noted = noted.map(|date| Published { date, time: None });
        self.date
            .into_iter()
            .chain(self.updated)
            .chain(noted)
            .max()
            .filter(|_| self.date.is_some())
    }
}

/// 一次变更
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// 变更的日期
    pub day: Day,
    /// 改了什么、为什么
    pub note: String,
}

/// 一个附件
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// 文件名，与信息放在同一文件夹
    pub file: String,
    /// 页面上显示的名称，不写时用文件名
    #[serde(default)]
    pub label: Option<String>,
}

impl From<String> for Attachment {
    fn from(file: String) -> Self {
        Self { file, label: None }
    }
}

// Review and Waiver are internal: they are no `Serialize`, so that no template can show them.

/// 公开前的审查记录
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Review {
    /// 起草人
    pub drafter: Option<String>,
    /// 审核人
    pub checker: Option<String>,
    /// 批准人
    pub approver: Option<String>,
    /// 保密审查的结论或审查人（保守国家秘密法第三十五条）
    pub secrecy_check: Option<String>,
    /// 审查日期
    pub reviewed_on: Option<Day>,
}

/// 一项豁免
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// 规则的编号，可以写几个
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub rules: Vec<String>,
    /// 豁免的理由
    pub reason: String,
}

/// 撤回说明，原网址上仍可查到
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// 撤回的日期
    pub day: Day,
    /// 撤回的理由，会公开
    pub reason: String,
    /// 法律依据，会公开
    #[serde(default)]
    pub legal_basis: Option<String>,
}

#[cfg(test)]
mod tests;
