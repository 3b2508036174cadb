//! The JSON Schema of an item, for editors: Chinese keys first, the English ones accepted too.
//!
//! It is made from the structs that read the items and their doc comments, so it cannot promise
//! what the reader refuses. Two places are wider than the structs: a key may stand in either
//! language, and a text may be a bare number, as YAML writers leave quotes out.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    Item, Kind, chinese,
    kinds::{
        GeneralFields, InstitutionFields, IntermediaryServicesFields,
        InterpretationFields, KeyAreaFields, NoticeFields, PolicyFields,
        RuleOfLawReportFields,
    },
};

/// The JSON Schema (2020-12) of the front matter of an item of a kind; a `.yaml` item is the
/// same with 正文.
pub fn schema(kind: Kind) -> Value {
    let mut common = root::<Item>();
    let own = match kind {
        Kind::Institution => root::<InstitutionFields>(),
        Kind::Policy => root::<PolicyFields>(),
        Kind::Interpretation => root::<InterpretationFields>(),
        Kind::KeyArea => root::<KeyAreaFields>(),
        Kind::IntermediaryServices => root::<IntermediaryServicesFields>(),
        Kind::RuleOfLawReport => root::<RuleOfLawReportFields>(),
        Kind::Notice => root::<NoticeFields>(),
        Kind::General => root::<GeneralFields>(),
    };
    for part in ["properties", "$defs"] {
        let Some(Value::Object(entries)) = own.get(part) else { continue };
        object(&mut common, part).extend(entries.clone());
    }
    let named = json!([kind.chinese(), kind.english()]);
    object(&mut common, "properties")["kind"]["enum"] = named;
    for name in REQUIRED {
        for part in ["type", "enum"] {
            let list = object(&mut common, "properties")[name].get_mut(part);
            if let Some(list) = list {
                never_blank(list);
            }
        }
    }
    let mut whole = Value::Object(common);
    whole["title"] = json!(kind.chinese());
    whole["description"] =
        json!(format!("「{}」类信息的字段，键用中文或英文都可以", kind.chinese()));
    whole["required"] = json!(REQUIRED);
    in_both_languages(&mut whole);
    whole
}

/// What an item cannot do without; the gate holds to the same two.
const REQUIRED: [&str; 2] = ["title", "attribute"];

/// Takes the blank value out of a list of types or words.
fn never_blank(list: &mut Value) {
    if let Value::Array(entries) = list {
        entries.retain(|entry| !entry.is_null() && entry != "null");
    }
}

fn root<T: JsonSchema>() -> Map<String, Value> {
    let schema =
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.as_object().cloned().unwrap_or_default()
}

fn object<'v>(
    parent: &'v mut Map<String, Value>,
    key: &str,
) -> &'v mut Map<String, Value> {
    let entry = parent.entry(key).or_insert_with(|| json!({}));
    entry.as_object_mut().expect("properties and $defs are objects")
}

/// Gives every table its Chinese keys, and every text its bare number, from the inside out.
fn in_both_languages(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(in_both_languages),
        Value::Object(object) => {
            object.values_mut().for_each(in_both_languages);
            object.retain(|key, value| key != "default" || *value == json!(true));
            accept_number(object);
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                *properties = translated(std::mem::take(properties));
                let required = object.remove("required");
                require(object, required);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Lets a free text be a number as well.
fn accept_number(object: &mut Map<String, Value>) {
    if object.contains_key("enum") || object.contains_key("pattern") {
        return;
    }
    match object.get_mut("type") {
        Some(Value::Array(types)) if types.iter().any(|name| name == "string") => {
            types.push(json!("number"));
        }
        Some(name) if *name == "string" => *name = json!(["string", "number"]),
        _ => {}
    }
}

/// Each property under its Chinese key, and under its English one with a word about that.
fn translated(properties: Map<String, Value>) -> Map<String, Value> {
    let mut chinese_first = Map::new();
    let mut english_after = Map::new();
    for (english, schema) in properties {
        if let Some(word) = chinese(&english) {
            let mut twin = schema.clone();
            twin["description"] = json!(format!("同「{word}」"));
            chinese_first.insert(word.to_owned(), schema);
            english_after.insert(english, twin);
        } else {
            english_after.insert(english, schema);
        }
    }
    chinese_first.append(&mut english_after);
    chinese_first
}

/// Requires each key in one of its two languages.
fn require(object: &mut Map<String, Value>, required: Option<Value>) {
    let Some(Value::Array(names)) = required else { return };
    let either = |name: &Value| match name.as_str().and_then(chinese) {
        Some(word) => {
            json!({ "anyOf": [{ "required": [word] }, { "required": [name] }] })
        }
        None => json!({ "required": [name] }),
    };
    object.insert("allOf".to_owned(), names.iter().map(either).collect());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::{fields, kinds::Row};

    /// All objects of a schema that have properties.
    fn tables<'v>(value: &'v Value, found: &mut Vec<&'v Map<String, Value>>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| tables(item, found)),
            Value::Object(object) => {
                found.extend(object.get("properties").and_then(Value::as_object));
                object.values().for_each(|value| tables(value, found));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_field_stands_in_both_languages_with_a_chinese_description() {
        for &kind in Kind::ALL {
            let schema = schema(kind);
            let properties = schema["properties"].as_object().unwrap();
            for field in fields::<Item>().iter().chain(kind.fields()) {
                let keys = [chinese(field), Some(*field)];
                for key in keys.into_iter().flatten() {
                    assert!(properties.contains_key(key), "{kind}: {key}");
                }
            }
            let mut all = Vec::new();
            tables(&schema, &mut all);
            for (key, field) in all.into_iter().flatten() {
                let text = field["description"].as_str().unwrap_or_default();
                assert!(!text.is_ascii(), "{kind}: {key} has no Chinese description");
            }
        }
    }

    #[test]
    fn every_reference_of_a_schema_is_resolved() {
        for &kind in Kind::ALL {
            let schema = schema(kind);
            let text = schema.to_string();
            for (at, _) in text.match_indices("\"$ref\":\"#/$defs/") {
                let name = text[at + 16..].split('"').next().unwrap();
                assert!(schema["$defs"].get(name).is_some(), "{kind}: {name}");
            }
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert_eq!(schema["additionalProperties"], json!(false));
        }
    }

    #[test]
    fn a_schema_names_its_kind_and_requires_title_and_attribute() {
        let schema = schema(Kind::IntermediaryServices);
        let kinds = json!(["中介服务事项清单", "intermediary_services"]);
        assert_eq!(schema["properties"]["信息类型"]["enum"], kinds);
        let either = json!([
            { "anyOf": [{ "required": ["标题"] }, { "required": ["title"] }] },
            { "anyOf": [{ "required": ["公开属性"] }, { "required": ["attribute"] }] }
        ]);
        assert_eq!(schema["allOf"], either);
        for key in ["标题", "公开属性"] {
            assert!(!schema["properties"][key].to_string().contains("null"), "{key}");
        }
        let row = &schema["$defs"]["Row"]["properties"];
        for column in fields::<Row>() {
            assert!(row.get(chinese(column).unwrap()).is_some(), "{column}");
        }
        assert!(row["联系手机"]["description"].as_str().unwrap().contains("不会公开"));
    }
}
