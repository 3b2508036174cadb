//! Every test that looks at the program from outside, in one binary: linking once is what
//! keeps `cargo test` quick on two cores.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read the repository and write into temporary folders"
)]

mod build;
mod cases;
mod cli;
mod contrast;
mod data;
mod determinism;
mod editions;
mod gate;
mod layers;
mod lists;
mod output;
mod program;
mod random;
mod repository;
mod search_client;
mod search_command;
mod search_damage;
mod search_entry;
mod search_reader;
mod search_suggest;
mod search_words;
mod serve;
mod serve_attacks;
mod serve_private;
mod serve_watch;
mod spoken;
mod tidy;
mod traditional;
mod warm;
