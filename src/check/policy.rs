//! What findings weigh in this portal: the levels of `disclosure.yaml`, and waivers (豁免).
//!
//! Applied once, at the end, to the findings of all phases. Only findings that name a rule can
//! be lowered: syntax, doubled addresses and dead links have no rule and weigh what they weigh.
//! A waiver covers one item and one rule and must say why; one that covers nothing is told, so
//! that no exception outlives its cause.

use std::collections::{BTreeMap, BTreeSet};

use super::{RULES, Rule, Survey};
use crate::config::PORTAL_FILE;
use crate::diag::{At, Finding, Place, Report, Severity};
use crate::disclosure::Waiver;
use crate::tree::FieldPath;
use crate::world::SitePath;

/// Weighs the findings of a run. Those that a waiver covers are gone from what comes back;
/// unknown rules, waivers without reason or use, and levels that cannot be, are added to it.
#[must_use]
pub fn apply(report: Report, survey: &Survey<'_>) -> Report {
    judged(report, &survey.site.config.portal.rules, &waivers(survey))
}

/// What each rule's findings weigh by `disclosure.yaml`; `None` switches a rule off.
type Levels = BTreeMap<String, Option<Severity>>;

/// The waivers of one item.
#[derive(Debug, Clone, Copy)]
struct Waived<'a> {
    /// The source of the item.
    path: &'a SitePath,
    /// Its 豁免.
    waivers: &'a [Waiver],
}

/// The waivers of all items that have some.
fn waivers<'s>(survey: &Survey<'s>) -> Vec<Waived<'s>> {
    let waiving = survey.having(|brief| brief.waives);
    let waived = waiving.map(|item| Waived {
        path: item.disclosed.path(),
        waivers: &item.disclosed.item().waivers,
    });
    waived.collect()
}

fn judged(mut report: Report, levels: &Levels, waivers: &[Waived<'_>]) -> Report {
    let mut added = Report::default();
    check_levels(levels, &mut added);
    let covered = covered(waivers, &mut added);
    let faulty = faulty(&report);
    let mut used: BTreeSet<(SitePath, &str)> = BTreeSet::new();
    report.retain_mut(|finding| {
        let Some(rule) = finding.rule.and_then(rule) else { return true };
        if covered.contains(&(&finding.place.path, rule.id)) {
            used.insert((finding.place.path.clone(), rule.id));
            return false;
        }
        let missing =
            finding.place.at == At::File && faulty.contains(&finding.place.path);
        !missing && weigh(finding, rule, levels)
    });
    for waived in waivers {
        tell_unused(*waived, &used, &mut added);
    }
    report.extend(added);
    report
}

/// Files with faults in their text. A field that could not be read counts as absent, so what
/// rules say of such a file as a whole – that a field is missing – may be untrue and waits
/// until the faults are mended.
fn faulty(report: &Report) -> BTreeSet<SitePath> {
    let faults = report.findings().iter().filter(|finding| {
        finding.rule.is_none()
            && finding.severity == Severity::Error
            && matches!(finding.place.at, At::Bytes(..))
    });
    faults.map(|finding| finding.place.path.clone()).collect()
}

fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// Gives a finding the officer's level; `false` when the rule is switched off.
fn weigh(finding: &mut Finding, rule: &Rule, levels: &Levels) -> bool {
    let Some(level) = levels.get(rule.id).filter(|_| !rule.is_guard()) else {
        return true;
    };
    let Some(mut level) = *level else { return false };
    if level == Severity::Error && !rule.may_stop() {
        level = Severity::Warning;
    }
    // A rule may tell of a lesser case below its own level; that case is not raised with it.
    finding.severity =
        if finding.severity == rule.level { level } else { finding.severity.max(level) };
    true
}

/// What `disclosure.yaml` says of rules that cannot be followed.
fn check_levels(levels: &Levels, added: &mut Report) {
    let path = SitePath::new(PORTAL_FILE).expect("a constant path");
    for (id, level) in levels {
        let place = Place::deep(&path, FieldPath::key("rules").then(id));
        match rule(id) {
            None => added.push(unknown(place, id)),
            Some(rule) if rule.is_guard() && *level != Some(Severity::Error) => {
                let message =
                    format!("规则「{id}」守护个人信息和国家秘密，不能在这里降低");
                added.push(
                    Finding::warning(place, message)
                        .hint("删去这一行；确有理由的，在那个条目里写「豁免」和理由"),
                );
            }
            Some(rule) if *level == Some(Severity::Error) && !rule.may_stop() => {
                let message =
                    format!("规则「{id}」随日期变化，不能设为「错误」，按「警告」处理");
                added.push(Finding::warning(place, message).hint(
                    "逾期的栏目要先能发布才能补上内容，所以这类规则从不阻止发布；改为「警告」「提示」或「关闭」",
                ));
            }
            Some(_) => {}
        }
    }
}

fn unknown(place: Place, id: &str) -> Finding {
    let finding = Finding::warning(place, format!("没有「{id}」这条规则"));
    let near =
        RULES.iter().map(|rule| (strsim::osa_distance(rule.id, id), rule.id)).min();
    match near.filter(|(distance, near)| *distance <= near.len() / 3) {
        Some((_, near)) => finding.hint(format!("你是不是想写「{near}」")),
        None => finding.hint("规则的名字在检查结果的方括号里，例如「missing-date」"),
    }
}

/// The pairs of item and rule that waivers with a reason cover.
fn covered<'a>(
    waivers: &[Waived<'a>],
    added: &mut Report,
) -> BTreeSet<(&'a SitePath, &'static str)> {
    let mut covered = BTreeSet::new();
    for waived in waivers {
        for (index, waiver) in waived.waivers.iter().enumerate() {
            let field = FieldPath::key("waivers").index(index);
            if waiver.reason.trim().is_empty() {
                let place = Place::deep(waived.path, field.then("reason"));
                let finding = Finding::error(place, "豁免没有写「理由」");
                added.push(finding.hint(
                    "写明为什么这一条可以例外，例如「文中是已公开的办事指南示例」",
                ));
                continue;
            }
            for rule in waiver.rules.iter().filter_map(|id| rule(id)) {
                covered.insert((waived.path, rule.id));
            }
        }
    }
    covered
}

/// Tells of waivers that name no rule, or one that found nothing in the item.
fn tell_unused(
    waived: Waived<'_>,
    used: &BTreeSet<(SitePath, &str)>,
    added: &mut Report,
) {
    let is_used =
        |id: &str| used.iter().any(|(path, rule)| path == waived.path && *rule == id);
    for (index, waiver) in waived.waivers.iter().enumerate() {
        for (at, id) in waiver.rules.iter().enumerate() {
            let field = FieldPath::key("waivers").index(index).then("rules").index(at);
            let place = Place::deep(waived.path, field);
            if rule(id).is_none() {
                added.push(unknown(place, id));
            } else if !is_used(id) && !waiver.reason.trim().is_empty() {
                let message = format!("豁免的规则「{id}」在这里没有发现问题");
                added.push(Finding::warning(place, message).hint("删去这条豁免"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> SitePath {
        SitePath::new("content/a.md").unwrap()
    }

    fn found(id: &str) -> Report {
        let rule = rule(id).unwrap();
        [rule.finding(Place::file(&path()), "甲")].into_iter().collect()
    }

    fn messages(report: &Report) -> Vec<(Severity, &str)> {
        report.findings().iter().map(|f| (f.severity, f.message.as_str())).collect()
    }

    fn waiver(rules: &[&str], reason: &str) -> Waiver {
        let rules = rules.iter().map(ToString::to_string).collect();
        Waiver { rules, reason: reason.to_owned() }
    }

    #[test]
    fn the_officer_sets_the_level_and_may_switch_a_rule_off() {
        for (level, severity) in [
            (Some(Severity::Error), Some(Severity::Error)),
            (Some(Severity::Note), Some(Severity::Note)),
            (None, None),
        ] {
            let levels = Levels::from([("missing-date".to_owned(), level)]);
            let report = judged(found("missing-date"), &levels, &[]);
            let told: Vec<_> = report.findings().iter().map(|f| f.severity).collect();
            assert_eq!(told, Vec::from_iter(severity));
        }
    }

    #[test]
    fn what_has_no_rule_is_never_lowered() {
        let finding = Finding::error(Place::file(&path()), "甲");
        let waivers = [waiver(&["missing-date"], "理由")];
        let waived = [Waived { path: &path(), waivers: &waivers }];
        let report = judged([finding].into_iter().collect(), &Levels::new(), &waived);
        assert_eq!(report.count(Severity::Error), 1);
    }

    #[test]
    fn what_depends_on_the_day_is_never_raised_to_an_error() {
        let levels = Levels::from([("column-overdue".to_owned(), Some(Severity::Error))]);
        let report = judged(found("column-overdue"), &levels, &[]);
        assert_eq!(
            messages(&report),
            [
                (Severity::Warning, "甲"),
                (
                    Severity::Warning,
                    "规则「column-overdue」随日期变化，不能设为「错误」，按「警告」处理"
                )
            ]
        );
    }

    #[test]
    fn a_lesser_case_is_not_raised_with_its_rule() {
        let levels =
            Levels::from([("process-document".to_owned(), Some(Severity::Error))]);
        let mut report = found("process-document");
        report.retain_mut(|finding| {
            finding.severity = Severity::Note;
            true
        });
        let report = judged(report, &levels, &[]);
        assert_eq!(messages(&report), [(Severity::Note, "甲")]);
    }

    #[test]
    fn a_waiver_covers_its_rule_in_its_item() {
        let waivers = [waiver(&["missing-date"], "旧文件，日期无考")];
        let waived = [Waived { path: &path(), waivers: &waivers }];
        assert!(judged(found("missing-date"), &Levels::new(), &waived).is_empty());
        let other = SitePath::new("content/b.md").unwrap();
        let waived = [Waived { path: &other, waivers: &waivers }];
        let report = judged(found("missing-date"), &Levels::new(), &waived);
        assert_eq!(
            messages(&report),
            [
                (Severity::Warning, "甲"),
                (Severity::Warning, "豁免的规则「missing-date」在这里没有发现问题")
            ]
        );
    }

    #[test]
    fn a_waiver_covers_no_other_rule() {
        let waivers = [waiver(&["missing-date"], "旧文件，日期无考")];
        let waived = [Waived { path: &path(), waivers: &waivers }];
        let mut report = found("missing-date");
        report.extend(found("missing-written"));
        let report = judged(report, &Levels::new(), &waived);
        let told: Vec<_> = report.findings().iter().map(|f| f.rule).collect();
        assert_eq!(told, [Some("missing-written")]);
    }

    #[test]
    fn a_waiver_of_a_rule_that_is_switched_off_is_used_all_the_same() {
        let waivers = [waiver(&["missing-date"], "旧文件，日期无考")];
        let waived = [Waived { path: &path(), waivers: &waivers }];
        let levels = Levels::from([("missing-date".to_owned(), None)]);
        assert!(judged(found("missing-date"), &levels, &waived).is_empty());
    }

    #[test]
    fn a_field_that_cannot_be_read_is_not_told_as_missing() {
        let mut report = found("missing-date");
        report.push(Finding::error(Place::bytes(&path(), 3..5), "读不懂"));
        let report = judged(report, &Levels::new(), &[]);
        assert_eq!(messages(&report), [(Severity::Error, "读不懂")]);
    }

    #[test]
    fn a_waiver_needs_a_reason() {
        let waivers = [waiver(&["missing-date"], " ")];
        let waived = [Waived { path: &path(), waivers: &waivers }];
        let report = judged(found("missing-date"), &Levels::new(), &waived);
        assert_eq!(
            messages(&report),
            [(Severity::Warning, "甲"), (Severity::Error, "豁免没有写「理由」")]
        );
    }

    #[test]
    fn a_rule_nobody_knows_is_told_with_the_nearest() {
        let levels = Levels::from([("mising-date".to_owned(), None)]);
        let waivers = [waiver(&["secret"], "理由")];
        let waived = [Waived { path: &path(), waivers: &waivers }];
        let report = judged(Report::default(), &levels, &waived);
        let told: Vec<_> = report
            .findings()
            .iter()
            .map(|f| (f.message.as_str(), f.hints[0].as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("没有「mising-date」这条规则", "你是不是想写「missing-date」"),
                (
                    "没有「secret」这条规则",
                    "规则的名字在检查结果的方括号里，例如「missing-date」"
                ),
            ]
        );
    }
}
