//! Judgements: what the law and good practice ask of items and of the portal.
//!
//! A rule is a file in [`rules`]. [`document`] and [`site()`] ask all of them, [`policy`] then
//! weighs what they found by `disclosure.yaml` and the waivers of the items. A document rule
//! gets one item and nothing else, so its findings may be kept as long as the item is the
//! same; what needs a neighbour, the facts of a body or the day is a site rule by its type.

mod blank;
mod body;
pub mod policy;
mod rule;
mod rules;
mod text;

pub use blank::{Blank, blank};
pub use rule::{Rule, Scope};
pub use rules::RULES;
pub use text::Text;

use text::Subject;

use rayon::prelude::*;

use crate::diag::Report;
use crate::gate::{Disclosed, DisclosedColumn};
use crate::site::Site;

/// Asks the rules that look at one item alone. The findings are not weighed yet.
#[must_use]
pub fn document(disclosed: &Disclosed) -> Report {
    let mut report = Report::default();
    let subject = Subject::Item(disclosed);
    let texts = text::texts(&subject);
    for rule in RULES {
        match rule.scope {
            Scope::Document(check) => check(disclosed, &mut report),
            Scope::Text(check) => check(&texts, &mut report),
            Scope::Site(_) | Scope::Today(_) => {}
        }
    }
    report
}

/// Asks the rules that look at texts about a column's. The findings are not weighed yet.
#[must_use]
pub fn column(column: &DisclosedColumn) -> Report {
    let mut report = Report::default();
    let subject = Subject::Column(column);
    let texts = text::texts(&subject);
    for rule in RULES {
        if let Scope::Text(check) = rule.scope {
            check(&texts, &mut report);
        }
    }
    report
}

/// Asks the rules that look at the whole portal on its day. The findings are not weighed yet.
#[must_use]
pub fn site(site: &Site) -> Report {
    let ask = |rule: &&Rule| {
        let mut report = Report::default();
        match rule.scope {
            Scope::Site(check) | Scope::Today(check) => check(site, &mut report),
            Scope::Document(_) | Scope::Text(_) => {}
        }
        report
    };
    let mut report = Report::default();
    for found in RULES.par_iter().map(ask).collect::<Vec<_>>() {
        report.extend(found);
    }
    report
}
