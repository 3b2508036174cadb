//! A source's bytes to a typed document.
//!
//! Reading never fails and never panics: what is wrong is in the report of the
//! [`Reading`], and what could be learnt of 公开属性 and 草稿 is kept even when the rest could
//! not be read, because whether a fault stops the build depends on them.

mod second;

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::config::Config;
use crate::diag::{Finding, Place, Report};
use crate::disclosure::kinds::Row;
use crate::disclosure::{Attribute, Item, Kind, KindFields, Section, chinese, english};
use crate::source::{Role, Source};
use crate::tree::de::{self, Names};
use crate::tree::{self, FieldPath, Node, Split, Syntax, Trouble, Value};
use crate::world::SitePath;

/// The largest Markdown file, in bytes.
pub const MAX_MARKDOWN: usize = 2 << 20;
/// The largest data file, in bytes.
pub const MAX_DATA: usize = 1 << 20;
/// The largest front matter, in bytes.
pub const MAX_FRONT: usize = 32 << 10;

/// What was learnt from one source.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The source.
    pub source: Source,
    /// Its whole text; empty when it is not UTF-8.
    pub text: Arc<str>,
    /// 公开属性, where it could be read.
    pub attribute: Option<Attribute>,
    /// 草稿.
    pub draft: bool,
    /// The document; `None` when a required field is missing or nothing could be read.
    pub document: Option<Document>,
    /// What is wrong in it.
    pub report: Report,
}

/// A source, typed.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its front matter.
    pub front: Front,
    /// Its body.
    pub body: Body,
}

/// Front matter of a column or an item.
#[derive(Debug, Clone)]
pub enum Front {
    /// `_index.md`.
    Column(Box<Section>),
    /// An item with the fields of its kind.
    Item(Box<Item>, Box<KindFields>),
}

/// Where a body stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Bytes of the source's text.
    Bytes(Range<usize>),
    /// The value of 正文 in a data item.
    Field(String),
}

/// Reads one source.
#[must_use]
pub fn read(source: &Source, bytes: Vec<u8>, config: &Config) -> Reading {
    let mut reading = Reading {
        source: source.clone(),
        text: Arc::from(""),
        attribute: None,
        draft: false,
        document: None,
        report: Report::default(),
    };
    let path = &source.path;
    let Some(text) = decode(path, bytes, &mut reading.report) else { return reading };
    reading.text = Arc::from(text);
    let Some((syntax, front, body)) = parts(path, &reading.text, &mut reading.report)
    else {
        return reading;
    };
    let text = reading.text.clone();
    let mut node = match tree::parse(&text[front.clone()], syntax) {
        Ok(node) => node,
        Err(mut trouble) => {
            trouble.span =
                trouble.span.start + front.start..trouble.span.end + front.start;
            reading.report.push(Finding::of_trouble(path, trouble));
            return reading;
        }
    };
    if syntax == Syntax::Yaml
        && let Err(message) = second::agrees(&text[front.clone()], &node)
    {
        let finding = Finding::error(Place::file(path), message);
        reading.report.push(finding.hint("用最简单的写法：每行一个「字段: 内容」"));
        return reading;
    }
    node.rename_keys(&english);
    node.shift(front.start);
    if !keys_are_single(path, &node, &mut reading.report) {
        return reading;
    }
    typed(&mut reading, node, body, config);
    reading
}

/// The text of a file, or a finding.
fn decode(path: &SitePath, bytes: Vec<u8>, report: &mut Report) -> Option<String> {
    let limit = if path.extension() == "md" { MAX_MARKDOWN } else { MAX_DATA };
    if bytes.len() > limit {
        let message =
            format!("文件有 {} KB，超过了 {} KB", bytes.len() >> 10, limit >> 10);
        let finding = Finding::error(Place::file(path), message);
        report.push(finding.hint("把内容拆成几个条目，或把大表做成附件"));
        return None;
    }
    match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
        Err(_) => {
            let finding =
                Finding::error(Place::file(path), "文件不是 UTF-8 编码，读不出文字");
            report.push(
                finding.hint("多半是记事本或 WPS 存成了 GBK：用「另存为」，编码选 UTF-8"),
            );
            None
        }
    }
}

/// The language and place of the front matter, and the place of the body (data files have
/// theirs in a field).
fn parts(
    path: &SitePath,
    text: &str,
    report: &mut Report,
) -> Option<(Syntax, Range<usize>, Option<Range<usize>>)> {
    if path.extension() != "md" {
        return Some((Syntax::Yaml, 0..text.len(), None));
    }
    let split = match tree::split(text) {
        Ok(split) => split,
        Err(None) => {
            let finding = Finding::error(Place::file(path), "文件开头没有元数据");
            report.push(finding.hint("第一行写「---」，接着写「标题: …」「公开属性: 主动公开」等，再写一行「---」，然后是正文"));
            return None;
        }
        Err(Some(open)) => {
            let finding = Finding::error(Place::bytes(path, open), "元数据没有结束");
            report.push(finding.hint("在元数据后面另起一行写上与开头相同的标记"));
            return None;
        }
    };
    let Split { syntax, front, body } = split;
    if front.len() > MAX_FRONT {
        let finding = Finding::error(Place::file(path), "元数据超过 32 KB");
        report.push(finding.hint("长内容写到正文里"));
        return None;
    }
    Some((syntax, front, Some(body)))
}

/// One field must not be written in both languages.
fn keys_are_single(path: &SitePath, node: &Node, report: &mut Report) -> bool {
    let Some((first, second)) = node.doubled_key() else { return true };
    let name = chinese(&first.name).unwrap_or(&first.name);
    let finding = Finding::error(
        Place::bytes(path, second.span.clone()),
        format!("字段「{name}」写了两次"),
    );
    let word = "第一次写在这里";
    report.push(
        finding
            .also(Place::bytes(path, first.span.clone()), word)
            .hint("中文名和英文名是同一个字段，只留下一个"),
    );
    false
}

/// The typed front matter; what is wrong in it goes to the report.
fn typed(
    reading: &mut Reading,
    mut node: Node,
    body: Option<Range<usize>>,
    config: &Config,
) {
    let path = reading.source.path.clone();
    let field = take_body(&mut node);
    let body = match (body, field) {
        (Some(range), None) => Body::Bytes(range),
        (None, field) => Body::Field(field.map(|(text, _)| text).unwrap_or_default()),
        (Some(_), Some((_, span))) => {
            let finding = Finding::error(
                Place::bytes(&path, span),
                "Markdown 文件的正文写在元数据下面，不写「正文」字段",
            );
            reading.report.push(finding.hint("把这一段移到第二个「---」下面"));
            return;
        }
    };
    let front = match reading.source.role {
        Role::Column => column(reading, node),
        Role::Item | Role::Bundle => item(reading, node, config),
    };
    reading.document = front.map(|front| Document { front, body });
}

/// Takes 正文 out of a data item.
fn take_body(node: &mut Node) -> Option<(String, Range<usize>)> {
    let Value::Map(entries) = &mut node.value else { return None };
    let at = entries.iter().position(|(key, _)| key.name == "body")?;
    let (key, value) = entries.remove(at);
    Some((value.text().unwrap_or_default().to_owned(), key.span))
}

fn column(reading: &mut Reading, node: Node) -> Option<Front> {
    let section: Option<Section> = read_struct(reading, node, &[]);
    let section = section?;
    reading.attribute = section.attribute;
    reading.draft = section.draft;
    Some(Front::Column(Box::new(section)))
}

fn item(reading: &mut Reading, node: Node, config: &Config) -> Option<Front> {
    // 公开属性 and 草稿 first: they say how much the faults of the rest weigh.
    reading.attribute = node
        .get("attribute")
        .and_then(Node::text)
        .and_then(|word| Attribute::parse(word).ok());
    reading.draft = matches!(node.get("draft").and_then(Node::text), Some("true" | "是"));
    let kind = kind_of(reading, &node, config);
    let own = kind.fields();
    let (kind_node, item_node) = divide(node, own);
    // A key without a value says no more than no key at all.
    let without = |name: &str| item_node.get(name).is_none_or(Node::is_null);
    let untitled = without("title");
    if without("attribute") {
        let place = Place::file(&reading.source.path);
        let finding = Finding::error(place, "没有写「公开属性」");
        reading.report.push(finding.hint("在元数据里加一行「公开属性: 主动公开」（或 依申请公开、不予公开）；没有写明的一律不公开"));
    }
    let item: Option<Item> = read_struct(reading, item_node, own);
    let fields = read_seed(reading, kind, kind_node);
    let (item, fields) = (item?, fields?);
    if untitled || item.title.as_deref().is_some_and(|title| title.trim().is_empty()) {
        let place = Place::file(&reading.source.path);
        let finding = Finding::error(place, "没有写「标题」");
        reading.report.push(finding.hint("在元数据里加一行「标题: …」，写全称"));
    }
    check_row_keys(reading, &fields);
    Some(Front::Item(Box::new(item), Box::new(fields)))
}

/// The key of a row is its anchor on the page and its name in the data, so it must be one word
/// and its own.
fn check_row_keys(reading: &mut Reading, fields: &KindFields) {
    let KindFields::IntermediaryServices(list) = fields else { return };
    let path = &reading.source.path;
    let place = |at| Place::deep(path, FieldPath::key("rows").index(at).then("key"));
    for (at, row) in list.rows.iter().enumerate() {
        let key = row.key.as_str();
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if key.is_empty() || !key.chars().all(fits) {
            let message = format!("编号「{key}」不能用作页面内的定位");
            let finding = Finding::error(place(at), message);
            reading
                .report
                .push(finding.hint("只用半角的英文字母、数字和连字符，例如「zj-01」"));
        }
        // The key is the name of the row's page too, and some servers take `A.html` for `a.html`.
        let same = |other: &Row| other.key.eq_ignore_ascii_case(key);
        if let Some(first) = list.rows[..at].iter().position(same) {
            let message = match list.rows[first].key == key {
                true => format!("编号「{key}」写了两次"),
                false => format!("编号「{key}」和「{}」只差大小写", list.rows[first].key),
            };
            let finding = Finding::error(place(at), message);
            let finding = finding.also(place(first), "第一次写在这里");
            reading.report.push(finding.hint("每个事项用自己的编号，发布后不再改"));
        }
    }
}

/// The kind that the item names, else its column's.
fn kind_of(reading: &Reading, node: &Node, config: &Config) -> Kind {
    let named =
        node.get("kind").and_then(Node::text).and_then(|word| Kind::parse(word).ok());
    named.unwrap_or_else(|| {
        let column = config.portal.column(reading.source.folder());
        column.map_or(Kind::General, |column| column.kind)
    })
}

/// Divides the fields of the kind from the common ones.
fn divide(node: Node, own: &[&str]) -> (Node, Node) {
    let span = node.span.clone();
    let Value::Map(entries) = node.value else {
        unreachable!("the top of a text is a map")
    };
    let (own, common) =
        entries.into_iter().partition(|(key, _)| own.contains(&key.name.as_str()));
    let map = |entries| Node { span: span.clone(), value: Value::Map(entries) };
    (map(own), map(common))
}

/// Reads one struct and reports what is wrong. Faults do not make the value unusable: they
/// are errors, so nothing is published while they stand, and the preview still shows the rest.
fn read_struct<T: DeserializeOwned>(
    reading: &mut Reading,
    node: Node,
    more: &[&str],
) -> Option<T> {
    let names = Names { chinese: &chinese, more };
    let (value, troubles) = de::read(node, &names);
    report_troubles(reading, troubles);
    value
}

/// Reads the fields of a kind, as [`read_struct`] does.
fn read_seed(reading: &mut Reading, kind: Kind, node: Node) -> Option<KindFields> {
    let names = Names { chinese: &chinese, more: &[] };
    let (value, troubles) = de::read_seed(kind, node, &names);
    report_troubles(reading, troubles);
    value
}

fn report_troubles(reading: &mut Reading, troubles: Vec<Trouble>) {
    let path = &reading.source.path;
    let findings = troubles.into_iter().map(|trouble| Finding::of_trouble(path, trouble));
    reading.report.extend(findings.collect());
}
