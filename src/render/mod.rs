//! Pages: from a route of the finished site to the bytes of its file.
//!
//! There is one way to make a page, [`Renderer::emit`]; `build` asks for every route and the
//! preview for the one that the browser wants. Templates get view structs and nothing else;
//! template functions are pure queries of the finished site.

mod calendar;
mod feeds;
mod functions;
mod links;
mod private;
mod rows;
mod theme;
mod view;

pub use private::{Mark, PrivateHtml, private_page};
pub use theme::Theme;

use std::sync::{Arc, OnceLock};

use tera::{Context, Tera, Value};

use crate::diag::{Finding, Place};
use crate::site::{ItemId, Route, Site};
use crate::world::{SitePath, World};

/// A site with its theme, ready to give any of its pages.
pub struct Renderer {
    site: Arc<Site>,
    theme: Arc<Theme>,
    tera: Tera,
    /// Cards of items, each made when it is first asked for.
    cards: Vec<OnceLock<Value>>,
}

/// Where the bytes of a route come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output<'s> {
    /// A page or file of the site.
    Site(&'s Route),
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
        Self { site, theme, tera, cards }
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
        self.site.registry.resolve(path).map(Output::Site)
    }

    /// Every path of the output, sorted.
    #[must_use]
    pub fn all(&self) -> Vec<(String, Output<'_>)> {
        let assets = self.theme.assets().iter().enumerate();
        let assets = assets.map(|(at, asset)| (asset.path.clone(), Output::Asset(at)));
        let site = self.site.registry.all();
        let site = site.map(|(path, route)| (path.to_owned(), Output::Site(route)));
        let mut all: Vec<_> = assets.chain(site).collect();
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
        let route = match output {
            Output::Asset(at) => return Ok(self.theme.assets()[at].bytes.to_vec()),
            Output::Site(Route::File(id)) => {
                let source = &self.site.file(*id).attachment.source;
                return world.read(source).map_err(|error| {
                    let message = format!("附件「{}」读不了：{error}", source.name());
                    Finding::error(Place::file(source), message)
                });
            }
            Output::Site(Route::Rows(id, format)) => {
                return Ok(rows::bytes(&self.site, *id, *format));
            }
            Output::Site(Route::Calendar(id)) => {
                return Ok(calendar::bytes(&self.site, *id));
            }
            Output::Site(route) => route,
        };
        let (template, context) = self.page(route, path);
        let html = self.fill(&template, &context, path)?;
        let base = &self.site.config.base_url;
        Ok(match route {
            Route::NotFound => links::absolute(&html, base),
            _ => links::relative(&html, path),
        }
        .into_bytes())
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
