//! The manifest, and what is said of each document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bytes::Damage;
use super::{VERSION, narrow};

/// `search/index.json`: what the index consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`VERSION`].
    pub format: u8,
    /// Documents in all segments, the dead ones aside.
    pub items: u32,
    /// Segments from the oldest.
    pub segments: Vec<SegmentInfo>,
    /// Groups of words that mean the same.
    #[serde(default)]
    pub synonyms: Vec<Vec<String>>,
    /// Words to try when nothing is found.
    #[serde(default)]
    pub useful: Vec<String>,
    /// How many files the pack for `file://` has, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<u32>,
}

/// One segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentInfo {
    /// Its folder below `search/`: 12 hex digits of the digest of its files.
    pub name: String,
    /// Documents in it.
    pub docs: u32,
    /// How its grams are spread over shards.
    #[serde(flatten)]
    pub shape: Shape,
    /// The shards whose triples lie apart, ascending, each as the difference to the one before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<u32>,
    /// Its buckets of numbers are 2 to the power of this.
    pub nb: u8,
    /// Documents by year, from the oldest; year 0 for those without a date.
    pub years: Vec<(i16, u32)>,
    /// Bytes of the file of each facet.
    pub bytes: BTreeMap<String, u32>,
    /// Documents that are no longer there; only in a preview.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dead: Vec<u32>,
}

impl SegmentInfo {
    /// Ascending numbers, each as the difference to the one before.
    #[must_use]
    pub fn steps(ascending: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let step = |last: &mut u32, value| Some(value - std::mem::replace(last, value));
        ascending.into_iter().scan(0, step).collect()
    }

    /// The shards whose triples lie apart, ascending.
    pub fn split_shards(&self) -> impl Iterator<Item = u32> {
        self.split.iter().scan(0_u32, |last, step| {
            *last = last.saturating_add(*step);
            Some(*last)
        })
    }
}

/// How the grams of a segment are spread over shards: bits of the first and of the second
/// character that choose the shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Bits of the first character.
    pub ka: u8,
    /// Bits of the second.
    pub kb: u8,
}

impl Shape {
    /// The shard of the grams that begin with two characters.
    #[must_use]
    pub fn shard_of(self, a: u32, b: u32) -> u32 {
        (a & ((1 << self.ka) - 1)) << self.kb | (b & ((1 << self.kb) - 1))
    }

    /// How many shards there are; each has its file.
    #[must_use]
    pub fn shards(self) -> u32 {
        1 << (self.ka + self.kb)
    }
}

/// A document as the list of results shows it: an array in JSON, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta(
    /// The name of its text, 12 hex digits.
    pub String,
    /// Its path below the output.
    pub String,
    /// Its title.
    pub String,
    /// 发布日期, `2023-10-08`, or nothing.
    pub String,
    /// 发文字号, or nothing.
    pub String,
    /// 索引号, or nothing.
    pub String,
    /// 发文机关.
    pub String,
    /// 有效性, or nothing.
    pub String,
    /// 信息类型.
    pub String,
    /// Bit 0: its title or text has traditional characters.
    pub u8,
);

impl Meta {
    /// Its words, a line each.
    pub(super) fn words(&self) -> String {
        let Self(_, path, title, date, number, index, issuer, validity, kind, _) = self;
        let all = [path, title, date, number, index, issuer, validity, kind];
        all.into_iter().flat_map(|words| [words.as_str(), "\n"]).collect()
    }
}

/// The payload of a file of metas.
#[must_use]
pub fn encode_metas(metas: &[Meta]) -> Vec<u8> {
    let json = serde_json::to_string(metas).expect("plain data serialises");
    let mut out = Vec::with_capacity(json.len());
    narrow::encode(&json, &mut out);
    out
}

/// Reads a file of metas.
///
/// # Errors
/// It is damaged.
pub fn decode_metas(payload: &[u8]) -> Result<Vec<Meta>, Damage> {
    serde_json::from_str(&narrow::decode(payload)?).map_err(|_| Damage::Value)
}

impl Manifest {
    /// The manifest as it is written.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serialises")
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// It is damaged, of another version, or has numbers that cannot be.
    pub fn decode(bytes: &[u8]) -> Result<Self, Damage> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| Damage::Value)?;
        if manifest.format != VERSION {
            return Err(Damage::Foreign);
        }
        let sound = |segment: &SegmentInfo| {
            let Shape { ka, kb } = segment.shape;
            let years: u64 =
                segment.years.iter().map(|(_, count)| u64::from(*count)).sum();
            ka <= 10 && kb <= 10 && segment.nb <= 16 && years == u64::from(segment.docs)
        };
        manifest.segments.iter().all(sound).then_some(manifest).ok_or(Damage::Value)
    }
}
