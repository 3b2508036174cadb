//! Facets of a column: the same items once more by year, topic, validity and issuer, each value
//! a list with pages of its own, so that a reader without scripts can filter.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::line::Line;
use super::{Item, ItemId, Page, Paging};
use crate::config::Portal;
use crate::disclosure::Validity;
use crate::gate::WordsKey;
use crate::slug::distinct;

/// By what a column is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// The year of 发布日期.
    Year,
    /// The first level of 主题分类, as the search counts it.
    Topic,
    /// 有效性 on the day of the site.
    Validity,
    /// 发文机关; an item of several stands in the list of each.
    Issuer,
}

impl Dimension {
    /// All, in the order in which pages show them.
    pub const ALL: [Self; 4] = [Self::Year, Self::Topic, Self::Validity, Self::Issuer];

    /// The word in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Topic => "topic",
            Self::Validity => "validity",
            Self::Issuer => "issuer",
        }
    }

    /// The word that readers see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Year => "年份",
            Self::Topic => "主题分类",
            Self::Validity => "有效性",
            Self::Issuer => "发文机关",
        }
    }
}

/// One facet of a column: at least two values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// By what it divides.
    pub dimension: Dimension,
    /// Its values, in an order that does not depend on how many items each has.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// What readers see.
    pub label: String,
    /// Its part of the address, unlike that of every other value of the facet.
    pub slug: String,
    /// The items, in the column's order.
    pub items: Vec<ItemId>,
    /// How the list is cut into pages, as the column's own.
    pub paging: Paging,
}

impl Facet {
    /// The file of a page of a value's list, below the column's folder. The underscore is in no
    /// slug, so a second page is no other value.
    #[must_use]
    pub fn file(&self, value: &FacetValue, page: Page) -> String {
        let (name, slug) = (self.dimension.name(), &value.slug);
        match page {
            Page::Open => format!("{name}-{slug}.html"),
            Page::Full(number) => format!("{name}-{slug}_{number}.html"),
        }
    }
}

/// The facets of a list. A facet that does not divide it is left out.
pub(super) fn facets(
    list: &[ItemId],
    paging: &Paging,
    (lines, items): (&[Line], &[Arc<Item>]),
    portal: &Portal,
) -> Vec<Facet> {
    let mut groups: [Groups<'_>; 4] = Default::default();
    // All at once, and by marks: the front matter of a hundred thousand items lies all over the
    // memory, and only the first with the same words is looked at.
    for id in list {
        let line = &lines[id.index()];
        for (groups, dimension) in groups.iter_mut().zip(Dimension::ALL) {
            if let Some(mark) = mark(dimension, line) {
                groups.add(mark, *id, || keys(dimension, &items[id.index()], portal));
            }
        }
    }
    let all = Dimension::ALL.into_iter().zip(groups);
    all.filter_map(|(dimension, groups)| groups.facet(dimension, paging)).collect()
}

/// A value before it has a slug; the order of the values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Year(Reverse<i16>),
    State(Validity),
    /// The portal's own bureau comes before others.
    Word(bool, &'a str),
}

impl Key<'_> {
    fn label(&self) -> String {
        match self {
            Self::Year(Reverse(year)) => format!("{year} 年"),
            Self::State(state) => state.word().to_owned(),
            Self::Word(_, word) => (*word).to_owned(),
        }
    }

    /// What the slug is made of.
    fn word(&self) -> String {
        match self {
            Self::Year(Reverse(year)) => year.to_string(),
            Self::State(state) => state.english().to_owned(),
            Self::Word(_, word) => (*word).to_owned(),
        }
    }
}

/// By what it is known that an item has the same values as another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Mark {
    Year(i16),
    State(Validity),
    Words(WordsKey),
    /// The portal's own bureau, unnamed.
    Own,
}

fn mark(dimension: Dimension, line: &Line) -> Option<Mark> {
    let outline = &line.outline;
    match dimension {
        Dimension::Year => outline.date.map(|_| Mark::Year(outline.year())),
        Dimension::Topic => outline.topic.map(Mark::Words),
        Dimension::Validity => line.validity.map(Mark::State),
        Dimension::Issuer => Some(outline.issuers.map_or(Mark::Own, Mark::Words)),
    }
}

/// The values that an item has.
fn keys<'a>(dimension: Dimension, item: &'a Item, portal: &'a Portal) -> Vec<Key<'a>> {
    let front = item.disclosed.item();
    match dimension {
        Dimension::Year => vec![Key::Year(Reverse(item.disclosed.outline().year()))],
        Dimension::Topic => {
            front.topic.iter().map(|topic| Key::Word(true, &topic.first)).collect()
        }
        Dimension::Validity => {
            item.standing.iter().map(|standing| Key::State(standing.validity)).collect()
        }
        Dimension::Issuer => {
            let own = portal.publisher().name.as_str();
            match front.issuer.as_slice() {
                [] => vec![Key::Word(false, own)],
                named => named.iter().map(|name| Key::Word(name != own, name)).collect(),
            }
        }
    }
}

/// The items of each value.
#[derive(Default)]
struct Groups<'a> {
    /// The lists to which items with a mark belong.
    marked: FxHashMap<Mark, Vec<usize>>,
    lists: Vec<(Key<'a>, Vec<ItemId>)>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, mark: Mark, id: ItemId, keys: impl FnOnce() -> Vec<Key<'a>>) {
        let Self { marked, lists } = self;
        let places = marked.entry(mark).or_insert_with(|| {
            let place = |key| {
                let known = lists.iter().position(|(other, _)| *other == key);
                known.unwrap_or_else(|| {
                    lists.push((key, Vec::new()));
                    lists.len() - 1
                })
            };
            // An item may name one issuer twice.
            let places: BTreeSet<usize> = keys().into_iter().map(place).collect();
            places.into_iter().collect()
        });
        places.iter().for_each(|at| lists[*at].1.push(id));
    }

    fn facet(mut self, dimension: Dimension, paging: &Paging) -> Option<Facet> {
        if self.lists.len() < 2 {
            return None;
        }
        self.lists.sort_unstable_by_key(|(key, _)| *key);
        let words: Vec<String> = self.lists.iter().map(|(key, _)| key.word()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let slugs = distinct(&words, &[]);
        let value = |((key, items), slug): ((Key<'_>, Vec<ItemId>), String)| {
            let paging = Paging { total: items.len(), size: paging.size };
            FacetValue { label: key.label(), slug, items, paging }
        };
        let values = self.lists.into_iter().zip(slugs).map(value).collect();
        Some(Facet { dimension, values })
    }
}
