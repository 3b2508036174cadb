//! Style sheets made small: written to be read, sent without what only readers of the source need.
//!
//! The tokens of CSS Syntax Level 3 are copied as they were written; between them only white space
//! and comments are dropped, and only where no token changes and no selector means something else.
//! So whatever a browser of tomorrow understands stays as a county wrote it.

use cssparser::{ParseError, Parser, Token};

/// The same sheet in fewer bytes; the sheet itself where blocks are nested deeper than a parser
/// follows.
#[must_use]
pub(super) fn small(sheet: &str) -> String {
    let mut out = Small { text: String::with_capacity(sheet.len()), gap: Gap::None };
    match copy(&mut Parser::new(sheet), &mut out) {
        Ok(()) => out.text,
        Err(_) => sheet.to_owned(),
    }
}

/// What was left out since the last token.
#[derive(PartialEq)]
enum Gap {
    None,
    /// A comment alone, which parts two tokens without being white space.
    Comment,
    Space,
}

struct Small {
    text: String,
    gap: Gap,
}

fn copy(parser: &mut Parser<'_>, out: &mut Small) -> Result<(), ParseError<()>> {
    loop {
        let start = parser.position();
        let Ok(token) = parser.next_including_whitespace_and_comments() else {
            return Ok(());
        };
        let close = match token {
            Token::WhiteSpace(_) => {
                out.gap = Gap::Space;
                continue;
            }
            Token::Comment(_) if out.gap == Gap::Space => continue,
            Token::Comment(_) => {
                out.gap = Gap::Comment;
                continue;
            }
            Token::Function(_) | Token::ParenthesisBlock => Some(")"),
            Token::SquareBracketBlock => Some("]"),
            Token::CurlyBracketBlock => Some("}"),
            _ => None,
        };
        out.put(parser.slice_from(start));
        if let Some(close) = close {
            parser.parse_nested_block(|inner| copy(inner, out))?;
            out.put(close);
        }
    }
}

impl Small {
    /// Adds a token, parted from the last one where the source parts them and it matters. Before
    /// a colon, a bracket or a star white space is a selector's word for "somewhere below".
    fn put(&mut self, token: &str) {
        let last = self.text.chars().next_back();
        let tight = last.is_none_or(|last| "{};,:>(".contains(last))
            || token.starts_with(['{', '}', ';', ',', '>', ')']);
        match self.gap {
            Gap::Space if !tight => self.text.push(' '),
            Gap::Comment if !tight => self.text.push_str("/**/"),
            _ => {}
        }
        self.gap = Gap::None;
        if token == "}" && last == Some(';') {
            self.text.pop();
        }
        self.text.push_str(token);
    }
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn what_only_readers_need_goes() {
        let sheet =
            "/* a */\n.a,\n.b > .c {\n  color: red;\n  margin: 0 auto;\n}\n\n.d { }\n";
        assert_eq!(small(sheet), ".a,.b>.c{color:red;margin:0 auto}.d{}");
    }

    #[test]
    fn what_means_something_stays() {
        let deep = "a{".repeat(100_000);
        for (sheet, kept) in [
            // A descendant of any kind is not the element itself.
            (".a :not(.b) *{}", ".a :not(.b) *{}"),
            (".a [b] #c{}", ".a [b] #c{}"),
            ("a{width:calc(100% + 1px - (2px))}", "a{width:calc(100% + 1px - (2px))}"),
            (
                "@media (min-width: 3rem) and (scripting: enabled) { a { b: c } }",
                "@media (min-width:3rem) and (scripting:enabled){a{b:c}}",
            ),
            (
                "a::before{content:\"✓  ; }\" / \"\"}",
                "a::before{content:\"✓  ; }\" / \"\"}",
            ),
            ("a{background:url( a  b.png )}", "a{background:url( a  b.png )}"),
            ("a/**/b{}", "a/**/b{}"),
            ("a{b:c!important}", "a{b:c!important}"),
            ("a{--x: {1;}}", "a{--x:{1}}"),
            ("@page :left{margin:0}", "@page :left{margin:0}"),
            ("a{b:c", "a{b:c}"),
            (&deep, &deep),
        ] {
            assert_eq!(small(sheet), kept, "{sheet}");
            assert_eq!(small(kept), kept, "once more");
        }
    }
}
