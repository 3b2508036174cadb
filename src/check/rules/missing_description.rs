//! Policy documents and annual reports without 内容概述.
//!
//! The summary is an element of the catalogue and what lists and search results show. Basis:
//! 《政府信息公开条例》第十二条. Mend: one or two sentences, `内容概述: …`.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::disclosure::Kind;
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "missing-description",
    title: "没有内容概述",
    basis: &["政府信息公开条例第十二条"],
    level: Severity::Warning,
    explain: "目录要有内容概述，列表和搜索结果也显示它。检查政策文件和法治政府建设年度报告。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    if wants_one(disclosed) && is_blank(disclosed) {
        let finding = RULE.finding(Place::file(disclosed.path()), "没有写「内容概述」");
        report.push(
            finding.hint("在元数据里加一行「内容概述: …」，用一两句话说明这件信息讲什么"),
        );
    }
}

fn wants_one(disclosed: &Disclosed) -> bool {
    matches!(disclosed.fields().kind(), Kind::Policy | Kind::RuleOfLawReport)
}

fn is_blank(disclosed: &Disclosed) -> bool {
    let description = disclosed.item().description.as_deref();
    description.is_none_or(|text| text.trim().is_empty())
}
