//! An item's ties to others: what repeals it, what explains it, what it rests on.

use serde::Serialize;

use super::{Link, Tie};
use crate::disclosure::{Reference, Validity, chinese_date};
use crate::render::links::site_path;
use crate::site::{Item, ItemId, Site, Standing};

#[derive(Debug, Serialize)]
pub(super) struct ValidityView {
    word: &'static str,
    tag: &'static str,
    note: Option<&'static str>,
    by: Option<Link>,
    /// The document that repeals or amends it, where the portal has it not.
    by_text: Option<String>,
    on: Option<String>,
}

pub(super) fn validity(site: &Site, item: &Item, standing: &Standing) -> ValidityView {
    let note = match standing.validity {
        Validity::Repealed => Some("本文件已经废止，不再作为依据"),
        Validity::Expired => Some("本文件已经失效，不再作为依据"),
        Validity::Amended => Some("本文件已经修改，请对照修改后的规定"),
        Validity::PartlyExpired => Some("本文件的部分内容已经失效"),
        Validity::Pending => Some("本文件尚未施行"),
        Validity::InForce => None,
    };
    ValidityView {
        word: standing.validity.word(),
        tag: standing.tag().name(),
        note,
        by: standing.by.map(|id| link(site, id)),
        by_text: elsewhere(item, standing),
        on: standing.on.map(chinese_date),
    }
}

/// What repeals or amends an item, as it was written, when that is no item of the portal.
fn elsewhere(item: &Item, standing: &Standing) -> Option<String> {
    let front = item.disclosed.item();
    let written = match standing.validity {
        Validity::Repealed => &front.repealed_by,
        Validity::Amended | Validity::PartlyExpired => &front.amended_by,
        _ => return None,
    };
    let last = written.last().filter(|_| standing.by.is_none());
    last.filter(|reference| !matches!(reference, Reference::Internal(_)))
        .map(ToString::to_string)
}

pub(super) fn link(site: &Site, id: ItemId) -> Link {
    let item = site.item(id);
    Link { title: item.disclosed.title().to_owned(), path: site_path(&item.path()) }
}

fn tie(site: &Site, id: ItemId, note: Option<&str>) -> Tie {
    let Link { title, path } = link(site, id);
    let date = site.item(id).disclosed.item().date.map(|moment| moment.date.to_string());
    Tie { title, path: Some(path), date, note: note.map(str::to_owned), current: false }
}

pub(super) fn ties(site: &Site, ids: &[ItemId]) -> Vec<Tie> {
    ids.iter().map(|id| tie(site, *id, None)).collect()
}

pub(super) fn basis(site: &Site, item: &Item) -> Vec<Tie> {
    let entries = item.relations.basis.iter();
    entries
        .map(|(words, found)| match found {
            Some(id) => tie(site, *id, None),
            None => {
                let title = words.clone();
                Tie { title, path: None, date: None, note: None, current: false }
            }
        })
        .collect()
}

/// The items that name this one, by a link, by its number or as their 依据, the newest first, each once; without its interpretations, which are listed as such.
pub(super) fn citing(site: &Site, item: &Item) -> Vec<ItemId> {
    let relations = &item.relations;
    let mut all = [&relations.cited_by[..], &relations.backlinks].concat();
    all.retain(|id| !relations.interpreted_by.contains(id));
    let day =
        |id: &ItemId| site.item(*id).disclosed.item().date.map(|moment| moment.date);
    all.sort_by_key(|id| (std::cmp::Reverse(day(id)), *id));
    all.dedup();
    all
}

/// The documents that belong together, the oldest tie first; empty when there is only one.
pub(super) fn chain(site: &Site, item: &Item) -> Vec<Tie> {
    let relations = &item.relations;
    let mut chain = Vec::new();
    let mut add = |ids: &[ItemId], note: &str| {
        chain.extend(ids.iter().map(|id| tie(site, *id, Some(note))));
    };
    add(&relations.repeals, "被本文废止");
    add(&relations.amends, "被本文修改");
    add(&relations.interprets, "解读的文件");
    let here = chain.len();
    let mut add = |ids: &[ItemId], note: &str| {
        chain.extend(ids.iter().map(|id| tie(site, *id, Some(note))));
    };
    add(&relations.interpreted_by, "解读");
    add(&relations.amended_by, "修改本文");
    add(&relations.repealed_by, "废止本文");
    if chain.is_empty() {
        return chain;
    }
    let title = item.disclosed.title().to_owned();
    let (path, note) = (Some(site_path(&item.path())), Some("本文".to_owned()));
    chain.insert(here, Tie { title, path, date: None, note, current: true });
    chain
}
