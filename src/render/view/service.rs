//! What the pages of service see: subscribing, help.

use serde::Serialize;
use tera::Context;

use super::Link;
use super::portal::linked;
use crate::render::Renderer;
use crate::render::links::{permalink, site_path};
use crate::site::{ItemId, Route, Site};

/// 依申请公开, with the institution's own particulars where it has no others.
#[derive(Serialize)]
pub(super) struct ApplicationView<'s> {
    receiver: &'s str,
    address: Option<&'s str>,
    postcode: Option<&'s str>,
    phone: Option<&'s str>,
    fax: Option<&'s str>,
    email: Option<&'s str>,
    hours: Option<&'s str>,
    online: Option<&'s str>,
    /// The page with the form.
    form: Option<String>,
    note: Option<&'s str>,
}

/// The view of 依申请公开.
pub(super) fn application(site: &Site) -> ApplicationView<'_> {
    let portal = &site.config.portal;
    let (own, body) = (&portal.application, portal.publisher());
    let form = own.application_form.as_deref();
    ApplicationView {
        receiver: own.receiver.as_deref().unwrap_or(&body.name),
        address: own.address.as_deref().or(body.address.as_deref()),
        postcode: own.postcode.as_deref().or(body.postcode.as_deref()),
        phone: own.phone.as_deref().or(body.phone.as_deref()),
        fax: own.fax.as_deref().or(body.fax.as_deref()),
        email: own.email.as_deref().or(body.email.as_deref()),
        hours: own.hours.as_deref().or(body.hours.as_deref()),
        online: own.online.as_deref(),
        form: form.and_then(|link| linked(site, link)),
        note: own.note.as_deref(),
    }
}

/// A list that can be subscribed to.
#[derive(Serialize)]
struct FeedView {
    title: String,
    /// The page of the list.
    path: String,
    forms: Vec<FormView>,
}

/// One form in which it is given.
#[derive(Serialize)]
struct FormView {
    name: &'static str,
    media_type: &'static str,
    path: String,
    /// The address to be copied.
    url: String,
}

/// A deadline that has not passed.
#[derive(Serialize)]
struct DeadlineView {
    day: String,
    link: Link,
    /// The item's own calendar file.
    calendar: String,
}

/// Items that the page for what is not found offers.
const NEWEST: usize = 5;

/// Forms of a feed, by the names of their files.
const FORMS: [(&str, &str, &str); 2] = [
    ("atom.xml", "Atom", "application/atom+xml"),
    ("feed.json", "JSON Feed", "application/feed+json"),
];

/// The page that explains feeds and calendars.
pub(super) fn fill_subscribe(renderer: &Renderer, context: &mut Context) -> String {
    let site = renderer.site();
    let columns = site.columns().filter(|(_, column)| !column.folder.is_empty());
    let all = feed(site, "全部栏目", "index.html", "");
    let columns = columns.map(|(_, column)| {
        feed(site, column.title(), &column.path(), &format!("{}/", column.folder))
    });
    let feeds: Vec<FeedView> =
        [all].into_iter().chain(columns).filter(|feed| !feed.forms.is_empty()).collect();
    context.insert("feeds", &feeds);
    context.insert("calendar", &site_path("calendar.ics"));
    context.insert("calendar_url", &permalink(&site.config.base_url, "calendar.ics"));
    let open = open_deadlines(site);
    let deadlines: Vec<DeadlineView> =
        open.into_iter().map(|id| deadline(site, id)).collect();
    context.insert("deadlines", &deadlines);
    "subscribe.html".to_owned()
}

/// The page for what is not found; it offers the newest.
pub(super) fn fill_missing(renderer: &Renderer, context: &mut Context) -> String {
    let newest = &renderer.site().lists.newest;
    let newest = renderer.card_list(&newest[..newest.len().min(NEWEST)]);
    context.insert_value("latest", newest);
    "404.html".to_owned()
}

/// Notices whose 截止日期 has not passed on the day of the site, the nearest first.
pub(in crate::render) fn open_deadlines(site: &Site) -> Vec<ItemId> {
    let open = site.lists.deadlines.iter();
    let mut open: Vec<_> = open.take_while(|(day, _)| day.date() >= site.today).collect();
    open.reverse();
    open.into_iter().map(|(_, id)| *id).collect()
}

fn deadline(site: &Site, id: ItemId) -> DeadlineView {
    let item = site.item(id);
    DeadlineView {
        day: item.closes().map(|day| day.to_string()).unwrap_or_default(),
        link: super::ties::link(site, id),
        calendar: site_path(&format!("{}.ics", item.id)),
    }
}

/// The forms of a feed that the site has.
fn feed(site: &Site, title: &str, page: &str, folder: &str) -> FeedView {
    let forms = FORMS.iter().filter_map(|(file, name, media_type)| {
        let path = format!("{folder}{file}");
        let claimed = site.registry.resolve(&path)?;
        // A file of the officer's that happens to have the name is no feed.
        if matches!(claimed, Route::File(_)) {
            return None;
        }
        let url = permalink(&site.config.base_url, &path);
        Some(FormView { name, media_type, path: site_path(&path), url })
    });
    FeedView { title: title.to_owned(), path: site_path(page), forms: forms.collect() }
}
