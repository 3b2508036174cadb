//! What the page that compares an item with its last edition sees, and the table of the differences.

use serde::Serialize;
use tera::Context;

use super::ties::{ValidityView, validity};
use super::{Link, trail};
use crate::disclosure::kinds::PublicRow;
use crate::markdown;
use crate::render::compare::{self, Passage, RowsDiff, TwoForms};
use crate::render::links::site_path;
use crate::render::table::Table;
use crate::site::{Item, ItemId, Site};

/// Paragraphs that stand in both editions and are shown beside a change; more are folded.
const AROUND: usize = 1;

/// `old` and `new`: an edition.
#[derive(Serialize)]
struct EditionView<'s> {
    title: &'s str,
    path: String,
    document_number: Option<String>,
    date: Option<String>,
    validity: Option<ValidityView>,
}

/// How much differs.
#[derive(Default, Serialize)]
struct Counts {
    added: usize,
    changed: usize,
    removed: usize,
    same: usize,
}

/// A row that only one list has.
#[derive(Serialize)]
struct SingleView<'s> {
    key: &'s str,
    name: &'s str,
    group: Option<&'s str>,
    bases: &'s [String],
    path: String,
}

/// A row in two forms.
#[derive(Serialize)]
struct ChangedView<'s> {
    key: &'s str,
    name: &'s str,
    path: String,
    cells: Vec<CellView>,
}

#[derive(Serialize)]
struct CellView {
    label: &'static str,
    #[serde(flatten)]
    forms: TwoForms,
}

/// A line of the comparison of two texts.
#[derive(Serialize)]
#[serde(rename_all = "snake_case", tag = "sort")]
enum LineView<'s> {
    Same {
        text: &'s str,
    },
    /// Paragraphs that need not be seen to see the changes.
    Folded {
        texts: Vec<&'s str>,
    },
    Changed(TwoForms),
    Removed {
        text: &'s str,
    },
    Added {
        text: &'s str,
    },
}

/// Where an item is compared with its last edition, and with the one that took its place.
pub(super) fn comparisons(site: &Site, item: &Item) -> Vec<Link> {
    let link = |title: &str, item: &Item| Link {
        title: title.to_owned(),
        path: site_path(&item.comparison_path()),
    };
    let last = item.relations.last_edition.map(|_| link("与上一版比较", item));
    let next = site.next_edition(item).map(|next| link("与新版比较", next));
    last.into_iter().chain(next).collect()
}

/// Puts the variables of a comparison into the context and names its template.
pub(super) fn fill(site: &Site, id: ItemId, context: &mut Context) -> String {
    let (old, new) = editions(site, id);
    context.insert("old", &edition(site, old));
    context.insert("new", &edition(site, new));
    let mut ancestors = trail(site, new.column);
    ancestors.push(super::ties::link(site, id));
    context.insert("ancestors", &ancestors);
    if new.rows().is_empty() && old.rows().is_empty() {
        fill_text(old, new, context);
    } else {
        let diff = compare::rows(old.rows(), new.rows());
        fill_rows(site, (old, new), &diff, context);
    }
    "comparison.html".to_owned()
}

/// The last edition of an item, and the item.
fn editions(site: &Site, id: ItemId) -> (&Item, &Item) {
    let new = site.item(id);
    let last = new.relations.last_edition.expect("a comparison has two editions");
    (site.item(last), new)
}

fn edition<'s>(site: &'s Site, item: &'s Item) -> EditionView<'s> {
    let front = item.disclosed.item();
    EditionView {
        title: item.disclosed.title(),
        path: site_path(&item.path()),
        document_number: front.document_number.as_ref().map(ToString::to_string),
        date: front.date.map(|moment| moment.date.to_string()),
        validity: item.standing.as_ref().map(|standing| validity(site, item, standing)),
    }
}

fn fill_rows(
    site: &Site,
    (old, new): (&Item, &Item),
    diff: &RowsDiff<'_>,
    context: &mut Context,
) {
    let counts = Counts {
        added: diff.added.len(),
        changed: diff.changed.len(),
        removed: diff.removed.len(),
        same: diff.same,
    };
    context.insert("counts", &counts);
    let singles = |rows: &[&PublicRow], item: &Item| -> Vec<serde_json::Value> {
        let views = rows.iter().map(|row| SingleView {
            key: &row.key,
            name: &row.service,
            group: row.group.as_deref(),
            bases: &row.bases,
            path: path_of(site, item, row),
        });
        views.map(|view| serde_json::to_value(view).expect("plain data")).collect()
    };
    context.insert("added", &singles(&diff.added, new));
    context.insert("removed", &singles(&diff.removed, old));
    let changed: Vec<ChangedView<'_>> = diff
        .changed
        .iter()
        .map(|row| {
            let cells = row
                .cells
                .iter()
                .map(|(label, forms)| CellView { label, forms: forms.clone() });
            ChangedView {
                key: &row.new.key,
                name: &row.new.service,
                path: path_of(site, new, row.new),
                cells: cells.collect(),
            }
        })
        .collect();
    context.insert("changed", &changed);
    context.insert("csv", &site_path(&new.differences_path()));
}

/// Where a row is read: its page, or its place in the list.
fn path_of(site: &Site, item: &Item, row: &PublicRow) -> String {
    match site.has_row_pages(item) {
        true => site_path(&item.row_path(row)),
        false => format!("{}#{}", site_path(&item.path()), row.key),
    }
}

fn fill_text(old: &Item, new: &Item, context: &mut Context) {
    let (a, b) = (paragraphs(old), paragraphs(new));
    let passages = compare::passages(&a, &b);
    let mut counts = Counts::default();
    for passage in &passages {
        match passage {
            Passage::Same(_) => counts.same += 1,
            Passage::Changed(_) => counts.changed += 1,
            Passage::Gone(_) => counts.removed += 1,
            Passage::Fresh(_) => counts.added += 1,
        }
    }
    context.insert("counts", &counts);
    context.insert("lines", &lines(passages, &a, &b));
}

/// The paragraphs of a text, with single spaces.
fn paragraphs(item: &Item) -> Vec<String> {
    let blocks = markdown::text(item.disclosed.body(), &item.facts).into_iter();
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    blocks.map(|block| plain(&block.text)).collect()
}

/// The lines of the page: what is the same and far from any change is folded.
fn lines<'t>(
    passages: Vec<Passage>,
    old: &'t [String],
    new: &'t [String],
) -> Vec<LineView<'t>> {
    let differs: Vec<bool> =
        passages.iter().map(|passage| !matches!(passage, Passage::Same(_))).collect();
    let near = |at: usize| {
        let range = at.saturating_sub(AROUND)..(at + AROUND + 1).min(differs.len());
        differs[range].iter().any(|differs| *differs)
    };
    let mut lines: Vec<LineView<'t>> = Vec::new();
    for (at, passage) in passages.into_iter().enumerate() {
        let line = match passage {
            Passage::Changed(forms) => LineView::Changed(forms),
            Passage::Gone(at) => LineView::Removed { text: &old[at] },
            Passage::Fresh(at) => LineView::Added { text: &new[at] },
            Passage::Same(text) if near(at) => LineView::Same { text: &new[text] },
            Passage::Same(text) => {
                if let Some(LineView::Folded { texts }) = lines.last_mut() {
                    texts.push(&new[text]);
                    continue;
                }
                LineView::Folded { texts: vec![&new[text]] }
            }
        };
        lines.push(line);
    }
    lines
}

/// The differences of two lists as a table.
pub(in crate::render) fn differences(site: &Site, id: ItemId) -> Table {
    let (old, new) = editions(site, id);
    let diff = compare::rows(old.rows(), new.rows());
    let head = ["变动", "编号", "事项名称", "栏目", "上一版", "本版"];
    let line = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    let single = |word: &'static str| {
        move |row: &&PublicRow| line([word, &row.key, &row.service, "", "", ""])
    };
    let mut rows: Vec<Vec<String>> = diff.added.iter().map(single("新增")).collect();
    for row in &diff.changed {
        rows.extend(row.cells.iter().map(|(label, forms)| {
            let text = |list: &[compare::Stretch]| {
                list.iter().map(|stretch| stretch.text.as_str()).collect::<String>()
            };
            let (was, is) = (text(&forms.old), text(&forms.new));
            line(["调整", &row.new.key, &row.new.service, label, &was, &is])
        }));
    }
    rows.extend(diff.removed.iter().map(single("取消")));
    Table { head: head.map(str::to_owned).to_vec(), rows }
}
