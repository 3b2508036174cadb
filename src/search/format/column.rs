//! Columns of a segment: one value a document.
//!
//! ```text
//! facet  nValues, then for each value, sorted: bytes, narrow text; then an index a document
//! days   for each document: Δ of days since 1970-01-01, 0 for no date (these come first)
//! ```
//!
//! A document with several values has them in one, joined with TAB.

use super::bytes::{Cursor, Damage, put};
use super::narrow;
use crate::world::Date;

/// Days since 1970-01-01, the numbers of which a column of days is made; before it they are
/// negative.
#[must_use]
pub fn day_number(date: Date) -> i64 {
    let days =
        date.since(Date::constant(1970, 1, 1)).map(|span| i64::from(span.get_days()));
    days.expect("two days lie a number of days apart")
}

/// A facet's column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The values, sorted.
    pub values: Vec<String>,
    /// For each document the position of its value.
    pub documents: Vec<u32>,
}

/// The payload of a facet's column, from the value of each document.
#[must_use]
pub fn encode_facet(of_documents: &[&str]) -> Vec<u8> {
    let mut values: Vec<&str> = of_documents.to_vec();
    values.sort_unstable();
    values.dedup();
    let mut out = Vec::with_capacity(of_documents.len() + 64);
    put(&mut out, size(values.len()));
    for value in &values {
        let mut text = Vec::new();
        narrow::encode(value, &mut text);
        put(&mut out, size(text.len()));
        out.append(&mut text);
    }
    for value in of_documents {
        let at = values.binary_search(value).expect("every value was gathered");
        put(&mut out, size(at));
    }
    out
}

fn size(value: usize) -> u32 {
    u32::try_from(value).expect("a segment is smaller than 2^32")
}

/// Reads a facet's column.
///
/// # Errors
/// It is damaged.
pub fn decode_facet(payload: &[u8]) -> Result<Facet, Damage> {
    let mut cursor = Cursor(payload);
    let mut values = Vec::new();
    for _ in 0..cursor.number()? {
        let bytes = cursor.number()? as usize;
        values.push(narrow::decode(cursor.take(bytes)?)?);
    }
    let mut documents = Vec::new();
    while !cursor.0.is_empty() {
        let at = cursor.number()?;
        if at as usize >= values.len() {
            return Err(Damage::Value);
        }
        documents.push(at);
    }
    Ok(Facet { values, documents })
}

/// The payload of the days, which ascend.
#[must_use]
pub fn encode_days(days: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(days.len());
    let mut last = 0;
    for day in days {
        put(&mut out, day - last);
        last = *day;
    }
    out
}

/// Reads the days.
///
/// # Errors
/// It is damaged.
pub fn decode_days(payload: &[u8]) -> Result<Vec<u32>, Damage> {
    let mut cursor = Cursor(payload);
    let mut days = Vec::new();
    let mut day = 0_u32;
    while !cursor.0.is_empty() {
        day = day.checked_add(cursor.number()?).ok_or(Damage::Value)?;
        days.push(day);
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::{decode_days, decode_facet, encode_days, encode_facet};

    #[test]
    fn columns_come_back() {
        let of = ["政策文件", "", "甲\t乙", "政策文件"];
        let facet = decode_facet(&encode_facet(&of)).unwrap();
        let back: Vec<&str> = facet
            .documents
            .iter()
            .map(|at| facet.values[*at as usize].as_str())
            .collect();
        assert_eq!(back, of);
        let days = [0, 0, 19_000, 19_000, 19_400];
        assert_eq!(decode_days(&encode_days(&days)).unwrap(), days);
    }

    #[test]
    fn damage_is_an_error() {
        let payload = encode_facet(&["a", "b"]);
        assert!(decode_facet(&payload[..2]).is_err());
        let mut wrong = payload.clone();
        *wrong.last_mut().unwrap() = 2;
        assert!(decode_facet(&wrong).is_err());
        assert!(decode_days(&[0x80]).is_err());
    }
}
