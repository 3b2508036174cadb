//! Where the links of bodies lead, and what to say of those that lead nowhere.

use percent_encoding::percent_decode_str;

use super::reference::{Found, Listed, Pages, Sorted, dead};
use super::{FileId, ItemId, Target};
use crate::diag::{Finding, Place, Report};
use crate::disclosure::readings;
use crate::markdown::{Facts, TargetKind, target_kind};
use crate::world::SitePath;

/// Judges the links of bodies.
pub(super) struct Judge<'a, I, C> {
    pub(super) pages: &'a Pages<'a, I, C>,
    /// The published file that a source is.
    pub(super) file: &'a (dyn Fn(&SitePath) -> Option<FileId> + Sync),
    /// What the body of an item says.
    pub(super) facts: &'a (dyn Fn(ItemId) -> &'a Facts + Sync),
}

impl<I: Listed, C: Sorted> Judge<'_, I, C> {
    /// Where each link of a body leads, in the order of its facts; `source` is whose body it is.
    pub(super) fn links(
        &self,
        facts: &Facts,
        source: &SitePath,
        place: &dyn Fn(std::ops::Range<usize>) -> Place,
        report: &mut Report,
    ) -> Vec<Target> {
        let mut targets = Vec::with_capacity(facts.links.len());
        for link in &facts.links {
            let judged = match target_kind(&link.target) {
                TargetKind::External => Ok(Target::External(link.target.clone())),
                TargetKind::Anchor => anchor(facts, &link.target[1..]),
                TargetKind::Internal => self.internal(&link.target[2..]),
                TargetKind::File => Ok(self.file(&source.parent(), &link.target)),
                TargetKind::Refused => Err(refused()),
            };
            targets.push(judged.unwrap_or_else(|trouble| {
                report.extend(
                    trouble
                        .into_finding(place(link.range.clone()), &link.target)
                        .into_iter()
                        .collect(),
                );
                Target::Plain
            }));
        }
        targets
    }

    fn internal(&self, target: &str) -> Result<Target, Trouble> {
        let plain = percent_decode_str(target).decode_utf8_lossy().into_owned();
        let (source, fragment) = match plain.split_once('#') {
            Some((source, fragment)) => (source, Some(fragment)),
            None => (plain.as_str(), None),
        };
        let found = self.pages.source(source).map_err(Trouble::Found)?;
        match (found, fragment) {
            (Target::Item(id, _), Some(fragment)) => {
                anchor((self.facts)(id), fragment)?;
                Ok(Target::Item(id, Some(fragment.to_owned())))
            }
            (target, _) => Ok(target),
        }
    }

    /// The items whose 发文字号 a body names, each with the number as it is written there; `own` is
    /// whose body it is.
    pub(super) fn numbers(
        &self,
        facts: &Facts,
        own: Option<ItemId>,
    ) -> Vec<(String, ItemId)> {
        let mut found: Vec<(String, ItemId)> = Vec::new();
        for run in &facts.cited {
            let mut all = readings(run).map(|at| &run[at..]);
            let known =
                all.find_map(|number| Some((number, self.pages.numbered(number)?)));
            if let Some((number, id)) = known
                && Some(id) != own
                && !found.iter().any(|(other, _)| other == number)
            {
                found.push((number.to_owned(), id));
            }
        }
        found
    }

    /// A named file that is not published has its own finding already.
    fn file(&self, base: &SitePath, target: &str) -> Target {
        let plain = percent_decode_str(target).decode_utf8_lossy();
        let path = base.resolve(&plain).ok();
        path.and_then(|path| (self.file)(&path)).map_or(Target::Plain, Target::File)
    }
}

/// What keeps a link from leading anywhere.
enum Trouble {
    Found(Found),
    Refused,
    NoAnchor(Vec<String>),
}

fn refused() -> Trouble {
    Trouble::Refused
}

impl Trouble {
    fn into_finding(self, place: Place, written: &str) -> Option<Finding> {
        match self {
            Self::Found(found) => dead(place, written, &found),
            Self::Refused => Some(
                Finding::error(place, format!("链接「{written}」不能用")).hint(
                    "门户里的条目写「@/栏目/文件.md」，附件写文件名，别的网站写 https:// 开头的网址",
                ),
            ),
            Self::NoAnchor(ids) => {
                let finding = Finding::error(place, format!("链接「{written}」要去的标题不存在"));
                Some(match ids.is_empty() {
                    true => finding.hint("那一页没有标题；去掉「#」和后面的部分"),
                    false => finding.hint(format!("那一页的标题有：{}", ids.join("、"))),
                })
            }
        }
    }
}

fn anchor(facts: &Facts, fragment: &str) -> Result<Target, Trouble> {
    let headings = facts.headings.iter().map(|heading| &heading.id);
    let ids = headings.chain(facts.clauses.iter().map(|clause| &clause.id));
    if ids.clone().any(|id| id == fragment) {
        return Ok(Target::Anchor(fragment.to_owned()));
    }
    Err(Trouble::NoAnchor(ids.take(8).cloned().collect()))
}
