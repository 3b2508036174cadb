//! Editions: which item took the place of which, so that the two can be compared.
//!
//! The earlier item says so by 废止依据. It is the last edition of the other where both are of one kind,
//! the other ends no second item of that kind, and is no decision that only ends things.

use super::address::PlacedItem;
use super::claims::Wish;
use super::registry::{Claim, Claims, Route};
use super::{Item, ItemId, Relations, Site, claims};
use crate::diag::Report;
use crate::disclosure::PublicFields;
use crate::disclosure::kinds::PublicRow;
use crate::gate::Disclosed;

/// Words in the title of a decision about other documents, which is an edition of none.
const DECIDES: [&str; 4] = ["废止", "失效", "修改", "清理"];

impl Item {
    /// The rows of a list; none for other items.
    #[must_use]
    pub fn rows(&self) -> &[PublicRow] {
        match self.disclosed.fields() {
            PublicFields::IntermediaryServices(list) => &list.rows,
            _ => &[],
        }
    }

    /// The output path of the page of one of its rows.
    #[must_use]
    pub fn row_path(&self, row: &PublicRow) -> String {
        row_path(&self.id, row)
    }

    /// The output path of the comparison with its last edition, where it has one.
    #[must_use]
    pub fn comparison_path(&self) -> String {
        format!("{}-compare.html", self.id)
    }

    /// The output path of the differences of two lists as a table.
    #[must_use]
    pub fn differences_path(&self) -> String {
        format!("{}-compare.csv", self.id)
    }
}

impl Site {
    /// Whether the rows of a list have pages of their own.
    #[must_use]
    pub fn has_row_pages(&self, item: &Item) -> bool {
        self.column(item.column).has_row_pages()
    }

    /// The item that took the place of another.
    #[must_use]
    pub fn next_edition(&self, item: &Item) -> Option<&Item> {
        let follows = |other: &&Item| {
            let last = other.relations.last_edition;
            last.is_some_and(|last| std::ptr::eq(self.item(last), item))
        };
        let repealing = item.relations.repealed_by.iter();
        repealing.rev().map(|id| self.item(*id)).find(follows)
    }
}

/// The path of a row follows from its key, as its anchor does.
pub(super) fn row_path(id: &str, row: &PublicRow) -> String {
    format!("{id}/{}.html", row.key)
}

/// Whether a title is that of a decision about other documents.
pub(super) fn decides(title: &str) -> bool {
    DECIDES.iter().any(|word| title.contains(word))
}

/// Notes the last edition of each item that has one.
pub(super) fn note(items: &[PlacedItem], relations: &mut [Relations]) {
    for (at, item) in items.iter().enumerate() {
        let kind = |id: ItemId| items[id.index()].outline.kind;
        let shown = |id: ItemId| items[id.index()].outline.render;
        let own = ItemId::new(at);
        let repealed = relations[at].repeals.iter().copied();
        let mut alike = repealed.filter(|other| kind(*other) == kind(own));
        let first = alike.next().filter(|other| shown(*other) && shown(own));
        let single = first.filter(|first| alike.all(|other| other == *first));
        let last = single.filter(|_| !decides(item.disclosed.title()));
        relations[at].last_edition = last;
    }
}

/// Claims the paths of comparisons.
pub(super) fn claim(
    claims: &mut Claims,
    items: &[PlacedItem],
    relations: &[Relations],
    report: &mut Report,
) {
    let has_last = |at: &usize| relations[*at].last_edition.is_some();
    for at in (0..items.len()).filter(has_last) {
        let item = &items[at];
        for (path, route, owner) in of_item(ItemId::new(at), &item.disclosed, &item.id) {
            claims::claim_one(claims, Claim { path, route, owner }, report);
        }
    }
}

/// What an item wants that has a last edition.
pub(super) fn of_item(id: ItemId, disclosed: &Disclosed, address: &str) -> Vec<Wish> {
    let owner = disclosed.path();
    let page = (format!("{address}-compare.html"), Route::Comparison(id), owner.clone());
    let is_list = matches!(disclosed.fields(), PublicFields::IntermediaryServices(_));
    let table = is_list.then(|| {
        (format!("{address}-compare.csv"), Route::Differences(id), owner.clone())
    });
    [page].into_iter().chain(table).collect()
}

#[cfg(test)]
mod tests {
    use super::decides;

    #[test]
    fn a_decision_about_others_is_no_edition() {
        for (title, is) in [
            ("关于公布2026年废止和失效文件目录的通知", true),
            ("关于修改《专窗管理规定》的决定", true),
            ("行政审批中介服务事项清单（2026年版）", false),
            ("关于印发《专窗管理规定》的通知", false),
        ] {
            assert_eq!(decides(title), is, "{title}");
        }
    }
}
