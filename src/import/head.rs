//! The upper part of a document: letterhead, number, signatory, title and addressees.
//! Source: GB/T 9704-2012, 7.2 and 7.3.1–7.3.2.

use super::clean::Line;
use super::words::{ends_title, genre, is_organ, squeeze};
use super::{Notes, Part, Role, docno, numbering};

/// How many lines may belong to the upper part.
const WINDOW: usize = 30;
/// How many lines a title may take.
const TITLE_LINES: usize = 4;
/// How many lines the addressees may take.
const ADDRESSEE_LINES: usize = 6;

/// What the upper part says beside the roles of its lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The first line of the body.
    pub(super) body: usize,
    /// Whether a secrecy mark (密级) stands there.
    pub(super) secret: bool,
}

/// Gives the lines of the upper part their roles.
pub(super) fn read(lines: &[Line], roles: &mut [Role], notes: &mut Notes) -> Head {
    let bare: Vec<_> = lines.iter().take(WINDOW).map(bare).collect();
    let mut scan = Scan { lines, roles, bare, notes };
    let secret = scan.furniture();
    let number = scan.number();
    scan.signatory();
    let title = scan.title(number);
    scan.letterhead(title.or(number));
    let body = scan.end();
    scan.addressees(body);
    Head { body: scan.end(), secret }
}

/// Gives a line without white space; a line too long for the upper part as nothing.
fn bare(line: &Line) -> String {
    if line.text().len() > 600 { String::new() } else { squeeze(line.text()) }
}

struct Scan<'a> {
    lines: &'a [Line],
    roles: &'a mut [Role],
    bare: Vec<String>,
    notes: &'a mut Notes,
}

impl Scan<'_> {
    /// Speaks about what stands above the letterhead and stays in the body: number of the copy
    /// (份号), secrecy (密级) and urgency (紧急程度). Tells whether a secrecy mark was found.
    fn furniture(&mut self) -> bool {
        let mut secret = false;
        for at in 0..self.bare.len().min(8) {
            let text = self.bare[at].clone();
            let short = text.chars().count() <= 12;
            let word =
                ["绝密", "机密", "秘密"].iter().find_map(|word| text.strip_prefix(word));
            if short && word.is_some_and(|rest| rest.is_empty() || rest.starts_with('★'))
            {
                secret = true;
                self.doubt(
                    at,
                    format!("有密级标志「{text}」"),
                    "涉密文件不得公开：请先办理解密，否则不要放进门户",
                );
            } else if ["特急", "加急", "特提", "平急"].contains(&text.as_str()) {
                self.doubt(
                    at,
                    format!("紧急程度「{text}」留在正文里"),
                    "网上公开一般不带，请删去",
                );
            } else if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
                self.doubt(
                    at,
                    format!("像是份号「{text}」"),
                    "有份号的多是涉密文件，请核对能否公开，并删去份号",
                );
            }
        }
        secret
    }

    fn doubt(&mut self, at: usize, what: String, advice: &str) {
        self.notes.doubt(Some(self.lines[at].number()), what, advice);
    }

    /// Finds the number, which stands within the first half of the window.
    fn number(&mut self) -> Option<usize> {
        for at in 0..self.bare.len().min(WINDOW / 2) {
            let text = self.bare[at].clone();
            let text = text.as_str();
            let order = at > 0
                && docno::is_order_number(text)
                && self.bare[at - 1].ends_with('令')
                && self.bare[at - 1].chars().count() <= 30;
            if order {
                self.roles[at - 1] = Role::Taken(Part::Number);
            }
            let notice = docno::notice_number(text).is_some();
            if order || docno::is_number(text) || notice || docno::is_order(text) {
                self.roles[at] = Role::Taken(Part::Number);
                return Some(at);
            }
            // Below the first sentence a number is one that the document speaks of.
            if text.is_empty() || text.contains('。') || text.ends_with(['：', ':']) {
                return None;
            }
        }
        None
    }

    fn signatory(&mut self) {
        for at in 0..self.bare.len() {
            if self.free(at) && self.bare[at].starts_with("签发人") {
                let rest =
                    self.bare[at]["签发人".len()..].trim_start_matches(['：', ':']);
                if (1..=24).contains(&rest.chars().count()) {
                    self.roles[at] = Role::Taken(Part::Signatory);
                }
            }
        }
    }

    /// Finds the title: below the number, or above it as web pages have it.
    /// Gives its first line.
    fn title(&mut self, number: Option<usize>) -> Option<usize> {
        let below = number.map_or(0, |at| at + 1);
        let found = self.title_from(below, self.bare.len());
        let found = found.or_else(|| self.title_from(0, below));
        let Some((from, to)) = found else {
            self.notes.doubt(None, "没有认出标题".into(), "请在元数据里填写「标题」");
            return None;
        };
        let title: String = self.bare[from..to].concat();
        if genre(&title).is_none() && !ends_title(&title) {
            self.doubt(
                from,
                format!("标题「{title}」末尾不是文种"),
                "请核对标题是否完整",
            );
        }
        for at in from..to {
            self.roles[at] = Role::Taken(Part::Title);
        }
        let suffix = self.next(to).filter(|&at| is_title_suffix(&self.bare[at]));
        if let Some(at) = suffix {
            self.roles[at] = Role::Taken(Part::Title);
        }
        Some(from)
    }

    /// Looks for a title that begins with the first free line from `from` on.
    fn title_from(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let mut start = from;
        while start < to && !(self.free(start) && self.is_title_line(start)) {
            // A sentence, a heading or an address means that the body has begun.
            if self.free(start) && !self.is_furniture(start) {
                return None;
            }
            start += 1;
        }
        let organ =
            |at: usize| is_organ(&self.bare[at]) || self.bare[at].ends_with("文件");
        let ends = |done: fn(&str) -> bool| {
            let mut title = String::new();
            (start..to.min(start + TITLE_LINES))
                .take_while(|&at| self.free(at) && self.is_title_line(at))
                .find(|&at| {
                    title.push_str(&self.bare[at]);
                    done(&title)
                })
        };
        let last = ends(|title| genre(title).is_some()).or_else(|| ends(ends_title));
        match last {
            Some(last) => Some((start, last + 1)),
            None if start >= to => None,
            None if self.lines[start].depth > 0 => Some((start, start + 1)),
            // Above the number a line without the end of a title is a letterhead.
            None if organ(start) || self.bare[start].contains('，') => None,
            None => Some((start, start + 1)),
        }
    }

    fn is_title_line(&self, at: usize) -> bool {
        let text = self.bare[at].as_str();
        let count = text.chars().count();
        (2..=60).contains(&count)
            && !self.is_furniture(at)
            && !text.contains(['。', '；', '！', '？'])
            && !text.ends_with(['，', '、', '：', ':'])
            && !text.starts_with(['（', '('])
            && numbering::number(self.lines[at].text()).is_none()
            && !self.lines[at].text().contains('\t')
    }

    /// Tells lines above the title that are neither title nor body.
    fn is_furniture(&self, at: usize) -> bool {
        let text = self.bare[at].as_str();
        let mark = ["绝密", "机密", "秘密", "特急", "加急", "特提", "平急"];
        text.chars().count() <= 12 && mark.iter().any(|mark| text.starts_with(mark))
            || !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
            || text.ends_with("文件") && text.chars().count() <= 40
    }

    /// Takes the letterhead that stands above the title or the number.
    fn letterhead(&mut self, below: Option<usize>) {
        for at in 0..below.unwrap_or(0) {
            let text = self.bare[at].as_str();
            let head = text.ends_with("文件") || is_organ(text) || text.ends_with('令');
            if self.free(at) && head && (3..=40).contains(&text.chars().count()) {
                self.roles[at] = Role::Taken(Part::Letterhead);
            }
        }
    }

    /// Takes the addressees: the lines from `from` to the first colon, if they name organs.
    fn addressees(&mut self, from: usize) {
        let mut at = from;
        while at < self.bare.len().min(from + ADDRESSEE_LINES) {
            let text = self.bare[at].as_str();
            let last = text.ends_with(['：', ':']);
            let names = !text.is_empty()
                && !text.contains(['。', '；', '？', '！', '《', '“'])
                && numbering::number(text).is_none()
                && text.chars().count() <= if last { 200 } else { 60 };
            let speech = ["如下：", "如下:", "通知：", "附件：", "附件:", "附："];
            if !self.free(at) || !names || speech.iter().any(|end| text.ends_with(end)) {
                return;
            }
            if last {
                if names_somebody(text) {
                    self.roles[from..=at].fill(Role::Taken(Part::Addressees));
                }
                return;
            }
            at += 1;
        }
    }

    /// Gives the first line below everything that has a role in the upper part.
    fn end(&self) -> usize {
        let taken = |role: &Role| matches!(role, Role::Taken(part) if part.is_head());
        let last = self.roles[..self.bare.len()].iter().rposition(taken);
        self.next(last.map_or(0, |at| at + 1)).unwrap_or(self.bare.len())
    }

    fn free(&self, at: usize) -> bool {
        self.roles[at] == Role::Body
    }

    /// Gives the first line from `at` on that has no role yet.
    fn next(&self, at: usize) -> Option<usize> {
        (at..self.bare.len()).find(|&at| self.free(at))
    }
}

/// Tells bracketed lines that end a title on a line of their own.
fn is_title_suffix(text: &str) -> bool {
    let open = text.strip_prefix(['（', '(']);
    let inner = open.and_then(|inner| inner.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| {
        let words = ["试行", "暂行", "稿", "草案", "修订", "版", "本"];
        inner.chars().count() <= 12 && words.iter().any(|word| inner.ends_with(word))
    })
}

/// Tells whether a line addresses organs or people, and not a heading with a colon.
fn names_somebody(text: &str) -> bool {
    let people = [
        "同志",
        "主体",
        "市民",
        "群众",
        "朋友",
        "居民",
        "商户",
        "农户",
        "申请人",
        "委员",
        "代表",
        "公民",
        "用户",
        "家长",
        "考生",
        "组织",
        "社区",
        "村委会",
        "村居",
    ];
    let text = text.trim_end_matches(['：', ':']);
    text.split(['、', '，', ',']).any(|name| {
        is_organ(name)
            || people.iter().any(|end| name.ends_with(end))
            || name.chars().count() == 2 && name.ends_with(['局', '委', '办', '部', '府'])
    })
}
