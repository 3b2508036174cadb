//! The scripts of the search: written in small files, given as two.
//!
//! `search.js` is the core, without a page, so that other themes and a parent portal can use
//! it; `page.js` is the search page. Comments and indentation stay here.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

static SOURCES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/search/client");

/// The files of the core, in the order in which they must run.
const CORE: [&str; 12] = [
    "normalize.js",
    "query.js",
    "format.js",
    "inflate.js",
    "shard.js",
    "store.js",
    "plan.js",
    "rank.js",
    "sieve.js",
    "excerpt.js",
    "suggest.js",
    "search.js",
];

/// The files of the search page.
const PAGE: [&str; 4] = ["state.js", "paint.js", "frame.js", "page.js"];

/// A script as it is published.
#[derive(Debug)]
pub struct Script {
    /// Its path below `search/`.
    pub name: &'static str,
    /// Its text.
    pub text: String,
    /// The first 8 hex digits of its digest, for `?v=`.
    pub version: String,
}

/// Both scripts.
pub fn scripts() -> &'static [Script] {
    static SCRIPTS: LazyLock<Vec<Script>> =
        LazyLock::new(|| vec![script("search.js", &CORE), script("page.js", &PAGE)]);
    &SCRIPTS
}

/// The script at a path below `search/`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Script> {
    scripts().iter().find(|script| script.name == name)
}

fn script(name: &'static str, files: &[&str]) -> Script {
    let mut text = String::new();
    for file in files {
        let file = SOURCES.get_file(file).and_then(include_dir::File::contents_utf8);
        push_stripped(&mut text, file.expect("the scripts are embedded"));
    }
    let version = blake3::hash(text.as_bytes()).to_hex()[..8].to_owned();
    Script { name, text, version }
}

/// Appends a script without its comments, its indentation and its blank lines. Only whole
/// lines are taken for comments, so nothing inside a string or a pattern is; a text over
/// several lines would lose its indentation, and there is none.
fn push_stripped(out: &mut String, script: &str) {
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push_stripped;

    #[test]
    fn only_comments_and_white_space_go() {
        let mut out = String::new();
        push_stripped(
            &mut out,
            "/**\n * Says.\n */\n  // why\n\n  a(\"//x\", '/* y */'); // stays\n/* one */\nb();\n",
        );
        assert_eq!(out, "a(\"//x\", '/* y */'); // stays\nb();\n");
    }
}
