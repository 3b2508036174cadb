//! Functions and filters for templates, under Zola's names.

use std::sync::Arc;

use jiff::civil::DateTime;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::links::{permalink, site_path};
use super::theme::Theme;
use super::view;
use crate::disclosure::{Hours, phone_parts};
use crate::search;
use crate::site::{Site, Target};

/// Registers what needs no site: filters. Functions are named with a refusal in their place,
/// so that templates can be compiled before there is a site.
pub(super) fn register_pure(tera: &mut Tera) {
    tera.register_filter("json_encode", tera_contrib::json::json_encode);
    tera.register_filter("urlencode", tera_contrib::urlencode::urlencode);
    tera.register_filter("urlencode_strict", tera_contrib::urlencode::urlencode_strict);
    tera.register_filter("striptags", tera_contrib::regex::striptags);
    tera.register_filter("slugify", |text: &str, _: Kwargs, _: &State| {
        crate::slug::slug(text, 120)
    });
    tera.register_filter("date", date);
    tera.register_filter("opening", |text: &str, _: Kwargs, _: &State| {
        Hours::parse(text).map(|hours| hours.to_string()).unwrap_or_default()
    });
    tera.register_filter("phones", |text: &str, _: Kwargs, _: &State| {
        Value::from_serializable(&phone_parts(text))
    });
    for name in NAMES {
        tera.register_function(name, unbound);
    }
}

const NAMES: [&str; 4] = ["get_url", "get_page", "get_section", "get_taxonomy_url"];

fn unbound(_: Kwargs, _: &State) -> TeraResult<Value> {
    Err(Error::message("this function is not bound to a site"))
}

/// Zola's `date` filter for the dates that views carry; `format` as strftime.
fn date(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let format = kwargs.get::<&str>("format")?.unwrap_or("%Y-%m-%d");
    let padded = match text.len() {
        10 => format!("{text}T00:00:00"),
        _ => text.replacen(' ', "T", 1),
    };
    let moment: DateTime =
        padded.parse().map_err(|_| Error::message(format!("`{text}` is not a date")))?;
    jiff::fmt::strtime::format(format, moment)
        .map_err(|error| Error::message(format!("format `{format}`: {error}")))
}

/// Binds the functions to a site.
pub(super) fn register(tera: &mut Tera, site: &Arc<Site>, theme: &Arc<Theme>) {
    let (bound, assets) = (site.clone(), theme.clone());
    tera.register_function("get_url", move |kwargs: Kwargs, _: &State| {
        get_url(&bound, &assets, &kwargs)
    });
    let bound = site.clone();
    tera.register_function("get_page", move |kwargs: Kwargs, _: &State| {
        get_page(&bound, &kwargs)
    });
    let bound = site.clone();
    tera.register_function("get_section", move |kwargs: Kwargs, _: &State| {
        get_section(&bound, &kwargs)
    });
    let bound = site.clone();
    tera.register_function("get_taxonomy_url", move |kwargs: Kwargs, _: &State| {
        get_taxonomy_url(&bound, &kwargs)
    });
}

/// `@/…` is a page by its source; anything else a path of the output, assets with `?v=`.
fn get_url(site: &Site, theme: &Theme, kwargs: &Kwargs) -> TeraResult<String> {
    let path = kwargs.must_get::<&str>("path")?;
    if let Some(source) = path.strip_prefix("@/") {
        return view::source_path(site, source)
            .ok_or_else(|| Error::message(format!("`{path}` is no disclosed page")));
    }
    let path = path.trim_start_matches('/');
    Ok(match version(theme, path) {
        Some(version) => format!("{}?v={version}", site_path(path)),
        None => site_path(path),
    })
}

/// The version of a file with a stable name: of the theme, or a script of the search.
fn version<'t>(theme: &'t Theme, path: &str) -> Option<&'t str> {
    if let Some(name) = path.strip_prefix("assets/") {
        return theme.find(name).map(|at| theme.assets()[at].version.as_str());
    }
    search::client::version(search::format::name_of(path)?)
}

fn get_page(site: &Site, kwargs: &Kwargs) -> TeraResult<Value> {
    let path = kwargs.must_get::<&str>("path")?;
    match site.find(path.trim_start_matches("@/")) {
        Some(Target::Item(id, _)) => Ok(Value::from_serializable(&view::card(site, id))),
        _ => Err(Error::message(format!("`{path}` is no disclosed page"))),
    }
}

fn get_section(site: &Site, kwargs: &Kwargs) -> TeraResult<Value> {
    let path = kwargs.must_get::<&str>("path")?;
    match site.find(path.trim_start_matches("@/")) {
        Some(Target::Column(id)) => {
            Ok(Value::from_serializable(&view::section(site, id)))
        }
        _ => Err(Error::message(format!("`{path}` is no section"))),
    }
}

fn get_taxonomy_url(site: &Site, kwargs: &Kwargs) -> TeraResult<String> {
    let (kind, term) =
        (kwargs.must_get::<&str>("kind")?, kwargs.must_get::<&str>("term")?);
    view::term_path(site, kind, term)
        .map(|path| permalink(&site.config.base_url, &path))
        .ok_or_else(|| Error::message(format!("taxonomy `{kind}` has no term `{term}`")))
}
