//! Two lists compared: rows by their keys, else by their names; cells by their columns.

use rustc_hash::FxHashMap;

use super::{TwoForms, words};
use crate::disclosure::chinese;
use crate::disclosure::kinds::{PublicRow, RowChange};
use crate::render::rows::{as_map, cell};

/// Columns that say what the comparison finds by itself.
const APART: [&str; 2] = ["key", "change"];

/// What one list says otherwise than another. Rows that a list keeps for the record as 取消 are not in it.
#[derive(Debug, Default)]
pub(in crate::render) struct RowsDiff<'r> {
    /// In the order of the new list.
    pub(in crate::render) added: Vec<&'r PublicRow>,
    /// In the order of the new list.
    pub(in crate::render) changed: Vec<ChangedRow<'r>>,
    /// In the order of the old list.
    pub(in crate::render) removed: Vec<&'r PublicRow>,
    /// How many rows are as they were.
    pub(in crate::render) same: usize,
}

/// A row that both lists have, in two forms.
#[derive(Debug)]
pub(in crate::render) struct ChangedRow<'r> {
    pub(in crate::render) new: &'r PublicRow,
    /// The cells that differ, each under the name of its column.
    pub(in crate::render) cells: Vec<(&'static str, TwoForms)>,
}

/// Compares two lists.
pub(in crate::render) fn rows<'r>(
    old: &'r [PublicRow],
    new: &'r [PublicRow],
) -> RowsDiff<'r> {
    let (old, new) = (in_force(old), in_force(new));
    let partners = partners(&old, &new);
    let mut diff = RowsDiff::default();
    for (row, partner) in new.iter().zip(&partners) {
        let Some(at) = partner else {
            diff.added.push(row);
            continue;
        };
        let cells = cells(old[*at], row);
        if cells.is_empty() {
            diff.same += 1;
        } else {
            diff.changed.push(ChangedRow { new: row, cells });
        }
    }
    let gone = old.iter().enumerate().filter(|(at, _)| !partners.contains(&Some(*at)));
    diff.removed = gone.map(|(_, row)| *row).collect();
    diff
}

fn in_force(rows: &[PublicRow]) -> Vec<&PublicRow> {
    rows.iter().filter(|row| row.change != Some(RowChange::Removed)).collect()
}

/// For each new row the position of the old one that it goes on from: the one of the same key, then,
/// of those that are left, the first of the same name.
fn partners(old: &[&PublicRow], new: &[&PublicRow]) -> Vec<Option<usize>> {
    let keys: FxHashMap<&str, usize> =
        old.iter().enumerate().map(|(at, row)| (row.key.as_str(), at)).collect();
    let mut partners: Vec<Option<usize>> =
        new.iter().map(|row| keys.get(row.key.as_str()).copied()).collect();
    let mut names: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let left = (0..old.len()).rev().filter(|at| !partners.contains(&Some(*at)));
    for at in left.collect::<Vec<_>>() {
        names.entry(name(old[at])).or_default().push(at);
    }
    for (row, partner) in new.iter().zip(&mut partners) {
        if partner.is_none() {
            *partner = names.get_mut(&name(row)).and_then(Vec::pop);
        }
    }
    partners
}

/// A name as it is compared: spaces and the width of brackets do not make another.
fn name(row: &PublicRow) -> String {
    use unicode_normalization::UnicodeNormalization;
    row.service.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// The cells of two rows that differ.
fn cells(old: &PublicRow, new: &PublicRow) -> Vec<(&'static str, TwoForms)> {
    let (old, new) = (as_map(old), as_map(new));
    let columns = new.iter().filter(|(key, _)| !APART.contains(&key.as_str()));
    let differ = columns.filter_map(|(key, value)| {
        let (was, is) = (cell(&old[key.as_str()]), cell(value));
        let label = chinese(key).expect("every column has a Chinese name");
        (was.trim() != is.trim()).then(|| (label, words::compare(&was, &is)))
    });
    differ.collect()
}
