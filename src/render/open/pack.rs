//! A column as one file, for archives, libraries and whoever wants to keep it (条例 art. 25).
//!
//! The folders are those of the portal, so pages, attachments and data open from a disk or a
//! stick as they do on the web. Links within the column stay relative; all others become full
//! addresses. A manifest has the SHA-256 of every file, in the form that `sha256sum -c` reads.
//! The bytes follow from the content alone: no clock is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};
use std::sync::Mutex;

use rayon::prelude::*;
use tera::Context;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Sum;
use crate::diag::Finding;
use crate::render::links::{packed, permalink};
use crate::render::{Renderer, Theme, view};
use crate::site::{Column, ColumnId, Data, FileId, Item, Route, Site, Target};
use crate::world::{Date, World};

/// Files of the pack that are its own.
const README: &str = "README.txt";
const MANIFEST: &str = "manifest-sha256.txt";
const DOOR: &str = "index.html";

/// Endings of files that are compressed already.
const DENSE: [&str; 10] =
    ["jpg", "jpeg", "png", "webp", "mp3", "mp4", "zip", "docx", "xlsx", "pptx"];

/// The pack of a column and of those below it.
///
/// # Errors
/// A finding: a page failed, or an attachment cannot be read any more.
pub(in crate::render) fn pack(
    renderer: &Renderer,
    id: ColumnId,
    world: &dyn World,
) -> Result<Vec<u8>, Finding> {
    let site = &**renderer.site();
    let contents = Contents::of(site, id);
    let used = Mutex::new(BTreeSet::new());
    let made = contents.routes.par_iter().map(|(path, route)| {
        let bytes = match renderer.plain(route, world) {
            Some(made) => made?,
            None => {
                let html = page(renderer, route, path)?;
                let own = |to: &str| {
                    let asset = to.strip_prefix("assets/");
                    let at = asset.and_then(|name| renderer.theme.find(name));
                    if let Some(at) = at {
                        used.lock().expect("nobody panics here").insert(at);
                    }
                    at.is_some() || contents.routes.contains_key(to)
                };
                packed(&html, path, &site.config.base_url, &own).into_bytes()
            }
        };
        Ok(((*path).to_owned(), bytes))
    });
    let mut files: BTreeMap<String, Vec<u8>> = made.collect::<Result<_, Finding>>()?;
    let used = used.into_inner().expect("nobody panicked");
    files.extend(assets(&renderer.theme, used));
    files.insert(DOOR.to_owned(), door(renderer, id)?.into_bytes());
    let column = site.column(id);
    let manifest = manifest(&files);
    files.insert(README.to_owned(), readme(site, column, &contents).into_bytes());
    files.insert(MANIFEST.to_owned(), manifest.into_bytes());
    Ok(zipped(&files, contents.changed))
}

/// What belongs to a column.
struct Contents<'s> {
    routes: BTreeMap<&'s str, &'s Route>,
    /// The day of the last change; the beginning of 1980 if nothing has a date.
    changed: Date,
    items: usize,
}

impl<'s> Contents<'s> {
    fn of(site: &'s Site, id: ColumnId) -> Self {
        let columns = below(site, id);
        let items = site.items().filter(|(_, item)| columns.contains(&item.column));
        let items: Vec<&Item> = items
            .map(|(_, item)| item)
            .filter(|item| item.disclosed.item().render)
            .collect();
        let files = files(site, &columns, &items);
        let belongs = |route: &Route| match route {
            Route::File(id) => files.contains(id),
            // Feeds are news, and a pack in a pack would have no end.
            Route::Feed(_) | Route::JsonFeed(_) | Route::Data(Data::Pack(_)) => false,
            other => view::column_of(site, other).is_some_and(|id| columns.contains(&id)),
        };
        let routes = site.registry.all().filter(|(_, route)| belongs(route)).collect();
        let changed = items.iter().filter_map(|item| item.disclosed.item().changed());
        let changed = changed.map(|moment| moment.date).max();
        Self {
            routes,
            changed: changed.unwrap_or(Date::constant(1980, 1, 1)),
            items: items.len(),
        }
    }
}

/// A column and all below it.
fn below(site: &Site, id: ColumnId) -> BTreeSet<ColumnId> {
    let is_below =
        |other: &ColumnId| *other == id || site.ancestors(*other).contains(&id);
    site.columns().map(|(id, _)| id).filter(is_below).collect()
}

/// The published files that items and columns name.
fn files(site: &Site, columns: &BTreeSet<ColumnId>, items: &[&Item]) -> BTreeSet<FileId> {
    let attached =
        items.iter().flat_map(|item| item.attachments.iter().map(|(_, id)| *id));
    let of_items = items.iter().flat_map(|item| &item.targets);
    let of_columns = columns.iter().flat_map(|id| &site.column(*id).targets);
    let linked = of_items.chain(of_columns).filter_map(|target| match target {
        Target::File(id) => Some(*id),
        _ => None,
    });
    attached.chain(linked).collect()
}

/// A page without what needs a server.
fn page(renderer: &Renderer, route: &Route, path: &str) -> Result<String, Finding> {
    let (template, mut context) = renderer.page(route, path);
    context.insert("packed", &true);
    renderer.fill(&template, &context, path)
}

/// A page at the top that leads to the column.
fn door(renderer: &Renderer, id: ColumnId) -> Result<String, Finding> {
    let column = renderer.site().column(id);
    let mut context = Context::new();
    context.insert("url", &column.path());
    context.insert("title", column.title());
    context.insert("packed", &true);
    renderer.fill("redirect.html", &context, DOOR)
}

/// The files of the theme that the pages name, and those that these name.
fn assets(theme: &Theme, used: BTreeSet<usize>) -> Vec<(String, Vec<u8>)> {
    let mut all = used.clone();
    let mut fresh = used;
    while let Some(at) = fresh.pop_first() {
        let asset = &theme.assets()[at];
        if !asset.path.ends_with(".css") && !asset.path.ends_with(".js") {
            continue;
        }
        let text = String::from_utf8_lossy(&asset.bytes);
        for (other, named) in theme.assets().iter().enumerate() {
            let name = named.path.rsplit('/').next().unwrap_or(&named.path);
            if text.contains(name) && all.insert(other) {
                fresh.insert(other);
            }
        }
    }
    let file =
        |at: usize| (theme.assets()[at].path.clone(), theme.assets()[at].bytes.to_vec());
    all.into_iter().map(file).collect()
}

/// The digest of each file, as `sha256sum` writes it.
fn manifest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let lines = files.par_iter();
    let lines = lines.map(|(path, bytes)| format!("{}  {path}\n", Sum::of(bytes).sha256));
    lines.collect()
}

/// What the reader of the pack should know. With a BOM and the line ends of Windows, so that
/// the simplest of programs shows it.
fn readme(site: &Site, column: &Column, contents: &Contents<'_>) -> String {
    let publisher = &site.config.portal.publisher().name;
    let url = permalink(&site.config.base_url, &column.path());
    let (title, count, day) = (column.title(), contents.items, contents.changed);
    let demonstration = if site.config.portal.demonstration {
        "\n这是演示门户，内容是示例，不代表任何机关发布信息。\n"
    } else {
        ""
    };
    let text = format!(
        "{publisher}「{title}」\n\n\
         主动公开的政府信息 {count} 条，最后变动于 {day}。\n\
         最新的内容见：{url}\n{demonstration}\n\
         怎样看\n\n\
         双击 {DOOR}，用浏览器打开。不需要网络；指向别的栏目的链接会打开网站。\n\n\
         里面有什么\n\n\
         {folder}/ 是网页和附件，data/ 是目录数据（JSON、CSV），assets/ 是网页的样式。\n\
         {MANIFEST} 是每个文件的 SHA-256 校验值，可以用 sha256sum -c {MANIFEST} 核对。\n\n\
         使用\n\n\
         可以自由保存、复制和提供查阅，请保持完整并注明来源。有效性以网站为准。\n",
        folder = column.folder,
    );
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

/// The files in the order of their paths, all with the time of the last change.
fn zipped(files: &BTreeMap<String, Vec<u8>>, changed: Date) -> Vec<u8> {
    let year = u16::try_from(changed.year()).unwrap_or_default().clamp(1980, 2107);
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let (month, day) = (part(changed.month()), part(changed.day()));
    let time =
        DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
    let options =
        SimpleFileOptions::default().last_modified_time(time).unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let method = match DENSE.contains(&ending) {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let large = bytes.len() >= u32::MAX as usize;
        let options = options.compression_method(method).large_file(large);
        zip.start_file(path.as_str(), options)
            .and_then(|()| Ok(zip.write_all(bytes)?))
            .expect("an archive in memory takes all that is written");
    }
    zip.finish().expect("an archive in memory can be closed").into_inner()
}
