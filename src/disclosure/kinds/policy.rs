//! 政策文件: a document of the body, 行政规范性文件 among them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disclosure::reading;

/// 政策文件的专用字段
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PolicyFields {
    /// 是否行政规范性文件
    #[serde(deserialize_with = "reading::flag")]
    #[schemars(with = "reading::FlagValue")]
    pub normative: bool,
    /// 规范性文件登记号
    pub registration_number: Option<String>,
}
