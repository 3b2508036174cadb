//! Makes the scripts of the search from their sources: joined, then made small.
//!
//! The sources in `src/search/client/` are written for people: small files, long names, many
//! comments. A reader on a phone pays for every byte of them, so they are parsed and printed
//! again with short names, by a compiler and not by patterns of text. Nothing is taken in from
//! outside and nothing is resolved: this is no bundler.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script is an edge: it reads sources and writes what it makes of them"
)]

use std::path::Path;
use std::{env, fs};

use oxc_allocator::Allocator;
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
    ("suggest.js", &["suggest.js"]),
    ("page.js", &["state.js", "paint.js", "frame.js", "page.js"]),
];

fn main() {
    let sources = Path::new("src/search/client");
    println!("cargo::rerun-if-changed={}", sources.display());
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    for (name, files) in SCRIPTS {
        let read = |file: &&str| {
            fs::read_to_string(sources.join(file))
                .unwrap_or_else(|error| panic!("{file}: {error}"))
        };
        let source: String = files.iter().map(read).collect();
        fs::write(Path::new(&out).join(name), small(name, &source))
            .expect("OUT_DIR is writable");
    }
}

/// The same script in fewer bytes.
fn small(name: &str, source: &str) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::script()).parse();
    assert!(parsed.diagnostics.is_empty(), "{name}: {:?}", parsed.diagnostics);
    let mut program = parsed.program;
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
