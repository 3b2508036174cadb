//! From a field's name to its characters, when a finding is shown.

use std::ops::Range;

use super::{FieldPath, Node, Step, Syntax, Value, parse, split};

/// The characters of a field in the text of a file, in bytes; `None` when the file cannot be
/// read any more or has no such field.
///
/// `path` is only looked at for its extension: `.md` files carry front matter, others are
/// data as a whole. `rename` translates the keys as the reader of the file did. The value of
/// the field is meant, or its key when the value is empty.
#[must_use]
pub fn locate(
    path: &str,
    text: &str,
    field: &FieldPath,
    rename: &dyn Fn(&str) -> Option<&'static str>,
) -> Option<Range<usize>> {
    let (syntax, front) = if path.ends_with(".md") {
        let parts = split(text).ok()?;
        (parts.syntax, parts.front)
    } else if path.ends_with(".toml") {
        (Syntax::Toml, 0..text.len())
    } else {
        (Syntax::Yaml, 0..text.len())
    };
    let mut tree = parse(&text[front.clone()], syntax).ok()?;
    tree.rename_keys(rename);
    tree.shift(front.start);
    find(&tree, &field.0)
}

fn find(node: &Node, steps: &[Step]) -> Option<Range<usize>> {
    let Some((step, rest)) = steps.split_first() else { return Some(node.span.clone()) };
    match (step, &node.value) {
        (Step::Key(name), Value::Map(entries)) => {
            let (key, value) = entries.iter().find(|(key, _)| key.name == *name)?;
            let span = find(value, rest).unwrap_or_else(|| value.span.clone());
            Some(if span.is_empty() { key.span.clone() } else { span })
        }
        (Step::Index(index), Value::List(items)) => find(items.get(*index)?, rest),
        // A single value may stand for a list of one.
        (Step::Index(0), _) => find(node, rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, locate};

    #[test]
    fn a_field_is_found_by_its_translated_name() {
        let text = "---\n标题: 甲\n附件:\n  - 文件: 一.pdf\n空:\n---\n正文";
        let rename = |name: &str| match name {
            "附件" => Some("attachments"),
            "文件" => Some("file"),
            _ => None,
        };
        let field = FieldPath::key("attachments").index(0).then("file");
        let span = locate("a.md", text, &field, &rename).unwrap();
        assert_eq!(&text[span], "一.pdf");
        let empty = locate("a.md", text, &FieldPath::key("空"), &rename).unwrap();
        assert_eq!(&text[empty], "空");
        assert_eq!(locate("a.md", text, &FieldPath::key("无"), &rename), None);
    }
}
