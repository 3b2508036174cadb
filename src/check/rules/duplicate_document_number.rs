//! Two items with one 发文字号.
//!
//! A body issues each number once. Two items with one number are one document put in twice, or a
//! slip of the pen. Basis: 《党政机关公文处理工作条例》第九条 (依据待核). Mend: keep one item and link to
//! it, or correct the number; a notice and its annexes set as two items may waive the rule.

use rustc_hash::FxHashMap;

use crate::check::rule::{Rule, Scope};
use crate::check::survey::Survey;
use crate::diag::{Place, Report, Severity};
use crate::world::SitePath;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "duplicate-document-number",
    title: "发文字号重复",
    basis: &["党政机关公文处理工作条例第九条（依据待核）"],
    level: Severity::Warning,
    explain: "一个发文字号只对应一份公文。重复多半是同一份文件录了两次，或者写错了号。",
    scope: Scope::Site(check),
};

fn check(survey: &Survey<'_>, report: &mut Report) {
    let mut first: FxHashMap<String, &SitePath> = FxHashMap::default();
    for item in survey.sharing(|brief| brief.document, std::iter::empty()) {
        let path = item.disclosed.path();
        let Some(number) = &item.disclosed.item().document_number else { continue };
        let number = number.to_string();
        let Some(other) = first.get(&number) else {
            first.insert(number, path);
            continue;
        };
        let place = Place::field(path, "document_number");
        let finding =
            RULE.finding(place, format!("发文字号「{number}」和「{other}」的相同"));
        report.push(
            finding
                .also(Place::field(other, "document_number"), "另一处在这里")
                .hint("同一份文件只留一件，别处用链接；号写错了就改过来"),
        );
    }
}
