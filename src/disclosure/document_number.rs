//! 发文字号: `机关代字〔年份〕序号号`, as GB/T 9704-2012 writes it.
//!
//! Two older forms are official too: orders (`国务院令第711号`) and announcements
//! (`2023年第5号`, with or without the body's name before it).

use std::{cmp::Ordering, fmt};

use super::{ValueError, near, numeral, value::text_value};

/// The number of a document; equal numbers have equal text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    /// 机关代字; of an order the name up to 令, of an announcement what stands before the year
    /// (may be blank).
    pub code: String,
    /// The year; orders have none.
    pub year: Option<u16>,
    /// The number within code and year, from 1.
    pub serial: u32,
    style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Style {
    /// `威环审服字〔2023〕10号`
    Bracketed,
    /// `国务院令第711号`
    Order,
    /// `2023年第5号`
    Announcement,
}

impl DocumentNumber {
    /// Reads the canonical form.
    ///
    /// # Errors
    /// Any other text. The message names each fault of a number that can be recognised, and the
    /// suggestion is its canonical form.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let loose = Loose::read(text);
        let number = loose.as_ref().and_then(Loose::number);
        match number {
            Some(number) if number.to_string() == text => Ok(number),
            Some(number) => {
                let faults =
                    loose.map(|loose| loose.faults(text, &number)).unwrap_or_default();
                let message = format!("「{}」的{faults}", near::shown(text));
                Err(ValueError::mended(message, number.to_string()))
            }
            None => Err(ValueError::new(format!(
                "「{}」不是发文字号，应写成「机关代字〔年份〕序号号」，如「国办发〔2019〕61号」",
                near::shown(text)
            ))),
        }
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, serial, .. } = self;
        match (self.style, self.year) {
            (Style::Bracketed, Some(year)) => write!(f, "{code}〔{year}〕{serial}号"),
            (Style::Announcement, Some(year)) => write!(f, "{code}{year}年第{serial}号"),
            _ => write!(f, "{code}第{serial}号"),
        }
    }
}

impl Ord for DocumentNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |number: &Self| (number.year, number.serial, number.style);
        self.code.cmp(&other.code).then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for DocumentNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The parts of a number in whatever spelling, in NFKC and without spaces.
struct Loose {
    style: Style,
    code: String,
    year: String,
    serial: String,
}

impl Loose {
    fn read(text: &str) -> Option<Self> {
        let compact = near::compact(text).replace('號', "号");
        let bare = compact.trim_matches(['"', '“', '”', '「', '」', '。', ',', '，']);
        Self::order(bare)
            .or_else(|| Self::bracketed(bare))
            .or_else(|| Self::announcement(bare))
            .or_else(|| Self::without_brackets(bare))
    }

    fn order(text: &str) -> Option<Self> {
        if let Some(head) = text.strip_suffix('令') {
            let (code, serial) = head.strip_suffix('号')?.split_once('第')?;
            return Some(Self::new(Style::Order, &format!("{code}令"), "", serial));
        }
        let (code, tail) = text.rsplit_once('令')?;
        let order = Self::new(Style::Order, &format!("{code}令"), "", serial(tail));
        order.serial.chars().all(numeral::is_numeral).then_some(order)
    }

    fn bracketed(text: &str) -> Option<Self> {
        let close = text.rfind(is_close)?;
        let open = text[..close].rfind(is_open)?;
        let code = &text[..open];
        let inside = text[open..close].trim_start_matches(is_open);
        let tail = text[close..].trim_start_matches(is_close);
        let year = inside.strip_suffix('年').unwrap_or(inside);
        Some(Self::new(Style::Bracketed, code, year, serial(tail)))
    }

    fn announcement(text: &str) -> Option<Self> {
        let (head, tail) = text.split_once('年')?;
        let digits = head.chars().rev().take_while(|&c| numeral::is_numeral(c)).count();
        let at = head
            .char_indices()
            .nth(head.chars().count() - digits)
            .map_or(head.len(), |x| x.0);
        Some(Self::new(Style::Announcement, &head[..at], &head[at..], serial(tail)))
    }

    fn without_brackets(text: &str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let year = text.get(start..start + 4)?;
        let code = text[..start].trim_end_matches(['-', '第']);
        let tail = text[start + 4..].trim_start_matches('-');
        Some(Self::new(Style::Bracketed, code, year, serial(tail)))
    }

    fn new(style: Style, code: &str, year: &str, serial: &str) -> Self {
        // NFKC made the brackets of a code ASCII; the official form has full-width ones.
        let code = code.replace('(', "（").replace(')', "）");
        Self { style, code, year: year.to_owned(), serial: serial.to_owned() }
    }

    fn number(&self) -> Option<DocumentNumber> {
        let serial = numeral::number(&self.serial)
            .filter(|serial| (1..100_000).contains(serial))?;
        let year = match self.style {
            Style::Order => None,
            Style::Bracketed | Style::Announcement => Some(self.full_year()?),
        };
        let shortest = match self.style {
            Style::Announcement => 0,
            Style::Bracketed | Style::Order => 2,
        };
        let length = self.code.chars().count();
        let fits = (shortest..=20).contains(&length) && self.code.chars().all(is_code);
        fits.then(|| DocumentNumber {
            code: self.code.clone(),
            year,
            serial,
            style: self.style,
        })
    }

    /// The year in four digits; two digits are of this century up to 49.
    fn full_year(&self) -> Option<u16> {
        let year = u16::try_from(numeral::number(&self.year)?).ok()?;
        let full = match (self.year.chars().count(), year) {
            (2, 0..=49) => 2000 + year,
            (2, _) => 1900 + year,
            _ => year,
        };
        (1900..2100).contains(&full).then_some(full)
    }

    /// Names what is wrong, as the end of a sentence that begins with the number.
    fn faults(&self, text: &str, number: &DocumentNumber) -> String {
        let bracketed = self.style == Style::Bracketed;
        let tail =
            text.rsplit(|c| is_close(c) || c == '年' || c == '令').next().unwrap_or(text);
        let has_own_brackets = text.contains('〔') && text.contains('〕');
        let arabic = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let faults = [
            (
                text.chars().any(|c| c.is_whitespace() || near::is_invisible(c)),
                "字符之间不能有空格或看不见的字符",
            ),
            (bracketed && !has_own_brackets, "年份要用六角括号"),
            (bracketed && self.year.chars().count() != 4, "年份要写四位"),
            (!arabic(&self.year) || !arabic(&self.serial), "年份和序号要用阿拉伯数字"),
            (bracketed && tail.contains('第'), "序号前不写「第」"),
            (!bracketed && !text.contains('第'), "序号前要写「第」"),
            (self.serial.starts_with(['0', '〇', '零']), "序号前不加 0"),
            (!text.contains(['号', '號']), "末尾缺「号」"),
            (text.contains('號'), "「號」要写成「号」"),
            (
                text.chars()
                    .any(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')),
                "数字和字母要用半角",
            ),
        ];
        let named: Vec<&str> =
            faults.iter().filter(|(holds, _)| *holds).map(|&(_, name)| name).collect();
        match named[..] {
            [] => format!("写法不规范，应为「{number}」"),
            _ => named.join("，"),
        }
    }
}

/// What stands for the serial number in the tail of a number.
fn serial(tail: &str) -> &str {
    let tail = tail.strip_prefix('第').unwrap_or(tail);
    tail.strip_suffix('号').unwrap_or(tail)
}

fn is_open(c: char) -> bool {
    "〔[([【{〖〈<《「『❲⟦".contains(c)
}

fn is_close(c: char) -> bool {
    "〕])]】}〗〉>》」』❳⟧".contains(c) || matches!(c, '］' | '）' | '｝' | '＞' | '﹞')
}

/// True for a character of a 机关代字.
pub(super) fn is_code(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '（' | '）') || is_han(c)
}

/// True for a Han character of any plane.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

text_value!(DocumentNumber, "发文字号，如「国办发〔2019〕61号」", {
    "type": "string",
    "pattern": "^([^〔〕\\s]{2,20}〔(19|20)[0-9]{2}〕[1-9][0-9]{0,4}号|[^〔〕\\s]{1,19}令第[1-9][0-9]{0,4}号|[^〔〕\\s]{0,20}(19|20)[0-9]{2}年第[1-9][0-9]{0,4}号)$",
    "examples": ["国办发〔2019〕61号", "国务院令第711号", "2023年第5号"]
});

#[cfg(test)]
mod tests;
