//! Policy documents without 成文日期.
//!
//! The day on which a document came into being is an element of the catalogue (生成日期), of the
//! document itself, and the beginning of the term of 20 working days. Basis: 《政府信息公开条例》
//! 第十二条、第二十六条, GB/T 9704-2012. Mend: `成文日期: 2026-11-20`, the day under the signature.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::disclosure::Kind;
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-written",
    title: "政策文件没有成文日期",
    basis: &["政府信息公开条例第十二条、第二十六条"],
    level: Severity::Warning,
    explain: "目录要有生成日期，公文以落款的成文日期为准；20 个工作日的公开期限也从这一天算起。只检查政策文件。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    if disclosed.fields().kind() == Kind::Policy && disclosed.item().written.is_none() {
        let finding =
            RULE.finding(Place::file(disclosed.path()), "政策文件没有写「成文日期」");
        report.push(
            finding.hint("在元数据里加一行「成文日期: 2026-11-20」，写文件落款的日期"),
        );
    }
}
