//! Tables that arrive as lines of cells with tabs between them.

use super::Notes;
use super::block::Block;
use super::clean::{Gap, Line};
use super::passage::Passage;

/// Tells whether `next` is a row of the table whose first row has `head` cells.
///
/// No row is longer than the first and none shorter than half of it: Markdown drops the cells
/// that go beyond the head of a table.
pub(super) fn continues(head: usize, next: &Line) -> bool {
    let row = cells(next);
    next.gap == Gap::None && head > 1 && row > 1 && row <= head && row * 2 >= head
}

/// Counts the cells of a line: one for a line that is no row.
pub(super) fn cells(line: &Line) -> usize {
    let tabs = line.text().bytes().filter(|&b| b == b'\t').count();
    if tabs == 0 { 1 } else { line.tabs + tabs + 1 }
}

/// Makes a table of its rows.
pub(super) fn read(rows: Vec<Line>, notes: &mut Notes) -> Block {
    let width = rows.first().map_or(0, cells);
    let number = rows.first().map_or(1, Line::number);
    let size = format!("制表符分隔的 {} 行", rows.len());
    notes.mend(
        number,
        "整理成表格",
        size,
        format!("{} 行 {width} 列，首行作表头", rows.len()),
    );
    let mut table = Vec::with_capacity(rows.len());
    for row in rows {
        let line = row.number();
        let cells = split(row);
        if cells.len() < width {
            let what = format!("表格这一行只有 {} 格，表头有 {width} 格", cells.len());
            notes.doubt(Some(line), what, "请对照原件，补上合并或空着的格");
        }
        table.push(cells);
    }
    Block::Table(table)
}

fn split(row: Line) -> Vec<Passage> {
    let line = row.number();
    let mut cells: Vec<_> =
        (0..row.tabs).map(|_| Passage::new(String::new(), line)).collect();
    let mut rest = row.passage;
    let mut tabs: Vec<_> = rest.text().match_indices('\t').map(|(at, _)| at).collect();
    // From the right, so that the offsets to the left stay true.
    let mut found = Vec::with_capacity(tabs.len() + 1);
    while let Some(at) = tabs.pop() {
        let mut cell = rest.split_off(at);
        cell.trim();
        found.push(cell);
    }
    rest.trim();
    cells.push(rest);
    cells.extend(found.into_iter().rev());
    cells
}
