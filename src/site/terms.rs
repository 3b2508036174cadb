//! Taxonomies and their terms.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::line::{Line, with_pages};
use super::order::Ranks;
use super::shift::{Follow, Shift};
use super::{ItemId, Page, Paging};
use crate::config::{self, Config};
use crate::gate::Disclosed;
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

/// What is disclosed of an item.
type Disclose<'a> = &'a (dyn Fn(ItemId) -> &'a Disclosed + Sync);

/// Gathers the terms of all items. 关键词 are terms of a taxonomy named `keywords`.
pub(super) fn gather<'a>(
    config: &Config,
    (lines, disclosed): (&[Line], Disclose<'a>),
    ranks: &Ranks,
) -> Vec<Taxonomy> {
    let rendered = config.taxonomies.iter().filter(|taxonomy| taxonomy.render);
    rendered
        .map(|settings| taxonomy(settings, (lines, disclosed), ranks))
        .filter(|t| !t.terms.is_empty())
        .collect()
}

fn taxonomy<'a>(
    settings: &config::Taxonomy,
    (lines, disclosed): (&[Line], Disclose<'a>),
    ranks: &Ranks,
) -> Taxonomy {
    let mut words: FxHashMap<&str, Vec<ItemId>> = FxHashMap::default();
    let with_terms = with_pages(lines).filter(|(_, line)| line.outline.has.terms);
    for (id, _) in with_terms {
        for word in words_of(settings, disclosed(id)) {
            let list = words.entry(word).or_default();
            if list.last() != Some(&id) {
                list.push(id);
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

/// The words of an item in a taxonomy.
fn words_of<'a>(
    settings: &config::Taxonomy,
    disclosed: &'a Disclosed,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let item = disclosed.item();
    let own = item.taxonomies.get(&settings.name).map(Vec::as_slice).unwrap_or_default();
    let keywords =
        if settings.name == "keywords" { item.keywords.as_slice() } else { &[] };
    own.iter().chain(keywords).map(|word| word.trim())
}

/// The taxonomies after some edits: of most terms, the same items by their new numbers. `before` is
/// what was disclosed of the edited items, `now` what is, each with its number. `None` where a term
/// comes or goes, since the slugs of others may follow from it.
pub(super) fn moved(
    old: &[Taxonomy],
    config: &Config,
    (before, now): (&[&Disclosed], &[(ItemId, &Disclosed)]),
    (shift, ranks): (&Shift, &Ranks),
) -> Option<Vec<Taxonomy>> {
    let rendered = config.taxonomies.iter().filter(|taxonomy| taxonomy.render);
    for settings in rendered.filter(|one| old.iter().all(|old| old.settings != **one)) {
        // It has had no term.
        if now.iter().any(|(_, now)| words_of(settings, now).next().is_some()) {
            return None;
        }
    }
    old.iter().map(|taxonomy| taxonomy.moved((before, now), (shift, ranks))).collect()
}

impl Taxonomy {
    fn moved(
        &self,
        (before, now): (&[&Disclosed], &[(ItemId, &Disclosed)]),
        (shift, ranks): (&Shift, &Ranks),
    ) -> Option<Self> {
        let shown = |disclosed: &Disclosed| disclosed.outline().render;
        let words = |disclosed| words_of(&self.settings, disclosed);
        let left = before.iter().filter(|before| shown(before));
        let left: FxHashSet<&str> = left.flat_map(|before| words(before)).collect();
        let mut new = self.clone();
        for term in &mut new.terms {
            if left.contains(term.name.as_str()) {
                term.items =
                    term.items.iter().filter_map(|id| shift.stays(*id)).collect();
            } else if !shift.is_none() {
                term.items.follow(shift);
            }
        }
        for (id, disclosed) in now.iter().filter(|(_, now)| shown(now)) {
            let distinct: BTreeSet<&str> = words(disclosed).collect();
            for word in distinct {
                let list = &mut new.terms[*self.by_name.get(word)?].items;
                let before = |other: &ItemId| ranks.by_date(*other) < ranks.by_date(*id);
                list.insert(list.partition_point(before), *id);
            }
        }
        for term in &mut new.terms {
            term.paging = Paging::new(term.items.len(), self.settings.paginate_by);
        }
        new.terms.iter().all(|term| !term.items.is_empty()).then_some(new)
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
