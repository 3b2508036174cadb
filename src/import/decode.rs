//! From the bytes of a file to its text, or to the reason why they are none.

use std::fmt;

/// The largest file that is read: 2 MiB. The longest official documents stay below a tenth of it.
pub const SIZE_LIMIT: usize = 2 * 1024 * 1024;

/// Why the bytes of a file cannot be imported. `Display` says it, and the way out, in Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Larger than [`SIZE_LIMIT`].
    TooLarge,
    /// Text in the national encoding GB18030 (or its subsets GBK and GB2312).
    Gb18030,
    /// Text in UTF-16, which old notepads call "Unicode".
    Utf16,
    /// A Word, WPS or PDF file and no text.
    Office,
    /// No text in any known encoding.
    Unknown,
}

/// Gives the text of a file, or says what stands in the way.
pub fn decode(bytes: &[u8]) -> Result<&str, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"%PDF-")
        || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
    {
        return Err(Unreadable::Office);
    }
    if bytes.len() > SIZE_LIMIT {
        return Err(Unreadable::TooLarge);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Unreadable::Utf16);
    }
    std::str::from_utf8(bytes).map_err(|_| {
        if is_gb18030(bytes) { Unreadable::Gb18030 } else { Unreadable::Unknown }
    })
}

/// Tells whether bytes follow the structure of GB18030: one byte below 80, two bytes, or four.
/// UTF-8 has to be ruled out first, since some of it is well-formed here too.
fn is_gb18030(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        let len = match (first, tail) {
            (0..=0x7F, _) => 1,
            (0x81..=0xFE, [0x40..=0x7E | 0x80..=0xFE, ..]) => 2,
            (0x81..=0xFE, [0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..]) => 4,
            _ => return false,
        };
        rest = &rest[len..];
    }
    true
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "文件超过 2 MiB，不像是一份公文的文字：请只留下正文文字，表格和图片另作附件",
            Self::Gb18030 => "文件是 GB18030（GBK、ANSI）编码，不是 UTF-8：请用记事本打开，\
                              选「文件→另存为」，编码选「UTF-8」，保存后再导入",
            Self::Utf16 => "文件是 UTF-16（记事本里叫「Unicode」）编码，不是 UTF-8：请用记事本打开，\
                            选「文件→另存为」，编码选「UTF-8」，保存后再导入",
            Self::Office => "这是 Word、WPS 或 PDF 文件，不是文字文件：请在 Word 或 WPS 里选「另存为→纯文本（*.txt）」，\
                             编码选「UTF-8」；PDF 请全选复制到记事本，再按 UTF-8 保存",
            Self::Unknown => "文件不是 UTF-8 编码的文字：请用记事本打开，选「文件→另存为」，编码选「UTF-8」，保存后再导入",
        })
    }
}

impl std::error::Error for Unreadable {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_recognised() {
        // 示例 in GB2312, with an ideograph of four bytes behind it.
        let gb = [0xCA, 0xBE, 0xC0, 0xFD, b'\n', 0x81, 0x39, 0xEF, 0x30];
        assert_eq!(decode(&gb), Err(Unreadable::Gb18030));
        assert_eq!(decode(&[0xFF, 0xFE, 0x3A, 0x79]), Err(Unreadable::Utf16));
        assert_eq!(decode(b"PK\x03\x04rest"), Err(Unreadable::Office));
        assert_eq!(decode(&[0xFF, 0xFF, 0xFF]), Err(Unreadable::Unknown));
        assert_eq!(decode(&vec![b'a'; SIZE_LIMIT + 1]), Err(Unreadable::TooLarge));
        assert_eq!(decode("示例".as_bytes()), Ok("示例"));
        assert!(Unreadable::Gb18030.to_string().contains("另存为"));
    }
}
