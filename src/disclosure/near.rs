//! Near misses: the plain form of a text, and the word of a list that was probably meant.
//!
//! Only for suggestions. Nothing is ever accepted because its plain form is right: what an
//! officer sees in the file must be what the law says.

use unicode_normalization::UnicodeNormalization;

use super::ValueError;

/// The error for a text that is none of the fixed words of a field.
pub(super) fn not_a_word(field: &str, text: &str, words: &[&str]) -> ValueError {
    let list: String = words.iter().map(|word| format!("「{word}」")).collect();
    let message = format!("「{}」不是{field}的规定用词，应为{list}之一", shown(text));
    ValueError { message, suggestion: nearest(text, words).map(str::to_owned) }
}

/// The one word that the text probably means: equal in plain form, or one edit away in a word of
/// three characters or more. Two equally near words give none.
pub(super) fn nearest<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    let plain_text = plain(text);
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for &word in words {
        let plain_word = plain(word);
        let distance = strsim::osa_distance(&plain_text, &plain_word);
        let allowed = (plain_word.chars().count() / 3).min(2);
        if distance > allowed {
            continue;
        }
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => tied = true,
            _ => (best, tied) = (Some((distance, word)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, word)| word)
}

/// The plain form: NFKC, without white space, invisible characters, quotation marks and enclosing
/// brackets, simplified characters, lower case.
pub(super) fn plain(text: &str) -> String {
    text.nfkc()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c) && !is_quote(c))
        .map(simplified)
        .flat_map(char::to_lowercase)
        .collect()
}

/// NFKC without white space and invisible characters: the text as it was meant, brackets kept.
pub(super) fn compact(text: &str) -> String {
    text.nfkc()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c))
        .map(simplified)
        .collect()
}

/// The text as a message shows it: invisible characters become visible escapes, and a long text
/// is cut after 60 characters.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        if is_invisible(c) || (c.is_whitespace() && c != ' ' && c != '\u{3000}') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// True for characters that take no room on the screen: format and control characters, variation
/// selectors, the BOM, fillers, combining marks put on a base.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}'
            | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' | '\u{300}'..='\u{36f}')
}

fn is_quote(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201f}')
        || "\"'`「」『』《》〈〉()[]【】〔〕{}<>。.、,;:!*#_-".contains(c)
}

/// The simplified form of a character, for those that official vocabulary uses.
fn simplified(c: char) -> char {
    TRADITIONAL
        .chars()
        .zip(SIMPLIFIED.chars())
        .find(|pair| pair.0 == c)
        .map_or(c, |pair| pair.1)
}

/// Traditional and variant characters of the vocabulary, with their simplified form. Short, as it
/// serves suggestions only.
const TRADITIONAL: &str = "開動請屬號發國務環審報議決復紀見廢無現當該項單門關機構職責讀類點領會經濟財稅農業產監設術衛體勞貧災對僑灣臺訊電統計證書規範檔資據辦處時間長專圖視頻聞佈談線價場調節費導徵絕祕為於與來東";
const SIMPLIFIED: &str = "开动请属号发国务环审报议决复纪见废无现当该项单门关机构职责读类点领会经济财税农业产监设术卫体劳贫灾对侨湾台讯电统计证书规范档资据办处时间长专图视频闻布谈线价场调节费导征绝秘为于与来东";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_form_folds_what_the_eye_does_not_see() {
        assert_eq!(plain("\u{feff}　“通 知”\u{200b}"), "通知");
        assert_eq!(plain("ＰＯＬＩＣＹ"), "policy");
        assert_eq!(plain("公開"), "公开");
    }

    #[test]
    fn each_traditional_character_has_its_simplified_one() {
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
        assert_eq!(plain("臺灣專報"), "台湾专报");
    }

    #[test]
    fn nearest_needs_one_clear_winner() {
        let words = ["通知公告", "政策文件", "政策解读"];
        assert_eq!(nearest("政策文档", &words), Some("政策文件"));
        assert_eq!(nearest("政策", &words), None);
        assert_eq!(nearest("天气", &words), None);
        assert_eq!(nearest("甲乙丙", &["甲乙丁", "甲乙戊"]), None);
    }

    #[test]
    fn shown_makes_the_invisible_visible() {
        assert_eq!(shown("主动\u{200b}公开"), "主动\\u{200b}公开");
        assert_eq!(shown(&"长".repeat(61)), format!("{}…", "长".repeat(60)));
    }
}
