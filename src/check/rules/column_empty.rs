//! Columns that nothing stands in.
//!
//! Blank columns are counted in the inspections of government websites. Basis: 国办秘函〔2019〕19号
//! (依据待核). A column with a body, with items, or with a column below that has some, is not blank. Mend:
//! put something in, or take the column out.

use crate::check::rule::{Rule, Scope};
use crate::check::survey::Survey;
use crate::diag::{Place, Report, Severity};
use crate::site::{Column, Site};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "column-empty",
    title: "空白栏目",
    basis: &["国办秘函〔2019〕19号（依据待核）"],
    level: Severity::Warning,
    explain: "栏目里没有任何信息、也没有正文。空白栏目是网站检查的指标，暂时没有内容的栏目先不要开设。",
    scope: Scope::Site(check),
};

fn check(survey: &Survey<'_>, report: &mut Report) {
    let site = survey.site;
    for column in site.columns.iter() {
        if column.parent.is_some() && is_blank(site, column) {
            let message = format!("栏目「{}」里没有任何信息", column.title());
            let finding = RULE.finding(Place::file(column.front.path()), message);
            report.push(finding.hint("放进信息，或者先删去这个栏目"));
        }
    }
}

fn is_blank(site: &Site, column: &Column) -> bool {
    column.items.is_empty()
        && column.front.body().trim().is_empty()
        && column.children.iter().all(|child| is_blank(site, site.column(*child)))
}
