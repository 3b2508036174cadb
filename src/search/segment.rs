//! One segment of the index: its documents and their files.
//!
//! Documents are made one by one from their sources, in runs on all threads, and each leaves
//! behind its packed text, which is written at once, and its grams. What stays in memory until
//! the segment has its name are some 4 KB a document of 1,300 characters, and a
//! segment grows with the site: 9,000 documents cost some 40 MB, 40,000 some 200 MB.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::entry::Entry;
use super::format::bytes::fnv;
use super::format::numbers::document_key;
use super::format::{
    FACETS, FOLDER, Kind, LineKind, METAS, Meta, SegmentInfo, column, encode_lines,
    encode_metas, numbers, text_path,
};
use super::gather::{DOCS, Gather, Place};
use super::merge::merge;
use super::normalize;
use super::pack::Packer;
use super::postings::Postings;
use super::shards;
use super::texts::{Claim, Texts};
use crate::world::Date;

/// Where files go: a path below the output, and bytes.
pub type Sink<'s, E> = dyn Fn(&str, &[u8]) -> Result<(), E> + Sync + 's;

/// Documents of a segment, in order: how many, and each of them, made when asked for.
pub struct Documents<'d> {
    /// How many.
    pub count: usize,
    /// Makes the entry at a position; the same one each time.
    pub entry: &'d (dyn Fn(usize) -> Entry + Sync),
}

/// Builds a segment, writes its files and tells what the manifest says of it.
///
/// The files are the same at any number of threads.
///
/// # Errors
/// The sink's first error.
pub fn build<E: Send>(
    documents: &Documents<'_>,
    texts: &mut Texts,
    sink: &Sink<'_, E>,
) -> Result<SegmentInfo, E> {
    let mut segment = Segment::default();
    let wave = DOCS * 4 * rayon::current_num_threads();
    for start in (0..documents.count).step_by(wave) {
        let wave = start..documents.count.min(start + wave);
        let parts = gather(documents, wave);
        segment.take(parts, texts, sink)?;
    }
    segment.finish(sink)
}

/// What one task makes of its documents.
struct Part {
    runs: Vec<Postings>,
    documents: Vec<Document>,
}

/// What is known of a document once its grams are gathered.
struct Document {
    /// Its meta, without the name of its text.
    meta: Meta,
    date: Option<Date>,
    facets: [String; FACETS.len()],
    keys: Vec<u32>,
    text: Vec<u8>,
    digest: blake3::Hash,
}

fn gather(documents: &Documents<'_>, wave: Range<usize>) -> Vec<Part> {
    // Small segments are cut finer, so that every thread has something to do.
    let size = wave.len().div_ceil(4 * rayon::current_num_threads()).clamp(1, DOCS);
    let starts: Vec<usize> = wave.clone().step_by(size).collect();
    let part = |room: &mut Room, start: usize| {
        part(documents, start..wave.end.min(start + size), room)
    };
    starts.into_par_iter().map_init(Room::new, part).collect()
}

/// What a thread needs to gather documents.
struct Room {
    run: Gather,
    packer: Packer,
    buffer: Vec<char>,
}

impl Room {
    fn new() -> Self {
        Self { run: Gather::new(), packer: Packer::new(), buffer: Vec::new() }
    }
}

fn part(documents: &Documents<'_>, range: Range<usize>, room: &mut Room) -> Part {
    let mut part = Part { runs: Vec::new(), documents: Vec::with_capacity(range.len()) };
    for at in range {
        if !room.run.has_room() {
            part.runs.push(room.run.finish());
        }
        let entry = (documents.entry)(at);
        let traditional = grams(&entry, &mut room.run, &mut room.buffer);
        part.documents.push(document(entry, traditional, &mut room.packer));
    }
    part.runs.push(room.run.finish());
    part
}

/// Gathers what the index finds a document by; tells whether a reader needs the table of
/// traditional characters to compare the words.
fn grams(entry: &Entry, run: &mut Gather, buffer: &mut Vec<char>) -> bool {
    run.document();
    let mut traditional = false;
    let mut add = |text: &str, place: Place| {
        traditional |= normalize::runs(text, buffer, |chars| run.text(chars, place));
    };
    // A 索引号 is found by its key; its figures are no better than any in the text, and every
    // year and small number is somewhere in one.
    for text in [&entry.title, &entry.number] {
        add(text, Place::Title);
    }
    add(&entry.index_number, Place::Body);
    for issuer in &entry.issuers {
        add(issuer, Place::Title);
    }
    for line in &entry.lines {
        let heading = line.kind == LineKind::Heading;
        add(&line.text, if heading { Place::Heading } else { Place::Body });
    }
    traditional
}

fn document(entry: Entry, traditional: bool, packer: &mut Packer) -> Document {
    let text = packer.pack(Kind::Text, &encode_lines(&entry.lines));
    let day = entry.date.map(|date| date.to_string()).unwrap_or_default();
    Document {
        date: entry.date,
        keys: keys(&entry),
        digest: blake3::hash(&text),
        text,
        facets: [
            entry.columns.join("\t"),
            entry.topic,
            entry.issuers.join("\t"),
            entry.validity.clone(),
            entry.kind.clone(),
        ],
        meta: Meta(
            String::new(),
            entry.path,
            entry.title,
            day,
            entry.number,
            entry.index_number,
            entry.issuers.join(" "),
            entry.validity,
            entry.kind,
            u8::from(traditional),
        ),
    }
}

/// Hashes of the numbers by which a document is looked up.
fn keys(entry: &Entry) -> Vec<u32> {
    let number = entry.year_and_serial.map(|(year, serial)| document_key(year, serial));
    let index =
        Some(normalize::squash(&entry.index_number)).filter(|key| !key.is_empty());
    number.iter().chain(&index).map(|key| fnv(key.as_bytes())).collect()
}

/// A segment while its documents come in.
#[derive(Default)]
struct Segment {
    runs: Vec<Postings>,
    /// Packed metas, in order.
    metas: Vec<Vec<u8>>,
    facets: [Vec<String>; FACETS.len()],
    days: Vec<u32>,
    years: BTreeMap<i16, u32>,
    /// Hash and document.
    keys: Vec<(u32, u32)>,
}

impl Segment {
    /// Takes the next documents, whose texts are written.
    fn take<E: Send>(
        &mut self,
        parts: Vec<Part>,
        texts: &mut Texts,
        sink: &Sink<'_, E>,
    ) -> Result<(), E> {
        let mut documents = Vec::new();
        for part in parts {
            self.runs.extend(part.runs);
            documents.extend(part.documents);
        }
        let mut files = Vec::new();
        for document in &mut documents {
            let (name, claim) = texts.claim(document.digest);
            if claim == Claim::New {
                let text = std::mem::take(&mut document.text);
                files.push((format!("{FOLDER}/{}", text_path(&name)), text));
            }
            document.meta.0 = name;
        }
        let metas =
            documents.into_iter().map(|document| self.columns(document)).collect();
        self.metas(metas);
        files.par_iter().try_for_each(|(path, text)| sink(path, text))
    }

    /// Packs the metas; all but the last wave have whole files of them.
    fn metas(&mut self, metas: Vec<Meta>) {
        let files =
            metas.par_chunks(METAS as usize).map_init(Packer::new, |packer, metas| {
                packer.pack(Kind::Metas, &encode_metas(metas))
            });
        self.metas.par_extend(files);
    }

    /// Takes what stands in columns; the meta is left.
    fn columns(&mut self, document: Document) -> Meta {
        let number = self.days.len() as u32;
        self.keys.extend(document.keys.iter().map(|key| (*key, number)));
        self.days.push(document.date.map_or(0, day));
        *self.years.entry(document.date.map_or(0, Date::year)).or_default() += 1;
        for (facet, value) in self.facets.iter_mut().zip(document.facets) {
            facet.push(value);
        }
        document.meta
    }

    fn finish<E: Send>(mut self, sink: &Sink<'_, E>) -> Result<SegmentInfo, E> {
        let postings = merge(&std::mem::take(&mut self.runs));
        let (shape, split) = shards::layout(&postings);
        let shards = shards::pack(&postings, shape, &split);
        drop(postings);

        let mut packer = Packer::new();
        let facets = self.facet_files(&mut packer);
        let bytes = facets.iter().map(|(field, file)| (field.clone(), file.len() as u32));
        let bytes = bytes.collect();
        let (nb, numbers) = self.number_files(&mut packer);
        let days = packer.pack(Kind::Days, &column::encode_days(&self.days));
        let files: Vec<(String, Vec<u8>)> = shards
            .into_iter()
            .chain(numbered("m", self.metas))
            .chain(facets.into_iter().map(|(field, file)| (format!("f-{field}"), file)))
            .chain([("days".to_owned(), days)])
            .chain(numbered("n", numbers))
            .collect();
        let name = name(&files);
        files.par_iter().try_for_each(|(file, bytes)| {
            sink(&format!("{FOLDER}/{name}/{file}.bin"), bytes)
        })?;
        let docs = self.days.len() as u32;
        let years = self.years.into_iter().collect();
        let split = SegmentInfo::steps(split);
        Ok(SegmentInfo { name, docs, shape, split, nb, years, bytes, dead: Vec::new() })
    }

    fn facet_files(&self, packer: &mut Packer) -> Vec<(String, Vec<u8>)> {
        let pack = |(field, values): (&&str, &Vec<String>)| {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let file = packer.pack(Kind::Facet, &column::encode_facet(&values));
            ((*field).to_owned(), file)
        };
        FACETS.iter().zip(&self.facets).map(pack).collect()
    }

    /// Bits of the buckets, and the buckets.
    fn number_files(&mut self, packer: &mut Packer) -> (u8, Vec<Vec<u8>>) {
        let buckets = self.keys.len().div_ceil(BUCKET).next_power_of_two();
        let mut entries = vec![Vec::new(); buckets];
        self.keys.sort_unstable();
        self.keys.dedup();
        for (hash, document) in &self.keys {
            entries[*hash as usize & (buckets - 1)].push((*hash, *document));
        }
        let pack = |bucket: &Vec<_>| packer.pack(Kind::Numbers, &numbers::encode(bucket));
        (buckets.ilog2() as u8, entries.iter().map(pack).collect())
    }
}

/// Entries in a bucket of numbers, at most and about: some 2 KB.
const BUCKET: usize = 400;

/// The day of a date; whatever was before 1970 counts as the day after it began, since 0 says
/// that there is no date.
fn day(of: Date) -> u32 {
    u32::try_from(column::day_number(of)).unwrap_or(0).max(1)
}

/// Names for files that are counted.
fn numbered(
    prefix: &str,
    files: Vec<Vec<u8>>,
) -> impl Iterator<Item = (String, Vec<u8>)> {
    let name = move |(number, file)| (format!("{prefix}{number}"), file);
    files.into_iter().enumerate().map(name)
}

/// The name of a segment, from its files.
fn name(files: &[(String, Vec<u8>)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in files {
        hasher.update(name.as_bytes()).update(&[0]);
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.finalize().to_hex()[..12].to_owned()
}

#[cfg(test)]
mod tests;
