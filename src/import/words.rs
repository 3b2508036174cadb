//! What characters and endings tell about a line of an official document.

use crate::disclosure::Genre;

/// Last words of titles that are no kind of official document and yet end a title.
const TITLE_ENDS: [&str; 22] = [
    "办法", "规定", "细则", "方案", "规划", "计划", "要点", "清单", "目录", "指南",
    "规程", "制度", "条例", "规则", "预案", "标准", "总结", "说明", "解读", "公示",
    "情况", "名单",
];

/// Last words of the name of an organ or unit.
const ORGAN_ENDS: [&str; 38] = [
    "政府",
    "局",
    "委",
    "办",
    "厅",
    "部",
    "院",
    "署",
    "会",
    "处",
    "所",
    "站",
    "队",
    "室",
    "中心",
    "公司",
    "集团",
    "学校",
    "大学",
    "中学",
    "小学",
    "法院",
    "检察院",
    "银行",
    "支行",
    "分行",
    "街道",
    "委员会",
    "指挥部",
    "领导小组",
    "专班",
    "党组",
    "党委",
    "单位",
    "部门",
    "企业",
    "机构",
    "协会",
];

/// Gives the kind of document that a title names with its last word, brackets such as
/// （试行） aside.
pub(super) fn genre(title: &str) -> Option<&'static str> {
    let bare = without_brackets(title);
    let genre = Genre::OFFICIAL.iter().copied().find(|genre| bare.ends_with(genre));
    genre.or(bare.ends_with('令').then_some("命令"))
}

/// Tells whether a title may end here although its last word is no kind of document.
pub(super) fn ends_title(title: &str) -> bool {
    let bare = without_brackets(title);
    TITLE_ENDS.into_iter().any(|end| bare.ends_with(end))
}

/// Tells whether `name` (without white space) ends as the name of an organ does.
pub(super) fn is_organ(name: &str) -> bool {
    let bare = without_brackets(name);
    let long = bare.chars().count() >= 3;
    long && bare.chars().all(is_name_char) && ORGAN_ENDS.iter().any(|e| bare.ends_with(e))
}

fn is_name_char(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '（' | '）' | '(' | ')' | '·')
}

/// Cuts bracketed words such as （试行） or （盖章） off the end.
pub(super) fn without_brackets(text: &str) -> &str {
    let mut bare = text.trim_end();
    while let Some(inner) = bare.strip_suffix(['）', ')']) {
        let Some(open) = inner.rfind(['（', '(']) else { break };
        bare = bare[..open].trim_end();
    }
    bare
}

/// Drops all white space.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Tells Chinese characters from everything else.
pub(super) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x2E80..=0x2FDF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Tells punctuation of Chinese text, which brings its own white space.
pub(super) fn is_wide_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '（'
            | '）'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '「'
            | '」'
            | '『'
            | '』'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '“'
            | '”'
    )
}

/// Tells marks that close a bracket or a quotation.
pub(super) fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | ')' | ']')
}

/// Tells marks with which no sentence begins, so that such a line goes on with the last one.
pub(super) fn is_continuation(c: char) -> bool {
    is_closer(c) && c != '\u{2019}'
        || matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '%' | '％')
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a mark that ends a sentence or a list item.
    Closed,
    /// With a bracket or quotation mark alone: it may end a paragraph or not.
    Unsure,
    /// With a comma: what follows belongs to it.
    Comma,
    /// In the middle of things.
    Open,
}

/// Tells how a text ends, from its last few characters: a paragraph may grow by a thousand lines,
/// and each asks again.
pub(super) fn ending(text: &str) -> Ending {
    let from = text.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let text = text[from..].trim_end();
    let bare = text.trim_end_matches(is_closer);
    let closed =
        bare.ends_with(['。', '！', '？', '；', '：', '…', '.', '!', '?', ';', ':']);
    match bare.chars().next_back() {
        _ if closed => Ending::Closed,
        _ if bare.len() < text.len() => Ending::Unsure,
        Some('，' | '、' | ',') => Ending::Comma,
        _ => Ending::Open,
    }
}

/// Counts the columns of a text as it stands on a page: two for a Chinese character.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Shortens a text to its first `limit` characters for a report.
pub(super) fn head(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}……", &text[..at]),
        None => text.to_owned(),
    }
}

/// Shortens a text to its last `limit` characters for a report.
pub(super) fn tail(text: &str, limit: usize) -> String {
    match text.char_indices().rev().nth(limit) {
        Some((at, c)) => format!("……{}", &text[at + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_names_the_genre() {
        assert_eq!(genre("关于印发《示例办法》的通知"), Some("通知"));
        assert_eq!(genre("示例局2023年度法治政府建设报告（公开版）"), Some("报告"));
        assert_eq!(genre("关于示例事项的复函"), Some("函"));
        assert_eq!(genre("示例区中介服务管理办法（试行）"), None);
        assert!(ends_title("示例区中介服务管理办法（试行）"));
    }

    #[test]
    fn a_line_ends_closed_or_open() {
        assert_eq!(ending("已经办结。”"), Ending::Closed);
        assert_eq!(ending("落实“三项制度”"), Ending::Unsure);
        assert_eq!(ending("进一步改进、扩展，"), Ending::Comma);
        assert_eq!(ending("三要坚持管得住是"), Ending::Open);
    }

    #[test]
    fn organs_are_known_by_their_last_word() {
        assert!(is_organ("示例市示例区行政审批服务局"));
        assert!(is_organ("示例区人民政府办公室（代章）"));
        assert!(!is_organ("区长王某某"));
        assert!(!is_organ("一、加强领导，落实到各部门"));
    }
}
