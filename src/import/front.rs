//! The values of the front matter, from the lines that have a role.

use jiff::civil::Date;

use super::clean::Line;
use super::head::Head;
use super::note::{self, Note};
use super::words::{genre, is_han, is_organ, squeeze, without_brackets};
use super::{Notes, Part, Role, Value, date, docno, tail};
use crate::disclosure::DocumentNumber;

/// The values, and two of them for the file name.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) values: Vec<(&'static str, Value)>,
    pub(super) title: String,
    pub(super) date: Option<Date>,
}

impl Front {
    /// Gives the leading issuer.
    pub(super) fn issuer(&self) -> Option<&str> {
        let value = self.values.iter().find(|(key, _)| *key == "发文机关");
        value.and_then(|(_, value)| match value {
            Value::Text(text) => Some(text.as_str()),
            Value::List(items) => items.first().map(String::as_str),
        })
    }
}

/// Reads the values from the lines that were given roles.
pub(super) fn read(
    lines: &[Line],
    roles: &[Role],
    head: Head,
    notes: &mut Notes,
) -> Front {
    let mut reader = Reader { lines, roles, notes, front: Front::default() };
    reader.title();
    let year = reader.number();
    reader.issuer();
    reader.signatory();
    reader.addressees();
    reader.date(year);
    reader.genre();
    reader.attribute(head.secret);
    reader.front
}

struct Reader<'a> {
    lines: &'a [Line],
    roles: &'a [Role],
    notes: &'a mut Notes,
    front: Front,
}

impl<'a> Reader<'a> {
    fn put(&mut self, key: &'static str, value: Value) {
        self.front.values.push((key, value));
    }

    /// Gives the lines of a part with their numbers.
    fn part(&self, part: Part) -> Vec<(usize, &'a str)> {
        let (lines, roles) = (self.lines, self.roles);
        let of_part =
            roles.iter().enumerate().filter(|(_, role)| **role == Role::Taken(part));
        of_part.map(|(at, _)| (lines[at].number(), lines[at].text())).collect()
    }

    fn title(&mut self) {
        let parts = self.part(Part::Title);
        let title = match parts.first() {
            Some(&(line, _)) => {
                let texts: Vec<_> = parts.iter().map(|&(_, text)| text).collect();
                let title = joined(&texts.join(" "));
                let changed =
                    !title.contains(' ') && texts.iter().any(|text| text.contains(' '));
                if changed {
                    self.notes.mend(
                        line,
                        "去掉标题里的空格",
                        texts.join(" "),
                        title.clone(),
                    );
                }
                title
            }
            None => self.named_title(),
        };
        if !title.is_empty() {
            self.put("标题", Value::Text(title.clone()));
        }
        self.front.title = title;
    }

    /// Takes the title of an order, which has none, from what it puts in force.
    fn named_title(&mut self) -> String {
        let order =
            self.part(Part::Number).iter().any(|(_, text)| squeeze(text).contains('令'));
        let body = self.roles.iter().position(|role| *role == Role::Body);
        let Some(line) = body.map(|at| &self.lines[at]).filter(|_| order) else {
            return String::new();
        };
        let name =
            line.text().split_once('《').and_then(|(_, rest)| rest.split_once('》'));
        let Some((name, _)) = name.filter(|(name, _)| name.chars().count() <= 60) else {
            return String::new();
        };
        let what = format!("标题「{name}」取自正文的书名号");
        self.notes.doubt(Some(line.number()), what, "命令本身没有标题，请核对");
        self.notes.doubts.retain(|doubt| doubt.what != "没有认出标题");
        squeeze(name)
    }

    /// Puts the document number as it stands in the source, and gives its year.
    fn number(&mut self) -> Option<u16> {
        let parts = self.part(Part::Number);
        let &(line, _) = parts.first()?;
        let bare: String = parts.iter().map(|(_, text)| squeeze(text)).collect();
        let bare = docno::without_label(&bare);
        let value = match docno::notice_number(bare) {
            Some(notice) => notice.to_owned(),
            None if bare.contains('令') => bare.replace(['（', '）', '(', ')'], ""),
            None => bare.to_owned(),
        };
        let number = DocumentNumber::parse(&value);
        if let Err(error) = &number {
            let advice = match &error.suggestion {
                Some(right) => format!("已照原样写入；如原件确为此号，请改成「{right}」"),
                None => "已照原样写入；请对照原件改成规范写法".to_owned(),
            };
            self.notes.doubt(Some(line), error.message.clone(), advice);
        }
        self.put("发文字号", Value::Text(value));
        let meant = number.or_else(|error| match error.suggestion {
            Some(right) => DocumentNumber::parse(&right),
            None => Err(error),
        });
        meant.ok()?.year
    }

    fn issuer(&mut self) {
        let lines = self.part(Part::Issuer);
        let mut organs: Vec<_> =
            lines.iter().flat_map(|(_, text)| tail::split_organs(text)).collect();
        for organ in &mut organs {
            for seal in ["（盖章）", "（印章）", "（公章）", "(盖章)", "(印章)", "(公章)"]
            {
                *organ = organ.replace(seal, "");
            }
        }
        if organs.is_empty() {
            organs.extend(self.issuer_elsewhere());
        }
        match organs.len() {
            0 => self.notes.doubt(
                None,
                "没有找到署名".into(),
                "请在元数据里填写「发文机关」全称",
            ),
            1 => self.put("发文机关", Value::Text(organs.remove(0))),
            _ => {
                let what = format!("联合发文，共 {} 个机关署名", organs.len());
                let advice = "按原件顺序写入，第一个作牵头机关，请核对";
                self.notes.doubt(lines.first().map(|&(line, _)| line), what, advice);
                self.put("发文机关", Value::List(organs));
            }
        }
    }

    /// Finds the issuer of an unsigned document in its letterhead, its number or its title.
    fn issuer_elsewhere(&mut self) -> Option<String> {
        let head = self.part(Part::Letterhead).into_iter().chain(self.part(Part::Number));
        let from_head =
            head.map(|(line, text)| (line, squeeze(text))).find_map(|(line, text)| {
                let name = text.strip_suffix("文件").unwrap_or(&text);
                let name = name.split_once('令').map_or(name, |(name, _)| name);
                is_organ(name).then(|| (line, name.to_owned(), "版头"))
            });
        let title =
            self.front.title.split_once("关于").map(|(before, _)| before.to_owned());
        let line = self.part(Part::Title).first().map_or(1, |&(line, _)| line);
        let from_title =
            title.filter(|name| is_organ(name)).map(|name| (line, name, "标题"));
        let (line, name, place) = from_head.or(from_title)?;
        let what = format!("文末没有机关署名，发文机关「{name}」取自{place}");
        self.notes.doubt(Some(line), what, "请核对是否为发文机关全称");
        Some(name)
    }

    fn signatory(&mut self) {
        let lines = self.part(Part::Signatory);
        let names: Vec<_> = lines.iter().flat_map(|(_, text)| names(text)).collect();
        if !names.is_empty() {
            self.put("签发人", Value::Text(names.join("、")));
        }
    }

    fn addressees(&mut self) {
        let text: String =
            self.part(Part::Addressees).iter().map(|(_, text)| squeeze(text)).collect();
        let text = text.trim_end_matches(['：', ':']);
        if text.is_empty() {
            return;
        }
        let names: Vec<_> = text.split(['，', '、', ',']).map(str::to_owned).collect();
        // 市政府各部门、单位 is one expression: a list is made only of full names.
        let list = names.len() > 1 && names.iter().all(|name| is_organ(name));
        let value = if list { Value::List(names) } else { Value::Text(text.to_owned()) };
        self.put("主送机关", value);
    }

    fn date(&mut self, year: Option<u16>) {
        let Some(&(line, text)) = self.part(Part::Date).first() else { return };
        let Some(date) = date::read(&squeeze(text)) else { return };
        self.front.date = Some(date);
        self.put("成文日期", Value::Text(date.to_string()));
        if let Some(year) = year.filter(|&year| i32::from(year) != i32::from(date.year()))
        {
            let what =
                format!("发文字号的年份 {year} 与成文日期的年份 {} 不同", date.year());
            self.notes.doubt(Some(line), what, "两者一般相同，请对照原件");
        }
    }

    fn genre(&mut self) {
        let order =
            self.part(Part::Number).iter().any(|(_, text)| squeeze(text).contains("令"));
        if let Some(genre) = genre(&self.front.title).or(order.then_some("命令")) {
            self.put("文种", Value::Text(genre.to_owned()));
        }
    }

    /// Puts 公开属性 only where the document itself says it, once, and carries no secrecy mark.
    fn attribute(&mut self, secret: bool) {
        let mut found: Vec<_> = Vec::new();
        for (line, text) in self.part(Part::Note) {
            match note::read(&squeeze(text)) {
                Some(Note::Attribute(word)) if !found.iter().any(|&(_, w)| w == word) => {
                    found.push((line, word));
                }
                _ => {}
            }
        }
        let advice = "请判断公开属性，在元数据里写「公开属性: 主动公开」（或 依申请公开、不予公开）；\
                      没有这一项，门户不能生成";
        match found[..] {
            [(line, _)] if secret => {
                let what = "有密级标志，附注的公开属性没有写入".into();
                self.notes.doubt(Some(line), what, advice);
            }
            [(_, word)] => self.put("公开属性", Value::Text(word.word().to_owned())),
            [] => {
                let what = "原文没有（此件主动公开）一类的附注，公开属性没有写入".into();
                self.notes.doubt(None, what, advice);
            }
            [_, (line, _), ..] => {
                let what = "原文有两种不同的附注，公开属性没有写入".into();
                self.notes.doubt(Some(line), what, advice);
            }
        }
    }
}

/// Makes one line of a title: only between organs that issue together a space stays.
fn joined(title: &str) -> String {
    match title.split_once("关于") {
        Some((organs, rest)) => {
            let organs = tail::split_organs(organs).join(" ");
            organs + &without_gaps(&format!("关于{rest}"))
        }
        None => without_gaps(title),
    }
}

/// Drops the white space beside Chinese characters; between Latin words it stays.
fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let narrow = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
        let kept = narrow(out.chars().next_back()) && narrow(chars.peek().copied());
        if !c.is_whitespace() || kept {
            out.push(c);
        }
    }
    out
}

/// Gives the names behind 签发人：, of which each may be set with white space inside.
fn names(text: &str) -> Vec<String> {
    let text = text.trim_start_matches("签发人").trim_start_matches(['：', ':', ' ']);
    let parts: Vec<_> =
        text.split([' ', '、', '，', '\t']).filter(|p| !p.is_empty()).collect();
    let full = |part: &&str| {
        part.chars().count() >= 2 && part.chars().all(|c| is_han(c) || c == '·')
    };
    if parts.len() > 1 && parts.iter().all(full) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    vec![squeeze(without_brackets(text))]
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_set_wide() {
        assert_eq!(names("签发人：示 例 某"), ["示例某"]);
        assert_eq!(names("签发人：示例甲 示例乙"), ["示例甲", "示例乙"]);
        assert!(names("签发人：").is_empty());
    }

    #[test]
    fn a_title_keeps_the_spaces_of_its_latin_words() {
        assert_eq!(
            without_gaps("示例局 关于 Open Data 的通知"),
            "示例局关于Open Data的通知"
        );
    }
}
