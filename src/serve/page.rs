//! What the preview adds to a page, and the pages that are its own.

use memchr::memmem;

use crate::markdown::escape;
use crate::render::Output;
use crate::site::{Route, Site};

/// The style sheet's tag; the script's carries what the page is, see [`marks`].
const SHEET: &str = "<link rel=\"stylesheet\" href=\"/__gongkai/preview.css\">";

/// What an officer wants to know of the page in front of him.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Standing<'s> {
    /// The source below `content/`; empty where there is not one file behind the page.
    source: &'s str,
    /// A word for the script: `disclosed`, `withdrawn`, or empty.
    state: &'static str,
}

/// How the item of a page stands.
pub(super) fn standing<'s>(site: &'s Site, output: Output<'_>) -> Standing<'s> {
    match output {
        Output::Site(Route::Item(id)) => {
            let source = site.item(*id).disclosed.source().path.as_str();
            Standing { source, state: "disclosed" }
        }
        Output::Site(Route::Tombstone(_)) => Standing { source: "", state: "withdrawn" },
        _ => Standing::default(),
    }
}

/// The script's tag with what the script has to know.
pub(super) fn marks(version: &str, standing: Standing<'_>) -> String {
    let mut marks = String::from("<script src=\"/__gongkai/preview.js\" defer");
    for (name, value) in
        [("version", version), ("source", standing.source), ("state", standing.state)]
    {
        if !value.is_empty() {
            marks.push_str(&format!(" data-{name}=\"{}\"", escape(value)));
        }
    }
    marks.push_str("></script>");
    marks
}

/// The page with the sheet at the end of its head and the script at the end of its body;
/// all other bytes are as they were.
pub(super) fn with_script(html: Vec<u8>, script: &str) -> Vec<u8> {
    let body = memmem::rfind(&html, b"</body>").unwrap_or(html.len());
    let head = memmem::find(&html[..body], b"</head>").unwrap_or(body);
    let mut page = Vec::with_capacity(html.len() + SHEET.len() + script.len());
    page.extend_from_slice(&html[..head]);
    page.extend_from_slice(SHEET.as_bytes());
    page.extend_from_slice(&html[head..body]);
    page.extend_from_slice(script.as_bytes());
    page.extend_from_slice(&html[body..]);
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

/// A page that could not be made: findings as text, mended without a click by the script.
pub(super) fn trouble(text: &str, version: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action 'none'\"><title>预览：出错</title>{SHEET}</head>\
         <body><h1>这一页做不出来</h1><pre>{}</pre>{}</body></html>",
        escape(text),
        marks(version, Standing::default()),
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
    use super::{Standing, content_type, marks, rebase, trouble, with_script};

    #[test]
    fn only_the_two_tags_are_added() {
        let html = b"<html><head><title>x</title></head><body>y</body></html>".to_vec();
        let script =
            marks("v\"1", Standing { source: "content/甲.md", state: "disclosed" });
        let page = String::from_utf8(with_script(html.clone(), &script)).unwrap();
        assert!(page.contains("preview.css\"></head><body>y<script"), "{page}");
        assert!(page.contains("data-version=\"v&quot;1\""), "{page}");
        assert!(page.ends_with("</script></body></html>"), "{page}");
        let without = page.replace(&script, "").replace(super::SHEET, "");
        assert_eq!(without.as_bytes(), html);
        let bare = String::from_utf8(with_script(b"x".to_vec(), "<s>")).unwrap();
        assert_eq!(bare, format!("x{}<s>", super::SHEET));
    }

    #[test]
    fn findings_stay_text() {
        let page = trouble("a <script>alert('1')</script> & b", "v");
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
