//! The year of 发文字号 is not the year of 成文日期.
//!
//! Documents are numbered by the year in which they are issued, so a difference is nearly always a
//! slip in one of the two. Basis: 《党政机关公文处理工作条例》第九条, GB/T 9704-2012 (依据待核). Found: 〔2022〕 with
//! 成文日期 2023-03-01. Mend: correct the one that is wrong.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "document-number-year",
    title: "发文字号的年份和成文日期不同",
    basis: &["党政机关公文处理工作条例第九条（依据待核）"],
    level: Severity::Warning,
    explain: "发文字号里的年份应当是成文的年份，两者不同多半有一处写错。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    let item = disclosed.item();
    let (Some(number), Some(written)) = (&item.document_number, item.written) else {
        return;
    };
    let Some(year) = number.year else { return };
    let written = written.date().year();
    if i32::from(year) != i32::from(written) {
        let place = Place::field(disclosed.path(), "document_number");
        let message =
            format!("发文字号「{number}」是 {year} 年的，成文日期在 {written} 年");
        let other = Place::field(disclosed.path(), "written");
        let finding = RULE.finding(place, message).also(other, "成文日期在这里");
        report.push(finding.hint("对照原文，改正写错的一处"));
    }
}
