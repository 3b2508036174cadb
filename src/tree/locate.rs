//! From a field's name to its characters, when a finding is shown.

use std::ops::Range;

use super::{FieldPath, Node, Step, Syntax, Value, parse, split};

/// The tree of a whole file; `None` when it cannot be read any more.
///
/// `path` is only looked at for its extension: `.md` files carry front matter, others are
/// data as a whole. `rename` translates the keys as the reader of the file did.
#[must_use]
pub fn of_file(
    path: &str,
    text: &str,
    rename: &dyn Fn(&str) -> Option<&'static str>,
) -> Option<Node> {
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
    Some(tree)
}

/// The characters of a field in the text of a tree, in bytes; `None` when there is no such
/// field. The value of the field is meant, or its key when the value is empty.
#[must_use]
pub fn find(tree: &Node, field: &FieldPath) -> Option<Range<usize>> {
    walk(tree, &field.0)
}

fn walk(node: &Node, steps: &[Step]) -> Option<Range<usize>> {
    let Some((step, rest)) = steps.split_first() else { return Some(node.span.clone()) };
    match (step, &node.value) {
        (Step::Key(name), Value::Map(entries)) => {
            let (key, value) = entries.iter().find(|(key, _)| key.name == *name)?;
            let span = walk(value, rest).unwrap_or_else(|| value.span.clone());
            Some(if span.is_empty() { key.span.clone() } else { span })
        }
        (Step::Index(index), Value::List(items)) => walk(items.get(*index)?, rest),
        // A single value may stand for a list of one.
        (Step::Index(0), _) => walk(node, rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, find, of_file};

    #[test]
    fn a_field_is_found_by_its_translated_name() {
        let text = "---\n标题: 甲\n附件:\n  - 文件: 一.pdf\n空:\n---\n正文";
        let rename = |name: &str| match name {
            "附件" => Some("attachments"),
            "文件" => Some("file"),
            _ => None,
        };
        let field = FieldPath::key("attachments").index(0).then("file");
        let tree = of_file("a.md", text, &rename).unwrap();
        let span = find(&tree, &field).unwrap();
        assert_eq!(&text[span], "一.pdf");
        let empty = find(&tree, &FieldPath::key("空")).unwrap();
        assert_eq!(&text[empty], "空");
        assert_eq!(find(&tree, &FieldPath::key("无")), None);
    }
}
