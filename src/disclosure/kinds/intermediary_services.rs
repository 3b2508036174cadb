//! 中介服务事项清单: the services of agencies that an approval requires (优化营商环境条例 art. 43).
//!
//! Rows carry cells that only the body may see. They leave the row in the gate, by
//! [`Row::split`]: a [`PublicRow`] has no place for them and is the only row that can be
//! serialised, and [`PrivateCells`] can be neither serialised nor printed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::disclosure::{reading, value::word_enum};

/// 中介服务事项清单的专用字段
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IntermediaryServicesFields {
    /// 版本，如「2024 年版」
    pub edition: Option<String>,
    /// 上一版的版本
    pub previous_edition: Option<String>,
    /// 是否示例数据，写「是」时页面上注明
    #[serde(deserialize_with = "reading::flag")]
    #[schemars(with = "reading::FlagValue")]
    pub sample: bool,
    /// 事项
    #[serde(deserialize_with = "reading::one_or_many")]
    #[schemars(with = "reading::OneOrMany<Row>")]
    pub rows: Vec<Row>,
}

impl IntermediaryServicesFields {
    /// Parts the list that may be shown from the private cells of its rows.
    pub fn split(self) -> (PublicIntermediaryServices, Vec<PrivateCells>) {
        let (rows, cells): (Vec<_>, Vec<_>) =
            self.rows.into_iter().map(Row::split).unzip();
        let public = PublicIntermediaryServices {
            edition: self.edition,
            previous_edition: self.previous_edition,
            sample: self.sample,
            rows,
        };
        (public, cells.into_iter().filter(|cells| !cells.is_empty()).collect())
    }
}

/// The list as it may be shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PublicIntermediaryServices {
    /// 版本
    pub edition: Option<String>,
    /// 上一版
    pub previous_edition: Option<String>,
    /// 示例数据
    pub sample: bool,
    /// 事项
    pub rows: Vec<PublicRow>,
}

/// Writes a row as read and as shown from one list of columns, so that the two cannot drift.
macro_rules! rows {
    (
        public { $($(#[$meta:meta])* $field:ident: $type:ty,)+ }
        private { $($(#[$private_meta:meta])* $private:ident,)+ }
    ) => {
        /// 一个事项
        #[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Row {
            $($(#[$meta])* pub $field: $type,)+
            $($(#[$private_meta])* #[serde(default)] $private: Option<String>,)+
        }

        /// A row without its private cells.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct PublicRow {
            $($(#[$meta])* pub $field: $type,)+
        }

        /// The private cells of a row, for the leak scan alone.
        #[derive(Clone, Default, PartialEq)]
        pub struct PrivateCells(Vec<String>);

        impl Row {
            /// The English names of the private columns.
            pub const PRIVATE: &[&str] = &[$(stringify!($private)),+];

            /// Parts the columns that may be shown from those that may not.
            pub fn split(self) -> (PublicRow, PrivateCells) {
                let cells = [$(self.$private,)+].into_iter().flatten().collect();
                (PublicRow { $($field: self.$field,)+ }, PrivateCells(cells))
            }
        }
    };
}

rows! {
    public {
        /// 编号，半角字母、数字和连字符，发布后不改，用作页面内的定位
        key: String,
        /// 事项名称
        service: String,
        /// 分类，页面按它分组
        #[serde(default)]
        group: Option<String>,
        /// 对应的审批事项
        #[serde(default, deserialize_with = "reading::one_or_many")]
        #[schemars(with = "reading::OneOrMany<String>")]
        approvals: Vec<String>,
        /// 审批部门
        #[serde(default)]
        approval_authority: Option<String>,
        /// 设定依据，法律、行政法规或国务院决定，写到条（优化营商环境条例第四十三条）
        #[serde(default, deserialize_with = "reading::one_or_many")]
        #[schemars(with = "reading::OneOrMany<String>")]
        bases: Vec<String>,
        /// 对中介服务机构的要求
        #[serde(default)]
        provider: Option<String>,
        /// 委托方，申请人或者审批部门
        #[serde(default)]
        client: Option<String>,
        /// 申请人是否可以自行编制
        #[serde(default, deserialize_with = "reading::some_flag")]
        #[schemars(with = "Option<reading::FlagValue>")]
        self_service: Option<bool>,
        /// 申请条件
        #[serde(default)]
        conditions: Option<String>,
        /// 办理程序
        #[serde(default)]
        procedure: Option<String>,
        /// 办理时限
        #[serde(default)]
        duration: Option<String>,
        /// 收费方式
        #[serde(default)]
        fee_type: Option<FeeType>,
        /// 收费标准
        #[serde(default)]
        fee_standard: Option<String>,
        /// 收费依据
        #[serde(default)]
        fee_basis: Option<String>,
        /// 服务成果
        #[serde(default)]
        deliverable: Option<String>,
        /// 咨询电话，写单位的座机
        #[serde(default)]
        enquiry: Option<String>,
        /// 与上一版相比的变动
        #[serde(default)]
        change: Option<RowChange>,
        /// 备注
        #[serde(default)]
        remarks: Option<String>,
    }
    private {
        /// 联系人，内部使用，不会公开
        contact_person,
        /// 联系手机，内部使用，不会公开
        contact_mobile,
        /// 内部备注，不会公开
        internal_note,
    }
}

impl PrivateCells {
    /// The texts of the cells that were filled in.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// True when the row had none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for PrivateCells {
    /// Shows how many there are and not what they say.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateCells({})", self.0.len())
    }
}

word_enum! {
    /// Who sets the price.
    FeeType, "收费方式" {
        /// The State sets it.
        Set = "政府定价",
        /// The State guides it.
        Guided = "政府指导价",
        /// The market does.
        Market = "市场调节价",
        /// It costs nothing.
        Free = "不收费",
    }
}

word_enum! {
    /// How a row differs from the last edition.
    RowChange, "变动" {
        /// It is new.
        Added = "新增",
        /// It was changed.
        Changed = "调整",
        /// It was taken out and stands for the record.
        Removed = "取消",
    }
}
