//! What can be told of one page without a browser: that a program that reads it aloud, or a
//! reader who moves by headings, fields and tables, finds what they look for.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};

/// Words that say nothing of where a link leads.
const EMPTY_WORDS: &[&str] =
    &["这里", "此处", "点击这里", "点击此处", "更多", "详情", "查看", "链接", "下载"];

/// Attributes that name other elements by their ids.
const REFERENCES: &[&str] =
    &["for", "aria-labelledby", "aria-describedby", "headers", "list"];

/// What speaks against a page, one line each.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut found = Vec::new();
    for check in [frame, headings, ids, pictures, fields, links, tables, lists] {
        check(&page, &mut found);
    }
    found
}

/// All elements that a selector names, in the order of the page.
pub(crate) fn all<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    let selector =
        Selector::parse(selector).expect("the selector is a constant of the tests");
    page.select(&selector).collect()
}

/// The first element that a selector names inside an element.
fn within<'p>(element: ElementRef<'p>, selector: &str) -> Option<ElementRef<'p>> {
    let selector =
        Selector::parse(selector).expect("the selector is a constant of the tests");
    element.select(&selector).next()
}

/// The words of an element, without those that are hidden from the accessibility tree.
pub(crate) fn words(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    gather(element, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn gather(element: ElementRef<'_>, text: &mut String) {
    if element.attr("aria-hidden") == Some("true") || element.attr("hidden").is_some() {
        return;
    }
    for child in element.children() {
        if let Some(words) = child.value().as_text() {
            text.push_str(words);
        } else if let Some(inner) = ElementRef::wrap(child) {
            if inner.value().name() == "img" {
                text.push_str(inner.attr("alt").unwrap_or_default());
            }
            gather(inner, text);
        }
    }
}

/// The name of an element as assistive technology has it, as far as it stands in the page.
fn name(page: &Html, element: ElementRef<'_>) -> String {
    if let Some(label) = element.attr("aria-label") {
        return label.trim().to_owned();
    }
    if let Some(ids) = element.attr("aria-labelledby") {
        let named = ids.split_whitespace().filter_map(|id| by_id(page, id));
        return named.map(words).collect::<Vec<_>>().join(" ");
    }
    if let Some(title) = within(element, "svg > title") {
        return title.text().collect();
    }
    let own = words(element);
    if own.is_empty() {
        element.attr("title").unwrap_or_default().to_owned()
    } else {
        own
    }
}

fn by_id<'p>(page: &'p Html, id: &str) -> Option<ElementRef<'p>> {
    all(page, "[id]").into_iter().find(|element| element.attr("id") == Some(id))
}

/// An element as it is told of.
fn shown(element: ElementRef<'_>) -> String {
    let html = element.html();
    let start: String = html.chars().take(100).collect();
    start.replace('\n', " ")
}

/// Language, title, one place for the text, a first link that leads there.
fn frame(page: &Html, found: &mut Vec<String>) {
    let language = page.root_element().attr("lang").unwrap_or_default();
    if !["zh-CN", "zh-Hans", "zh-Hant", "zh-Hant-CN", "zh-TW", "zh-HK"]
        .contains(&language)
    {
        found.push(format!("the language is 「{language}」"));
    }
    if all(page, "title").first().is_none_or(|title| words(*title).is_empty()) {
        found.push("no title".to_owned());
    }
    let viewport = all(page, "meta[name=viewport]");
    let zoom = viewport.first().and_then(|meta| meta.attr("content")).unwrap_or_default();
    if zoom.is_empty() || zoom.contains("user-scalable") || zoom.contains("maximum-scale")
    {
        found.push(format!("the viewport is 「{zoom}」"));
    }
    let main = all(page, "main");
    if main.len() != 1 {
        found.push(format!("{} places for the text", main.len()));
    }
    let first = all(page, "body a[href]").first().and_then(|link| link.attr("href"));
    let target = main.first().and_then(|main| main.attr("id")).map(|id| format!("#{id}"));
    if first != target.as_deref() {
        found.push(format!("the first link leads to {first:?} and not to the text"));
    }
    regions(page, found);
}

/// Navigations are told apart by their names.
fn regions(page: &Html, found: &mut Vec<String>) {
    let mut names = BTreeSet::new();
    for nav in all(page, "nav") {
        let name = name_given(page, nav);
        if name.is_empty() {
            found.push(format!("a navigation without a name: {}", shown(nav)));
        } else if !names.insert(name.clone()) {
            found.push(format!("two navigations are called 「{name}」"));
        }
    }
}

/// The name that an attribute gives, not the words inside.
fn name_given(page: &Html, element: ElementRef<'_>) -> String {
    let given =
        element.attr("aria-label").is_some() || element.attr("aria-labelledby").is_some();
    if given { name(page, element) } else { String::new() }
}

/// One first heading, no level left out, none empty.
fn headings(page: &Html, found: &mut Vec<String>) {
    let headings = all(page, "h1, h2, h3, h4, h5, h6");
    let first = headings.iter().filter(|heading| heading.value().name() == "h1").count();
    if first != 1 {
        found.push(format!("{first} first headings"));
    }
    let mut last = 0;
    for heading in headings {
        let level: usize = heading.value().name()[1..].parse().expect("h and a digit");
        if level > last + 1 {
            found.push(format!("h{level} after h{last}: {}", shown(heading)));
        }
        if words(heading).is_empty() {
            found.push(format!("an empty heading: {}", shown(heading)));
        }
        last = level;
    }
}

/// No id twice, and every id that is named is there.
fn ids(page: &Html, found: &mut Vec<String>) {
    let mut known = BTreeSet::new();
    for element in all(page, "[id]") {
        let id = element.attr("id").unwrap_or_default();
        if !known.insert(id) {
            found.push(format!("the id 「{id}」 twice"));
        }
    }
    for attribute in REFERENCES {
        for element in all(page, &format!("[{attribute}]")) {
            for id in element.attr(attribute).unwrap_or_default().split_whitespace() {
                if !known.contains(id) {
                    found.push(format!("{attribute} names 「{id}」, which is not there"));
                }
            }
        }
    }
}

/// Every picture says what it shows, or that it shows nothing.
fn pictures(page: &Html, found: &mut Vec<String>) {
    for image in
        all(page, "img:not([alt]), area[href]:not([alt]), input[type=image]:not([alt])")
    {
        found.push(format!("no alternative: {}", shown(image)));
    }
    for drawing in all(page, "svg:not([aria-hidden=true])") {
        let hidden = drawing
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|above| above.attr("aria-hidden") == Some("true"));
        if !hidden
            && (drawing.attr("role") != Some("img") || name(page, drawing).is_empty())
        {
            found.push(format!(
                "a drawing that is neither named nor hidden: {}",
                shown(drawing)
            ));
        }
    }
    for frame in all(page, "iframe:not([title]), object:not([aria-label])") {
        found.push(format!("no title: {}", shown(frame)));
    }
}

/// Every field and every button has a name.
fn fields(page: &Html, found: &mut Vec<String>) {
    for field in
        all(page, "input, select, textarea, button, summary, output, progress, meter")
    {
        let kind = field.attr("type").unwrap_or_default();
        if kind == "hidden" || labelled(page, field) {
            continue;
        }
        let own = if matches!(kind, "submit" | "reset" | "button") {
            field.attr("value")
        } else {
            None
        };
        if own.is_none_or(str::is_empty) && name(page, field).is_empty() {
            found.push(format!("a field without a name: {}", shown(field)));
        }
    }
    for set in all(page, "fieldset") {
        if within(set, "legend").is_none_or(|legend| words(legend).is_empty()) {
            found.push(format!("a group of fields without a legend: {}", shown(set)));
        }
    }
}

/// Whether a label with words belongs to the field.
fn labelled(page: &Html, field: ElementRef<'_>) -> bool {
    let around = field
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|above| above.value().name() == "label" && !words(above).is_empty());
    around
        || field.attr("id").is_some_and(|id| {
            let mut labels = all(page, "label[for]").into_iter();
            labels.any(|label| label.attr("for") == Some(id) && !words(label).is_empty())
        })
}

/// Every link leads somewhere and says where.
fn links(page: &Html, found: &mut Vec<String>) {
    for link in all(page, "a") {
        let name = name(page, link);
        if link.attr("href").is_none_or(str::is_empty) {
            found.push(format!("a link that leads nowhere: {}", shown(link)));
        }
        if name.is_empty() {
            found.push(format!("a link without a name: {}", shown(link)));
        } else if EMPTY_WORDS.contains(&name.as_str()) {
            found.push(format!("a link that only says 「{name}」: {}", shown(link)));
        }
    }
}

/// A table has headings, and each heading says for which cells it stands.
fn tables(page: &Html, found: &mut Vec<String>) {
    for table in all(page, "table:not([role=presentation])") {
        if within(table, "th").is_none() {
            found.push(format!("a table without headings: {}", shown(table)));
        }
    }
    for heading in all(page, "th") {
        if !["col", "row", "colgroup", "rowgroup"]
            .contains(&heading.attr("scope").unwrap_or_default())
        {
            found.push(format!("a heading of a table without scope: {}", shown(heading)));
        }
    }
}

/// Lists hold nothing but their entries.
fn lists(page: &Html, found: &mut Vec<String>) {
    let entries = BTreeMap::from([
        ("ul", &["li", "script", "template"][..]),
        ("ol", &["li", "script", "template"][..]),
        ("dl", &["dt", "dd", "div", "script", "template"][..]),
    ]);
    for list in all(page, "ul, ol, dl") {
        let allowed = entries[list.value().name()];
        for child in list.child_elements() {
            if !allowed.contains(&child.value().name()) {
                found.push(format!(
                    "{} in a list: {}",
                    child.value().name(),
                    shown(list)
                ));
            }
        }
        let bare = list.children().filter_map(|child| child.value().as_text());
        if bare.into_iter().any(|text| !text.trim().is_empty()) {
            found.push(format!("words beside the entries of a list: {}", shown(list)));
        }
    }
}
