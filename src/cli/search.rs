//! `gongkai search`.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::args::{Cli, Format, Order, SearchArgs};
use super::{End, fail};
use crate::config;
use crate::search::format::{FACETS, FOLDER};
use crate::search::reader::{Answer, Ask, Error, Found, Index, Piece, Range, Sort, YEAR};
use crate::world::{DiskWorld, SitePath, World};

/// Searches the built site and shows what was found.
pub(super) fn run(cli: &Cli, args: &SearchArgs) -> End {
    let folder = folder(cli, args);
    let site = DiskWorld::new(&folder, None);
    // A file that is there and cannot be read is told as the system tells it.
    let trouble = RefCell::new(None);
    let open = |path: &str| {
        let path = SitePath::new(&format!("{FOLDER}/{path}")).ok()?;
        let read = site.read(&path);
        let missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        read.map_err(|error| {
            if !missing(&error) {
                trouble.replace(Some(format!("读不了「{path}」：{error}")));
            }
        })
        .ok()
    };
    let query = args.query.join(" ");
    let answer =
        Index::open(&open).and_then(|index| index.search(&query, &ask(cli, args)));
    match answer {
        Ok(answer) => {
            show(cli, args, &query, &answer);
            End::Clean
        }
        Err(error) => explain(&folder, &error, trouble.take().as_deref()),
    }
}

/// The folder of the built site: the one named, or else the one that the settings name.
fn folder(cli: &Cli, args: &SearchArgs) -> PathBuf {
    if let Some(folder) = &args.output_dir {
        return folder.clone();
    }
    let world = cli.world();
    // Findings in the settings are the build's to tell; a site may stand in spite of them.
    let (config, _) = config::load(&world, &cli.overrides());
    let name = config.map_or_else(|| "public".to_owned(), |config| config.output_dir);
    world.root().join(name)
}

fn ask(cli: &Cli, args: &SearchArgs) -> Ask {
    let years = args.year.iter().map(ToString::to_string).collect();
    let filters = [
        ("column", args.column.clone()),
        ("topic", args.topic.clone()),
        ("issuer", args.issuer.clone()),
        ("validity", args.validity.clone()),
        ("kind", args.kind.clone()),
        (YEAR, years),
    ];
    let counted = |format| match format {
        Format::Json => FACETS.iter().chain([&YEAR]).map(ToString::to_string).collect(),
        Format::Human => Vec::new(),
    };
    Ask {
        filters: filters.map(|(field, values)| (field.to_owned(), values)).into(),
        range: Range { from: args.from, to: args.to },
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
        },
        offset: args.offset as usize,
        limit: usize::from(args.limit),
        facets: counted(cli.format),
    }
}

fn explain(folder: &Path, error: &Error, trouble: Option<&str>) -> End {
    let folder = folder.display();
    if let Some(trouble) = trouble {
        return fail(trouble, &["检查文件的权限"]);
    }
    if matches!(error, Error::Missing(file) if file.ends_with("/index.json")) {
        let hint = "先运行「gongkai build」生成网站，或用「-o 文件夹」指明网站在哪里";
        return fail(&format!("「{folder}」里没有搜索索引"), &[hint]);
    }
    let hint = format!("删除「{folder}」，再运行「gongkai build」");
    fail(&error.to_string(), &[&hint])
}

fn show(cli: &Cli, args: &SearchArgs, query: &str, answer: &Answer) {
    let text = match cli.format {
        Format::Json => {
            let json = serde_json::to_string(answer);
            json.expect("an answer is plain data") + "\n"
        }
        Format::Human => {
            let bold =
                io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            page(answer, query, args.offset as usize, bold)
        }
    };
    super::say(&text);
}

/// The answer for a person.
fn page(answer: &Answer, query: &str, offset: usize, bold: bool) -> String {
    let mut page = heading(answer, query);
    page.push('\n');
    for (at, found) in answer.results.iter().enumerate() {
        page.push('\n');
        page.push_str(&result(found, offset + at + 1, bold));
    }
    if !answer.suggestions.is_empty() {
        let _ = writeln!(page, "试试：{}", answer.suggestions.join("、"));
    }
    page
}

fn heading(answer: &Answer, query: &str) -> String {
    let count = answer.count;
    if answer.partial {
        format!("没有完全符合「{query}」的，下面 {count} 条最接近：")
    } else if count == 0 && answer.units.iter().all(|unit| unit.chars().count() < 2) {
        "请输入两个以上的字".to_owned()
    } else if count == 0 {
        format!("没有找到「{query}」")
    } else if answer.exact {
        format!("共 {count} 条")
    } else {
        format!("大约 {count} 条")
    }
}

fn result(found: &Found, rank: usize, bold: bool) -> String {
    let mut text = format!("{rank:>2}. {}\n", marked(&found.title_marks, bold));
    let facts = [&found.date, &found.number, &found.issuer, &found.validity];
    let facts: Vec<&str> =
        facts.into_iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    if !facts.is_empty() {
        let _ = writeln!(text, "    {}", facts.join("  "));
    }
    if !found.via.is_empty() {
        let _ = writeln!(text, "    同义词：{}", found.via);
    }
    let _ = writeln!(text, "    {}", found.url);
    if !found.excerpt.is_empty() {
        let _ = writeln!(text, "    {}", marked(&found.excerpt, bold));
    }
    text
}

/// Pieces with the matches in bold, or between asterisks where nothing can be bold.
fn marked(pieces: &[Piece], bold: bool) -> String {
    let (open, close) = if bold { ("\u{1b}[1m", "\u{1b}[0m") } else { ("*", "*") };
    let mut text = String::new();
    for (piece, is_match) in pieces {
        let piece = printable(piece);
        if *is_match {
            text.extend([open, &piece, close]);
        } else {
            text.push_str(&piece);
        }
    }
    text
}

/// A text that cannot steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::{heading, marked, page};
    use crate::search::reader::{Answer, Found};

    fn answer(count: usize) -> Answer {
        Answer {
            count,
            exact: true,
            partial: false,
            results: Vec::new(),
            facets: std::collections::BTreeMap::new(),
            suggestions: Vec::new(),
            units: vec!["许可证".to_owned()],
        }
    }

    #[test]
    fn a_result_is_told_line_by_line() {
        let found = Found {
            url: "zhengce/a.html#yi".to_owned(),
            title: "许可证\u{1b}[31m办法".to_owned(),
            title_marks: vec![
                ("许可证".to_owned(), true),
                ("\u{1b}[31m办法".to_owned(), false),
            ],
            excerpt: vec![("…发".to_owned(), false), ("许可证".to_owned(), true)],
            date: "2023-10-08".to_owned(),
            number: "威环发〔2023〕10号".to_owned(),
            issuer: String::new(),
            validity: "已废止".to_owned(),
            label: "政策文件".to_owned(),
            anchor: "yi".to_owned(),
            via: String::new(),
        };
        let answer = Answer { results: vec![found], ..answer(1) };
        let expected = "\
共 1 条

11. *许可证* [31m办法
    2023-10-08  威环发〔2023〕10号  已废止
    zhengce/a.html#yi
    …发*许可证*
";
        assert_eq!(page(&answer, "许可证", 10, false), expected);
        assert!(
            page(&answer, "许可证", 10, true).contains("…发\u{1b}[1m许可证\u{1b}[0m")
        );
    }

    #[test]
    fn the_heading_says_how_certain_the_count_is() {
        assert_eq!(heading(&answer(0), "许可证"), "没有找到「许可证」");
        let about = Answer { exact: false, ..answer(30) };
        assert_eq!(heading(&about, ""), "大约 30 条");
        let partial = Answer { partial: true, ..about };
        assert!(heading(&partial, "许可证").starts_with("没有完全符合「许可证」"));
        let short = Answer { units: vec!["证".to_owned()], ..answer(0) };
        assert_eq!(heading(&short, "证"), "请输入两个以上的字");
        assert_eq!(marked(&[], true), "");
    }
}
