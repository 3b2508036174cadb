//! The written criteria of the theme's components: whole, and each proved by a check that there is.
//!
//! The checks themselves are put to pages in a browser by `tests/browser/components.mjs`.

use std::collections::BTreeSet;

use serde_yaml::Value;

use crate::repository;

const FILE: &str = "themes/gongkai/components.yaml";

fn components() -> Vec<Value> {
    let text = repository::text(FILE).expect("the theme has written criteria");
    serde_yaml::from_str(&text).expect("components.yaml is a list")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_sequence).map_or(&[], Vec::as_slice)
}

/// The name of a check, which may carry an argument.
fn name(check: &Value) -> Option<&str> {
    match check {
        Value::Mapping(map) => map.keys().next().and_then(Value::as_str),
        other => other.as_str(),
    }
}

#[test]
fn every_criterion_is_a_sentence_that_a_check_proves() {
    let known =
        repository::text("tests/browser/criteria.mjs").expect("the checks are there");
    let mut names = BTreeSet::new();
    for component in components() {
        let (title, place) = (text(&component, "name"), text(&component, "where"));
        assert!(!title.is_empty() && !place.is_empty(), "{component:?}");
        assert!(names.insert(title.to_owned()), "「{title}」 twice");
        let criteria = list(&component, "criteria");
        assert!(!criteria.is_empty(), "「{title}」 owes nothing");
        for criterion in criteria {
            let says = text(criterion, "says");
            assert!(says.ends_with('。'), "「{title}」: 「{says}」 is no sentence");
            assert!(!list(criterion, "checks").is_empty(), "nothing proves 「{says}」");
            for check in list(criterion, "checks") {
                let check =
                    name(check).expect("a check is a word, or a word with its argument");
                let defined = [format!("    {check}: ("), format!("    \"{check}\": (")];
                let there = check == "contrast"
                    || defined.iter().any(|start| known.contains(start));
                assert!(
                    there,
                    "「{title}」 names the check 「{check}」, which is not there"
                );
            }
        }
    }
    assert!(names.len() >= 15, "only {} components", names.len());
}
