//! The two forms of a page, in simplified and in traditional characters.

use serde::Serialize;

use crate::render::links::{EITHER, END, OR, permalink, site_path, up};
use crate::render::twins::FOLDER;

/// What a page and its twin say of each other. Templates write `{{ twin.either }}` of the page
/// `{{ twin.or }}` of the twin `{{ twin.end }}` where they differ.
#[derive(Serialize)]
pub(in crate::render) struct Twin {
    either: char,
    or: char,
    end: char,
    /// The link of the page to its twin.
    to_hant: String,
    /// The link of the twin to the page.
    to_hans: String,
    /// The full address in simplified characters.
    hans: String,
    /// The full address in traditional characters.
    hant: String,
}

/// The forms of the page at `path`. The way out of the folder of the twins is written out, since
/// site paths in it lead to twins.
pub(in crate::render) fn twin(base_url: &str, path: &str) -> Twin {
    let there = format!("{FOLDER}{path}");
    Twin {
        either: EITHER,
        or: OR,
        end: END,
        to_hant: site_path(&there),
        to_hans: format!("{}{path}", up(path, 1)),
        hans: permalink(base_url, path),
        hant: format!("{base_url}/{there}"),
    }
}
