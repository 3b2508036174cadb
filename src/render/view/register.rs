//! What the 有效性登记册 sees: documents with their dates and with what ended or changed them.

use serde::Serialize;
use tera::{Context, Value};

use super::Tie;
use super::list::{PagerLink, pager};
use super::ties::basis;
use crate::disclosure::{Day, PublicFields};
use crate::render::Renderer;
use crate::render::links::site_path;
use crate::site::{ItemId, Page, RegisterList, Scope};

#[derive(Serialize)]
struct RegisterView {
    /// The list that is shown.
    label: &'static str,
    /// Whether it is the list of all.
    all: bool,
    /// The door to the register.
    door: String,
    /// Its lists; on the door with counts, on full pages none.
    lists: Vec<ListView>,
    rows: Vec<RowView>,
    links: Vec<PagerLink>,
}

#[derive(Serialize)]
struct ListView {
    label: &'static str,
    path: String,
    count: Option<usize>,
    current: bool,
}

#[derive(Serialize)]
struct RowView {
    card: Value,
    normative: bool,
    registration_number: Option<String>,
    written: Option<String>,
    effective: Option<String>,
    expires: Option<String>,
    basis: Vec<Tie>,
}

/// A page of a list of the register.
pub(super) fn fill(
    renderer: &Renderer,
    at: usize,
    page: Page,
    context: &mut Context,
) -> String {
    let lists = &renderer.site().lists.register;
    let list = &lists[at];
    let path = |page: Page| site_path(&list.path(page));
    let shown = if page == Page::Open { lists.as_slice() } else { &[] };
    let view = RegisterView {
        label: list.scope.label(),
        all: list.scope == Scope::All,
        door: site_path(&lists[0].path(Page::Open)),
        lists: shown.iter().map(|other| list_view(list, other)).collect(),
        rows: list.items[list.paging.range(page)]
            .iter()
            .map(|id| row(renderer, *id))
            .collect(),
        links: pager(&list.paging, page, &path),
    };
    context.insert("register", &view);
    "register.html".to_owned()
}

/// The link from one list to another. Only the list of all tells how long the others are.
fn list_view(list: &RegisterList, other: &RegisterList) -> ListView {
    let current = list.scope == other.scope;
    let told = current || list.scope == Scope::All;
    ListView {
        label: other.scope.label(),
        path: site_path(&other.path(Page::Open)),
        count: told.then_some(other.items.len()),
        current,
    }
}

fn row(renderer: &Renderer, id: ItemId) -> RowView {
    let site = renderer.site();
    let item = site.item(id);
    let front = item.disclosed.item();
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let registration_number = match item.disclosed.fields() {
        PublicFields::Policy(fields) => fields.registration_number.clone(),
        _ => None,
    };
    RowView {
        card: renderer.card(id),
        normative: item.is_normative(),
        registration_number,
        written: day(front.written),
        effective: day(front.effective),
        expires: day(front.expires),
        basis: basis(site, item),
    }
}
