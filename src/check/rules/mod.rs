//! All rules, one file each, sorted by id.
//!
//! A new rule is a file here, a line in [`RULES`] and a case in `tests/cases/check/`.

mod column_empty;
mod column_overdue;
mod date_order;
mod document_number_year;
mod duplicate_document_number;
mod duplicate_index_number;
mod image_without_alt;
mod interpretation_without_target;
mod missing_date;
mod missing_description;
mod missing_index_number;
mod missing_written;
mod personal_bank_card;
mod personal_id;
mod personal_mobile;
mod policy_without_interpretation;
mod process_document;
mod raw_html;
mod repealed_without_successor;
mod secrecy_mark;
mod secrecy_word;
mod service_basis;

use super::Rule;

/// The registry: what is not in it is not asked.
pub static RULES: &[&Rule] = &[
    &column_empty::RULE,
    &column_overdue::RULE,
    &date_order::RULE,
    &document_number_year::RULE,
    &duplicate_document_number::RULE,
    &duplicate_index_number::RULE,
    &image_without_alt::RULE,
    &interpretation_without_target::RULE,
    &missing_date::RULE,
    &missing_description::RULE,
    &missing_index_number::RULE,
    &missing_written::RULE,
    &personal_bank_card::RULE,
    &personal_id::RULE,
    &personal_mobile::RULE,
    &policy_without_interpretation::RULE,
    &process_document::RULE,
    &raw_html::RULE,
    &repealed_without_successor::RULE,
    &secrecy_mark::RULE,
    &secrecy_word::RULE,
    &service_basis::RULE,
];

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn rules_are_sorted_and_each_id_stands_once() {
        for pair in RULES.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} before {}", pair[0].id, pair[1].id);
        }
    }

    #[test]
    fn every_rule_says_why_and_in_chinese() {
        for rule in RULES {
            let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(rule.id.chars().all(kebab), "{}", rule.id);
            assert!(!rule.basis.is_empty(), "{} has no basis", rule.id);
            for text in rule.basis.iter().chain([&rule.title, &rule.explain]) {
                assert!(!text.is_ascii(), "{}: {text}", rule.id);
            }
            assert!(
                !rule.title.ends_with('。') && rule.explain.ends_with('。'),
                "{}",
                rule.id
            );
        }
    }

    #[test]
    fn a_basis_that_was_not_read_in_its_official_text_only_warns() {
        use crate::diag::Severity;
        for rule in RULES {
            let doubtful = |basis: &&&str| basis.ends_with("（依据待核）");
            let all = rule.basis.iter().filter(doubtful).count() == rule.basis.len();
            assert!(!(all && rule.level == Severity::Error), "{}", rule.id);
        }
    }
}
