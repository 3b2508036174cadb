//! The two forms of a page, in simplified and in traditional characters.

use serde::Serialize;

use crate::render::links::{permalink, site_path, up};
use crate::render::traditional::FOLDER;

/// What a page says of its other form.
#[derive(Serialize)]
pub(in crate::render) struct Twin {
    /// Whether the page itself is the one in traditional characters.
    traditional: bool,
    /// The link to the other form.
    path: String,
    /// The full address in simplified characters.
    hans: String,
    /// The full address in traditional characters.
    hant: String,
}

/// The forms of the page whose simplified form is at `path`. The way out of the folder of the
/// other form is written out, since site paths in it lead to pages in it.
pub(in crate::render) fn twin(base_url: &str, path: &str, traditional: bool) -> Twin {
    let there = format!("{FOLDER}{path}");
    let way =
        if traditional { format!("{}{path}", up(path, 1)) } else { site_path(&there) };
    let hant = format!("{base_url}/{there}");
    Twin { traditional, path: way, hans: permalink(base_url, path), hant }
}
