//! The front matter of a column (栏目): Zola's section keys and 公开属性.
//!
//! What a column is by law – kind, legal item, freshness – stands in `disclosure.yaml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Attribute, reading};

/// The front matter of an `_index.md`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "the switches are Zola's keys")]
pub struct Section {
    /// 标题: the column's name.
    pub title: Option<String>,
    /// 内容概述: what the column is for; becomes `ColumnDescription`.
    pub description: Option<String>,
    /// 公开属性 of the body; only a column that has one needs it.
    pub attribute: Option<Attribute>,
    /// 草稿: the whole folder is left out.
    #[serde(deserialize_with = "reading::flag")]
    pub draft: bool,
    /// The template of the list.
    pub template: Option<String>,
    /// Rank among its neighbours, least first.
    pub weight: u32,
    /// The order of the pages.
    pub sort_by: SortBy,
    /// Pages a list page holds; `None` puts all on one.
    pub paginate_by: Option<usize>,
    /// The word in the addresses of list pages (plain Zola sites).
    pub paginate_path: String,
    /// Oldest first.
    #[serde(deserialize_with = "reading::flag")]
    pub paginate_reversed: bool,
    /// Where links to headings stand; `None` follows the site's configuration.
    pub insert_anchor_links: Option<AnchorLinks>,
    /// The template of pages below that name none.
    pub page_template: Option<String>,
    /// Its pages are listed in the parent too.
    #[serde(deserialize_with = "reading::flag")]
    pub transparent: bool,
    /// A path or address to which the list's own address leads.
    pub redirect_to: Option<String>,
    /// Whether the list has a page.
    #[serde(deserialize_with = "reading::flag")]
    pub render: bool,
    /// Former addresses.
    #[serde(deserialize_with = "reading::one_or_many")]
    pub aliases: Vec<String>,
    /// Whether the column has a feed of its own.
    #[serde(deserialize_with = "reading::flag")]
    pub generate_feeds: bool,
    /// Whether its body is found by searching.
    #[serde(deserialize_with = "reading::flag")]
    pub in_search_index: bool,
    /// Data for the theme.
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Default for Section {
    /// A section without any key, as in Zola.
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            attribute: None,
            draft: false,
            template: None,
            weight: 0,
            sort_by: SortBy::None,
            paginate_by: None,
            paginate_path: "page".to_owned(),
            paginate_reversed: false,
            insert_anchor_links: None,
            page_template: None,
            transparent: false,
            redirect_to: None,
            render: true,
            aliases: Vec::new(),
            generate_feeds: false,
            in_search_index: true,
            extra: BTreeMap::new(),
        }
    }
}

/// The order of a section's pages, in Zola's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// By path, so that the order is the same each time.
    #[default]
    None,
    /// 发布日期, newest first.
    Date,
    /// 更新日期 or else 发布日期, newest first.
    UpdateDate,
    /// Title, in the natural order of its text.
    Title,
    /// Title, byte by byte.
    TitleBytes,
    /// Weight, least first.
    Weight,
    /// Slug.
    Slug,
    /// Address.
    Permalink,
}

/// Where a link to a heading stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnchorLinks {
    /// Nowhere.
    #[default]
    None,
    /// Before the text.
    Left,
    /// After the text.
    Right,
    /// The whole heading is the link.
    Heading,
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn blank_front_matter_is_the_default_of_zola() {
        let section: Section = from_value(json!({})).unwrap();
        assert_eq!(section, Section::default());
        assert!(section.render && section.in_search_index && !section.draft);
    }

    #[test]
    fn all_keys_of_zola_and_the_attribute_are_read() {
        let section: Section = from_value(json!({
            "title": "政策文件", "description": "本机关文件", "draft": "否", "template": "a.html",
            "weight": 3, "sort_by": "update_date", "paginate_by": 20, "paginate_path": "p",
            "paginate_reversed": true, "insert_anchor_links": "right", "page_template": "b.html",
            "transparent": true, "redirect_to": "x", "render": false, "aliases": "old",
            "generate_feeds": true, "in_search_index": false, "extra": {"a": 1},
            "attribute": "主动公开"
        }))
        .unwrap();
        assert_eq!(section.sort_by, SortBy::UpdateDate);
        assert_eq!(section.insert_anchor_links, Some(AnchorLinks::Right));
        assert_eq!(section.aliases, ["old"]);
        assert_eq!(section.attribute, Some(Attribute::Public));
    }

    #[test]
    fn a_page_key_is_refused() {
        for key in ["date", "slug", "path", "index_number"] {
            assert!(from_value::<Section>(json!({ key: "x" })).is_err(), "{key}");
        }
        assert!(from_value::<Section>(json!({ "sort_by": "日期" })).is_err());
    }
}
