//! Deadlines for calendars (RFC 5545): the last day of a consultation or of a public notice.
//!
//! Everything follows from the item: its UID from its address, its stamp from the day of its
//! last change, so the file changes when the item does and at no other time.

use std::fmt::Write as _;

use jiff::civil::{DateTime, Time};
use jiff::{Span, ToSpan};

use super::links::permalink;
use super::view::open_deadlines;
use crate::disclosure::kinds::NoticeType;
use crate::disclosure::{Day, PublicFields, Published};
use crate::site::{Item, ItemId, Site};
use crate::world::Date;

/// Octets of a line, its break aside (RFC 5545, 3.1).
const LINE: usize = 75;

/// 北京时间 is this much ahead of UTC.
fn ahead() -> Span {
    8.hours()
}

/// The calendar of one notice, or of all that are open.
pub(super) fn bytes(site: &Site, id: Option<ItemId>) -> Vec<u8> {
    let items = id.map_or_else(|| open_deadlines(site), |id| vec![id]);
    let mut out = String::new();
    let mut line = |text: &str| push_line(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//gongkai//disclosure//ZH");
    line("CALSCALE:GREGORIAN");
    if id.is_none() {
        let name = escape(&format!("{}截止日期", site.config.portal.publisher().name));
        line(&format!("NAME:{name}"));
        line(&format!("X-WR-CALNAME:{name}"));
        line("REFRESH-INTERVAL;VALUE=DURATION:P1D");
    }
    // A calendar must have a component, also on a day on which nothing is open.
    for text in [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "END:STANDARD",
        "END:VTIMEZONE",
    ] {
        line(text);
    }
    for id in items {
        let item = site.item(id);
        if let Some(closes) = item.closes() {
            event(site, item, closes, &mut line);
        }
    }
    line("END:VCALENDAR");
    out.into_bytes()
}

fn event(site: &Site, item: &Item, closes: Day, line: &mut dyn FnMut(&str)) {
    let front = item.disclosed.item();
    let url = permalink(&site.config.base_url, &item.path());
    let day = closes.date();
    let changed = front.changed();
    line("BEGIN:VEVENT");
    line(&format!("UID:{}@{}", item.id, host(site)));
    line(&format!("DTSTAMP:{}", stamp(changed, day)));
    line(&format!("SEQUENCE:{}", front.changes.len()));
    line(&format!("DTSTART;VALUE=DATE:{}", basic(day)));
    line(&format!("DTEND;VALUE=DATE:{}", basic(day.tomorrow().unwrap_or(day))));
    let summary = format!("{}截止：{}", word(item), item.disclosed.title());
    line(&format!("SUMMARY:{}", escape(&summary)));
    let about = front.description.as_deref().unwrap_or_default();
    let about = format!("{about}\n详见 {url}");
    line(&format!("DESCRIPTION:{}", escape(about.trim_start())));
    line(&format!("URL:{url}"));
    line("TRANSP:TRANSPARENT");
    line("END:VEVENT");
}

/// What ends on the day.
fn word(item: &Item) -> &'static str {
    match item.disclosed.fields() {
        PublicFields::Notice(fields) => {
            fields.notice_type.map_or("公告", NoticeType::word)
        }
        _ => "公告",
    }
}

/// The server's name, which makes the address of an item the only one of its kind.
fn host(site: &Site) -> &str {
    let url = &site.config.base_url;
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    rest.split('/').next().filter(|host| !host.is_empty()).unwrap_or("localhost")
}

/// The moment of the last change in UTC; of an item without one, its deadline stands for it.
fn stamp(changed: Option<Published>, closes: Date) -> String {
    let moment = changed.map_or(closes.to_datetime(Time::midnight()), |changed| {
        changed.date.to_datetime(changed.time.unwrap_or(Time::midnight()))
    });
    let utc: DateTime = moment.checked_sub(ahead()).unwrap_or(moment);
    let (date, time) = (basic(utc.date()), utc.time());
    format!("{date}T{:02}{:02}{:02}Z", time.hour(), time.minute(), time.second())
}

fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Text as a value: what would end it is escaped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded between characters where it is too long.
fn push_line(out: &mut String, text: &str) {
    let mut width = 0;
    for c in text.chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        let _ = out.write_char(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{escape, push_line, stamp};
    use crate::disclosure::Published;
    use crate::world::Date;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        let text = format!("SUMMARY:{}", "征求意见稿".repeat(20));
        push_line(&mut out, &text);
        assert!(out.ends_with("\r\n"));
        for line in out.trim_end_matches("\r\n").split("\r\n") {
            assert!(line.len() <= 75, "{} octets", line.len());
        }
        assert_eq!(out.replace("\r\n ", "").trim_end(), text);
    }

    #[test]
    fn what_would_end_a_value_is_escaped() {
        assert_eq!(escape("甲;乙,丙\\丁\r\n戊\u{7}"), "甲\\;乙\\,丙\\\\丁\\n戊");
    }

    #[test]
    fn a_stamp_is_the_moment_of_the_change_in_utc() {
        let closes = Date::constant(2026, 8, 10);
        let moment = Published::parse("2026-07-07 09:00").ok();
        assert_eq!(stamp(moment, closes), "20260707T010000Z");
        let day = Published::parse("2026-07-01").ok();
        assert_eq!(stamp(day, closes), "20260630T160000Z");
        assert_eq!(stamp(None, closes), "20260809T160000Z");
    }
}
