//! 行政规范性文件 that nobody explains.
//!
//! The explanation is planned, approved and published with the document. Basis: 国办发〔2016〕80号
//! (依据待核). Only documents marked `规范性文件: true` that are not repealed or expired. Mend: an item of the
//! kind 政策解读 whose 解读对象 is this document.

use crate::check::rule::{Rule, Scope};
use crate::check::survey::Survey;
use crate::diag::{Place, Report, Severity};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "policy-without-interpretation",
    title: "规范性文件没有解读",
    basis: &["国办发〔2016〕80号（依据待核）"],
    level: Severity::Warning,
    explain: "行政规范性文件要和解读同步公开。检查写了「规范性文件: true」、没有废止或者失效的文件有没有解读。",
    scope: Scope::Site(check),
};

fn check(survey: &Survey<'_>, report: &mut Report) {
    for item in survey.having(|brief| brief.in_force) {
        if item.relations.interpreted_by.is_empty() {
            let place = Place::field(item.disclosed.path(), "normative");
            let finding = RULE.finding(place, "规范性文件没有政策解读");
            report.push(
                finding.hint(
                    "发布一件「信息类型: 政策解读」，在它的「解读对象」里写这个文件",
                ),
            );
        }
    }
}
