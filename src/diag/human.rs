//! Findings as text for a person: the source line, a caret under it, what to do.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Place, Report, Severity, Sources};

/// Findings of one rule that are shown; a hundred more of them would hide all others.
const MOST_ALIKE: usize = 20;

/// The findings of a sorted report, one after the other; with colours when asked. Of those that
/// one rule has found in more than [`MOST_ALIKE`] places, the others are counted only: the JSON
/// of a report has them all.
#[must_use]
pub fn render(report: &Report, sources: &Sources<'_>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut alike: BTreeMap<_, usize> = BTreeMap::new();
    let mut out = String::new();
    for finding in report.findings() {
        let count = alike.entry((finding.severity, finding.rule)).or_default();
        *count += 1;
        if finding.rule.is_none() || *count <= MOST_ALIKE {
            out.push_str(&one(finding, sources, &renderer));
            out.push_str("\n\n");
        }
    }
    for ((severity, rule), count) in alike {
        if let (Some(rule), Some(more @ 1..)) = (rule, count.checked_sub(MOST_ALIKE)) {
            out.push_str(&renderer.render(&[others(severity, rule, more)]));
            out.push_str("\n\n");
        }
    }
    out
}

/// Tells how many findings of a rule are not shown.
fn others(severity: Severity, rule: &'static str, count: usize) -> Group<'static> {
    let title = format!("这样的问题另有 {count} 处，没有逐一列出");
    Group::with_title(level(severity).primary_title(title).id(rule)).element(
        Level::HELP.with_name("改法").message(
            "先改上面列出的，再看还有哪些；要一次全部列出，在命令里加「--format json」",
        ),
    )
}

/// How many findings of each weight, as a closing line; `None` when there are none.
#[must_use]
pub fn summary(report: &Report) -> Option<String> {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (severity, report.count(severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{} {count} 处", severity.chinese()))
        .collect();
    (!parts.is_empty()).then(|| parts.join("，"))
}

fn one(finding: &Finding, sources: &Sources<'_>, renderer: &Renderer) -> String {
    let level = level(finding.severity);
    let title = match finding.rule {
        Some(rule) => level.primary_title(finding.message.as_str()).id(rule),
        None => level.primary_title(finding.message.as_str()),
    };
    let mut group = point(Group::with_title(title), &finding.place, sources);
    for (place, word) in &finding.also {
        group = also(group, place, word, sources);
    }
    for hint in &finding.hints {
        group = group.element(Level::HELP.with_name("改法").message(hint.as_str()));
    }
    if let Some(line) = sources.mended(finding) {
        group = group.element(Level::HELP.with_name("改后").message(line));
    }
    renderer.render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR.with_name("错误"),
        Severity::Warning => Level::WARNING.with_name("警告"),
        Severity::Note => Level::NOTE.with_name("提示"),
    }
}

/// Adds the source line of the place, or only the name of the file.
fn point<'a>(group: Group<'a>, place: &'a Place, sources: &Sources<'_>) -> Group<'a> {
    match sources.resolve(place) {
        Some((text, range)) => group.element(
            Snippet::source(text.to_string())
                .path(place.path.as_str())
                .annotation(AnnotationKind::Primary.span(range)),
        ),
        None => group.element(Origin::path(place.path.as_str())),
    }
}

fn also<'a>(
    group: Group<'a>,
    place: &'a Place,
    word: &'a str,
    sources: &Sources<'_>,
) -> Group<'a> {
    match sources.resolve(place) {
        Some((text, range)) => group.element(
            Snippet::source(text.to_string())
                .path(place.path.as_str())
                .annotation(AnnotationKind::Context.span(range).label(word)),
        ),
        None => group
            .element(Level::NOTE.with_name("另见").message(word))
            .element(Origin::path(place.path.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::{render, summary};
    use crate::diag::{Finding, Place, Report, Sources};
    use crate::world::SitePath;

    #[test]
    fn the_caret_stands_under_full_width_text() {
        let path = SitePath::new("content/甲.md").unwrap();
        let text = "---\n标题: 甲\n发文字号: 威环审服字[2023]10号\n---\n".to_owned();
        let finding = Finding::error(
            Place::field(&path, "发文字号"),
            "「威环审服字[2023]10号」的年份要用六角括号",
        );
        let report: Report =
            [finding.hint("改为「威环审服字〔2023〕10号」")].into_iter().collect();
        let text = move |_: &SitePath| Some(text.clone());
        let sources = Sources::new(&text, &|_| None);
        insta::assert_snapshot!(render(&report, &sources, false));
        assert_eq!(summary(&report).as_deref(), Some("错误 1 处"));
    }

    #[test]
    fn of_many_alike_the_first_are_shown_and_the_others_counted() {
        let path = |n: usize| SitePath::new(&format!("content/{n:03}.md")).unwrap();
        let found =
            |n, rule| Finding::warning(Place::file(&path(n)), "少一项").rule(rule);
        let many = (0..23).map(|n| found(n, "many"));
        let few = (0..20).map(|n| found(n, "few"));
        let bare = (0..30).map(|n| Finding::error(Place::file(&path(n)), "读不了"));
        let report: Report = many.chain(few).chain(bare).collect();
        let sources = Sources::new(&|_| None, &|_| None);
        let shown = render(&report.sorted(), &sources, false);
        assert_eq!(shown.matches("警告[many]: 少一项").count(), 20);
        assert_eq!(shown.matches("警告[few]: 少一项").count(), 20);
        assert_eq!(shown.matches("错误: 读不了").count(), 30);
        assert_eq!(shown.matches("没有逐一列出").count(), 1);
        assert!(shown.contains("警告[many]: 这样的问题另有 3 处"), "{shown}");
    }

    #[test]
    fn the_mended_line_stands_below_the_advice() {
        let path = SitePath::new("content/甲.md").unwrap();
        let text = "---\n标题: 甲\n发布日期: 2023.1.5 # 补录\n---\n".to_owned();
        let finding = Finding {
            fix: Some("2023-01-05".to_owned()),
            ..Finding::error(
                Place::field(&path, "发布日期"),
                "「2023.1.5」不是日期的规定写法",
            )
        };
        let report: Report = [finding.hint("改为「2023-01-05」")].into_iter().collect();
        let text = move |_: &SitePath| Some(text.clone());
        let sources = Sources::new(&text, &|_| None);
        let shown = render(&report, &sources, false);
        assert!(
            shown.contains(
                "= 改法: 改为「2023-01-05」\n  = 改后: 发布日期: 2023-01-05 # 补录"
            ),
            "{shown}"
        );
    }
}
