//! Marks of secrecy (保守国家秘密法, GB/T 9704-2012 版头) as opposed to words that speak of it.
//!
//! A mark is how a secret document bears its level: `机密★1年`, 「密级：秘密」, or the level alone
//! on a line at the head. Such a text must not be published. The same word in a sentence (绝密,
//! 内部资料 …) is something to look at; in 国家秘密 or 商业秘密 it is nothing.

use std::{ops::Range, sync::LazyLock};

use super::{near, numeral};

/// How certain a sign of secrecy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Secrecy {
    /// The text bears a level.
    Mark,
    /// The text has a word that a secret or internal document would have.
    Word,
}

/// A sign of secrecy and where it stands, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecrecySign {
    /// Mark or word.
    pub secrecy: Secrecy,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Finds all signs of secrecy in a text, in its order, without overlaps.
pub fn secrecy_signs(text: &str) -> Vec<SecrecySign> {
    let (lexicon, head) = (&*LEXICON, head_end(text));
    let mut signs = Vec::new();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if at < end || !lexicon.may_begin_with(c) {
            continue;
        }
        if let Some(sign) = sign_at(text, at, head) {
            end = sign.range.end;
            signs.push(sign);
        }
    }
    signs
}

/// The words of `data/secrecy.txt`, and the characters with which a sign can begin.
struct Lexicon {
    levels: Vec<&'static str>,
    words: Vec<&'static str>,
    plain: Vec<&'static str>,
    first: Vec<char>,
    /// The last bytes of those characters, which nearly every other character is told by.
    last_bytes: [bool; 256],
}

impl Lexicon {
    fn may_begin_with(&self, c: char) -> bool {
        self.last_bytes[c as usize & 0xff] && self.first.contains(&c)
    }
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let of = |class| -> Vec<&'static str> {
        let lines = include_str!("data/secrecy.txt").lines();
        lines.filter_map(|line| line.strip_prefix(class)).map(str::trim).collect()
    };
    let (levels, words) = (of("level "), of("word "));
    let mut first: Vec<char> =
        levels.iter().chain(&words).filter_map(|word| word.chars().next()).collect();
    first.sort_unstable();
    first.dedup();
    let mut last_bytes = [false; 256];
    first.iter().for_each(|c| last_bytes[*c as usize & 0xff] = true);
    Lexicon { levels, words, plain: of("plain "), first, last_bytes }
});

/// Where the head of a text ends: after its first twelve lines that are not blank.
fn head_end(text: &str) -> usize {
    const HEAD_LINES: usize = 12;
    let mut seen = 0;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            seen += 1;
        }
        if seen > HEAD_LINES {
            break;
        }
        end += line.len();
    }
    end
}

fn sign_at(text: &str, at: usize, head: usize) -> Option<SecrecySign> {
    if let Some((level, end)) = level_at(text, at) {
        let is_mark = is_starred(text, end)
            || is_labelled(text, at)
            || (at < head && stands_alone(text, at, level));
        if is_mark {
            return Some(SecrecySign { secrecy: Secrecy::Mark, range: at..end });
        }
        let whole = end == at + level.len();
        return (whole && !is_plain(text, at, level))
            .then_some(SecrecySign { secrecy: Secrecy::Word, range: at..end });
    }
    let word = LEXICON.words.iter().find(|&&word| text[at..].starts_with(word))?;
    Some(SecrecySign { secrecy: Secrecy::Word, range: at..at + word.len() })
}

/// The level that begins here, and its end; its characters may be set apart by spaces.
fn level_at(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let mut letters = text[at..].char_indices().filter(|(_, c)| !is_space(*c));
    let (_, first) = letters.next()?;
    let (offset, second) = letters.next()?;
    let level = LEXICON.levels.iter().find(|level| level.chars().eq([first, second]))?;
    Some((level, at + offset + second.len_utf8()))
}

/// True when the star of a level follows.
fn is_starred(text: &str, end: usize) -> bool {
    let next = text[end..].chars().find(|&c| !is_space(c));
    next.is_some_and(|c| "★☆✩✪✭⭐🌟".contains(c))
}

/// True when the label 密级 stands before, on the same line or in the cell before.
fn is_labelled(text: &str, at: usize) -> bool {
    const NEAR: usize = 24;
    let line = text[..at].chars().rev().take_while(|&c| c != '\n').take(NEAR);
    let tail: Vec<char> = line.filter(|&c| !is_markup(c)).collect();
    let tail: String = tail.into_iter().rev().collect();
    let label = tail.trim_end_matches([':', '：', '|', '=']);
    label.len() < tail.len()
        && (label.ends_with("密级") || label.ends_with("密级和保密期限"))
}

/// True when the line has nothing but the level and its term. Only so much of the line is looked
/// at as a line of that sort can have, as a text may be one endless line.
fn stands_alone(text: &str, at: usize, level: &str) -> bool {
    const LONGEST: usize = 30;
    let ends = |c: &char| *c != '\n';
    let before: usize =
        text[..at].chars().rev().take(LONGEST).take_while(ends).map(char::len_utf8).sum();
    let line: String =
        text[at - before..].chars().take_while(ends).take(2 * LONGEST).collect();
    let begins = before == at || text[..at - before].ends_with('\n');
    if !begins || line.chars().count() == 2 * LONGEST {
        return false;
    }
    let bare: String = line.chars().filter(|&c| !is_markup(c) && c != '|').collect();
    bare.strip_prefix(level).is_some_and(|term| {
        let rest = term.trim_start_matches(|c| numeral::is_numeral(c) || c == '·');
        matches!(
            rest,
            "" | "年" | "个月" | "月" | "日" | "天" | "长期" | "启用前" | "公布前"
        )
    })
}

/// True when the level is part of an everyday compound such as 国家秘密.
fn is_plain(text: &str, at: usize, level: &str) -> bool {
    LEXICON.plain.iter().any(|compound| {
        let before = compound.find(level).and_then(|offset| at.checked_sub(offset));
        before
            .and_then(|start| text.get(start..))
            .is_some_and(|rest| rest.starts_with(compound))
    })
}

fn is_space(c: char) -> bool {
    c != '\n' && (c.is_whitespace() || near::is_invisible(c))
}

fn is_markup(c: char) -> bool {
    is_space(c) || matches!(c, '#' | '*' | '_' | '>' | '【' | '】' | '[' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Secrecy, &str)> {
        secrecy_signs(text)
            .into_iter()
            .map(|sign| (sign.secrecy, &text[sign.range]))
            .collect()
    }

    #[test]
    fn marks_are_told_from_words() {
        for (text, mark) in [
            ("机密★1年", "机密"),
            ("绝密★", "绝密"),
            ("秘密 ★ 启用前", "秘密"),
            ("正文里的 绝　密☆30年 标志", "绝　密"),
            ("机密\u{200b}★", "机密"),
            ("密级：机密", "机密"),
            ("第二十行\n密级: 秘密", "秘密"),
            ("**密级**：绝 密", "绝 密"),
            ("| 密级 | 机密 |", "机密"),
            ("密级和保密期限：秘密1年", "秘密"),
            ("机密\n\n关于某事的报告", "机密"),
            ("000001\n**秘密**\n\n关于某事的报告", "秘密"),
            ("# 绝密", "绝密"),
            ("秘密 1年\n正文", "秘密"),
            ("机密十年", "机密"),
            ("秘密启用前", "秘密"),
        ] {
            assert_eq!(found(text), [(Secrecy::Mark, mark)], "{text}");
        }
    }

    #[test]
    fn bare_words_are_words() {
        for text in
            ["绝密", "机密", "秘密", "内部资料", "内部文件", "注意保存", "不得外传"]
        {
            let sentence = format!("这里说到{text}一词。");
            assert_eq!(found(&sentence), [(Secrecy::Word, text)], "{sentence}");
        }
        let both = "内部文件 注意保存";
        assert_eq!(
            found(both),
            [(Secrecy::Word, "内部文件"), (Secrecy::Word, "注意保存")]
        );
        let late = format!("{}机密\n", "一行正文\n".repeat(12));
        assert_eq!(found(&late), [(Secrecy::Word, "机密")]);
    }

    #[test]
    fn everyday_compounds_are_nothing() {
        for text in [
            "不涉及国家秘密、工作秘密、商业秘密和个人隐私",
            "《中华人民共和国保守国家秘密法》",
            "商业机密",
            "这里的秘 密二字",
            "密级：公开",
            "密级：",
            "密级\n非密",
            "机关密切联系群众，绝不保密",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("国家秘密★1年"), [(Secrecy::Mark, "秘密")]);
    }

    #[test]
    fn any_text_is_scanned_in_one_pass() {
        use proptest::prelude::*;
        let config = ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(1),
            ..ProptestConfig::with_cases(2000)
        };
        proptest!(config, |(text in "([绝机秘密国家商业★级：:\\n |*#1年a\u{200b}]|内部文件){0,60}")| {
            let mut end = 0;
            for sign in secrecy_signs(&text) {
                prop_assert!(sign.range.start >= end && !text[sign.range.clone()].is_empty());
                end = sign.range.end;
            }
        });
        let long = "秘密".repeat(300_000);
        assert_eq!(found(&long).len(), 300_000);
    }
}
