//! Which documents of the segments hold which phrases, by their grams.

use super::Error;
use super::files::Files;
use super::plan::{Plan, Term, Wanted};
use super::rank;
use crate::search::format::bytes::fnv;
use crate::search::query::NumberKey;

/// Documents of a segment that hold every gram of a phrase, ascending, each with the least
/// impact of its grams.
pub(super) type Postings = Vec<(u32, u8)>;

/// A phrase in a segment.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// The documents.
    pub(super) postings: Postings,
    /// The documents of its rarest gram.
    df: u32,
    /// Whether each of the documents surely holds the phrase.
    pub(super) certain: bool,
}

/// What a segment knows of all that is looked for.
#[derive(Debug)]
pub(super) struct Segment {
    /// Its position in the manifest.
    pub(super) number: usize,
    /// For each thing wanted, its terms.
    pub(super) wanted: Vec<Vec<Matches>>,
    /// For each thing wanted, the documents that have the number it is.
    pub(super) keyed: Vec<Vec<u32>>,
    /// What must not be there.
    pub(super) unwanted: Vec<Matches>,
    /// The documents that have the number which the query is as a whole.
    pub(super) whole: Vec<u32>,
}

/// The segments searched, and what a phrase is worth in all of them.
#[derive(Debug)]
pub(super) struct Lists {
    /// The segments searched.
    pub(super) segments: Vec<Segment>,
    /// For each thing wanted, the weight of its terms.
    pub(super) idf: Vec<Vec<u64>>,
}

impl Lists {
    /// Looks everything up in the given segments.
    pub(super) fn read(
        files: &Files<'_>,
        plan: &Plan,
        segments: &[usize],
    ) -> Result<Self, Error> {
        let read = segments.iter().map(|number| Segment::read(files, plan, *number));
        let segments: Vec<Segment> = read.collect::<Result<_, _>>()?;
        let items = files.manifest().items;
        let weight = |unit: usize, term: usize| {
            let df = segments.iter().map(|s| s.wanted[unit][term].df);
            rank::idf(items, df.fold(0, u32::saturating_add))
        };
        let of_unit = |(unit, wanted): (usize, &Wanted)| {
            (0..wanted.terms.len()).map(|term| weight(unit, term)).collect()
        };
        let idf = plan.wanted.iter().enumerate().map(of_unit).collect();
        Ok(Self { segments, idf })
    }
}

impl Segment {
    fn read(files: &Files<'_>, plan: &Plan, number: usize) -> Result<Self, Error> {
        let terms = |terms: &[Term]| -> Result<Vec<Matches>, Error> {
            terms.iter().map(|term| matches(files, number, term)).collect()
        };
        let mut wanted = Vec::new();
        let mut by_number = Vec::new();
        for unit in &plan.wanted {
            wanted.push(terms(&unit.terms)?);
            by_number.push(match &unit.key {
                Some(key) => keyed(files, number, key)?,
                None => Vec::new(),
            });
        }
        let mut whole = match &plan.key {
            Some(key) => keyed(files, number, key)?,
            None => Vec::new(),
        };
        if let Some(key) = &plan.index_key {
            whole.extend(files.numbered(number, fnv(key.as_bytes()))?);
            whole.sort_unstable();
            whole.dedup();
        }
        let unwanted = terms(&plan.unwanted)?;
        Ok(Self { number, wanted, keyed: by_number, unwanted, whole })
    }
}

/// The documents of one position of a cover: those of the triple if it is stored, else those
/// of the pair; none if not even that.
pub(super) fn at_position(
    files: &Files<'_>,
    segment: usize,
    pair: [u32; 2],
    third: Option<u32>,
) -> Result<Postings, Error> {
    let shard = files.shard(segment, pair[0], pair[1])?;
    let triple = third.and_then(|c| shard.find([pair[0], pair[1], c]));
    let entry = triple.or_else(|| shard.find([pair[0], pair[1], 0]));
    Ok(entry.map(|entry| shard.postings(entry)).unwrap_or_default())
}

/// The documents that hold all grams of a phrase.
fn matches(files: &Files<'_>, segment: usize, term: &Term) -> Result<Matches, Error> {
    let mut lists = Vec::new();
    let mut before: Option<([u32; 2], Option<u32>)> = None;
    for (at, (pair, third)) in term.grams().enumerate() {
        // Where the triple before a last pair is stored, it says all that the pair can say.
        let told = match before.replace((pair, third)) {
            Some((pair, Some(c))) if term.is_tail(at) => {
                let gram = [pair[0], pair[1], c];
                files.shard(segment, pair[0], pair[1])?.find(gram).is_some()
            }
            _ => false,
        };
        if !told {
            lists.push(at_position(files, segment, pair, third)?);
        }
    }
    let certain = is_certain(files, segment, term)?;
    let df = lists.iter().map(Vec::len).min().unwrap_or(0);
    let df = u32::try_from(df).expect("a list is no longer than its segment");
    lists.sort_by_key(Vec::len);
    let mut lists = lists.into_iter();
    let shortest = lists.next().unwrap_or_default();
    let postings = lists.fold(shortest, |held, list| both(&held, &list));
    Ok(Matches { postings, df, certain })
}

/// Whether the index alone can tell that a document holds the phrase: as one run of two
/// characters, or of three whose triple is stored. Grams of anything longer may stand apart,
/// and so may runs.
fn is_certain(files: &Files<'_>, segment: usize, term: &Term) -> Result<bool, Error> {
    let [run] = term.unit.runs.as_slice() else { return Ok(false) };
    match run.as_slice() {
        [_, _] => Ok(!term.positions.is_empty()),
        [a, b, c] if !term.positions.is_empty() => {
            let gram = [*a, *b, *c].map(u32::from);
            Ok(files.shard(segment, gram[0], gram[1])?.find(gram).is_some())
        }
        _ => Ok(false),
    }
}

/// The documents of both lists with the lower impact.
fn both(short: &[(u32, u8)], long: &[(u32, u8)]) -> Postings {
    let mut rest = long;
    let mut common = Vec::with_capacity(short.len());
    for (doc, impact) in short {
        let skip = rest.partition_point(|(other, _)| other < doc);
        rest = &rest[skip..];
        if let Some((_, other)) = rest.first().filter(|(other, _)| other == doc) {
            common.push((*doc, *impact.min(other)));
        }
    }
    common
}

/// The documents that may have a number: those in the bucket which also hold half of the grams
/// of the 代字. Not all of them, since in 鲁(威)环罚字 the brackets keep some pairs apart. The
/// metas of those that are shown tell for certain.
fn keyed(files: &Files<'_>, segment: usize, key: &NumberKey) -> Result<Vec<u32>, Error> {
    let mut documents = files.numbered(segment, fnv(key.key.as_bytes()))?;
    let prefix = Term::of_run(&key.prefix);
    if documents.is_empty() || prefix.positions.is_empty() {
        return Ok(documents);
    }
    let mut lists = Vec::new();
    for (pair, third) in prefix.grams() {
        lists.push(at_position(files, segment, pair, third)?);
    }
    documents.retain(|doc| {
        let holds =
            |list: &&Postings| list.binary_search_by_key(doc, |(d, _)| *d).is_ok();
        lists.iter().filter(holds).count() * 2 >= lists.len()
    });
    Ok(documents)
}
