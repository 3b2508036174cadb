//! YAML and TOML as one tree in which every key and value knows its place.
//!
//! Both languages of front matter, the data items and the two configuration files come
//! through this one door. A [`Node`] keeps scalars as they were written; what they mean is
//! decided by the type that reads them ([`de`]), so that a message can quote the text and
//! point at its characters.

pub mod de;
mod locate;
mod split;
mod toml;
mod yaml;

pub use locate::{find, of_file};
pub use split::{Split, Syntax, split};

use std::fmt;
use std::ops::Range;

/// A value and where it stands, in bytes of the text that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value stands.
    pub span: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One word, number, date or text, as written; `plain` when it stood without quotes, so
    /// that `true`, `12` and an empty value may mean more than text.
    Scalar {
        /// The text with escapes resolved.
        text: String,
        /// It stood without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the text, no key twice.
    Map(Vec<(Key, Node)>),
}

/// A key of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key as the reading type names it; equal to `written` until translated.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What is wrong in a text, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// The characters meant, in bytes of the text.
    pub span: Range<usize>,
    /// The keys and indices that lead there; empty for a fault of syntax.
    pub field: FieldPath,
    /// One Chinese sentence without full stop.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// What should stand in place of the characters, where that is known.
    pub fix: Option<String>,
}

impl Trouble {
    /// A fault at some characters.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            field: FieldPath::default(),
            message: message.into(),
            hints: Vec::new(),
            fix: None,
        }
    }

    /// Says what should stand in place of the characters.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// The way from the top of a text to one of its values.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(pub Vec<Step>);

/// One step of a [`FieldPath`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into a map.
    Key(String),
    /// Into a list, from 0.
    Index(usize),
}

impl FieldPath {
    /// The path of a top-level key.
    #[must_use]
    pub fn key(name: &str) -> Self {
        Self(vec![Step::Key(name.to_owned())])
    }

    /// The path one key further.
    #[must_use]
    pub fn then(mut self, name: &str) -> Self {
        self.0.push(Step::Key(name.to_owned()));
        self
    }

    /// The path one index further.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(name) if at == 0 => f.write_str(name)?,
                Step::Key(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{}]", index + 1)?,
            }
        }
        Ok(())
    }
}
/// Whether a character has no place in a document: what XML 1.0 does not allow (§2.2), so that
/// one feed with it could not be read at all. U+0001, which marks site paths while a page is made,
/// is one of them.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}') || (c < ' ' && !matches!(c, '\n' | '\r' | '\t'))
}

/// Reads a text into a tree; the top is always a map, an empty one for an empty text.
///
/// # Errors
/// One [`Trouble`]: the first fault of syntax, or a thing that the door refuses.
pub fn parse(text: &str, syntax: Syntax) -> Result<Node, Trouble> {
    match syntax {
        Syntax::Yaml => yaml::parse(text),
        Syntax::Toml => toml::parse(text),
    }
}

impl Node {
    /// The entries of a map; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[(Key, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Scalar { .. } | Value::List(_) => &[],
        }
    }

    /// The value of a key of a map.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.entries().iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Gives every key, at every depth, the name that `rename` knows for it.
    pub fn rename_keys(&mut self, rename: &dyn Fn(&str) -> Option<&'static str>) {
        match &mut self.value {
            Value::Scalar { .. } => {}
            Value::List(items) => {
                for item in items {
                    item.rename_keys(rename);
                }
            }
            Value::Map(entries) => {
                for (key, node) in entries {
                    if let Some(name) = rename(&key.name) {
                        name.clone_into(&mut key.name);
                    }
                    node.rename_keys(rename);
                }
            }
        }
    }

    /// Whether nothing is written: a key alone, `~` or `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// The first two entries of one map that have come to bear the same name.
    #[must_use]
    pub fn doubled_key(&self) -> Option<(&Key, &Key)> {
        match &self.value {
            Value::Scalar { .. } => None,
            Value::List(items) => items.iter().find_map(Self::doubled_key),
            Value::Map(entries) => {
                for (at, (key, node)) in entries.iter().enumerate() {
                    let same = |(other, _): &&(Key, Self)| other.name == key.name;
                    if let Some((first, _)) = entries[..at].iter().find(same) {
                        return Some((first, key));
                    }
                    if let Some(found) = node.doubled_key() {
                        return Some(found);
                    }
                }
                None
            }
        }
    }

    /// Moves the spans of the whole tree, for a text that stands `by` bytes into its file.
    pub fn shift(&mut self, by: usize) {
        self.span = self.span.start + by..self.span.end + by;
        match &mut self.value {
            Value::Scalar { .. } => {}
            Value::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Value::Map(entries) => {
                for (key, node) in entries {
                    key.span = key.span.start + by..key.span.end + by;
                    node.shift(by);
                }
            }
        }
    }
}
