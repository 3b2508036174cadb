//! The colours of the theme against each other, computed from its sheets: text keeps 4.5:1 and
//! what only marks keeps 3:1 (WCAG 2.2, 1.4.3 and 1.4.11), in every dress that the theme has.

use std::collections::BTreeMap;

use crate::repository;

/// Colours by the names of their custom properties.
type Colours = BTreeMap<String, String>;

const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

/// What stands on what, and how much it must differ at least. A name is a custom property.
const PAIRS: &[(&str, &str, f64)] = &[
    ("ink", "paper", TEXT),
    ("soft", "paper", TEXT),
    ("faint", "paper", TEXT),
    ("link", "paper", TEXT),
    ("visited", "paper", TEXT),
    ("brand", "paper", TEXT),
    ("ink", "sunken", TEXT),
    ("soft", "sunken", TEXT),
    ("faint", "sunken", TEXT),
    ("link", "sunken", TEXT),
    ("ink", "tint", TEXT),
    ("soft", "tint", TEXT),
    ("link", "tint", TEXT),
    ("brand", "tint", TEXT),
    ("on-fill", "fill", TEXT),
    ("go", "go-bg", TEXT),
    ("warn", "warn-bg", TEXT),
    ("stop", "stop-bg", TEXT),
    ("ink", "go-bg", TEXT),
    ("ink", "warn-bg", TEXT),
    ("ink", "stop-bg", TEXT),
    ("link", "warn-bg", TEXT),
    ("link", "stop-bg", TEXT),
    ("ink", "mark", TEXT),
    ("c1", "sunken", TEXT),
    ("c2", "sunken", TEXT),
    ("c3", "sunken", TEXT),
    ("c4", "sunken", TEXT),
    ("c5", "sunken", TEXT),
    ("#ffffff", "bar", TEXT),
    ("#1b1e23", "focus", TEXT),
    ("edge", "paper", MARK),
    ("edge", "sunken", MARK),
    ("accent", "paper", MARK),
];

/// A sheet without its comments.
fn bare(css: &str) -> String {
    let mut rest = css;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// The custom properties of every rule, with its selector; `media` goes before, as it stands.
fn rules(css: &str, media: &str, found: &mut Vec<(String, Colours)>) {
    let mut rest = css;
    while let Some((selector, after)) = rest.split_once('{') {
        let (block, next) = block(after);
        let selector = selector.rsplit([';', '}']).next().unwrap_or_default().trim();
        if selector.starts_with("@media") || selector.starts_with("@supports") {
            // What holds on any screen holds here.
            let inner = if selector == "@media screen" { media } else { selector };
            rules(block, inner, found);
        } else {
            for part in selector.split(',') {
                found.push((format!("{media}{}", part.trim()), properties(block)));
            }
        }
        rest = next;
    }
}

/// What stands up to the brace that ends a block, and what follows it.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

fn properties(block: &str) -> Colours {
    let lines = block.split(';').filter_map(|line| line.split_once(':'));
    lines
        .filter_map(|(name, value)| {
            let name = name.trim().strip_prefix("--")?;
            Some((name.to_owned(), value.trim().to_owned()))
        })
        .collect()
}

/// The dresses of the theme: its own and each palette, light, dark and with more contrast, and
/// the palettes that a reader may choose.
fn dresses() -> Vec<(String, Colours)> {
    let sheets: BTreeMap<String, Vec<(String, Colours)>> =
        repository::files("themes/gongkai/static", ".css")
            .into_iter()
            .map(|(path, text)| {
                let mut found = Vec::new();
                rules(&bare(&text), "", &mut found);
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                (name, found)
            })
            .collect();
    let own = sheets.get("tokens.css").unwrap_or_else(|| &sheets["portal.css"]);
    let mut dresses = Vec::new();
    let palettes = sheets.iter().filter(|(name, _)| name.starts_with("palette-"));
    for (name, palette) in [(&"red".to_owned(), &Vec::new())].into_iter().chain(palettes)
    {
        let layers = [own.as_slice(), palette.as_slice()];
        for (scheme, media) in [
            ("light", &[""][..]),
            ("dark", &["", "dark"]),
            ("light, more contrast", &["", "contrast"]),
            ("dark, more contrast", &["", "dark", "contrast"]),
        ] {
            dresses.push((format!("{name}, {scheme}"), worn(&layers, ":root", media)));
        }
    }
    for choice in chosen(&sheets["access.css"]) {
        let layers = [own.as_slice(), &sheets["access.css"]];
        let mut colours = worn(&layers, ":root", &[""]);
        colours.extend(worn(&layers, "html[data-contrast]", &[""]));
        colours.extend(worn(&layers, &choice, &[""]));
        dresses.push((choice, colours));
    }
    dresses
}

/// The selectors of the palettes that a reader may choose.
fn chosen(rules: &[(String, Colours)]) -> Vec<String> {
    let roots = rules.iter().filter(|(selector, colours)| {
        selector.starts_with("html[data-contrast")
            && selector.ends_with(']')
            && !colours.is_empty()
    });
    let mut names: Vec<String> = roots.map(|(selector, _)| selector.clone()).collect();
    names.dedup();
    names
}

/// The colours of an element, where the media queries hold that name one of `media`.
fn worn(layers: &[&[(String, Colours)]], element: &str, media: &[&str]) -> Colours {
    let mut colours = Colours::new();
    for word in media {
        for (selector, properties) in layers.iter().copied().flatten() {
            let Some(query) = selector.strip_suffix(element) else { continue };
            let holds = if word.is_empty() {
                query.is_empty()
            } else {
                query.contains(word)
                    && !query.contains("print")
                    && !query.contains("width")
            };
            if holds {
                colours.extend(properties.clone());
            }
        }
    }
    colours
}

/// The colour of a name, through the names that it may stand for.
fn colour(colours: &Colours, name: &str) -> [f64; 3] {
    let value = if name.starts_with('#') { name } else { &colours[name] };
    if let Some(other) = value.strip_prefix("var(--") {
        return colour(colours, other.trim_end_matches(')'));
    }
    let digits = value.trim_start_matches('#');
    let digits: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    let part = |at: usize| {
        let byte = u8::from_str_radix(&digits[at..at + 2], 16);
        f64::from(byte.unwrap_or_else(|_| panic!("--{name}: {value} is no colour")))
    };
    [part(0), part(2), part(4)]
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn colours_differ_enough_in_every_dress() {
    let dresses = dresses();
    assert!(dresses.len() >= 6, "only {} dresses", dresses.len());
    let mut weak = Vec::new();
    for (dress, colours) in &dresses {
        for (front, ground, least) in PAIRS {
            let ratio = contrast(colour(colours, front), colour(colours, ground));
            if ratio < *least {
                weak.push(format!(
                    "{dress}: {front} on {ground} is {ratio:.2}, not {least}"
                ));
            }
        }
    }
    assert!(weak.is_empty(), "{weak:#?}");
}

#[test]
fn contrast_is_what_the_standard_says() {
    let of = |one: &str, other: &str| {
        contrast(colour(&Colours::new(), one), colour(&Colours::new(), other))
    };
    assert!((of("#000", "#fff") - 21.0).abs() < 0.01);
    assert!((of("#777", "#fff") - 4.48).abs() < 0.01);
    assert!((of("#fff", "#fff") - 1.0).abs() < 0.01);
}
