//! The files of an index, read and made sure of.
//!
//! Whatever is wrong with a file is told with its path. What was read is kept for the time of
//! one search, since the same shard answers several grams.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::Error;
use crate::search::format::column::{self, Facet};
use crate::search::format::shard::{self, Shard};
use crate::search::format::{
    Damage, FOLDER, Kind, Line, METAS, Manifest, Meta, SegmentInfo, container,
    decode_lines, decode_metas, numbers, text_path,
};

/// Gives the bytes of a file by its path below `search/`; `None` when there is none.
pub type Open<'o> = dyn Fn(&str) -> Option<Vec<u8>> + 'o;

/// A document: the position of its segment, oldest first, and its number there. Ascending is
/// from the oldest to the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Document {
    /// The position of the segment in the manifest.
    pub(super) segment: usize,
    /// The number in the segment.
    pub(super) number: u32,
}

/// The text of a document, line by line.
#[derive(Debug)]
pub(super) struct Text(pub(super) Vec<Line>);

/// What was read before, by its address.
type Store<K, T> = RefCell<BTreeMap<K, Rc<T>>>;

/// The files, for one search.
pub(super) struct Files<'s> {
    open: &'s Open<'s>,
    manifest: &'s Manifest,
    shards: Store<(usize, u32), Shard>,
    metas: Store<(usize, u32), Vec<Meta>>,
    texts: Store<String, Text>,
    facets: Store<(usize, String), Facet>,
}

/// Reads the manifest.
pub(super) fn manifest(open: &Open<'_>) -> Result<Manifest, Error> {
    let file = format!("{FOLDER}/index.json");
    let bytes = open("index.json").ok_or_else(|| Error::Missing(file.clone()))?;
    let manifest = Manifest::decode(&bytes).map_err(|damage| match damage {
        Damage::Foreign => Error::Unsupported(file.clone()),
        damage => Error::Damaged(file.clone(), damage),
    })?;
    // The names become parts of paths.
    if manifest.segments.iter().all(|segment| is_hex(&segment.name)) {
        Ok(manifest)
    } else {
        Err(Error::Damaged(file, Damage::Value))
    }
}

fn is_hex(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl<'s> Files<'s> {
    /// No file read yet.
    pub(super) fn new(open: &'s Open<'s>, manifest: &'s Manifest) -> Self {
        Self {
            open,
            manifest,
            shards: RefCell::default(),
            metas: RefCell::default(),
            texts: RefCell::default(),
            facets: RefCell::default(),
        }
    }

    /// The manifest.
    pub(super) fn manifest(&self) -> &'s Manifest {
        self.manifest
    }

    /// What the manifest says of a segment.
    pub(super) fn segment(&self, segment: usize) -> &'s SegmentInfo {
        &self.manifest.segments[segment]
    }

    /// The shard that holds the grams which begin with two characters.
    pub(super) fn shard(
        &self,
        segment: usize,
        a: u32,
        b: u32,
    ) -> Result<Rc<Shard>, Error> {
        let info = self.segment(segment);
        let id = info.shape.shard_of(a, b);
        kept(&self.shards, (segment, id), || {
            let path = |part| format!("{}/{}.bin", info.name, shard::file_name(id, part));
            let mut shard = self.read(&path(None), Kind::Grams, |payload| {
                Shard::decode(payload, id, info.shape, info.docs)
            })?;
            let is_split = info.split_shards().any(|split| split == id);
            for part in (0..shard::PARTS).filter(|_| is_split) {
                self.read(&path(Some(part)), Kind::Grams, |payload| shard.join(payload))?;
            }
            Ok(shard)
        })
    }

    /// What is said of a document.
    pub(super) fn meta(&self, document: Document) -> Result<Meta, Error> {
        let info = self.segment(document.segment);
        let group = document.number / METAS;
        let path = format!("{}/m{group}.bin", info.name);
        let metas = kept(&self.metas, (document.segment, group), || {
            self.read(&path, Kind::Metas, |payload| {
                let metas = decode_metas(&payload)?;
                let promised = METAS.min(info.docs - group * METAS) as usize;
                let sound = metas.len() == promised
                    && metas.iter().all(|meta| meta.0.len() == 12 && is_hex(&meta.0));
                if sound { Ok(metas) } else { Err(Damage::Value) }
            })
        })?;
        let meta = metas.get((document.number % METAS) as usize).cloned();
        meta.ok_or_else(|| damaged(&path, Damage::Short))
    }

    /// The text of a document, by the name that its meta gives.
    pub(super) fn text(&self, name: &str) -> Result<Rc<Text>, Error> {
        kept(&self.texts, name.to_owned(), || {
            let path = text_path(name);
            self.read(&path, Kind::Text, |payload| decode_lines(&payload).map(Text))
        })
    }

    /// The column of a facet; none where no document of the segment has a value.
    pub(super) fn facet(
        &self,
        segment: usize,
        field: &str,
    ) -> Result<Option<Rc<Facet>>, Error> {
        let info = self.segment(segment);
        if !info.bytes.contains_key(field) {
            return Ok(None);
        }
        let facet = kept(&self.facets, (segment, field.to_owned()), || {
            let path = format!("{}/f-{field}.bin", info.name);
            self.read(&path, Kind::Facet, |payload| {
                let facet = column::decode_facet(&payload)?;
                one_each(facet.documents.len(), info).map(|()| facet)
            })
        });
        facet.map(Some)
    }

    /// The day of each document.
    pub(super) fn days(&self, segment: usize) -> Result<Vec<u32>, Error> {
        let info = self.segment(segment);
        let path = format!("{}/days.bin", info.name);
        self.read(&path, Kind::Days, |payload| {
            let days = column::decode_days(&payload)?;
            one_each(days.len(), info).map(|()| days)
        })
    }

    /// The documents of a key, by its hash.
    pub(super) fn numbered(&self, segment: usize, hash: u32) -> Result<Vec<u32>, Error> {
        let info = self.segment(segment);
        let bucket = hash & ((1 << info.nb) - 1);
        let path = format!("{}/n{bucket}.bin", info.name);
        let entries = self
            .read(&path, Kind::Numbers, |payload| numbers::decode(&payload, info.docs))?;
        let mut documents: Vec<u32> = entries
            .into_iter()
            .filter(|(of, _)| *of == hash)
            .map(|(_, document)| document)
            .collect();
        documents.sort_unstable();
        documents.dedup();
        Ok(documents)
    }

    fn read<T>(
        &self,
        path: &str,
        kind: Kind,
        decode: impl FnOnce(Vec<u8>) -> Result<T, Damage>,
    ) -> Result<T, Error> {
        let bytes = (self.open)(path);
        let bytes = bytes.ok_or_else(|| Error::Missing(format!("{FOLDER}/{path}")))?;
        let payload = container::open(kind, &bytes);
        payload.and_then(decode).map_err(|damage| damaged(path, damage))
    }
}

fn damaged(path: &str, damage: Damage) -> Error {
    Error::Damaged(format!("{FOLDER}/{path}"), damage)
}

/// A column has one value for each document.
fn one_each(values: usize, info: &SegmentInfo) -> Result<(), Damage> {
    match values.cmp(&(info.docs as usize)) {
        std::cmp::Ordering::Less => Err(Damage::Short),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(Damage::Long),
    }
}

/// What was read before, or else what reading gives.
fn kept<K: Ord, T>(
    store: &Store<K, T>,
    key: K,
    read: impl FnOnce() -> Result<T, Error>,
) -> Result<Rc<T>, Error> {
    if let Some(known) = store.borrow().get(&key) {
        return Ok(Rc::clone(known));
    }
    let value = Rc::new(read()?);
    store.borrow_mut().insert(key, Rc::clone(&value));
    Ok(value)
}
