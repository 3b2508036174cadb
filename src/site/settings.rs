//! Links in the settings of the portal: each should lead to a page that is disclosed.

use super::Site;
use crate::config::{Entry, PORTAL_FILE};
use crate::diag::{Finding, Place, Report};
use crate::tree::FieldPath;
use crate::world::SitePath;

/// Tells of the links that lead nowhere; pages leave them out.
pub(super) fn check_links(site: &Site, report: &mut Report) {
    let portal = &site.config.portal;
    let mut check = |link: &str, field: FieldPath| {
        let found = link.strip_prefix("@/").and_then(|source| site.find(source));
        if found.is_none() {
            report.push(dead(link, field));
        }
    };
    let mut all = |entries: &[Entry], name: &str| {
        for (index, entry) in entries.iter().enumerate() {
            check(&entry.link, FieldPath::key(name).index(index).then("link"));
        }
    };
    all(&portal.entries, "entries");
    all(&portal.hints, "hints");
    if let Some(link) = &portal.application.application_form {
        check(link, FieldPath::key("application").then("application_form"));
    }
    if let Some(link) = &portal.accessibility {
        check(link, FieldPath::key("accessibility"));
    }
}

fn dead(link: &str, field: FieldPath) -> Finding {
    let path = SitePath::new(PORTAL_FILE).expect("a constant path");
    let message = format!("链接「{link}」没有对应的公开网页，不会出现");
    let finding = Finding::warning(Place::deep(&path, field), message);
    finding.hint("写成「@/栏目/文件.md」，那个文件要是主动公开的")
}
