//! What the preview adds to a page, and the pages that are its own.

use memchr::memmem;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::markdown::escape;

/// What stands in an address other than as it is.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How the script's tag begins; what the page is told of itself and the tag's end follow.
const SCRIPT: &str = "<script src=\"/__gongkai/preview.js\" defer data-page=\"";

/// A path as it is written in an address.
pub(super) fn address(path: &str) -> String {
    let parts =
        path.split('/').map(|part| utf8_percent_encode(part, ENCODED).to_string());
    parts.collect::<Vec<_>>().join("/")
}

/// The script's tag with what the page is told of itself.
pub(super) fn tag(page: &str) -> String {
    format!("{SCRIPT}{}\"></script>", escape(page))
}

/// The page with the script before all other scripts, so that it meets the page as it was
/// sent; all other bytes are as they were.
pub(super) fn with_script(html: &[u8], tag: &str) -> Vec<u8> {
    let head = memmem::find(html, b"</head>").unwrap_or(html.len());
    let at = memmem::find(&html[..head], b"<script").unwrap_or(head);
    let mut page = Vec::with_capacity(html.len() + tag.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(tag.as_bytes());
    page.extend_from_slice(&html[at..]);
    page
}

/// The page for an address that is not there carries the portal's future address in its
/// links, since it must work at any depth; here the portal stands at the root.
pub(super) fn rebase(html: &[u8], base: &str) -> Vec<u8> {
    let base = base.trim_end_matches('/');
    if base.is_empty() {
        return html.to_vec();
    }
    let mut page = Vec::with_capacity(html.len());
    let mut rest = 0;
    for at in memmem::find_iter(html, base.as_bytes()) {
        if html.get(at + base.len()) == Some(&b'/') {
            page.extend_from_slice(&html[rest..at]);
            rest = at + base.len();
        }
    }
    page.extend_from_slice(&html[rest..]);
    page
}

/// A page that could not be made: findings as text, shown better and mended without a click
/// by the script.
pub(super) fn trouble(text: &str, tag: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>预览：出错</title>{tag}</head>\
         <body><main><h1>这一页做不出来</h1><pre>{}</pre></main></body></html>",
        escape(text),
    )
}

/// The type of a file, by the ending of its name.
pub(super) fn content_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "jsonld" => "application/ld+json; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "docx" => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        }
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{address, content_type, rebase, tag, trouble, with_script};

    #[test]
    fn an_address_encodes_what_it_must() {
        assert_eq!(address("a-b_c~1/甲 ?#%.html"), "a-b_c~1/%E7%94%B2%20%3F%23%25.html");
    }

    #[test]
    fn only_the_tag_is_added_before_all_scripts() {
        let html =
            "<html><head><title>x</title><script></script></head><body>y</body></html>";
        let script = tag("{\"a\":1}");
        assert!(script.contains("data-page=\"{&quot;a&quot;:1}\""), "{script}");
        let page = String::from_utf8(with_script(html.as_bytes(), &script)).unwrap();
        assert!(page.contains(&format!("</title>{script}<script></script>")), "{page}");
        assert_eq!(page.replace(&script, ""), html);
        let calm = html.replace("<script></script>", "");
        let page = String::from_utf8(with_script(calm.as_bytes(), &script)).unwrap();
        assert!(page.contains(&format!("{script}</head>")), "{page}");
        assert_eq!(with_script(b"x", "<s>"), b"x<s>");
    }

    #[test]
    fn findings_stay_text() {
        let page = trouble("a <script>alert('1')</script> & b", "");
        assert!(
            page.contains("a &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; b")
        );
    }

    #[test]
    fn links_to_the_future_address_lead_here() {
        let page = rebase(
            b"<a href=\"https://x.cn/p/a.html\">https://x.cn/p</a>",
            "https://x.cn/p/",
        );
        assert_eq!(page, b"<a href=\"/a.html\">https://x.cn/p</a>");
    }

    #[test]
    fn text_says_its_encoding() {
        assert_eq!(content_type("a/B.HTML"), "text/html; charset=utf-8");
        assert_eq!(content_type("a.b/c"), "application/octet-stream");
    }
}
