//! Twins: the files of a portal once more in traditional characters, below `hant/`.
//!
//! A page and its twin are one page until the last step: what they say differently stands in it
//! twice, see [`links::chosen`], and the words of the twin are converted when all else is done.
//! Scripts with words that a reader sees have twins too, at the same version, since a twin is
//! made of nothing but its script.

use super::{Output, Renderer, links, traditional};
use crate::diag::Finding;
use crate::search::client;
use crate::site::Route;

/// The folder of the output with the pages in traditional characters.
pub(super) const FOLDER: &str = "hant/";

/// The folder of the theme's files.
const ASSETS: &str = "assets/";

/// The scripts of the theme that say something to the reader. What is left out compares
/// characters, so it must have both writings anyway.
const SCRIPTS: [&str; 9] = [
    "access.js",
    "aloud.js",
    "box.js",
    "copy.js",
    "filter.js",
    "hours.js",
    "mark.js",
    "print.js",
    "settings.js",
];

/// The script of the search page.
const SEARCH: &str = "search/page.js";

impl Renderer {
    /// What the twin of a path of the output holds; `None` where it has none.
    pub(super) fn twin(&self, path: &str) -> Option<Output<'_>> {
        let config = &self.site.config;
        if !config.portal.traditional {
            return None;
        }
        if let Some(name) = path.strip_prefix(ASSETS) {
            let at = self.theme.find(name).filter(|_| SCRIPTS.contains(&name))?;
            return Some(Output::Script(&self.theme.assets()[at].bytes));
        }
        if path == SEARCH {
            let text = client::text(SEARCH).filter(|_| config.build_search_index)?;
            return Some(Output::Script(text.as_bytes()));
        }
        let route = self.site.registry.resolve(path)?;
        route.has_twin().then_some(Output::Traditional(route))
    }

    /// Every twin with its path.
    pub(super) fn twins(&self) -> impl Iterator<Item = (String, Output<'_>)> {
        let scripts = SCRIPTS.iter().map(|name| format!("{ASSETS}{name}"));
        let pages = self.site.registry.all().map(|(path, _)| path.to_owned());
        let paths = scripts.chain([SEARCH.to_owned()]).chain(pages);
        paths.filter_map(|path| Some((format!("{FOLDER}{path}"), self.twin(&path)?)))
    }

    /// A page and its twin, of which the common part is made once.
    ///
    /// # Errors
    /// A finding: a template failed.
    pub fn emit_both(
        &self,
        path: &str,
        route: &Route,
    ) -> Result<[(String, Vec<u8>); 2], Finding> {
        let html = self.templated(route, path)?;
        let twin = self.traditional(&html, path);
        let page = self.linked(&html, route, path);
        Ok([(path.to_owned(), page), (format!("{FOLDER}{path}"), twin)])
    }

    /// Whether the page of a route has a twin.
    #[must_use]
    pub fn has_twin(&self, route: &Route) -> bool {
        self.site.config.portal.traditional && route.has_twin()
    }

    /// The twin of the page that a template has made for a path.
    pub(super) fn traditional(&self, html: &str, path: &str) -> Vec<u8> {
        let html = links::chosen(html, true);
        let html = links::twin(&html, path, &|to| self.twin(to).is_some());
        traditional::convert(&html).into_bytes()
    }
}
