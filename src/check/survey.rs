//! The whole portal, for the rules that look at all of it.
//!
//! A site of a hundred thousand items fills hundreds of megabytes, and the few words of each that such
//! rules compare lie all over them. So these are noted once for each item ([`Brief`]), as long as it
//! is the same, and looked through side by side.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use crate::disclosure::{PublicFields, Validity};
use crate::gate::Disclosed;
use crate::site::{Item, ItemId, Site};
use crate::world::Date;

/// What rules for the whole portal want to know of one item.
#[derive(Debug, Clone, Copy)]
pub struct Brief {
    /// 索引号.
    pub(super) index: Option<Word>,
    /// 发文字号.
    pub(super) document: Option<Word>,
    /// The later of 发布日期 and 更新日期.
    pub(super) newest: Option<Date>,
    /// A 行政规范性文件 that is still to be followed.
    pub(super) in_force: bool,
    /// It has waivers.
    pub(super) waives: bool,
}

/// Stands for a text: equal texts have equal words. Different texts nearly always have different
/// ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Word(u64);

impl Word {
    pub(super) fn of(text: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = FxHasher::default();
        text.hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl Brief {
    /// What is to be known of an item.
    #[must_use]
    pub fn of(disclosed: &Disclosed) -> Self {
        let item = disclosed.item();
        let days = [item.date, item.updated].into_iter().flatten().map(|day| day.date);
        let ended = matches!(item.validity, Some(Validity::Repealed | Validity::Expired));
        let normative = matches!(
            disclosed.fields(),
            PublicFields::Policy(policy) if policy.normative
        );
        Self {
            index: item.index_number.as_ref().map(|number| Word::of(number.as_str())),
            document: item.document_number.as_ref().map(Word::of),
            newest: days.max(),
            in_force: normative && !ended && item.repealed_by.is_empty(),
            waives: !item.waivers.is_empty(),
        }
    }
}

/// A site with the briefs of its items.
#[derive(Debug, Clone, Copy)]
pub struct Survey<'s> {
    /// The site.
    pub(super) site: &'s Site,
    briefs: &'s [Brief],
}

impl<'s> Survey<'s> {
    /// Joins a site with the brief of each item, in their order.
    #[must_use]
    pub fn new(site: &'s Site, briefs: &'s [Brief]) -> Self {
        assert_eq!(site.items.len(), briefs.len(), "every item has its brief");
        Self { site, briefs }
    }

    /// The brief of an item.
    pub(super) fn brief(&self, id: ItemId) -> &'s Brief {
        &self.briefs[id.index()]
    }

    /// The items whose briefs have something.
    pub(super) fn having(
        &self,
        has: impl Fn(&Brief) -> bool,
    ) -> impl Iterator<Item = &'s Item> {
        let all = self.site.items.iter().zip(self.briefs);
        all.filter(move |(_, brief)| has(brief)).map(|(item, _)| &**item)
    }

    /// The items whose word may be that of another item, or one of `others`.
    pub(super) fn sharing(
        &self,
        word: impl Fn(&Brief) -> Option<Word>,
        others: impl Iterator<Item = Word>,
    ) -> impl Iterator<Item = &'s Item> {
        let mut known = FxHashSet::default();
        known.reserve(self.briefs.len());
        known.extend(others);
        let again = self.briefs.iter().filter_map(&word);
        let again: FxHashSet<Word> = again.filter(|word| !known.insert(*word)).collect();
        self.having(move |brief| word(brief).is_some_and(|word| again.contains(&word)))
    }
}
