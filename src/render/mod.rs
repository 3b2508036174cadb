//! Pages: from a route of the finished site to the bytes of its file.
//!
//! There is one way to make a page, [`Renderer::emit`]; `build` asks for every route and the
//! preview for the one that the browser wants. Templates get view structs and nothing else;
//! template functions are pure queries of the finished site.

mod calendar;
mod compare;
mod feeds;
mod functions;
mod linked;
mod links;
mod llms;
mod open;
mod private;
mod rows;
mod sheet;
mod sitemap;
mod table;
mod theme;
mod traditional;
mod twins;
mod view;

pub use private::{Mark, PrivateHtml, private_page};
pub use theme::Theme;

use std::sync::{Arc, OnceLock};

use tera::{Context, Tera, Value};

use crate::attachment::Attachment;
use crate::diag::{Finding, Place};
use crate::site::{Data, ItemId, Route, Site};
use crate::world::{SitePath, World};

/// A site with its theme, ready to give any of its pages.
pub struct Renderer {
    site: Arc<Site>,
    theme: Arc<Theme>,
    tera: Tera,
    /// Cards of items, each made when it is first asked for.
    cards: Vec<OnceLock<Value>>,
    /// What the lists of data files say of each.
    sums: open::Sums,
}

/// Where the bytes of a route come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output<'s> {
    /// A page or file of the site.
    Site(&'s Route),
    /// A page of the site in traditional characters.
    Traditional(&'s Route),
    /// A script whose words are to be in traditional characters: its text.
    Script(&'s [u8]),
    /// A file of the theme, by its position.
    Asset(usize),
}

impl Renderer {
    /// Joins a site and a theme. Template functions are bound to this site.
    #[must_use]
    pub fn new(site: Arc<Site>, theme: Arc<Theme>) -> Self {
        let mut tera = theme.tera().clone();
        functions::register(&mut tera, &site, &theme);
        let globals = tera.global_context();
        globals.insert("config", &view::config(&site.config));
        globals.insert("portal", &view::portal(&site));
        globals.insert("lang", "zh");
        let cards = site.items.iter().map(|_| OnceLock::new()).collect();
        let sums = open::Sums::new(&site);
        Self { site, theme, tera, cards, sums }
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// What a path of the output holds.
    #[must_use]
    pub fn resolve(&self, path: &str) -> Option<Output<'_>> {
        if let Some(name) = path.strip_prefix("assets/") {
            return self.theme.find(name).map(Output::Asset);
        }
        let twin = path.strip_prefix(twins::FOLDER).and_then(|path| self.twin(path));
        twin.or_else(|| self.site.registry.resolve(path).map(Output::Site))
    }

    /// Every path of the output, sorted.
    #[must_use]
    pub fn all(&self) -> Vec<(String, Output<'_>)> {
        let assets = self.theme.assets().iter().enumerate();
        let assets = assets.map(|(at, asset)| (asset.path.clone(), Output::Asset(at)));
        let site = self.site.registry.all();
        let site = site.map(|(path, route)| (path.to_owned(), Output::Site(route)));
        let mut all: Vec<_> = assets.chain(site).chain(self.twins()).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    /// The bytes of one file of the output. Attachments are read from `world`.
    ///
    /// # Errors
    /// A finding: a template failed, or an attachment cannot be read any more.
    pub fn emit(
        &self,
        path: &str,
        output: Output<'_>,
        world: &dyn World,
    ) -> Result<Vec<u8>, Finding> {
        match output {
            Output::Asset(at) => Ok(self.theme.assets()[at].bytes.to_vec()),
            Output::Site(route) => match self.plain(route, world) {
                Some(made) => made,
                None => self
                    .templated(route, path)
                    .map(|html| self.linked(&html, route, path)),
            },
            Output::Script(text) => Ok(traditional::script(text)),
            Output::Traditional(route) => {
                let path = path.strip_prefix(twins::FOLDER).unwrap_or(path);
                self.templated(route, path).map(|html| self.traditional(&html, path))
            }
        }
    }

    /// The bytes of a file that no template makes; `None` for others.
    fn plain(
        &self,
        route: &Route,
        world: &dyn World,
    ) -> Option<Result<Vec<u8>, Finding>> {
        let site = &*self.site;
        Some(Ok(match route {
            Route::File(id) => {
                return Some(attachment(&site.file(*id).attachment, world));
            }
            Route::Rows(id, format) => rows::bytes(site, *id, *format),
            Route::Differences(id) => view::differences(site, *id).csv(),
            Route::Calendar(id) => calendar::bytes(site, *id),
            Route::JsonFeed(column) => feeds::json(site, *column),
            Route::Llms => llms::text(site).into_bytes(),
            Route::Data(Data::Items) => open::items(self),
            Route::Data(Data::Catalogue) => open::catalogue(self),
            Route::Data(Data::Year(id, year, format)) => {
                open::year(self, *id, *year, *format)
            }
            Route::Data(Data::Pack(id)) => return Some(open::pack(self, *id, world)),
            _ => return None,
        }))
    }

    /// A page as its template makes it, site paths behind their sentinel; with what it and its
    /// twin say differently.
    fn templated(&self, route: &Route, path: &str) -> Result<String, Finding> {
        let (template, mut context) = self.page(route, path);
        if self.has_twin(route) {
            context.insert("twin", &view::twin(&self.site.config.base_url, path));
        }
        self.fill(&template, &context, path)
    }

    /// A page with its links as they are published.
    fn linked(&self, html: &str, route: &Route, path: &str) -> Vec<u8> {
        let html = &links::chosen(html, false);
        match route {
            Route::NotFound => links::absolute(html, &self.site.config.base_url),
            _ => links::relative(html, path),
        }
        .into_bytes()
    }

    /// What a template makes of what it sees, for the page at a path.
    fn fill(
        &self,
        template: &str,
        context: &Context,
        path: &str,
    ) -> Result<String, Finding> {
        self.tera.render(template, context).map_err(|error| {
            let message = format!("模板「{template}」用在「{path}」上出错");
            let place =
                Place::file(&SitePath::new("templates").expect("a constant path"));
            Finding::error(place, message).hint(error.to_string())
        })
    }

    /// The template of a route and what it sees.
    fn page(&self, route: &Route, path: &str) -> (String, Context) {
        let mut context = Context::new();
        context.insert("current_path", &links::site_path(path));
        context
            .insert("current_url", &links::permalink(&self.site.config.base_url, path));
        context.insert(
            "here",
            &view::here(&self.site, view::column_of(&self.site, route), path),
        );
        context.insert("meta", &view::meta(&self.site, route));
        let linked = linked::script(&self.site, route);
        context.insert_value(
            "linked",
            linked.map_or(Value::none(), |script| Value::safe_string(&script)),
        );
        let template = view::fill(self, route, &mut context);
        (template, context)
    }

    /// The card of an item, made once.
    fn card(&self, id: ItemId) -> Value {
        let make = || Value::from_serializable(&view::card(&self.site, id));
        self.cards[id.index()].get_or_init(make).clone()
    }

    fn card_list(&self, ids: &[ItemId]) -> Value {
        Value::from(ids.iter().map(|id| self.card(*id)).collect::<Vec<Value>>())
    }
}

/// The bytes of an attachment.
fn attachment(attachment: &Attachment, world: &dyn World) -> Result<Vec<u8>, Finding> {
    let source = &attachment.source;
    world.read(source).map_err(|error| {
        let message = format!("附件「{}」读不了：{error}", source.name());
        Finding::error(Place::file(source), message)
    })
}

/// A value as a file of JSON.
fn json_file(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain data serialises");
    bytes.push(b'\n');
    bytes
}
