//! The ways to read a text in which a withheld one might hide.

use memchr::{memchr, memchr_iter, memchr3_iter, memmem};

use crate::fingerprint::{Hit, Lane, Watchlist, decode_entities, reference};

/// How the cells of a file that the build itself has made stand apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// By a comma or the end of a line, outside quotation marks.
    Csv,
    /// By the ends of a string, and outside of strings by a comma or the end of a line.
    Json,
    /// By the end of a line.
    Lines,
}

/// Reads data that the build itself has made as any text is read, but with a seam wherever a cell
/// ends: the words of two cells stand together as those of two elements of a page do. What somebody
/// else has written is never read so: nobody knows what its commas and lines mean.
pub(super) fn read_data(
    list: &Watchlist,
    text: &str,
    cells: Cells,
    report: &mut impl FnMut(Hit, &str),
) {
    let mut lane = list.lane();
    each_cell(text, cells, |cell| {
        lane.feed(cell, &mut |hit| report(hit, cell));
        lane.seam();
    });
    read_tags(list, text, report);
    if memchr(b'\\', text.as_bytes()).is_some() {
        let mut lane = list.lane();
        each_cell(text, cells, |cell| {
            let cell = resolve_escapes(cell);
            lane.feed(&cell, &mut |hit| report(hit, &cell));
            lane.seam();
        });
        read_tags(list, &resolve_escapes(text), report);
    }
    if memmem::find(text.as_bytes(), b"&lt;").is_some() {
        read_marked_up(list, &decode_entities_fully(text), report);
    }
    read_percent(list, text, report);
}

/// Hands out the cells one after the other, with the marks that part them.
fn each_cell<'t>(text: &'t str, cells: Cells, mut cell: impl FnMut(&'t str)) {
    let bytes = text.as_bytes();
    let (mut from, mut quoted) = (0, false);
    for at in memchr3_iter(b',', b'"', b'\n', bytes) {
        let ends = match (cells, bytes[at]) {
            (Cells::Lines, mark) => mark == b'\n',
            (Cells::Json, b'"') if is_escaped(&bytes[..at]) => false,
            (cells, b'"') => {
                quoted = !quoted;
                cells == Cells::Json
            }
            _ => !quoted,
        };
        if ends {
            cell(&text[from..at]);
            from = at;
        }
    }
    cell(&text[from..]);
}

/// Whether what comes after these bytes of JSON stands behind a backslash that is none itself.
fn is_escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Reads a text as it is, without tags and with references resolved, with the escapes of
/// JSON resolved, with the markup inside a feed, and with percent signs decoded. A reading
/// that would say the same again is left out.
pub(super) fn read(list: &Watchlist, text: &str, report: &mut impl FnMut(Hit, &str)) {
    read_marked_up(list, text, report);
    if memchr(b'\\', text.as_bytes()).is_some() {
        read_marked_up(list, &resolve_escapes(text), report);
    }
    if memmem::find(text.as_bytes(), b"&lt;").is_some() {
        read_marked_up(list, &decode_entities_fully(text), report);
    }
    read_percent(list, text, report);
}

/// Resolves references, those to marks included, so that escaped markup is markup.
fn decode_entities_fully(text: &str) -> String {
    let marks = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    decode_entities(&marks.replace("&amp;", "&")).into_owned()
}

/// Shortest text between other bytes that may have markup of its own, such as the metadata
/// of a picture.
const SHORTEST_DOCUMENT: usize = 64;

/// Reads the text that stands between bytes that are none.
pub(super) fn read_strings(
    list: &Watchlist,
    bytes: &[u8],
    report: &mut impl FnMut(Hit, &str),
) {
    let mut lane = list.lane();
    for chunk in bytes.utf8_chunks() {
        let piece = chunk.valid();
        lane.feed(piece, &mut |hit| report(hit, piece));
        if piece.len() >= SHORTEST_DOCUMENT {
            read(list, piece, report);
        }
    }
}

/// Characters that are decoded before they are looked at.
const WIDE_PIECE: usize = 4096;

/// Reads bytes as 16-bit characters in both orders and from both the first and the second.
pub(super) fn read_wide(
    list: &Watchlist,
    bytes: &[u8],
    report: &mut impl FnMut(Hit, &str),
) {
    for bytes in [bytes, bytes.get(1..).unwrap_or_default()] {
        let pairs = || bytes.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
        read_units(list, pairs().map(u16::from_le_bytes), report);
        read_units(list, pairs().map(u16::from_be_bytes), report);
    }
}

/// Reads 16-bit characters.
fn read_units(
    list: &Watchlist,
    units: impl Iterator<Item = u16>,
    report: &mut impl FnMut(Hit, &str),
) {
    let mut lane = list.lane();
    let mut characters = char::decode_utf16(units).map(|c| c.unwrap_or(' '));
    loop {
        let piece: String = characters.by_ref().take(WIDE_PIECE).collect();
        if piece.is_empty() {
            return;
        }
        lane.feed(&piece, &mut |hit| report(hit, &piece));
    }
}

/// Reads a text that may have tags. Words and tags are two streams, so that a sentence is
/// whole though tags stand in it, and an attribute is whole though it stands in a tag. For
/// a document these two hold every character; any other text is read as it is too, because
/// a `<` in it may be just that.
fn read_marked_up(list: &Watchlist, text: &str, report: &mut impl FnMut(Hit, &str)) {
    let is_document = text.trim_start().starts_with('<');
    if !is_document {
        list.lane().feed(text, &mut |hit| report(hit, text));
    }
    read_tags(list, text, report);
}

/// Reads the words and the tags of a text that has any.
fn read_tags(list: &Watchlist, text: &str, report: &mut impl FnMut(Hit, &str)) {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return;
    }
    let (mut words, mut tags) = (list.lane(), list.lane());
    let mut rest = text;
    loop {
        rest = feed_decoded(&mut words, rest, |c| c == '<', report);
        if rest.is_empty() {
            return;
        }
        rest = match begins_with(rest) {
            Begins::Comment(length) => {
                feed_decoded(&mut tags, &rest[..length], |_| false, report);
                &rest[length..]
            }
            Begins::Tag => {
                if !is_inline(&rest[1..]) {
                    words.seam();
                }
                feed_tag(&mut tags, &rest[1..], report)
            }
            Begins::Sign => &rest[1..],
        };
    }
}

/// Feeds a text with its references resolved up to a mark, and returns what is left from
/// the mark on.
#[inline]
fn feed_decoded<'t>(
    lane: &mut Lane<'_>,
    text: &'t str,
    stops: impl Fn(char) -> bool,
    report: &mut impl FnMut(Hit, &str),
) -> &'t str {
    let mut rest = text;
    loop {
        let piece = rest;
        let at =
            lane.feed_to(piece, |c| c == '&' || stops(c), &mut |hit| report(hit, piece));
        rest = &rest[at..];
        if !rest.starts_with('&') {
            return rest;
        }
        let (length, character) = reference(rest.as_bytes());
        if let Some(c) = character {
            let mut buffer = [0; 4];
            let piece: &str = c.encode_utf8(&mut buffer);
            lane.feed(piece, &mut |hit| report(hit, piece));
        }
        rest = &rest[length..];
    }
}

/// What a `<` begins.
enum Begins {
    /// A comment of this length; one that is not closed reaches to the end.
    Comment(usize),
    /// A tag.
    Tag,
    /// Nothing; it is only a sign.
    Sign,
}

fn begins_with(text: &str) -> Begins {
    let bytes = text.as_bytes();
    if let Some(comment) = bytes.strip_prefix(b"<!--") {
        let end = memmem::find(comment, b"-->");
        return Begins::Comment(end.map_or(bytes.len(), |end| 4 + end + 3));
    }
    match bytes.get(1) {
        Some(b) if b.is_ascii_alphabetic() || b"/!?".contains(b) => Begins::Tag,
        _ => Begins::Sign,
    }
}

/// Longest name of an element that stands within a sentence.
const LONGEST_INLINE: usize = 6;

/// Whether the tag with this inside belongs to an element that stands within a sentence; any
/// other begins or ends a passage. So do those with a prefix, which are not HTML: an office
/// file has a word in pieces.
fn is_inline(tag: &str) -> bool {
    let tag = tag.as_bytes();
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let mut name = [0; LONGEST_INLINE];
    let mut length = 0;
    for (place, byte) in name.iter_mut().zip(tag) {
        match byte {
            b':' => return true,
            b if b.is_ascii_alphanumeric() => *place = b.to_ascii_lowercase(),
            _ => break,
        }
        length += 1;
    }
    if tag.get(length).is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    #[rustfmt::skip]
    let inline = matches!(
        &name[..length],
        b"a" | b"abbr" | b"b" | b"bdi" | b"bdo" | b"br" | b"cite" | b"code" | b"data"
            | b"del" | b"dfn" | b"em" | b"font" | b"i" | b"ins" | b"kbd" | b"mark" | b"q"
            | b"s" | b"span" | b"strong" | b"sub" | b"sup" | b"time" | b"tspan" | b"u"
            | b"wbr"
    );
    inline
}

/// Feeds a tag and returns what comes after it. A `>` inside a quoted value does not end it,
/// but a quotation mark that stays open does not hide the rest of the page either.
fn feed_tag<'t>(
    lane: &mut Lane<'_>,
    text: &'t str,
    report: &mut impl FnMut(Hit, &str),
) -> &'t str {
    let mut rest = text;
    loop {
        let from = rest;
        rest = feed_decoded(lane, rest, |c| matches!(c, '>' | '"' | '\''), report);
        let Some(&mark) = rest.as_bytes().first() else { return rest };
        if mark == b'>' {
            return &rest[1..];
        }
        let after_equals = from[..from.len() - rest.len()].ends_with('=');
        rest = &rest[1..];
        let closing = if after_equals { memchr(mark, rest.as_bytes()) } else { None };
        if let Some(closing) = closing {
            feed_decoded(lane, &rest[..closing], |_| false, report);
            rest = &rest[closing + 1..];
        }
    }
}

/// Resolves `\u4e2d`, `\n`, `\"` and the like.
fn resolve_escapes(text: &str) -> String {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        resolved.push_str(&rest[..at]);
        let (length, character) = escape(&rest[at..]);
        resolved.push(character);
        rest = &rest[at + length..];
    }
    resolved.push_str(rest);
    resolved
}

/// The length of the escape that begins here and the character it stands for; a space for
/// one that makes none.
fn escape(text: &str) -> (usize, char) {
    let Some(kind) = text[1..].chars().next() else { return (1, ' ') };
    if kind != 'u' {
        let character = if "nrtbf".contains(kind) { ' ' } else { kind };
        return (1 + kind.len_utf8(), character);
    }
    let Some(first) = code_unit(text) else { return (2, ' ') };
    let second = text.get(6..).and_then(code_unit);
    let pair = [first, second.unwrap_or(0)];
    match char::decode_utf16(pair).next() {
        Some(Ok(c)) => (if c.len_utf16() == 2 { 12 } else { 6 }, c),
        _ => (6, ' '),
    }
}

/// The number in `\uXXXX` at the start of a text.
fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// Reads each word with a percent sign in it as the address that it may be.
fn read_percent(list: &Watchlist, text: &str, report: &mut impl FnMut(Hit, &str)) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for at in memchr_iter(b'%', bytes) {
        if at < done || hex_pair(&bytes[at + 1..]).is_none() {
            continue;
        }
        let ends_word = |b: &u8| b.is_ascii_whitespace() || b"\"'<>()".contains(b);
        let start =
            bytes[done..at].iter().rposition(ends_word).map_or(done, |n| done + n);
        let end = bytes[at..].iter().position(ends_word).map_or(bytes.len(), |n| at + n);
        let word = percent_decode(&bytes[start..end]);
        let word = String::from_utf8_lossy(&word);
        list.lane().feed(&word, &mut |hit| report(hit, &word));
        done = end;
    }
}

fn percent_decode(word: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(word.len());
    let mut rest = word;
    while let Some((&first, after)) = rest.split_first() {
        let byte = if first == b'%' { hex_pair(after) } else { None };
        decoded.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    decoded
}

/// The byte that two hexadecimal digits stand for.
pub(super) fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|&b| char::from(b).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_where_a_browser_ends_them() {
        let cases = [
            ("b>x", "x"),
            ("/b>x", "x"),
            ("a title=\"1 > 2\" href='>'>x", "x"),
            ("a title=\"open>x", "x"),
            ("p>it's</p>", "it's</p>"),
            ("p it's>x", "x"),
            ("a href=x&amp;y>z", "z"),
            ("open", ""),
            ("", ""),
        ];
        let list = Watchlist::default();
        for (text, rest) in cases {
            assert_eq!(feed_tag(&mut list.lane(), text, &mut |_, _| ()), rest, "{text}");
        }
        for (text, length) in [("<!-- <b> it's -->x", 17), ("<!-- open", 9), ("<!-->", 5)]
        {
            let Begins::Comment(found) = begins_with(text) else { panic!("{text}") };
            assert_eq!(found, length, "{text}");
        }
        for text in ["< b>", "<1>", "<", "<中"] {
            assert!(matches!(begins_with(text), Begins::Sign), "{text}");
        }
    }

    #[test]
    fn cells_end_where_their_format_ends_them() {
        let cases: [(Cells, &str, &[&str]); 5] = [
            (
                Cells::Csv,
                "甲,\"乙,丙\n\"\"丁\"\n戊",
                &["甲", ",\"乙,丙\n\"\"丁\"", "\n戊"],
            ),
            (Cells::Csv, r#""甲\",乙"#, &[r#""甲\""#, ",乙"]),
            (Cells::Json, r#"["甲,\"乙\n"]"#, &["[", r#""甲,\"乙\n"#, "\"]"]),
            (Cells::Json, r#"["甲\\",1"#, &["[", r#""甲\\"#, "\"", ",1"]),
            (Cells::Lines, "甲,\"乙\"\n丙", &["甲,\"乙\"", "\n丙"]),
        ];
        for (kind, text, wanted) in cases {
            let mut found = Vec::new();
            each_cell(text, kind, |cell| found.push(cell));
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn what_stands_within_a_sentence_is_known() {
        for tag in ["b>", "/b>", "SPAN class=x>", "strong>", "w:t>", "br/>", "a"] {
            assert!(is_inline(tag), "{tag}");
        }
        for tag in
            ["p>", "/li>", "div>", "small>", "strongs>", "body>", "!doctype", "", "th:"]
        {
            assert_eq!(is_inline(tag), tag == "th:", "{tag}");
        }
    }

    #[test]
    fn escapes_are_resolved_and_broken_ones_do_no_harm() {
        let cases = [
            (r"\u4e2d\u56FD", "中国"),
            (r"\ud840\udc00|", "𠀀|"),
            (r"\ud840|", " |"),
            (r"甲\n乙\/丙\\丁", "甲 乙/丙\\丁"),
            (r"\u4e", " 4e"),
            (r"\u中", " 中"),
            ("\\", " "),
            (r"\中", "中"),
        ];
        for (text, resolved) in cases {
            assert_eq!(resolve_escapes(text), resolved, "{text}");
        }
    }

    #[test]
    fn percent_signs_are_decoded() {
        assert_eq!(percent_decode(b"%E4%b8%ad%2f100%%zz%4"), b"\xE4\xB8\xAD/100%%zz%4");
    }
}
