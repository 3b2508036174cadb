//! The names of a struct's fields, asked of the struct itself.
//!
//! The reader of front matter must know which keys are common and which belong to the kind, and
//! the glossary must have a word for each. Both ask serde's own list, so there is no second one.

use serde::{Deserialize, Deserializer, de::Visitor, de::value::Error};

/// The English names of the fields that a struct reads, in the order of their declaration.
pub fn fields<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut found: &'static [&'static str] = &[];
    // The reader takes the names and refuses to go on, so the error is the expected end.
    let ended = T::deserialize(Names(&mut found)).is_err();
    debug_assert!(ended, "a struct was read from nothing");
    found
}

struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(serde::de::Error::custom("names only"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("not a struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::{Item, Kind, Section, chinese};

    #[test]
    fn fields_are_those_of_the_struct() {
        assert_eq!(Kind::Policy.fields(), ["normative", "registration_number"]);
        assert_eq!(Kind::General.fields(), [] as [&str; 0]);
        assert!(fields::<Item>().contains(&"title"));
        assert!(fields::<Section>().contains(&"sort_by"));
        assert_eq!(fields::<String>(), [] as [&str; 0]);
    }

    #[test]
    fn no_kind_has_a_field_of_the_common_ones() {
        for kind in Kind::ALL {
            for field in kind.fields() {
                assert!(!fields::<Item>().contains(field), "{kind}: {field}");
                assert!(chinese(field).is_some(), "{kind}: {field} has no Chinese name");
            }
        }
    }
}
