//! 发布日期 before 成文日期.
//!
//! A document cannot be disclosed before it exists; a false day of disclosure is a veto item of the
//! inspections. Basis: 《政府信息公开条例》第二十六条, 国办秘函〔2019〕19号 (依据待核). Mend: correct the day that
//! is wrong.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "date-order",
    title: "发布日期早于成文日期",
    basis: &["政府信息公开条例第二十六条", "国办秘函〔2019〕19号（依据待核）"],
    level: Severity::Warning,
    explain: "信息不会在形成之前公开。发布日期早于成文日期的，多半有一处写错；伪造发布日期是网站检查的单项否决指标。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    let item = disclosed.item();
    let (Some(published), Some(written)) = (item.date, item.written) else { return };
    if published.date < written.date() {
        let place = Place::field(disclosed.path(), "date");
        let day = published.date;
        let message = format!("发布日期「{day}」早于成文日期「{written}」");
        let other = Place::field(disclosed.path(), "written");
        let finding = RULE.finding(place, message).also(other, "成文日期在这里");
        report.push(finding.hint("对照原文，改正写错的一处"));
    }
}
