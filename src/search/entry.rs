//! What the index knows of an item: its place, its facts and its text, line by line.
//!
//! An entry is made from a [`crate::gate::Disclosed`] item and nothing else, so what is not
//! 主动公开 leaves no gram, no count and no suggestion.

use serde_json::Value;

use super::format::{Line, LineKind};
use crate::disclosure::{PublicFields, chinese, chinese_date};
use crate::markdown;
use crate::site::{Item, ItemId, Site};
use crate::world::Date;

/// An item as the index takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The output path of its page.
    pub path: String,
    /// Its title.
    pub title: String,
    /// 发布日期.
    pub date: Option<Date>,
    /// 发文字号, or nothing.
    pub number: String,
    /// Year and serial of 发文字号, where it has both.
    pub year_and_serial: Option<(u16, u32)>,
    /// 索引号, or nothing.
    pub index_number: String,
    /// 发文机关; the portal's own bureau where none is named.
    pub issuers: Vec<String>,
    /// The titles of its column and of those above, from the top.
    pub columns: Vec<String>,
    /// The first level of 主题分类, or nothing.
    pub topic: String,
    /// 有效性, or nothing.
    pub validity: String,
    /// 信息类型.
    pub kind: String,
    /// 关键词.
    pub keywords: Vec<String>,
    /// Its text.
    pub lines: Vec<Line>,
}

/// The items that are searched: those with a page, unless they say `in_search_index: false`.
pub fn searched(site: &Site) -> impl Iterator<Item = (ItemId, &Item)> {
    site.items().filter(|(_, item)| {
        let front = item.disclosed.item();
        front.render && front.in_search_index
    })
}

/// The entry of an item.
#[must_use]
pub fn entry(site: &Site, item: &Item) -> Entry {
    let front = item.disclosed.item();
    let number = front.document_number.as_ref();
    Entry {
        path: item.path(),
        title: item.disclosed.title().to_owned(),
        date: front.date.map(|moment| moment.date),
        number: number.map(ToString::to_string).unwrap_or_default(),
        year_and_serial: number.and_then(|n| Some((n.year?, n.serial))),
        index_number: front
            .index_number
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        issuers: site.issuers(item).to_vec(),
        columns: columns(site, item),
        topic: front.topic.as_ref().map(|topic| topic.first.clone()).unwrap_or_default(),
        validity: item.standing.as_ref().map_or("", |s| s.validity.word()).to_owned(),
        kind: item.disclosed.fields().kind().chinese().to_owned(),
        keywords: front.keywords.clone(),
        lines: lines(item),
    }
}

/// The titles of an item's column and of those above, each once; the root is above all and tells
/// nothing.
pub(super) fn columns(site: &Site, item: &Item) -> Vec<String> {
    let mut above = site.ancestors(item.column);
    above.retain(|id| !site.column(*id).folder.is_empty());
    above.push(item.column);
    let mut titles: Vec<String> = Vec::new();
    for id in above {
        let title = site.column(id).title();
        if !titles.iter().any(|known| known == title) {
            titles.push(title.to_owned());
        }
    }
    titles
}

fn lines(item: &Item) -> Vec<Line> {
    let mut lines = Vec::new();
    body(item, &mut lines);
    fields(item.disclosed.fields(), &mut lines);
    for (name, _) in &item.attachments {
        lines.push(Line::new(LineKind::Attachment, name));
    }
    facts(item, &mut lines);
    lines.retain(|line| !line.text.is_empty());
    lines
}

fn body(item: &Item, lines: &mut Vec<Line>) {
    for block in markdown::text(item.disclosed.body(), &item.facts) {
        lines.push(match block.id.as_str() {
            "" => Line::new(LineKind::Text, &block.text),
            id => Line::with_id(LineKind::Heading, id, &block.text),
        });
    }
}

/// The fields of the item's kind: rows under their ids, the others with their names.
fn fields(fields: &PublicFields, lines: &mut Vec<Line>) {
    if let PublicFields::IntermediaryServices(list) = fields {
        for row in &list.rows {
            let Ok(Value::Object(mut cells)) = serde_json::to_value(row) else {
                continue;
            };
            cells.shift_remove("key");
            let text = joined(cells.values());
            lines.push(Line::with_id(LineKind::Row, &row.key, &text));
        }
        return;
    }
    let Ok(Value::Object(map)) = serde_json::to_value(fields) else { return };
    for (key, value) in &map {
        match value {
            Value::Array(entries) => {
                let texts = entries.iter().map(flat);
                lines.extend(texts.map(|text| Line::new(LineKind::Text, &text)));
            }
            Value::Null | Value::Bool(_) => {}
            value => {
                let name = chinese(key).unwrap_or(key);
                let text = format!("{name}：{}", flat(value));
                lines.push(Line::new(LineKind::Fact, &text));
            }
        }
    }
}

/// The words in a value; yes and no are no words of the officer.
fn flat(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(entries) => joined(entries.iter()),
        Value::Object(map) => joined(map.values()),
    }
}

fn joined<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    let texts = values.map(flat).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("；")
}

/// The table of facts, as the page shows it, without what is in the meta: 索引号, 发文字号 and
/// 发文机关.
fn facts(item: &Item, lines: &mut Vec<Line>) {
    let front = item.disclosed.item();
    let mut fact = |text: &str| lines.push(Line::new(LineKind::Fact, text));
    front.description.iter().for_each(|text| fact(text));
    fact(&front.keywords.join("、"));
    fact(&front.addressees.join("，"));
    fact(front.signatory.as_deref().unwrap_or_default());
    front.topic.iter().for_each(|topic| fact(&topic.shown()));

    front.genre.iter().for_each(|genre| fact(genre.word()));
    fact(front.scope.as_deref().unwrap_or_default());
    item.standing.iter().for_each(|standing| fact(standing.validity.word()));
    for moment in [front.date, front.updated].into_iter().flatten() {
        fact(&moment.to_string());
    }
    for day in [front.written, front.effective, front.expires].into_iter().flatten() {
        fact(&chinese_date(day.date()));
    }
    item.relations.basis.iter().for_each(|(words, _)| fact(words));
    front.changes.iter().for_each(|change| fact(&change.note));
}
