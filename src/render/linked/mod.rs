//! Linked data: what a page is about, in the words of schema.org, as a block of JSON-LD.
//!
//! The block is data and no script, so the content policy of a page lets it be; no text in it
//! can close its element. Addresses are full ones by the portal's own. Only what is disclosed
//! goes in, and nothing that the page does not show.

mod item;

use serde_json::{Map, Value, json};

use super::links::permalink;
use super::view;
use crate::config::Institution;
use crate::disclosure::Hours;
use crate::site::{Column, ColumnId, Data, DataFormat, Page, Route, Site};

/// The element for the head of a page; `None` for pages about nothing in particular.
pub(super) fn script(site: &Site, route: &Route) -> Option<String> {
    let mut graph = match route {
        Route::Item(id) => item::nodes(site, site.item(*id)),
        Route::Row(id, at) => item::row(site, site.item(*id), *at),
        Route::Comparison(id) => item::comparison(site, site.item(*id)),
        Route::Column(id, page) if *id == site.root_id() => match page {
            Page::Open => vec![website(site), publisher(site)],
            Page::Full(_) => return None,
        },
        Route::Column(id, page) => column(site, *id, *page == Page::Open),
        Route::Facet(id, ..) => vec![breadcrumb(site, &trail(site, *id))],
        Route::Data(Data::Page) => vec![data_catalogue(site)],
        _ => return None,
    };
    graph.iter_mut().for_each(prune);
    let document = json!({ "@context": "https://schema.org", "@graph": graph });
    // In JSON a `<` stands only within a text, where its number means the same.
    let text = document.to_string().replace('<', "\\u003c");
    Some(format!("<script type=\"application/ld+json\">{text}</script>"))
}

/// Takes out what is not there.
fn prune(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(prune);
            map.retain(|_, value| !is_nothing(value));
        }
        Value::Array(list) => {
            list.iter_mut().for_each(prune);
            list.retain(|value| !is_nothing(value));
        }
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// The name of the bureau's node.
fn publisher_id(site: &Site) -> String {
    format!("{}#publisher", permalink(&site.config.base_url, "index.html"))
}

/// The bureau, where a page only names it.
fn publisher_name(site: &Site) -> Value {
    json!({
        "@type": "GovernmentOrganization",
        "@id": publisher_id(site),
        "name": site.config.portal.publisher().name,
    })
}

fn website(site: &Site) -> Value {
    let config = &site.config;
    let home = permalink(&config.base_url, "index.html");
    let search = config.build_search_index.then(|| {
        let template = permalink(&config.base_url, "search.html?q={search_term_string}");
        json!({
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": template },
            "query-input": "required name=search_term_string",
        })
    });
    json!({
        "@type": "WebSite",
        "@id": format!("{home}#website"),
        "url": home,
        "name": view::site_name(site),
        "alternateName": config.portal.name,
        "description": config.description,
        "inLanguage": "zh-CN",
        "publisher": { "@id": publisher_id(site) },
        "potentialAction": search,
    })
}

/// The bureau with all that the portal says of how to reach it.
fn publisher(site: &Site) -> Value {
    let Institution {
        name, short_name, address, postcode, phone, fax, email, hours, ..
    } = site.config.portal.publisher();
    let code = &site.config.portal.publisher().credit_code;
    let said = Organization {
        name,
        short_name: short_name.as_deref(),
        credit_code: code.as_ref().map(ToString::to_string),
        address: address.as_deref(),
        postcode: postcode.as_deref(),
        phone: phone.as_deref(),
        fax: fax.as_deref(),
        email: email.as_deref(),
        hours: hours.as_deref(),
    };
    let mut node = said.node();
    node.insert("@id".to_owned(), json!(publisher_id(site)));
    node.insert("url".to_owned(), json!(permalink(&site.config.base_url, "index.html")));
    Value::Object(node)
}

/// What may be said of a body, from the portal's settings or from an item.
struct Organization<'s> {
    name: &'s str,
    short_name: Option<&'s str>,
    credit_code: Option<String>,
    address: Option<&'s str>,
    postcode: Option<&'s str>,
    phone: Option<&'s str>,
    fax: Option<&'s str>,
    email: Option<&'s str>,
    hours: Option<&'s str>,
}

impl Organization<'_> {
    fn node(&self) -> Map<String, Value> {
        let address = self.address.map(|street| {
            json!({
                "@type": "PostalAddress",
                "streetAddress": street,
                "postalCode": self.postcode,
                "addressCountry": "CN",
            })
        });
        let code =
            self.credit_code.as_ref().map(|code| property("统一社会信用代码", code));
        let node = json!({
            "@type": "GovernmentOrganization",
            "name": self.name,
            "alternateName": self.short_name,
            "identifier": code,
            "address": address,
            "telephone": self.phone,
            "faxNumber": self.fax,
            "email": self.email,
            "openingHours": self.hours.and_then(Hours::parse).map(|hours| hours.schema_org()),
        });
        match node {
            Value::Object(map) => map,
            _ => unreachable!("an object was written"),
        }
    }
}

/// A number under the name of its system.
fn property(system: &str, value: &str) -> Value {
    json!({ "@type": "PropertyValue", "propertyID": system, "value": value })
}

/// A page above another: what it is called and where it is.
type Step = (String, String);

/// The columns down to one, itself included, the home page aside.
fn trail(site: &Site, id: ColumnId) -> Vec<Step> {
    let mut ids = site.ancestors(id);
    ids.push(id);
    let columns = ids.into_iter().map(|id| site.column(id));
    let below = columns.filter(|column| !column.folder.is_empty());
    below.map(|column| (column.title().to_owned(), address(site, column))).collect()
}

fn address(site: &Site, column: &Column) -> String {
    permalink(&site.config.base_url, &column.path())
}

/// 当前位置: from the home page down.
fn breadcrumb(site: &Site, below: &[Step]) -> Value {
    let home = permalink(&site.config.base_url, "index.html");
    let home = (site.config.portal.name.clone(), home);
    let steps = std::iter::once(&home).chain(below).zip(1..);
    let list: Vec<Value> = steps
        .map(|((name, item), position)| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": item })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": list })
}

/// A page of a column. The open one also says where the column's data are; the full ones say
/// nothing that changes when the column grows.
fn column(site: &Site, id: ColumnId, open: bool) -> Vec<Value> {
    let column = site.column(id);
    let breadcrumb = breadcrumb(site, &trail(site, id));
    if !open {
        return vec![breadcrumb];
    }
    let url = address(site, column);
    let about = column.front.section().and_then(|section| section.description.as_deref());
    let page = json!({
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": column.title(),
        "description": about,
        "inLanguage": "zh-CN",
        "publisher": publisher_name(site),
    });
    let mut nodes = vec![breadcrumb, page];
    nodes.extend(column_data(site, column));
    nodes
}

/// The data files of a column.
fn column_data(site: &Site, column: &Column) -> Option<Value> {
    let files = column.years.iter().flat_map(|(year, _)| {
        DataFormat::ALL.map(|format| {
            json!({
                "@type": "DataDownload",
                "encodingFormat": super::open::media_type(format),
                "contentUrl": permalink(&site.config.base_url, &column.data_path(*year, format)),
            })
        })
    });
    let files: Vec<Value> = files.collect();
    let title = column.title();
    (!files.is_empty()).then(|| {
        json!({
            "@type": "Dataset",
            "@id": format!("{}#data", address(site, column)),
            "name": format!("{title}目录数据"),
            "description": super::open::column_description(site, column),
            "inLanguage": "zh-CN",
            "isAccessibleForFree": true,
            "creator": publisher_name(site),
            "distribution": files,
        })
    })
}

/// The page of open data: one catalogue, with the data of each column.
fn data_catalogue(site: &Site) -> Value {
    let columns = site.columns().filter(|(_, column)| !column.items.is_empty());
    let sets: Vec<Value> = columns
        .map(|(_, column)| {
            json!({
                "@type": "Dataset",
                "@id": format!("{}#data", address(site, column)),
                "name": format!("{}目录数据", super::open::column_name(site, column)),
                "description": super::open::column_description(site, column),
                "creator": { "@id": publisher_id(site) },
            })
        })
        .collect();
    let url = permalink(&site.config.base_url, "data/index.html");
    json!({
        "@type": "DataCatalog",
        "@id": url,
        "url": url,
        "name": format!("{}开放数据", view::site_name(site)),
        "inLanguage": "zh-CN",
        "publisher": publisher_name(site),
        "dataset": sets,
    })
}
