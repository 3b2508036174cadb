//! What is imported is an item that the portal reads and shows as it was written.

use jiff::civil::date;

use super::*;
use crate::config::{Config, Overrides, load};
use crate::diag::Severity;
use crate::front;
use crate::markdown::{Href, facts, html};
use crate::source::{Role, Source};
use crate::world::{MemoryWorld, SitePath};

/// The settings of the demonstration portal.
fn config() -> Config {
    let mut world = MemoryWorld::new(date(2024, 12, 31));
    for name in ["config.toml", "disclosure.yaml"] {
        let bytes = std::fs::read(root().join(name)).unwrap();
        world.insert(SitePath::new(name).unwrap(), bytes);
    }
    let (config, report) = load(&world, &Overrides::default());
    config.unwrap_or_else(|| panic!("{report:?}"))
}

#[test]
fn the_portal_reads_the_item() {
    let config = config();
    for case in cases() {
        let name = case.file_stem().unwrap().to_str().unwrap().to_owned();
        let imported = read(&text_of(&case));
        let path = SitePath::new("content/tongzhi/item.md").unwrap();
        let source = Source { path, role: Role::Item };
        let bytes = imported.to_markdown().into_bytes();
        let reading = front::read(&source, bytes, &config);
        // The portal stops for what the officer was told to decide, and for nothing else.
        let has = |key: &str| imported.front.iter().any(|(k, _)| *k == key);
        let told =
            |word: &str| imported.doubts.iter().any(|doubt| doubt.what.contains(word));
        let expected = [!has("公开属性"), !has("标题"), told("六角括号")];
        let expected = expected.into_iter().filter(|&open| open).count();
        let errors =
            reading.report.findings().iter().filter(|f| f.severity == Severity::Error);
        assert_eq!(errors.count(), expected, "{name}: {:?}", reading.report);
        assert_eq!(reading.attribute.is_some(), has("公开属性"), "{name}");
    }
}

#[test]
fn the_page_shows_the_text_of_the_source() {
    for case in cases() {
        let imported = read(&text_of(&case));
        let page = html(&imported.body, &facts(&imported.body), &|_, _| Href::Plain);
        let mut shown = String::new();
        for piece in page.split('<') {
            shown.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        }
        for (name, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        {
            shown = shown.replace(name, c);
        }
        let without_lifted = Imported { lifted: Vec::new(), ..imported };
        assert_eq!(squeezed(&shown), reassemble(&without_lifted), "{}", case.display());
    }
}
