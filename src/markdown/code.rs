//! Code highlighted by classes.

use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Longer blocks and blocks with a longer line are shown plain: a highlighter's regular
/// expressions are the one place where a small text can take long.
const MAX_BLOCK: usize = 64 * 1024;
const MAX_LINE: usize = 2 * 1024;

/// The languages that are highlighted, by the word after the fence.
const LANGUAGES: [(&str, &str); 14] = [
    ("json", "JSON"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
    ("xml", "XML"),
    ("html", "HTML"),
    ("css", "CSS"),
    ("js", "JavaScript"),
    ("javascript", "JavaScript"),
    ("python", "Python"),
    ("py", "Python"),
    ("sh", "Bourne Again Shell (bash)"),
    ("bash", "Bourne Again Shell (bash)"),
    ("sql", "SQL"),
    ("rust", "Rust"),
];

/// The block as HTML with classes that begin with `hl-`; `None` when it is to stay plain.
pub(super) fn highlight(language: &str, code: &str) -> Option<String> {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    let name = LANGUAGES.iter().find(|(word, _)| *word == language)?.1;
    if code.len() > MAX_BLOCK || code.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let syntaxes = SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines);
    let syntax = syntaxes.find_syntax_by_name(name)?;
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator =
        ClassedHTMLGenerator::new_with_class_style(syntax, syntaxes, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

/// The language word of a fence, when it is one that may stand in an attribute.
pub(super) fn language(info: &str) -> Option<&str> {
    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || "+#.-".contains(c);
    (!word.is_empty() && word.len() <= 32 && word.chars().all(fits)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::{highlight, language};

    #[test]
    fn code_carries_classes_and_no_styles() {
        let html = highlight("json", "{\"a\": \"<b>\"}\n").unwrap();
        assert!(html.contains("hl-string") && html.contains("&lt;b&gt;"), "{html}");
        assert!(!html.contains("style="));
        assert_eq!(highlight("brainfuck", "+"), None);
        assert_eq!(highlight("json", &"x".repeat(3000)), None);
    }

    #[test]
    fn the_language_is_a_word() {
        assert_eq!(language("json, linenos"), Some("json"));
        assert_eq!(language("\"><script>"), None);
        assert_eq!(language(""), None);
    }
}
