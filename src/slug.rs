//! ASCII names for Chinese words: addresses of terms, ids of headings, suggestions for files.

use pinyin::ToPinyin;

/// The text as lower-case ASCII words joined by `-`: Chinese as toneless pinyin, Latin
/// letters and digits as they are, all else a break. At most `limit` bytes, cut at a break.
///
/// Distinct texts may give the same slug (公示, 公式 and 公事 all give `gong-shi`), so whoever
/// makes addresses of slugs must settle collisions.
#[must_use]
pub fn slug(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word_open = false;
    for (c, sound) in text.chars().zip(text.to_pinyin()) {
        match sound {
            Some(sound) => {
                push_break(&mut out);
                out.push_str(sound.plain());
                word_open = false;
            }
            None if c.is_ascii_alphanumeric() => {
                if !word_open {
                    push_break(&mut out);
                }
                out.push(c.to_ascii_lowercase());
                word_open = true;
            }
            None => word_open = false,
        }
    }
    cut(out.replace('ü', "v"), limit)
}

fn push_break(out: &mut String) {
    if !out.is_empty() {
        out.push('-');
    }
}

fn cut(mut slug: String, limit: usize) -> String {
    if slug.len() > limit {
        let end = slug[..=limit].rfind('-').unwrap_or(limit);
        slug.truncate(end);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn words_become_ascii() {
        assert_eq!(slug("主要职责", 80), "zhu-yao-zhi-ze");
        assert_eq!(slug("2023年度 Report（试行）", 80), "2023-nian-du-report-shi-xing");
        assert_eq!(slug("女性", 80), "nv-xing");
        assert_eq!(slug("……", 80), "");
        assert_eq!(slug("一二三四五", 8), "yi-er");
        assert_eq!(slug("abcdefghij", 4), "abcd");
    }
}
