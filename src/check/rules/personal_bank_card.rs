//! Numbers of bank cards.
//!
//! Lists of subsidies and aid are disclosed with names and amounts; the card that the money goes to
//! is financial data of a person. Basis: 《政府信息公开条例》第十五条, 《个人信息保护法》第二十八条.
//! Found: a card number right by Luhn's formula. Mend: leave the column out, or keep the last four
//! digits. The account of a body (对公账户) has no such check digit and is not found.

use crate::check::rule::{Rule, Scope};
use crate::check::text::Text;
use crate::diag::{Report, Severity};
use crate::disclosure::PersonalKind;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "personal-bank-card",
    title: "文中有银行卡号",
    basis: &["政府信息公开条例第十五条", "个人信息保护法第二十八条"],
    level: Severity::Error,
    explain: "检查标题、正文和各个字段里有没有银行卡号。补贴、救助名单公开姓名和金额即可，卡号要删去或只留后四位。",
    scope: Scope::Text(check),
};

fn check(texts: &[Text<'_>], report: &mut Report) {
    for text in texts {
        for data in text.personal_data() {
            if matches!(data.kind, PersonalKind::BankCard) {
                let shown = data.kind.masked(&text.text[data.range.clone()]);
                let message = format!("这里有{}「{shown}」", data.kind.word());
                let finding = RULE.finding(text.place(data.range.clone()), message);
                report.push(finding.hint("删去这一列，或只留卡号的后四位"));
            }
        }
    }
}
