//! Mobile numbers.
//!
//! The telephone of an office is disclosed, the mobile telephone of a person is not: it is
//! personal data even where the person is an official. Basis: 《政府信息公开条例》第十五条,
//! 《个人信息保护法》第二十五条. Found: `联系人手机 13812345678`. Mend: the telephone of the office, or
//! `138****5678`. A figure with a unit (`13812345678元`) is an amount.

use crate::check::rule::{Rule, Scope};
use crate::check::text::Text;
use crate::diag::{Report, Severity};
use crate::disclosure::PersonalKind;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "personal-mobile",
    title: "文中有手机号码",
    basis: &["政府信息公开条例第十五条", "个人信息保护法第二十五条"],
    level: Severity::Error,
    explain: "检查标题、正文和各个字段里有没有手机号码。对外公布的应当是单位的固定电话；个人的手机号码要删去或遮盖中间四位。",
    scope: Scope::Text(check),
};

fn check(texts: &[Text<'_>], report: &mut Report) {
    for text in texts {
        for data in text.personal_data() {
            if matches!(data.kind, PersonalKind::Mobile) {
                let shown = data.kind.masked(&text.text[data.range.clone()]);
                let message = format!("这里有{}「{shown}」", data.kind.word());
                let finding = RULE.finding(text.place(data.range.clone()), message);
                report.push(
                    finding
                        .hint("改为单位的固定电话，或遮盖中间四位，例如「138****5678」"),
                );
            }
        }
    }
}
