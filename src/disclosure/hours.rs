//! Office hours as people write them, read so that a page can say whether a counter is open now.
//!
//! What is published is the text. Where the text has the usual form it is a value too; where a word
//! is left over that nobody here understands there is none, and the page claims nothing: that is
//! better than to send somebody to a closed door. Public holidays are no part of the value.

use std::fmt;

/// On which days of the week a body is open, and from when until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// Monday first.
    days: [bool; 7],
    /// Minutes since midnight, in their order.
    spans: Vec<(u16, u16)>,
}

impl Group {
    /// `Mo-Fr` for days that follow one another, else `Mo,We`.
    fn short_days(&self) -> String {
        const SHORT: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        let days = SHORT.into_iter().zip(self.days).filter(|(_, open)| *open);
        let days: Vec<&str> = days.map(|(short, _)| short).collect();
        match days.as_slice() {
            [first, .., last] if SHORT.windows(days.len()).any(|run| run == days) => {
                format!("{first}-{last}")
            }
            days => days.join(","),
        }
    }
}

const DAYS: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
const WORKDAYS: [bool; 7] = [true, true, true, true, true, false, false];
const WEEKEND: [bool; 7] = [false, false, false, false, false, true, true];

impl Hours {
    /// Reads hours such as `周一至周五（法定节假日除外）8:30–12:00、13:30–17:00`; `None` for any other
    /// form, for days that are named twice and for times that do not follow one another.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = plain(text);
        let mut reader = Reader { rest: &plain };
        reader.any(&["对外办公时间", "办公时间", "工作时间", "服务时间"]);
        let mut groups: Vec<Group> = Vec::new();
        let mut closed = [false; 7];
        while reader.skip() {
            if let Some(days) = reader.days() {
                reader.note()?;
                if reader.any(&["休息", "不办公", "不对外办公"]) {
                    (0..7).for_each(|day| closed[day] |= days[day]);
                } else {
                    groups.push(Group { days, spans: Vec::new() });
                }
            } else if !reader.holidays() {
                groups.last_mut()?.spans.push(reader.span()?);
                reader.note()?;
            }
        }
        let mut hours = Self { groups };
        (hours.is_sound() && hours.close(closed)).then_some(hours)
    }

    /// Takes days out on which all is closed; `false` where that leaves nothing of what was said.
    fn close(&mut self, closed: [bool; 7]) -> bool {
        for group in &mut self.groups {
            (0..7).for_each(|day| group.days[day] &= !closed[day]);
        }
        self.groups.iter().all(|group| group.days.contains(&true))
    }

    /// The hours in the form of schema.org, an entry for each span: `Mo-Fr 08:30-12:00`.
    #[must_use]
    pub fn schema_org(&self) -> Vec<String> {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let spans = self.groups.iter().flat_map(|group| {
            let days = group.short_days();
            let entry = move |(from, until): &(u16, u16)| {
                format!("{days} {}-{}", clock(*from), clock(*until))
            };
            group.spans.iter().map(entry)
        });
        spans.collect()
    }

    fn is_sound(&self) -> bool {
        let sound = |group: &Group| {
            let mut last = None;
            let ordered = group.spans.iter().all(|(from, until)| {
                last.replace(*until).is_none_or(|last| last < *from)
                    && from < until
                    && *until <= 24 * 60
            });
            ordered && !group.spans.is_empty()
        };
        let once = |day| self.groups.iter().filter(|group| group.days[day]).count() <= 1;
        !self.groups.is_empty() && self.groups.iter().all(sound) && (0..7).all(once)
    }
}

/// For scripts: `12345 510-720 810-1020; 6 540-690`, days of the week and minutes since midnight.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, group) in self.groups.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            for (day, _) in group.days.iter().enumerate().filter(|(_, open)| **open) {
                write!(f, "{}", day + 1)?;
            }
            for (from, until) in &group.spans {
                write!(f, " {from}-{until}")?;
            }
        }
        Ok(())
    }
}

/// One sign for each thing that is written in several ways, and no white space.
fn plain(text: &str) -> String {
    let text = text.replace("24小时", "0:00-24:00").replace("点半", ":30");
    let sign = |c: char| match c {
        '０'..='９' => {
            char::from(b'0' + u8::try_from(c as u32 - '０' as u32).unwrap_or(0))
        }
        '：' | '点' | '时' => ':',
        '–' | '—' | '－' | '~' | '～' | '至' | '到' => '-',
        '（' => '(',
        '）' => ')',
        '，' | '、' | '；' | ';' | '。' | '和' | '及' => ',',
        '天' => '日',
        other => other,
    };
    // 时 is also the end of 小时 and the head of 时间; the latter is put back for the words above.
    let text = text.replace("时间", "\u{1}");
    let signs = text.chars().filter(|c| !c.is_whitespace() && *c != '分').map(sign);
    signs.collect::<String>().replace('\u{1}', "时间")
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    /// Passes separators; `false` at the end.
    fn skip(&mut self) -> bool {
        self.rest = self.rest.trim_start_matches([',', ':']);
        !self.rest.is_empty()
    }

    fn any(&mut self, words: &[&str]) -> bool {
        let found = words.iter().find_map(|word| self.rest.strip_prefix(word));
        found.inspect(|rest| self.rest = rest).is_some()
    }

    /// Days of the week: a word for several, or names and ranges of names.
    fn days(&mut self) -> Option<[bool; 7]> {
        if self.any(&["每个工作日", "法定工作日", "工作日"]) {
            return Some(WORKDAYS);
        }
        if self.any(&["每日"]) {
            return Some([true; 7]);
        }
        if self.any(&["周末", "双休日"]) {
            return Some(WEEKEND);
        }
        let mut days = [false; 7];
        let (mut first, before) = (true, self.rest);
        while let Some(from) = self.day(first) {
            let until = if self.any(&["-"]) { self.day(false)? } else { from };
            let length = (until + 7 - from) % 7;
            (0..=length).for_each(|step| days[(from + step) % 7] = true);
            first = false;
            let list = self.rest.strip_prefix(',');
            match list.filter(|rest| (Reader { rest }).day(true).is_some()) {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        (self.rest.len() < before.len()).then_some(days)
    }

    /// A day of the week, which names itself as one where it must.
    fn day(&mut self, named: bool) -> Option<usize> {
        let before = self.rest;
        let word = self.any(&["每周", "周", "每星期", "星期", "礼拜"]);
        let found =
            self.rest.chars().next().and_then(|c| DAYS.iter().position(|d| *d == c));
        match found.filter(|_| word || !named) {
            Some(day) => {
                self.rest = &self.rest[DAYS[day].len_utf8()..];
                Some(day)
            }
            None => {
                self.rest = before;
                None
            }
        }
    }

    /// A remark in brackets, which may only say that holidays are left out; `None` for any other.
    fn note(&mut self) -> Option<()> {
        let Some(inner) = self.rest.strip_prefix('(') else { return Some(()) };
        let (inner, rest) = inner.split_once(')')?;
        let mut reader = Reader { rest: inner };
        self.rest = rest;
        (reader.holidays() && reader.rest.is_empty()).then_some(())
    }

    fn holidays(&mut self) -> bool {
        let before = self.rest;
        self.any(&["国家"]);
        let named = self.any(&["法定节假日", "法定假日", "节假日"]);
        let out = named && self.any(&["除外", "休息", "不办公"]);
        if !out {
            self.rest = before;
        }
        out
    }

    /// From when until when.
    fn span(&mut self) -> Option<(u16, u16)> {
        let late = self.is_late(false);
        let from = self.clock(late)?;
        self.rest = self.rest.strip_prefix('-')?;
        let late = self.is_late(late);
        Some((from, self.clock(late)?))
    }

    /// Is a clock of twelve hours past noon here? As before, where nothing is said.
    fn is_late(&mut self, before: bool) -> bool {
        let late = self.any(&["下午", "晚上"]);
        let early = !late && self.any(&["上午", "早上"]);
        if late || early {
            self.rest = self.rest.trim_start_matches(':');
        }
        late || (before && !early)
    }

    /// Minutes since midnight; `8:30`, or `8:` for the full hour.
    fn clock(&mut self, late: bool) -> Option<u16> {
        let hour = self.number()?;
        self.rest = self.rest.strip_prefix(':')?;
        let minute = self.number().unwrap_or(0);
        let hour = if late && hour < 12 { hour + 12 } else { hour };
        (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
    }

    fn number(&mut self) -> Option<u16> {
        let end =
            self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let number = self.rest.get(..end.min(2))?.parse().ok()?;
        self.rest = &self.rest[end..];
        (end <= 2).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::Hours;

    #[test]
    fn the_usual_forms_are_read() {
        for (text, wanted) in [
            (
                "周一至周五（法定节假日除外）8:30–12:00、13:30–17:00",
                "12345 510-720 810-1020",
            ),
            ("周一至周五 8:30-12:00，14:00-17:30", "12345 510-720 840-1050"),
            ("工作日 9:00–17:00", "12345 540-1020"),
            ("每周一至周五上午8:30至12:00，下午1:30至5:00", "12345 510-720 810-1020"),
            (
                "星期一到星期五：上午８：３０—１２：００；下午：13：30—17：30",
                "12345 510-720 810-1050",
            ),
            ("周一至周五8点30分至12点、13点半至17点", "12345 510-720 810-1020"),
            ("周一至周五9:00-17:00；周六9:00-11:30", "12345 540-1020; 6 540-690"),
            ("周一、周三、周五 9:00-11:30", "135 540-690"),
            ("周二至周日9:00—17:00，周一休息", "234567 540-1020"),
            ("办公时间：工作日9:00-12:00，法定节假日除外", "12345 540-720"),
            ("每天24小时", "1234567 0-1440"),
            ("每天9:00-17:00，周一休息", "234567 540-1020"),
            ("周一休息，每天9:00-17:00", "234567 540-1020"),
            ("周一至周五9:00-17:00，周三休息", "1245 540-1020"),
            ("周一至周五9:00-17:00，周末不对外办公", "12345 540-1020"),
        ] {
            let read = Hours::parse(text).map(|hours| hours.to_string());
            assert_eq!(read.as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn hours_are_told_as_schema_org_has_them() {
        for (text, wanted) in [
            (
                "周一至周五8:30–12:00、13:30–17:00；周六 9:00–11:30",
                vec!["Mo-Fr 08:30-12:00", "Mo-Fr 13:30-17:00", "Sa 09:00-11:30"],
            ),
            ("周一、周三、周五 9:00-11:30", vec!["Mo,We,Fr 09:00-11:30"]),
            ("每天24小时", vec!["Mo-Su 00:00-24:00"]),
        ] {
            assert_eq!(Hours::parse(text).unwrap().schema_org(), wanted, "{text}");
        }
    }

    #[test]
    fn nothing_is_claimed_of_any_other() {
        for text in [
            "",
            "详见公告",
            "8:30–12:00",
            "周一至周五",
            "周一至周五（夏季除外）8:30–12:00",
            "周一至周五8:30–12:00（下午不办公，周三除外）",
            "周一至周五13:30–12:00",
            "周一至周五8:30–12:00、11:00–17:00",
            "周一至周五8:30–12:60",
            "周一至周五8:30–25:00",
            "周一至周五8:30–12:00；周三9:00–11:00",
            "周一至周五9:00-17:00；周六9:00-11:00；双休日休息",
            "夏季周一至周五8:30–12:00",
            "工作日 预约办理",
            "周八 9:00-10:00",
            "周一至周五 830-1200",
        ] {
            assert_eq!(Hours::parse(text), None, "{text}");
        }
    }
}
