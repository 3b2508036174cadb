//! Every test that looks at the program from outside, in one binary: linking once is what
//! keeps `cargo test` quick on two cores.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the repository and write into temporary folders"
)]

mod layers;
mod repository;
mod serve;
mod tidy;
mod warm;
