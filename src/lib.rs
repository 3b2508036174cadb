//! gongkai turns a folder of disclosure items into a searchable static portal.

pub mod diag;
pub mod disclosure;
pub mod fingerprint;
pub mod tree;
pub mod world;
