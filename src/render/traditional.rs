//! A page in traditional characters, made from the page as it is published in simplified ones.
//!
//! Only the writing changes: `s2tw` of `OpenCC` takes each word to the forms that readers outside
//! the mainland know and leaves the vocabulary alone, since a term of law must stay that term.
//! Changed are the texts between tags and the attributes that are read to somebody. Everything
//! else stays byte for byte: addresses, names, data blocks, elements marked `translate="no"`, and
//! texts that are a 发文字号, because a number that is quoted must be found again.
//!
//! No page says anything here that its other form does not say, and that one is scanned for what
//! must not leave in the same publication; so what the scan of this one could miss, because
//! fingerprints are of simplified text, it has found there.

mod words;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use self::words::WORDS;
use crate::disclosure::DocumentNumber;

/// Attributes whose value is shown or read to somebody; scripts make the title of a page of the
/// name of the site.
const READ: [&[u8]; 6] =
    [b"alt", b"title", b"aria-label", b"placeholder", b"label", b"data-site"];

/// Elements that hold no words.
const SILENT: [&[u8]; 3] = [b"script", b"style", b"template"];

/// The page in traditional characters.
pub(super) fn convert(html: &str) -> String {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut page =
        Page { html, out: String::with_capacity(html.len()), done: 0, kept: None };
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        page.take(&token);
    }
    page.text_until(html.len());
    page.out
}

/// A script with its words in traditional characters. Its code is ASCII, which stays; so a script
/// that compares characters must not be given here.
pub(super) fn script(text: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(text) else { return text.to_vec() };
    let mut out = String::with_capacity(text.len());
    WORDS.convert(text, &mut out);
    out.into_bytes()
}

/// A page on its way.
struct Page<'h> {
    html: &'h str,
    out: String,
    /// How much of the page is written.
    done: usize,
    /// The element that is kept as it is, and how many of its name are open.
    kept: Option<(Vec<u8>, usize)>,
}

impl Page<'_> {
    /// Texts are what stands between the tags, as it is written there: an entity is none of our
    /// characters.
    fn take(&mut self, token: &Token<usize>) {
        match token {
            Token::StartTag(tag) => {
                self.text_until(tag.span.start);
                self.enter(tag);
                self.tag(tag);
            }
            Token::EndTag(tag) => {
                self.text_until(tag.span.start);
                self.copy_until(tag.span.end);
                self.leave(&tag.name);
            }
            Token::Comment(comment) => {
                self.text_until(comment.span.start);
                self.copy_until(comment.span.end);
            }
            Token::Doctype(doctype) => self.copy_until(doctype.span.end),
            Token::String(_) | Token::Error(_) => {}
        }
    }

    fn enter(&mut self, tag: &StartTag<usize>) {
        let name = tag.name.as_slice();
        match &mut self.kept {
            Some((kept, open)) if kept == name => *open += 1,
            Some(_) => {}
            None => {
                let told = tag.attributes.get(b"translate".as_slice());
                let silent = SILENT.contains(&name)
                    || told.is_some_and(|told| told.value.as_slice() == b"no");
                self.kept = silent.then(|| (name.to_vec(), 1));
            }
        }
    }

    fn leave(&mut self, name: &[u8]) {
        if let Some((kept, open)) = &mut self.kept
            && kept == name
        {
            *open -= 1;
            if *open == 0 {
                self.kept = None;
            }
        }
    }

    /// A tag, its attributes in the order in which they are written. Each reaches up to the
    /// next: around its value there is nothing but ASCII, which no conversion changes.
    fn tag(&mut self, tag: &StartTag<usize>) {
        let mut attributes: Vec<_> = tag.attributes.iter().collect();
        attributes.sort_unstable_by_key(|(_, value)| value.span.start);
        let starts = attributes.iter().skip(1).map(|(_, value)| value.span.start);
        let ends: Vec<usize> = starts.chain([tag.span.end]).collect();
        for ((name, value), end) in attributes.iter().zip(ends) {
            self.copy_until(value.span.start);
            let piece = &self.html[self.done..end];
            if name.as_slice() == b"lang" && value.value.as_slice() == b"zh-CN" {
                self.out.push_str(&piece.replacen("zh-CN", "zh-Hant", 1));
                self.done = end;
            } else if self.kept.is_none() && is_read(tag, name) {
                self.text_until(end);
            } else {
                self.copy_until(end);
            }
        }
        self.copy_until(tag.span.end);
    }

    fn copy_until(&mut self, end: usize) {
        self.out.push_str(&self.html[self.done..end]);
        self.done = end;
    }

    fn text_until(&mut self, end: usize) {
        let text = &self.html[self.done..end];
        let stays = text.is_ascii() || self.kept.is_some() || is_number(text);
        if stays {
            self.out.push_str(text);
        } else {
            WORDS.convert(text, &mut self.out);
        }
        self.done = end;
    }
}

/// Whether the value of an attribute is words.
fn is_read(tag: &StartTag<usize>, name: &[u8]) -> bool {
    let has = |name: &[u8], is: &[u8]| {
        tag.attributes.get(name).is_some_and(|v| v.value.as_slice() == is)
    };
    match name {
        // What a tag without a name says is for the browser, and the sort of a column is a word of a
        // list that programs know.
        b"content" => {
            tag.name.as_slice() == b"meta"
                && tag.attributes.contains_key(b"name".as_slice())
                && !has(b"name", b"ColumnType")
        }
        b"value" => [b"button".as_slice(), b"submit", b"reset"]
            .iter()
            .any(|kind| tag.name.as_slice() == b"input" && has(b"type", kind)),
        _ => READ.contains(&name),
    }
}

/// Whether a text is a 发文字号 and nothing else.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.ends_with('号') && DocumentNumber::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::convert;

    #[test]
    fn words_change_and_nothing_else() {
        for (simplified, traditional) in [
            ("<p>政务服务</p>", "<p>政務服務</p>"),
            ("<p>头发与发展，皇后和以后</p>", "<p>頭髮與發展，皇后和以後</p>"),
            ("<p>软件、信息、网络</p>", "<p>軟件、信息、網絡</p>"),
            ("<p>为群众办理核准</p>", "<p>為群眾辦理核准</p>"),
            (
                "<a href=\"政务.html\" id=\"办\" class=\"书\" data-own=\"机关\" title=\"办事\">书&lt;门&gt;</a>",
                "<a href=\"政务.html\" id=\"办\" class=\"书\" data-own=\"机关\" title=\"辦事\">書&lt;門&gt;</a>",
            ),
            (
                "<html lang=\"zh-CN\"><title>门户 > 网</title><script>\"门户</p>\"</script><p lang=en>门</p>",
                "<html lang=\"zh-Hant\"><title>門戶 > 網</title><script>\"门户</p>\"</script><p lang=en>門</p>",
            ),
            (
                "<meta name=\"Keywords\" content=\"许可\"><meta http-equiv=x content=\"许可\">",
                "<meta name=\"Keywords\" content=\"許可\"><meta http-equiv=x content=\"许可\">",
            ),
            (
                "<meta name=\"ColumnType\" content=\"机构职能\">",
                "<meta name=\"ColumnType\" content=\"机构职能\">",
            ),
            (
                "<input type=submit value=\"发送\"><input name=column value=\"发送\" alt='书'>",
                "<input type=submit value=\"发送\"><input name=column value=\"发送\" alt='書'>",
            ),
            (
                "<b translate=\"no\">简<b>书</b>书</b>书<!--书-->",
                "<b translate=\"no\">简<b>书</b>书</b>書<!--书-->",
            ),
            (
                "<dd>威环审服字〔2026〕12号</dd><p>依照威环审服字〔2026〕12号办理</p>",
                "<dd>威环审服字〔2026〕12号</dd><p>依照威環審服字〔2026〕12號辦理</p>",
            ),
            ("<p>门 <b>门", "<p>門 <b>門"),
            ("", ""),
        ] {
            let traditional = traditional
                .replace("type=submit value=\"发送\"", "type=submit value=\"發送\"");
            assert_eq!(convert(simplified), traditional, "{simplified}");
        }
    }
}
