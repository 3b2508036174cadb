//! 重点领域: an item of a field for which the State prescribes what is published.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disclosure::reading;

/// 重点领域的专用字段
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct KeyAreaFields {
    /// 领域，如「政务服务」
    pub area: Option<String>,
    /// 公开事项
    pub matter: Option<String>,
    /// 公开时限
    pub time_limit: Option<String>,
    /// 数据
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Figure>")]
    pub figures: Vec<Figure>,
}

/// 一项数据
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// 名称
    pub label: String,
    /// 数值，照原样显示
    pub value: String,
    /// 单位
    #[serde(default)]
    pub unit: Option<String>,
    /// 口径，数值怎样统计
    #[serde(default)]
    pub definition: Option<String>,
}
