//! 主题分类: the subject of an item, `一级\二级` or one level.
//!
//! The vocabulary is that of the State Council's library and stands in `data/topics.txt`.
//! Provinces rename its words, so an unknown word is read and only a spelling that is almost a
//! known one is refused; [`Topic::is_listed`] and [`Topic::nearest`] serve a rule that warns.

use std::{fmt, sync::LazyLock};

use super::{ValueError, near, value::text_value};

/// A subject of one or two levels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic {
    /// The first level.
    pub first: String,
    /// The second level, where given.
    pub second: Option<String>,
}

impl Topic {
    /// Reads `一级\二级`, `一级/二级` or `一级`.
    ///
    /// # Errors
    /// A level is blank, there are three, or the spelling differs from a known topic only in
    /// spaces, full-width forms, separators or traditional characters.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let shown = near::shown(text);
        let levels: Vec<&str> = text.split(['\\', '/']).collect();
        let (first, second) = match levels[..] {
            [first] => (first, None),
            [first, second] => (first, Some(second)),
            _ => {
                let message =
                    format!("主题分类「{shown}」最多写两级，如「综合政务\\政务公开」");
                return Err(ValueError::new(message));
            }
        };
        let topic = Self { first: first.to_owned(), second: second.map(str::to_owned) };
        if topic.is_listed() {
            return Ok(topic);
        }
        if let Some(listed) = same_letters(text) {
            let message = format!("主题分类「{shown}」的写法与分类表不一致");
            return Err(ValueError::mended(message, listed.to_string()));
        }
        if levels.iter().any(|level| near::plain(level).is_empty()) {
            let message = format!("主题分类「{shown}」缺一级名称，应写成「一级\\二级」");
            return Err(ValueError::new(message));
        }
        Ok(topic)
    }

    /// The topic as pages show it: `一级 › 二级`.
    pub fn shown(&self) -> String {
        match &self.second {
            Some(second) => format!("{} › {second}", self.first),
            None => self.first.clone(),
        }
    }

    /// True when the national vocabulary has this topic.
    pub fn is_listed(&self) -> bool {
        VOCABULARY.contains(self)
    }

    /// The listed topic that this one probably is; `None` when none is near or two are.
    pub fn nearest(&self) -> Option<&'static Topic> {
        let names: Vec<String> = VOCABULARY.iter().map(ToString::to_string).collect();
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        let name = near::nearest(&self.to_string(), &words).or_else(|| {
            // The second level alone is often all that an officer remembers.
            let ends = |word: &&&str| word.ends_with(&format!("\\{}", self.first));
            let mut found = words.iter().filter(ends);
            found.next().filter(|_| found.next().is_none()).copied()
        })?;
        VOCABULARY.iter().find(|topic| topic.to_string() == name)
    }

    /// The national vocabulary, first level before its second.
    pub fn vocabulary() -> &'static [Topic] {
        &VOCABULARY
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.first)?;
        self.second.as_ref().map_or(Ok(()), |second| write!(f, "\\{second}"))
    }
}

static VOCABULARY: LazyLock<Vec<Topic>> = LazyLock::new(|| {
    let lines = include_str!("data/topics.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(line_topics).collect()
});

fn line_topics(line: &str) -> Vec<Topic> {
    let (first, seconds) = line.split_once(": ").unwrap_or((line, ""));
    let topic = |second: Option<&str>| Topic {
        first: first.to_owned(),
        second: second.map(str::to_owned),
    };
    let seconds = seconds.split(", ").filter(|second| !second.is_empty());
    std::iter::once(topic(None))
        .chain(seconds.map(|second| topic(Some(second))))
        .collect()
}

/// The listed topic with the same letters, separators and spaces aside.
fn same_letters(text: &str) -> Option<&'static Topic> {
    static LETTERS: LazyLock<Vec<String>> = LazyLock::new(|| {
        VOCABULARY.iter().map(|topic| letters(&topic.to_string())).collect()
    });
    let wanted = letters(text);
    LETTERS.iter().position(|letters| *letters == wanted).map(|at| &VOCABULARY[at])
}

fn letters(text: &str) -> String {
    near::plain(text).replace(['\\', '/', '|', '›', '»', '·', '→'], "")
}

text_value!(Topic, "主题分类", {
    "type": "string",
    "examples": ["综合政务\\政务公开", "财政、金融、审计\\财政", "其他"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_has_22_first_levels() {
        let firsts = VOCABULARY.iter().filter(|topic| topic.second.is_none()).count();
        assert_eq!((firsts, VOCABULARY.len()), (22, 47));
        for topic in VOCABULARY.iter() {
            assert_eq!(Topic::parse(&topic.to_string()).as_ref(), Ok(topic));
        }
        assert!(Topic::parse("综合政务/政务公开").unwrap().is_listed());
    }

    #[test]
    fn spellings_of_a_listed_topic_are_mended() {
        for text in [
            "综合政务＼政务公开",
            "综合政务／政务公开",
            "综合政务 \\ 政务公开",
            "综合政务>政务公开",
            "综合政务 › 政务公开",
            "綜合政務\\政務公開".replace('綜', "综").as_str(),
        ] {
            let error = Topic::parse(text).unwrap_err();
            assert_eq!(error.suggestion.as_deref(), Some("综合政务\\政务公开"), "{text}");
        }
        for text in ["", "\\", "综合政务\\", "a\\b\\c"] {
            assert!(Topic::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn local_words_stand_and_the_nearest_is_known() {
        let near = |text| Topic::parse(text).unwrap().nearest().map(ToString::to_string);
        assert_eq!(near("综合政物"), Some("综合政务".to_owned()));
        assert_eq!(near("政务公开"), Some("综合政务\\政务公开".to_owned()));
        assert_eq!(near("海洋渔业"), None);
        assert!(!Topic::parse("海洋渔业").unwrap().is_listed());
    }
}
