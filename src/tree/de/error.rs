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

    /// Says that a key is unknown, and which one may have been meant, which is also the mend.
    fn unknown(&self, key: &str, expected: &[&'static str]) -> Error {
        let listed = || {
            let words = expected.iter().map(|name| self.speak(name));
            format!("这里可以写的有：{}", words.collect::<Vec<_>>().join("、"))
        };
        // A key of the glossary that has no place here is no slip of the pen.
        if let Some(name) = (self.chinese)(key) {
            let told = Error::told(format!("这里不能写字段「{name}」"));
            return Error { hints: vec![listed()], ..told };
        }
        let known = expected.iter().copied().chain(self.more.iter().copied());
        let both: Vec<&str> = known
            .flat_map(|name| (self.chinese)(name).into_iter().chain([name]))
            .collect();
        let near = nearest(key, &both);
        let hint = near.map_or_else(listed, |near| format!("你是不是想写「{near}」"));
        Error {
            hints: vec![hint],
            fix: near.map(str::to_owned),
            ..Error::told(format!("不认识字段「{key}」"))
        }
    }

    /// Whether a map has the key already, in either language.
    fn has(&self, map: &Node, key: &str) -> bool {
        let same = |name: &str| name == key || (self.chinese)(name) == Some(key);
        map.entries().iter().any(|(other, _)| same(&other.name))
    }
}

/// A fault on its way up; the path is built from the inside out.
#[derive(Debug)]
pub struct Error {
    message: String,
    hints: Vec<String>,
    fix: Option<String>,
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
        let (hints, steps) = (Vec::new(), Vec::new());
        Self { message, hints, fix: None, span: None, steps, key: None }
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
        match self.key.take() {
            Some(KeyFault::Unknown(key, expected)) => {
                let Error { message, hints, fix, .. } = names.unknown(&key, expected);
                (self.message, self.hints) = (message, hints);
                self.fix = fix.filter(|near| !names.has(top, near));
            }
            Some(KeyFault::Missing(key)) => {
                self.message = format!("缺少字段「{}」", names.speak(key));
            }
            None => {}
        }
        // What is to be published is decided by a person and never offered.
        let decides = |step: &Step| *step == Step::Key("attribute".to_owned());
        Trouble {
            fix: self.fix.filter(|_| !self.steps.iter().any(decides)),
            span: self.span.unwrap_or_else(|| top.span.clone()),
            field: FieldPath(self.steps),
            message: self.message,
            hints: self.hints,
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
                fix: plain_word(mend).map(str::to_owned),
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
            error.fix = Some(near.to_owned());
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

/// The word in 「」 if it means the same without quotation marks in YAML.
fn plain_word(mend: &str) -> Option<&str> {
    let word = mend.strip_prefix('「')?.strip_suffix('」')?;
    let special = |c: char| "#&*!|>%@`{}[],?:-\"'".contains(c);
    (!word.contains([':', '#', ',', '\n']) && !word.starts_with(special)).then_some(word)
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
