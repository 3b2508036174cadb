//! Columns whose newest item is older than their term (更新期限).
//!
//! News columns are inspected at two weeks, 通知公告 and 政策文件 at six months; the term of each stands in
//! `disclosure.yaml`. Basis: 国办秘函〔2019〕19号 (依据待核). The days are counted from the newest 发布日期 or
//! 更新日期 in the column and below it. A week before the term ends a note counts the days left. It
//! depends on the day and so never stops a build. Mend: publish what is due.

use crate::check::rule::{Rule, Scope};
use crate::check::survey::Survey;
use crate::config::{self, PORTAL_FILE};
use crate::diag::{Finding, Place, Report, Severity};
use crate::site::Column;
use crate::tree::FieldPath;
use crate::world::{Date, SitePath};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "column-overdue",
    title: "栏目逾期没有更新",
    basis: &["国办秘函〔2019〕19号（依据待核）"],
    level: Severity::Warning,
    explain: "栏目最新一件信息的日期超过了 disclosure.yaml 里写的「更新期限」；到期前七天开始提示。随日期变化，从不阻止发布。",
    scope: Scope::Today(check),
};

fn check(survey: &Survey<'_>, report: &mut Report) {
    let site = survey.site;
    for (index, settings) in site.config.portal.columns.iter().enumerate() {
        let column = site.columns.iter().find(|column| column.folder == settings.folder);
        if let Some(column) = column {
            report.extend(judge(survey, column, settings, index).into_iter().collect());
        }
    }
}

/// Days before the end of a term in which a note counts down.
const COUNTDOWN: i64 = 7;

fn judge(
    survey: &Survey<'_>,
    column: &Column,
    settings: &config::Column,
    index: usize,
) -> Option<Finding> {
    let term = settings.freshness?.days;
    let newest = newest(survey, column)?;
    let age = i64::from((survey.site.today - newest).get_days());
    let portal = SitePath::new(PORTAL_FILE).expect("a constant path");
    let field = FieldPath::key("columns").index(index).then("freshness");
    let (place, title) = (Place::deep(&portal, field), column.title());
    let finding = if age > term {
        let message = format!("栏目「{title}」{age} 天没有更新，期限是 {term} 天");
        RULE.finding(place, message)
    } else if age > term - COUNTDOWN {
        let message = match term - age {
            0 => format!("栏目「{title}」今天到更新期限"),
            left => format!("栏目「{title}」还有 {left} 天到更新期限"),
        };
        Finding { severity: Severity::Note, ..RULE.finding(place, message) }
    } else {
        return None;
    };
    Some(finding.hint(format!("最新的一件是 {newest} 的；发布应当公开的新信息")))
}

/// The newest day in a column and the columns below it.
fn newest(survey: &Survey<'_>, column: &Column) -> Option<Date> {
    let own = column.items.iter().filter_map(|id| survey.brief(*id).newest);
    let below = column.children.iter();
    let below = below.filter_map(|id| newest(survey, survey.site.column(*id)));
    own.chain(below).max()
}
