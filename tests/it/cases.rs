//! Cases written in Markdown: a few files, and what the program says of them.
//!
//! Every file of `tests/cases/` with the ending `.md` holds cases. `## ` opens one with its
//! name; prose tells the behaviour. Fenced blocks say the rest by their first words:
//!
//! | first words | meaning |
//! | :-- | :-- |
//! | `md content/a.md`, `yaml …`, `toml …`, `text …` | a file of the site |
//! | `report` | the findings, one a line, hints indented below |
//! | `html out.html` | lines that stand in this output, in this order |
//! | `absent out.html` | lines that do not stand in it |
//! | `paths` | outputs that exist; after `!`, outputs that do not |
//!
//! A line `today: 2026-09-30` sets the day. What a case does not give comes from
//! `tests/cases/default/`. Findings of rules are shown in `tests/cases/check/` alone, so that
//! other cases need not be perfect items. `UPDATE=1 cargo test` rewrites the reports:
//! review the difference, never write them by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs};

use gongkai::diag::{Report, Sources, json};
use gongkai::disclosure;
use gongkai::world::{Date, MemoryWorld, SitePath, World};

use crate::build::{Site, build};
use crate::repository;

/// The day of a case that names none.
const TODAY: &str = "2026-09-30";

/// Kinds of blocks that hold a file of the site.
const FILES: [&str; 5] = ["md", "yaml", "toml", "text", "csv"];

#[test]
fn every_case_holds() {
    let mut failures = String::new();
    let mut count = 0;
    for (path, text) in repository::files("tests/cases", ".md") {
        // Documents to be imported are Markdown too, with a harness of their own.
        if ["default", "import"].iter().any(|own| path.contains(&format!("/{own}/"))) {
            continue;
        }
        let mut fresh: Vec<String> = text.lines().map(str::to_owned).collect();
        // From the last to the first, so that the lines of earlier blocks stay where they are.
        for case in parse(&path, &text).into_iter().rev() {
            count += 1;
            let outcome = case.run(path.contains("/check/"));
            if let Some(block) = &case.report
                && outcome.report != block.text
            {
                let old = block.line..block.line + block.text.lines().count();
                fresh.splice(old, outcome.report.lines().map(str::to_owned));
                let _ = writeln!(
                    failures,
                    "{path}: {}\n expected:\n{}\n found:\n{}",
                    case.name, block.text, outcome.report
                );
            }
            for trouble in outcome.troubles {
                let _ = writeln!(failures, "{path}: {}\n {trouble}", case.name);
            }
        }
        if env::var("UPDATE").is_ok() {
            let fresh = fresh.join("\n") + "\n";
            fs::write(repository::root().join(&path), fresh).unwrap();
        }
    }
    assert!(count > 40, "only {count} cases were found");
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn the_harness_sees_what_is_wrong() {
    let text = "## 名\ntoday: 2026-01-02\n\n```md content/a.md\n---\n标题: 甲\n公开属性: \
                公开\n---\n```\n```report\n```\n```html index.html\n没有的字\n```\n\
                ```paths\nnone.html\n!index.html\n```\n";
    let cases = parse("planted", text);
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].world.today().to_string(), "2026-01-02");
    let outcome = cases[0].run(false);
    assert!(outcome.report.starts_with("错误 content/a.md:3:"), "{}", outcome.report);
    let text = text.replace("公开属性: 公开", "公开属性: 主动公开");
    let troubles = parse("planted", &text)[0].run(false).troubles;
    assert_eq!(troubles.len(), 3, "{troubles:?}");
}

/// One case.
struct Case {
    name: String,
    world: MemoryWorld,
    report: Option<Block>,
    expectations: Vec<Block>,
}

/// A fenced block.
struct Block {
    info: String,
    text: String,
    /// Where its text begins, in lines from 0.
    line: usize,
}

/// What running a case gave.
struct Outcome {
    report: String,
    troubles: Vec<String>,
}

impl Case {
    fn new(name: &str) -> Self {
        let mut world = MemoryWorld::new(TODAY.parse().unwrap());
        for (path, text) in repository::files("tests/cases/default", "") {
            let path = path.trim_start_matches("tests/cases/default/");
            world.insert(SitePath::new(path).unwrap(), text.into_bytes());
        }
        let (report, expectations) = (None, Vec::new());
        Self { name: name.to_owned(), world, report, expectations }
    }

    fn run(&self, rules: bool) -> Outcome {
        let (report, site) = build(&self.world);
        let report = shown(&report, &self.world, rules);
        let mut troubles = Vec::new();
        for block in &self.expectations {
            match &site {
                Some(site) => troubles.extend(expect(block, site)),
                None => troubles.push(format!("no output, the report says:\n{report}")),
            }
        }
        Outcome { report, troubles }
    }

    fn add(&mut self, block: Block) {
        let (word, rest) = block.info.split_once(' ').unwrap_or((&block.info, ""));
        if FILES.contains(&word) {
            let path = SitePath::new(rest).unwrap_or_else(|_| panic!("the path {rest}"));
            // The last line break belongs to the fence.
            self.world.insert(path, block.text.clone().into_bytes());
        } else if word == "report" {
            self.report = Some(block);
        } else {
            assert!(["html", "absent", "paths"].contains(&word), "a block 「{word}」");
            self.expectations.push(block);
        }
    }
}

/// What of one expectation does not hold.
fn expect(block: &Block, site: &Site) -> Vec<String> {
    let (word, path) = block.info.split_once(' ').unwrap_or((&block.info, ""));
    let lines = block.text.lines().map(str::trim).filter(|line| !line.is_empty());
    if word == "paths" {
        return lines
            .filter(|line| {
                line.starts_with('!') == site.has(line.trim_start_matches('!'))
            })
            .map(|line| format!("「{line}」 does not hold of the outputs"))
            .collect();
    }
    let Some(page) = site.page(path) else { return vec![format!("no output {path}")] };
    let mut from = 0;
    let mut troubles = Vec::new();
    for line in lines {
        match (word, page[from..].find(line)) {
            ("html", Some(at)) => from += at + line.len(),
            ("html", None) => {
                troubles.push(format!("not in {path}: {line}\n{}", &page[from..]));
            }
            (_, Some(_)) => troubles.push(format!("in {path}: {line}")),
            (_, None) => {}
        }
    }
    troubles
}

/// The findings as a case writes them.
fn shown(report: &Report, world: &dyn World, rules: bool) -> String {
    let sources = Sources::of_world(world, &disclosure::english);
    let mut out = String::new();
    for line in json::lines(&report.clone().sorted(), &sources).lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        if rules || finding["rule"].is_null() {
            show(&finding, &mut out);
        }
    }
    out
}

fn show(finding: &serde_json::Value, out: &mut String) {
    let word = match finding["severity"].as_str() {
        Some("error") => "错误",
        Some("warning") => "警告",
        _ => "提示",
    };
    let _ = write!(out, "{word} {}", finding["path"].as_str().unwrap_or_default());
    if let (Some(line), Some(column)) =
        (finding["line"].as_u64(), finding["column"].as_u64())
    {
        let _ = write!(out, ":{line}:{column}");
    }
    if let Some(rule) = finding["rule"].as_str() {
        let _ = write!(out, " [{rule}]");
    }
    let _ = writeln!(out, " {}", finding["message"].as_str().unwrap_or_default());
    for hint in finding["hints"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "  改法：{}", hint.as_str().unwrap_or_default());
    }
}

/// The cases of one file.
fn parse(path: &str, text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut names = BTreeMap::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            assert!(names.insert(name, ()).is_none(), "{path}: 「{name}」 twice");
            cases.push(Case::new(name));
        } else if let Some(day) = line.strip_prefix("today: ") {
            let day: Date = day.parse().unwrap_or_else(|_| panic!("{path}: {day}"));
            cases.last_mut().expect("a case before its day").world.set_today(day);
        } else if line.starts_with("```") {
            let info = line.trim_start_matches('`');
            let fence = &line[..line.len() - info.len()];
            let mut block =
                Block { info: info.to_owned(), text: String::new(), line: at + 1 };
            for (_, line) in lines.by_ref().take_while(|(_, line)| *line != fence) {
                block.text.push_str(line);
                block.text.push('\n');
            }
            cases.last_mut().expect("a case before its blocks").add(block);
        }
    }
    cases
}
