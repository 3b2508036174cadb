//! `config.toml`, with Zola's names and defaults.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Config, Overrides, Portal};
use crate::diag::{Finding, Place, Report};
use crate::world::SitePath;

/// The file as written. Keys that Zola knows and a portal does not use are accepted, so
/// that one file serves both; unknown keys are refused as Zola refuses them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "the switches are Zola's keys")]
pub(super) struct SiteFile {
    base_url: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    theme: Option<String>,
    #[serde(default = "default_language")]
    default_language: String,
    #[serde(default = "output_dir")]
    output_dir: String,
    #[serde(default, rename = "preserve_dotfiles_in_output")]
    _preserve_dotfiles_in_output: Option<bool>,
    #[serde(default)]
    taxonomies: Vec<Taxonomy>,
    #[serde(default)]
    markdown: Markdown,
    #[serde(default)]
    generate_feeds: bool,
    #[serde(default)]
    feed_limit: Option<usize>,
    #[serde(default = "feed_filenames")]
    feed_filenames: Vec<String>,
    #[serde(default = "yes")]
    generate_sitemap: bool,
    #[serde(default = "yes")]
    generate_robots_txt: bool,
    #[serde(default)]
    ignored_content: Vec<String>,
    #[serde(default)]
    extra: BTreeMap<String, serde_json::Value>,
    #[serde(default, rename = "compile_sass")]
    _compile_sass: Option<bool>,
    #[serde(default, rename = "minify_html")]
    _minify_html: Option<bool>,
    #[serde(default = "yes")]
    build_search_index: bool,
}

/// One `[[taxonomies]]` entry.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taxonomy {
    /// Its name, which is also its folder in the output.
    pub name: String,
    /// Items on a page of a term's list; all on one when absent.
    #[serde(default)]
    pub paginate_by: Option<usize>,
    /// Whether each term has a feed.
    #[serde(default)]
    pub feed: bool,
    /// Whether it has pages at all.
    #[serde(default = "yes")]
    pub render: bool,
}

/// `[markdown]`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Markdown {
    /// `[markdown.highlighting]`; code is not highlighted when it is absent.
    pub highlighting: Option<Highlighting>,
    /// Quotes and dashes are set typographically.
    pub smart_punctuation: bool,
    /// Footnotes stand at the end of the page, numbered by first use.
    pub bottom_footnotes: bool,
}

/// `[markdown.highlighting]`. A portal always marks code with classes, whatever theme is
/// named, because its content policy forbids inline styles.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Highlighting {
    /// A name for Zola's sake.
    pub theme: Option<String>,
}

/// The settings of feeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Feeds {
    /// Whether the site and its columns have feeds.
    pub generate: bool,
    /// How many entries at most.
    pub limit: usize,
    /// The file names, `atom.xml` by default.
    pub file_names: Vec<String>,
}

/// Entries of a feed when `feed_limit` is not set: a feed of a whole portal helps nobody.
const FEED_LIMIT: usize = 20;

/// Checks the file and puts the command line's words in place.
pub(super) fn check(
    file: SiteFile,
    name: &str,
    overrides: &Overrides,
    portal: Option<Portal>,
    report: &mut Report,
) -> Option<Config> {
    let path = SitePath::new(name).ok()?;
    let base_url = overrides.base_url.clone().unwrap_or(file.base_url);
    if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
        let place = Place::field(&path, "base_url");
        let finding =
            Finding::error(place, format!("门户地址「{base_url}」不是完整的网址"));
        report.push(
            finding.hint(
                "写成 https:// 开头的网址，例如 \"https://www.example.gov.cn/xxgk\"",
            ),
        );
    }
    if SitePath::new(&file.output_dir).is_err() || file.output_dir.is_empty() {
        let place = Place::field(&path, "output_dir");
        let finding =
            Finding::error(place, format!("输出文件夹「{}」在门户之外", file.output_dir));
        report.push(finding.hint(
            "写门户里的一个文件夹名，例如 \"public\"；要写到别处，用「-o 文件夹」",
        ));
    }
    Some(Config {
        base_url: base_url.trim_end_matches('/').to_owned(),
        title: file.title.unwrap_or_default(),
        description: file.description.unwrap_or_default(),
        default_language: file.default_language,
        author: file.author,
        theme: file.theme,
        output_dir: file.output_dir,
        taxonomies: file.taxonomies,
        markdown: file.markdown,
        feeds: Feeds {
            generate: file.generate_feeds,
            limit: file.feed_limit.unwrap_or(FEED_LIMIT),
            file_names: file.feed_filenames,
        },
        generate_sitemap: file.generate_sitemap,
        generate_robots_txt: file.generate_robots_txt,
        build_search_index: file.build_search_index,
        ignored_content: file.ignored_content,
        extra: file.extra,
        portal: portal?,
    })
}

fn yes() -> bool {
    true
}

fn default_language() -> String {
    "zh".to_owned()
}

fn output_dir() -> String {
    "public".to_owned()
}

fn feed_filenames() -> Vec<String> {
    vec!["atom.xml".to_owned()]
}
