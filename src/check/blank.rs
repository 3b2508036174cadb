//! Which fields of an item are blank that ought to be filled in.
//!
//! What the law wants is asked of the rules themselves, so that a list here can never differ
//! from them: each rule `missing-x-y` speaks of the field `x_y`. The rest is good practice, by
//! what readers of each kind look for, and is only ever advice.

use serde_json::Value;

use super::RULES;
use super::rule::Scope;
use crate::diag::Report;
use crate::disclosure::{Item, Kind, PublicFields, chinese};
use crate::gate::Disclosed;

/// Chinese names of blank fields.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Blank {
    /// What the law wants.
    pub required: Vec<&'static str>,
    /// What readers look for.
    pub advised: Vec<&'static str>,
}

/// The blank fields of an item.
#[must_use]
pub fn blank(disclosed: &Disclosed) -> Blank {
    let required: Vec<&str> = RULES
        .iter()
        .filter_map(|rule| Some((rule, rule.id.strip_prefix("missing-")?)))
        .filter(|(rule, _)| match rule.scope {
            Scope::Document(check) => finds(check, disclosed),
            Scope::Text(_) | Scope::Body(_) | Scope::Site(_) | Scope::Today(_) => false,
        })
        .filter_map(|(_, field)| chinese(&field.replace('-', "_")))
        .collect();
    let own = own_fields(disclosed.fields());
    let advised = advised(disclosed.fields().kind())
        .iter()
        .filter(|field| is_blank(disclosed.item(), &own, field))
        .filter_map(|field| chinese(field))
        .filter(|name| !required.contains(name))
        .collect();
    Blank { required, advised }
}

fn finds(check: fn(&Disclosed, &mut Report), disclosed: &Disclosed) -> bool {
    let mut report = Report::default();
    check(disclosed, &mut report);
    !report.is_empty()
}

/// What readers of a kind look for, by the English names.
fn advised(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Institution => {
            &["credit_code", "duties", "address", "hours", "phone", "leaders", "offices"]
        }
        Kind::Policy => {
            &["document_number", "genre", "topic", "validity", "description", "keywords"]
        }
        Kind::Interpretation => &["interprets", "form", "description", "keywords"],
        Kind::KeyArea => &["area", "matter", "time_limit", "description", "keywords"],
        Kind::RuleOfLawReport => {
            &["report_year", "submitted_to", "description", "keywords"]
        }
        Kind::Notice => &["notice_type", "contact", "description", "keywords"],
        Kind::IntermediaryServices | Kind::General => &["description", "keywords"],
    }
}

/// The kind's own fields; a list of services advises none of them, and may be long.
fn own_fields(fields: &PublicFields) -> Value {
    match fields {
        PublicFields::IntermediaryServices(_) => Value::Null,
        fields => serde_json::to_value(fields).expect("plain data serialises"),
    }
}

fn is_blank(item: &Item, own: &Value, field: &str) -> bool {
    match field {
        "document_number" => item.document_number.is_none(),
        "genre" => item.genre.is_none(),
        "topic" => item.topic.is_none(),
        "validity" => item.validity.is_none(),
        "interprets" => item.interprets.is_empty(),
        "keywords" => item.keywords.is_empty(),
        "description" => {
            item.description.as_deref().is_none_or(|text| text.trim().is_empty())
        }
        own_field => match own.get(own_field) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(Value::Array(list)) => list.is_empty(),
            Some(_) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::advised;
    use crate::check::RULES;
    use crate::disclosure::{Item, Kind, chinese, fields};

    #[test]
    fn every_name_is_a_field_of_its_kind() {
        for kind in Kind::ALL {
            for field in advised(*kind) {
                let own = kind.fields().contains(field);
                assert!(own || fields::<Item>().contains(field), "{kind}: {field}");
                assert!(chinese(field).is_some(), "{field}");
            }
        }
    }

    #[test]
    fn rules_of_what_is_missing_name_fields() {
        let missing = RULES.iter().filter_map(|rule| rule.id.strip_prefix("missing-"));
        let missing: Vec<String> = missing.map(|name| name.replace('-', "_")).collect();
        assert!(missing.len() >= 4);
        for field in missing {
            assert!(fields::<Item>().contains(&field.as_str()), "{field}");
        }
    }
}
