//! Serde readers for the shapes that officers write: one value or a list, 是 and 否, a text
//! where a table is meant.

use std::{fmt, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{
    self, Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    value::MapAccessDeserializer,
};

/// Reads one value or a list of values; a blank field is an empty list.
pub(super) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(OneOrMany::<T>(PhantomData))
}

/// Reads as [`one_or_many`], each entry either a table or the text that stands for one.
pub(super) fn entries<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + From<String>,
{
    let entries: Vec<Entry<T>> = one_or_many(deserializer)?;
    Ok(entries.into_iter().map(|entry| entry.0).collect())
}

/// Reads `true`, `false`, 是 or 否.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    deserializer.deserialize_any(Flag)
}

/// Reads as [`flag`]; a blank field is `None`.
pub(super) fn some_flag<'de, D>(deserializer: D) -> Result<Option<bool>, D::Error>
where
    D: Deserializer<'de>,
{
    Option::<FlagValue>::deserialize(deserializer).map(|value| value.map(|flag| flag.0))
}

/// The visitor of [`one_or_many`]; as a type, the schema of such a field.
pub(super) struct OneOrMany<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("一项或一个列表")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_none<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<T>, E> {
        Ok(vec![T::deserialize(text.into_deserializer())?])
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Vec<T>, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Vec<T>, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        Ok(vec![T::deserialize(MapAccessDeserializer::new(map))?])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(values)
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }, { "type": "null" }] })
    }
}

/// The schema of an entry that may be a text or a table.
pub(super) struct TextOr<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for TextOr<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("TextOr{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [{ "type": "string" }, table] })
    }
}

/// A table, or the text that stands for one.
struct Entry<T>(T);

impl<'de, T: Deserialize<'de> + From<String>> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor(PhantomData))
    }
}

struct EntryVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + From<String>> Visitor<'de> for EntryVisitor<T> {
    type Value = Entry<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("一段文字或一组「字段: 内容」")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Entry<T>, E> {
        Ok(Entry(T::from(text.to_owned())))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Entry<T>, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Entry<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Entry)
    }
}

/// What a flag field holds; as a type, the schema of such a field.
pub(super) struct FlagValue(bool);

impl JsonSchema for FlagValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Flag".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": [true, false, "是", "否"] })
    }
}

impl<'de> Deserialize<'de> for FlagValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        flag(deserializer).map(FlagValue)
    }
}

struct Flag;

impl Visitor<'_> for Flag {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("「true」或「false」（也可以写「是」或「否」）")
    }

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<bool, E> {
        Ok(truth)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<bool, E> {
        match text {
            "是" => Ok(true),
            "否" => Ok(false),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Named {
        label: String,
    }

    impl From<String> for Named {
        fn from(label: String) -> Self {
            Self { label }
        }
    }

    #[test]
    fn one_value_is_a_list_of_one_and_blank_is_none() {
        let many = |value| one_or_many::<_, String>(value);
        assert_eq!(many(json!("甲")).unwrap(), ["甲"]);
        assert_eq!(many(json!(["甲", "乙"])).unwrap(), ["甲", "乙"]);
        assert_eq!(many(json!(2023)).unwrap(), ["2023"]);
        assert!(many(json!(null)).unwrap().is_empty());
        assert!(many(json!(true)).is_err());
        assert!(many(json!([["甲"]])).is_err());
    }

    #[test]
    fn an_entry_is_a_text_or_a_table() {
        let all = |value| entries::<_, Named>(value);
        let named = |label: &str| Named { label: label.to_owned() };
        assert_eq!(all(json!("甲")).unwrap(), [named("甲")]);
        assert_eq!(
            all(json!(["甲", {"label": "乙"}])).unwrap(),
            [named("甲"), named("乙")]
        );
        assert_eq!(all(json!({"label": "乙"})).unwrap(), [named("乙")]);
        assert!(all(json!([["甲"]])).is_err());
    }

    #[test]
    fn a_flag_is_a_truth_value_or_its_chinese_word() {
        for (value, truth) in [
            (json!(true), true),
            (json!(false), false),
            (json!("是"), true),
            (json!("否"), false),
        ] {
            assert_eq!(flag(value).unwrap(), truth);
        }
        for wrong in [json!("yes"), json!("true"), json!(1), json!(null)] {
            assert!(flag(wrong).is_err());
        }
        assert_eq!(some_flag(json!(null)).unwrap(), None);
        assert_eq!(some_flag(json!("是")).unwrap(), Some(true));
    }
}
