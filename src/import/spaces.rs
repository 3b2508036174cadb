//! White space inside a line: what typesetting put beside numbers and punctuation goes, what
//! stands between words stays as one space.

use std::ops::Range;

use super::Notes;
use super::clean::Line;
use super::numbering::{Kind, number};
use super::words::{head, is_han, is_wide_mark, squeeze, tail};

/// The longest token that may be a quantity.
const QUANTITY: usize = 12;
/// The longest run of digits that may be a quantity; a longer one is a telephone or a code,
/// and a name before it must not run into it.
const DIGITS: usize = 6;

/// How many characters a report shows on each side of a change.
const AROUND: usize = 6;

/// Mends the white space of a line. Tabs stay, because a table may need them.
pub(super) fn tidy(line: &mut Line, notes: &mut Notes) {
    let text = line.text();
    let marker = number(text).filter(|n| n.kind > Kind::Article).map_or(0, |n| n.len);
    let mut edits = Vec::new();
    for gap in gaps(text) {
        let with = if text[gap.clone()].contains('\t') {
            continue;
        } else if gap.start == marker && marker > 0 && !starts_latin(&text[gap.end..]) {
            ""
        } else {
            glue(&text[..gap.start], &text[gap.end..])
        };
        if text[gap.clone()] != *with {
            edits.push((gap, with));
        }
    }
    note(line, &edits, notes);
    line.passage.replace(&edits);
}

/// Notes what went beside numbers, both sides of a number together.
fn note(line: &Line, edits: &[(Range<usize>, &str)], notes: &mut Notes) {
    let text = line.text();
    let gone: Vec<_> = edits
        .iter()
        .filter(|(gap, with)| with.is_empty() && beside_digit(text, gap))
        .map(|(gap, _)| gap.clone())
        .collect();
    let close = |a: &Range<usize>, b: &Range<usize>| b.start - a.end <= QUANTITY;
    for around in gone.chunk_by(close) {
        let (first, last) = (&around[0], &around[around.len() - 1]);
        let left = tail(&text[..first.start], AROUND);
        let right = head(&text[last.end..], AROUND);
        let inner = &text[first.start..last.end];
        let before = format!("{left}{inner}{right}");
        notes.mend(
            line.number(),
            "去掉数字旁的空格",
            before,
            left + &squeeze(inner) + &right,
        );
    }
}

/// Finds the runs of white space.
fn gaps(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => found.push(at..at + c.len_utf8()),
        }
    }
    found
}

/// Gives what belongs between two parts of a text: nothing or one space.
fn glue(left: &str, right: &str) -> &'static str {
    let (Some(before), Some(after)) = (left.chars().next_back(), right.chars().next())
    else {
        return "";
    };
    let joined = is_wide_mark(before)
        || is_wide_mark(after)
        || is_han(before) && ends_quantity(right.chars())
        || is_han(after) && ends_quantity(left.chars().rev()) && !is_division(left)
        || before.is_ascii_digit() && matches!(after, '%' | '％' | '‰' | '℃');
    if joined { "" } else { " " }
}

/// Tells whether a text is nothing but 第一条 and the like, whose space is its own.
fn is_division(text: &str) -> bool {
    text.len() < 30
        && number(text).is_some_and(|n| n.kind <= Kind::Article && n.len == text.len())
}

/// Tells whether the token next to a gap, read away from it, is a quantity: 739, 6+1, 99.5%.
fn ends_quantity(chars: impl Iterator<Item = char>) -> bool {
    let token: Vec<_> =
        chars.take_while(char::is_ascii_graphic).take(QUANTITY + 1).collect();
    let digits =
        token.split(|c| !c.is_ascii_digit()).map(<[char]>::len).max().unwrap_or(0);
    token.len() <= QUANTITY
        && (1..=DIGITS).contains(&digits)
        && token.iter().all(|c| c.is_ascii_digit() || ".,%+-/~:".contains(*c))
}

fn beside_digit(text: &str, gap: &Range<usize>) -> bool {
    let before = text[..gap.start].chars().next_back();
    let after = text[gap.end..].chars().next();
    [before, after].into_iter().flatten().any(|c| c.is_ascii_digit() || c == '%')
}

fn starts_latin(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_go_beside_numbers_and_stay_between_words() {
        let cases = [
            ("对全区 6+1 类事项 739 项", "对全区6+1类事项739项"),
            ("率为 100%。", "率为100%。"),
            ("2023 年 12 月 12 日", "2023年12月12日"),
            ("审批服务局 2023年度", "审批服务局2023年度"),
            ("使用 Word 文件", "使用 Word 文件"),
            ("推进 5G 网络", "推进 5G 网络"),
            ("Open Data  Portal", "Open Data Portal"),
            ("示例某 13800000000 转", "示例某 13800000000 转"),
            ("第一条　本办法", "第一条 本办法"),
            ("第一条 2023年", "第一条2023年"),
            ("一、 加强领导", "一、加强领导"),
            ("1. 提升水平", "1.提升水平"),
            ("1. Scope", "1. Scope"),
            ("改进 ， 扩展", "改进，扩展"),
            ("甲\t乙", "甲\t乙"),
            ("99 %", "99%"),
        ];
        for (text, expected) in cases {
            let mut notes = Notes::default();
            let mut line = super::super::clean::lines(text, &mut notes).remove(0);
            tidy(&mut line, &mut notes);
            assert_eq!(line.text(), expected, "{text}");
        }
    }
}
