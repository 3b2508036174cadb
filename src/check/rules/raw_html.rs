//! HTML in a body.
//!
//! A portal shows it as text, because what a page may contain is decided by the theme alone. Basis:
//! 国办发〔2017〕47号 asks for a uniform appearance (依据待核). Found: `<b>重要</b>`. Mend: Markdown, `**重要**`.

use std::ops::Range;

use crate::check::body::Body;
use crate::check::rule::{Rule, Scope};
use crate::diag::{Report, Severity};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "raw-html",
    title: "正文里有 HTML 代码",
    basis: &["国办发〔2017〕47号（依据待核）"],
    level: Severity::Warning,
    explain: "正文只用 Markdown 写。HTML 代码不会起作用，会原样显示在页面上；多半是从网页上复制时带进来的。",
    scope: Scope::Body(check),
};

fn check(body: &Body<'_>, report: &mut Report) {
    for range in joined(&body.facts.raw_html) {
        // The tag that opened it has been told.
        if body.text()[range.clone()].starts_with("</") {
            continue;
        }
        let finding = RULE.finding(body.place(range), "HTML 代码会原样显示在页面上");
        report.push(finding.hint("删去尖括号里的代码，改用 Markdown，例如「**加粗**」"));
    }
}

/// Pieces that follow one another are one: a block of HTML comes line by line.
fn joined(pieces: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if last.end == piece.start => last.end = piece.end,
            _ => joined.push(piece.clone()),
        }
    }
    joined
}
