//! Office hours as an officer writes them, in the form of schema.org: `Mo-Fr 08:30-12:00`.

/// Words for days, each with what schema.org calls them.
const DAYS: [(&str, &str); 8] = [
    ("周一至周五", "Mo-Fr"),
    ("星期一至星期五", "Mo-Fr"),
    ("周一到周五", "Mo-Fr"),
    ("工作日", "Mo-Fr"),
    ("周一至周日", "Mo-Su"),
    ("星期一至星期日", "Mo-Su"),
    ("每天", "Mo-Su"),
    ("每日", "Mo-Su"),
];

/// The hours, one entry for each span of a day. `None` where the words leave any doubt, since
/// wrong hours are worse than none: several groups of days, or a clock time without its end.
pub(super) fn schema(words: &str) -> Option<Vec<String>> {
    let found: Vec<_> = DAYS
        .iter()
        .filter_map(|(word, days)| Some((words.find(word)?, word, days)))
        .collect();
    let [(at, word, days)] = found.as_slice() else { return None };
    let rest = &words[at + word.len()..];
    let others = ["周", "星期", "节", "季", "月"];
    // What stands in brackets is about holidays.
    let plain = without_brackets(rest);
    if !words[..*at].trim().is_empty() || others.iter().any(|other| plain.contains(other))
    {
        return None;
    }
    let times = times(&plain)?;
    let spans =
        times.chunks_exact(2).map(|span| format!("{days} {}-{}", span[0], span[1]));
    Some(spans.collect())
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The clock times in a text, from and until by turns; `None` where they do not pair.
fn times(text: &str) -> Option<Vec<String>> {
    let text = text.replace('：', ":");
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != ':');
    let mut times = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let (hour, minute) = part.split_once(':')?;
        let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
        if hour > 24 || minute > 59 {
            return None;
        }
        times.push(format!("{hour:02}:{minute:02}"));
    }
    let paired = !times.is_empty() && times.len() % 2 == 0;
    let in_order = times.windows(2).all(|pair| pair[0] < pair[1]);
    // 「下午 2:00」 says less than a clock of 24 hours.
    (paired && in_order && !text.contains("下午")).then_some(times)
}

#[cfg(test)]
mod tests {
    use super::schema;

    #[test]
    fn plain_hours_are_read_and_doubtful_ones_left() {
        let two = ["Mo-Fr 08:30-12:00", "Mo-Fr 13:30-17:00"].map(str::to_owned);
        for words in [
            "周一至周五（法定节假日除外）8:30–12:00、13:30–17:00",
            "工作日 8：30-12：00，13：30至17：00",
            "星期一至星期五 08:30~12:00 13:30~17:00",
        ] {
            assert_eq!(schema(words).as_deref(), Some(two.as_slice()), "{words}");
        }
        assert_eq!(schema("每天 9:00–17:00").unwrap(), ["Mo-Su 09:00-17:00"]);
        for words in [
            "",
            "法定工作时间",
            "工作日",
            "工作日 9:00 起",
            "周一至周五 9:00–17:00，周六 9:00–12:00",
            "夏季工作日 9:00–17:00",
            "工作日上午9:00–11:30，下午1:30–5:00",
            "工作日 9–17时",
        ] {
            assert_eq!(schema(words), None, "{words}");
        }
    }
}
