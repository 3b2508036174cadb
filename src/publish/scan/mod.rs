//! The second gate: looks for withheld text in the final bytes of one file.
//!
//! It shares nothing with the first gate but the fingerprints, so that a mistake anywhere
//! between the two is caught here. A file is read as it is, without its tags, with escapes
//! and references resolved ([`text`]), and inside what is compressed ([`archive`], [`pdf`]).
//! What cannot be looked into is objected to as well: nobody could vouch for it.
//!
//! Not seen: pictures of text, PDF fonts whose characters have private numbers, GB18030.

mod archive;
mod pdf;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::fmt;

use crate::fingerprint::{Hit, Mark, Watchlist};
use crate::search::format;
use archive::Budget;
use text::Cells;

/// Why a file must not be published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objection {
    /// It holds text of a withheld source.
    Withheld {
        /// The output file, and the member inside it, joined by ` › `.
        place: String,
        /// Path of the withheld source.
        source: String,
        /// The text around the first place where it was recognised.
        excerpt: String,
    },
    /// It holds something that cannot be looked into.
    Unreadable {
        /// The output file, and the member inside it, joined by ` › `.
        place: String,
        /// Why not.
        reason: Unreadable,
    },
}

/// Why a part of a file cannot be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreadable {
    /// The archive does not open.
    Broken,
    /// It needs a password or a method of compression that is not in general use.
    Locked,
    /// It grows beyond all measure when unpacked, or has too many members.
    TooLarge,
    /// Archives stand in archives in archives.
    TooDeep,
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Withheld { place, source, excerpt } => write!(
                f,
                "输出文件「{place}」中有未公开文件「{source}」的内容：「{excerpt}」"
            ),
            Self::Unreadable { place, reason } => {
                let reason = match reason {
                    Unreadable::Broken => "压缩内容已损坏",
                    Unreadable::Locked => "设有密码或用了不常见的压缩方法",
                    Unreadable::TooLarge => "解压后过大或所含文件过多",
                    Unreadable::TooDeep => "压缩包层层嵌套过深",
                };
                write!(
                    f,
                    "无法检查输出文件「{place}」是否含有未公开内容：{reason}，请换一份附件"
                )
            }
        }
    }
}

/// Looks through one output file and its path. Empty when it may be published.
pub(super) fn scan(list: &Watchlist, path: &str, bytes: &[u8]) -> Vec<Objection> {
    if list.is_empty() {
        return Vec::new();
    }
    let mut scanner = Scanner {
        list,
        budget: match is_pack(path) && bytes.starts_with(ZIP) {
            true => Budget::for_pack(),
            false => Budget::for_file(bytes.len()),
        },
        place: vec![path.to_owned()],
        objections: Vec::new(),
    };
    scanner.text(path);
    match format::name_of(path).filter(|name| name.ends_with(".bin")) {
        Some(_) => scanner.index(bytes),
        None => scanner.contents(bytes),
    }
    scanner.objections.sort_unstable();
    scanner.objections.dedup();
    scanner.objections
}

/// Whether the file is the pack of a column: nothing else that is an archive lies below
/// `data/`, where no item may be.
fn is_pack(path: &str) -> bool {
    path.starts_with("data/") && path.ends_with(".zip")
}

/// How the cells of a file stand apart that the build itself has made; `None` for any other, an
/// attachment above all.
fn own_cells(path: &str) -> Option<Cells> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_data = path.starts_with("data/");
    match name.rsplit_once('.')? {
        _ if path == "llms.txt" => Some(Cells::Lines),
        _ if name == "feed.json" => Some(Cells::Json),
        (_, "csv") if is_data => Some(Cells::Csv),
        (_, "json") if is_data => Some(Cells::Json),
        _ => None,
    }
}

/// How a zip archive begins.
const ZIP: &[u8] = b"PK\x03\x04";

/// Walks through a file and what it contains.
struct Scanner<'w> {
    list: &'w Watchlist,
    budget: Budget,
    /// The file and the members that are open, outermost first.
    place: Vec<String>,
    objections: Vec<Objection>,
}

impl Scanner<'_> {
    /// Looks at a file's contents and, if it is a container, at what is in it. The bytes
    /// decide what it is: a name may lie.
    fn contents(&mut self, bytes: &[u8]) {
        if bytes.starts_with(ZIP) {
            self.strings(bytes);
            self.zip(bytes);
        } else if bytes.starts_with(b"\x1F\x8B") {
            self.strings(bytes);
            self.gzip(bytes);
        } else if bytes.starts_with(b"%PDF") {
            self.pdf(bytes);
        } else if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            match self.cells() {
                Some(cells) => self.data(text, cells),
                None => self.text(text),
            }
        } else {
            self.strings(bytes);
            self.wide(bytes);
        }
    }

    /// Looks at the words in a file of the search index, each line by itself: no sentence goes
    /// beyond one.
    fn index(&mut self, bytes: &[u8]) {
        match format::words(bytes) {
            Ok(words) => words.lines().for_each(|line| self.text(line)),
            Err(_) => self.refuse(Unreadable::Broken),
        }
    }

    /// How the cells of the open file stand apart, if the build itself has made it: alone, or as
    /// a member of its own pack.
    fn cells(&self) -> Option<Cells> {
        match self.place.as_slice() {
            [path] => own_cells(path),
            [pack, member] if is_pack(pack) => own_cells(member),
            _ => None,
        }
    }

    /// Looks at data of the build's own in all their readings.
    fn data(&mut self, text: &str, cells: Cells) {
        self.gather(|list, found| {
            text::read_data(list, text, cells, &mut |hit, piece| found.note(hit, piece));
        });
    }

    /// Looks at text in all its readings.
    fn text(&mut self, text: &str) {
        self.gather(|list, found| {
            text::read(list, text, &mut |hit, piece| found.note(hit, piece));
        });
    }

    /// Looks at the text that stands between other bytes.
    fn strings(&mut self, bytes: &[u8]) {
        self.gather(|list, found| {
            text::read_strings(list, bytes, &mut |hit, piece| found.note(hit, piece));
        });
    }

    /// Looks at text in the 16-bit encoding of older office files and of camera data.
    fn wide(&mut self, bytes: &[u8]) {
        self.gather(|list, found| {
            text::read_wide(list, bytes, &mut |hit, piece| found.note(hit, piece));
        });
    }

    /// Turns what a reading finds into objections.
    fn gather(&mut self, read: impl FnOnce(&Watchlist, &mut Found<'_>)) {
        let mut found = Found {
            list: self.list,
            sources: BTreeMap::new(),
            seams: BTreeMap::new(),
            left: ENOUGH,
        };
        read(self.list, &mut found);
        for (source, excerpt) in found.sources {
            let place = self.place.join(" › ");
            self.objections.push(Objection::Withheld { place, source, excerpt });
        }
    }

    fn refuse(&mut self, reason: Unreadable) {
        self.objections
            .push(Objection::Unreadable { place: self.place.join(" › "), reason });
    }
}

/// Hits in one reading after which no more are looked up: a page that holds a whole withheld
/// text has as many as that has letters.
const ENOUGH: usize = 1000;
/// Characters of an excerpt.
const EXCERPT: usize = 24;

/// Shingles of one source, one after the other across a seam, from which on they count.
///
/// Where two elements of a page meet, words stand together that nobody wrote together: a title
/// that anybody may read, and then 「本文」 of the page's own, make a run of letters that a
/// withheld text has too when it says 「…办法》本办法…」. A text that really leaks goes on
/// beyond the seam, so that its shingles come one after the other. Tags within a sentence are
/// no seams, and there a single shingle counts.
const SEAM: usize = 4;

/// What was found in one reading: each source with the first place.
struct Found<'w> {
    list: &'w Watchlist,
    sources: BTreeMap<String, String>,
    /// By source, the last shingle across a seam: where it ends, and how many in a row it is.
    seams: BTreeMap<String, (usize, usize)>,
    left: usize,
}

impl Found<'_> {
    fn note(&mut self, hit: Hit, piece: &str) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let may_be_chance = hit.across_seam && matches!(hit.mark, Mark::Shingle(_));
        for source in self.list.owners(hit.mark) {
            let row =
                if may_be_chance { in_a_row(&mut self.seams, source, hit) } else { SEAM };
            if row >= SEAM && !self.sources.contains_key(source) {
                self.sources.insert(source.to_owned(), excerpt(&piece[..hit.end]));
            }
        }
    }
}

/// Counts a shingle of a source across a seam, and tells how many there are in a row.
fn in_a_row(
    seams: &mut BTreeMap<String, (usize, usize)>,
    source: &str,
    hit: Hit,
) -> usize {
    let (last, row) = seams.entry(source.to_owned()).or_default();
    *row = if *last + 1 == hit.position { *row + 1 } else { 1 };
    *last = hit.position;
    *row
}

/// The end of a text, on one line.
fn excerpt(text: &str) -> String {
    let mut tail: Vec<char> = text.chars().rev().take(EXCERPT).collect();
    tail.reverse();
    let tail: String = tail.into_iter().collect();
    tail.split(char::is_whitespace).filter(|word| !word.is_empty()).collect()
}
