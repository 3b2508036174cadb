//! The catalogue of all data in the words of DCAT 3, as JSON-LD.
//!
//! Beside the terms of the vocabulary stand the labels of the Chinese core metadata for
//! information resources (GB/T 21063.3). The context maps each label to the same term, so that a
//! program reads one statement and a person the word that is familiar here.

use serde_json::{Value, json};

use super::{
    Sum, column_description, column_name, data_items, media_type, rows_type, sum,
    with_data,
};
use crate::disclosure::Published;
use crate::render::feeds::instant;
use crate::render::links::permalink;
use crate::render::{Renderer, json_file, view};
use crate::site::{ColumnId, DataFormat, ItemId, RowsFormat, Site};

/// The catalogue.
pub(in crate::render) fn catalogue(renderer: &Renderer) -> Vec<u8> {
    let site = &**renderer.site();
    let columns = with_data(site).map(|(id, _)| column(renderer, id));
    let items = data_items(site).into_iter().map(|id| data_item(site, id));
    let sets: Vec<Value> = columns.chain(items).collect();
    let name = format!("{}开放数据目录", view::site_name(site));
    let about = format!("{name}：各栏目主动公开信息的目录数据和清单数据。");
    let mut document = described(&name, &about);
    let latest =
        site.items().filter_map(|(_, item)| item.disclosed.item().changed()).max();
    extend(
        &mut document,
        json!({
            "@context": context(),
            "@id": permalink(&site.config.base_url, "data/catalog.jsonld"),
            "@type": "dcat:Catalog",
            "dct:language": "zh-CN",
            "dct:publisher": publisher(site),
            "信息资源负责方": site.config.portal.publisher().name,
            "foaf:homepage": { "@id": permalink(&site.config.base_url, "data/index.html") },
            "dct:modified": moment(latest),
            "dcat:dataset": sets,
        }),
    );
    json_file(&document)
}

fn context() -> Value {
    let chinese = |term: &str| json!({ "@id": term, "@language": "zh-CN" });
    let moment = |term: &str| json!({ "@id": term, "@type": "xsd:dateTime" });
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dct:title": chinese("dct:title"),
        "dct:description": chinese("dct:description"),
        "dcat:keyword": chinese("dcat:keyword"),
        "dct:issued": moment("dct:issued"),
        "dct:modified": moment("dct:modified"),
        "信息资源名称": chinese("dct:title"),
        "信息资源摘要": chinese("dct:description"),
        "关键字说明": chinese("dcat:keyword"),
        "信息资源标识符": "dct:identifier",
        "信息资源发布日期": moment("dct:issued"),
        "信息资源负责方": chinese("dct:creator"),
    })
}

/// A name and a summary, in both ways of saying it.
fn described(name: &str, about: &str) -> Value {
    json!({
        "dct:title": name,
        "信息资源名称": name,
        "dct:description": about,
        "信息资源摘要": about,
    })
}

/// Adds what is there to an object.
fn extend(to: &mut Value, more: Value) {
    if let (Value::Object(to), Value::Object(more)) = (to, more) {
        to.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
    }
}

fn moment(at: Option<Published>) -> Option<String> {
    at.map(instant)
}

fn publisher(site: &Site) -> Value {
    json!({ "@type": "foaf:Agent", "foaf:name": site.config.portal.publisher().name })
}

/// The data of a column, a file for each year and form, and its pack.
fn column(renderer: &Renderer, id: ColumnId) -> Value {
    let site = renderer.site();
    let column = site.column(id);
    let base = &site.config.base_url;
    let url = permalink(base, &column.path());
    let name = format!("{}目录数据", column_name(site, column));
    let mut files = Vec::new();
    for year in column.years.iter().map(|(year, _)| *year) {
        for format in DataFormat::ALL {
            let sum = sum(renderer, id, year, format);
            let url = permalink(base, &column.data_path(year, format));
            let year = if year == 0 {
                "未注明日期".to_owned()
            } else {
                format!("{year} 年")
            };
            let title = format!("{year}，{}", format.ending().to_uppercase());
            files.push(distribution(&title, url, media_type(format), Some(sum)));
        }
    }
    if let Some(path) = column.pack_path() {
        let url = permalink(base, &path);
        files.push(distribution("整个栏目的压缩包", url, "application/zip", None));
    }
    let items = column.items.iter().map(|id| site.item(*id).disclosed.item());
    let items = items.filter(|item| item.date.is_some());
    let first = items.clone().filter_map(|item| item.date).min();
    let latest = items.filter_map(crate::disclosure::Item::changed).max();
    let mut set = described(&name, &column_description(site, column));
    let mut words = vec!["政府信息公开", column_name(site, column)];
    words.dedup();
    extend(
        &mut set,
        json!({
            "@id": format!("{url}#data"),
            "@type": "dcat:Dataset",
            "dct:identifier": format!("{url}#data"),
            "dct:publisher": publisher(site),
            "dct:issued": moment(first),
            "dct:modified": moment(latest),
            "dct:language": "zh-CN",
            "dcat:keyword": words,
            "关键字说明": words,
            "dcat:landingPage": { "@id": url },
            "dcat:distribution": files,
        }),
    );
    set
}

/// The rows of a data item in each form.
fn data_item(site: &Site, id: ItemId) -> Value {
    let item = site.item(id);
    let front = item.disclosed.item();
    let base = &site.config.base_url;
    let url = permalink(base, &item.path());
    let title = item.disclosed.title();
    let about = front.description.as_deref().unwrap_or(&item.facts.summary);
    let files = RowsFormat::ALL.map(|format| {
        let name = format.ending().to_uppercase();
        distribution(
            &name,
            permalink(base, &item.rows_path(format)),
            rows_type(format),
            None,
        )
    });
    let number = front.index_number.as_ref().map_or(url.clone(), ToString::to_string);
    let mut set = described(title, if about.is_empty() { title } else { about });
    extend(
        &mut set,
        json!({
            "@id": format!("{url}#data"),
            "@type": "dcat:Dataset",
            "dct:identifier": number,
            "信息资源标识符": number,
            "dct:publisher": publisher(site),
            "信息资源负责方": site.issuers(item),
            "dct:issued": moment(front.date),
            "信息资源发布日期": moment(front.date),
            "dct:modified": moment(front.changed()),
            "dct:language": "zh-CN",
            "dcat:keyword": front.keywords,
            "dcat:landingPage": { "@id": url },
            "dcat:distribution": files,
        }),
    );
    set
}

/// One file of a set.
fn distribution(title: &str, url: String, media: &str, sum: Option<&Sum>) -> Value {
    let mut file = json!({
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:downloadURL": { "@id": url },
        "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{media}") },
    });
    if let Some(Sum { size, sha256 }) = sum {
        extend(
            &mut file,
            json!({
                "dcat:byteSize": size,
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
                    "spdx:checksumValue": sha256,
                },
            }),
        );
    }
    file
}
