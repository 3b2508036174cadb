//! Facets of a column: the same items once more by year, topic, validity and issuer, each value
//! a list with pages of its own, so that a reader without scripts can filter.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    let of = |dimension| facet(dimension, (list, paging), items, portal);
    Dimension::ALL.into_iter().filter_map(of).collect()
}

/// A value before it has a slug; the order of the values.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
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

fn facet(
    dimension: Dimension,
    (list, paging): (&[ItemId], &Paging),
    items: &[Arc<Item>],
    portal: &Portal,
) -> Option<Facet> {
    let mut groups: BTreeMap<Key<'_>, Vec<ItemId>> = BTreeMap::new();
    for id in list {
        for key in keys(dimension, &items[id.index()], portal) {
            let group = groups.entry(key).or_default();
            if group.last() != Some(id) {
                group.push(*id);
            }
        }
    }
    if groups.len() < 2 {
        return None;
    }
    let words: Vec<String> = groups.keys().map(Key::word).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let slugs = distinct(&words, &[]);
    let value = |((key, items), slug): ((Key<'_>, Vec<ItemId>), String)| {
        let paging = Paging { total: items.len(), size: paging.size };
        FacetValue { label: key.label(), slug, items, paging }
    };
    let values = groups.into_iter().zip(slugs).map(value).collect();
    Some(Facet { dimension, values })
}

/// The values that an item has.
fn keys<'a>(dimension: Dimension, item: &'a Item, portal: &'a Portal) -> Vec<Key<'a>> {
    let front = item.disclosed.item();
    match dimension {
        Dimension::Year => {
            front.date.iter().map(|date| Key::Year(Reverse(date.date.year()))).collect()
        }
        Dimension::Topic => {
            front.topic.iter().map(|topic| Key::Word(true, &topic.first)).collect()
        }
        Dimension::Validity => {
            item.standing.iter().map(|standing| Key::State(standing.validity)).collect()
        }
        Dimension::Issuer => {
            let own = portal.publisher().name.as_str();
            let issuers = super::issuers(portal, front).iter();
            issuers.map(|name| Key::Word(name != own, name)).collect()
        }
    }
}
