//! Facets of a column: the same items once more by year, topic, validity and issuer, each value
//! a list with pages of its own, so that a reader without scripts can filter.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Item, ItemId, Page, Paging};
use crate::config::Portal;
use crate::disclosure::Validity;
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
    items: &[Arc<Item>],
    portal: &Portal,
) -> Vec<Facet> {
    let mut groups: [Groups<'_>; 4] = Default::default();
    // All at once: a hundred thousand items lie all over the memory, and each is looked at once.
    for id in list {
        let item = &*items[id.index()];
        for (groups, dimension) in groups.iter_mut().zip(Dimension::ALL) {
            each_key(dimension, item, portal, |key| groups.add(key, *id));
        }
    }
    let all = Dimension::ALL.into_iter().zip(groups);
    all.filter_map(|(dimension, groups)| groups.facet(dimension, paging)).collect()
}

/// A value before it has a slug; the order of the values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// The items of each value.
#[derive(Default)]
struct Groups<'a> {
    /// Where the items of a value are.
    places: FxHashMap<Key<'a>, usize>,
    lists: Vec<(Key<'a>, Vec<ItemId>)>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, key: Key<'a>, id: ItemId) {
        let place = *self.places.entry(key).or_insert_with(|| {
            self.lists.push((key, Vec::new()));
            self.lists.len() - 1
        });
        let list = &mut self.lists[place].1;
        // An item may name one issuer twice.
        if list.last() != Some(&id) {
            list.push(id);
        }
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

/// Tells the values that an item has.
fn each_key<'a>(
    dimension: Dimension,
    item: &'a Item,
    portal: &'a Portal,
    mut tell: impl FnMut(Key<'a>),
) {
    let has = item.outline.has;
    match dimension {
        Dimension::Year => {
            if item.outline.date.is_some() {
                tell(Key::Year(Reverse(item.outline.year())));
            }
        }
        Dimension::Topic => {
            if has.topic {
                let topic = item.disclosed.item().topic.as_ref();
                topic.into_iter().for_each(|topic| tell(Key::Word(true, &topic.first)));
            }
        }
        Dimension::Validity => {
            if let Some(standing) = &item.standing {
                tell(Key::State(standing.validity));
            }
        }
        Dimension::Issuer => {
            let own = portal.publisher().name.as_str();
            if !has.issuer {
                return tell(Key::Word(false, own));
            }
            let issuers = item.disclosed.item().issuer.iter();
            issuers.for_each(|name| tell(Key::Word(name != own, name)));
        }
    }
}
