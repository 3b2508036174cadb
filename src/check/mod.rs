//! Judgements: what the law and good practice ask of items and of the portal.
//!
//! A rule is a file in [`rules`]. [`document`], [`column()`] and [`site()`] ask all of them, [`policy`]
//! then weighs what they found by `disclosure.yaml` and the waivers of the items. A rule that looks
//! at one item gets nothing else (all of it, its texts, or its body with the facts), so its findings
//! may be kept as long as the item is the same. What needs a neighbour or the day is a site rule by
//! its type; of each item it gets beside the site what [`Brief`] has of it.

mod blank;
mod body;
pub mod policy;
mod rule;
mod rules;
mod survey;
mod text;

pub use blank::{Blank, blank};
pub use body::Body;
pub use rule::{Rule, Scope};
pub use rules::RULES;
pub use survey::{Brief, Survey};
pub use text::Text;

use text::Subject;

use rayon::prelude::*;

use crate::diag::Report;
use crate::gate::{Disclosed, DisclosedColumn};
use crate::markdown::Facts;

/// Asks the rules that look at one item alone. The findings are not weighed yet.
#[must_use]
pub fn document(disclosed: &Disclosed, facts: &Facts) -> Report {
    let mut report = alone(Subject::Item(disclosed), facts);
    for rule in RULES {
        if let Scope::Document(check) = rule.scope {
            check(disclosed, &mut report);
        }
    }
    report
}

/// Asks the rules that look at one column's words alone. The findings are not weighed yet.
#[must_use]
pub fn column(column: &DisclosedColumn, facts: &Facts) -> Report {
    alone(Subject::Column(column), facts)
}

/// Asks the rules that an item and a column are both asked.
fn alone(subject: Subject<'_>, facts: &Facts) -> Report {
    let mut report = Report::default();
    let texts = text::texts(&subject);
    let body = Body { owner: subject, facts };
    for rule in RULES {
        match rule.scope {
            Scope::Text(check) => check(&texts, &mut report),
            Scope::Body(check) => check(&body, &mut report),
            Scope::Document(_) | Scope::Site(_) | Scope::Today(_) => {}
        }
    }
    report
}

/// Asks the rules that look at the whole portal on its day. The findings are not weighed yet.
#[must_use]
pub fn site(survey: &Survey<'_>) -> Report {
    let ask = |rule: &&Rule| {
        let mut report = Report::default();
        match rule.scope {
            Scope::Site(check) | Scope::Today(check) => check(survey, &mut report),
            Scope::Document(_) | Scope::Text(_) | Scope::Body(_) => {}
        }
        report
    };
    let mut report = Report::default();
    for found in RULES.par_iter().map(ask).collect::<Vec<_>>() {
        report.extend(found);
    }
    report
}
