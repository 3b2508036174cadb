//! What the two configuration files say: `config.toml` (Zola's) and `disclosure.yaml` (the portal).
//!
//! Both files are input like any other: what is wrong in them is told with its place, all
//! at once. [`load`] gives a [`Config`] or nothing, never a half one.

mod portal;
mod service;
mod site;

pub use portal::{Column, Correction, Entry, Fact, Hint, Institution, Portal, Search};
pub use service::Application;
pub use site::{Feeds, Markdown, Taxonomy};

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::diag::{Finding, Place, Report};
use crate::disclosure;
use crate::tree::de::{self, Names};
use crate::tree::{self, Syntax};
use crate::world::{SitePath, World};

/// The name of the portal's file beside `config.toml`.
pub const PORTAL_FILE: &str = "disclosure.yaml";

/// Everything the officer has set, complete and checked.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the switches are those of Zola's file"
)]
pub struct Config {
    /// The address under which the portal will stand, without trailing slash.
    pub base_url: String,
    /// The title of the site.
    pub title: String,
    /// The description of the site.
    pub description: String,
    /// The language of the site, `zh` by default.
    pub default_language: String,
    /// The author of the site, for feeds.
    pub author: Option<String>,
    /// The theme's folder below `themes/`; the built-in theme when none is named.
    pub theme: Option<String>,
    /// The folder that `build` writes to.
    pub output_dir: String,
    /// Taxonomies such as 关键词.
    pub taxonomies: Vec<Taxonomy>,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// Feeds.
    pub feeds: Feeds,
    /// Whether a `sitemap.xml` is made.
    pub generate_sitemap: bool,
    /// Whether a `robots.txt` is made.
    pub generate_robots_txt: bool,
    /// Whether the portal can be searched; yes where the file does not say.
    pub build_search_index: bool,
    /// Globs of content to leave out.
    pub ignored_content: Vec<String>,
    /// Free values for templates.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// The portal.
    pub portal: Portal,
}

/// What the command line puts in place of the file's words.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The name of the configuration file, `config.toml` by default.
    pub file: Option<String>,
    /// `-u`: the address under which the portal will stand.
    pub base_url: Option<String>,
}

impl Overrides {
    /// The name of the configuration file.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.file.as_deref().unwrap_or("config.toml")
    }
}

/// Reads both files. `None` when either cannot be used; the report says why.
#[must_use]
pub fn load(world: &dyn World, overrides: &Overrides) -> (Option<Config>, Report) {
    let mut report = Report::default();
    let file = overrides.file_name();
    let site = read_file::<site::SiteFile>(world, file, Syntax::Toml, &mut report);
    let portal =
        read_file::<portal::PortalFile>(world, PORTAL_FILE, Syntax::Yaml, &mut report);
    let (Some(site), Some(portal)) = (site, portal) else { return (None, report) };
    let portal = portal::check(portal, &mut report);
    let config = site::check(site, file, overrides, portal, &mut report);
    if report.has_errors() { (None, report) } else { (config, report) }
}

/// Reads one configuration file into its struct and tells all that is wrong in it.
fn read_file<T: DeserializeOwned>(
    world: &dyn World,
    name: &str,
    syntax: Syntax,
    report: &mut Report,
) -> Option<T> {
    let path = match SitePath::new(name) {
        Ok(path) => path,
        Err(error) => {
            let place = Place::file(&SitePath::root());
            report.push(Finding::error(
                place,
                format!("配置文件名「{name}」不能用：{error}"),
            ));
            return None;
        }
    };
    let text = read_text(world, &path, report)?;
    let mut node = match tree::parse(&text, syntax) {
        Ok(node) => node,
        Err(trouble) => {
            report.push(Finding::of_trouble(&path, trouble));
            return None;
        }
    };
    if syntax == Syntax::Yaml {
        node.rename_keys(&disclosure::english);
    }
    let names = Names { chinese: &|key| chinese_key(syntax, key), more: &[] };
    let (value, troubles) = de::read(node, &names);
    let failed = value.is_none() || !troubles.is_empty();
    report.extend(troubles.into_iter().map(|t| Finding::of_trouble(&path, t)).collect());
    value.filter(|_| !failed)
}

/// Keys of `config.toml` are spoken of as Zola writes them.
fn chinese_key(syntax: Syntax, key: &str) -> Option<&'static str> {
    if syntax == Syntax::Yaml { disclosure::chinese(key) } else { None }
}

/// The text of a configuration file; what keeps it from being read is a finding.
fn read_text(world: &dyn World, path: &SitePath, report: &mut Report) -> Option<String> {
    let place = Place::file(path);
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let finding = Finding::error(place, format!("没有找到「{path}」"));
            report.push(finding.hint(missing_hint(path.as_str())));
            return None;
        }
        Err(error) => {
            report.push(Finding::error(place, format!("读不了「{path}」：{error}")));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(
            text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned),
        ),
        Err(_) => {
            let finding = Finding::error(place, "文件不是 UTF-8 编码");
            report.push(finding.hint("用编辑器「另存为」，编码选 UTF-8"));
            None
        }
    }
}

fn missing_hint(name: &str) -> &'static str {
    if name == PORTAL_FILE {
        "公开门户要有这个文件；可以用「gongkai init 目录」新建一个门户，从里面抄一份"
    } else {
        "请在门户所在的文件夹里运行，或用「-r 文件夹」指明；新建门户用「gongkai init 目录」"
    }
}
