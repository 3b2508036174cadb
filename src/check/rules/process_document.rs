//! 请示 and 报告 without 依据 that are disclosed all the same.
//!
//! They are written to a superior body and are process information, which a body may withhold; who
//! discloses one should say by what law. Basis: 《政府信息公开条例》第十六条第二款. The annual report on the
//! rule of law is disclosed by duty, so there it is only a note. Mend: `依据: …`, or another 公开属性.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::disclosure::Kind;
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "process-document",
    title: "请示、报告没有写公开的依据",
    basis: &["政府信息公开条例第十六条第二款"],
    level: Severity::Warning,
    explain: "请示、报告属于过程性信息，可以不公开；公开时要写明依据。法律、法规、规章规定应当公开的（例如法治政府建设年度报告），写上那一条。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    let item = disclosed.item();
    let Some(genre) = item.genre.as_ref().filter(|genre| genre.is_upward()) else {
        return;
    };
    if !item.basis.is_empty() {
        return;
    }
    let place = Place::field(disclosed.path(), "genre");
    let message = format!("文种是「{genre}」，主动公开却没有写「依据」");
    let mut finding = RULE.finding(place, message);
    if disclosed.fields().kind() == Kind::RuleOfLawReport {
        finding.severity = Severity::Note;
    }
    report.push(
        finding.hint(
            "在元数据里加一行「依据: …」，写明按哪一条规定公开；不该公开的改公开属性",
        ),
    );
}
