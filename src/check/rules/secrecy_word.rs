//! Words that a secret or internal document would have: 绝密, 机密, 内部资料, 不得外传.
//!
//! The word alone proves nothing, so it only warns; compounds of every day such as 国家秘密 and
//! 商业秘密 are passed over. Basis: 《政府信息公开条例》第十四条、第十六条、第十七条. Mend: make sure that the
//! document was examined before it is disclosed, then leave the word or waive the rule. The words
//! stand in `src/disclosure/data/secrecy.txt`.

use crate::check::rule::{Rule, Scope};
use crate::check::text::Text;
use crate::diag::{Report, Severity};
use crate::disclosure::Secrecy;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "secrecy-word",
    title: "文中有涉密或内部资料的字样",
    basis: &["政府信息公开条例第十四条、第十六条、第十七条"],
    level: Severity::Warning,
    explain: "检查有没有「绝密」「机密」「内部资料」「不得外传」等字样。出现这些字样不一定有问题，但要确认公开前做过保密审查；「国家秘密」「商业秘密」等常用词不算。",
    scope: Scope::Text(check),
};

fn check(texts: &[Text<'_>], report: &mut Report) {
    for text in texts {
        for sign in text.secrecy_signs() {
            if sign.secrecy == Secrecy::Word {
                let word = &text.text[sign.range.clone()];
                let message = format!("这里有「{word}」字样");
                let finding = RULE.finding(text.place(sign.range.clone()), message);
                report.push(finding.hint(
                    "确认这件信息做过保密审查、可以公开；没有问题的，用「豁免」写明理由",
                ));
            }
        }
    }
}
