//! The lower part of a document: 附件说明, signature, date, note, attachments and imprint.
//! Source: GB/T 9704-2012, 7.3.4–7.3.8 and 7.4.

use super::clean::{Gap, Line};
use super::head::Head;
use super::note::{self, Note};
use super::numbering::{Kind, number};
use super::words::{Ending, ending, is_organ, squeeze};
use super::{Notes, Part, Role, date};

/// The longest first paragraph, in bytes, in which the name of what follows is looked for.
const LONG: usize = 3000;
/// How many organs may sign together.
const ORGANS: usize = 8;

/// Gives the lines of the lower part their roles.
pub(super) fn read(lines: &[Line], roles: &mut [Role], head: Head, notes: &mut Notes) {
    let mut scan = Scan { lines, roles, from: head.body, notes };
    scan.notes_on_disclosure();
    let date = scan.date();
    if let Some(at) = date {
        scan.signature(at);
    }
    scan.attachments();
    if let Some(at) = date.and_then(|date| scan.named(date + 1)) {
        scan.roles[at] = Role::AnnexTitle;
    }
    scan.annexes(date.map_or(head.body, |at| at + 1));
    scan.imprint();
}

struct Scan<'a> {
    lines: &'a [Line],
    roles: &'a mut [Role],
    /// The first line of the body.
    from: usize,
    notes: &'a mut Notes,
}

impl Scan<'_> {
    fn doubt(&mut self, at: usize, what: String, advice: impl Into<String>) {
        self.notes.doubt(Some(self.lines[at].number()), what, advice);
    }

    fn free(&self, at: usize) -> bool {
        self.roles[at] == Role::Body
    }

    /// Gives a line without white space, a long one as nothing.
    fn bare(&self, at: usize) -> String {
        let text = self.lines[at].text();
        if text.len() > 240 { String::new() } else { squeeze(text) }
    }

    fn notes_on_disclosure(&mut self) {
        for at in self.from..self.lines.len() {
            match note::read(&self.bare(at)) {
                Some(Note::Attribute(_)) if self.free(at) => {
                    self.roles[at] = Role::Taken(Part::Note);
                }
                Some(Note::Other) => {
                    let text = self.lines[at].text().to_owned();
                    let what = format!("附注「{text}」不是三种公开属性之一，留在正文里");
                    self.doubt(at, what, "请判断公开属性，填入元数据，再删去这一行");
                }
                _ => {}
            }
        }
    }

    /// Finds the date of the document: the first line that is a date and below which nothing
    /// stands but note, imprint or attachments.
    fn date(&mut self) -> Option<usize> {
        let dates: Vec<_> = (self.from..self.lines.len())
            .filter(|&at| self.free(at) && date::read(&self.bare(at)).is_some())
            .collect();
        // An order ends with its first date; what it puts in force follows.
        let order = self.is_order();
        let found = dates.iter().copied().find(|&at| order || self.ends_at(at));
        match found {
            Some(at) => self.roles[at] = Role::Taken(Part::Date),
            None => self.no_date(dates.first().copied()),
        }
        found
    }

    /// Speaks about a date that was not found, or not for certain.
    fn no_date(&mut self, first: Option<usize>) {
        let advice = "请核对原件，在元数据里填写「成文日期」，例如 2023-12-12";
        let shaped = |at: &usize| {
            let bare = self.bare(*at);
            bare.len() <= 39
                && bare.ends_with('日')
                && bare.contains('年')
                && bare.contains('月')
        };
        let wrong = (self.from..self.lines.len()).find(shaped);
        match (first, wrong) {
            (Some(at), _) => {
                let what = "有单独成行的日期，但其后还有正文，看不出是不是成文日期";
                self.doubt(at, what.into(), advice);
            }
            (None, Some(at)) => {
                let what = format!("「{}」不是日历上的日期", self.lines[at].text());
                self.doubt(at, what, advice);
            }
            (None, None) => self.notes.doubt(None, "没有找到成文日期".into(), advice),
        }
    }

    /// Tells whether the document proper ends with line `at`.
    fn ends_at(&self, at: usize) -> bool {
        let below = (at + 1..self.lines.len()).find(|&below| self.free(below));
        let Some(below) = below else { return true };
        // A note right below is proof enough, whatever follows.
        if self.roles.get(at + 1) == Some(&Role::Taken(Part::Note)) {
            return true;
        }
        let bare = self.bare(below);
        note::is_note(&bare)
            || is_imprint(&bare)
            || annex_number(&bare)
            || is_list_start(&bare)
            || bare.starts_with("（联系")
            || bare.starts_with("(联系")
            || self.named(at + 1).is_some()
    }

    fn is_order(&self) -> bool {
        let number = |at: &usize| self.roles[*at] == Role::Taken(Part::Number);
        (0..self.from).filter(number).any(|at| self.bare(at).contains('令'))
    }

    /// Finds the title of what the document puts in force below its date: a line that is named
    /// in 《》 in the title or in the first paragraph.
    fn named(&self, from: usize) -> Option<usize> {
        let at = (from..self.lines.len()).find(|&at| self.free(at))?;
        let bare = self.bare(at);
        let title = |at: &usize| self.roles[*at] == Role::Taken(Part::Title);
        let titles =
            (0..self.from).filter(title).map(|at| self.bare(at)).collect::<String>();
        let body = self.lines.get(self.from).map_or("", Line::text);
        let body = if body.len() > LONG { "" } else { body };
        let name = format!("《{bare}》");
        (bare.len() > 6 && (titles.contains(&name) || squeeze(body).contains(&name)))
            .then_some(at)
    }

    /// Takes the organs that sign above the date.
    fn signature(&mut self, date: usize) {
        let mut first = date;
        while first > self.from && date - first < ORGANS {
            let Some(at) = (self.from..first).rev().find(|&at| self.free(at)) else {
                break;
            };
            if !self.signs(at) {
                break;
            }
            self.roles[at] = Role::Taken(Part::Issuer);
            first = at;
        }
        if first == date && date > self.from {
            let above = self.lines[date - 1].text();
            if self.free(date - 1) && ending(above) == Ending::Open && above.len() <= 60 {
                let what = format!("日期上方的「{above}」不像机关名称，留在正文里");
                self.doubt(date - 1, what, "如是署名，请填入「发文机关」并从正文删去");
            }
        }
    }

    fn signs(&self, at: usize) -> bool {
        let text = self.lines[at].text();
        let organs = split_organs(text);
        text.len() <= 240
            && number(text).is_none()
            && !text.starts_with("附件")
            && organs.iter().all(|organ| is_organ(organ))
    }

    /// Finds the list of attachments and names what it lists.
    fn attachments(&mut self) {
        let end = self.lines.len();
        let start =
            (self.from..end).find(|&at| self.free(at) && is_list_start(&self.bare(at)));
        let Some(start) = start else { return };
        self.roles[start] = Role::AttachmentList;
        let mut names = Vec::new();
        let opening = self.bare(start);
        let first =
            opening.trim_start_matches("附件").trim_start_matches(['附', '：', ':']);
        if !first.is_empty() {
            names.push(item_name(first));
        }
        for at in start + 1..end {
            let bare = self.bare(at);
            let item = number(&bare).is_some_and(|n| n.kind == Kind::Arabic);
            let wrapped = self.lines[at].gap == Gap::None
                && number(&bare).is_none()
                && !bare.contains('：')
                && self.lines[at].depth == 0;
            let fits = !bare.is_empty() && !bare.ends_with(['。', '；', '：']);
            if !self.free(at) || !fits || !(item || wrapped) {
                break;
            }
            self.roles[at] = Role::AttachmentList;
            match names.last_mut() {
                Some(last) if !item => last.push_str(&bare),
                _ => names.push(item_name(&bare)),
            }
        }
        let what = format!("附件说明列有 {} 个附件：{}", names.len(), names.join("、"));
        let advice = "请把附件文件放在条目旁边，并在元数据的「附件」里逐个写上文件名";
        self.doubt(start, what, advice);
    }

    /// Finds the attachments that stand in the same text, each below its own 附件1.
    fn annexes(&mut self, from: usize) {
        for at in from..self.lines.len() {
            if !self.free(at) || !annex_number(&self.bare(at)) {
                continue;
            }
            self.roles[at] = Role::Annex;
            let Some(next) = (at + 1..self.lines.len()).find(|&at| self.free(at)) else {
                return;
            };
            let title = self.lines[next].text();
            let short =
                title.len() <= 120 && number(title).is_none() && !title.contains('\t');
            if short && ending(title) != Ending::Closed && !annex_number(&squeeze(title))
            {
                self.roles[next] = Role::AnnexTitle;
            }
        }
    }

    /// Speaks about the imprint (版记), which stays in the body.
    fn imprint(&mut self) {
        let found = (self.from..self.lines.len())
            .find(|&at| self.free(at) && is_imprint(&self.bare(at)));
        if let Some(at) = found {
            let what = "版记（抄送、印发）留在正文里".into();
            self.doubt(at, what, "网上公开一般不带版记，可以删去");
        }
    }
}

/// Splits the names of organs that sign on one line, or gives the line as one name.
pub(super) fn split_organs(text: &str) -> Vec<String> {
    let parts: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
    let several = parts.len() > 1 && parts.iter().all(|part| is_organ(part));
    if several { parts } else { vec![squeeze(text)] }
}

/// Tells the first line of the list of attachments: 附件：…
fn is_list_start(bare: &str) -> bool {
    let rest = bare.strip_prefix("附件").or_else(|| bare.strip_prefix('附'));
    let rest = rest.and_then(|rest| rest.strip_prefix(['：', ':']));
    rest.is_some_and(|rest| !rest.ends_with(['。', '；', '：']))
}

fn item_name(bare: &str) -> String {
    let start = number(bare).filter(|n| n.kind == Kind::Arabic).map_or(0, |n| n.len);
    bare[start..].to_owned()
}

/// Tells the line above an attachment: 附件, 附件1, 附件一.
fn annex_number(bare: &str) -> bool {
    let Some(rest) = bare.strip_prefix("附件") else { return false };
    let rest = rest.trim_end_matches(['：', ':']);
    let digits = rest.chars().all(|c| super::numbering::arabic_digit(c).is_some());
    let han =
        super::numbering::han_number(rest).is_some_and(|(_, len)| len == rest.len());
    (rest.is_empty() || digits || han) && rest.chars().count() <= 3
}

/// Tells lines of the imprint: 抄送：… and …2023年12月13日印发.
fn is_imprint(bare: &str) -> bool {
    bare.starts_with("抄送：")
        || bare.starts_with("抄送:")
        || bare.starts_with("主题词：")
        || bare.ends_with("日印发")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organs_on_one_line_are_told_apart() {
        assert_eq!(
            split_organs("示例区财政局　　示例区民政局"),
            ["示例区财政局", "示例区民政局"]
        );
        assert_eq!(split_organs("示例区 行政审批服务局"), ["示例区行政审批服务局"]);
        assert_eq!(split_organs("示 例 局"), ["示例局"]);
    }

    #[test]
    fn annex_lines_are_not_lists() {
        assert!(annex_number("附件1") && annex_number("附件") && annex_number("附件二"));
        assert!(!annex_number("附件材料") && !annex_number("附件1.示例表"));
        assert!(is_list_start("附件：1.示例表") && is_list_start("附件："));
        assert!(!is_list_start("附件：见下。"));
    }
}
