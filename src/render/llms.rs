//! `llms.txt`: what the portal has, for language models, and what of it is no longer in force.
//!
//! A model that answers from a repealed document misleads people, so each document bears its
//! standing. The file names the columns and the newest of each; all the rest is in the data.

use std::fmt::Write as _;

use super::links::permalink;
use super::view;
use crate::site::{Column, DataFormat, Item, Site, Tag};

/// Items of each column.
const NEWEST: usize = 10;

/// The text.
pub(super) fn text(site: &Site) -> String {
    let mut out = String::new();
    let base = &site.config.base_url;
    let publisher = &site.config.portal.publisher().name;
    push(&mut out, &format!("# {}\n", view::site_name(site)));
    push(&mut out, &format!("> {publisher}主动公开的政府信息。\n"));
    if site.config.portal.demonstration {
        push(&mut out, "这是演示门户，内容是示例，不代表任何机关发布信息。\n");
    }
    push(
        &mut out,
        "使用时请注意：\n\n\
         - 标注〔已废止〕〔已失效〕的文件不再有效，不能作为现行规定引用；〔已修改〕〔部分失效〕的，以修改后的规定为准；\
         〔尚未施行〕的，到施行日期才有效。没有标注的，不适用有效性。\n\
         - 有效性随日期变化，引用前请打开网页核对；以网页和正式文件为准。\n\
         - 引用时请写明发文机关、标题、发文字号和网址。\n",
    );
    for (_, column) in site.columns().filter(|(_, column)| !column.items.is_empty()) {
        push_column(&mut out, site, column);
    }
    push(&mut out, "## 全部数据\n");
    for (name, path, about) in [
        (
            "数据文件的清单和字段说明",
            "data/items.json",
            "各栏目各年的全部信息，含有效性；每个文件有校验值",
        ),
        ("数据目录", "data/catalog.jsonld", "DCAT"),
        ("给人看的说明", "data/index.html", "全部下载和订阅"),
    ] {
        push(&mut out, &format!("- [{name}]({})：{about}", permalink(base, path)));
    }
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn push_column(out: &mut String, site: &Site, column: &Column) {
    let base = &site.config.base_url;
    push(out, &format!("## {}\n", plain(super::open::column_name(site, column))));
    let about = column.front.section().and_then(|section| section.description.as_deref());
    if let Some(about) = about {
        push(out, &format!("{}\n", plain(about)));
    }
    push(out, &format!("- [栏目网页]({})", permalink(base, &column.path())));
    for id in column.items.iter().take(NEWEST) {
        push_item(out, site, site.item(*id));
    }
    let years = column.years.iter().map(|(year, _)| *year);
    let files = years.map(|year| {
        let name =
            if year == 0 { "未注明日期".to_owned() } else { year.to_string() };
        format!(
            "[{name}]({})",
            permalink(base, &column.data_path(year, DataFormat::Json))
        )
    });
    push(
        out,
        &format!("- 本栏目全部信息的数据：{}\n", files.collect::<Vec<_>>().join("、")),
    );
}

fn push_item(out: &mut String, site: &Site, item: &Item) {
    let front = item.disclosed.item();
    let url = permalink(&site.config.base_url, &item.path());
    let _ = write!(out, "- [{}]({url})：", plain(item.disclosed.title()));
    if let Some(standing) = &item.standing {
        let _ = write!(out, "〔{}〕", standing.validity.word());
        let by = standing.by.filter(|_| standing.tag() != Tag::Ok);
        if let Some(by) = by.map(|id| site.item(id)) {
            let url = permalink(&site.config.base_url, &by.path());
            let _ = write!(out, "见[{}]({url})，", plain(by.disclosed.title()));
        }
    }
    let number = front.document_number.as_ref().map(ToString::to_string);
    let date = front.date.map(|moment| format!("{} 发布", moment.date));
    let facts: Vec<String> = number.into_iter().chain(date).collect();
    push(out, &facts.join("，"));
}

/// A text that stands in one line and opens or closes no link.
fn plain(text: &str) -> String {
    text.replace(['\n', '\r', '\u{1}'], " ").replace('[', "［").replace(']', "］")
}
