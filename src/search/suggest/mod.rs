//! Suggestions while typing, and what was probably meant when nothing is found.
//!
//! [`Offers`] makes the files, from what disclosed items say and nothing else; [`lookup`] reads
//! them, as `client/suggest.js` does in the browser, with the same answers.
//!
//! # Files
//!
//! `search/suggest/k-<key>.json` holds the suggestions for what begins with the key, at most
//! [`FILE_LIMIT`] bytes:
//!
//! ```json
//! {"more":"lq","list":[["医疗器械",2],["医疗器械经营许可办事指南",5,"fuwu/yiliao.html"]]}
//! ```
//!
//! An entry is its text, the number of its [`Kind`], and the path of its page where it leads to
//! one; terms stand before titles, both in the order of their weight. A key is the first
//! character of the text, as the hexadecimal code point where it is Chinese (`533b`), or the
//! first two letters of typing it, in full pinyin or by initials (`yi`, `yl`). When the
//! entries of a key do not fit in one file, it has the best of them, and `more` lists the next
//! characters or letters for which a file with the longer key has all (`ylq`, `533b-7597`).
//!
//! `search/suggest/keys.txt` names the first characters and pairs of letters that have a file, a
//! space after each, so that no file is asked for in vain.
//!
//! `search/pinyin.txt` says how the characters sound that occur in the portal: a line a
//! syllable, the syllable and then its characters. The files above hold no pinyin: the
//! reader matches what was typed against the characters of an entry by this table, which
//! costs one small file once and spares a third of all the others.

mod files;
mod gather;
mod item;
pub mod lookup;
mod phrase;
mod sound;

pub use item::Brief;

use gather::Gather;

/// Bytes in a file of suggestions.
pub const FILE_LIMIT: usize = 4096;
/// Bytes in `pinyin.txt`.
pub const TABLE_LIMIT: usize = 10_240;
/// Bytes that all suggestions of a portal may take for each of its items.
const BYTES_PER_ITEM: usize = 100;
/// Bytes that they may always take: small portals can have every title.
const BYTES_ALWAYS: usize = 128 * 1024;
/// How many words are offered to who finds nothing.
const USEFUL: usize = 8;

/// What a suggestion is, in the order of the numbers in the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 机构: an issuer.
    Institution,
    /// 主题分类: a subject.
    Topic,
    /// 关键词: a keyword that an item names.
    Keyword,
    /// 栏目: the title of a column.
    Column,
    /// A phrase that is met again and again.
    Phrase,
    /// 标题: the title of an item or of a row; leads to its page.
    Title,
}

impl Kind {
    /// All kinds; the place in the list is the number in the files.
    pub const ALL: [Self; 6] = [
        Self::Institution,
        Self::Topic,
        Self::Keyword,
        Self::Column,
        Self::Phrase,
        Self::Title,
    ];

    /// The English word of the browser's interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::Topic => "topic",
            Self::Keyword => "keyword",
            Self::Column => "column",
            Self::Phrase => "phrase",
            Self::Title => "title",
        }
    }
}

/// One text that may be suggested. The same text may come many times.
#[derive(Debug, Clone)]
pub struct SuggestSource {
    /// The text as it is shown.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The output path of its page, with the anchor of a row; for a title or a column.
    pub path: Option<String>,
    /// How much it matters: for a title its day (newer is more), else how many items it
    /// stands for; weights of the same text are added.
    pub weight: u32,
}

/// What [`Offers::build`] makes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Paths from the root of the output, in order, and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// Words that lead to much: offered to who finds nothing.
    pub useful: Vec<String>,
}

/// Takes the items one after the other and keeps what may be suggested: each term and title once,
/// and a bounded part of the texts.
pub struct Offers {
    items: usize,
    gather: Gather,
}

impl Offers {
    /// For a portal with so many items.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self { items, gather: Gather::new(items) }
    }

    /// Takes an item. The result depends on the order of items only where a part of the texts is
    /// read: always take them in the same.
    pub fn item(&mut self, brief: &Brief) {
        brief.offer(&mut self.gather);
    }

    /// Takes one text that may be suggested.
    pub fn source(&mut self, source: &SuggestSource) {
        self.gather.source(source);
    }

    /// Takes a word that people search for, as the lists of synonyms have them; of those only
    /// one that occurs in a disclosed item or stands beside one that does.
    pub fn word(&mut self, word: &str) {
        let (text, kind) = (word.to_owned(), Kind::Keyword);
        self.source(&SuggestSource { text, kind, path: None, weight: 1 });
    }

    /// The files, and the useful words.
    #[must_use]
    pub fn build(self) -> Suggestions {
        let budget = BYTES_ALWAYS.max(BYTES_PER_ITEM * self.items) - TABLE_LIMIT;
        let gathered = self.gather.finish();
        let mut files = files::files(&gathered.entries, budget);
        let table = sound::write_table(gathered.characters.into_iter(), TABLE_LIMIT);
        files.insert(0, (super::format::path("pinyin.txt"), table.into_bytes()));
        Suggestions { files, useful: gathered.useful }
    }
}

/// The form in which suggestions and what was typed are compared.
fn plain(text: &str) -> Vec<char> {
    super::normalize::squash(text).chars().collect()
}
