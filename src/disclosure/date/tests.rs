//! Dates as they are met, with the verdict and the mend for each.

use super::*;

#[test]
fn strict_forms_are_read() {
    assert_eq!(Day::parse("2023-12-12").unwrap().to_string(), "2023-12-12");
    assert_eq!(Day::parse("2024-02-29").unwrap().date().day(), 29);
    for (text, shown) in [
        ("2023-12-15", "2023-12-15"),
        ("2023-12-15 09:00", "2023-12-15 09:00"),
        ("2023-12-15 09:00:30", "2023-12-15 09:00"),
        ("2023-12-15T09:00:00", "2023-12-15 09:00"),
        ("2023-12-15T09:00:00.25+08:00", "2023-12-15 09:00"),
        ("2023-12-15T20:30:00Z", "2023-12-16 04:30"),
        ("2023-12-15T00:30:00+09:30", "2023-12-14 23:00"),
    ] {
        assert_eq!(Published::parse(text).unwrap().to_string(), shown, "{text}");
    }
}

#[test]
fn other_forms_are_refused_with_the_mend() {
    for text in [
        "2023年12月12日",
        "2023年12月12号",
        "2023 年 12 月 12 日",
        "二〇二三年十二月十二日",
        "２０２３－１２－１２",
        "2023/12/12",
        "2023.12.12",
        "2023—12—12",
        "20231212",
        " 2023-12-12",
        "2023-12-12\u{3000}",
        "2023-12-12\u{200b}",
        "2023-12-12 09:00",
    ] {
        let error = Day::parse(text).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some("2023-12-12"), "{text}");
    }
    for (text, mend) in [
        ("2024-1-5", Some("2024-01-05")),
        ("2024年1月5日", Some("2024-01-05")),
        ("2024-01-05 9:00", Some("2024-01-05 09:00")),
        ("2024-01-05  09:00", Some("2024-01-05 09:00")),
        ("2024-01-05 09：00", Some("2024-01-05 09:00")),
        ("2024年1月5日9时30分", Some("2024-01-05 09:30")),
        ("2024-01-05T09:00:00+8", None),
        ("昨天", None),
        ("", None),
        ("2024", None),
        ("2024-01", None),
        ("23-12-12", None),
        ("12/12/2023", None),
    ] {
        let error = Published::parse(text).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), mend, "{text}");
    }
}

#[test]
fn days_that_do_not_exist_say_so() {
    let told = |text| Day::parse(text).unwrap_err().to_string();
    assert_eq!(told("2023-02-30"), "没有「2023-02-30」这一天，2023年2月只有 28 天");
    assert_eq!(told("2023-13-01"), "「2023-13-01」的月份应在 1 到 12 之间");
    assert_eq!(told("2023年2月30日"), "没有「2023-02-30」这一天，2023年2月只有 28 天");
    let error = Published::parse("2023-12-12 24:00").unwrap_err();
    assert_eq!(error.message, "「2023-12-12 24:00」的时间应在 00:00 到 23:59 之间");
}

#[test]
fn a_document_writes_dates_without_padding() {
    assert_eq!(chinese(jiff::civil::date(2024, 1, 5)), "2024年1月5日");
    assert_eq!(chinese(jiff::civil::date(2023, 12, 12)), "2023年12月12日");
}

#[test]
fn publication_is_ordered_by_day_then_time() {
    let read = |text| Published::parse(text).unwrap();
    assert!(read("2023-12-15") < read("2023-12-15 00:00"));
    assert!(read("2023-12-15 23:59") < read("2023-12-16"));
}

#[test]
fn month_days_know_leap_days() {
    assert_eq!(MonthDay::parse("02-29").unwrap(), MonthDay { month: 2, day: 29 });
    let mend = |text| MonthDay::parse(text).unwrap_err().suggestion;
    assert_eq!(mend("7月1日").as_deref(), Some("07-01"));
    assert_eq!(mend("7-1").as_deref(), Some("07-01"));
    assert_eq!(mend("02-30"), None);
    assert_eq!(mend("夏天"), None);
}
