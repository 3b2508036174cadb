//! From a 发文字号 to its document: by 机关代字, then by year, then by serial number.
//!
//! A page is of one body and one year, so the address of a number follows from the number alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::line::{Line, with_pages};
use super::super::order::Ranks;
use crate::disclosure::DocumentNumber;
use crate::site::{Item, ItemId};
use crate::slug::distinct;

/// The numbers of one 机关代字.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberCode {
    /// The 机关代字; may be blank.
    pub code: String,
    /// Its part of the address.
    pub slug: String,
    /// Its years, the newest first; orders without a year last.
    pub years: Vec<NumberYear>,
}

/// The numbers of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberYear {
    /// The year in the number.
    pub year: Option<u16>,
    /// The highest number first.
    pub rows: Vec<NumberRow>,
}

/// One number, and what bears it: mostly one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// The number.
    pub number: DocumentNumber,
    /// The documents.
    pub items: Vec<ItemId>,
}

impl NumberCode {
    /// The output path of the page of a year.
    #[must_use]
    pub fn path(&self, year: &NumberYear) -> String {
        let slug = &self.slug;
        match year.year {
            Some(year) => format!("number/{slug}-{year}.html"),
            None => format!("number/{slug}.html"),
        }
    }

    /// The anchor of a row.
    #[must_use]
    pub fn anchor(&self, row: &NumberRow) -> String {
        let (slug, serial) = (&self.slug, row.number.serial);
        match row.number.year {
            Some(year) => format!("{slug}-{year}-{serial}"),
            None => format!("{slug}-{serial}"),
        }
    }
}

/// Rows by year, each with the documents of its number.
type Years<'a> = BTreeMap<Option<u16>, BTreeMap<&'a DocumentNumber, Vec<ItemId>>>;

pub(super) fn by_code(
    (lines, items): (&[Line], &[Arc<Item>]),
    ranks: &Ranks,
) -> Vec<NumberCode> {
    let mut codes: BTreeMap<&str, Years<'_>> = BTreeMap::new();
    let numbered = with_pages(lines).filter(|(_, line)| line.outline.has.document_number);
    for (id, _) in numbered {
        let item = &items[id.index()];
        let Some(number) = &item.disclosed.item().document_number else { continue };
        let years = codes.entry(&number.code).or_default();
        let rows = years.entry(number.year).or_default();
        rows.entry(number).or_default().push(id);
    }
    let names: Vec<&str> = codes.keys().copied().collect();
    let slugs = distinct(&names, &["index"]);
    let codes = codes.into_iter().zip(slugs);
    codes
        .map(|((code, years), slug)| NumberCode {
            code: code.to_owned(),
            slug,
            years: years
                .into_iter()
                .rev()
                .map(|(year, rows)| NumberYear { year, rows: finish(rows, ranks) })
                .collect(),
        })
        .collect()
}

fn finish(rows: BTreeMap<&DocumentNumber, Vec<ItemId>>, ranks: &Ranks) -> Vec<NumberRow> {
    let rows = rows.into_iter().rev();
    rows.map(|(number, mut items)| {
        items.sort_unstable_by_key(|id| ranks.by_date(*id));
        NumberRow { number: number.clone(), items }
    })
    .collect()
}
