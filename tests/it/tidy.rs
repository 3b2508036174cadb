//! What a reader may rely on in every file: a module doc, a size one can hold in the head,
//! no shortcuts outside tests, and nothing that was written and then forgotten.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::repository;

/// The most lines a file may have.
const MOST_LINES: usize = 500;

/// The most lines a script may have.
const MOST_SCRIPT_LINES: usize = 250;

/// Macros that no finished code holds.
const UNFINISHED: &[&str] = &["todo", "unimplemented", "dbg"];

fn sources() -> Vec<(String, String)> {
    let mut files = repository::files("src", ".rs");
    files.extend(repository::files("tests", ".rs"));
    files.extend(repository::files("fuzz", ".rs"));
    files
}

#[test]
fn every_file_opens_with_its_purpose() {
    let missing: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path)
        .collect();
    assert!(missing.is_empty(), "no `//!` on the first line of: {missing:#?}");
}

#[test]
fn files_can_be_held_in_the_head() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "over {MOST_LINES} lines: {long:#?}");
}

#[test]
fn no_shortcut_outside_tests() {
    let mut found = Vec::new();
    for (path, text) in repository::files("src", ".rs") {
        // A file of tests is declared under `cfg(test)` by its parent, and so is its folder.
        if !path.ends_with("/tests.rs") && !path.contains("/tests/") {
            found.extend(
                shortcuts(&text)
                    .into_iter()
                    .map(|(line, what)| format!("{path}:{line} {what}")),
            );
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_planted_shortcut_is_found() {
    for (text, expected) in [
        ("fn f() { g().unwrap() }", 1),
        ("fn f() { println!(\"{}\", g().unwrap()) }", 1),
        ("fn f() {\n todo!() }", 1),
        ("fn f() { vec![dbg!(1)]; }", 1),
        ("#[cfg(test)] mod tests { fn f() { g().unwrap() } }", 0),
        ("fn f() { g().unwrap_or_default(); let unwrap = 1; }", 0),
    ] {
        assert_eq!(shortcuts(text).len(), expected, "{text}");
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let main = repository::text("tests/it/main.rs").expect("this binary has a root");
    let forgotten: Vec<String> = repository::files("tests/it", ".rs")
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path != "tests/it/main.rs")
        .filter(|path| {
            let below = path.trim_start_matches("tests/it/").trim_end_matches(".rs");
            let name = below.split('/').next().unwrap_or(below);
            !main.contains(&format!("mod {name};"))
        })
        .collect();
    assert!(forgotten.is_empty(), "no module of tests/it/main.rs: {forgotten:?}");
}

/// A rule is one file, one line of the registry and one case.
#[test]
fn every_rule_has_a_file_a_line_and_a_case() {
    let Some(registry) = repository::text("src/check/rules/mod.rs") else { return };
    let stems = |folder: &str, ending: &str| -> BTreeSet<String> {
        repository::files(folder, ending)
            .iter()
            .filter_map(|(path, _)| Path::new(path).file_stem())
            .map(|stem| stem.to_string_lossy().replace('_', "-"))
            .filter(|stem| stem != "mod")
            .collect()
    };
    let files = stems("src/check/rules", ".rs");
    let cases = stems("tests/cases/check", ".md");
    assert_eq!(files, cases, "rule files and tests/cases/check differ");
    for rule in &files {
        let name = rule.replace('-', "_");
        assert!(registry.contains(&format!("{name}::")), "{rule} is not in RULES");
    }
}

#[test]
fn scripts_write_text_and_stay_short() {
    let mut scripts = repository::files("themes", ".js");
    scripts.extend(repository::files("src", ".js"));
    scripts.extend(repository::files("tests/browser", ".mjs"));
    for (path, text) in scripts {
        for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"] {
            assert!(!text.contains(word), "{path} uses {word}");
        }
        let lines = text.lines().count();
        assert!(lines <= MOST_SCRIPT_LINES, "{path} has {lines} lines");
    }
}

#[test]
fn templates_hold_no_inline_style_or_script() {
    let templates = repository::files("themes", ".html");
    assert!(!templates.is_empty(), "the templates were not found");
    for (path, text) in templates {
        if let Some(what) = inline(&text) {
            panic!("{path} has {what}, which the content policy of the portal blocks");
        }
    }
}

#[test]
fn planted_inline_code_is_found() {
    for text in [
        "<p style=\"color: red\">",
        "<p\n  style='x'>",
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        "<button onclick=\"f()\">",
        "<a href=\"javascript:f()\">",
    ] {
        assert!(inline(text).is_some(), "not found: {text}");
    }
    for text in [
        "<script src=\"{{ url }}\" defer></script>",
        "<link rel=\"stylesheet\" href=\"x\">",
        "{% if page.on == 1 %}",
        "<p class=\"button-style\">",
    ] {
        assert_eq!(inline(text), None, "{text}");
    }
}

/// A measured figure is worth its command: each table of measurements in README.md comes
/// with a fenced block that holds the command.
#[test]
fn figures_of_the_readme_name_their_command() {
    let Some(readme) = repository::text("README.md") else { return };
    for section in readme.split("\n## ").skip(1) {
        let measured =
            ["ms |", " MB |", " s |"].iter().any(|unit| section.contains(unit));
        let title = section.lines().next().unwrap_or_default();
        assert!(
            !measured || section.contains("tests/bench/") || section.contains("```sh"),
            "「{title}」 of README.md tells figures and not how they were measured"
        );
    }
}

/// What a strict content policy would block, told in words.
fn inline(template: &str) -> Option<&'static str> {
    let lower = template.to_lowercase();
    let tag_with = |attribute: &str| {
        lower.split('<').skip(1).any(|tag| {
            let tag = tag.split('>').next().unwrap_or(tag);
            tag.split_whitespace().skip(1).any(|word| word.starts_with(attribute))
        })
    };
    let handler = |tag: &str| {
        tag.split_whitespace().skip(1).any(|word| {
            word.strip_prefix("on").and_then(|rest| rest.split_once('=')).is_some_and(
                |(event, _)| {
                    !event.is_empty() && event.chars().all(|c| c.is_ascii_alphabetic())
                },
            )
        })
    };
    let tags =
        || lower.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or(tag));
    if tag_with("style=") {
        Some("an inline style")
    } else if tags().any(|tag| tag.starts_with("style")) {
        Some("a <style>")
    } else if tags().any(|tag| tag.starts_with("script") && !tag.contains("src=")) {
        Some("an inline <script>")
    } else if tags().any(handler) {
        Some("an event handler")
    } else if lower.contains("javascript:") {
        Some("a javascript: address")
    } else {
        None
    }
}

/// The lines of shortcuts outside tests, with their names.
fn shortcuts(text: &str) -> Vec<(usize, String)> {
    let mut finder = Shortcuts::default();
    finder.visit_file(&syn::parse_file(text).expect("the compiler read it before"));
    finder.found
}

#[derive(Default)]
struct Shortcuts {
    found: Vec<(usize, String)>,
}

impl Shortcuts {
    /// Looks among the tokens of a macro for `.unwrap(` and for macros within.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut before = None;
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    let line = ident.span().start().line;
                    if name == "unwrap" && before == Some('.') {
                        self.found.push((line, "unwrap()".to_owned()));
                    } else if UNFINISHED.contains(&name.as_str()) {
                        self.found.push((line, format!("{name}!")));
                    }
                    before = None;
                }
                TokenTree::Punct(punct) => before = Some(punct.as_char()),
                TokenTree::Literal(_) => before = None,
            }
        }
    }
}

impl<'ast> Visit<'ast> for Shortcuts {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let test = |attribute: &syn::Attribute| match &attribute.meta {
            syn::Meta::List(list) => {
                list.path.is_ident("cfg") && list.tokens.to_string() == "test"
            }
            _ => false,
        };
        if !item.attrs.iter().any(test) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "unwrap" {
            self.found.push((call.method.span().start().line, "unwrap()".to_owned()));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let name = item.path.segments.last().map(|last| last.ident.to_string());
        if let Some(name) = name.filter(|name| UNFINISHED.contains(&name.as_str())) {
            self.found.push((item.span().start().line, format!("{name}!")));
        }
        self.tokens(item.tokens.clone());
    }
}
