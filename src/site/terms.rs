//! Taxonomies and their terms.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::address::PlacedItem;
use super::order::Ranks;
use super::{ItemId, Page, Paging};
use crate::config::{self, Config};
use crate::slug::{distinct, slug};

/// A taxonomy with its terms.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    /// What the configuration says.
    pub settings: config::Taxonomy,
    /// Its folder in the output.
    pub slug: String,
    /// Its terms, sorted by slug.
    pub terms: Vec<Term>,
    /// The position of each term by its word.
    by_name: FxHashMap<String, usize>,
}

impl Taxonomy {
    /// The output path of a page of a term's list.
    #[must_use]
    pub fn term_path(&self, term: &Term, page: Page) -> String {
        format!("{}/{}", self.slug, page.file(&term.slug))
    }

    /// The term of a word.
    #[must_use]
    pub fn term(&self, word: &str) -> Option<&Term> {
        self.by_name.get(word.trim()).map(|at| &self.terms[*at])
    }
}

/// A term and the items that bear it.
#[derive(Debug, Clone)]
pub struct Term {
    /// The word.
    pub name: String,
    /// Its file in the output. 公示, 公式 and 公事 sound alike, so terms that would share a slug
    /// all get a part of their digest: none of them may be lost in another's list.
    pub slug: String,
    /// The items, the newest first.
    pub items: Vec<ItemId>,
    /// How the list is cut into pages.
    pub paging: Paging,
}

/// Gathers the terms of all items. 关键词 are terms of a taxonomy named `keywords`.
pub(super) fn gather(
    config: &Config,
    items: &[PlacedItem],
    ranks: &Ranks,
) -> Vec<Taxonomy> {
    let rendered = config.taxonomies.iter().filter(|taxonomy| taxonomy.render);
    rendered
        .map(|settings| taxonomy(settings, items, ranks))
        .filter(|t| !t.terms.is_empty())
        .collect()
}

fn taxonomy(
    settings: &config::Taxonomy,
    items: &[PlacedItem],
    ranks: &Ranks,
) -> Taxonomy {
    let mut words: FxHashMap<&str, Vec<ItemId>> = FxHashMap::default();
    for (index, placed) in items.iter().enumerate() {
        if !placed.outline.render || !placed.outline.has.terms {
            continue;
        }
        let item = placed.disclosed.item();
        let own =
            item.taxonomies.get(&settings.name).map(Vec::as_slice).unwrap_or_default();
        let keywords =
            if settings.name == "keywords" { item.keywords.as_slice() } else { &[] };
        for word in own.iter().chain(keywords) {
            let list = words.entry(word.trim()).or_default();
            if list.last() != Some(&ItemId::new(index)) {
                list.push(ItemId::new(index));
            }
        }
    }
    let words: BTreeMap<&str, Vec<ItemId>> = words.into_iter().collect();
    let names: Vec<&str> = words.keys().copied().collect();
    // `index` is the list of terms itself.
    let slugs = distinct(&names, &["index"]);
    let terms = words.into_iter().zip(slugs);
    let mut terms: Vec<Term> =
        terms.map(|(word, slug)| term(word, slug, settings, ranks)).collect();
    terms.sort_by(|a, b| a.slug.cmp(&b.slug));
    let by_name =
        terms.iter().enumerate().map(|(at, term)| (term.name.clone(), at)).collect();
    Taxonomy {
        settings: settings.clone(),
        slug: slug(&settings.name, 60),
        terms,
        by_name,
    }
}

fn term(
    (word, mut list): (&str, Vec<ItemId>),
    slug: String,
    settings: &config::Taxonomy,
    ranks: &Ranks,
) -> Term {
    list.sort_unstable_by_key(|id| ranks.by_date(*id));
    let paging = Paging::new(list.len(), settings.paginate_by);
    Term { name: word.to_owned(), slug, items: list, paging }
}
