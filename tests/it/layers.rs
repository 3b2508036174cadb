//! The direction of dependencies: a module names only lower layers and, within its own
//! layer, what an arrow allows. Small programs have no cycles; only a test keeps it so.
//!
//! Paths are found however they are written: `crate::`, `super::` or the crate's own name, in
//! expressions, in nested `use`, and in the arguments of macros, which `syn` leaves as
//! tokens. Tests inside a module are held to the same table.

use std::fmt::Write as _;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::repository;

/// Layers from the top; within a layer each entry is a chain in which a module may name
/// those to its right. The same table stands in the documentation of `src/lib.rs`.
const LAYERS: &[(&str, &[&str])] = &[
    ("drive", &["cli → serve → pipeline"]),
    ("act", &["publish", "import"]),
    ("make", &["check", "render → search"]),
    ("join", &["site → gate"]),
    ("read", &["front → source", "markdown", "attachment"]),
    ("model", &["config → disclosure"]),
    ("base", &["diag → tree → world", "slug", "fingerprint"]),
];

/// One reference of a file to a module of the crate's root.
#[derive(Debug, PartialEq, Eq)]
struct Reference {
    /// The line, from 1.
    line: usize,
    /// The module, or `*` for all of them.
    target: String,
}

#[test]
fn modules_name_only_what_is_below_them() {
    let mut wrong = String::new();
    let files = repository::files("src", ".rs");
    assert!(files.len() > 20, "the sources were not found");
    for (path, text) in &files {
        for Reference { line, target } in references(path, text) {
            if !allowed(owner(path), &target) {
                let _ = writeln!(wrong, "{path}:{line} names `{target}`");
            }
        }
    }
    assert!(wrong.is_empty(), "against the direction of the layers:\n{wrong}");
}

#[test]
fn every_module_has_a_layer() {
    let modules = repository::files("src", ".rs");
    let lost: Vec<&String> = modules
        .iter()
        .map(|(path, _)| path)
        .filter(|path| !matches!(owner(path), "lib" | "main"))
        .filter(|path| place(owner(path)).is_none())
        .collect();
    assert!(lost.is_empty(), "in no layer of tests/it/layers.rs: {lost:?}");
}

#[test]
fn a_planted_violation_is_found_however_it_is_written() {
    let planted = [
        ("src/world/disk.rs", "use crate::diag::Report;"),
        (
            "src/world/disk.rs",
            "use crate::{\n    world::Walk,\n    diag::{self, Report},\n};",
        ),
        ("src/world/disk.rs", "use super::super::diag::Report as Other;"),
        ("src/world/disk.rs", "fn f() -> super::super::diag::Report { todo() }"),
        ("src/world/mod.rs", "use super::diag;"),
        (
            "src/world/mod.rs",
            "mod deep { mod deeper { use super::super::super::diag; } }",
        ),
        (
            "src/world/mod.rs",
            "fn f() { assert!(crate::diag::human::render().is_empty()) }",
        ),
        ("src/world/mod.rs", "fn f() { vec![super::diag::Report::default()]; }"),
        ("src/world/mod.rs", "use gongkai::diag;"),
        ("src/world/mod.rs", "use crate::*;"),
        ("src/world/mod.rs", "#[serde(with = \"crate::diag::human\")] struct S;"),
        ("src/check/mod.rs", "use crate::render::emit;"),
        ("src/gate.rs", "use super::site::Site;"),
        ("src/main.rs", "fn main() { gongkai::pipeline::build() }"),
    ];
    for (path, text) in planted {
        let found = references(path, text);
        let wrong = |reference: &Reference| !allowed(owner(path), &reference.target);
        assert!(found.iter().any(wrong), "not found in {path}: {text}");
    }
    let second_line = references("src/gate.rs", "\nuse crate::site::Site;");
    assert_eq!(second_line, [Reference { line: 2, target: "site".to_owned() }]);
}

#[test]
fn what_the_table_allows_is_allowed() {
    for (path, text) in [
        ("src/serve/mod.rs", "use crate::pipeline::build;"),
        ("src/cli/build.rs", "use crate::{pipeline, serve, world::World};"),
        ("src/site/order.rs", "use super::{Item, address::address};"),
        ("src/site/order.rs", "mod tests { use super::super::Item; }"),
        ("src/gate.rs", "use crate::fingerprint::Fingerprints;"),
        ("src/main.rs", "fn main() { gongkai::cli::run() }"),
    ] {
        for reference in references(path, text) {
            assert!(allowed(owner(path), &reference.target), "{path}: {reference:?}");
        }
    }
}

/// The module of the crate's root that a file belongs to: `site` for `src/site/order.rs`.
fn owner(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap_or(path);
    below.split(['/', '.']).next().unwrap_or(below)
}

fn allowed(owner: &str, target: &str) -> bool {
    match (owner, target) {
        ("main", target) => target == "cli",
        // The root only declares modules: what it re-exported would hide an edge.
        ("lib", _) => false,
        (owner, target) if owner == target => true,
        (owner, target) => match (place(owner), place(target)) {
            (Some(from), Some(to)) => {
                from.layer < to.layer
                    || (from.layer == to.layer
                        && from.chain == to.chain
                        && from.step < to.step)
            }
            _ => false,
        },
    }
}

/// Where a module stands in [`LAYERS`].
struct Standing {
    layer: usize,
    chain: usize,
    step: usize,
}

fn place(module: &str) -> Option<Standing> {
    for (layer, (_, chains)) in LAYERS.iter().enumerate() {
        for (chain, names) in chains.iter().enumerate() {
            if let Some(step) = names.split(" → ").position(|name| name == module) {
                return Some(Standing { layer, chain, step });
            }
        }
    }
    None
}

/// Every reference of a file to a module of the crate's root.
fn references(path: &str, text: &str) -> Vec<Reference> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut finder = Finder { module: module_path(path), found: Vec::new() };
    finder.visit_file(&file);
    finder.found
}

/// The path of the module that a file is: `[site, order]` for `src/site/order.rs`.
fn module_path(path: &str) -> Vec<String> {
    let below = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let mut module: Vec<String> = below.split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        module.pop();
    }
    module
}

/// Walks through a file and keeps the module in which it stands.
struct Finder {
    module: Vec<String>,
    found: Vec<Reference>,
}

impl Finder {
    /// Judges the first names of a path, given in order.
    fn path(&mut self, names: &[String], line: usize) {
        let mut module = self.module.clone();
        let mut names = names.iter();
        match names.next().map(String::as_str) {
            Some("crate" | "gongkai") => module.clear(),
            Some("super") => {
                module.pop();
            }
            _ => return,
        }
        for name in names {
            if name == "super" {
                module.pop();
            } else {
                module.push(name.clone());
                break;
            }
        }
        if let Some(target) = module.into_iter().next() {
            self.found.push(Reference { line, target });
        }
    }

    /// Unfolds a nested `use`.
    fn unfold(&mut self, tree: &syn::UseTree, before: &[String]) {
        let line = tree.span().start().line;
        let with = |ident: &syn::Ident| [before, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.unfold(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.path(&with(&name.ident), line),
            syn::UseTree::Rename(rename) => self.path(&with(&rename.ident), line),
            syn::UseTree::Glob(_) => {
                self.path(&[before, &["*".to_owned()]].concat(), line);
            }
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.unfold(tree, before));
            }
        }
    }

    /// Finds paths among the tokens of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut names: Vec<String> = Vec::new();
        let mut line = 0;
        let mut after_colons = false;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if !after_colons {
                        self.path(&std::mem::take(&mut names), line);
                        line = ident.span().start().line;
                    }
                    names.push(ident.to_string());
                    after_colons = false;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => after_colons = true,
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Punct(_) => after_colons = false,
            }
        }
        self.path(&names, line);
    }
}

impl Finder {
    /// Attributes such as serde's name functions in strings.
    fn literal(&mut self, literal: &proc_macro2::Literal) {
        let text = literal.to_string();
        if let Ok(path) = syn::parse_str::<syn::Path>(text.trim_matches('"')) {
            let names: Vec<String> =
                path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.path(&names, literal.span().start().line);
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(list.tokens.clone());
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.unfold(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.path(&names, path.span().start().line);
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(super)` and `pub(crate)` are no references.
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}
