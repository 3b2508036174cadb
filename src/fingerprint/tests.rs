//! Properties of the fingerprints, over texts made from fixed seeds.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use super::*;

fn config(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(20_231_215),
        failure_persistence: None,
        ..Config::default()
    }
}

fn letters_of(text: &str) -> Vec<u32> {
    text.chars().map(letters::letter).filter(|&letter| letter != 0).collect()
}

fn watch(path: &str, prints: Fingerprints) -> Watchlist {
    Watchlist::new(vec![(path.to_owned(), prints)])
}

fn marks(list: &Watchlist, text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    list.lane().feed(text, &mut |hit| marks.push(hit.mark));
    marks
}

/// Chinese and Latin text with the punctuation and markup that occur.
fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => proptest::char::range('\u{4E00}', '\u{9FA5}').prop_map(String::from),
        4 => "[a-zA-Z0-9]{1,4}",
        1 => proptest::char::range('\u{20000}', '\u{2A6D6}').prop_map(String::from),
        2 => "[，。、《》（）“” \n]",
        1 => "(\\*\\*|\\n## |- |\u{3000}|\u{200B})",
    ];
    proptest::collection::vec(piece, length).prop_map(|pieces| pieces.concat())
}

/// What may stand between two letters without hiding them.
const NOISE: [&str; 8] =
    ["", "", "", " ", "\n\u{3000}\u{3000}", "**", "、", "\u{200B}> "];

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_run_of_sixteen_letters_is_found_however_it_is_spaced(
        secret in text(40..200),
        around in text(0..40),
        start in any::<prop::sample::Index>(),
        noise in proptest::collection::vec(0..NOISE.len(), 16),
    ) {
        let letters: Vec<char> =
            secret.chars().filter(|&c| letters::letter(c) != 0).collect();
        let list = watch("密.md", Fingerprints::of_text(&secret));
        let start = start.index(letters.len() - SHINGLE);
        let run = letters[start..start + SHINGLE].iter().zip(noise);
        let planted: String =
            run.map(|(c, n)| format!("{}{}", NOISE[n], c.to_uppercase())).collect();
        let output = format!("{around}{planted}{around}");
        let hit = list.find(&output).expect("the planted run is found");
        prop_assert!(output.is_char_boundary(hit.end));
        prop_assert!(hit.end <= around.len() + planted.len());
        prop_assert_eq!(list.owners(hit.mark).collect::<Vec<_>>(), ["密.md"]);
    }

    #[test]
    fn a_shorter_run_and_another_text_are_no_leak(
        secret in text(40..120),
        other in text(40..120),
    ) {
        let list = watch("密.md", Fingerprints::of_text(&secret));
        let short: String = secret
            .chars().filter(|&c| letters::letter(c) != 0).take(SHINGLE - 1).collect();
        prop_assert_eq!(list.find(&short), None);
        prop_assert_eq!(list.find(&other), None);
    }

    #[test]
    fn forgetting_removes_exactly_what_the_disclosed_text_says(
        mine in text(30..80),
        shared in text(30..60),
        disclosed in text(0..60),
    ) {
        let prints = Fingerprints::of_text(&format!("{mine}{shared}"));
        let mut list = watch("密.md", prints.clone());
        let public = format!("{disclosed}{shared}");
        list.forget(&public);
        prop_assert_eq!(list.find(&public), None);
        let runs = |text: &str| -> std::collections::BTreeSet<Vec<u32>> {
            letters_of(text).windows(SHINGLE).map(<[u32]>::to_vec).collect()
        };
        let public_runs = runs(&public);
        for run in runs(&format!("{mine}{shared}")) {
            let text: String = run.iter().filter_map(|&c| char::from_u32(c)).collect();
            prop_assert_eq!(
                list.find(&text).is_none(), public_runs.contains(&run), "{}", text);
        }
        let mut at_once = watch("密.md", prints);
        at_once.forget_all(&[disclosed.clone(), public]);
        list.forget(&disclosed);
        prop_assert_eq!(marks(&list, &mine), marks(&at_once, &mine));
    }

    #[test]
    fn pieces_are_read_as_one_text(secret in text(40..80), cut in 1..9_usize) {
        let list = watch("密.md", Fingerprints::of_text(&secret));
        let whole = marks(&list, &secret);
        let mut lane = list.lane();
        let mut pieced = Vec::new();
        let chars: Vec<char> = secret.chars().collect();
        for piece in chars.chunks(cut) {
            lane.feed(&String::from_iter(piece), &mut |hit| pieced.push(hit.mark));
        }
        prop_assert_eq!(whole, pieced);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), other in any::<String>()) {
        let mut prints = Fingerprints::of_text(&text);
        prints.merge(Fingerprints::of_whole(&text));
        let mut list = watch("密.md", prints.clone());
        prop_assert_eq!(list.find(&text).is_some(), !prints.is_empty());
        list.forget(&text);
        prop_assert_eq!(list.find(&text), None);
        prop_assert!(!prints.is_empty() || list.find(&other).is_none());
        let decoded = decode_entities(&other);
        prop_assert!(decoded.len() <= other.len() + 4);
    }

    #[test]
    fn a_whole_is_found_entire_and_only_entire(title in text(6..400), around in text(0..20)) {
        let letters = letters_of(&title);
        prop_assume!(letters.len() >= DISTINCT);
        let list = watch("密.md", Fingerprints::of_whole(&title));
        let inside = format!("{around}，{title}，{around}");
        prop_assert!(list.find(&inside).is_some());
        let cut: String = letters[1..letters.len().min(LONGEST_WHOLE)]
            .iter().filter_map(|&c| char::from_u32(c)).collect();
        prop_assert_eq!(list.find(&cut), None);
    }
}

#[test]
fn short_texts_are_wholes_and_shorter_ones_nothing() {
    assert!(Fingerprints::of_text("　一二三四五。").is_empty());
    assert!(Fingerprints::of_whole("12345").is_empty());
    let list = watch("密.md", Fingerprints::of_text("同意张三的请假"));
    assert!(list.find("经研究，同意**张三**的请假。").is_some());
    assert_eq!(list.find("同意张三的请"), None);
    let fifteen = "一二三四五六七八九十甲乙丙丁戊";
    assert!(watch("密.md", Fingerprints::of_text(fifteen)).find(fifteen).is_some());
    assert!(Watchlist::default().is_empty());
}

#[test]
fn a_short_number_must_stand_as_written() {
    let list = watch("密.yaml", Fingerprints::of_whole("518000"));
    for found in ["518000", "邮编518000", "<td>518000</td>", "（518000）"] {
        assert!(list.find(found).is_some(), "{found}");
    }
    for other in ["c518000", "5180001", "51|8000", "2518-000", "5 1 8 0 0 0"] {
        assert_eq!(list.find(other), None, "{other}");
    }
    let stem = watch("密.md", Fingerprints::of_whole("zfb-2023"));
    assert!(stem.find("href=\"../zfb_2023.html\"").is_some());
    assert_eq!(stem.find("href=\"../zfb2023.html\""), None);
    let phone = watch("密.yaml", Fingerprints::of_whole("13800138000"));
    assert!(phone.find("tel138-0013-8000x").is_some(), "a long number needs no room");
}

#[test]
fn links_tags_and_list_numbers_do_not_hide_a_text() {
    let source = "1. 根据[条例](@/zhengce/tiaoli.md)\n2. 第十九条<br>拟处罚甲公司";
    let list = watch("密.md", Fingerprints::of_text(source));
    assert!(list.find("根据条例第十九条拟处罚甲公司").is_none(), "one letter short");
    let list = watch("密.md", Fingerprints::of_text(&format!("{source}十万元")));
    assert!(list.find("<li>根据条例<li>第十九条拟处罚甲公司").is_none());
    assert!(list.find("条例第十九条拟处罚甲公司十万元").is_none(), "one letter short");
    assert!(list.find("据条例，第十九条拟处罚甲公司十万元").is_some());
}

#[test]
fn all_owners_are_named_and_the_forgotten_stay_theirs() {
    let shared = "这段十六个字以上的文字在两份不予公开的文件里都有";
    let list = Watchlist::new(vec![
        ("甲.md".into(), Fingerprints::of_text(shared)),
        ("乙.md".into(), Fingerprints::of_text(&format!("开头另有几个字{shared}"))),
        (
            "丙.md".into(),
            Fingerprints::of_text("与此无关的另外一份文件也有这么长的正文内容"),
        ),
    ]);
    let hit = list.find(shared).expect("the text is watched");
    assert_eq!(list.owners(hit.mark).collect::<Vec<_>>(), ["甲.md", "乙.md"]);
}

/// How fast one core reads; `cargo test --release -- --ignored --nocapture speed`.
#[test]
#[ignore = "a measurement"]
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn speed_of_the_scan() {
    let page = measure::page();
    for secrets in [1_u64, 100, 1000] {
        let list = Watchlist::new(
            (0..secrets)
                .map(|n| {
                    let mut prints = Fingerprints::of_text(&measure::han(n + 1, 1200));
                    prints.merge(Fingerprints::of_whole(&measure::han(n + 9000, 20)));
                    (format!("{n}.md"), prints)
                })
                .collect(),
        );
        let begun = std::time::Instant::now();
        let rounds = 200_000_000 / page.len();
        for _ in 0..rounds {
            assert_eq!(list.find(&page), None);
        }
        let seconds = begun.elapsed().as_secs_f64();
        let megabytes = (rounds * page.len()) as f64 / 1e6;
        println!("{secrets} sources: {:.0} MB/s", megabytes / seconds);
    }
}

/// Texts of a set size.
mod measure {
    /// A page of which half the bytes are Chinese text and half markup.
    pub(super) fn page() -> String {
        let row = |n: u64| {
            format!(
                "<li class=\"card\"><a href=\"../zhengce/2023-{n}.html\">{}</a></li>\n",
                han(n + 1_000_000, 30)
            )
        };
        (0..100).map(row).collect()
    }

    /// Han characters from a small generator.
    pub(super) fn han(seed: u64, length: usize) -> String {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from_u32(0x4E00 + u32::try_from(state >> 40).unwrap() % 3000).unwrap()
        };
        std::iter::repeat_with(next).take(length).collect()
    }
}
