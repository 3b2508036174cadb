//! A site in which some items have another place in lists, have come or have gone.
//!
//! Most that is true of a portal is true after such an edit too. What is taken over is named here; what
//! is not sure to be the same makes the whole be joined anew, which takes a few times as long. So
//! nothing is found here but where links of the edited items lead nowhere: an edit that would lead to any
//! other finding is left to [`address()`](super::address()) and [`relate()`](super::relate()).

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::address::{by_folder, column_of, id_of};
use super::claims::{self, Wish};
use super::line::{self, Line, Places};
use super::order::Ranks;
use super::registry::{Claim, Registry, Route};
use super::retie::{Told, is_to_file};
use super::shift::{Edit, Follow, Shift, splice};
use super::swap::Edited;
use super::{
    Column, ColumnId, Item, ItemId, Lists, Site, Tables, Taxonomy, data, editions, lists,
    relate, settings, terms, validity,
};
use crate::diag::Report;
use crate::disclosure::{Basis, IndexNumber, Reference, readings};
use crate::gate::Disclosed;
use crate::markdown::Facts;
use crate::source::Role;

/// An edit of more items is joined anew: it is a change of branches, for which nobody sits and waits.
const MOST: usize = 64;

/// Every 发文字号 and 索引号 by which an item names another, whether the portal has that or not.
pub(super) type Asked = FxHashSet<String>;

impl Site {
    /// The site after some edits, sorted by place, and what is found of the ties of items; `None`
    /// when one of them may change more than the edited items, the lists, the addresses of lists,
    /// and back links.
    ///
    /// What was found before of addresses must have been nothing that the edits could mend: nothing
    /// of the edited items, and, where one comes or goes, nothing of any.
    #[must_use]
    pub fn moved(&self, edits: &[Edited], told: &Told<'_>) -> Option<(Self, Report)> {
        if edits.len() > MOST || !edits.iter().all(|edit| self.is_loose(edit)) {
            return None;
        }
        let judged: Vec<bool> =
            edits.iter().map(|edit| self.is_judged(edit, told)).collect();
        let no_more = |(edit, judged): &(&Edited, &bool)| {
            edit.was && (**judged || edit.is.is_none())
        };
        let silent = edits.iter().zip(&judged).filter(no_more);
        let silent = silent.map(|(edit, _)| ItemId::new(edit.at));
        let mut items = self.items.clone();
        let unsaid = self.forget(&mut items, &silent.collect::<Vec<_>>());
        let finished: Vec<Edit<Item>> =
            edits.iter().map(|edit| self.finish(edit, &items)).collect::<Option<_>>()?;
        let shift = Shift::of(&finished, items.len());
        let mut moved = Moved::new(self, items, finished, &shift);
        let judged = judged.iter().zip(&moved.numbers).filter(|(judged, _)| **judged);
        let judged: Vec<ItemId> = judged.filter_map(|(_, number)| *number).collect();
        let (told_of, found) = self.judge(&mut moved.items, &judged, told);
        let tied = unsaid.into_iter().filter_map(|id| shift.now(id)).chain(told_of);
        let tied = self.tied_with(&shift, tied.collect());
        let site = moved.finish(tied, self.asked_with(edits))?;
        let mut report = told.of_others(self, edits);
        report.extend(found);
        Some((site, report))
    }

    /// Whether an edit leaves alone what leads to an item, and the files of the portal.
    fn is_loose(&self, edit: &Edited) -> bool {
        let was = edit.was.then(|| &*self.items[edit.at]);
        match (was, &edit.is) {
            (Some(_), Some((is, facts))) => self.leads_on(edit.at, is, facts),
            (Some(was), None) => {
                !was.relations.lead_here()
                    && !self.is_linked(ItemId::new(edit.at))
                    && self.is_alone(&was.disclosed, &was.facts)
            }
            (None, Some((is, facts))) => self.is_alone(is, facts),
            (None, None) => true,
        }
    }

    /// Whether an item has no file, its front matter names no other, and none asks for its number.
    fn is_alone(&self, disclosed: &Disclosed, facts: &Facts) -> bool {
        let (has, item) = (disclosed.outline().has, disclosed.item());
        let asked = || self.asked.get_or_init(|| asked(&self.items));
        let is_asked_for =
            |number: Option<&str>| number.is_some_and(|number| asked().contains(number));
        let document = item.document_number.as_ref().map(ToString::to_string);
        let index = item.index_number.as_ref().map(IndexNumber::as_str);
        disclosed.source().role == Role::Item
            && !has.references
            && !has.attachments
            && !facts.links.iter().any(|link| is_to_file(&link.target))
            && !is_asked_for(document.as_deref())
            && !is_asked_for(index)
    }

    /// What is asked for after some edits, known already where they ask for nothing new.
    pub(super) fn asked_with(&self, edits: &[Edited]) -> Arc<OnceLock<Asked>> {
        let asks = |Edited { at, was, is }: &Edited| {
            is.as_ref().is_some_and(|(_, facts)| match was {
                true => self.items[*at].facts.cited != facts.cited,
                false => !facts.cited.is_empty(),
            })
        };
        if edits.iter().any(asks) { Arc::default() } else { self.asked.clone() }
    }

    /// The finished item of an edit, in which links and numbers may still be to judge; `items` are
    /// those before. `None` when something is wrong with its name.
    fn finish(&self, edit: &Edited, items: &[Arc<Item>]) -> Option<Edit<Item>> {
        let Edit { at, was, is } = edit;
        let Some((disclosed, facts)) = is else {
            return Some(Edit { at: *at, was: *was, is: None });
        };
        let mut report = Report::default();
        let (id, source) = (id_of(disclosed, &mut report), disclosed.source());
        let old = was.then(|| Item::clone(&items[*at]));
        // The files of a bundle move with it.
        if source.role == Role::Bundle && old.as_ref().is_some_and(|old| old.id != id) {
            return None;
        }
        let (targets, relations, attachments) = old
            .map(|old| (old.targets, old.relations, old.attachments))
            .unwrap_or_default();
        let standing = validity::standing(disclosed, &relations, self.today);
        let column = column_of(&by_folder(&self.columns), source);
        let (disclosed, facts) = (disclosed.clone(), facts.clone());
        let item = Item {
            disclosed,
            id,
            column,
            facts,
            targets,
            attachments,
            relations,
            standing,
        };
        report.is_empty().then_some(Edit { at: *at, was: *was, is: Some(item) })
    }
}

/// Every number by which an item names another.
fn asked(items: &[Arc<Item>]) -> Asked {
    items.par_iter().flat_map_iter(|item| asked_by(item)).collect()
}

/// The numbers by which an item names others.
fn asked_by(item: &Item) -> Vec<String> {
    let runs = item.facts.cited.iter();
    let mut asked: Vec<String> =
        runs.flat_map(|run| readings(run).map(|at| run[at..].to_owned())).collect();
    if item.disclosed.outline().has.references {
        let front = item.disclosed.item();
        let basis = front.basis.iter().filter_map(|basis| match basis {
            Basis::Reference(reference) => Some(reference),
            Basis::Text(_) => None,
        });
        let all = front.interprets.iter().chain(&front.repealed_by);
        let all = all.chain(&front.amended_by).chain(basis);
        asked.extend(all.filter_map(|reference| match reference {
            Reference::Internal(_) => None,
            Reference::Document(number) => Some(number.to_string()),
            Reference::Index(number) => Some(number.as_str().to_owned()),
        }));
    }
    asked
}

/// A site on its way: the items are as they are now, and what follows from them is made.
struct Moved<'a> {
    old: &'a Site,
    shift: &'a Shift,
    /// The edited items as they were.
    before: Vec<&'a Arc<Item>>,
    /// The number of each edited item now, where it is still there.
    numbers: Vec<Option<ItemId>>,
    items: Vec<Arc<Item>>,
    lines: Vec<Line>,
    ranks: Ranks,
}

impl<'a> Moved<'a> {
    /// `items` are those of the old site, less what they knew of what is no more said.
    fn new(
        old: &'a Site,
        items: Vec<Arc<Item>>,
        edits: Vec<Edit<Item>>,
        shift: &'a Shift,
    ) -> Self {
        let before = edits.iter().filter(|edit| edit.was);
        let before = before.map(|edit| &old.items[edit.at]).collect();
        let numbers = numbers(&edits);
        let line = |Edit { at, was, is }: &Edit<Item>| Edit {
            at: *at,
            was: *was,
            is: is.as_ref().map(line),
        };
        let lines = splice(old.tables.lines.clone(), edits.iter().map(line));
        let share = |Edit { at, was, is }| Edit { at, was, is: is.map(Arc::new) };
        let mut items = splice(items, edits.into_iter().map(share));
        if !shift.is_none() {
            let tied: Vec<ItemId> =
                old.tied.iter().filter_map(|id| shift.now(*id)).collect();
            let renamed = tied.into_par_iter().map(|id| {
                let mut item = Item::clone(&items[id.index()]);
                item.follow(shift);
                (id, Arc::new(item))
            });
            for (id, item) in renamed.collect::<Vec<_>>() {
                items[id.index()] = item;
            }
        }
        let come: Vec<ItemId> = numbers.iter().copied().flatten().collect();
        let id = |id: ItemId| items[id.index()].id.as_str();
        let ranks = old.tables.ranks.moved(shift, &come, &lines, &id);
        Self { old, shift, before, numbers, items, lines, ranks }
    }

    /// The finished site, when all ties are judged.
    fn finish(self, tied: Arc<[ItemId]>, asked: Arc<OnceLock<Asked>>) -> Option<Site> {
        let (columns, places) = self.columns();
        let (taxonomies, (columns, lists)) = rayon::join(
            || self.taxonomies(),
            || rayon::join(|| self.facets(columns), || self.lists()),
        );
        let registry = self.registry(&columns, &taxonomies, &lists)?;
        let Self { old, items, lines, ranks, .. } = self;
        let site = Site {
            config: old.config.clone(),
            today: old.today,
            columns: columns.into(),
            items,
            tombstones: old.tombstones.clone(),
            files: old.files.clone(),
            taxonomies: taxonomies.into(),
            lists: Arc::new(lists),
            registry: Arc::new(registry),
            tables: Arc::new(Tables { lines, ranks, places }),
            tied,
            asked,
        };
        let settings = |site: &Site| {
            let mut report = Report::default();
            settings::check_links(site, &mut report);
            report
        };
        (settings(&site) == settings(old)).then_some(site)
    }

    /// The edited items as they are, with their numbers.
    fn now(&self) -> impl Iterator<Item = (ItemId, &Arc<Item>)> {
        let numbers = self.numbers.iter().copied().flatten();
        numbers.map(|id| (id, &self.items[id.index()]))
    }

    /// The columns with their lists, and the place of each item in them. Facets are as they were.
    fn columns(&self) -> (Vec<Column>, Places) {
        let old = &self.old.columns;
        let sections: Vec<_> = old.iter().map(|column| column.front.section()).collect();
        let entry = |id: ItemId| {
            let item = &self.items[id.index()];
            (&*item.disclosed, item.id.as_str())
        };
        let lists = line::listings(&sections, &self.lines, &self.ranks, &entry);
        let lists = lists.into_iter().zip(&**old).map(|(list, old)| {
            let mut column = old.clone();
            column.take(list);
            column.targets.iter_mut().for_each(|target| target.follow(self.shift));
            column
        });
        let columns: Vec<Column> = lists.collect();
        let lists = columns.iter().map(|column| column.items.as_slice());
        let places = Places::of(lists, self.items.len());
        (columns, places)
    }

    /// The same with facets: made anew where an edited item is or was, else the same items.
    fn facets(&self, mut columns: Vec<Column>) -> Vec<Column> {
        let touched = self.before.iter().map(|item| item.column);
        let touched: FxHashSet<ColumnId> =
            touched.chain(self.now().map(|(_, item)| item.column)).collect();
        columns.par_iter_mut().enumerate().for_each(|(at, column)| {
            if touched.contains(&ColumnId::new(at)) {
                let items = (self.lines.as_slice(), self.items.as_slice());
                column.facets = relate::facets(column, items, &self.old.config);
            } else if !self.shift.is_none() {
                column.facets.iter_mut().for_each(|facet| facet.follow(self.shift));
            }
        });
        columns
    }

    fn taxonomies(&self) -> Vec<Taxonomy> {
        let before: Vec<&Disclosed> =
            self.before.iter().map(|item| &*item.disclosed).collect();
        let now: Vec<(ItemId, &Disclosed)> =
            self.now().map(|(id, item)| (id, &*item.disclosed)).collect();
        let (config, ranks) = (&self.old.config, &self.ranks);
        let edited = (before.as_slice(), now.as_slice());
        let moved =
            terms::moved(&self.old.taxonomies, config, edited, (self.shift, ranks));
        moved.unwrap_or_else(|| {
            let disclosed = |id: ItemId| &*self.items[id.index()].disclosed;
            terms::gather(config, (&self.lines, &disclosed), ranks)
        })
    }

    fn lists(&self) -> Lists {
        let edited = self.before.iter().copied().chain(self.now().map(|(_, is)| is));
        let mut edited = edited.map(|item| item.disclosed.outline());
        let numbers = (!edited.any(|outline| outline.has.document_number)).then(|| {
            let mut numbers = self.old.lists.numbers.clone();
            if !self.shift.is_none() {
                numbers.iter_mut().for_each(|code| code.follow(self.shift));
            }
            numbers
        });
        let items = (self.lines.as_slice(), self.items.as_slice());
        lists::gather(items, &self.old.tombstones, &self.ranks, numbers)
    }

    /// `None` where one path is claimed twice, or an item stands where it must not.
    fn registry(
        &self,
        columns: &[Column],
        taxonomies: &[Taxonomy],
        lists: &Lists,
    ) -> Option<Registry> {
        let config = &self.old.config;
        let wishes = |id: ItemId, item: &Item| {
            let row_pages = columns[item.column.index()].has_row_pages();
            claims::of_item(id, (&item.disclosed, &item.id), row_pages)
        };
        // By the numbers of now, so that what is claimed as before is known as the same.
        let gone = self.before.iter().flat_map(|item| {
            let is = |(_, now): &(ItemId, &Arc<Item>)| {
                now.disclosed.path() == item.disclosed.path()
            };
            let id = self.now().find(is).map_or(ItemId::new(0), |(id, _)| id);
            wishes(id, item)
        });
        let gone: Vec<Wish> = gone.collect();
        let come = self.now().flat_map(|(id, item)| wishes(id, item));
        let come: Vec<Wish> = come.collect();
        let trespass = |(path, route, owner): &Wish| {
            let (path, route, owner) = (path.clone(), route.clone(), owner.clone());
            claims::trespass(&Claim { path, route, owner }, config).is_some()
        };
        if come.iter().any(trespass) {
            return None;
        }
        let mut rest =
            claims::of_places(columns, &self.old.tombstones, taxonomies, config);
        let files = self.old.files.iter().enumerate();
        rest.extend(files.map(|(at, file)| {
            let route = Route::File(super::FileId::new(at));
            (file.path.clone(), route, file.attachment.source.clone())
        }));
        rest.extend(self.comparisons());
        rest.extend(claims::of_facets(columns));
        rest.extend(claims::of_lists(lists));
        if config.generate_sitemap {
            let items = self.lines.iter().filter(|line| line.outline.render).count();
            let mapped = rest.iter().filter(|(_, route, _)| route.is_mapped()).count();
            rest.extend(data::of_sitemap(items + mapped, items));
        }
        self.old.registry.moved(self.shift, (&gone, &come), rest)
    }

    /// What is claimed by items that have a last edition.
    fn comparisons(&self) -> Vec<Wish> {
        let tied = self.old.tied.iter().filter_map(|id| self.shift.now(*id));
        let tied =
            tied.filter(|id| self.items[id.index()].relations.last_edition.is_some());
        let of = |id: ItemId| {
            let item = &self.items[id.index()];
            editions::of_item(id, &item.disclosed, &item.id)
        };
        tied.flat_map(of).collect()
    }
}

fn line(item: &Item) -> Line {
    let (outline, validity) = (*item.disclosed.outline(), item.validity());
    Line { outline, column: item.column, validity }
}

/// The new number of what is there after each edit.
fn numbers<T>(edits: &[Edit<T>]) -> Vec<Option<ItemId>> {
    let (mut come, mut gone) = (0, 0);
    let number = |edit: &Edit<T>| {
        let id = ItemId::new(edit.at + come - gone);
        gone += usize::from(edit.was);
        come += usize::from(edit.is.is_some());
        edit.is.is_some().then_some(id)
    };
    edits.iter().map(number).collect()
}
