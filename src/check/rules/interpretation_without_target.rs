//! 政策解读 without 解读对象.
//!
//! The link goes both ways and is inspected both ways; it is made from this field. Basis: 国办发
//! 〔2016〕80号 (依据待核). Mend: `解读对象: "@/zhengce/banfa.md"`.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::disclosure::Kind;
use crate::gate::Disclosed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "interpretation-without-target",
    title: "解读没有写解读对象",
    basis: &["国办发〔2016〕80号（依据待核）"],
    level: Severity::Warning,
    explain: "政策解读和政策文件要相互关联。写了「解读对象」，两边的页面会自动互相链接。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    let is_one = disclosed.fields().kind() == Kind::Interpretation;
    if is_one && disclosed.item().interprets.is_empty() {
        let finding =
            RULE.finding(Place::file(disclosed.path()), "政策解读没有写「解读对象」");
        report.push(finding.hint(
            "在元数据里加一行「解读对象: …」，写「@/栏目/文件.md」、发文字号或索引号",
        ));
    }
}
