//! What the list of 发文字号 sees.

use serde::Serialize;
use tera::{Context, Value};

use crate::render::Renderer;
use crate::render::links::site_path;
use crate::site::{NumberCode, NumberYear};

#[derive(Serialize)]
struct CodeView<'s> {
    code: &'s str,
    years: Vec<YearView>,
}

#[derive(Serialize)]
struct YearView {
    label: String,
    path: String,
    count: usize,
}

#[derive(Serialize)]
struct PageView<'s> {
    code: &'s str,
    label: String,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    /// The anchor; a row whose number differs from the one before in its form only has none.
    anchor: Option<String>,
    number: String,
    cards: Value,
}

/// The list of 机关代字, or the numbers of one of its years.
pub(super) fn fill(
    renderer: &Renderer,
    at: Option<(usize, usize)>,
    context: &mut Context,
) -> String {
    let codes = &renderer.site().lists.numbers;
    let Some((at, year)) = at else {
        let codes: Vec<CodeView<'_>> = codes.iter().map(code_view).collect();
        context.insert("codes", &codes);
        return "numbers.html".to_owned();
    };
    let code = &codes[at];
    let year = &code.years[year];
    let view = PageView {
        code: name(code),
        label: label(year),
        rows: rows(renderer, code, year),
    };
    context.insert("numbers", &view);
    "numbers_year.html".to_owned()
}

/// What a 机关代字 is called; announcements may have none.
fn name(code: &NumberCode) -> &str {
    if code.code.is_empty() { "公告（无机关代字）" } else { &code.code }
}

fn label(year: &NumberYear) -> String {
    year.year.map_or_else(|| "不分年份".to_owned(), |year| format!("{year} 年"))
}

fn code_view(code: &NumberCode) -> CodeView<'_> {
    let years = code.years.iter().map(|year| YearView {
        label: label(year),
        path: site_path(&code.path(year)),
        count: year.rows.len(),
    });
    CodeView { code: name(code), years: years.collect() }
}

fn rows(renderer: &Renderer, code: &NumberCode, year: &NumberYear) -> Vec<RowView> {
    let mut last = String::new();
    let row = |row| {
        let anchor = code.anchor(row);
        let fresh = (anchor != last).then(|| anchor.clone());
        last = anchor;
        let number = row.number.to_string();
        RowView { anchor: fresh, number, cards: renderer.card_list(&row.items) }
    };
    year.rows.iter().map(row).collect()
}
