//! The scripts of the search, as `build.rs` has made them from `client/`.
//!
//! `search.js` is the core, without a page, so that other themes and a parent portal can use
//! it; it loads `suggest.js`, with all that most searches do without, when somebody types, nothing is
//! found, or a query has numbers or days; `page.js` is the search page.

use std::sync::LazyLock;

/// A script as it is published.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// Its path below `search/`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! script {
    ($name:literal) => {
        Script { name: $name, text: include_str!(concat!(env!("OUT_DIR"), "/", $name)) }
    };
}

/// All scripts.
pub const SCRIPTS: [Script; 3] =
    [script!("search.js"), script!("suggest.js"), script!("page.js")];

/// The text of the script at a path below the output.
#[must_use]
pub fn text(path: &str) -> Option<&'static str> {
    let name = super::format::name_of(path)?;
    SCRIPTS.iter().find(|script| script.name == name).map(|script| script.text)
}

/// What follows `?v=` in the address of a script: 8 hex digits of the digest of all of them. They
/// have it in common, since one loads another under its own version.
#[must_use]
pub fn version(name: &str) -> Option<&'static str> {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut all = blake3::Hasher::new();
        for script in SCRIPTS {
            all.update(script.text.as_bytes());
        }
        all.finalize().to_hex()[..8].to_owned()
    });
    SCRIPTS.iter().any(|script| script.name == name).then_some(&*VERSION)
}
