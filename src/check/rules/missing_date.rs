//! Items without 发布日期.
//!
//! Whether information was disclosed in time is judged by this day, and a reader cannot tell new
//! from old without it. Basis: 《政府信息公开条例》第二十六条. Mend: `发布日期: 2026-11-24`.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-date",
    title: "没有发布日期",
    basis: &["政府信息公开条例第二十六条"],
    level: Severity::Warning,
    explain: "信息应当自形成或者变更之日起 20 个工作日内公开，是否及时要看发布日期；没有发布时间的信息，检查时按没有更新计算。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    if disclosed.item().date.is_none() {
        let finding = RULE.finding(Place::file(disclosed.path()), "没有写「发布日期」");
        report.push(
            finding.hint("在元数据里加一行「发布日期: 2026-11-24」，写实际上网的日期"),
        );
    }
}
