//! Makes the scripts of the search from their sources: joined, then made small.
//!
//! The sources in `src/search/client/` are written for people: small files, long names, many
//! comments. A reader on a phone pays for every byte of them, so they are parsed and printed
//! again with short names, by a compiler and not by patterns of text. Properties that only these
//! scripts know, those of `names.txt`, get short names too. Nothing is taken in from outside and
//! nothing is resolved: this is no bundler.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script is an edge: it reads sources and writes what it makes of them"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use oxc_allocator::Allocator;
use oxc_ast::ast::{IdentifierName, Program, StringLiteral};
use oxc_ast_visit::{VisitMut, walk_mut};
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_compat::EngineTargets;
use oxc_minifier::{CompressOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// Each script and the files that it is made of, in the order in which they must run.
const SCRIPTS: &[(&str, &[&str])] = &[
    (
        "search.js",
        &[
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
            "load.js",
            "search.js",
        ],
    ),
    ("suggest.js", &["suggest.js", "numbers.js", "near.js", "range.js", "folder.js"]),
    ("page.js", &["state.js", "paint.js", "frame.js", "page.js"]),
];

/// Every source is strict for itself; said once for a script, the printer drops the others.
const STRICT: &str = "\"use strict\";\n";

/// Of what short names are made, those first that the printer gives to variables most often.
const LETTERS: &str = "etnriaoscludfpmhgvybxwkjzqSCTEDOAMNPFILRBVHUWGKJYXZQ";

fn main() {
    let sources = Path::new("src/search/client");
    println!("cargo::rerun-if-changed={}", sources.display());
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let read = |file: &str| {
        fs::read_to_string(sources.join(file))
            .unwrap_or_else(|error| panic!("{file}: {error}"))
    };
    let joined = |(name, files): &(&'static str, &[&str])| {
        let parts = files.iter().map(|file| read(file));
        (*name, std::iter::once(STRICT.to_owned()).chain(parts).collect::<String>())
    };
    let scripts: Vec<(&str, String)> = SCRIPTS.iter().map(joined).collect();
    let short = short_names(&read("names.txt"), &scripts);
    for (name, source) in &scripts {
        fs::write(Path::new(&out).join(name), small(name, source, short.clone()))
            .expect("OUT_DIR is writable");
    }
}

fn parse<'a>(allocator: &'a Allocator, name: &str, source: &'a str) -> Program<'a> {
    let parsed = Parser::new(allocator, source, SourceType::script()).parse();
    assert!(parsed.diagnostics.is_empty(), "{name}: {:?}", parsed.diagnostics);
    parsed.program
}

/// The same script in fewer bytes.
fn small(name: &str, source: &str, short: BTreeMap<String, String>) -> String {
    let allocator = Allocator::default();
    let mut program = parse(&allocator, name, source);
    Names { short, ..Names::new(&allocator) }.visit_program(&mut program);
    let target = EngineTargets::from_target("es2019").expect("a known edition");
    let compress = CompressOptions { target, ..CompressOptions::smallest() };
    let options =
        MinifierOptions { compress: Some(compress), ..MinifierOptions::default() };
    let done = Minifier::new(options).minify(&allocator, &mut program);
    let printer = Codegen::new().with_options(CodegenOptions::minify());
    let mut code = printer.with_scoping(done.scoping).build(&program).code;
    code.push('\n');
    code
}

/// A short name for each of a list, the same in all scripts: the more frequent the shorter, and
/// none that a property has already. A name that no script has, or that stands in a string, by
/// which a property may be reached, is a mistake in the list.
fn short_names(list: &str, scripts: &[(&str, String)]) -> BTreeMap<String, String> {
    let allocator = Allocator::default();
    let mut found = Names::new(&allocator);
    for (name, source) in scripts {
        found.visit_program(&mut parse(&allocator, name, source));
    }
    let known: BTreeSet<&str> = list.split_whitespace().collect();
    for name in &known {
        let sound = found.counts.contains_key(*name) && !found.strings.contains(*name);
        assert!(sound, "names.txt: {name} is nobody's name, or stands in a string");
    }
    let mut order: Vec<&str> = known.into_iter().collect();
    order.sort_by_key(|name| usize::MAX - found.counts[*name]);
    let letters = || LETTERS.chars();
    let one = letters().map(String::from);
    let two = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
    let free = one.chain(two).filter(|name| !found.counts.contains_key(name));
    order.into_iter().map(str::to_owned).zip(free).collect()
}

/// Counts the names of properties, and gives short ones to those that have one.
struct Names<'a> {
    allocator: &'a Allocator,
    short: BTreeMap<String, String>,
    counts: BTreeMap<String, usize>,
    strings: BTreeSet<String>,
}

impl<'a> Names<'a> {
    fn new(allocator: &'a Allocator) -> Self {
        let (short, counts) = <(BTreeMap<_, _>, BTreeMap<_, _>)>::default();
        Self { allocator, short, counts, strings: BTreeSet::new() }
    }
}

impl<'a> VisitMut<'a> for Names<'a> {
    fn visit_identifier_name(&mut self, it: &mut IdentifierName<'a>) {
        *self.counts.entry(it.name.to_string()).or_default() += 1;
        if let Some(short) = self.short.get(it.name.as_str()) {
            it.name = self.allocator.alloc_str(short).into();
        }
        walk_mut::walk_identifier_name(self, it);
    }

    fn visit_string_literal(&mut self, it: &mut StringLiteral<'a>) {
        self.strings.insert(it.value.to_string());
    }
}
