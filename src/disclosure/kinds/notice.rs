//! 通知公告: what the body makes known or asks about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disclosure::{Day, value::word_enum};

/// 通知公告的专用字段
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NoticeFields {
    /// 公告类型
    pub notice_type: Option<NoticeType>,
    /// 截止日期，公示期或者征求意见的最后一天
    pub closes: Option<Day>,
    /// 联系方式，写单位的电话、邮箱或地址
    pub contact: Option<String>,
}

word_enum! {
    /// What a notice is for.
    NoticeType, "公告类型" {
        /// To those who must act on it.
        Notice = "通知",
        /// To everybody.
        Announcement = "公告",
        /// A result or list on which objections are heard.
        Publicity = "公示",
        /// A draft on which opinions are asked.
        Consultation = "征求意见",
    }
}
