//! The files under `search/`: what each is, byte by byte; the only definition.
//!
//! The index is cut by time into segments, each a folder named by its content, so that every
//! file but the manifest can be kept by a browser for ever. Texts lie outside the segments
//! and are named by their own content: an edit gives one text and one segment a new name and
//! touches nothing else.
//!
//! | path below the output | what | defined in |
//! |---|---|---|
//! | `search/index.json` | the manifest, the only file that is asked for again | [`Manifest`] |
//! | `search/<seg>/<id>.bin` | a shard of grams | [`shard`] |
//! | `search/<seg>/<id>-<part>.bin` | some of the triples of a large shard | [`shard`] |
//! | `search/<seg>/m<n>.bin` | metas of [`METAS`] documents | [`Meta`] |
//! | `search/<seg>/f-<field>.bin` | the column of a facet | [`mod@column`] |
//! | `search/<seg>/days.bin` | days of the documents | [`mod@column`] |
//! | `search/<seg>/n<k>.bin` | a bucket of 发文字号 and 索引号 | [`numbers`] |
//! | `search/t/<hh>/<rest>.bin` | the text of one item | [`Line`] |
//! | `search/suggest/k-<key>.json` | suggestions | [`super::suggest`] |
//! | `search/suggest/keys.txt` | with what they begin | [`super::suggest`] |
//! | `search/pinyin.txt` | how the portal's characters sound | [`super::suggest`] |
//! | `search/{search,suggest,page}.js` | the browser's reader and the search page | [`super::client`] |
//! | `search/traditional.txt` | pairs of characters | [`super::normalize`] |
//! | `search/offline/*.js` | all of it once more as scripts, for `file://` | [`super`] |
//!
//! Every `.bin` is a [`container`]: kind, version, checksum, then raw deflate. Text inside is in
//! the [`narrow`] form. Numbers are LEB128 unless they say otherwise.
//!
//! The address of a gram is arithmetic on its first two characters ([`Shape::shard_of`]), so the
//! browser needs no directory: with a table of shards each segment would cost 1–3 KB before
//! the first hit. Documents of a segment are numbered from the oldest, so newest first is the
//! numbers backwards, and a year is a range of them.

mod bits;
pub mod bytes;
pub mod column;
pub mod container;
pub mod narrow;
pub mod numbers;
pub mod shard;

mod manifest;
mod text;

pub use bytes::Damage;
pub use container::Kind;
pub use manifest::{Manifest, Meta, SegmentInfo, Shape, decode_metas, encode_metas};
pub use text::{Line, LineKind, decode_lines, encode_lines};

/// The version of the format; a reader refuses any other.
pub const VERSION: u8 = 1;

/// The folder of the index below the output.
pub const FOLDER: &str = "search";

/// Documents in one file of metas: few enough that ten results cost little.
pub const METAS: u32 = 4;

/// Fields of a document that are counted and filtered, in the order of the page.
pub const FACETS: [&str; 5] = ["column", "topic", "issuer", "validity", "kind"];

/// The path below the output of a file of the index.
#[must_use]
pub fn path(name: &str) -> String {
    format!("{FOLDER}/{name}")
}

/// The name below [`FOLDER`] of a path of the output; `None` for a file that is not of the index.
#[must_use]
pub fn name_of(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_prefix('/')
}

/// The path of a text below `search/`, from its 12 hex digits.
#[must_use]
pub fn text_path(name: &str) -> String {
    let (folder, rest) = name.split_at(2.min(name.len()));
    format!("t/{folder}/{rest}.bin")
}

/// The words in a `.bin`, for the scan that looks for withheld ones; grams hold none. What
/// stands together without belonging together is on lines of its own.
///
/// # Errors
/// The file is damaged.
pub fn words(bytes: &[u8]) -> Result<String, Damage> {
    let open = |kind| container::open(kind, bytes);
    match container::kind_of(bytes)? {
        Kind::Text => narrow::decode(&open(Kind::Text)?),
        Kind::Metas => {
            Ok(decode_metas(&open(Kind::Metas)?)?.iter().map(Meta::words).collect())
        }
        Kind::Facet => Ok(column::decode_facet(&open(Kind::Facet)?)?.values.join("\n")),
        // Nine files of ten are grams: they are not unpacked to learn that they hold no words.
        Kind::Grams | Kind::Days | Kind::Numbers => Ok(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Meta, container, encode_metas, words};

    #[test]
    fn what_metas_say_stands_on_lines_of_its_own() {
        let meta = |title: &str, date: &str| {
            let [path, none] = ["a.html", ""].map(str::to_owned);
            let of = |text: &str| text.to_owned();
            Meta(
                none.clone(),
                path,
                of(title),
                of(date),
                none.clone(),
                none.clone(),
                of("甲局"),
                none.clone(),
                none,
                0,
            )
        };
        let payload = encode_metas(&[meta("一则公告", "2026-11-20"), meta("另一则", "")]);
        let mut file = container::head(Kind::Metas, &payload).to_vec();
        file.extend(miniz_oxide::deflate::compress_to_vec(&payload, 6));
        let words = words(&file).unwrap();
        let lines: Vec<&str> = words.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            ["a.html", "一则公告", "2026-11-20", "甲局", "a.html", "另一则", "甲局"]
        );
    }
}
