//! The note on disclosure (附注) at the end of a document: （此件主动公开）.
//! Source: GB/T 9704-2012, 7.3.7.

use crate::disclosure::Attribute;

/// What the note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// One of the three words of the law.
    Attribute(Attribute),
    /// Something else about who may read the document.
    Other,
}

/// Words with which such a note begins.
const OPENINGS: [&str; 8] = [
    "此件",
    "本件",
    "信息公开选项：",
    "信息公开选项:",
    "公开属性：",
    "公开方式：",
    "公开属性:",
    "公开方式:",
];

/// Reads a line without white space as a note.
pub(super) fn read(line: &str) -> Option<Note> {
    let inner = line.strip_prefix(['（', '(']);
    let inner = inner.and_then(|inner| inner.strip_suffix(['）', ')']));
    let text = inner.unwrap_or(line);
    if text.len() > 90 {
        return None;
    }
    let rest = OPENINGS.iter().find_map(|opening| text.strip_prefix(opening))?;
    if let Ok(attribute) = Attribute::parse(rest) {
        return Some(Note::Attribute(attribute));
    }
    // Without brackets 此件 may begin a sentence of the body.
    inner.map(|_| Note::Other)
}

/// Tells whether a line without white space is such a note.
pub(super) fn is_note(line: &str) -> bool {
    read(line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_three_words_decide() {
        let cases = [
            ("（此件主动公开）", Some(Note::Attribute(Attribute::Public))),
            ("(此件依申请公开)", Some(Note::Attribute(Attribute::OnRequest))),
            ("信息公开选项：不予公开", Some(Note::Attribute(Attribute::Withheld))),
            ("（此件公开发布）", Some(Note::Other)),
            ("（此件主动公開）", Some(Note::Other)),
            ("（此件不主动公开）", Some(Note::Other)),
            ("此件已经收悉。", None),
            ("（联系人：示例）", None),
        ];
        for (line, expected) in cases {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}
