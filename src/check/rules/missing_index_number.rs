//! Items without 索引号.
//!
//! The catalogue names each item by its index. Basis: 《政府信息公开条例》第十二条 (索引、名称、内容概述、生成日期).
//! Mend: `索引号: 11371002MB0000001E/2026-00012`, never changed after publication.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-index-number",
    title: "没有索引号",
    basis: &["政府信息公开条例第十二条"],
    level: Severity::Warning,
    explain: "政府信息公开目录要有每件信息的索引号。编好以后不再改，也不给别的信息用。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    if disclosed.item().index_number.is_none() {
        let finding = RULE.finding(Place::file(disclosed.path()), "没有写「索引号」");
        report.push(
            finding.hint(
                "在元数据里加一行「索引号: …」，按本地的编码规则编号，发布后不再改",
            ),
        );
    }
}
