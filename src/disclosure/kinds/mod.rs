//! The kinds of items (信息类型), one file each, and the fields each adds to the common ones.

mod general;
mod institution;
mod intermediary_services;
mod interpretation;
mod key_area;
mod notice;
mod policy;
mod rule_of_law_report;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeSeed};

pub use general::GeneralFields;
pub use institution::{InstitutionFields, Leader, Office, Season};
pub use intermediary_services::{
    FeeType, IntermediaryServicesFields, PrivateCells, PublicIntermediaryServices,
    PublicRow, Row, RowChange,
};
pub use interpretation::{InterpretationFields, InterpretationForm, Question};
pub use key_area::{Figure, KeyAreaFields};
pub use notice::{NoticeFields, NoticeType};
pub use policy::PolicyFields;
pub use rule_of_law_report::RuleOfLawReportFields;

use super::{ValueError, fields, near, value::text_value};

/// The kind of an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 机构职能
    Institution,
    /// 政策文件
    Policy,
    /// 政策解读
    Interpretation,
    /// 重点领域
    KeyArea,
    /// 中介服务事项清单
    IntermediaryServices,
    /// 法治政府建设年度报告
    RuleOfLawReport,
    /// 通知公告
    Notice,
    /// 一般信息
    #[default]
    General,
}

impl Kind {
    /// All kinds, in the order of DESIGN.md.
    pub const ALL: &'static [Self] = &[
        Self::Institution,
        Self::Policy,
        Self::Interpretation,
        Self::KeyArea,
        Self::IntermediaryServices,
        Self::RuleOfLawReport,
        Self::Notice,
        Self::General,
    ];

    /// The official name.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Institution => "机构职能",
            Self::Policy => "政策文件",
            Self::Interpretation => "政策解读",
            Self::KeyArea => "重点领域",
            Self::IntermediaryServices => "中介服务事项清单",
            Self::RuleOfLawReport => "法治政府建设年度报告",
            Self::Notice => "通知公告",
            Self::General => "一般信息",
        }
    }

    /// The name in templates and on the command line.
    pub fn english(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::Policy => "policy",
            Self::Interpretation => "interpretation",
            Self::KeyArea => "key_area",
            Self::IntermediaryServices => "intermediary_services",
            Self::RuleOfLawReport => "rule_of_law_report",
            Self::Notice => "notice",
            Self::General => "general",
        }
    }

    /// Reads a name in either language.
    ///
    /// # Errors
    /// Any other text; a near one with the mend.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let named = |kind: &&Self| kind.chinese() == text || kind.english() == text;
        Self::ALL.iter().find(named).copied().ok_or_else(|| {
            let words: Vec<&str> = Self::ALL.iter().map(|kind| kind.chinese()).collect();
            near::not_a_word("信息类型", text, &words)
        })
    }

    /// The English names of the fields that this kind adds to the common ones.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Institution => fields::<InstitutionFields>(),
            Self::Policy => fields::<PolicyFields>(),
            Self::Interpretation => fields::<InterpretationFields>(),
            Self::KeyArea => fields::<KeyAreaFields>(),
            Self::IntermediaryServices => fields::<IntermediaryServicesFields>(),
            Self::RuleOfLawReport => fields::<RuleOfLawReportFields>(),
            Self::Notice => fields::<NoticeFields>(),
            Self::General => fields::<GeneralFields>(),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.chinese())
    }
}

text_value!(Kind, "信息类型", {
    "type": "string",
    "enum": ["机构职能", "政策文件", "政策解读", "重点领域", "中介服务事项清单",
        "法治政府建设年度报告", "通知公告", "一般信息", "institution", "policy", "interpretation",
        "key_area", "intermediary_services", "rule_of_law_report", "notice", "general"]
});

/// The fields of an item's kind as read, private columns included; it cannot be serialised.
#[derive(Debug, Clone, PartialEq)]
pub enum KindFields {
    /// 机构职能
    Institution(Box<InstitutionFields>),
    /// 政策文件
    Policy(PolicyFields),
    /// 政策解读
    Interpretation(InterpretationFields),
    /// 重点领域
    KeyArea(KeyAreaFields),
    /// 中介服务事项清单
    IntermediaryServices(IntermediaryServicesFields),
    /// 法治政府建设年度报告
    RuleOfLawReport(RuleOfLawReportFields),
    /// 通知公告
    Notice(NoticeFields),
    /// 一般信息
    General(GeneralFields),
}

impl KindFields {
    /// The kind whose fields these are.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Institution(_) => Kind::Institution,
            Self::Policy(_) => Kind::Policy,
            Self::Interpretation(_) => Kind::Interpretation,
            Self::KeyArea(_) => Kind::KeyArea,
            Self::IntermediaryServices(_) => Kind::IntermediaryServices,
            Self::RuleOfLawReport(_) => Kind::RuleOfLawReport,
            Self::Notice(_) => Kind::Notice,
            Self::General(_) => Kind::General,
        }
    }

    /// Parts what may be shown from the private cells, one entry a row that has some.
    pub fn split(self) -> (PublicFields, Vec<PrivateCells>) {
        let public = match self {
            Self::Institution(fields) => PublicFields::Institution(fields),
            Self::Policy(fields) => PublicFields::Policy(fields),
            Self::Interpretation(fields) => PublicFields::Interpretation(fields),
            Self::KeyArea(fields) => PublicFields::KeyArea(fields),
            Self::IntermediaryServices(fields) => {
                let (fields, cells) = fields.split();
                return (PublicFields::IntermediaryServices(fields), cells);
            }
            Self::RuleOfLawReport(fields) => PublicFields::RuleOfLawReport(fields),
            Self::Notice(fields) => PublicFields::Notice(fields),
            Self::General(fields) => PublicFields::General(fields),
        };
        (public, Vec::new())
    }
}

impl<'de> DeserializeSeed<'de> for Kind {
    type Value = KindFields;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<KindFields, D::Error> {
        Ok(match self {
            Self::Institution => {
                KindFields::Institution(Box::new(Deserialize::deserialize(deserializer)?))
            }
            Self::Policy => KindFields::Policy(Deserialize::deserialize(deserializer)?),
            Self::Interpretation => {
                KindFields::Interpretation(Deserialize::deserialize(deserializer)?)
            }
            Self::KeyArea => KindFields::KeyArea(Deserialize::deserialize(deserializer)?),
            Self::IntermediaryServices => {
                KindFields::IntermediaryServices(Deserialize::deserialize(deserializer)?)
            }
            Self::RuleOfLawReport => {
                KindFields::RuleOfLawReport(Deserialize::deserialize(deserializer)?)
            }
            Self::Notice => KindFields::Notice(Deserialize::deserialize(deserializer)?),
            Self::General => KindFields::General(Deserialize::deserialize(deserializer)?),
        })
    }
}

/// The fields of an item's kind that may be shown; serialised as the kind's own fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum PublicFields {
    /// 机构职能
    Institution(Box<InstitutionFields>),
    /// 政策文件
    Policy(PolicyFields),
    /// 政策解读
    Interpretation(InterpretationFields),
    /// 重点领域
    KeyArea(KeyAreaFields),
    /// 中介服务事项清单
    IntermediaryServices(PublicIntermediaryServices),
    /// 法治政府建设年度报告
    RuleOfLawReport(RuleOfLawReportFields),
    /// 通知公告
    Notice(NoticeFields),
    /// 一般信息
    General(GeneralFields),
}

impl PublicFields {
    /// The kind whose fields these are.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Institution(_) => Kind::Institution,
            Self::Policy(_) => Kind::Policy,
            Self::Interpretation(_) => Kind::Interpretation,
            Self::KeyArea(_) => Kind::KeyArea,
            Self::IntermediaryServices(_) => Kind::IntermediaryServices,
            Self::RuleOfLawReport(_) => Kind::RuleOfLawReport,
            Self::Notice(_) => Kind::Notice,
            Self::General(_) => Kind::General,
        }
    }
}

#[cfg(test)]
mod tests;
