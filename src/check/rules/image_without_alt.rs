//! Pictures without a text in their place.
//!
//! Who cannot see a picture, or waits for it, has only this text; explanations in pictures (图解) must
//! have one. Basis: 《无障碍环境建设法》第三十二条 (依据待核). Found: `![](tu.png)`. Mend: `![流程：申请、受理、办结](tu.png)`.

use crate::check::body::Body;
use crate::check::rule::{Rule, Scope};
use crate::diag::{Report, Severity};
use crate::markdown::LinkUse;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "image-without-alt",
    title: "图片没有替代文字",
    basis: &["无障碍环境建设法第三十二条（依据待核）"],
    level: Severity::Warning,
    explain: "图片要有替代文字，读屏软件读的是它，图片打不开时显示的也是它。写在方括号里：「![文字](图片.png)」。",
    scope: Scope::Body(check),
};

fn check(body: &Body<'_>, report: &mut Report) {
    for link in &body.facts.links {
        if link.usage == LinkUse::Image && link.text.trim().is_empty() {
            let message = format!("图片「{}」没有替代文字", link.target);
            let finding = RULE.finding(body.place(link.range.clone()), message);
            report.push(finding.hint("在方括号里写图片说的是什么：「![文字](图片)」"));
        }
    }
}
