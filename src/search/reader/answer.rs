//! What is asked of an index beside the words, and what it answers.
//!
//! The answer has the fields of the browser's, under the same names, so that the two can be
//! compared as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::range::Range;

/// The facet that comes with the manifest and not from a column.
pub const YEAR: &str = "year";

/// What is asked beside the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// For a field of [`FACETS`](crate::search::format::FACETS) or [`YEAR`]: the values of
    /// which a document has to have one. Fields without values and unknown ones are ignored.
    pub filters: BTreeMap<String, Vec<String>>,
    /// The days between which a document has to be dated.
    pub range: Range,
    /// The order of the results.
    pub sort: Sort,
    /// How many results to leave out at the front.
    pub offset: usize,
    /// How many results to give.
    pub limit: usize,
    /// The fields whose values are counted.
    pub facets: Vec<String>,
}

impl Default for Ask {
    /// The ten best of all documents, nothing counted.
    fn default() -> Self {
        Self {
            filters: BTreeMap::new(),
            range: Range::default(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            facets: Vec::new(),
        }
    }
}

/// The order of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    Relevance,
    /// The newest first.
    Date,
}

/// A stretch of text, and whether it is a match.
pub type Piece = (String, bool);

/// What an index answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// How many documents match; see `exact`.
    pub count: usize,
    /// Whether `count` is certain. It is not when grams of a long word may stand apart in a
    /// document and too many documents would have to be read to tell.
    pub exact: bool,
    /// Nothing matches, and `results` hold only most of what was asked.
    pub partial: bool,
    /// The results from `offset` on.
    pub results: Vec<Found>,
    /// For each field asked for, its values with the number of documents, most first; years
    /// from the newest.
    pub facets: BTreeMap<String, Vec<(String, usize)>>,
    /// Other queries to try, where nothing matches.
    pub suggestions: Vec<String>,
    /// The words that were looked for, as they were written.
    pub units: Vec<String>,
}

/// One document of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// The page below the output, with `#` and `anchor` if there is one.
    pub url: String,
    /// The title.
    pub title: String,
    /// The title in pieces.
    pub title_marks: Vec<Piece>,
    /// A passage of the text in pieces.
    pub excerpt: Vec<Piece>,
    /// 发布日期, `2023-10-08`, or nothing.
    pub date: String,
    /// 发文字号, or nothing.
    pub number: String,
    /// 发文机关.
    pub issuer: String,
    /// 有效性, or nothing.
    pub validity: String,
    /// 信息类型.
    pub label: String,
    /// The id on the page where the passage stands, or nothing.
    pub anchor: String,
    /// The synonyms that matched in place of what was asked, or nothing.
    pub via: String,
}

impl Answer {
    /// Nothing matches.
    pub(super) fn nothing(units: Vec<String>) -> Self {
        Self {
            count: 0,
            exact: true,
            partial: false,
            results: Vec::new(),
            facets: BTreeMap::new(),
            suggestions: Vec::new(),
            units,
        }
    }
}
