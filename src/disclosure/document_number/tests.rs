//! Numbers of documents as they are met, with the fault and the mend for each.

use super::*;

#[test]
fn canonical_numbers_are_read() {
    for (text, code, year, serial) in [
        ("威环审服字〔2023〕10号", "威环审服字", Some(2023), 10),
        ("国办发〔2017〕47号", "国办发", Some(2017), 47),
        ("国办公开办函〔2019〕61号", "国办公开办函", Some(2019), 61),
        ("鲁（威）字〔2024〕1号", "鲁（威）字", Some(2024), 1),
        ("银发〔1999〕99999号", "银发", Some(1999), 99_999),
        ("中华人民共和国国务院令第711号", "中华人民共和国国务院令", None, 711),
        ("国务院令第711号", "国务院令", None, 711),
        ("2023年第5号", "", Some(2023), 5),
        ("海关总署公告2023年第5号", "海关总署公告", Some(2023), 5),
    ] {
        let number = DocumentNumber::parse(text).unwrap();
        assert_eq!(
            (number.code.as_str(), number.year, number.serial),
            (code, year, serial)
        );
        assert_eq!(number.to_string(), text);
    }
}

/// The typical errors, each with the fault that must be named.
const TYPICAL: &[(&str, &str)] = &[
    ("威环审服字[2023]10号", "六角括号"),
    ("威环审服字(2023)10号", "六角括号"),
    ("威环审服字（2023）10号", "六角括号"),
    ("威环审服字【2023】10号", "六角括号"),
    ("威环审服字［2023］10号", "六角括号"),
    ("威环审服字﹝2023﹞10号", "六角括号"),
    ("威环审服字{2023}10号", "六角括号"),
    ("威环审服字〖2023〗10号", "六角括号"),
    ("威环审服字《2023》10号", "六角括号"),
    ("威环审服字<2023>10号", "六角括号"),
    ("威环审服字〔2023]10号", "六角括号"),
    ("威环审服字2023第10号", "六角括号"),
    ("威环审服字2023-10号", "六角括号"),
    ("威环审服字202310号", "六角括号"),
    ("威环审服字〔23〕10号", "写四位"),
    ("威环审服字〔2023年〕10号", "写法"),
    ("威环审服字〔2023〕010号", "不加 0"),
    ("威环审服字〔2023〕第10号", "不写「第」"),
    ("威环审服字〔2023〕10", "缺「号」"),
    ("威环审服字〔2023〕10號", "「號」"),
    ("威环审服字〔２０２３〕１０号", "半角"),
    ("威环审服字 〔2023〕 10 号", "空格"),
    ("威环审服字〔2023〕10号\u{3000}", "空格"),
    ("威环审服字〔2023〕\u{200b}10号", "看不见"),
    ("威环审服字〔二〇二三〕十号", "阿拉伯数字"),
    (
        "威环审服字[23]第010",
        "六角括号，年份要写四位，序号前不写「第」，序号前不加 0，末尾缺「号」",
    ),
    ("“威环审服字〔2023〕10号”", "写法"),
];

#[test]
fn typical_errors_are_named_and_mended() {
    for (text, fault) in TYPICAL {
        let error = DocumentNumber::parse(text).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some("威环审服字〔2023〕10号"), "{text}");
        assert!(error.message.contains(fault), "{text}: {}", error.message);
    }
    for (text, mend) in [
        ("国务院令711号", "国务院令第711号"),
        ("国务院令第 711 号", "国务院令第711号"),
        ("国务院令第0711号", "国务院令第711号"),
        ("国务院第711号令", "国务院令第711号"),
        ("2023年5号", "2023年第5号"),
        ("公告2023年第05号", "公告2023年第5号"),
        ("鲁(威)字[2024]1号", "鲁（威）字〔2024〕1号"),
        ("银发〔99〕8号", "银发〔1999〕8号"),
    ] {
        let error = DocumentNumber::parse(text).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some(mend), "{text}: {}", error.message);
    }
    let error = DocumentNumber::parse("威环审服字[2023]10号").unwrap_err();
    let told =
        "「威环审服字[2023]10号」的年份要用六角括号；改为「威环审服字〔2023〕10号」";
    assert_eq!(error.to_string(), told);
}

#[test]
fn what_is_no_number_gets_no_mend() {
    for text in [
        "",
        "无",
        "10号",
        "〔2023〕10号",
        "字〔2023〕10号",
        "威环审服字〔2023〕0号",
        "威环审服字〔2023〕100000号",
        "威环审服字〔1823〕10号",
        "威环审服字〔2023〕10-1号",
        "威环审服字〔2023〕10、11号",
        "威环审服字〔2023〕号",
        "威环审服字〔2023〕10号文件",
        "政府信息公开条例",
        "《通知》（国办发〔2019〕61号）",
        "令第711号",
    ] {
        let error = DocumentNumber::parse(text).unwrap_err();
        assert_eq!(error.suggestion, None, "{text}");
    }
}

#[test]
fn numbers_are_ordered_by_code_year_and_serial() {
    let mut numbers = [
        "乙〔2024〕2号",
        "乙字〔2024〕2号",
        "乙字〔2023〕11号",
        "乙字〔2023〕9号",
        "甲字〔2022〕1号",
    ]
    .map(|text| DocumentNumber::parse(text).ok());
    numbers.sort();
    let text: Vec<String> = numbers.iter().flatten().map(ToString::to_string).collect();
    assert_eq!(
        text,
        ["乙字〔2023〕9号", "乙字〔2023〕11号", "乙字〔2024〕2号", "甲字〔2022〕1号"]
    );
}
