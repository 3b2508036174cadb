//! The second opinion on YAML.
//!
//! `serde_yaml` reads the same text with another parser. Where the two do not agree on the
//! keys, or on what stands after 公开属性, one of them is wrong about what the officer wrote,
//! and nothing may be published on the word of one.

use std::fmt;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};

use crate::tree::Node;

/// Compares the tree with what the other parser sees.
///
/// # Errors
/// One Chinese sentence that says where the two differ.
pub(super) fn agrees(text: &str, node: &Node) -> Result<(), String> {
    let other: Keys = if node.entries().is_empty() {
        Keys::default()
    } else {
        serde_yaml::from_str(text).map_err(|_| "这段 YAML 有两种读法".to_owned())?
    };
    let ours = node.entries().iter().map(|(key, _)| key.name.as_str());
    if !ours.eq(other.keys.iter().map(String::as_str)) {
        return Err("这段 YAML 的字段名有两种读法".to_owned());
    }
    let attribute = node
        .entries()
        .iter()
        .find(|(key, _)| is_attribute(&key.name))
        .and_then(|(_, value)| value.text());
    if attribute.unwrap_or_default() != other.attribute.as_deref().unwrap_or_default() {
        return Err("「公开属性」后面的内容有两种读法".to_owned());
    }
    Ok(())
}

fn is_attribute(key: &str) -> bool {
    matches!(key, "公开属性" | "attribute")
}

/// The top-level keys, and the text of 公开属性.
#[derive(Default)]
struct Keys {
    keys: Vec<String>,
    attribute: Option<String>,
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Keys::default();
        while let Some(Key(key)) = map.next_key()? {
            if is_attribute(&key) && keys.attribute.is_none() {
                let Word(word) = map.next_value()?;
                keys.attribute = word;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            keys.keys.push(key);
        }
        Ok(keys)
    }
}

/// A key as text, whatever YAML type the parser gives it.
struct Key(String);

/// A scalar as text; `None` for a list, a map or nothing.
struct Word(Option<String>);

macro_rules! scalar_text {
    ($visitor:ident, $out:ident, $some:expr, $none:expr) => {
        struct $visitor;
        impl<'de> Visitor<'de> for $visitor {
            type Value = $out;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a scalar")
            }
            fn visit_str<E>(self, text: &str) -> Result<$out, E> {
                Ok($out($some(text.to_owned())))
            }
            fn visit_bool<E>(self, value: bool) -> Result<$out, E> {
                Ok($out($some(value.to_string())))
            }
            fn visit_u64<E>(self, value: u64) -> Result<$out, E> {
                Ok($out($some(value.to_string())))
            }
            fn visit_i64<E>(self, value: i64) -> Result<$out, E> {
                Ok($out($some(value.to_string())))
            }
            fn visit_f64<E>(self, value: f64) -> Result<$out, E> {
                Ok($out($some(value.to_string())))
            }
            fn visit_unit<E>(self) -> Result<$out, E> {
                Ok($out($none))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<$out, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok($out($none))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$out, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok($out($none))
            }
        }
        impl<'de> Deserialize<'de> for $out {
            fn deserialize<D: serde::Deserializer<'de>>(de: D) -> Result<Self, D::Error> {
                de.deserialize_any($visitor)
            }
        }
    };
}

scalar_text!(KeyVisitor, Key, |text| text, String::new());
scalar_text!(WordVisitor, Word, Some, None);

#[cfg(test)]
mod tests {
    use super::agrees;
    use crate::tree::{Syntax, parse};

    #[test]
    fn the_two_parsers_agree_on_plain_texts() {
        for text in [
            "",
            "标题: 甲\n公开属性: 主动公开\n附件:\n  - a.pdf\n",
            "公开属性: 主动公开 # 不予公开\n",
            "公开属性:\n标题: x\n",
        ] {
            let node = parse(text, Syntax::Yaml).unwrap();
            assert_eq!(agrees(text, &node), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_difference_is_told() {
        let node = parse("公开属性: 主动公开\n", Syntax::Yaml).unwrap();
        assert!(agrees("公开属性: 不予公开\n", &node).unwrap_err().contains("公开属性"));
        assert!(
            agrees("公开属性: 主动公开\nb: 1\n", &node).unwrap_err().contains("字段名")
        );
    }
}
