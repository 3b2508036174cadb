//! ASCII names for Chinese words: addresses of terms, ids of headings, suggestions for files.

use std::collections::BTreeMap;

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

/// Slugs of at most 60 bytes, no two of them the same. Names that sound alike all get a part of
/// their digest: none may be lost in another's place, and which of them comes first must not
/// matter. `taken` are slugs that mean something else.
#[must_use]
pub fn distinct(names: &[&str], taken: &[&str]) -> Vec<String> {
    let plain: Vec<String> = names.iter().map(|name| slug(name, 60)).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for slug in &plain {
        *uses.entry(slug).or_default() += 1;
    }
    let settle = |(name, slug): (&&str, &String)| {
        let free = !slug.is_empty() && uses[slug.as_str()] == 1;
        if free && !taken.contains(&slug.as_str()) {
            return slug.clone();
        }
        let digest = blake3::hash(name.as_bytes()).to_hex();
        let joint = if slug.is_empty() { "" } else { "-" };
        format!("{slug}{joint}{}", &digest[..6])
    };
    names.iter().zip(&plain).map(settle).collect()
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
    use super::{distinct, slug};

    #[test]
    fn names_that_sound_alike_are_parted() {
        let slugs = distinct(&["公示", "公告", "公式", "……", "目录"], &["mu-lu"]);
        assert_eq!(slugs[1], "gong-gao");
        assert!(slugs[0].starts_with("gong-shi-") && slugs[0].len() == 15, "{slugs:?}");
        assert!(slugs[2].starts_with("gong-shi-") && slugs[2] != slugs[0], "{slugs:?}");
        assert_eq!(slugs[3].len(), 6, "{slugs:?}");
        assert!(slugs[4].starts_with("mu-lu-"), "{slugs:?}");
        // The order of the names is of no effect.
        assert_eq!(distinct(&["公式", "公示"], &[]), [&*slugs[2], &*slugs[0]]);
    }

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
