//! Cases, and the promise that nothing is lost.
//!
//! A case is a file `tests/cases/import/NAME.txt` with the item (`NAME.md`) and the report
//! (`NAME.report`) that are expected of it; `UPDATE=1 cargo test` writes both anew.
#![expect(clippy::disallowed_methods, reason = "tests read and write their cases")]

mod portal;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::clean::{is_invisible, plain_ideograph};
use super::*;
use crate::disclosure::{self, Attribute, Day, DocumentNumber, Genre, ValueError};

/// Puts what was lifted back into the text of the body, as a reader of the page has it.
///
/// The body goes through the Markdown reader, so that an escape that is missing, or one too many,
/// shows as a difference.
fn reassemble(imported: &Imported) -> String {
    let mut lifted = imported.lifted.iter().peekable();
    let mut out = String::new();
    // All extensions that could read a character as a mark, so that none of them does.
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    for (event, range) in Parser::new_ext(&imported.body, options).into_offset_iter() {
        match event {
            Event::Text(text) => {
                assert_eq!(text.len(), range.len(), "a text was rewritten: {text:?}");
                for (at, c) in text.char_indices() {
                    while let Some(piece) =
                        lifted.next_if(|piece| piece.at <= range.start + at)
                    {
                        out.push_str(&piece.text);
                    }
                    out.push(c);
                }
            }
            Event::Start(tag) => assert!(
                matches!(
                    tag,
                    Tag::Paragraph
                        | Tag::Heading { id: None, .. }
                        | Tag::Strong
                        | Tag::Table(_)
                        | Tag::TableHead
                        | Tag::TableRow
                        | Tag::TableCell
                ),
                "unexpected {tag:?}"
            ),
            Event::End(tag) => assert!(!matches!(tag, TagEnd::Link | TagEnd::HtmlBlock)),
            Event::HardBreak => {}
            other => panic!("unexpected {other:?}"),
        }
    }
    lifted.for_each(|piece| out.push_str(&piece.text));
    squeezed(&out)
}

/// The source as it has to come back: without white space and invisible characters, with
/// radicals as ideographs.
fn normalised(source: &str) -> String {
    let seen: String = source.chars().filter(|&c| !is_invisible(c)).collect();
    squeezed(&seen.chars().map(plain_ideograph).collect::<String>())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Imports a text and checks everything that holds of every text.
fn checked(source: &str) -> Imported {
    let imported = read(source);
    let (back, whole) = (reassemble(&imported), normalised(source));
    if back != whole {
        let at = back.chars().zip(whole.chars()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| {
            text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>()
        };
        panic!(
            "lost at character {at}:\n back  {}\n whole {}",
            near(&back),
            near(&whole)
        );
    }
    assert!(imported.lifted.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(imported.lifted.iter().all(|piece| imported.body.is_char_boundary(piece.at)));
    let last = source.split(['\n', '\r']).count();
    assert!(imported.lifted.iter().all(|piece| (1..=last).contains(&piece.line)));
    assert!(imported.mended.iter().all(|mend| (1..=last).contains(&mend.line)));
    assert!(imported.slug.is_ascii() && (1..=80).contains(&imported.slug.len()));
    let back = front_of(&imported.to_markdown());
    assert_eq!(back, imported.front, "front matter reads back");
    imported.front.iter().for_each(|(key, value)| is_a_value(key, value, &imported));
    imported
}

/// Checks that a value is one that the portal reads, or that the officer is told.
fn is_a_value(key: &str, value: &Value, imported: &Imported) {
    assert!(disclosure::english(key).is_some(), "{key} is in the glossary");
    let Value::Text(text) = value else { return };
    match key {
        "成文日期" => assert!(Day::parse(text).is_ok(), "{text}"),
        "文种" => {
            assert!(matches!(Genre::parse(text), Ok(Genre::Official(_))), "{text}");
        }
        "公开属性" => assert!(Attribute::parse(text).is_ok(), "{text}"),
        "发文字号" => {
            let told = |error: ValueError| {
                imported.doubts.iter().any(|doubt| doubt.what == error.message)
            };
            assert!(DocumentNumber::parse(text).map_or_else(told, |_| true), "{text}");
        }
        _ => assert!(!text.trim().is_empty(), "{key}"),
    }
}

/// Reads the front matter of an item back through the YAML crate.
fn front_of(markdown: &str) -> Vec<(&'static str, Value)> {
    let rest = markdown.strip_prefix("---\n").expect("the file begins with front matter");
    let (yaml, _) = rest.split_once("---\n\n").expect("the front matter ends");
    let map: serde_yaml::Mapping = serde_yaml::from_str(yaml).unwrap_or_default();
    let keys = [
        "标题",
        "发文字号",
        "发文机关",
        "签发人",
        "主送机关",
        "成文日期",
        "文种",
        "公开属性",
    ];
    let text = |value: &serde_yaml::Value| value.as_str().expect("a text").to_owned();
    map.iter()
        .map(|(key, value)| {
            let key =
                keys.into_iter().find(|k| Some(*k) == key.as_str()).expect("a known key");
            let value = match value.as_sequence() {
                Some(items) => Value::List(items.iter().map(text).collect()),
                None => Value::Text(text(value)),
            };
            (key, value)
        })
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/cases/import");
    let entries = std::fs::read_dir(&folder).unwrap();
    let mut cases: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    cases.sort();
    cases
}

fn text_of(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    decode(&bytes)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .to_owned()
}

#[test]
fn cases_give_what_is_expected() {
    let update = std::env::var("UPDATE").is_ok();
    let cases = cases();
    assert!(cases.len() >= 12, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let imported = checked(&text_of(&case));
        for (extension, found) in
            [("md", imported.to_markdown()), ("report", imported.report())]
        {
            let path = case.with_extension(extension);
            if update {
                std::fs::write(&path, &found).unwrap();
            } else if std::fs::read_to_string(&path).unwrap_or_default() != found {
                wrong.push(format!("{}:\n{found}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 writes them anew:\n{}", wrong.join("\n"));
}

/// Finds the real document beside the repository, or beside its other work trees.
fn sample() -> Option<PathBuf> {
    let name = "shared/sample/2023-rule-of-law-report.txt";
    ["..", "../.."]
        .map(|up| root().join(up).join(name))
        .into_iter()
        .find(|path| path.exists())
}

#[test]
fn the_real_document_comes_whole() {
    let Some(path) = sample() else {
        println!("skipped: the sample is not beside the repository");
        return;
    };
    let imported = checked(&text_of(&path));
    let joined =
        imported.mended.iter().filter(|mend| mend.what == "接回被分页截断的段落");
    assert_eq!(joined.count(), 5);
    let text = |key: &str| {
        let value =
            imported.front.iter().find(|(k, _)| *k == key).map(|(_, value)| value);
        match value {
            Some(Value::Text(text)) => text.clone(),
            other => panic!("{key}: {other:?}"),
        }
    };
    assert_eq!(text("标题"), "威海市环翠区行政审批服务局2023年度法治政府建设报告");
    assert_eq!(text("发文字号"), "威环审服字〔2023〕10号");
    assert_eq!(text("主送机关"), "威海市行政审批服务局");
    assert_eq!(text("发文机关"), "威海市环翠区行政审批服务局");
    assert_eq!(text("成文日期"), "2023-12-12");
    assert_eq!(text("文种"), "报告");
    assert_eq!(text("公开属性"), "主动公开");
    let headings = imported.body.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(headings, 4);
}

#[test]
fn nothing_but_the_note_makes_an_item_public() {
    for source in
        ["", "关于示例的通知\n\n正文。", "本局主动公开有关信息。\n\n（此件公开发布）"]
    {
        let imported = checked(source);
        assert!(imported.front.iter().all(|(key, _)| *key != "公开属性"), "{source}");
        assert!(
            imported.doubts.iter().any(|doubt| doubt.what.contains("公开属性没有写入"))
        );
        assert!(imported.to_markdown().contains("# 公开属性: 请填"));
    }
    let both = "甲。\n（此件主动公开）\n乙。\n（此件不予公开）";
    assert!(checked(both).front.iter().all(|(key, _)| *key != "公开属性"));
    let secret = "机密★1年\n关于示例的通知\n各单位：\n请办理。\n（此件主动公开）";
    assert!(checked(secret).front.iter().all(|(key, _)| *key != "公开属性"));
}

/// Runs a property with a fixed seed, so that a failure comes again.
fn holds(cases: u32, strategy: impl Strategy<Value = String>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let run = runner.run(&strategy, |source| {
        checked(&source);
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
}

/// Pieces of lines.
const WORDS: &[&str] = &[
    "示例局",
    "审批",
    "事项",
    "改革",
    " 739 项",
    "2023 年",
    "（一）",
    "一、",
    "1.",
    "，",
    "。",
    "；",
    "“一件事”",
    "Open Data",
    "**重点**",
    "_a_",
    "<b>",
    "[链接](x)",
    "`码`",
    "\u{200B}",
    "　",
    "|",
    "\\",
    "&amp;",
    "{#id}",
    "~删~",
    "$x$",
    "^a^",
    "第一条 ",
    "①",
    "⼀",
    "5G",
    "\t",
    "#",
    "*",
];

/// Lines that mean something to the importer or to Markdown.
const LINES: &[&str] = &[
    "示审服字〔2023〕10号",
    "示审服字[2023]第010号    签发人：示例",
    "签发人：示 例",
    "## 示例区行政审批服务局 2023年度法治政府建设报告",
    "关于印发示例办法的",
    "通知",
    "各镇人民政府，区政府各部门：",
    "### **一、总体情况**",
    "（一）加强领导。全面落实各项任务。",
    "1. 提升水平。做好",
    "（1）材料；",
    "— 3 —",
    "- 4 -",
    "第 5 页",
    "附件：1.示例表",
    "2.示例清单",
    "附件1",
    "示例区行政审批服务局",
    "示例区财政局　　示例区民政局",
    "2023年12月12日",
    "二〇二三年十二月十二日",
    "（此件主动公开）",
    "（此件公开发布）",
    "抄送：示例办公室。",
    "项目\t数量\t备注",
    "甲\t1",
    "---",
    "===",
    "> 引",
    "+ 项",
    "- 项",
    ": 释义",
    "    缩进",
    "\u{0C}",
    "机密★1年",
    "示例区人民政府令",
    "第12号",
    "| a | b |",
    "|---|---|",
    "~~~",
    "[^1]: 注",
    "深入推进各项改革，不断提升政务服务的标准化水平，按照有关要求做",
    "第一章 总则",
];

fn line() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..12);
    let fixed = prop::sample::select(LINES);
    prop_oneof![
        2 => words.prop_map(|words| words.concat()),
        3 => fixed.prop_map(str::to_owned),
    ]
}

fn document() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["\n", "\n\n", "\r\n", "\n　　", "\n\u{0C}", ""]);
    prop::collection::vec((line(), end), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

#[test]
fn made_documents_come_whole() {
    holds(1500, document());
}

#[test]
fn noise_comes_whole() {
    let marks = r"[\n\r\t #*_~`|\\\[\](){}<>&$^:=+.0-9a-z！。，、；：（）《》〔〕一二三年月日号令局附件第章条此件公开-]{0,200}";
    holds(1500, marks);
    holds(500, any::<String>());
    holds(
        500,
        prop::collection::vec(any::<char>(), 0..300)
            .prop_map(|c| c.into_iter().collect()),
    );
}

/// Texts that would show a step whose time grows faster than the text.
fn large() -> Vec<(&'static str, String)> {
    let whole = |text: &str| text.repeat(SIZE_LIMIT / text.len());
    let repeat = |text: &str| text.repeat(SIZE_LIMIT / 4 / text.len());
    vec![
        ("one line", whole("示例局办理 6 项，")),
        ("short lines", repeat("示\n")),
        (
            "open lines",
            whole("深入推进各项改革，不断提升政务服务标准化水平，按照要求做\n"),
        ),
        ("closers", repeat("）\n")),
        ("marks", repeat("**#")),
        ("pairs", repeat("**示**")),
        ("rows", whole("甲\t乙\n")),
        ("cells", repeat("\t甲")),
        ("pages", repeat("- 3 -\n")),
        ("dates", repeat("2023年1月5日\n")),
        ("signed", repeat("示例局\n2023年1月5日\n")),
        ("notes", repeat("（此件主动公开）\n")),
        ("odd notes", repeat("（此件公开发布）\n")),
        ("annexes", repeat("附件1\n")),
        ("lists", repeat("附件：1.表\n")),
        ("headings", whole("一、示例\n（一）示例。示例\n1.示例。示例\n")),
        ("numbers", repeat("1.")),
        ("white", repeat("　 \n")),
        ("zero width", repeat("\u{200B}")),
        ("form feeds", repeat("\u{0C}示")),
    ]
}

#[test]
fn time_is_linear() {
    // A quadratic step takes minutes on half a megabyte; the bound leaves room for a busy machine.
    for (name, source) in large() {
        let start = Instant::now();
        let imported = read(&source);
        let report = imported.report();
        let spent = start.elapsed();
        assert!(spent < Duration::from_secs(20), "{name}: {spent:?}");
        assert!(report.len() < 100_000, "{name}: {}", report.len());
        println!("{name}: {spent:?}");
    }
}

#[test]
fn large_documents_come_whole() {
    let case = text_of(&root().join("tests/cases/import/report.txt"));
    let source = case.repeat(SIZE_LIMIT / 4 / case.len());
    checked(&source);
}

/// Sets a document as a word processor prints it: indents, lines of 28 characters, and pages
/// of 22 lines with their number, at which the text is cut.
fn printed(imported: &Imported, head: &str, tail: &str) -> String {
    let mut lines = Vec::new();
    for paragraph in imported.body.lines().filter(|line| !line.is_empty()) {
        let mut line = String::from("　　");
        for c in paragraph.trim_start_matches(['#', ' ']).chars() {
            if words::columns(&line) + words::columns(&c.to_string()) > 28 * 2 {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
        lines.push(line);
    }
    let mut out = head.to_owned();
    for (at, page) in lines.chunks(22).enumerate() {
        out.push_str(&format!("{}\n— {} —\n\u{0C}", page.join("\n"), at + 1));
    }
    out + tail
}

#[test]
fn the_layout_of_the_source_leaves_no_trace() {
    let head =
        "示审服字〔2023〕6号\n示例区行政审批服务局2023年度法治政府建设报告\n示例市局：\n";
    let tail = "　　　　　　　　示例区行政审批服务局\n2023年12月8日\n（此件主动公开）\n";
    let mut sources = vec![root().join("tests/cases/import/report.txt")];
    sources.extend(sample());
    for path in sources {
        let first = checked(&text_of(&path));
        let again = checked(&printed(&first, head, tail));
        // A heading taken from a sentence has lost its stop, so it is compared without levels.
        let bare = |body: &str| squeezed(&body.replace('#', ""));
        assert_eq!(bare(&again.body), bare(&first.body));
        let paragraphs = |i: &Imported| i.body.lines().filter(|l| !l.is_empty()).count();
        assert_eq!(paragraphs(&again), paragraphs(&first), "{}", again.body);
    }
}
