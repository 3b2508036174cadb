//! Rows of 中介服务事项清单 without a law, regulation or decision of the State Council behind them.
//!
//! A service may be a condition of an approval only on such a basis; a rule of a ministry or a notice
//! is not enough. Basis: 《优化营商环境条例》第四十三条. Found: `设定依据: 关于规范评估工作的通知`. Mend: name the law
//! with its article, or take the service off the list. A row that is marked 取消 stands for the record
//! and is not judged.

use crate::check::rule::{Rule, Scope};
use crate::diag::{Place, Report, Severity};
use crate::disclosure::PublicFields;
use crate::disclosure::kinds::{PublicRow, RowChange};
use crate::gate::Disclosed;
use crate::tree::FieldPath;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "service-basis",
    title: "中介服务事项缺少法定依据",
    basis: &["优化营商环境条例第四十三条"],
    level: Severity::Warning,
    explain: "作为审批条件的中介服务，应当有法律、法规或者国务院决定的依据。依据空着，或者只写了部门规章、通知的，会指出来。",
    scope: Scope::Document(check),
};

fn check(disclosed: &Disclosed, report: &mut Report) {
    let PublicFields::IntermediaryServices(list) = disclosed.fields() else { return };
    for (index, row) in list.rows.iter().enumerate() {
        let Some(message) = fault(row) else { continue };
        let field = FieldPath::key("rows").index(index);
        let name = if row.bases.is_empty() { "service" } else { "bases" };
        let place = Place::deep(disclosed.path(), field.then(name));
        let finding = RULE.finding(place, message);
        report.push(finding.hint(
            "写明法律、法规或者国务院决定的名称和条款；没有这样的依据，不得作为审批的条件",
        ));
    }
}

fn fault(row: &PublicRow) -> Option<String> {
    if row.change == Some(RowChange::Removed)
        || row.bases.iter().any(|basis| suffices(basis))
    {
        return None;
    }
    let service = &row.service;
    Some(if row.bases.is_empty() {
        format!("中介服务「{service}」没有写「设定依据」")
    } else {
        format!("中介服务「{service}」的设定依据里没有法律、法规或者国务院决定")
    })
}

/// True when a basis is a law, a regulation or a decision of the State Council. 办法 ends like
/// 法 and is none.
fn suffices(basis: &str) -> bool {
    const DECISIONS: [&str; 5] =
        ["国务院令", "国务院决定", "国务院关于", "国发〔", "人民代表大会"];
    let named: Vec<&str> =
        basis.split('《').skip(1).map(|rest| name(rest, '》')).collect();
    let names = if named.is_empty() { vec![name(basis, '第')] } else { named };
    DECISIONS.iter().any(|word| basis.contains(word))
        || names.into_iter().any(|name| {
            let name = name.split(['（', '(']).next().unwrap_or(name).trim();
            name.ends_with("条例") || name.ends_with('法') && !name.ends_with("办法")
        })
}

/// What stands before the first `end`.
fn name(text: &str, end: char) -> &str {
    text.split(end).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::suffices;

    #[test]
    fn laws_regulations_and_decisions_suffice() {
        for basis in [
            "《中华人民共和国城乡规划法》第三十八条",
            "《公共场所卫生管理条例》第四条",
            "《山东省消防条例（2022年修正）》第十条",
            "中华人民共和国消防法第十五条",
            "《国务院对确需保留的行政审批项目设定行政许可的决定》（国务院令第412号）",
            "《城镇燃气管理条例》和《某部办法》",
        ] {
            assert!(suffices(basis), "{basis}");
        }
        for basis in [
            "《公共场所卫生管理条例实施细则》第二十条",
            "《建设项目环境影响评价资质管理办法》",
            "管理办法第三条",
            "关于规范评估工作的通知",
            "",
        ] {
            assert!(!suffices(basis), "{basis}");
        }
    }
}
