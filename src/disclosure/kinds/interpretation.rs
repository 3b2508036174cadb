//! 政策解读: the explanation of a document by those who drafted it.
//!
//! What it explains stands in the common field 解读对象, since links both ways are inspected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disclosure::{reading, value::word_enum};

/// 政策解读的专用字段
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InterpretationFields {
    /// 解读机关
    pub interpreter: Option<String>,
    /// 解读人，写姓名和职务
    pub spokesperson: Option<String>,
    /// 解读形式
    pub form: Option<InterpretationForm>,
    /// 问答
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Question>")]
    pub questions: Vec<Question>,
}

/// 一问一答
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// 问
    pub question: String,
    /// 答
    pub answer: String,
}

word_enum! {
    /// The form of an explanation.
    InterpretationForm, "解读形式" {
        /// Text.
        Text = "文字",
        /// Pictures and diagrams.
        Diagram = "图解",
        /// Video.
        Video = "视频",
        /// Sound.
        Audio = "音频",
        /// Press conference.
        PressConference = "新闻发布会",
        /// Interview on line.
        Interview = "在线访谈",
        /// By an expert.
        Expert = "专家解读",
        /// Short questions and answers.
        Answers = "简明问答",
    }
}
