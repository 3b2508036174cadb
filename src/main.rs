//! The program `gongkai`: parses arguments, runs, exits.
fn main() {}
