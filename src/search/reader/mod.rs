//! The reader of an index: the second opinion on what a browser finds.
//!
//! The browser's reader (`client/`) and this one are written from one description and give
//! the same answer, document by document; tests compare them. This one answers
//! `gongkai search` and is the definition where a question is open: every choice stands in
//! the documentation of the file that makes it, and all numbers are whole.
//!
//! | step | file |
//! |---|---|
//! | the query with synonyms and numbers | [`plan`] |
//! | postings of its grams, segment by segment | [`lists`] |
//! | documents with all of them, scored; range and filters | [`pool`], [`sieve`] |
//! | the best once more, with their titles | [`rank`] |
//! | what grams alone cannot tell, read in the texts | [`check`] |
//! | most of it, where nothing has all | [`partial`] |
//! | passages, counts | [`passage`], [`counts`] |

mod answer;
mod check;
mod counts;
mod error;
mod files;
mod inquiry;
mod lists;
mod partial;
mod passage;
mod plan;
mod pool;
mod range;
mod rank;
mod sieve;

pub use answer::{Answer, Ask, Found, Piece, Sort, YEAR};
pub use error::Error;
pub use files::Open;
pub use range::Range;

use super::format::{FOLDER, Manifest};
use super::suggest::lookup::Lookup;
use files::Document;

/// An index that can be asked.
pub struct Index<'o> {
    open: &'o Open<'o>,
    manifest: Manifest,
}

impl<'o> Index<'o> {
    /// Opens an index whose files `open` gives.
    ///
    /// # Errors
    /// Its manifest is missing, damaged or of another version.
    pub fn open(open: &'o Open<'o>) -> Result<Self, Error> {
        Ok(Self { open, manifest: files::manifest(open)? })
    }

    /// What the index consists of.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Answers a query.
    ///
    /// # Errors
    /// A file that is needed is missing or damaged.
    pub fn search(&self, query: &str, ask: &Ask) -> Result<Answer, Error> {
        let files = files::Files::new(self.open, &self.manifest);
        let plan = plan::Plan::new(query, &self.manifest.synonyms);
        let mut answer = inquiry::Inquiry { files, plan, ask }.answer()?;
        if answer.count == 0 || answer.partial {
            // Suggestions have their own reader, which takes a damaged file for an empty one.
            let prefix = format!("{FOLDER}/");
            let words = Lookup::new(|path: &str| {
                (self.open)(path.strip_prefix(prefix.as_str())?)
            });
            answer.suggestions = words.corrections(query);
        }
        Ok(answer)
    }
}
