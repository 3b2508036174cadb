//! 有效性 废止 without 废止依据.
//!
//! Who reads that a document is repealed wants to know by what, and what holds now. Basis: 国办公开办函
//! 〔2019〕61号 asks for a clear 有效性 (依据待核). Found: `有效性: 废止` alone. Mend: `废止依据: 威环审服字〔2024〕5号`.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::disclosure::Validity;
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "repealed-without-successor",
    title: "废止的文件没有写废止依据",
    basis: &["国办公开办函〔2019〕61号（依据待核）"],
    level: Severity::Warning,
    explain: "有效性写「废止」的，要写明由哪个文件废止，读者才能找到现行的规定。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    let item = disclosed.item();
    if item.validity == Some(Validity::Repealed) && item.repealed_by.is_empty() {
        let place = Place::field(disclosed.path(), "validity");
        let finding = RULE.finding(place, "有效性是「已废止」，没有写「废止依据」");
        report.push(finding.hint(
            "在元数据里加一行「废止依据: …」，写「@/栏目/文件.md」、发文字号或索引号",
        ));
    }
}
