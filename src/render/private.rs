//! The page of a withheld item, for the preview alone.

use tera::{Context, Value};

use super::{Renderer, links, view};
use crate::diag::Finding;
use crate::markdown::escape;
use crate::site::PrivateItem;

/// A page that must not leave the machine, and says so on itself. `publish` takes bytes; this
/// is none, and a test keeps its name out of everything but the preview.
pub struct PrivateHtml(String);

impl PrivateHtml {
    /// The page as it is shown.
    #[must_use]
    pub fn into_shown(self) -> String {
        self.0
    }

    /// Marks a page: in its title, for robots, by a style sheet, and in words at its top.
    #[must_use]
    pub fn marked(html: &str, mark: &Mark<'_>) -> Self {
        let Mark { sheet, note } = mark;
        let head = format!(
            "<meta name=\"robots\" content=\"noindex, nofollow, noarchive\">\
             <meta name=\"referrer\" content=\"no-referrer\">\
             <link rel=\"stylesheet\" href=\"{}\">",
            escape(sheet)
        );
        let words = format!(
            "<div class=\"gongkai-private\" role=\"note\"><strong>未公开</strong> {}</div>",
            escape(note)
        );
        let html = html.replacen("<title>", "<title>【未公开】", 1);
        let html = after(&html, "<head", &head);
        Self(after(&html, "<body", &words))
    }
}

/// How a private page is marked.
pub struct Mark<'m> {
    /// The address of the style sheet.
    pub sheet: &'m str,
    /// Why it is not public, and what that means for the reader.
    pub note: &'m str,
}

/// The page of a withheld item with the theme's own template, to be shown at `place`, a path
/// from the root of the preview.
///
/// # Errors
/// A finding: the template failed.
pub fn private_page(
    renderer: &Renderer,
    item: &PrivateItem,
    place: &str,
    mark: &Mark<'_>,
) -> Result<PrivateHtml, Finding> {
    let (site, item) = (renderer.site(), item.unsealed());
    // The page is made for the address that it will have, and shown at another.
    let path = item.path();
    let mut context = Context::new();
    context.insert("current_path", &links::site_path(&path));
    context.insert("current_url", &links::permalink(&site.config.base_url, &path));
    context.insert("here", &view::here(site, Some(item.column), &path));
    context.insert("meta", &view::item_meta(site, item));
    context.insert_value("linked", Value::none());
    let template = view::fill_item(renderer, (item, (None, None)), &mut context);
    let html = renderer.fill(&template, &context, &path)?;
    Ok(PrivateHtml::marked(&links::relative(&html, place), mark))
}

/// Puts something behind the tag that begins so; in front of everything when there is none.
fn after(html: &str, tag: &str, what: &str) -> String {
    let at = html.find(tag).and_then(|from| Some(from + html[from..].find('>')? + 1));
    let at = at.unwrap_or(0);
    format!("{}{what}{}", &html[..at], &html[at..])
}

#[cfg(test)]
mod tests {
    use super::{Mark, PrivateHtml};

    #[test]
    fn every_page_is_marked_whatever_its_template() {
        let mark = Mark { sheet: "/s.css", note: "草稿 <b>" };
        for html in [
            "<!doctype html><html><head><title>x</title></head><body class=\"a\">y</body></html>",
            "y",
        ] {
            let page = PrivateHtml::marked(html, &mark).into_shown();
            assert!(page.contains("noindex"), "{page}");
            assert!(page.contains("href=\"/s.css\""), "{page}");
            assert!(page.contains("<strong>未公开</strong> 草稿 &lt;b&gt;"), "{page}");
        }
        let page = PrivateHtml::marked("<title>x</title><body class=\"a\">y", &mark);
        let page = page.into_shown();
        assert!(page.contains("<title>【未公开】x</title>"), "{page}");
        assert!(
            page.contains("<body class=\"a\"><div class=\"gongkai-private\""),
            "{page}"
        );
    }
}
