//! 机构职能: what the body does, where and when it can be reached, who heads it (条例 art. 20 item 2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disclosure::{CreditCode, MonthDay, reading};

/// 机构职能的专用字段
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InstitutionFields {
    /// 机构名称，写全称
    pub name: Option<String>,
    /// 简称
    pub short_name: Option<String>,
    /// 统一社会信用代码，18 位
    pub credit_code: Option<CreditCode>,
    /// 职责，一条一项
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub duties: Vec<String>,
    /// 办公地址
    pub address: Option<String>,
    /// 邮政编码
    pub postcode: Option<String>,
    /// 办公时间，一段文字，或者按季节列出
    #[serde(deserialize_with = "reading::entries")]
    #[schemars(with = "reading::OneOrMany<reading::TextOr<Season>>")]
    pub hours: Vec<Season>,
    /// 办公电话
    pub phone: Option<String>,
    /// 传真
    pub fax: Option<String>,
    /// 电子邮箱
    pub email: Option<String>,
    /// 交通
    pub transport: Option<String>,
    /// 负责人
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Leader>")]
    pub leaders: Vec<Leader>,
    /// 内设机构
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Office>")]
    pub offices: Vec<Office>,
    /// 下属单位
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Office>")]
    pub subordinates: Vec<Office>,
}

/// 一个时段的办公时间
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// 时段，如「夏季」
    #[serde(default)]
    pub period: Option<String>,
    /// 起，月日
    #[serde(default)]
    pub from: Option<MonthDay>,
    /// 止，月日
    #[serde(default)]
    pub until: Option<MonthDay>,
    /// 时间，如「工作日 9:00–12:00，13:00–17:00」
    pub time: String,
}

impl From<String> for Season {
    /// Hours that hold the whole year.
    fn from(time: String) -> Self {
        Self { period: None, from: None, until: None, time }
    }
}

/// 一位负责人
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leader {
    /// 姓名
    pub person: String,
    /// 职务
    #[serde(default)]
    pub post: Option<String>,
    /// 分工
    #[serde(default)]
    pub duties_text: Option<String>,
}

/// 一个内设机构或下属单位
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// 机构名称
    pub name: String,
    /// 职责，一条一项
    #[serde(default, deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<String>")]
    pub duties: Vec<String>,
    /// 办公电话
    #[serde(default)]
    pub phone: Option<String>,
    /// 地址
    #[serde(default)]
    pub address: Option<String>,
}
