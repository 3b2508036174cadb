//! The text of an official document (公文), as it comes out of a PDF or Word, becomes an item.
//!
//! [`read`] is a pure function of the text. It lifts what belongs in the front matter, mends what
//! pages and line breaks have done, finds the headings, and writes Markdown in which every
//! character reads as itself. It never invents: a 发布日期 or 索引号 is left to the officer, and
//! without a note such as （此件主动公开） so is 公开属性, because publishing is a decision.
//!
//! Nothing is lost. What is not in the body is in [`Imported::lifted`], each piece with the place
//! in the body where it stood, so that body and pieces together give the source again, white space
//! and invisible characters aside. The tests reassemble every document in this way.
//!
//! The way of a document: `decode` (bytes to text) → `clean` (lines) → `marks`, `spaces`, `split`
//! (each line by itself) → `head`, `tail` (what each line is) → `front` (the values) and
//! `paragraphs` (lines to paragraphs and tables) → `levels` (headings) → `write` (Markdown).
//! Where the text leaves a choice, the importer keeps the text in the body and says so.

mod block;
mod clean;
mod date;
mod decode;
mod docno;
mod front;
mod head;
mod item;
mod levels;
mod marks;
mod name;
mod note;
mod numbering;
mod paragraphs;
mod passage;
mod report;
mod spaces;
mod split;
mod table;
mod tail;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use decode::{SIZE_LIMIT, Unreadable, decode};

/// An official document as an item, with what was done to get there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The front matter, by the Chinese keys of the glossary, in the order of the page.
    pub front: Vec<(&'static str, Value)>,
    /// The Markdown below the front matter.
    pub body: String,
    /// A file name without extension: ASCII, at most 80 bytes.
    pub slug: String,
    /// What stands in the source and not in the body, in source order.
    pub lifted: Vec<Lifted>,
    /// What was changed, by line.
    pub mended: Vec<Mend>,
    /// What the officer has to judge, by line; what concerns the whole document comes first.
    pub doubts: Vec<Doubt>,
}

/// A value of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// Several texts, the first one leading.
    List(Vec<String>),
}

/// What a lifted piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// 发文机关标志, the name of the organ above the document.
    Letterhead,
    /// 发文字号.
    Number,
    /// 签发人.
    Signatory,
    /// 标题.
    Title,
    /// 主送机关.
    Addressees,
    /// 署名.
    Issuer,
    /// 成文日期.
    Date,
    /// 附注 on disclosure.
    Note,
    /// The number of a page, which is dropped.
    PageNumber,
    /// A Markdown mark of the source, which is dropped.
    Mark,
    /// The full stop behind a sentence that became a heading, which is dropped.
    Stop,
}

impl Part {
    /// Gives the Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Letterhead => "发文机关标志",
            Self::Number => "发文字号",
            Self::Signatory => "签发人",
            Self::Title => "标题",
            Self::Addressees => "主送机关",
            Self::Issuer => "署名",
            Self::Date => "成文日期",
            Self::Note => "附注",
            Self::PageNumber => "页码",
            Self::Mark => "标记",
            Self::Stop => "标题后的句号",
        }
    }

    /// Tells the parts above the body.
    fn is_head(self) -> bool {
        self <= Self::Addressees
    }
}

/// A piece of the source that is not in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifted {
    /// What it is.
    pub what: Part,
    /// The text as it stands in the source.
    pub text: String,
    /// Its line in the source, counted from 1.
    pub line: usize,
    /// The byte offset in the body where it stood.
    pub at: usize,
}

/// A change of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The line in the source, counted from 1.
    pub line: usize,
    /// What was done, in Chinese.
    pub what: &'static str,
    /// The place before the change, shortened.
    pub before: String,
    /// The place after it, shortened.
    pub after: String,
}

/// Something that the officer has to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The line in the source, counted from 1; none where the whole document is meant.
    pub line: Option<usize>,
    /// What is in doubt, in Chinese.
    pub what: String,
    /// What to do about it, in Chinese.
    pub advice: String,
}

/// Reads the text of an official document.
///
/// Takes any text and never fails: what is not recognised stays in the body. The time is
/// linear in the length of the text.
pub fn read(text: &str) -> Imported {
    let mut notes = Notes::default();
    let mut lines = clean::lines(text, &mut notes);
    for line in &mut lines {
        marks::strip(line, &mut notes);
        spaces::tidy(line, &mut notes);
    }
    if lines.is_empty() {
        notes.doubt(None, "文件里没有文字".into(), "请检查从 PDF 或 Word 导出是否成功");
    }
    let lines = split::split(lines);
    let mut roles: Vec<_> = lines.iter().map(first_role).collect();
    marks::take_page_numbers(&lines, &mut roles);
    let head = head::read(&lines, &mut roles, &mut notes);
    tail::read(&lines, &mut roles, head, &mut notes);
    let front = front::read(&lines, &roles, head, &mut notes);
    let blocks = paragraphs::fold(lines, &roles, &mut notes);
    let blocks = levels::assign(blocks, &mut notes);
    let written = write::write(&blocks);
    let Notes { mut mended, mut doubts } = notes;
    mended.sort_by_key(|mend| mend.line);
    doubts.sort_by_key(|doubt| doubt.line);
    Imported {
        slug: name::suggest(&front.title, front.issuer(), front.date),
        front: front.values,
        body: written.body,
        lifted: written.lifted,
        mended,
        doubts,
    }
}

/// What a line of the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Body,
    /// A line of the list of attachments (附件说明), which stays a line.
    AttachmentList,
    /// The line above an attachment.
    Annex,
    /// The title of an attachment.
    AnnexTitle,
    /// Not in the body.
    Taken(Part),
}

fn first_role(line: &clean::Line) -> Role {
    if line.text().is_empty() { Role::Taken(Part::Mark) } else { Role::Body }
}

/// Collects what was mended and what is in doubt.
#[derive(Debug, Default)]
struct Notes {
    mended: Vec<Mend>,
    doubts: Vec<Doubt>,
}

impl Notes {
    fn mend(&mut self, line: usize, what: &'static str, before: String, after: String) {
        self.mended.push(Mend { line, what, before, after });
    }

    fn doubt(&mut self, line: Option<usize>, what: String, advice: impl Into<String>) {
        self.doubts.push(Doubt { line, what, advice: advice.into() });
    }
}
