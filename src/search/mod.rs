//! Search: an index that is made with the site and read by the browser, without a server.
//!
//! Everything that stands on a page is found, any two characters of it in a row; exact hits
//! come first. [`format`] says what the files are.

pub mod cut;
pub mod entry;
pub mod format;
pub mod grams;
pub mod normalize;
pub mod offline;
pub mod postings;
pub mod query;
pub mod reader;
pub mod segment;
pub mod suggest;
pub mod synonyms;
