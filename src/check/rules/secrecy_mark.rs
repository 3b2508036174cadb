//! Marks of secrecy: `机密★1年`, 「密级：秘密」, a level alone at the head of the text.
//!
//! A text that bears a level is a secret document until somebody has declassified it, so it stops
//! the build. Basis: 《保守国家秘密法》第三十五条 (examination before disclosure), 《政府信息公开条例》
//! 第十四条、第十七条, GB/T 9704-2012 (where the mark stands). Mend: withdraw the item and have it
//! examined; a text that only describes the mark gets a waiver.

use crate::check::rule::{Rule, Scope};
use crate::check::text::Text;
use crate::diag::{Report, Severity};
use crate::disclosure::Secrecy;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "secrecy-mark",
    title: "文中有密级标志",
    basis: &[
        "政府信息公开条例第十四条、第十七条",
        "保守国家秘密法第三十五条（依据待核）",
    ],
    level: Severity::Error,
    explain: "检查有没有「绝密★」「机密★」「秘密★」、「密级：…」一栏，以及正文开头单独成行的密级。有密级标志的文件在解密之前不得公开；只是讲到密级标志的，用豁免说明理由。",
    scope: Scope::Text(check),
};

fn check(texts: &[Text<'_>], report: &mut Report) {
    for text in texts {
        for sign in text.secrecy_signs() {
            if sign.secrecy == Secrecy::Mark {
                let level = &text.text[sign.range.clone()];
                let message = format!("这里有密级标志「{level}」");
                let finding = RULE.finding(text.place(sign.range.clone()), message);
                report.push(finding.hint(
                    "先把公开属性改为「不予公开」，做完保密审查、确认已经解密再公开",
                ));
            }
        }
    }
}
