//! 发文字号 inside running text: where they stand, and which words before one may belong to it.
//!
//! Chinese has no spaces, so 「根据某环审服字〔2023〕10号」 does not say where the number begins. A
//! [`Cited`] therefore holds the longest reading, and [`readings`] gives the others; which of them is
//! meant is told by the numbers that exist. A reading begins only where a word ends that is known to
//! stand before numbers, so that 某环审服字 is never taken for 环审服字.

use std::ops::Range;

use super::document_number::{DocumentNumber, is_code};

/// A place in a text where a document is named by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Its bytes in the text; the first may be of words before the number.
    pub range: Range<usize>,
}

/// The most characters before the year that can be read as a 机关代字 with words before it.
const LONGEST: usize = 30;

/// Words that stand before a number and are not of it.
const BEFORE: [&str; 34] = [
    "根据",
    "依据",
    "按照",
    "依照",
    "遵照",
    "参照",
    "参见",
    "印发",
    "转发",
    "下发",
    "颁布",
    "发布",
    "公布",
    "废止",
    "修改",
    "修订",
    "代替",
    "执行",
    "落实",
    "文件",
    "通知",
    "关于",
    "人民共和国",
    "和",
    "与",
    "及",
    "或",
    "的",
    "按",
    "以",
    "据",
    "见",
    "对",
    "由",
];

/// The numbers in a text, from left to right: those in the official form with its brackets,
/// 代字〔2023〕10号, and those of orders, 某令第10号.
pub fn cited(text: &str) -> impl Iterator<Item = Cited> + '_ {
    text.match_indices('号').filter_map(|(at, mark)| {
        let head = before_serial(&text[..at])?;
        let code = head.strip_suffix("令第").map_or_else(|| before_year(head), Some)?;
        // 号 ends a number, so that what comes after it is not of the next one.
        let run = code.char_indices().rev();
        let run = run.take_while(|&(_, c)| is_code(c) && c != '号');
        let start = run.take(LONGEST).last()?.0;
        Some(Cited { range: start..at + mark.len() })
    })
}

/// What stands before the serial number at the end of a text.
fn before_serial(text: &str) -> Option<&str> {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[head.len()..];
    ((1..=5).contains(&digits.len()) && !digits.starts_with('0')).then_some(head)
}

/// What stands before the year in brackets at the end of a text.
fn before_year(text: &str) -> Option<&str> {
    let (head, year) = text.strip_suffix('〕')?.rsplit_once('〔')?;
    (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then_some(head)
}

/// The ways to read a [`Cited`] as a number, the longest first: where in its text each begins,
/// in bytes.
pub fn readings(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().map(|(at, _)| at).filter(|&at| {
        let head = &text[..at];
        let parted = head.is_empty()
            || head.ends_with(['（', '）'])
            || BEFORE.iter().any(|word| head.ends_with(word));
        parted && DocumentNumber::parse(&text[at..]).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::{cited, readings};

    fn all(text: &str) -> Vec<&str> {
        cited(text).map(|found| &text[found.range]).collect()
    }

    #[test]
    fn numbers_are_found_in_sentences() {
        let text = "《办法》（示审服字〔2023〕10号）根据国办发〔2019〕61号、国务院令第711号制定，第3号窗口。";
        let found = all(text);
        assert_eq!(
            found,
            ["（示审服字〔2023〕10号", "）根据国办发〔2019〕61号", "国务院令第711号"]
        );
        assert_eq!(
            all("甲乙字〔2023〕1号丙字〔2023〕2号，文号丁字〔2023〕3号"),
            ["甲乙字〔2023〕1号", "丙字〔2023〕2号", "丁字〔2023〕3号"]
        );
        for text in [
            "",
            "10号",
            "〔2023〕10号",
            "字〔2023〕010号",
            "字〔23〕10号",
            "字[2023]10号",
        ] {
            assert_eq!(all(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_number_begins_where_a_word_before_it_ends() {
        let read = |text: &'static str| -> Vec<&str> {
            readings(text).map(|at| &text[at..]).collect()
        };
        assert_eq!(
            read("根据国办发〔2019〕61号"),
            ["根据国办发〔2019〕61号", "国办发〔2019〕61号"],
            "a code may begin with any character, so the whole is a reading, too"
        );
        assert_eq!(read("示审服字〔2023〕10号"), ["示审服字〔2023〕10号"]);
        assert!(
            read("中华人民共和国国务院令第711号").contains(&"国务院令第711号"),
            "the name of the state stands before its bodies"
        );
    }
}
