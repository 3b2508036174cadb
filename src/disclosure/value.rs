//! How a value is read from text and refused: one error type, one bridge to serde, one way to
//! make an enum of fixed Chinese words.

use std::{error::Error, fmt, marker::PhantomData};

use serde::de::{self, Visitor};

/// A text that is not a value of its type: what is wrong and, where it can be told, the mend.
///
/// `Display` gives one Chinese sentence without a full stop, the mend after a `；`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// What is wrong and what was expected, the text itself in 「」.
    pub message: String,
    /// The text that should stand there instead; only given when it is certain to be accepted.
    pub suggestion: Option<String>,
}

impl ValueError {
    /// An error without a mend.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), suggestion: None }
    }

    /// An error whose mend is known.
    pub fn mended(message: impl Into<String>, suggestion: impl Into<String>) -> Self {
        Self { message: message.into(), suggestion: Some(suggestion.into()) }
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "；改为「{suggestion}」"),
            None => Ok(()),
        }
    }
}

impl Error for ValueError {}

/// Reads a value from a text through its parser.
pub(super) struct TextVisitor<T> {
    expected: &'static str,
    parse: fn(&str) -> Result<T, ValueError>,
    value: PhantomData<T>,
}

impl<T> TextVisitor<T> {
    /// A visitor that expects what the words say and reads it with the parser.
    pub(super) fn new(
        expected: &'static str,
        parse: fn(&str) -> Result<T, ValueError>,
    ) -> Self {
        Self { expected, parse, value: PhantomData }
    }
}

impl<T> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).map_err(E::custom)
    }
}

/// Gives a type with `parse` and `Display` its serde and schema implementations: it is a string
/// outside, with the given schema.
macro_rules! text_value {
    ($type:ident, $expected:literal, $schema:tt) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::disclosure::value::TextVisitor::new(
                    $expected,
                    $type::parse,
                ))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

/// Makes an enum whose values are fixed Chinese words: `ALL`, `word`, `parse` (exact words only, a
/// near one is refused with the mend), `Display`, serde and the schema.
macro_rules! word_enum {
    (
        $(#[$meta:meta])*
        $name:ident, $chinese:literal { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The official word.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Reads the exact word; any other spelling is refused, a near one with the mend.
            ///
            /// # Errors
            /// The text is not one of the words.
            pub fn parse(text: &str) -> Result<Self, $crate::disclosure::ValueError> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::disclosure::near::not_a_word($chinese, text, &[$($word),+])),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        $crate::disclosure::value::text_value!($name, $chinese, {
            "type": "string",
            "enum": [$($word),+]
        });
    };
}

pub(super) use {text_value, word_enum};

#[cfg(test)]
mod tests;
