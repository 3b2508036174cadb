//! A file name for the item: the year and the title in pinyin.

use jiff::civil::Date;

use super::words::is_organ;
use crate::slug::slug;

/// The longest name, in bytes.
const LIMIT: usize = 80;

/// Suggests a file name without extension: ASCII letters, digits and hyphens.
///
/// The name of the organ and the words around every title are left out: they tell nothing
/// among the items of one portal.
pub(super) fn suggest(title: &str, issuer: Option<&str>, date: Option<Date>) -> String {
    let (year, rest) = match year_in(title) {
        Some((year, rest)) => (year, rest),
        None => {
            (date.map_or(String::new(), |date| date.year().to_string()), title.to_owned())
        }
    };
    let name = slug(&format!("{year} {}", core(&rest, issuer)), LIMIT);
    if name.is_empty() { "gongwen".to_owned() } else { name }
}

/// Finds the first year in a title and gives it with the title around it.
fn year_in(title: &str) -> Option<(String, String)> {
    let (before, after) = title
        .match_indices('年')
        .map(|(at, _)| (&title[..at], &title[at + '年'.len_utf8()..]))
        .find(|(before, _)| {
            let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
            digits == 4
        })?;
    let (before, year) = before.split_at(before.len() - 4);
    let after = after.strip_prefix('度').unwrap_or(after);
    Some((year.to_owned(), format!("{before}{after}")))
}

/// Cuts the organ and the words around a title away.
fn core(title: &str, issuer: Option<&str>) -> String {
    let rest = issuer.and_then(|issuer| title.strip_prefix(issuer)).unwrap_or(title);
    let rest = match rest.split_once("关于") {
        Some((before, after)) if before.split_whitespace().all(is_organ) => after,
        _ => rest,
    };
    // A title that is nothing but the organ and a word keeps the organ.
    let rest = if rest.chars().count() < 3 { title } else { rest };
    rest.replace('的', "").replace("印发", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_ascii() {
        let date = Date::new(2024, 1, 5).ok();
        let cases = [
            (
                "示例区行政审批服务局2023年度法治政府建设报告",
                "2023-fa-zhi-zheng-fu-jian-she-bao-gao",
            ),
            (
                "关于印发《中介服务管理办法》的通知",
                "2024-zhong-jie-fu-wu-guan-li-ban-fa-tong-zhi",
            ),
            ("Open Data 说明", "2024-open-data-shuo-ming"),
            ("", "2024"),
        ];
        for (title, expected) in cases {
            assert_eq!(
                suggest(title, Some("示例区行政审批服务局"), date),
                expected,
                "{title}"
            );
        }
        assert_eq!(suggest("《》", None, None), "gongwen");
        assert!(suggest(&"双".repeat(90), None, date).len() <= LIMIT);
    }
}
