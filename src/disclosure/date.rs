//! Dates as an officer writes them: `2023-12-12`, with an optional clock time for publication.
//!
//! Time is 北京时间 throughout and never invented. Other ways to write a date are refused with
//! the mend, so that files stay sortable and comparable; a document's own form (成文日期 in
//! Arabic numerals without padding, GB/T 9704-2012) is what [`chinese`] gives.

use std::fmt;

use jiff::civil::{Date, Time};

use super::{ValueError, near, numeral, value::text_value};

/// A calendar day: `2023-12-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Another form, with the mend where the day can be told; a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        match strict(text)? {
            Some((date, None)) => Ok(Self(date)),
            Some((date, Some(_))) => {
                let message = format!("「{}」只写日期，不写时间", near::shown(text));
                Err(ValueError::mended(message, date.to_string()))
            }
            None => Err(refused(text, "2023-12-12", Form::Day)),
        }
    }

    /// The day as a civil date.
    pub fn date(self) -> Date {
        self.0
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// When an item was published: a day and, where it was written down, the time in 北京时间.
///
/// Ordered by day, then time; without a time before any time of the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Published {
    /// The day.
    pub date: Date,
    /// The clock time, seconds kept when given.
    pub time: Option<Time>,
}

impl Published {
    /// Reads `2023-12-12` or `2023-12-12 09:00`. For Zola's sake the forms of RFC 3339 are read
    /// too; an offset is converted to 北京时间.
    ///
    /// # Errors
    /// Another form, with the mend where it can be told; a day or time that does not exist.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        match strict(text)? {
            Some((date, time)) => Ok(Self { date, time }),
            None => Err(refused(text, "2023-12-12」或「2023-12-12 09:00", Form::Moment)),
        }
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        match self.time {
            Some(time) => write!(f, " {:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

/// A day of any year: `07-01`, for seasons of office hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    /// 1–12.
    pub month: i8,
    /// 1–31; 29 February is a day.
    pub day: i8,
}

impl MonthDay {
    /// Reads `MM-DD`.
    ///
    /// # Errors
    /// Another form, with the mend where it can be told; a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let numbers = numbers(text);
        let [month, day] = numbers.as_deref().unwrap_or_default() else {
            return Err(ValueError::new(format!(
                "「{}」不是月日，应写成「07-01」",
                near::shown(text)
            )));
        };
        let known = i8::try_from(*month).ok().zip(i8::try_from(*day).ok());
        let found = known.and_then(|(month, day)| Date::new(2000, month, day).ok());
        let date = found.ok_or_else(|| {
            ValueError::new(format!("没有「{}」这一天", near::shown(text)))
        })?;
        let value = Self { month: date.month(), day: date.day() };
        if value.to_string() == text {
            return Ok(value);
        }
        let message = format!("月日「{}」应写成「07-01」这样的形式", near::shown(text));
        Err(ValueError::mended(message, value.to_string()))
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// The date as a document writes it: `2023年12月12日`, without padding.
pub fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Day,
    Moment,
}

/// Reads the strict forms; `None` when the text has another form, an error when it has the form
/// of a date but names no real one.
fn strict(text: &str) -> Result<Option<(Date, Option<Time>)>, ValueError> {
    let Some((year, month, day)) = text.get(..10).and_then(date_parts) else {
        return Ok(None);
    };
    let date = real_date(text, (year, month, day))?;
    let rest = &text[10..];
    if rest.is_empty() {
        return Ok(Some((date, None)));
    }
    let Some(clock) = rest.strip_prefix([' ', 'T', 't']) else { return Ok(None) };
    let Some((time, offset)) = clock_parts(clock) else { return Ok(None) };
    let time = real_time(text, time)?;
    let Some(minutes) = offset else { return Ok(Some((date, Some(time)))) };
    let utc = date.to_datetime(time).checked_sub(jiff::Span::new().minutes(minutes));
    let beijing = utc.and_then(|utc| utc.checked_add(jiff::Span::new().hours(8)));
    let moment =
        beijing.map_err(|_| ValueError::new(format!("「{text}」超出可用的日期")))?;
    Ok(Some((moment.date(), Some(moment.time()))))
}

fn date_parts(text: &str) -> Option<(u32, u32, u32)> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    Some((digits(&text[..4])?, digits(&text[5..7])?, digits(&text[8..])?))
}

/// Reads `HH:MM[:SS[.fraction]][Z|±HH:MM]`: hour, minute, second, and the offset in minutes.
fn clock_parts(text: &str) -> Option<([u32; 3], Option<i32>)> {
    let hour = digits(text.get(..2)?)?;
    let minute = digits(text.get(2..5)?.strip_prefix(':')?)?;
    let mut rest = &text[5..];
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        second = digits(after.get(..2)?)?;
        rest = &after[2..];
        if let Some(fraction) = rest.strip_prefix('.') {
            let end =
                fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
            rest = if end == 0 { return None } else { &fraction[end..] };
        }
    }
    Some(([hour, minute, second], offset(rest)?))
}

/// The offset after a clock time: nothing, `Z`, or `±HH:MM` in minutes; `None` if it is neither.
fn offset(text: &str) -> Option<Option<i32>> {
    let (sign, rest) = match text.as_bytes() {
        [] => return Some(None),
        [b'Z' | b'z'] => return Some(Some(0)),
        [b'+', ..] => (1, &text[1..]),
        [b'-', ..] => (-1, &text[1..]),
        _ => return None,
    };
    let hours = digits(rest.get(..2)?)?;
    let minutes = digits(rest.get(2..)?.strip_prefix(':')?)?;
    let total = i32::try_from(hours * 60 + minutes).ok()?;
    (rest.len() == 5 && hours < 24 && minutes < 60).then_some(Some(sign * total))
}

fn digits(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn real_date(
    text: &str,
    (year, month, day): (u32, u32, u32),
) -> Result<Date, ValueError> {
    let shown = near::shown(text);
    if !(1..=12).contains(&month) {
        return Err(ValueError::new(format!("「{shown}」的月份应在 1 到 12 之间")));
    }
    let made = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .and_then(|(year, month)| Date::new(year, month, 1).ok());
    let first =
        made.ok_or_else(|| ValueError::new(format!("「{shown}」的年份超出范围")))?;
    let last = first.days_in_month();
    match i8::try_from(day) {
        Ok(day) if (1..=last).contains(&day) => {
            Ok(Date::new(first.year(), first.month(), day).unwrap_or(first))
        }
        _ => Err(ValueError::new(format!(
            "没有「{shown}」这一天，{year}年{month}月只有 {last} 天"
        ))),
    }
}

fn real_time(text: &str, [hour, minute, second]: [u32; 3]) -> Result<Time, ValueError> {
    let small = |value: u32| i8::try_from(value).unwrap_or(i8::MAX);
    Time::new(small(hour), small(minute), small(second), 0).map_err(|_| {
        ValueError::new(format!(
            "「{}」的时间应在 00:00 到 23:59 之间",
            near::shown(text)
        ))
    })
}

/// The error for a text of another form; the mend is what the numbers in it name.
fn refused(text: &str, example: &str, form: Form) -> ValueError {
    let message =
        format!("「{}」不是日期的规定写法，应写成「{example}」", near::shown(text));
    let numbers = numbers(text).unwrap_or_default();
    let (date, time) = match numbers[..] {
        [packed] if (19_000_101..=21_001_231).contains(&packed) => {
            ([packed / 10_000, packed / 100 % 100, packed % 100], None)
        }
        [year, month, day] => ([year, month, day], None),
        [year, month, day, hour, minute] | [year, month, day, hour, minute, 0..=59] => {
            ([year, month, day], Some([hour, minute, 0]))
        }
        _ => return ValueError::new(message),
    };
    let [year, month, day] = date;
    let mended = format!("{year:04}-{month:02}-{day:02}");
    let mended = match time {
        Some([hour, minute, _]) if form == Form::Moment => {
            format!("{mended} {hour:02}:{minute:02}")
        }
        _ => mended,
    };
    match strict(&mended) {
        Ok(Some(_)) if year >= 1900 => ValueError::mended(message, mended),
        Ok(_) => ValueError::new(message),
        Err(impossible) => impossible,
    }
}

/// The numbers of a text that has nothing but numbers and the marks that stand in dates.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let compact: String = near::compact(&text.replace(char::is_whitespace, "|"));
    let mut numbers = Vec::new();
    for part in compact.split(|c| !numeral::is_numeral(c)) {
        if !part.is_empty() {
            numbers.push(numeral::number(part)?);
        }
    }
    let only_marks = compact.chars().all(|c| {
        numeral::is_numeral(c) || "-/.、，,|年月日号时分秒点:T—–−~_".contains(c)
    });
    only_marks.then_some(numbers)
}

text_value!(Day, "日期，如「2023-12-12」", {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "examples": ["2023-12-12"]
});
text_value!(Published, "日期，如「2023-12-12」或「2023-12-12 09:00」", {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$",
    "examples": ["2023-12-12", "2023-12-12 09:00"]
});
text_value!(MonthDay, "月日，如「07-01」", {
    "type": "string",
    "pattern": "^[0-9]{2}-[0-9]{2}$",
    "examples": ["07-01"]
});

#[cfg(test)]
mod tests;
