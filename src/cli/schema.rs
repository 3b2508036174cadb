//! `gongkai schema`.

use super::args::SchemaArgs;
use super::{End, fail};
use crate::disclosure::{Kind, schema};

/// Prints the JSON Schema of a kind.
pub(super) fn run(args: &SchemaArgs) -> End {
    match Kind::parse(&args.kind) {
        Ok(kind) => {
            let schema = serde_json::to_string_pretty(&schema(kind));
            super::say(&format!("{}\n", schema.expect("a schema serialises")));
            End::Clean
        }
        Err(error) => {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.chinese()).collect();
            fail(&error.message, &[&format!("可以写的有：{}", names.join("、"))])
        }
    }
}
