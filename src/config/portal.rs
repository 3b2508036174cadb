//! `disclosure.yaml`: the portal, its institutions and its columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Application, PORTAL_FILE};
use crate::diag::{Finding, Place, Report, Severity};
use crate::disclosure::{CreditCode, Kind};
use crate::tree::FieldPath;
use crate::world::SitePath;

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PortalFile {
    portal_name: String,
    #[serde(default)]
    demonstration: bool,
    #[serde(default)]
    site_id_code: Option<String>,
    #[serde(default)]
    site_domain: Option<String>,
    #[serde(default)]
    icp: Option<String>,
    #[serde(default)]
    police_record: Option<String>,
    institutions: BTreeMap<String, Institution>,
    publisher: String,
    #[serde(default)]
    entries: Vec<Entry>,
    #[serde(default)]
    palette: Option<String>,
    #[serde(default)]
    logo: Option<String>,
    #[serde(default)]
    lead: Option<String>,
    #[serde(default)]
    facts: Vec<Fact>,
    #[serde(default)]
    hints: Vec<Hint>,
    #[serde(default)]
    columns: Vec<ColumnFile>,
    #[serde(default)]
    correction: Correction,
    #[serde(default)]
    application: Application,
    #[serde(default)]
    accessibility: Option<String>,
    #[serde(default)]
    traditional: bool,
    #[serde(default)]
    search: Search,
    #[serde(default)]
    rules: BTreeMap<String, String>,
}

/// The portal, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Portal {
    /// 门户名称, as the masthead shows it.
    pub name: String,
    /// Every page says that this is a demonstration, and asks not to be indexed.
    pub demonstration: bool,
    /// 网站标识码 (10 characters).
    pub site_id_code: Option<String>,
    /// 网站域名, without scheme.
    pub site_domain: Option<String>,
    /// ICP 备案号.
    pub icp: Option<String>,
    /// 公安机关备案号.
    pub police_record: Option<String>,
    /// All institutions by id.
    pub institutions: BTreeMap<String, Institution>,
    /// The id of the one that runs the portal.
    pub publisher: String,
    /// The statutory entries of the top navigation.
    pub entries: Vec<Entry>,
    /// 配色: the name of a `palette-….css` of the theme or the site; `None` for the theme's red.
    pub palette: Option<String>,
    /// 标志: a picture below `static/`, before the name in the masthead.
    pub logo: Option<String>,
    /// A sentence under the heading of the home page.
    pub lead: Option<String>,
    /// Figures on the home page.
    pub facts: Vec<Fact>,
    /// Links under the heading of the home page.
    pub hints: Vec<Hint>,
    /// The columns in the order of the navigation.
    pub columns: Vec<Column>,
    /// 我要纠错.
    pub correction: Correction,
    /// 依申请公开.
    pub application: Application,
    /// 无障碍说明, the page with the statement, `@/…`.
    pub accessibility: Option<String>,
    /// Whether every page is given once more in traditional characters, below `hant/`.
    pub traditional: bool,
    /// 搜索.
    pub search: Search,
    /// What each rule's findings weigh; `None` switches a rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
}

impl Portal {
    /// The institution that runs the portal.
    #[must_use]
    pub fn publisher(&self) -> &Institution {
        &self.institutions[&self.publisher]
    }

    /// The settings of a column's folder; of its nearest listed parent for a folder below.
    #[must_use]
    pub fn column(&self, folder: &str) -> Option<&Column> {
        let mut folder = folder;
        loop {
            if let Some(column) =
                self.columns.iter().find(|column| column.folder == folder)
            {
                return Some(column);
            }
            folder = &folder[..folder.rfind('/')?];
        }
    }
}

/// 机构.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// The full standard name.
    pub name: String,
    /// The short name.
    #[serde(default)]
    pub short_name: Option<String>,
    /// 统一社会信用代码.
    #[serde(default)]
    pub credit_code: Option<CreditCode>,
    /// 机关代字 in 发文字号.
    #[serde(default)]
    pub document_code: Option<String>,
    /// 地址.
    #[serde(default)]
    pub address: Option<String>,
    /// 邮政编码.
    #[serde(default)]
    pub postcode: Option<String>,
    /// 电话.
    #[serde(default)]
    pub phone: Option<String>,
    /// 传真.
    #[serde(default)]
    pub fax: Option<String>,
    /// 电子邮箱.
    #[serde(default)]
    pub email: Option<String>,
    /// 办公时间, in words.
    #[serde(default)]
    pub hours: Option<String>,
}

/// One of the statutory entries (国办公开办函〔2019〕61号).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What the navigation shows.
    pub label: String,
    /// Where it leads, `@/…`.
    pub link: String,
}

/// A figure on the home page.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it counts.
    pub label: String,
    /// The figure, as text.
    pub value: String,
}

/// A link under the heading of the home page.
pub type Hint = Entry;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the officer's")]
struct ColumnFile {
    folder: String,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    column_type: Option<String>,
    #[serde(default)]
    legal_item: Option<String>,
    #[serde(default)]
    freshness: Option<String>,
    #[serde(default = "yes")]
    home: bool,
    #[serde(default)]
    pack: bool,
    #[serde(default = "yes")]
    row_pages: bool,
}

/// 栏目 as `disclosure.yaml` describes it; title, order and paging stand in its `_index.md`.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the officer's")]
pub struct Column {
    /// The folder below `content/`.
    pub folder: String,
    /// The kind of items that name none.
    pub kind: Kind,
    /// `ColumnType` of the META tags (网页设计规范).
    pub column_type: Option<String>,
    /// The article of the law that demands the column, e.g. `20(5)`.
    pub legal_item: Option<String>,
    /// How old the newest item may be.
    pub freshness: Option<Freshness>,
    /// Whether the home page shows its newest items.
    pub home: bool,
    /// Whether it is given once more as one file, for archives and libraries.
    pub pack: bool,
    /// Whether each row of its lists has a page of its own.
    pub row_pages: bool,
}

/// A span of time between two updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// Days, 30 a month and 365 a year.
    pub days: i64,
}

impl Freshness {
    /// Reads `2周`, `6个月`, `1年`, `30天`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = text[..digits].parse().ok()?;
        let unit = match text[digits..].trim() {
            "天" | "日" => 1,
            "周" => 7,
            "月" | "个月" => 30,
            "年" => 365,
            _ => return None,
        };
        Some(Self { days: number.checked_mul(unit)? })
    }
}

/// Where readers report a mistake.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Correction {
    /// 电子邮箱.
    pub email: Option<String>,
    /// 电话.
    pub phone: Option<String>,
    /// A sentence for the page.
    pub note: Option<String>,
}

/// How the portal is searched.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Search {
    /// Whether the index is given once more as scripts, so that a copy of the portal in a
    /// folder or on a stick can be searched without a server.
    pub offline: bool,
}

fn yes() -> bool {
    true
}

/// Checks what the struct alone cannot.
pub(super) fn check(file: PortalFile, report: &mut Report) -> Option<Portal> {
    let path = SitePath::new(PORTAL_FILE).expect("a constant path");
    if !file.institutions.contains_key(&file.publisher) {
        let known: Vec<&str> = file.institutions.keys().map(String::as_str).collect();
        let message = format!("发布机构「{}」不在「机构」里", file.publisher);
        let finding = Finding::error(Place::field(&path, "publisher"), message);
        report.push(finding.hint(format!("「机构」里有：{}", known.join("、"))));
        return None;
    }
    if let Some(code) = &file.site_id_code
        && (code.chars().count() != 10
            || !code.chars().all(|c| c.is_ascii_alphanumeric()))
    {
        let message = format!("网站标识码「{code}」不是 10 位字母或数字");
        report.push(Finding::warning(Place::field(&path, "site_id_code"), message));
    }
    let rules = levels(file.rules, &path, report);
    let mut columns = Vec::with_capacity(file.columns.len());
    for (index, column) in file.columns.into_iter().enumerate() {
        columns.extend(check_column(column, index, &columns, report));
    }
    Some(Portal {
        name: file.portal_name,
        demonstration: file.demonstration,
        site_id_code: file.site_id_code,
        site_domain: file.site_domain,
        icp: file.icp,
        police_record: file.police_record,
        institutions: file.institutions,
        publisher: file.publisher,
        entries: file.entries,
        palette: file.palette.and_then(|word| palette(word, &path, report)),
        logo: file.logo,
        lead: file.lead,
        facts: file.facts,
        hints: file.hints,
        columns,
        correction: file.correction,
        application: file.application,
        accessibility: file.accessibility,
        traditional: file.traditional,
        search: file.search,
        rules,
    })
}

/// The palette that a word means; red is what the theme has without one.
fn palette(word: String, path: &SitePath, report: &mut Report) -> Option<String> {
    match word.as_str() {
        "红" | "red" => return None,
        "蓝" => return Some("blue".to_owned()),
        _ => {}
    }
    if word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        return Some(word);
    }
    let message = format!("读不懂配色「{word}」");
    let finding = Finding::error(Place::field(path, "palette"), message);
    report.push(finding.hint(
        "写「红」或「蓝」；自己的配色写英文名，如 lv，并把样式放在 static/palette-lv.css",
    ));
    None
}

fn check_column(
    column: ColumnFile,
    index: usize,
    earlier: &[Column],
    report: &mut Report,
) -> Option<Column> {
    let path = SitePath::new(PORTAL_FILE).expect("a constant path");
    let field = FieldPath::key("columns").index(index);
    let folder = column.folder.trim_end_matches('/').to_owned();
    let place = Place::deep(&path, field.clone().then("folder"));
    if SitePath::new(&folder).is_err() || folder.is_empty() {
        let message = format!("栏目目录「{folder}」不是 content 里的文件夹");
        report.push(Finding::error(place, message));
        return None;
    }
    if earlier.iter().any(|other| other.folder == folder) {
        report.push(Finding::error(place, format!("栏目目录「{folder}」写了两次")));
        return None;
    }
    let freshness = column.freshness.and_then(|text| {
        let read = Freshness::parse(&text);
        if read.is_none() {
            let place = Place::deep(&path, field.then("freshness"));
            let message = format!("读不懂更新期限「{text}」");
            report
                .push(Finding::error(place, message).hint("写成「2周」「6个月」「1年」"));
        }
        read
    });
    Some(Column {
        folder,
        kind: column.kind.unwrap_or(Kind::General),
        column_type: column.column_type,
        legal_item: column.legal_item,
        freshness,
        home: column.home,
        pack: column.pack,
        row_pages: column.row_pages,
    })
}

/// The officer's words for what rules weigh.
fn levels(
    rules: BTreeMap<String, String>,
    path: &SitePath,
    report: &mut Report,
) -> BTreeMap<String, Option<Severity>> {
    let mut levels = BTreeMap::new();
    for (rule, word) in rules {
        let level = match word.as_str() {
            "错误" => Some(Severity::Error),
            "警告" => Some(Severity::Warning),
            "提示" => Some(Severity::Note),
            "关闭" => None,
            _ => {
                let place = Place::deep(path, FieldPath::key("rules").then(&rule));
                let message = format!("读不懂规则「{rule}」的级别「{word}」");
                report.push(
                    Finding::error(place, message).hint("可以写：错误、警告、提示、关闭"),
                );
                continue;
            }
        };
        levels.insert(rule, level);
    }
    levels
}
