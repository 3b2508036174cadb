//! The item as a file: YAML front matter in Chinese keys, then the body.

use super::words::is_han;
use super::{Imported, Value};

impl Imported {
    /// Gives the text of the file.
    ///
    /// Reading the front matter gives exactly the values of [`Imported::front`]. Where 公开属性 is
    /// left to the officer, a comment says so at its place.
    pub fn to_markdown(&self) -> String {
        let mut out = String::from("---\n");
        for (key, value) in &self.front {
            match value {
                Value::Text(text) => out.push_str(&format!("{key}: {}\n", quoted(text))),
                Value::List(items) => {
                    out.push_str(&format!("{key}:\n"));
                    for item in items {
                        out.push_str(&format!("  - {}\n", quoted(item)));
                    }
                }
            }
        }
        if !self.front.iter().any(|&(key, _)| key == "公开属性") {
            out.push_str(
                "# 公开属性: 请填 主动公开、依申请公开 或 不予公开，并去掉行首的 #\n",
            );
        }
        out.push_str("---\n\n");
        out.push_str(&self.body);
        out
    }
}

/// Writes a text as a YAML scalar: plain where it is plainly a text, in double quotes elsewhere.
fn quoted(text: &str) -> String {
    let first = text.chars().next();
    let date = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let plain = first.is_some_and(is_han)
        && text
            .chars()
            .all(|c| is_han(c) || c.is_ascii_alphanumeric() || is_plain_mark(c));
    if date || plain {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Tells marks that mean nothing in YAML, wherever they stand.
fn is_plain_mark(c: char) -> bool {
    matches!(
        c,
        '〔' | '〕' | '（' | '）' | '《' | '》' | '“' | '”' | '、' | '，' | '。' | '—'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_read_back_as_they_were() {
        let texts = [
            "示审服字〔2023〕10号",
            "2023-12-12",
            "true",
            "null",
            "12",
            "a: b",
            "# 注",
            "\"引\"",
            "\\",
            "甲: 乙",
            "",
            " 甲 ",
            "甲\u{2028}乙",
            "- 甲",
            "〇",
            "'",
            "@甲",
            "甲#乙",
            "\u{7f}",
        ];
        for text in texts {
            let yaml = format!("键: {}\n", quoted(text));
            let map: std::collections::BTreeMap<String, String> =
                serde_yaml::from_str(&yaml)
                    .unwrap_or_else(|error| panic!("{yaml}: {error}"));
            assert_eq!(map["键"], text, "{yaml}");
        }
    }
}
