//! gongkai turns a folder of disclosure items into a searchable static portal.

pub mod attachment;
pub mod check;
pub mod cli;
pub mod config;
pub mod diag;
pub mod disclosure;
pub mod fingerprint;
pub mod front;
pub mod gate;
pub mod import;
pub mod markdown;
pub mod pipeline;
pub mod publish;
pub mod render;
pub mod site;
pub mod slug;
pub mod source;
pub mod tree;
pub mod world;
