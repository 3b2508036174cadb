//! What could not be read, on its way up and then in words.

use std::fmt;
use std::ops::Range;

use serde::de::{self, Expected, Unexpected};

use crate::tree::{FieldPath, Node, Step, Trouble};

/// The words in which keys are spoken of.
#[derive(Clone, Copy)]
pub struct Names<'n> {
    /// The Chinese name of a key, where it has one.
    pub chinese: &'n dyn Fn(&str) -> Option<&'static str>,
    /// Keys that are known here beside those of the struct that is read.
    pub more: &'n [&'n str],
}

impl Names<'_> {
    fn speak(&self, key: &str) -> String {
        (self.chinese)(key).map_or_else(|| key.to_owned(), str::to_owned)
    }

    /// Says that a key is unknown, and which one may have been meant.
    fn unknown(&self, key: &str, expected: &[&'static str]) -> (String, Vec<String>) {
        let listed = || {
            let words = expected.iter().map(|name| self.speak(name));
            format!("这里可以写的有：{}", words.collect::<Vec<_>>().join("、"))
        };
        // A key of the glossary that has no place here is no slip of the pen.
        if let Some(name) = (self.chinese)(key) {
            return (format!("这里不能写字段「{name}」"), vec![listed()]);
        }
        let known = expected.iter().copied().chain(self.more.iter().copied());
        let both: Vec<&str> = known
            .flat_map(|name| (self.chinese)(name).into_iter().chain([name]))
            .collect();
        let hint = match nearest(key, &both) {
            Some(near) => format!("你是不是想写「{near}」"),
            None => listed(),
        };
        (format!("不认识字段「{key}」"), vec![hint])
    }
}

/// A fault on its way up; the path is built from the inside out.
#[derive(Debug)]
pub struct Error {
    message: String,
    hints: Vec<String>,
    span: Option<Range<usize>>,
    steps: Vec<Step>,
    key: Option<KeyFault>,
}

/// A fault of a key itself, told once the names are known.
#[derive(Debug)]
enum KeyFault {
    Unknown(String, &'static [&'static str]),
    Missing(&'static str),
}

impl Error {
    pub(super) fn told(message: String) -> Self {
        Self { message, hints: Vec::new(), span: None, steps: Vec::new(), key: None }
    }

    /// Notes on the way up where the fault lies, and through which step.
    pub(super) fn within(mut self, span: &Range<usize>, step: Step) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self.steps.push(step);
        self
    }

    /// Whether a top-level key is missing that was taken out before.
    pub(super) fn misses(&self, taken: &[String]) -> bool {
        let Some(KeyFault::Missing(key)) = &self.key else { return false };
        self.steps.is_empty() && taken.iter().any(|taken| taken == key)
    }

    pub(super) fn into_trouble(mut self, top: &Node, names: &Names<'_>) -> Trouble {
        self.steps.reverse();
        let mut hints = std::mem::take(&mut self.hints);
        match self.key.take() {
            Some(KeyFault::Unknown(key, expected)) => {
                (self.message, hints) = names.unknown(&key, expected);
            }
            Some(KeyFault::Missing(key)) => {
                self.message = format!("缺少字段「{}」", names.speak(key));
            }
            None => {}
        }
        Trouble {
            span: self.span.unwrap_or_else(|| top.span.clone()),
            field: FieldPath(self.steps),
            message: self.message,
            hints,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    /// A message of a value type; its mend is the hint. The words are looked for from the end,
    /// as the message quotes what was written, and that may hold a 「；」 too.
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        match text.rsplit_once("；改为") {
            Some((message, mend)) => Self {
                hints: vec![format!("改为{mend}")],
                ..Self::told(message.to_owned())
            },
            None => Self::told(text),
        }
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let wanted = kind_name(&expected.to_string());
        Self::told(format!("这里应当是{wanted}，写的却是{}", found_name(unexpected)))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let mut error = Self::told(format!("不认识「{variant}」"));
        if let Some(near) = nearest(variant, expected) {
            error.hints.push(format!("你是不是想写「{near}」"));
        }
        error.hints.push(format!("可以写的有：{}", expected.join("、")));
        error
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let mut error = Self::told(format!("不认识字段「{field}」"));
        error.key = Some(KeyFault::Unknown(field.to_owned(), expected));
        error
    }

    fn missing_field(field: &'static str) -> Self {
        let mut error = Self::told(format!("缺少字段「{field}」"));
        error.key = Some(KeyFault::Missing(field));
        error
    }
}

/// The known word nearest to what was written, when it is near enough to be meant.
#[must_use]
pub fn nearest<'w>(written: &str, known: &[&'w str]) -> Option<&'w str> {
    let limit = if written.chars().count() <= 2 { 1 } else { 2 };
    known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(written, word), *word))
        .filter(|(distance, word)| *distance <= limit && *distance < word.chars().count())
        .min()
        .map(|(_, word)| word)
}

fn kind_name(expected: &str) -> String {
    let name = match expected {
        text if text.contains("boolean") => "「true」或「false」",
        text if text.contains("string") => "一段文字",
        text if text.contains("sequence") || text.contains("array") => "一个列表",
        text if text.contains("map") || text.contains("struct") => "一组「字段: 内容」",
        text if text.contains("u8") || text.contains("u16") || text.contains("u32") => {
            "一个不小于 0 的整数"
        }
        text if text.contains("u64") || text.contains("usize") => "一个不小于 0 的整数",
        text if text.contains("i64") || text.contains("i32") => "一个整数",
        text if text.contains("f64") => "一个数",
        text => text.trim_start_matches("a "),
    };
    name.to_owned()
}

fn found_name(unexpected: Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Bool(truth) => format!("「{truth}」"),
        Unexpected::Unsigned(number) => format!("数「{number}」"),
        Unexpected::Signed(number) => format!("数「{number}」"),
        Unexpected::Float(number) => format!("数「{number}」"),
        Unexpected::Str(text) => format!("「{text}」"),
        Unexpected::Unit => "空白".to_owned(),
        Unexpected::Seq => "一个列表".to_owned(),
        Unexpected::Map => "一组「字段: 内容」".to_owned(),
        other => other.to_string(),
    }
}
