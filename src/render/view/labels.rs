//! 网页标签: the values of the META tags by which inspectors' programs know a page.

use serde::Serialize;

use crate::markdown::LinkUse;
use crate::render::links::permalink;
use crate::site::{ColumnId, Item, Route, Site, Target};

/// 网页标签 (国办发〔2017〕47号, 网页设计规范): the values of the META tags.
#[derive(Serialize, Default)]
pub(in crate::render) struct Meta {
    column_name: Option<String>,
    column_description: Option<String>,
    column_keywords: Option<String>,
    column_type: Option<String>,
    article_title: Option<String>,
    pub_date: Option<String>,
    content_source: Option<String>,
    keywords: Option<String>,
    author: Option<String>,
    description: Option<String>,
    image: Option<String>,
    url: Option<String>,
}

/// The labels of a page: column tags on lists, column and content tags on items.
pub(in crate::render) fn meta(site: &Site, route: &Route) -> Meta {
    let mut meta = Meta::default();
    match route {
        Route::Column(id, _) | Route::Facet(id, ..) => label_column(site, *id, &mut meta),
        Route::Item(id) => return item_meta(site, site.item(*id)),
        Route::Row(id, at) => {
            let item = site.item(*id);
            meta = item_meta(site, item);
            label_row(site, item, *at, &mut meta);
        }
        Route::Comparison(id) => label_column(site, site.item(*id).column, &mut meta),
        Route::Tombstone(at) => {
            label_column(site, site.tombstones[*at].column, &mut meta);
        }
        other => {
            if let Some(list) = list_of(other) {
                label_list(site, list, &mut meta);
            }
        }
    }
    meta
}

/// The name, the purpose and the type of a list that is no column of the officer's.
fn list_of(route: &Route) -> Option<[&'static str; 3]> {
    let catalogue = |name, purpose| Some([name, purpose, "信息公开目录"]);
    match route {
        Route::Catalogue(_) => catalogue(
            "索引号目录",
            "按年份列出全部主动公开的政府信息，每条有索引号、名称、内容概述和生成日期",
        ),
        Route::Archive(_) => {
            catalogue("按时间查看", "按年份和月份列出全部主动公开的政府信息")
        }
        Route::Register(..) => {
            catalogue("文件有效性登记册", "现行有效、已修改、已失效和已废止的文件")
        }
        Route::Numbers(_) => catalogue("按发文字号查找", "按机关代字和年份列出发文字号"),
        Route::Taxonomy(_) | Route::Term(..) => {
            catalogue("关键词", "按关键词查找政府信息")
        }
        Route::Changes(_) => {
            Some(["本站更新", "新公开、有改动和已撤回的政府信息", "工作动态"])
        }
        Route::Data(_) => {
            Some(["开放数据", "可以下载的数据、订阅源和它们的格式", "数据开放"])
        }
        _ => None,
    }
}

/// The labels of a list that is no column of the officer's: its name, its purpose, its type.
fn label_list(site: &Site, [name, purpose, kind]: [&str; 3], meta: &mut Meta) {
    let publisher = site.config.portal.publisher();
    let short = publisher.short_name.as_ref().unwrap_or(&publisher.name);
    meta.column_name = Some(name.to_owned());
    meta.column_description = Some(purpose.to_owned());
    meta.column_keywords = Some([name, kind, short].join(","));
    meta.column_type = Some(kind.to_owned());
}

/// The labels of an item's page.
pub(in crate::render) fn item_meta(site: &Site, item: &Item) -> Meta {
    let mut meta = Meta::default();
    label_column(site, item.column, &mut meta);
    label_item(site, item, &mut meta);
    meta
}

fn label_column(site: &Site, id: ColumnId, meta: &mut Meta) {
    let column = site.column(id);
    let home = column.folder.is_empty();
    let portal = &site.config.portal;
    let title = if home { portal.name.clone() } else { column.title().to_owned() };
    let settings = column.settings.as_ref();
    let description =
        column.front.section().and_then(|section| section.description.clone());
    let own =
        (!site.config.description.is_empty()).then(|| site.config.description.clone());
    let described = description.or(if home { own } else { None });
    meta.column_description = Some(described.unwrap_or_else(|| title.clone()));
    let kind = settings.map(|set| set.kind.chinese());
    let mut words = vec![title.as_str()];
    words.extend(kind.filter(|kind| *kind != title));
    words.push(
        portal.publisher().short_name.as_deref().unwrap_or(&portal.publisher().name),
    );
    meta.column_keywords = Some(words.join(","));
    let listed = settings.and_then(|set| set.column_type.clone());
    let fallback = if home { "首页" } else { "信息公开目录" };
    meta.column_type = Some(listed.unwrap_or_else(|| fallback.to_owned()));
    meta.column_name = Some(title);
}

fn label_item(site: &Site, item: &Item, meta: &mut Meta) {
    let front = item.disclosed.item();
    meta.article_title = Some(item.disclosed.title().to_owned());
    // The form is `YYYY-MM-DD HH:MM`; a day for which no time is told begins at midnight.
    meta.pub_date = Some(match front.date {
        Some(moment) if moment.time.is_none() => format!("{moment} 00:00"),
        moment => moment.map(|moment| moment.to_string()).unwrap_or_default(),
    });
    meta.content_source = site.issuers(item).first().cloned();
    meta.keywords = Some(front.keywords.join(","));
    meta.author = Some(front.authors.first().cloned().unwrap_or_default());
    let summary = || item.facts.summary.clone();
    meta.description = Some(front.description.clone().unwrap_or_else(summary));
    meta.image = first_image(site, item);
    meta.url = Some(permalink(&site.config.base_url, &item.path()));
}

/// What the page of a row says otherwise than that of its list.
fn label_row(site: &Site, item: &Item, at: usize, meta: &mut Meta) {
    let row = &item.rows()[at];
    let list = item.disclosed.title();
    let said = [
        (!row.bases.is_empty()).then(|| format!("设定依据：{}", row.bases.join("；"))),
        row.duration.as_ref().map(|time| format!("办理时限：{time}")),
        row.fee_type.map(|fee| format!("收费方式：{}", fee.word())),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    meta.description = Some(format!("《{list}》所列事项。{}", said.join("；")));
    meta.article_title = Some(row.service.clone());
    meta.image = None;
    meta.url = Some(permalink(&site.config.base_url, &item.row_path(row)));
}

/// The address of the first image that stands in the body.
fn first_image(site: &Site, item: &Item) -> Option<String> {
    let links = item.facts.links.iter().zip(&item.targets);
    let mut images = links.filter_map(|(link, target)| match target {
        Target::File(id) if link.usage == LinkUse::Image => Some(site.file(*id)),
        _ => None,
    });
    let image = images.find(|file| file.attachment.kind.image)?;
    Some(permalink(&site.config.base_url, &image.path))
}
