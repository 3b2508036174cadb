//! Reads typed structs from a tree, with Chinese messages and places.

mod error;

pub use error::{Error, Names, nearest};

use std::marker::PhantomData;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};

use super::{Key, Node, Step, Trouble, Value};

/// Reads `T` from a tree and collects every fault: a value that cannot be read is taken out
/// and the rest is read again, so that all faults of a file are told at once. `None` when a
/// required key is missing or was unreadable.
pub fn read<T: DeserializeOwned>(
    node: Node,
    names: &Names<'_>,
) -> (Option<T>, Vec<Trouble>) {
    read_seed(PhantomData::<T>, node, names)
}

/// Reads as [`read`] does, by a seed that says at run time what is to be read.
pub fn read_seed<S, T>(
    seed: S,
    mut node: Node,
    names: &Names<'_>,
) -> (Option<T>, Vec<Trouble>)
where
    S: for<'de> DeserializeSeed<'de, Value = T> + Copy,
{
    let mut troubles = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    loop {
        match seed.deserialize(Reader(&node)) {
            Ok(value) => return (Some(value), troubles),
            // What was taken out because it could not be read is not missing as well.
            Err(error) if error.misses(&taken) => return (None, troubles),
            Err(error) => {
                let trouble = error.into_trouble(&node, names);
                let removed = remove(&mut node, &trouble.field.0);
                if let Some(Step::Key(key)) = trouble.field.0.first() {
                    taken.push(key.clone());
                }
                troubles.push(trouble);
                if !removed {
                    return (None, troubles);
                }
            }
        }
    }
}

/// Takes out the top-level entry that a path leads into; `false` when there is none.
fn remove(node: &mut Node, steps: &[Step]) -> bool {
    let (Some(Step::Key(name)), Value::Map(entries)) = (steps.first(), &mut node.value)
    else {
        return false;
    };
    let before = entries.len();
    entries.retain(|(key, _)| key.name != *name);
    entries.len() < before
}

/// The deserialiser of one node.
#[derive(Clone, Copy)]
struct Reader<'n>(&'n Node);

impl<'n> Reader<'n> {
    fn scalar(self) -> Option<(&'n str, bool)> {
        match &self.0.value {
            Value::Scalar { text, plain } => Some((text, *plain)),
            Value::List(_) | Value::Map(_) => None,
        }
    }
}

impl<'de> de::Deserializer<'de> for Reader<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::Scalar { .. } if self.0.is_null() => visitor.visit_unit(),
            Value::Scalar { text, plain: true } => plain_scalar(text, visitor),
            Value::Scalar { text, .. } => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items { items, at: 0 }),
            Value::Map(entries) => visitor.visit_map(Entries { entries, at: 0 }),
        }
    }

    // A text field takes any word as it was written: 「标题: 2023」 is a title.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.scalar() {
            Some((text, _)) if !self.0.is_null() => visitor.visit_str(text),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    // Serde would read a list as the fields in their order, which nobody means.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.0.value {
            Value::List(_) => Err(de::Error::invalid_type(Unexpected::Seq, &"struct")),
            Value::Scalar { .. } | Value::Map(_) => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.scalar() {
            Some((text, _)) => visitor.visit_enum(Word(text)),
            None => Err(Error::told("这里应当是一个词".to_owned())),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// A word without quotes may be a truth value or a number.
fn plain_scalar<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Error> {
    match text {
        "true" => return visitor.visit_bool(true),
        "false" => return visitor.visit_bool(false),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0') || digits.starts_with("0."));
    if plain_number {
        if let Ok(number) = text.parse::<u64>() {
            return visitor.visit_u64(number);
        }
        if let Ok(number) = text.parse::<i64>() {
            return visitor.visit_i64(number);
        }
        if let Ok(number) = text.parse::<f64>() {
            return visitor.visit_f64(number);
        }
    }
    visitor.visit_str(text)
}

struct Items<'n> {
    items: &'n [Node],
    at: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.items.get(self.at) else { return Ok(None) };
        let step = Step::Index(self.at);
        self.at += 1;
        seed.deserialize(Reader(node))
            .map(Some)
            .map_err(|error| error.within(&node.span, step))
    }
}

struct Entries<'n> {
    entries: &'n [(Key, Node)],
    at: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, _)) = self.entries.get(self.at) else { return Ok(None) };
        let name: de::value::StrDeserializer<'_, Error> =
            key.name.as_str().into_deserializer();
        seed.deserialize(name)
            .map(Some)
            .map_err(|error| error.within(&key.span, Step::Key(key.name.clone())))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, Error> {
        let (key, node) = &self.entries[self.at];
        self.at += 1;
        let span = if node.span.is_empty() { &key.span } else { &node.span };
        seed.deserialize(Reader(node))
            .map_err(|error| error.within(span, Step::Key(key.name.clone())))
    }
}

/// A word that names a variant.
struct Word<'n>(&'n str);

impl<'de> EnumAccess<'de> for Word<'_> {
    type Error = Error;
    type Variant = Unit;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Unit), Error> {
        let word: de::value::StrDeserializer<'_, Error> = self.0.into_deserializer();
        Ok((seed.deserialize(word)?, Unit))
    }
}

/// The nothing that follows such a word.
struct Unit;

impl<'de> VariantAccess<'de> for Unit {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        _: T,
    ) -> Result<T::Value, Error> {
        Err(Error::told("这里应当是一个词".to_owned()))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::told("这里应当是一个词".to_owned()))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        Err(Error::told("这里应当是一个词".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, read};
    use crate::tree::{Syntax, parse};

    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Sample {
        title: String,
        weight: Option<u32>,
        draft: bool,
        files: Vec<String>,
    }

    fn chinese(name: &str) -> Option<&'static str> {
        (name == "title").then_some("标题")
    }

    #[test]
    fn all_faults_of_a_text_are_told_with_their_places() {
        let text =
            "title: 2023\nweight: 很重\ndraft: yes\nfiles: [甲, [乙]]\ntitel: 丙\n";
        let tree = parse(text, Syntax::Yaml).unwrap();
        let names = Names { chinese: &chinese, more: &["kind"] };
        let (value, troubles) = read::<Sample>(tree, &names);
        assert_eq!(value.unwrap().title, "2023");
        let told: Vec<_> = troubles
            .iter()
            .map(|t| (&text[t.span.clone()], t.field.to_string(), t.message.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "很重",
                    "weight".to_owned(),
                    "这里应当是一个不小于 0 的整数，写的却是「很重」"
                ),
                (
                    "yes",
                    "draft".to_owned(),
                    "这里应当是「true」或「false」，写的却是「yes」"
                ),
                ("[乙]", "files[2]".to_owned(), "这里应当是一段文字，写的却是一个列表"),
                ("titel", "titel".to_owned(), "不认识字段「titel」"),
            ]
        );
        assert_eq!(troubles[3].hints, ["你是不是想写「title」"]);
        // The key that was meant stands there already, so writing it would be no mend.
        assert_eq!(troubles[3].fix, None);
    }

    #[test]
    fn a_mend_stands_in_the_place_of_what_is_wrong() {
        let mend = |text: &str| {
            let names = Names { chinese: &chinese, more: &["attribute", "文种"] };
            let node = match parse(text, Syntax::Yaml) {
                Ok(node) => node,
                Err(trouble) => return (trouble.span, trouble.fix),
            };
            let (_, mut troubles) = read::<Word>(node, &names);
            let trouble = troubles.remove(0);
            (trouble.span, trouble.fix)
        };
        let mended = |text: &str| {
            let (span, fix) = mend(text);
            Some(format!("{}{}{}", &text[..span.start], fix?, &text[span.end..]))
        };
        assert_eq!(mended("标题：甲").as_deref(), Some("标题: 甲"));
        assert_eq!(mended("word: 乙").as_deref(), Some("word: 丙"));
        assert_eq!(mended("wrod: 丙").as_deref(), Some("word: 丙"));
        assert_eq!(mended("word: [甲]"), None);
        assert_eq!(mended("attribute: 乙"), None);
    }

    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Word {
        #[serde(deserialize_with = "only")]
        word: String,
        #[serde(deserialize_with = "only")]
        attribute: String,
    }

    fn only<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        let text: String = serde::Deserialize::deserialize(from)?;
        if text == "丙" {
            Ok(text)
        } else {
            Err(serde::de::Error::custom("不对；改为「丙」"))
        }
    }

    #[test]
    fn a_list_is_no_struct_and_a_quoted_semicolon_no_mend() {
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(default)]
        struct Outer {
            inner: Sample,
            #[serde(deserialize_with = "refused")]
            word: String,
        }
        fn refused<'de, D: serde::Deserializer<'de>>(_: D) -> Result<String, D::Error> {
            Err(serde::de::Error::custom("「甲；乙」不对；改为「丙」"))
        }
        let text = "inner: [甲, 3]\nword: 甲；乙\n";
        let names = Names { chinese: &chinese, more: &[] };
        let (value, troubles) = read::<Outer>(parse(text, Syntax::Yaml).unwrap(), &names);
        assert_eq!(value.map(|v| (v.inner, v.word)), Some(Default::default()));
        assert_eq!(troubles[0].message, "这里应当是一组「字段: 内容」，写的却是一个列表");
        assert_eq!(troubles[1].message, "「甲；乙」不对");
        assert_eq!(troubles[1].hints, ["改为「丙」"]);
    }

    #[test]
    fn toml_gives_the_same_tree() {
        let text = "title = \"甲\"\nweight = 3\ndraft = true\nfiles = [\"乙\"]\n";
        let tree = parse(text, Syntax::Toml).unwrap();
        let (value, troubles) =
            read::<Sample>(tree, &Names { chinese: &chinese, more: &[] });
        assert_eq!(troubles, []);
        let files = vec!["乙".to_owned()];
        let title = "甲".to_owned();
        assert_eq!(value, Some(Sample { title, weight: Some(3), draft: true, files }));
    }

    #[test]
    fn what_an_officer_never_needs_is_refused() {
        let deep = format!("a: {}1{}", "[".repeat(10), "]".repeat(10));
        assert!(parse(&format!("a: {}", "[".repeat(80_000)), Syntax::Yaml).is_err());
        for (text, word) in [
            ("a: &x 1\nb: *x", "锚点"),
            ("a: !!str 1", "标签"),
            ("a: 1\na: 2", "写了两次"),
            ("a: {<<: {b: 1}}", "合并键"),
            ("a: 1\n---\nb: 2", "两份"),
            ("标题：甲", "中文冒号"),
            ("标题：甲\n公开属性：主动公开", "中文冒号"),
            ("a: b\u{85}c", "U+0085"),
            ("标题: 关于: 甲", "分不清"),
            (deep.as_str(), "8 层"),
        ] {
            let trouble = parse(text, Syntax::Yaml).unwrap_err();
            assert!(trouble.message.contains(word), "{text:.40} → {}", trouble.message);
            assert!(text.get(trouble.span).is_some(), "{text:.40}");
        }
    }
}
