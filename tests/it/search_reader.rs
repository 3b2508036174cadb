//! The reader of an index against a plain scan of the same documents.

pub(crate) mod corpus;
mod damage;

use std::collections::{BTreeMap, BTreeSet};

use gongkai::search::format::{Line, LineKind, Manifest};
use gongkai::search::reader::{Answer, Ask, Index, Range, Sort, YEAR};

use crate::random::Random;
use corpus::{Corpus, Doc};

fn search(corpus: &Corpus, query: &str, ask: &Ask) -> Answer {
    let open = corpus.open();
    Index::open(&open).unwrap().search(query, ask).unwrap()
}

/// Everything that matches.
fn all() -> Ask {
    Ask { limit: 10_000, ..Ask::default() }
}

/// The paths of the results, which are their pages without the anchor.
fn paths(answer: &Answer) -> Vec<&str> {
    let path = |url: &'_ str| url.len() - url.find('#').map_or(0, |at| url.len() - at);
    answer.results.iter().map(|found| &found.url[..path(&found.url)]).collect()
}

fn set(answer: &Answer) -> BTreeSet<&str> {
    paths(answer).into_iter().collect()
}

/// A phrase of some characters out of a run of some document, two at least.
fn phrase(random: &mut Random, corpus: &Corpus) -> String {
    loop {
        let runs = random.pick(&corpus.docs).runs();
        if runs.is_empty() {
            continue;
        }
        let run = random.pick(&runs);
        if run.len() >= 2 {
            let length = 2 + random.below((run.len() - 1).min(11));
            let start = random.below(run.len() - length + 1);
            return run[start..start + length].iter().collect();
        }
    }
}

/// The paths of the documents of a scan.
fn scan(corpus: &Corpus, matches: impl Fn(&Doc) -> bool) -> BTreeSet<&str> {
    corpus.docs.iter().filter(|doc| matches(doc)).map(|doc| doc.path.as_str()).collect()
}

#[test]
fn every_phrase_of_a_run_is_found_wherever_it_stands() {
    let mut random = Random::new(1);
    for (count, size) in [(1, 1), (30, 7), (150, 60), (400, 400)] {
        let corpus = Corpus::random(&mut random, count, size);
        for _ in 0..60 {
            let query = phrase(&mut random, &corpus);
            let answer = search(&corpus, &query, &all());
            let found = set(&answer);
            assert_eq!(found.len(), answer.results.len(), "one twice for {query}");
            let in_runs = scan(&corpus, |doc| doc.has_in_a_run(&query));
            let anywhere = scan(&corpus, |doc| doc.has(&query));
            assert!(in_runs.is_subset(&found), "{query}: {in_runs:?} not in {found:?}");
            assert!(found.is_subset(&anywhere), "{query}: {found:?} not in {anywhere:?}");
            assert!(!answer.partial);
            if answer.exact {
                assert_eq!(answer.count, found.len(), "{query}");
            } else {
                assert!(answer.count >= found.len(), "{query}");
            }
        }
    }
}

#[test]
fn all_units_are_in_a_result_and_nothing_that_is_excluded() {
    let mut random = Random::new(2);
    let corpus = Corpus::random(&mut random, 200, 80);
    let mut found_some = 0;
    for _ in 0..150 {
        let units: Vec<String> =
            (0..1 + random.below(3)).map(|_| phrase(&mut random, &corpus)).collect();
        let not: Vec<String> =
            (0..random.below(3)).map(|_| phrase(&mut random, &corpus)).collect();
        let mut query: Vec<String> = units.clone();
        query.extend(not.iter().map(|unit| format!("-{unit}")));
        let answer = search(&corpus, &query.join(" "), &all());
        if answer.partial {
            continue;
        }
        let found = set(&answer);
        let least = scan(&corpus, |doc| {
            units.iter().all(|unit| doc.has_in_a_run(unit))
                && !not.iter().any(|unit| doc.has(unit))
        });
        // Where the lists are certain of what is excluded they speak of runs.
        let most = scan(&corpus, |doc| {
            units.iter().all(|unit| doc.has(unit))
                && !not.iter().any(|unit| doc.has_in_a_run(unit))
        });
        assert!(least.is_subset(&found), "{query:?}: {least:?} not in {found:?}");
        assert!(found.is_subset(&most), "{query:?}: {found:?} not in {most:?}");
        found_some += usize::from(!found.is_empty());
    }
    assert!(found_some > 30, "only {found_some} queries found something");
}

/// Filters, a range and all counts, some of them at random.
fn conditions(random: &mut Random) -> Ask {
    let facets = ["column", "validity", YEAR, "x"].map(str::to_owned).into();
    let mut ask = Ask { facets, ..all() };
    let fields: [(&str, &[&str]); 3] = [
        ("column", &["政策", "公告", "没有的"]),
        ("validity", &["现行有效", "已废止"]),
        (YEAR, &["2016", "2019", "2020", "2022", "2024"]),
    ];
    for (field, values) in fields {
        if random.once_in(2) {
            let chosen = values.iter().filter(|_| random.once_in(2));
            let chosen: Vec<String> = chosen.map(ToString::to_string).collect();
            ask.filters.insert(field.to_owned(), chosen);
        }
    }
    if random.once_in(2) {
        let from = ["2010", "2017", "2018-05", "2020-02-10"][random.below(4)];
        let to = ["2019", "2021-07", "2023-12-31", "2030"][random.below(4)];
        ask.range = Range { from: Range::first_day(from), to: Range::last_day(to) };
    }
    ask
}

fn values(doc: &Doc, field: &str) -> Vec<String> {
    match field {
        "column" => doc.columns.clone(),
        "validity" if doc.validity.is_empty() => Vec::new(),
        "validity" => vec![doc.validity.clone()],
        _ => doc.year().map(|year| year.to_string()).into_iter().collect(),
    }
}

/// The documents of a scan under all conditions but the filter of one field.
fn under<'c>(corpus: &'c Corpus, query: &str, ask: &Ask, except: &str) -> Vec<&'c Doc> {
    let [from, to] = [ask.range.from, ask.range.to].map(|day| day.map(|d| d.to_string()));
    let in_range = |doc: &Doc| match (&from, &to) {
        (Some(from), Some(to)) => {
            !doc.date.is_empty() && *from <= doc.date && doc.date <= *to
        }
        _ => true,
    };
    let passes = |doc: &Doc| {
        ask.filters
            .iter()
            .filter(|(field, wanted)| *field != except && !wanted.is_empty())
            .all(|(field, wanted)| values(doc, field).iter().any(|v| wanted.contains(v)))
    };
    let docs = corpus.docs.iter();
    docs.filter(|doc| doc.has(query) && in_range(doc) && passes(doc)).collect()
}

#[test]
fn counts_filters_and_ranges_are_those_of_a_scan() {
    let mut random = Random::new(3);
    let corpus = Corpus::random(&mut random, 300, 90);
    let (mut compared, mut hidden) = (0, 0);
    for _ in 0..200 {
        let length = 2 + random.below(3);
        let query: String = phrase(&mut random, &corpus).chars().take(length).collect();
        // Where marks part a phrase, the index and a scan need not agree.
        let in_runs = scan(&corpus, |doc| doc.has_in_a_run(&query));
        if scan(&corpus, |doc| doc.has(&query)) != in_runs {
            continue;
        }
        let ask = conditions(&mut random);
        let answer = search(&corpus, &query, &ask);
        let expected = under(&corpus, &query, &ask, "");
        if answer.partial {
            assert!(expected.is_empty());
            continue;
        }
        let expected: BTreeSet<&str> = expected.iter().map(|doc| &*doc.path).collect();
        assert_eq!(set(&answer), expected, "{query} {ask:?}");
        assert!(answer.count == expected.len() || !answer.exact, "{query} {ask:?}");
        // What the filters hide of a longer word is not read, and may be counted in vain.
        if query.chars().count() == 2 {
            compared += 1;
            hidden += usize::from(expected.is_empty());
            compare_counts(&corpus, &query, &ask, &answer);
        }
    }
    assert!(
        compared > 20 && hidden < compared / 2,
        "{compared}, {hidden} of them hidden"
    );
}

fn compare_counts(corpus: &Corpus, query: &str, ask: &Ask, answer: &Answer) {
    assert!(!answer.facets.contains_key("x"), "a field that is none was counted");
    for field in ["column", "validity", YEAR] {
        let mut expected: BTreeMap<String, usize> = BTreeMap::new();
        for doc in under(corpus, query, ask, field) {
            for value in values(doc, field) {
                *expected.entry(value).or_default() += 1;
            }
        }
        // Nothing at all is counted where nothing was found even without filters.
        let counted: Vec<_> = answer.facets.get(field).cloned().unwrap_or_default();
        let map: BTreeMap<String, usize> = counted.iter().cloned().collect();
        assert_eq!(map, expected, "{field} of {query}");
        let sorted = match field {
            YEAR => counted.windows(2).all(|pair| pair[0].0 > pair[1].0),
            _ => counted.windows(2).all(|pair| pair[0].1 >= pair[1].1),
        };
        assert!(sorted, "{counted:?}");
    }
}

#[test]
fn pages_hold_every_result_once() {
    let mut random = Random::new(4);
    let corpus = Corpus::random(&mut random, 250, 70);
    let mut paged = 0;
    for turn in 0..60 {
        let query = phrase(&mut random, &corpus);
        let sort = [Sort::Date, Sort::Relevance][turn % 2];
        let whole = search(&corpus, &query, &Ask { sort, ..all() });
        if whole.partial {
            continue;
        }
        let dates = || whole.results.iter().map(|found| found.date.as_str());
        assert!(sort != Sort::Date || dates().rev().is_sorted(), "{query}");
        let mut pages = Vec::new();
        for offset in (0..whole.results.len()).step_by(7) {
            let ask = Ask { sort, offset, limit: 7, ..Ask::default() };
            let page = search(&corpus, &query, &ask);
            pages.extend(paths(&page).into_iter().map(str::to_owned));
        }
        assert_eq!(pages, paths(&whole), "{query}");
        paged += usize::from(pages.len() > 20);
    }
    assert!(paged > 10, "only {paged} had pages");
}

/// Of 160 candidates by the grams of the cover the newest twelve hold the phrase, and of the others
/// only every fifth. Some hold it more often, so that another plan would order them otherwise.
#[test]
fn pages_are_of_one_order_though_most_candidates_behind_the_first_are_false() {
    let phrase = "审批服务指南手册";
    let docs = (0..160).map(|at| {
        let holds = at >= 148 || at % 5 == 0;
        let text = match (holds, at % 3) {
            (true, 0) => format!("{phrase}，{phrase}，{phrase}。批服，务指，南手"),
            (true, _) => phrase.to_owned(),
            (false, _) => {
                "审批服。服务指。指南手。手册。批服务。务指南。南手册".to_owned()
            }
        };
        let day = format!("20{:02}-03-{:02}", 20 + at / 28, at % 28 + 1);
        let title = format!("通知{at}");
        doc(&format!("a{at:03}.html"), &title, &day, &text)
    });
    // Few triples are then all of a pair, so that they are stored and nothing is filled.
    let apart = (0..9).map(|at| {
        let text = "审批员。批服装。服务员。务指派。指南针。南手段。手册子";
        doc(&format!("b{at}.html"), "通知", "2019-01-02", text)
    });
    let corpus = Corpus::new(apart.chain(docs).collect(), 100, &[]);
    let whole = search(&corpus, phrase, &all());
    assert_eq!(whole.results.len(), 42);
    for limit in [3, 7, 10] {
        let mut pages = Vec::new();
        for offset in (0..50).step_by(limit) {
            let ask = Ask { offset, limit, ..Ask::default() };
            let page = search(&corpus, phrase, &ask);
            pages.extend(paths(&page).into_iter().map(str::to_owned));
        }
        assert_eq!(pages, paths(&whole), "pages of {limit}");
    }
}

fn doc(path: &str, title: &str, date: &str, text: &str) -> Doc {
    Doc {
        path: path.to_owned(),
        title: title.to_owned(),
        date: date.to_owned(),
        lines: vec![Line::new(LineKind::Text, text)],
        ..Doc::default()
    }
}

#[test]
fn titles_come_before_texts_recent_before_old_valid_before_repealed() {
    let mut docs = vec![
        doc("same", "水源保护", "2015-01-01", "第一条"),
        doc("starts", "水源保护条例", "2016-01-01", "第一条"),
        doc("holds", "全市水源保护条例", "2016-01-01", "第一条"),
        doc("new", "公告", "2024-01-01", "水源保护"),
        // One of its pairs stands in the title, which does not make it a title that matches.
        doc("half", "水源公告", "2023-01-01", "水源保护"),
        doc("old", "公告", "2015-01-01", "水源保护"),
        doc("repealed", "公告", "2024-01-02", "水源保护"),
        doc("undated", "公告", "", "水源保护"),
        doc("apart", "公告", "2024-01-01", "水源源保护"),
    ];
    docs[6].validity = "已废止".to_owned();
    let corpus = Corpus::new(docs, 3, &[]);
    let answer = search(&corpus, "水源保护", &Ask::default());
    // The old and the undated one are equal; the later number is first.
    assert_eq!(
        paths(&answer),
        ["same", "starts", "holds", "new", "half", "old", "undated", "repealed"]
    );
    assert!(answer.exact && answer.count == 8);
    assert_eq!(answer.results[2].title_marks[1], ("水源保护".to_owned(), true));
    assert_eq!(answer.results[3].excerpt, [("水源保护".to_owned(), true)]);
}

#[test]
fn a_number_in_any_spelling_is_first() {
    let mut random = Random::new(5);
    let mut docs = Corpus::random(&mut random, 60, 60).docs;
    for (at, (code, serial)) in [
        ("威环审服字", 10),
        ("威环审书字", 10),
        ("威政发", 10),
        ("威环审服字", 1),
        ("鲁(威)环罚字", 10),
    ]
    .into_iter()
    .enumerate()
    {
        let mut doc = doc(&format!("n/{at}"), "批复", "2023-03-01", "正文");
        doc.number = format!("{code}〔2023〕{serial}号");
        doc.index = format!("11371000MB2857409X/2023-0000{at}");
        docs.push(doc);
    }
    // A newer one that only names the number.
    docs.push(doc(
        "cites",
        "威环审服字〔2023〕10号的解读",
        "2024-01-01",
        "威环审服字〔2023〕10号",
    ));
    let corpus = Corpus::new(docs, 25, &[]);
    for spelling in [
        "威环审服字〔2023〕10号",
        "威环审服字[2023]10号",
        "威环审服字【2023】10号",
        "威环审服字（2023）10号",
        "威环审服字(2023)10",
        "威环审服字2023 10号",
        "威环审服字 2023 10号",
        "威环审服字２０２３１０号",
        "威环审服字〔2023〕第010号",
        "威环审服字2023年第10号",
        "審服字〔2023〕10號",
        "威环审服字 〔2023〕 10 号",
    ] {
        let answer = search(&corpus, spelling, &Ask::default());
        assert_eq!(paths(&answer)[0], "n/0", "{spelling}: {:?}", paths(&answer));
        assert_eq!(answer.results[0].number, "威环审服字〔2023〕10号");
    }
    for (query, expected) in [
        ("威环审书字2023-10", "n/1"),
        ("鲁威环罚字2023年10号", "n/4"),
        ("鲁(威)环罚字〔2023〕10号", "n/4"),
        ("11371000MB2857409X/2023-00003", "n/3"),
        ("11371000mb2857409x 2023 00003", "n/3"),
    ] {
        let answer = search(&corpus, query, &Ask::default());
        assert_eq!(paths(&answer)[0], expected, "{query}");
        assert!(!answer.partial, "{query} is only near");
    }
    // Without 代字 all that have it are there, and the one that names it after them.
    let answer = search(&corpus, "2023年10号", &Ask::default());
    let first: BTreeSet<&str> = paths(&answer).into_iter().take(4).collect();
    assert_eq!(first, BTreeSet::from(["n/0", "n/1", "n/2", "n/4"]));
}

#[test]
fn synonyms_come_after_what_was_asked_and_say_so() {
    let docs = vec![
        doc("d", "低保办法", "2020-01-01", "低保"),
        doc("z", "最低生活保障办法", "2024-01-01", "最低生活保障"),
        doc("n", "公告", "2024-01-01", "保障生活"),
    ];
    let corpus = Corpus::new(docs, 2, &[&["低保", "最低生活保障"]]);
    let answer = search(&corpus, "低保", &Ask::default());
    assert_eq!(paths(&answer), ["d", "z"]);
    assert_eq!([&*answer.results[0].via, &*answer.results[1].via], ["", "最低生活保障"]);
    assert_eq!(answer.results[1].title_marks[0], ("最低生活保障".to_owned(), true));
    assert_eq!(paths(&search(&corpus, "最低生活保障", &Ask::default())), ["z", "d"]);
    let without = search(&corpus, "低保 -最低生活保障", &Ask::default());
    assert_eq!(paths(&without), ["d"]);
}

#[test]
fn one_wrong_character_gives_what_is_near() {
    let docs = vec![
        doc("near", "公告", "2020-01-01", "住房公积金提取办法"),
        doc("far", "公告", "2024-01-01", "住房保障"),
    ];
    let corpus = Corpus::new(docs, 2, &[]);
    let answer = search(&corpus, "住房工积金提取", &Ask::default());
    assert!(answer.partial && !answer.exact);
    assert_eq!(paths(&answer), ["near"]);
    let marked: Vec<&str> = answer.results[0]
        .excerpt
        .iter()
        .filter(|(_, marked)| *marked)
        .map(|(text, _)| text.as_str())
        .collect();
    assert_eq!(marked, ["住房", "积金提取"]);
    for nothing in ["", "证", "！？", "量子纠缠"] {
        let answer = search(&corpus, nothing, &Ask::default());
        assert!(answer.count == 0 && answer.exact && !answer.partial, "{nothing}");
    }
}

#[test]
fn a_document_that_lacks_a_gram_is_no_candidate() {
    let part = |at: usize, text| doc(&format!("{at}"), "公告", "2020-01-01", text);
    let mut docs: Vec<Doc> = (0..30).map(|at| part(at, "住房公积金")).collect();
    docs.extend((30..90).map(|at| part(at, ["住房公", "房公积", "公积金"][at % 3])));
    let corpus = Corpus::new(docs, 40, &[]);
    let answer = search(&corpus, "住房公积金", &Ask::default());
    // Not all were read, so that the count rests on the grams.
    assert_eq!((answer.count, answer.exact, answer.results.len()), (30, false, 10));
    let answer = search(&corpus, "住房公积金", &all());
    assert_eq!((answer.count, answer.exact, answer.results.len()), (30, true, 30));
}

#[test]
fn a_dead_document_is_not_there() {
    let docs = ["a", "b"].map(|path| doc(path, "公告", "2020-01-01", "住房公积金"));
    let mut corpus = Corpus::new(docs.into(), 2, &[]);
    let mut manifest = Manifest::decode(&corpus.files["index.json"]).unwrap();
    manifest.segments[0].dead = vec![1];
    corpus.files.insert("index.json".to_owned(), manifest.to_json().into_bytes());
    let ask = Ask { facets: vec![YEAR.to_owned()], ..Ask::default() };
    let answer = search(&corpus, "公积金", &ask);
    assert_eq!(paths(&answer), ["a"]);
    assert_eq!(answer.facets[YEAR], [("2020".to_owned(), 1)]);
}

#[test]
fn what_a_filter_hides_is_counted_beside_it_and_not_replaced() {
    let mut docs = vec![doc("a", "公告", "2020-01-01", "住房公积金")];
    docs[0].columns = vec!["政策".to_owned()];
    let corpus = Corpus::new(docs, 2, &[]);
    let filters = BTreeMap::from([("column".to_owned(), vec!["公告".to_owned()])]);
    let ask = Ask { filters, facets: vec!["column".to_owned()], ..Ask::default() };
    let answer = search(&corpus, "住房公积金", &ask);
    assert!(answer.count == 0 && !answer.partial && answer.exact);
    assert_eq!(answer.facets["column"], [("政策".to_owned(), 1)]);
}

#[test]
fn a_row_is_found_and_leads_to_itself() {
    let mut item = doc("list", "清单", "2020-01-01", "说明");
    item.lines.push(Line::with_id(LineKind::Row, "row-7", "环境影响评价 编制"));
    let corpus = Corpus::new(vec![item], 1, &[]);
    let answer = search(&corpus, "影响评价编制", &Ask::default());
    assert_eq!(answer.results[0].url, "list#row-7");
    let quoted = search(&corpus, "“评价 编制”", &Ask::default());
    assert_eq!((quoted.count, quoted.units.len()), (1, 1));
}
