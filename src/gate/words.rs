//! The words of what is kept back, as fingerprints.

use crate::disclosure::kinds::PrivateCells;
use crate::disclosure::{Item, KindFields, PublicFields};
use crate::fingerprint::Fingerprints;
use crate::front::{Body, Front, Reading};
use crate::source::Role;

/// An ASCII name shorter than this is a common word sooner than a secret: `caigou` is in
/// the address of every purchase.
const SHORTEST_ASCII_STEM: usize = 12;

/// The words of a source that is kept back.
pub(super) fn fingerprints(reading: &Reading) -> Fingerprints {
    let mut prints = Fingerprints::default();
    let path = &reading.source.path;
    let folder = path.parent();
    let bundle = reading.source.role == Role::Bundle;
    add_stem(&mut prints, if bundle { folder.name() } else { path.stem() });
    let Some(document) = &reading.document else {
        prints.merge(Fingerprints::of_text(&reading.text));
        return prints;
    };
    match &document.body {
        Body::Bytes(range) => {
            prints.merge(Fingerprints::of_text(&reading.text[range.clone()]));
        }
        Body::Field(text) => prints.merge(Fingerprints::of_text(text)),
    }
    if let Front::Item(item, fields) = &document.front {
        add_item(&mut prints, item);
        add_fields(&mut prints, fields);
    }
    prints
}

fn add_item(prints: &mut Fingerprints, item: &Item) {
    prints.merge(Fingerprints::of_whole(item.title.as_deref().unwrap_or_default()));
    if let Some(description) = &item.description {
        prints.merge(Fingerprints::of_text(description));
    }
    if let Some(number) = &item.index_number {
        prints.merge(Fingerprints::of_whole(number.as_str()));
    }
    if let Some(number) = &item.document_number {
        prints.merge(Fingerprints::of_whole(&number.to_string()));
    }
    for attachment in &item.attachments {
        if let Some(label) = &attachment.label {
            prints.merge(Fingerprints::of_whole(label));
        }
        let name = attachment.file.rsplit('/').next().unwrap_or_default();
        add_stem(prints, name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    }
}

fn add_fields(prints: &mut Fingerprints, fields: &KindFields) {
    let (public, private) = fields.clone().split();
    for text in texts_of(&public) {
        prints.merge(Fingerprints::of_text(&text));
    }
    for cell in private.iter().flat_map(PrivateCells::texts) {
        prints.merge(Fingerprints::of_whole(cell));
    }
}

/// Every text in the fields of a kind.
pub(super) fn texts_of(fields: &PublicFields) -> Vec<String> {
    fn gather(value: serde_json::Value, texts: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => texts.push(text),
            serde_json::Value::Array(items) => {
                items.into_iter().for_each(|item| gather(item, texts));
            }
            serde_json::Value::Object(map) => {
                map.into_iter().for_each(|(_, value)| gather(value, texts));
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    let value = serde_json::to_value(fields).expect("plain data serialises");
    gather(value, &mut texts);
    texts
}

fn add_stem(prints: &mut Fingerprints, stem: &str) {
    if !stem.is_ascii() || stem.len() >= SHORTEST_ASCII_STEM {
        prints.merge(Fingerprints::of_whole(stem));
    }
}
