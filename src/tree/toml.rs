//! TOML to the same tree as YAML.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Key, Node, Trouble, Value, is_unprintable};

/// Reads a TOML text.
pub(super) fn parse(text: &str) -> Result<Node, Trouble> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        explain(error.message(), span)
    })?;
    let span = table.span();
    Ok(Node { span, value: map(table.into_inner()) })
}

/// Says in Chinese what the parser found wrong.
fn explain(message: &str, span: Range<usize>) -> Trouble {
    if message.contains("duplicate key") {
        return Trouble::new(span, "同一个键写了两次").hint("只留下一个");
    }
    if message.contains("string") {
        return Trouble::new(span, "文字没有用一对英文双引号括起来")
            .hint("写成：键 = \"文字\"");
    }
    Trouble::new(span, "TOML 的写法有误，从这里起读不懂了")
        .hint("每行写成：键 = 值；文字用英文双引号括起来")
}

fn map(table: DeTable<'_>) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .into_iter()
        .map(|(key, value)| {
            let span = key.span();
            (Key { name: key.into_inner().into_owned(), span }, node(value))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span.start);
    Value::Map(entries)
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let plain = |text: String| Value::Scalar { text, plain: true };
    let value = match value.into_inner() {
        DeValue::String(text) => {
            Value::Scalar { text: text.replace(is_unprintable, " "), plain: false }
        }
        DeValue::Integer(number) => plain(number.to_string()),
        DeValue::Float(number) => plain(number.to_string()),
        DeValue::Boolean(truth) => plain(truth.to_string()),
        DeValue::Datetime(time) => plain(time.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(node).collect()),
        DeValue::Table(table) => map(table),
    };
    Node { span, value }
}
