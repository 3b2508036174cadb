//! The words of the law and their types: glossary, value types, the fields of items and kinds.
//!
//! Everything here is a pure function of text. A value that was read is right in form; whether it
//! fits its neighbours, the calendar or the rest of the site is judged in `check`. A text that is
//! not a value is refused with one Chinese sentence and, where it can be told, the mend.

mod near;
mod numeral;
mod reading;
mod value;

mod attribute;
mod credit_code;
mod date;
mod document_number;
mod fields;
mod genre;
mod glossary;
mod index_number;
mod item;
pub mod kinds;
mod personal;
mod reference;
mod schema;
mod secrecy;
mod section;
mod topic;
mod validity;

pub use attribute::Attribute;
pub use credit_code::{CreditCode, is_organisation_code};
pub use date::{Day, MonthDay, Published, chinese as chinese_date};
pub use document_number::DocumentNumber;
pub use fields::fields;
pub use genre::Genre;
pub use glossary::{GLOSSARY, chinese, english};
pub use index_number::{IndexNumber, Style as IndexStyle};
pub use item::{Attachment, Change, Item, Review, Waiver, Withdrawal};
pub use kinds::{Kind, KindFields, PublicFields};
pub use personal::{PersonalData, PersonalKind, personal_data};
pub use reference::{Basis, Reference};
pub use schema::schema;
pub use secrecy::{Secrecy, SecrecySign, secrecy_signs};
pub use section::{AnchorLinks, Section, SortBy};
pub use topic::Topic;
pub use validity::Validity;
pub use value::ValueError;
