//! How the numbers of items change when some come and some go.

use super::{Facet, Item, ItemId, NumberCode, Relations, Route, Target};

/// From the number of an item to its number after some edits.
pub(super) struct Shift {
    /// The new numbers of all; `None` where every one stays.
    table: Option<Vec<u32>>,
    /// What was edited or has gone, sorted.
    touched: Vec<ItemId>,
}

/// Stands for the number of what has gone.
const GONE: u32 = u32::MAX;

/// What an edit does to one place among the items.
pub struct Edit<T> {
    /// The position among the items before, or, of a new one, before which of them it comes.
    pub at: usize,
    /// Whether there was an item.
    pub was: bool,
    /// What is there now; `None` where it has gone.
    pub is: Option<T>,
}

impl Shift {
    /// From edits, sorted by place, over so many items.
    pub(super) fn of<T>(edits: &[Edit<T>], items: usize) -> Self {
        let old = |edit: &Edit<T>| edit.was.then(|| ItemId::new(edit.at));
        let touched = edits.iter().filter_map(old).collect();
        let table = edits.iter().any(|edit| edit.was != edit.is.is_some()).then(|| {
            let numbers =
                splice((0..items).map(Some).collect(), edits.iter().map(in_place));
            let mut table = vec![GONE; items];
            for (new, old) in (0..).zip(numbers) {
                if let Some(old) = old {
                    table[old] = new;
                }
            }
            table
        });
        Self { table, touched }
    }

    /// No edit.
    pub(super) fn none() -> Self {
        Self { table: None, touched: Vec::new() }
    }

    /// Whether every item keeps its number.
    pub(super) fn is_none(&self) -> bool {
        self.table.is_none()
    }

    /// The new number of an item that is still there, as one that others name always is.
    pub(super) fn to(&self, id: ItemId) -> ItemId {
        self.now(id).expect("an item that others name does not go")
    }

    /// The new number of an item; `None` where it has gone.
    pub(super) fn now(&self, id: ItemId) -> Option<ItemId> {
        let Some(table) = &self.table else { return Some(id) };
        let new = table[id.index()];
        (new != GONE).then(|| ItemId::new(new as usize))
    }

    /// The new number of an item that was neither edited nor has gone.
    pub(super) fn stays(&self, id: ItemId) -> Option<ItemId> {
        self.touched.binary_search(&id).is_err().then(|| self.to(id))
    }

    fn all(&self, list: &mut [ItemId]) {
        list.iter_mut().for_each(|id| *id = self.to(*id));
    }
}

/// The same edit with the old number of what is there in place of what it is.
fn in_place<T>(edit: &Edit<T>) -> Edit<Option<usize>> {
    let old = edit.was.then_some(edit.at);
    Edit { at: edit.at, was: edit.was, is: edit.is.as_ref().map(|_| old) }
}

/// A list after some edits.
pub(super) fn splice<T>(old: Vec<T>, edits: impl IntoIterator<Item = Edit<T>>) -> Vec<T> {
    let mut new = Vec::with_capacity(old.len());
    let mut old = old.into_iter();
    let mut from = 0;
    for Edit { at, was, is } in edits {
        new.extend(old.by_ref().take(at - from));
        from = at + usize::from(was);
        if was {
            old.next();
        }
        new.extend(is);
    }
    new.extend(old);
    new
}

/// What names items by their numbers, and still names the same ones after a shift.
pub(super) trait Follow {
    /// Renames them.
    fn follow(&mut self, shift: &Shift);
}

impl Follow for Vec<ItemId> {
    fn follow(&mut self, shift: &Shift) {
        shift.all(self);
    }
}

impl Follow for Option<ItemId> {
    fn follow(&mut self, shift: &Shift) {
        *self = self.map(|id| shift.to(id));
    }
}

impl Follow for Target {
    fn follow(&mut self, shift: &Shift) {
        if let Self::Item(id, _) = self {
            *id = shift.to(*id);
        }
    }
}

impl Follow for Route {
    fn follow(&mut self, shift: &Shift) {
        match self {
            Self::Item(id)
            | Self::Rows(id, _)
            | Self::Row(id, _)
            | Self::Comparison(id)
            | Self::Differences(id)
            | Self::Calendar(Some(id)) => *id = shift.to(*id),
            _ => {}
        }
    }
}

impl Follow for Facet {
    fn follow(&mut self, shift: &Shift) {
        self.values.iter_mut().for_each(|value| value.items.follow(shift));
    }
}

impl Follow for NumberCode {
    fn follow(&mut self, shift: &Shift) {
        let rows = self.years.iter_mut().flat_map(|year| &mut year.rows);
        rows.for_each(|row| row.items.follow(shift));
    }
}

impl Follow for Relations {
    fn follow(&mut self, shift: &Shift) {
        let Self {
            interprets,
            interpreted_by,
            repealed_by,
            repeals,
            last_edition,
            amended_by,
            amends,
            basis,
            cites,
            cited_by,
            backlinks,
        } = self;
        for list in [
            interprets,
            interpreted_by,
            repealed_by,
            repeals,
            amended_by,
            amends,
            cited_by,
            backlinks,
        ] {
            list.follow(shift);
        }
        last_edition.follow(shift);
        basis.iter_mut().for_each(|(_, id)| id.follow(shift));
        cites.iter_mut().for_each(|(_, id)| *id = shift.to(*id));
    }
}

impl Follow for Item {
    fn follow(&mut self, shift: &Shift) {
        self.targets.iter_mut().for_each(|target| target.follow(shift));
        self.relations.follow(shift);
        if let Some(standing) = &mut self.standing {
            standing.by.follow(shift);
        }
    }
}

impl Relations {
    /// Whether another item names this one.
    pub(super) fn lead_here(&self) -> bool {
        let back = [&self.interpreted_by, &self.repeals, &self.amends];
        let mut back = back.into_iter().chain([&self.cited_by, &self.backlinks]);
        self.last_edition.is_some() || back.any(|list| !list.is_empty())
    }

    /// Whether this item names another.
    fn lead_on(&self) -> bool {
        let mut lists =
            [&self.interprets, &self.repealed_by, &self.amended_by].into_iter();
        lists.any(|list| !list.is_empty())
            || self.basis.iter().any(|(_, id)| id.is_some())
            || !self.cites.is_empty()
    }
}

impl Item {
    /// Whether it names other items, or is named by any.
    pub(super) fn is_tied(&self) -> bool {
        let to_item = |target: &Target| matches!(target, Target::Item(..));
        self.relations.lead_here()
            || self.relations.lead_on()
            || self.targets.iter().any(to_item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(at: usize, was: bool, is: Option<char>) -> Edit<char> {
        Edit { at, was, is }
    }

    fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<ItemId> {
        numbers.into_iter().map(ItemId::new).collect()
    }

    #[test]
    fn what_stays_is_known_by_its_new_number() {
        let old = ['a', 'b', 'c', 'd', 'e'];
        let edits = [
            edit(0, false, Some('x')),
            edit(1, true, None),
            edit(3, true, Some('D')),
            edit(5, false, Some('y')),
            edit(5, false, Some('z')),
        ];
        let shift = Shift::of(&edits, old.len());
        let new = splice(old.to_vec(), edits);
        assert_eq!(new, ['x', 'a', 'c', 'D', 'e', 'y', 'z']);
        assert!(!shift.is_none());
        for (at, letter) in old.iter().enumerate() {
            let now = shift.stays(ItemId::new(at)).map(|id| new[id.index()]);
            let stays = !matches!(letter, 'b' | 'd');
            assert_eq!(now, stays.then_some(*letter), "{letter}");
        }
        assert_eq!(shift.to(ItemId::new(3)), ItemId::new(3), "edited in its place");
        let mut list = ids([0, 2, 4]);
        list.follow(&shift);
        assert_eq!(list, ids([1, 2, 4]));
    }

    #[test]
    fn an_edit_in_place_shifts_nothing() {
        let shift = Shift::of(&[edit(1, true, Some('B'))], 3);
        assert!(shift.is_none());
        assert_eq!(shift.stays(ItemId::new(1)), None);
        assert_eq!(shift.stays(ItemId::new(2)), Some(ItemId::new(2)));
    }
}
