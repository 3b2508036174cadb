//! What edited items say of others, judged again, and what others know of it.
//!
//! An edit may add a link, name another 发文字号 or mend a link that led nowhere. All that follows for
//! others is in their [`Relations::backlinks`] and [`Relations::cited_by`].

use std::sync::Arc;

use super::judge::Judge;
use super::reference::Pages;
use super::shift::Shift;
use super::swap::Edited;
use super::{Item, ItemId, Relations, Site, Target, ties};
use crate::diag::Report;
use crate::gate::Withheld;
use crate::markdown::{Facts, TargetKind, target_kind};
use crate::world::SitePath;

/// What the ties of items are judged with.
pub struct Told<'t> {
    /// What is kept back now.
    pub withheld: &'t [Withheld],
    /// What was found of ties before.
    pub found: &'t Report,
}

impl Told<'_> {
    fn is_told_of(&self, path: &SitePath) -> bool {
        self.found.findings().iter().any(|finding| finding.place.path == *path)
    }

    /// What was found of all other items.
    pub(super) fn of_others(&self, site: &Site, edits: &[Edited]) -> Report {
        let edited = |path: &SitePath| {
            edits.iter().any(|Edited { at, was, is }| {
                let was = was.then(|| site.items[*at].disclosed.path());
                was == Some(path) || is.as_ref().is_some_and(|(is, _)| is.path() == path)
            })
        };
        let found = self.found.findings().iter();
        found.filter(|finding| !edited(&finding.place.path)).cloned().collect()
    }
}

/// Whether an item leads where it did, itself included, and names whom it named.
fn says_the_same(was: &Facts, is: &Facts) -> bool {
    was.cited == is.cited
        && same_links(was, is, |_| true)
        && (is.links.is_empty() || same_anchors(was, is))
}

/// Whether the links of which a condition holds are the same ones.
pub(super) fn same_links(was: &Facts, is: &Facts, of: fn(&str) -> bool) -> bool {
    let [was, is] = [was, is].map(|facts| facts.links.iter().map(|link| &*link.target));
    was.filter(|target| of(target)).eq(is.filter(|target| of(target)))
}

/// Whether a link is to a file of the portal.
pub(super) fn is_to_file(target: &str) -> bool {
    target_kind(target) == TargetKind::File
}

/// Whether links to a place in the text lead there as before.
pub(super) fn same_anchors(was: &Facts, is: &Facts) -> bool {
    let [headings, others] = [was, is].map(|facts| facts.headings.iter());
    let [clauses, more] = [was, is].map(|facts| facts.clauses.iter());
    headings.map(|heading| &heading.id).eq(others.map(|heading| &heading.id))
        && clauses.map(|clause| &clause.id).eq(more.map(|clause| &clause.id))
}

impl Site {
    /// Whether what an edited item says has to be judged again.
    pub(super) fn is_judged(&self, edit: &Edited, told: &Told<'_>) -> bool {
        let Some((_, facts)) = &edit.is else { return false };
        if !edit.was {
            return !facts.links.is_empty() || !facts.cited.is_empty();
        }
        let was = &self.items[edit.at];
        !says_the_same(&was.facts, facts) || told.is_told_of(was.disclosed.path())
    }

    /// Takes what some items say of others away from these; `items` are those of the site, and have
    /// its numbers.
    pub(super) fn forget(
        &self,
        items: &mut [Arc<Item>],
        said_by: &[ItemId],
    ) -> Vec<ItemId> {
        let mut touched = Vec::new();
        for id in said_by {
            for other in named(self.item(*id)) {
                let relations = &mut of(items, other).relations;
                relations.backlinks.retain(|by| by != id);
                relations.cited_by.retain(|by| by != id);
                touched.push(other);
            }
        }
        touched
    }

    /// Judges what some items say of others, and tells these; `items` are as they are now. Gives the
    /// items that were told, and what was found.
    pub(super) fn judge(
        &self,
        items: &mut [Arc<Item>],
        ids: &[ItemId],
        told: &Told<'_>,
    ) -> (Vec<ItemId>, Report) {
        let mut report = Report::default();
        if ids.is_empty() {
            return (Vec::new(), report);
        }
        let said = {
            let items = &*items;
            let is_withheld = |path: &SitePath| {
                told.withheld.iter().any(|kept| kept.source().path == *path)
            };
            let pages = Pages::new(items, &self.columns, &is_withheld);
            let judge = Judge {
                pages: &pages,
                file: &|source| self.file_of(source),
                facts: &|id: ItemId| &*items[id.index()].facts,
            };
            let said = ids.iter().map(|id| {
                let Item { disclosed, facts, .. } = &*items[id.index()];
                let place = |range| disclosed.place(range);
                let (_, found) = ties::own_ties(*id, disclosed, &pages);
                report.extend(found);
                let targets = judge.links(facts, disclosed.path(), &place, &mut report);
                (*id, targets, judge.numbers(facts, Some(*id)))
            });
            said.collect::<Vec<_>>()
        };
        let mut touched = ids.to_vec();
        for (id, targets, cites) in said {
            let item = of(items, id);
            (item.targets, item.relations.cites) = (targets, cites);
            let item = items[id.index()].clone();
            for target in &item.targets {
                if let Target::Item(other, _) = target
                    && *other != id
                {
                    put(&mut of(items, *other).relations.backlinks, id);
                }
            }
            if item.disclosed.outline().render {
                for other in cited(&item.relations) {
                    put(&mut of(items, other).relations.cited_by, id);
                }
            }
            touched.extend(named(&item));
        }
        (touched, report)
    }

    /// The items that have ties, with those that an edit may have given some; sorted.
    pub(super) fn tied_with(&self, shift: &Shift, more: Vec<ItemId>) -> Arc<[ItemId]> {
        if shift.is_none() && more.is_empty() {
            return self.tied.clone();
        }
        let mut tied: Vec<ItemId> =
            self.tied.iter().filter_map(|id| shift.now(*id)).chain(more).collect();
        tied.sort_unstable();
        tied.dedup();
        tied.into()
    }
}

/// An item of its own, to be changed.
fn of(items: &mut [Arc<Item>], id: ItemId) -> &mut Item {
    Arc::make_mut(&mut items[id.index()])
}

/// Puts an item into a sorted list that may have it.
fn put(list: &mut Vec<ItemId>, id: ItemId) {
    if let Err(at) = list.binary_search(&id) {
        list.insert(at, id);
    }
}

/// The items that are told of what one says.
fn named(item: &Item) -> Vec<ItemId> {
    let linked = item.targets.iter().filter_map(|target| match target {
        Target::Item(id, _) => Some(*id),
        _ => None,
    });
    linked.chain(cited(&item.relations)).collect()
}

/// The items named by number or as 依据.
fn cited(relations: &Relations) -> impl Iterator<Item = ItemId> {
    let bases = relations.basis.iter().filter_map(|(_, id)| *id);
    relations.cites.iter().map(|(_, id)| *id).chain(bases)
}
