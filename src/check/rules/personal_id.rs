//! Identity numbers of persons (公民身份号码).
//!
//! An identity number opens bank accounts and registrations, so it is never part of what a body
//! discloses; where a person must be told from another of the same name, the middle is masked.
//! Basis: 《政府信息公开条例》第十五条, 《个人信息保护法》第二十八条.
//! Found: `身份证号：371002199001011237`. Mend: `身份证号：37**************237`. Only numbers whose region,
//! birthday and check character are right are found, and the credit code of a body never.

use crate::check::rule::{Rule, Scope};
use crate::check::text::Text;
use crate::diag::{Report, Severity};
use crate::disclosure::PersonalKind;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "personal-id",
    title: "文中有公民身份号码",
    basis: &["政府信息公开条例第十五条", "个人信息保护法第二十八条"],
    level: Severity::Error,
    explain: "检查标题、正文和各个字段里有没有公民身份号码（按 GB 11643 校验）。身份号码属于个人隐私，公开前要遮盖中间各位；统一社会信用代码不算。",
    scope: Scope::Text(check),
};

fn check(texts: &[Text<'_>], report: &mut Report) {
    for text in texts {
        for data in text.personal_data() {
            if matches!(
                data.kind,
                PersonalKind::IdentityNumber | PersonalKind::ThinlyMaskedIdentityNumber
            ) {
                let shown = data.kind.masked(&text.text[data.range.clone()]);
                let message = format!("这里有{}「{shown}」", data.kind.word());
                let finding = RULE.finding(text.place(data.range.clone()), message);
                report.push(
                    finding.hint("删去号码，或只留前两位和后三位，中间用「*」代替"),
                );
            }
        }
    }
}
