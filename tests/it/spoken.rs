//! What is said when a page is read aloud, by the table of `tests/cases/spoken.txt`.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::repository;

#[test]
fn written_text_is_said_as_the_table_has_it() {
    let table = repository::text("tests/cases/spoken.txt").unwrap();
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pairs: Vec<(&str, &str)> =
        lines.map(|line| line.split_once(" = ").expect("written = said")).collect();
    let written: Vec<&str> = pairs.iter().map(|(written, _)| *written).collect();
    let Some(said) = say(&written) else { return };
    assert_eq!(said.len(), pairs.len());
    for ((written, wanted), said) in pairs.iter().zip(&said) {
        assert_eq!(said, wanted, "{written}");
        assert!(!said.contains(|c: char| c.is_ascii_digit()), "{said} has digits");
    }
}

/// What the script says; nothing where there is no node.
fn say(written: &[&str]) -> Option<Vec<String>> {
    let runner = repository::root().join("tests/it/spoken.mjs");
    let node = Command::new("node")
        .arg(runner)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut node = node.ok()?;
    let text = serde_json::to_string(written).unwrap();
    node.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "the runner ends well");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
