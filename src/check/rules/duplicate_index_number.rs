//! Two items with one 索引号.
//!
//! An index that names two items finds neither, and references by it are a matter of luck. Basis:
//! 《政府信息公开条例》第十二条. The number of a withdrawn item is not free either. Mend: give the
//! later item a number of its own.

use rustc_hash::FxHashMap;

use crate::check::rule::{Rule, Scope};
use crate::check::survey::{Survey, Word};
use crate::diag::{Place, Report, Severity};
use crate::world::SitePath;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "duplicate-index-number",
    title: "索引号重复",
    basis: &["政府信息公开条例第十二条"],
    level: Severity::Warning,
    explain: "每件信息的索引号全站唯一。重复时两处都会指出来，给后编的一件换一个没有用过的号。",
    scope: Scope::Site(check),
};

fn check(survey: &Survey<'_>, report: &mut Report) {
    // The number of an item that was withdrawn stays with it.
    let withdrawn = survey.site.tombstones.iter().map(|placed| &placed.tombstone);
    let withdrawn = withdrawn
        .filter_map(|stone| Some((stone.index_number.as_deref()?, &stone.source().path)));
    let withdrawn: Vec<(&str, &SitePath)> = withdrawn.collect();
    let words = withdrawn.iter().map(|(number, _)| Word::of(*number));
    let sharing = survey.sharing(|brief| brief.index, words);
    let mut first: FxHashMap<&str, &SitePath> = withdrawn.iter().copied().collect();
    for item in sharing {
        let path = item.disclosed.path();
        let Some(number) = &item.disclosed.item().index_number else { continue };
        let number = number.as_str();
        let Some(other) = first.get(number) else {
            first.insert(number, path);
            continue;
        };
        let place = Place::field(path, "index_number");
        let finding =
            RULE.finding(place, format!("索引号「{number}」和「{other}」的相同"));
        report.push(
            finding
                .also(Place::field(other, "index_number"), "另一处在这里")
                .hint("给其中一件换一个没有用过的索引号"),
        );
    }
}
