//! What `disclosure.yaml` says of the pages of service: 依申请公开 and the accessibility statement.

use serde::{Deserialize, Serialize};

/// 依申请公开: where and how information that is not published can be asked for. What is not
/// written here is taken from the institution that runs the portal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Application {
    /// 受理机构, the office that takes applications.
    pub receiver: Option<String>,
    /// 地址.
    pub address: Option<String>,
    /// 邮政编码.
    pub postcode: Option<String>,
    /// 电话.
    pub phone: Option<String>,
    /// 传真.
    pub fax: Option<String>,
    /// 电子邮箱.
    pub email: Option<String>,
    /// 办公时间, in words.
    pub hours: Option<String>,
    /// 网上申请, the address of a system that takes applications; the portal itself takes none.
    pub online: Option<String>,
    /// 申请表, the page with the form, `@/…`.
    pub application_form: Option<String>,
    /// 说明, a sentence for the page.
    pub note: Option<String>,
}
