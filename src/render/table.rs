//! Tables as files: comma-separated values, and workbooks.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::world::Date;

/// Rows of text under their headings.
pub(super) struct Table {
    /// What the columns are called.
    pub(super) head: Vec<String>,
    /// The cells, as many in each row as there are columns.
    pub(super) rows: Vec<Vec<String>>,
}

/// Of a workbook that cannot have more: the letters of a cell, and the rows of a sheet.
const MOST_IN_CELL: usize = 32_767;
const MOST_ROWS: usize = 1_048_575;
/// The widest a column of a workbook is made, in letters of the Latin kind.
const WIDEST: usize = 48;

impl Table {
    /// Comma-separated values with a BOM, so that Excel reads them as UTF-8, and CRLF as
    /// RFC 4180 has it.
    pub(super) fn csv(&self) -> Vec<u8> {
        let mut out = String::from('\u{feff}');
        push_line(&mut out, &self.head);
        self.rows.iter().for_each(|row| push_line(&mut out, row));
        out.into_bytes()
    }

    /// A workbook of one sheet, which says that it was made on a given day: the same table
    /// gives the same bytes for ever. All cells are text, so that a long number keeps its
    /// digits and nothing is run as a formula.
    pub(super) fn xlsx(&self, title: &str, made: Date) -> Vec<u8> {
        self.workbook(title, made).expect("a table within the bounds of the format")
    }

    fn workbook(&self, title: &str, made: Date) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let year = u16::try_from(made.year()).unwrap_or_default().clamp(1900, 9999);
        let day = |number: i8| u8::try_from(number).unwrap_or(1);
        let made = ExcelDateTime::from_ymd(year, day(made.month()), day(made.day()))?;
        let about = DocProperties::new().set_title(within(title, 200));
        book.set_properties(&about.set_creation_datetime(&made));
        let sheet = book.add_worksheet().set_name("数据")?;
        let head = Format::new().set_bold().set_text_wrap();
        let text = Format::new().set_text_wrap().set_num_format("@");
        for (at, name) in (0_u16..).zip(&self.head) {
            sheet.write_string_with_format(0, at, within(name, MOST_IN_CELL), &head)?;
            sheet.set_column_width(at, self.width(usize::from(at)))?;
        }
        for (line, row) in (1_u32..).zip(self.rows.iter().take(MOST_ROWS)) {
            for (at, cell) in (0_u16..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
                let cell = within(cell, MOST_IN_CELL);
                sheet.write_string_with_format(line, at, cell, &text)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        book.save_to_buffer()
    }

    /// A width in which most cells of a column are read on one line.
    #[expect(clippy::cast_precision_loss, reason = "a width is at most 48")]
    fn width(&self, at: usize) -> f64 {
        let cells =
            self.rows.iter().filter_map(|row| row.get(at)).chain(self.head.get(at));
        let wide =
            |cell: &String| cell.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        let widest: usize = cells.map(wide).max().unwrap_or(0);
        (widest + 2).clamp(8, WIDEST) as f64
    }
}

/// The beginning of a text.
fn within(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

fn push_line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let guard = if is_formula(cell) { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r']) || !guard.is_empty() {
            out.push('"');
            out.push_str(guard);
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// Whether a spreadsheet program would run the cell: it begins like a formula, in half or full
/// width, and is no plain number below zero.
fn is_formula(cell: &str) -> bool {
    let number = |rest: &str| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    match cell.strip_prefix('-') {
        Some(rest) => !number(rest),
        None => cell.starts_with(['=', '+', '@', '\t', '\r', '＝', '＋', '－', '＠']),
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, is_formula};
    use crate::world::Date;

    fn table() -> Table {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            head: row(&["名称", "数值", "说明"]),
            rows: vec![row(&["甲", "a,b", "说\"好\""]), row(&["=1+1", "", "-3.5"])],
        }
    }

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        let csv = String::from_utf8(table().csv()).unwrap();
        let expected = "\u{feff}名称,数值,说明\r\n甲,\"a,b\",\"说\"\"好\"\"\"\r\n\"'=1+1\",,-3.5\r\n";
        assert_eq!(csv, expected);
        for cell in ["=A1", "+1", "-1+1", "-", "@x", "\t=1", "＝A1", "－1"] {
            assert!(is_formula(cell), "{cell}");
        }
        for cell in ["", "-1", "-0.5", "1+1", "a=b", "—"] {
            assert!(!is_formula(cell), "{cell}");
        }
    }

    #[test]
    fn a_workbook_is_the_same_each_time_and_holds_text() {
        let (table, day) = (table(), Date::constant(2026, 5, 8));
        let one = table.xlsx("清单", day);
        assert_eq!(one, table.xlsx("清单", day));
        assert_ne!(one, table.xlsx("清单", Date::constant(2026, 5, 9)));
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(one)).unwrap();
        let mut read = |name: &str| {
            let member = book.by_name(name).unwrap();
            std::io::read_to_string(member).unwrap()
        };
        assert!(read("xl/sharedStrings.xml").contains("<t>=1+1</t>"));
        assert!(!read("xl/worksheets/sheet1.xml").contains("<f>"));
        assert!(read("docProps/core.xml").contains("2026-05-08"));
    }
}
