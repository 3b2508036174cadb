//! 法治政府建设年度报告: the yearly report under the 督察工作规定, art. 24 (published by 1 April).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 法治政府建设年度报告的专用字段
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RuleOfLawReportFields {
    /// 报告的年度，写数字，如 2023
    pub report_year: Option<u16>,
    /// 报送机关，报告报送给谁
    pub submitted_to: Option<String>,
}
