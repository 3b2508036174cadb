//! What an item is: a rule, a report, an article, a table, a body of government.

use serde_json::{Value, json};

use super::{Organization, breadcrumb, property, publisher_name, trail};
use crate::disclosure::kinds::{InstitutionFields, Season};
use crate::disclosure::{Day, Genre, Kind, PublicFields, Topic, Validity};
use crate::render::feeds::instant;
use crate::render::links::permalink;
use crate::site::{File, Item, ItemId, RowsFormat, Site};

/// Where the item stands, what it is, and the data that come with it.
pub(super) fn nodes(site: &Site, item: &Item) -> Vec<Value> {
    let url = permalink(&site.config.base_url, &item.path());
    let mut steps = trail(site, item.column);
    steps.push((item.disclosed.title().to_owned(), url.clone()));
    let main = match item.disclosed.fields() {
        PublicFields::Institution(fields) if fields.name.is_some() => {
            institution(fields, &url)
        }
        _ => document(site, item, &url),
    };
    let mut nodes = vec![breadcrumb(site, &steps), main];
    nodes.extend(tables(site, item, &url));
    nodes
}

/// A row of a list: where it stands, and the service that it is.
pub(super) fn row(site: &Site, item: &Item, at: usize) -> Vec<Value> {
    let row = &item.rows()[at];
    let url = permalink(&site.config.base_url, &item.row_path(row));
    let list = permalink(&site.config.base_url, &item.path());
    let mut steps = trail(site, item.column);
    steps.push((item.disclosed.title().to_owned(), list.clone()));
    steps.push((row.service.clone(), url.clone()));
    let service = json!({
        "@type": "Service",
        "@id": url,
        "url": url,
        "name": row.service,
        "identifier": row.key,
        "category": row.group,
        "serviceOutput": row.deliverable.as_ref().map(|name| json!({ "@type": "Thing", "name": name })),
        "subjectOf": { "@type": "Dataset", "@id": list, "name": item.disclosed.title() },
    });
    vec![breadcrumb(site, &steps), service]
}

/// Where the comparison of an item with its last edition stands.
pub(super) fn comparison(site: &Site, item: &Item) -> Vec<Value> {
    let url = |path: &str| permalink(&site.config.base_url, path);
    let mut steps = trail(site, item.column);
    steps.push((item.disclosed.title().to_owned(), url(&item.path())));
    steps.push(("与上一版比较".to_owned(), url(&item.comparison_path())));
    vec![breadcrumb(site, &steps)]
}

/// The type of a document by the kind of the item.
fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Policy => "Legislation",
        Kind::Interpretation | Kind::Notice => "Article",
        Kind::RuleOfLawReport => "Report",
        Kind::IntermediaryServices => "Dataset",
        Kind::Institution | Kind::KeyArea | Kind::General => "DigitalDocument",
    }
}

fn document(site: &Site, item: &Item, url: &str) -> Value {
    let front = item.disclosed.item();
    let kind = type_of(item.disclosed.fields().kind());
    let index =
        front.index_number.as_ref().map(|number| property("索引号", number.as_str()));
    let summary = front.description.as_deref().unwrap_or(&item.facts.summary);
    let headline = (kind == "Article").then(|| item.disclosed.title());
    let mut node = json!({
        "@type": kind,
        "@id": url,
        "url": url,
        "name": item.disclosed.title(),
        "headline": headline,
        "description": summary,
        "inLanguage": "zh-CN",
        "identifier": index,
        "datePublished": front.date.map(instant),
        "dateModified": front.changed().filter(|at| Some(*at) != front.date).map(instant),
        "dateCreated": front.written.map(|day| day.to_string()),
        "about": front.topic.as_ref().map(Topic::shown),
        "keywords": front.keywords.join(","),
        "author": site.issuers(item).iter().map(|name| body(name)).collect::<Vec<_>>(),
        "publisher": publisher_name(site),
        "isAccessibleForFree": true,
        "isBasedOn": basis(site, item),
        "associatedMedia": item.attachments.iter().map(|(name, id)| media(site, name, site.file(*id))).collect::<Vec<_>>(),
    });
    if kind == "Legislation" {
        legislate(site, item, &mut node);
    } else if let Some(number) = &front.document_number {
        node["identifier"] =
            json!([node["identifier"], property("发文字号", &number.to_string())]);
    }
    if kind == "Dataset" {
        node["distribution"] = rows(site, item);
    }
    node
}

/// What is said of a rule: its number, its day, whether it is in force, what it ends.
fn legislate(site: &Site, item: &Item, node: &mut Value) {
    let front = item.disclosed.item();
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let force = item.standing.as_ref().map(|standing| match standing.validity {
        Validity::InForce => "https://schema.org/InForce",
        Validity::Amended | Validity::PartlyExpired => {
            "https://schema.org/PartiallyInForce"
        }
        Validity::Pending | Validity::Expired | Validity::Repealed => {
            "https://schema.org/NotInForce"
        }
    });
    let said = json!({
        "legislationIdentifier": front.document_number.as_ref().map(ToString::to_string),
        "legislationType": front.genre.as_ref().map(Genre::word),
        "legislationDate": day(front.written),
        "legislationDateOfApplicability": day(front.effective),
        "expires": day(front.expires),
        "legislationLegalForce": force,
        "legislationPassedBy": node["author"],
        "legislationRepeals": others(site, &item.relations.repeals),
        "legislationChanges": others(site, &item.relations.amends),
    });
    if let (Value::Object(node), Value::Object(said)) = (node, said) {
        node.extend(said);
        node.remove("author");
    }
}

/// What it explains, and what it rests on where the portal has that.
fn basis(site: &Site, item: &Item) -> Value {
    let relations = &item.relations;
    let basis = relations.basis.iter().filter_map(|(_, found)| *found);
    let ids: Vec<ItemId> = relations.interprets.iter().copied().chain(basis).collect();
    others(site, &ids)
}

/// Other documents of the portal.
fn others(site: &Site, ids: &[ItemId]) -> Value {
    let other = |id: &ItemId| {
        let item = site.item(*id);
        json!({
            "@type": type_of(item.disclosed.fields().kind()),
            "@id": permalink(&site.config.base_url, &item.path()),
            "name": item.disclosed.title(),
        })
    };
    ids.iter().map(other).collect()
}

fn body(name: &str) -> Value {
    json!({ "@type": "GovernmentOrganization", "name": name })
}

fn media(site: &Site, name: &str, file: &File) -> Value {
    json!({
        "@type": "MediaObject",
        "name": name,
        "contentUrl": permalink(&site.config.base_url, &file.path),
        "encodingFormat": file.attachment.kind.media_type(),
        "contentSize": format!("{} B", file.attachment.size),
        "sha256": file.attachment.digest,
    })
}

/// The rows of a data item in each form.
fn rows(site: &Site, item: &Item) -> Value {
    let file = |format: RowsFormat| {
        json!({
            "@type": "DataDownload",
            "encodingFormat": crate::render::open::rows_type(format),
            "contentUrl": permalink(&site.config.base_url, &item.rows_path(format)),
        })
    };
    RowsFormat::ALL.into_iter().map(file).collect()
}

/// Attached tables are data of their own.
fn tables(site: &Site, item: &Item, url: &str) -> Option<Value> {
    let files = item.attachments.iter().map(|(name, id)| (name, site.file(*id)));
    let tables = files.filter(|(_, file)| file.attachment.kind.is_table());
    let files: Vec<Value> = tables
        .map(|(name, file)| {
            let mut node = media(site, name, file);
            node["@type"] = json!("DataDownload");
            node
        })
        .collect();
    let front = item.disclosed.item();
    (!files.is_empty()).then(|| {
        let title = item.disclosed.title();
        let said = front.description.as_deref().unwrap_or(&item.facts.summary);
        json!({
            "@type": "Dataset",
            "@id": format!("{url}#data"),
            "name": format!("{title}（数据）"),
            "description": if said.is_empty() { title } else { said },
            "datePublished": front.date.map(instant),
            "isAccessibleForFree": true,
            "creator": publisher_name(site),
            "distribution": files,
        })
    })
}

/// A body of government, by the item about it.
fn institution(fields: &InstitutionFields, url: &str) -> Value {
    // Hours that change with the season have no form here that would be right all year.
    let hours = match fields.hours.as_slice() {
        [Season { from: None, until: None, time, .. }] => Some(time.as_str()),
        _ => None,
    };
    let said = Organization {
        name: fields.name.as_deref().unwrap_or_default(),
        short_name: fields.short_name.as_deref(),
        credit_code: fields.credit_code.as_ref().map(ToString::to_string),
        address: fields.address.as_deref(),
        postcode: fields.postcode.as_deref(),
        phone: fields.phone.as_deref(),
        fax: fields.fax.as_deref(),
        email: fields.email.as_deref(),
        hours,
    };
    let mut node = Value::Object(said.node());
    let offices = fields.offices.iter().chain(&fields.subordinates);
    let parts: Vec<Value> = offices
        .map(|office| {
            json!({
                "@type": "GovernmentOrganization",
                "name": office.name,
                "telephone": office.phone,
            })
        })
        .collect();
    node["@id"] = json!(format!("{url}#organization"));
    node["url"] = json!(url);
    node["department"] = Value::Array(parts);
    node
}
