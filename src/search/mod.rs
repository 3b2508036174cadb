//! Search: an index that is made with the site and read by the browser, without a server.
//!
//! Everything that stands on a page is found, any two characters of it in a row; exact hits
//! come first. [`format`] says what the files are.

pub mod cut;
pub mod entry;
pub mod format;
mod gather;
pub mod grams;
mod merge;
pub mod normalize;
pub mod offline;
mod pack;
mod postings;
pub mod query;
pub mod reader;
pub mod segment;
mod shards;
pub mod suggest;
pub mod synonyms;
pub mod texts;
