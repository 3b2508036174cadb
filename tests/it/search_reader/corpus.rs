//! Small portals of random words, written as an index with the encoders of the format.
//!
//! Written apart from the builder of the index, so that the reader is tested against the
//! description and not against what the builder happens to do.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use gongkai::search::format::shard::{self, Writer};
use gongkai::search::format::{
    Kind, Line, LineKind, METAS, Manifest, Meta, SegmentInfo, Shape, VERSION, bytes::fnv,
    column, container, encode_lines, encode_metas, numbers, text_path,
};
use gongkai::search::normalize;
use gongkai::search::query::{index_key, number_key};
use gongkai::world::Date;

use crate::random::Random;

/// A document as the tests see it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Doc {
    pub(crate) path: String,
    pub(crate) title: String,
    /// `2023-10-08`, or nothing.
    pub(crate) date: String,
    pub(crate) number: String,
    pub(crate) index: String,
    pub(crate) issuer: String,
    pub(crate) validity: String,
    pub(crate) columns: Vec<String>,
    pub(crate) lines: Vec<Line>,
}

/// An index in memory, and what is in it.
pub(crate) struct Corpus {
    /// From the oldest.
    pub(crate) docs: Vec<Doc>,
    /// By path below `search/`.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Doc {
    /// All texts that are searched, each by itself.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let facts = [&self.title, &self.number, &self.index, &self.issuer];
        let lines = self.lines.iter().map(|line| &line.text);
        facts.into_iter().chain(lines).map(String::as_str).collect()
    }

    /// Its runs of word characters.
    pub(crate) fn runs(&self) -> Vec<Vec<char>> {
        let (mut buffer, mut runs) = (Vec::new(), Vec::new());
        for text in self.texts() {
            normalize::runs(text, &mut buffer, |run| runs.push(run.to_vec()));
        }
        runs
    }

    /// Whether one run holds a squashed phrase.
    pub(crate) fn has_in_a_run(&self, phrase: &str) -> bool {
        self.runs().iter().any(|run| run.iter().collect::<String>().contains(phrase))
    }

    /// Whether one text holds it, marks aside.
    pub(crate) fn has(&self, phrase: &str) -> bool {
        self.texts().iter().any(|text| normalize::squash(text).contains(phrase))
    }

    pub(crate) fn year(&self) -> Option<i16> {
        self.date.get(..4).map(|year| year.parse().unwrap())
    }

    fn day(&self) -> u32 {
        let Some(year) = self.year() else { return 0 };
        let part =
            |range: std::ops::Range<usize>| self.date[range].parse::<i8>().unwrap();
        let date = Date::new(year, part(5..7), part(8..10)).unwrap();
        let days = date.since(Date::constant(1970, 1, 1)).unwrap().get_days();
        u32::try_from(days).unwrap()
    }
}

impl Corpus {
    /// Writes documents as an index of segments of at most `size` documents.
    pub(crate) fn new(mut docs: Vec<Doc>, size: usize, synonyms: &[&[&str]]) -> Self {
        docs.sort_by(|a, b| (a.day(), &a.path).cmp(&(b.day(), &b.path)));
        let mut files = BTreeMap::new();
        let segments = docs.chunks(size).enumerate();
        let segments = segments.map(|(at, docs)| segment(at, docs, &mut files)).collect();
        let owned = |group: &&[&str]| group.iter().map(ToString::to_string).collect();
        let manifest = Manifest {
            format: VERSION,
            items: u32::try_from(docs.len()).unwrap(),
            segments,
            synonyms: synonyms.iter().map(owned).collect(),
            useful: Vec::new(),
            offline: None,
        };
        files.insert("index.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
        Self { docs, files }
    }

    /// A portal of random words.
    pub(crate) fn random(random: &mut Random, count: usize, size: usize) -> Self {
        let docs = (0..count).map(|at| random_doc(random, at)).collect();
        Self::new(docs, size, &[])
    }

    pub(crate) fn open(&self) -> impl Fn(&str) -> Option<Vec<u8>> + '_ {
        |path| self.files.get(path).cloned()
    }
}

const LETTERS: [&str; 30] = [
    "许", "可", "证", "办", "理", "环", "保", "审", "批", "事", "项", "目", "清", "单",
    "公", "开", "信", "息", "政", "府", "規", "规", "划", "𠮷", "々", "a", "Ｂ", "ab",
    "7", "管",
];
const MARKS: [&str; 8] = ["，", "。", "（", "）", " ", "、", "\u{200b}", "-"];

fn words(random: &mut Random, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(most) {
        // Low letters come often, so that some pairs are in most documents and others rare.
        let at = random.below(LETTERS.len()).min(random.below(LETTERS.len()));
        text.push_str(LETTERS[at]);
        if random.once_in(9) {
            text.push_str(MARKS[random.below(MARKS.len())]);
        }
    }
    text
}

fn random_doc(random: &mut Random, at: usize) -> Doc {
    let mut lines = Vec::new();
    for line in 0..random.below(6) {
        let text = words(random, 30);
        let id = format!("id-{line}");
        lines.push(match random.below(6) {
            0 => Line::new(LineKind::Fact, &text),
            1 => Line::with_id(LineKind::Heading, &id, &text),
            2 => Line::with_id(LineKind::Row, &id, &text),
            3 => Line::new(LineKind::Attachment, &text),
            _ => Line::new(LineKind::Text, &text),
        });
    }
    let date = match random.once_in(8) {
        true => String::new(),
        false => format!(
            "{}-{:02}-{:02}",
            2015 + random.below(10),
            1 + random.below(12),
            1 + random.below(28)
        ),
    };
    let columns = ["政策", "公告", "解读"].into_iter().filter(|_| random.once_in(2));
    Doc {
        path: format!("a/{at}.html"),
        columns: columns.map(str::to_owned).collect(),
        title: words(random, 12),
        date,
        issuer: ["管理办", ""][random.below(2)].to_owned(),
        validity: ["", "现行有效", "已废止"][random.below(3)].to_owned(),
        lines,
        ..Doc::default()
    }
}

/// A file of the index.
pub(crate) fn pack(kind: Kind, payload: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(payload).unwrap();
    [container::head(kind, payload).to_vec(), encoder.finish().unwrap()].concat()
}

fn segment(
    at: usize,
    docs: &[Doc],
    files: &mut BTreeMap<String, Vec<u8>>,
) -> SegmentInfo {
    let name = format!("5e9{at:x}");
    let shape = Shape { ka: 2, kb: 2 };
    let size = u32::try_from(docs.len()).unwrap();
    let mut put = |path: &str, kind, payload: &[u8]| {
        files.insert(path.to_owned(), pack(kind, payload)).is_some()
    };
    let split = write_grams(docs, shape, &mut |file, payload| {
        put(&format!("{name}/{file}.bin"), Kind::Grams, payload);
    });
    let metas: Vec<Meta> = docs.iter().map(meta).collect();
    for (n, metas) in metas.chunks(METAS as usize).enumerate() {
        put(&format!("{name}/m{n}.bin"), Kind::Metas, &encode_metas(metas));
    }
    for doc in docs {
        put(&text_path(&text_name(doc)), Kind::Text, &encode_lines(&doc.lines));
    }
    let days: Vec<u32> = docs.iter().map(Doc::day).collect();
    put(&format!("{name}/days.bin"), Kind::Days, &column::encode_days(&days));
    let columns: Vec<String> = docs.iter().map(|doc| doc.columns.join("\t")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    put(&format!("{name}/f-column.bin"), Kind::Facet, &column::encode_facet(&columns));
    let validity: Vec<&str> = docs.iter().map(|doc| doc.validity.as_str()).collect();
    put(&format!("{name}/f-validity.bin"), Kind::Facet, &column::encode_facet(&validity));
    for bucket in 0..2 {
        let payload = numbers::encode(&numbers_of(docs, bucket));
        put(&format!("{name}/n{bucket}.bin"), Kind::Numbers, &payload);
    }
    let mut years: Vec<(i16, u32)> = Vec::new();
    for year in docs.iter().map(|doc| doc.year().unwrap_or(0)) {
        match years.last_mut() {
            Some((last, count)) if *last == year => *count += 1,
            _ => years.push((year, 1)),
        }
    }
    let bytes = BTreeMap::from([("column".to_owned(), 1), ("validity".to_owned(), 1)]);
    SegmentInfo { name, docs: size, shape, split, nb: 1, years, bytes, dead: Vec::new() }
}

/// Writes the shards, every third one as if it were a large one; gives which these are, as
/// differences.
fn write_grams(docs: &[Doc], shape: Shape, put: &mut dyn FnMut(&str, &[u8])) -> Vec<u32> {
    let size = u32::try_from(docs.len()).unwrap();
    let list = |map: &BTreeMap<u32, u8>| -> Vec<(u32, u8)> {
        map.iter().map(|(d, i)| (*d, *i)).collect()
    };
    let is_split = |id: u32| id % 3 == 1;
    let grams = pruned(&grams_of(docs), 2);
    for id in 0..shape.shards() {
        let mut writer = Writer::new(shape, size);
        let mut parts: Vec<Writer> =
            (0..shard::PARTS).map(|_| Writer::of_part(shape, size)).collect();
        let own = grams.iter().filter(|(gram, _)| shape.shard_of(gram[0], gram[1]) == id);
        for (gram, postings) in own {
            let part = &mut parts[shard::part_of(gram[2]) as usize];
            let apart = gram[2] != 0 && is_split(id);
            if apart { part } else { &mut writer }.push(*gram, &list(postings));
        }
        let parts = (0..).map(Some).zip(parts).filter(|_| is_split(id));
        for (part, writer) in std::iter::once((None, writer)).chain(parts) {
            put(&shard::file_name(id, part), &writer.finish().0);
        }
    }
    SegmentInfo::steps((0..shape.shards()).filter(|id| is_split(*id)))
}

type Grams = BTreeMap<[u32; 3], BTreeMap<u32, u8>>;

/// All pairs and triples with their impacts: 3 in what heads a page, else more for more.
fn grams_of(docs: &[Doc]) -> Grams {
    let mut grams = Grams::new();
    for (number, doc) in docs.iter().enumerate() {
        let mut buffer = Vec::new();
        for (at, text) in doc.texts().into_iter().enumerate() {
            normalize::runs(text, &mut buffer, |run| {
                let run: Vec<u32> = run.iter().map(|c| u32::from(*c)).collect();
                let pairs = run.windows(2).map(|pair| [pair[0], pair[1], 0]);
                let triples =
                    run.windows(3).map(|triple| [triple[0], triple[1], triple[2]]);
                for gram in pairs.chain(triples) {
                    let list = grams.entry(gram).or_default();
                    let impact = list.entry(u32::try_from(number).unwrap()).or_insert(0);
                    *impact = match (at < 4, *impact) {
                        (true, _) | (_, 3) => 3,
                        (false, before) => (before + 1).min(2),
                    };
                }
            });
        }
    }
    grams
}

/// The grams that are stored, by the rule of the format.
fn pruned(grams: &Grams, least: usize) -> Grams {
    let df = |gram: [u32; 3]| grams[&gram].len();
    let stored = |gram: &[u32; 3]| {
        let [a, b, c] = *gram;
        let rarer = df([a, b, 0]).min(if c == 0 { 0 } else { df([b, c, 0]) });
        c == 0 || (rarer > least && df(*gram) < rarer)
    };
    grams.iter().filter(|(g, _)| stored(g)).map(|(g, list)| (*g, list.clone())).collect()
}

fn text_name(doc: &Doc) -> String {
    blake3::hash(&encode_lines(&doc.lines)).to_hex()[..12].to_owned()
}

fn meta(doc: &Doc) -> Meta {
    let doc = doc.clone();
    Meta(
        text_name(&doc),
        doc.path,
        doc.title,
        doc.date,
        doc.number,
        doc.index,
        doc.issuer,
        doc.validity,
        "政策文件".to_owned(),
        0,
    )
}

fn numbers_of(docs: &[Doc], bucket: u32) -> Vec<(u32, u32)> {
    let keys = docs.iter().zip(0..).flat_map(|(doc, number)| {
        let own = number_key(&doc.number).map(|key| key.key);
        let keys = [own, index_key(&doc.index)].into_iter().flatten();
        keys.map(move |key| (fnv(key.as_bytes()), number))
    });
    let mut entries: Vec<_> = keys.filter(|(hash, _)| hash & 1 == bucket).collect();
    entries.sort_unstable();
    entries
}
