//! What is said of an item in the data: all that its front matter discloses, and not its body.

use serde::Serialize;

use crate::disclosure::{Attribute, Change, Genre, PublicFields, Reference, chinese};
use crate::render::links::permalink;
use crate::site::{Item, RowsFormat, Site, Target};

/// The item as an object of JSON. A field that is not filled in is `null` or an empty list, so
/// that all objects have the same keys.
#[derive(Serialize)]
pub(super) struct Record<'s> {
    title: &'s str,
    url: String,
    index_number: Option<String>,
    document_number: Option<String>,
    issuer: &'s [String],
    attribute: &'static str,
    kind: &'static str,
    genre: Option<&'s str>,
    topic: Option<String>,
    keywords: &'s [String],
    date: Option<String>,
    written: Option<String>,
    updated: Option<String>,
    effective: Option<String>,
    expires: Option<String>,
    validity: Option<&'static str>,
    description: Option<&'s str>,
    scope: Option<&'s str>,
    signatory: Option<&'s str>,
    addressees: &'s [String],
    basis: Vec<String>,
    interprets: Vec<String>,
    amended_by: Vec<String>,
    repealed_by: Vec<String>,
    changes: &'s [Change],
    attachments: Vec<FileRecord<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'s PublicFields>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<String>,
}

#[derive(Serialize)]
struct FileRecord<'s> {
    label: &'s str,
    url: String,
    media_type: &'static str,
    size: u64,
    sha256: &'s str,
}

/// Keys whose name is not in the glossary, or says too little, and what a key holds.
const ABOUT: &[(&str, &str, &str)] = &[
    ("title", "", "全称"),
    ("url", "网址", "信息所在网页的完整网址，不会改变，可以当作编号使用"),
    ("index_number", "", "本门户内唯一"),
    ("document_number", "", "如「国办发〔2019〕61号」"),
    ("issuer", "", "一个或几个，牵头机关在前"),
    ("attribute", "", "都是「主动公开」"),
    (
        "kind",
        "",
        "机构职能、政策文件、政策解读、重点领域、中介服务事项清单、法治政府建设年度报告、通知公告、一般信息",
    ),
    ("genre", "", "公文的文种"),
    ("topic", "", "一级，或「一级\\二级」"),
    ("keywords", "", "可以有几个"),
    ("date", "", "YYYY-MM-DD，或加 HH:MM，北京时间"),
    ("written", "", "YYYY-MM-DD"),
    ("updated", "", "YYYY-MM-DD，或加 HH:MM"),
    ("effective", "", "YYYY-MM-DD"),
    ("expires", "", "YYYY-MM-DD"),
    (
        "validity",
        "",
        "现行有效、尚未施行、已修改、部分失效、已失效、已废止；按数据生成当天判断",
    ),
    ("description", "", "一两句话"),
    ("scope", "", "如「面向社会」"),
    ("signatory", "", "只有上行文标注"),
    ("addressees", "", "一个或几个"),
    ("basis", "", "所依据的文件：网址、发文字号、索引号或名称"),
    ("interprets", "", "所解读的文件：网址、发文字号或索引号"),
    ("amended_by", "", "修改本文件的文件：网址、发文字号或索引号"),
    ("repealed_by", "", "废止本文件的文件：网址、发文字号或索引号"),
    ("changes", "", "发布后的改动，JSON 里每次有日期（day）和说明（note）"),
    (
        "attachments",
        "",
        "JSON 里每个有名称（label）、网址（url）、类型（media_type）、字节数（size）和 SHA-256 校验值（sha256）；CSV 里分成附件、附件网址、附件校验值三列",
    ),
    ("fields", "专用字段", "各信息类型自己的字段，只在 JSON 里有"),
    ("rows", "清单数据", "清单各行的数据文件的网址，只在 JSON 里有"),
];

/// Keys that only the JSON has.
const ONLY_JSON: [&str; 2] = ["fields", "rows"];

/// A key of the data, for those who read it.
#[derive(Serialize)]
pub(super) struct Field {
    key: &'static str,
    name: &'static str,
    about: &'static str,
}

/// All keys, in their order.
pub(super) fn fields() -> Vec<Field> {
    let field = |&(key, name, about): &(&'static str, &'static str, &'static str)| {
        let known = if name.is_empty() { chinese(key) } else { Some(name) };
        Field { key, name: known.unwrap_or(key), about }
    };
    ABOUT.iter().map(field).collect()
}

/// The headings of the CSV. The address comes last: it stands between the words of one line and
/// those of the next, so that the scan before publishing does not read them as one sentence.
pub(super) fn head() -> Vec<String> {
    let elsewhere = |key| key == "url" || ONLY_JSON.contains(&key);
    let fields = fields().into_iter().filter(|field| !elsewhere(field.key));
    let mut head: Vec<String> = fields.map(|field| field.name.to_owned()).collect();
    head.extend(["附件网址", "附件校验值（SHA-256）", "网址"].map(str::to_owned));
    head
}

impl<'s> Record<'s> {
    /// What is said of an item.
    pub(super) fn new(site: &'s Site, item: &'s Item) -> Self {
        let front = item.disclosed.item();
        let fields = item.disclosed.fields();
        let references = |list: &[Reference]| {
            list.iter().filter_map(|to| reference(site, to)).collect()
        };
        Self {
            title: item.disclosed.title(),
            url: permalink(&site.config.base_url, &item.path()),
            index_number: text(front.index_number.as_ref()),
            document_number: text(front.document_number.as_ref()),
            issuer: site.issuers(item),
            attribute: front.attribute.map_or("", Attribute::word),
            kind: fields.kind().chinese(),
            genre: front.genre.as_ref().map(Genre::word),
            topic: text(front.topic.as_ref()),
            keywords: &front.keywords,
            date: text(front.date),
            written: text(front.written),
            updated: text(front.updated),
            effective: text(front.effective),
            expires: text(front.expires),
            validity: item.standing.as_ref().map(|standing| standing.validity.word()),
            description: front.description.as_deref(),
            scope: front.scope.as_deref(),
            signatory: front.signatory.as_deref(),
            addressees: &front.addressees,
            basis: basis(site, item),
            interprets: references(&front.interprets),
            amended_by: references(&front.amended_by),
            repealed_by: references(&front.repealed_by),
            changes: &front.changes,
            attachments: files(site, item),
            fields: (!has_rows(fields)).then_some(fields),
            rows: if has_rows(fields) { rows(site, item) } else { Vec::new() },
        }
    }

    /// The cells of its line in the CSV, as [`head`] names them.
    pub(super) fn cells(self) -> Vec<String> {
        let list = |list: &[String]| list.join("；");
        let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
        let changes =
            self.changes.iter().map(|change| format!("{} {}", change.day, change.note));
        let of_files = |of: fn(&FileRecord<'_>) -> String| {
            list(&self.attachments.iter().map(of).collect::<Vec<_>>())
        };
        vec![
            self.title.to_owned(),
            self.index_number.unwrap_or_default(),
            self.document_number.unwrap_or_default(),
            list(self.issuer),
            self.attribute.to_owned(),
            self.kind.to_owned(),
            word(self.genre),
            self.topic.unwrap_or_default(),
            list(self.keywords),
            self.date.unwrap_or_default(),
            self.written.unwrap_or_default(),
            self.updated.unwrap_or_default(),
            self.effective.unwrap_or_default(),
            self.expires.unwrap_or_default(),
            word(self.validity),
            word(self.description),
            word(self.scope),
            word(self.signatory),
            list(self.addressees),
            list(&self.basis),
            list(&self.interprets),
            list(&self.amended_by),
            list(&self.repealed_by),
            changes.collect::<Vec<_>>().join("；"),
            of_files(|file| file.label.to_owned()),
            of_files(|file| file.url.clone()),
            of_files(|file| file.sha256.to_owned()),
            self.url,
        ]
    }
}

fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn has_rows(fields: &PublicFields) -> bool {
    matches!(fields, PublicFields::IntermediaryServices(_))
}

/// A document that a field names: its address where the portal has it, else as it was written;
/// nothing where it names a file of which the portal shows nothing.
fn reference(site: &Site, reference: &Reference) -> Option<String> {
    let Reference::Internal(source) = reference else {
        return Some(reference.to_string());
    };
    match site.find(source) {
        Some(Target::Item(id, _)) => {
            Some(permalink(&site.config.base_url, &site.item(id).path()))
        }
        _ => None,
    }
}

/// What an item rests on, each as far as the portal knows it.
fn basis(site: &Site, item: &Item) -> Vec<String> {
    let ties = item.relations.basis.iter();
    ties.map(|(words, found)| match found {
        Some(id) => permalink(&site.config.base_url, &site.item(*id).path()),
        None => words.clone(),
    })
    .collect()
}

fn files<'s>(site: &'s Site, item: &'s Item) -> Vec<FileRecord<'s>> {
    let files = item.attachments.iter().map(|(label, id)| (label, site.file(*id)));
    files
        .map(|(label, file)| FileRecord {
            label,
            url: permalink(&site.config.base_url, &file.path),
            media_type: file.attachment.kind.media_type(),
            size: file.attachment.size,
            sha256: &file.attachment.digest,
        })
        .collect()
}

fn rows(site: &Site, item: &Item) -> Vec<String> {
    let paths = RowsFormat::ALL.map(|format| item.rows_path(format));
    paths.iter().map(|path| permalink(&site.config.base_url, path)).collect()
}
