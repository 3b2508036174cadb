//! A build with what earlier builds learnt gives what a build without gives.
//!
//! Random edits of a portal of sixty items, in batches, each batch followed by both builds;
//! every finding and every byte of every file must be the same. Once in memory, and once
//! on disk, as editors write, with the preview itself on the warm side.
#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

mod disk;
mod edited;
mod item;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongkai::config::Overrides;
use gongkai::diag::Report;
use gongkai::pipeline::{self, Built, Cache, Outcome};
use gongkai::search::Memory;
use gongkai::search::reader::{Ask, Index};
use gongkai::site::{Item, Site};
use gongkai::world::World;

use crate::random::Random;
use edited::Edited;

const ITEMS: usize = 60;

const SEED: u64 = 0x67_6f_6e_67_6b_61_69;

/// How many edits of a sort are made: what the long programme asks for in the environment, else
/// enough for every day.
fn edits(name: &str, otherwise: usize) -> usize {
    let asked = std::env::var(name);
    asked.map_or(otherwise, |text| text.parse().expect("a number of edits"))
}

/// How many edits come between two builds: mostly one, sometimes many.
fn batch(dice: &mut Random) -> usize {
    match dice.below(20) {
        0 => dice.below(50) + 1,
        1..=7 => dice.below(10) + 1,
        _ => 1,
    }
}

/// All that can be seen of an outcome: findings, what is withheld, every file.
fn seen(world: &dyn World, outcome: &Outcome) -> BTreeMap<String, Vec<u8>> {
    let mut seen = findings(&outcome.report);
    if let Some(built) = &outcome.built {
        seen.extend(files(world, built));
    }
    seen
}

fn findings(report: &Report) -> BTreeMap<String, Vec<u8>> {
    let findings = report.findings().iter().enumerate();
    let text = |finding| format!("{finding:?}").into_bytes();
    findings.map(|(at, finding)| (format!("finding {at:03}"), text(finding))).collect()
}

fn files(world: &dyn World, built: &Built) -> BTreeMap<String, Vec<u8>> {
    let mut seen = BTreeMap::new();
    seen.insert("input".to_owned(), built.input.clone().into_bytes());
    seen.insert("withheld".to_owned(), format!("{:?}", built.withheld).into_bytes());
    let watchlist = format!("{:?}", built.watchlist());
    let digest = blake3::hash(watchlist.as_bytes()).to_hex().to_string();
    seen.insert("watchlist".to_owned(), digest.into_bytes());
    seen.insert("due".to_owned(), format!("{:?}", built.next_due).into_bytes());
    for (path, output) in built.renderer.all() {
        let bytes = built.renderer.emit(&path, output, world);
        seen.insert(path, bytes.unwrap_or_else(|finding| format!("{finding:?}").into()));
    }
    seen
}

/// Tells the first difference.
#[track_caller]
fn assert_same(
    warm: &BTreeMap<String, Vec<u8>>,
    cold: &BTreeMap<String, Vec<u8>>,
    after: &str,
) {
    for key in warm.keys().chain(cold.keys()) {
        let text = |all: &BTreeMap<String, Vec<u8>>| {
            all.get(key).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        assert_eq!(text(warm), text(cold), "{key} after {after}");
    }
}

#[test]
fn warm_equals_cold() {
    let edits = edits("GONGKAI_EDITS", 1000);
    let mut site = Edited::new(SEED, ITEMS);
    let mut dice = Random::new(SEED);
    let cache = Cache::default();
    let overrides = Overrides::default();
    let (mut sound, mut failed, mut number) = (0, 0, 0);
    let (mut kept, mut swapped, mut moved) = (0, 0, 0);
    let mut before: Option<Outcome> = None;
    while number < edits {
        let mut done = Vec::new();
        for _ in 0..batch(&mut dice) {
            number += 1;
            done.push(site.edit(number));
        }
        let warm = pipeline::build(&site.world, &overrides, Some(&cache));
        let cold = pipeline::build(&site.world, &overrides, None);
        *if cold.report.has_errors() { &mut failed } else { &mut sound } += 1;
        assert_same(
            &seen(&site.world, &warm),
            &seen(&site.world, &cold),
            &done.join("; "),
        );
        kept += usize::from(is_kept(before.as_ref(), &warm, false));
        swapped += usize::from(is_kept(before.as_ref(), &warm, true));
        moved += usize::from(is_moved(before.as_ref(), &warm));
        before = Some(warm);
    }
    let builds = sound + failed;
    println!("{number} edits, {builds} builds, {kept} of them on the site from before");
    println!("{swapped} with an item swapped, {moved} with some moved");
    // The test would say nothing if nearly all builds failed, or none took over a site.
    assert!(sound > builds / 6 && failed > builds / 6, "{sound} sound, {failed} failed");
    assert!(kept > builds / 10, "{kept} of {builds} on the site from before");
    assert!(swapped > builds / 15, "{swapped} of {builds} with an item swapped");
    assert!(moved > builds / 15, "{moved} of {builds} with some items moved");
}

/// All from which findings and pages follow: it takes a tenth of the time to look at this.
fn known(outcome: &Outcome) -> BTreeMap<String, Vec<u8>> {
    let mut known = findings(&outcome.report);
    let Some(built) = &outcome.built else { return known };
    let site = built.site();
    let mut note = |name: String, text: String| known.insert(name, text.into_bytes());
    note("withheld".to_owned(), format!("{:?} {:?}", built.withheld, built.next_due));
    for (id, column) in site.columns() {
        note(format!("column {id:?}"), format!("{column:?}"));
    }
    for (id, item) in site.items() {
        note(format!("item {id:?}"), format!("{item:?} {:?}", site.neighbours(id)));
    }
    for (path, route) in site.registry.all() {
        note(format!("path {path}"), format!("{route:?}"));
    }
    for taxonomy in site.taxonomies.iter() {
        let name = format!("taxonomy {}", taxonomy.slug);
        note(name, format!("{:?}", taxonomy.terms));
    }
    note("lists".to_owned(), format!("{:?}", site.lists));
    note("files".to_owned(), format!("{:?} {:?}", site.files, site.tombstones));
    known
}

/// Edits one at a time that leave most items in order, so that nearly every build takes something over.
#[test]
fn what_is_taken_over_after_an_edit_is_as_if_made_anew() {
    let edits = edits("GONGKAI_MOVES", 600);
    let mut site = Edited::new(SEED ^ 1, ITEMS);
    let cache = Cache::default();
    let overrides = Overrides::default();
    let (mut kept, mut moved) = (0, 0);
    let mut before: Option<Outcome> = None;
    for number in 1..=edits {
        let mut done = site.move_about(number);
        // Links to what is closed meanwhile would soon be everywhere.
        if number % 80 == 0 {
            site.mend(number);
            done.push_str(", and all mended");
        }
        let warm = pipeline::build(&site.world, &overrides, Some(&cache));
        let cold = pipeline::build(&site.world, &overrides, None);
        assert_same(&known(&warm), &known(&cold), &done);
        kept += usize::from(is_kept(before.as_ref(), &warm, true));
        moved += usize::from(is_moved(before.as_ref(), &warm));
        before = Some(warm);
    }
    println!("{edits} edits, {kept} kept the site, {moved} moved items in it");
    assert!(kept > edits / 20, "{kept} of {edits} on the site from before");
    assert!(moved > edits / 10, "{moved} of {edits} with some items moved");
}

/// The text of an item: a day of its month, lines of front matter, a body.
fn item(day: u8, lines: &str, body: &str) -> String {
    format!(
        "---\n标题: 第{day}日\n公开属性: 主动公开\n发布日期: 2025-12-{day:02}\n{lines}\n---\n{body}\n"
    )
}

/// A name, the files of a portal, and one of them with what is written there by an edit; nothing
/// where there is no file.
type Case<'a> = (&'a str, &'a [(&'a str, &'a String)], &'a str, &'a String);

/// What one edit does to ties that chance would seldom bring together: the portal before it, then what is
/// written where, or taken away.
#[test]
fn an_edit_does_to_ties_what_a_new_build_does() {
    let numbered = item(1, "发文字号: 甲字〔2026〕1号", "一。");
    let hidden = numbered.replace("主动公开", "依申请公开");
    let citing = item(2, "", "按甲字〔2026〕1号办。");
    let plain = item(3, "", "三。");
    let linking = item(4, "", "见[这里](@/b/n.md)。");
    let repealed = item(5, "废止依据: 甲字〔2026〕1号", "五。");
    let none = String::new();
    let index = item(6, "索引号: 11371002MB0000001E/2026-00001", "六。");
    let closed = index.replace("主动公开", "依申请公开");
    let based = item(7, "依据: 11371002MB0000001E/2026-00001", "七。");
    let cases: [Case<'_>; 10] = [
        ("an 索引号 that is named comes", &[("i", &closed), ("d", &based)], "i", &index),
        (
            "a number that is cited comes",
            &[("n", &hidden), ("c", &citing)],
            "n",
            &numbered,
        ),
        (
            "a number that is cited goes",
            &[("n", &numbered), ("c", &citing)],
            "n",
            &hidden,
        ),
        ("who cites comes", &[("n", &numbered)], "c", &citing),
        ("who cites goes", &[("n", &numbered), ("c", &citing)], "c", &none),
        (
            "an edition is kept",
            &[("n", &numbered), ("r", &repealed), ("m", &none)],
            "m",
            &plain,
        ),
        ("an edition shifts", &[("n", &numbered), ("r", &repealed)], "a", &plain),
        ("what is linked to goes", &[("n", &numbered), ("l", &linking)], "n", &none),
        ("what was missed comes", &[("l", &linking)], "n", &numbered),
        ("a dead link is mended", &[("l", &linking), ("n", &none)], "l", &plain),
    ];
    for (name, before, path, after) in cases {
        let mut site = Edited::new(SEED, 3);
        for (path, text) in before.iter().filter(|(_, text)| !text.is_empty()) {
            site.put(&format!("content/b/{path}.md"), text.as_bytes());
        }
        let (cache, overrides) = (Cache::default(), Overrides::default());
        drop(pipeline::build(&site.world, &overrides, Some(&cache)));
        let path = format!("content/b/{path}.md");
        if after.is_empty() {
            site.remove(&path);
        } else {
            site.put(&path, after.as_bytes());
        }
        let warm = pipeline::build(&site.world, &overrides, Some(&cache));
        let cold = pipeline::build(&site.world, &overrides, None);
        assert_same(&known(&warm), &known(&cold), name);
    }
}

/// The sites of two outcomes.
fn sites(before: Option<&Outcome>, after: &Outcome) -> Option<[Arc<Site>; 2]> {
    let site = |outcome: &Outcome| Some(outcome.built.as_ref()?.site().clone());
    Some([site(before?)?, site(after)?])
}

/// Whether a build made other lists, and took over most items from before.
fn is_moved(before: Option<&Outcome>, after: &Outcome) -> bool {
    let Some([before, after]) = sites(before, after) else { return false };
    let known = |item: &Arc<Item>| before.items.iter().any(|old| Arc::ptr_eq(old, item));
    !std::ptr::eq(before.columns.as_ptr(), after.columns.as_ptr())
        && after.items.iter().any(known)
}

/// Whether a build took over the site from before; with an item swapped, if that is asked.
fn is_kept(before: Option<&Outcome>, after: &Outcome, swapped: bool) -> bool {
    let Some([before, after]) = sites(before, after) else { return false };
    let mut pairs = before.items.iter().zip(after.items.iter());
    std::ptr::eq(before.columns.as_ptr(), after.columns.as_ptr())
        && (!swapped
            || pairs.any(|(old, new)| !Arc::ptr_eq(&old.disclosed, &new.disclosed)))
}

/// What an index in memory finds: how many, which pages, and how often each value.
fn found(index: &Memory, query: &str) -> (usize, BTreeSet<String>, String) {
    let open = |path: &str| index.file(&format!("search/{path}")).map(|f| f.to_vec());
    let ask = Ask { limit: 100, facets: vec!["column".to_owned()], ..Ask::default() };
    let answer = Index::open(&open).unwrap().search(query, &ask).unwrap();
    let pages = answer.results.into_iter().map(|result| result.url).collect();
    let facets = format!("{:?}, {}, {}", answer.facets, answer.exact, answer.partial);
    (answer.count, pages, facets)
}

/// Edits after each of which an index is laid over another.
const SEARCHED: usize = 200;

#[test]
fn an_edit_laid_over_an_index_finds_what_a_new_index_finds() {
    let mut site = Edited::new(SEED, 30);
    let mut laid: Option<Memory> = None;
    let (mut overlaid, mut hits) = (0, 0);
    for number in 0..SEARCHED {
        let edit = site.edit(number);
        let built = pipeline::build(&site.world, &Overrides::default(), None).built;
        let Some(built) = built else { continue };
        let next = match &laid {
            Some(index) => index.update(built.site(), &built.synonyms),
            None => Memory::new(built.site(), &built.synonyms),
        };
        let new = Memory::new(built.site(), &built.synonyms);
        overlaid +=
            usize::from(next.file("search/index.json") != new.file("search/index.json"));
        for query in
            ["通知", "正文", "第1", "改名为", "次改动", "依申请公开", &number.to_string()]
        {
            let (all, next) = (found(&new, query), found(&next, query));
            hits += all.0;
            assert_eq!(next, all, "{query} after {edit}");
        }
        laid = Some(next);
    }
    // The test would say nothing if every index had been made anew or nothing was found.
    assert!(
        overlaid > SEARCHED / 4 && hits > SEARCHED,
        "{overlaid} laid over, {hits} hits"
    );
}
