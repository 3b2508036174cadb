//! Files that disclosed items name: what they are, whether they may be published.
//!
//! A file is published only under a kind that a reader can open and a server will not run:
//! the ending must be on the list and the first bytes must be what the ending says.

use sha2::{Digest, Sha256};

use crate::diag::{Finding, Place};
use crate::world::{SitePath, World};

/// A file that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file below the root of the site.
    pub source: SitePath,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes, 64 hex digits: the digest that readers can check with any tool.
    pub digest: String,
    /// What it is.
    pub kind: FileKind,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    /// The ending, lower case.
    pub ending: &'static str,
    /// What a reader calls it.
    pub name: &'static str,
    /// The first bytes; any of these, or anything when there are none.
    magic: &'static [&'static [u8]],
    /// May stand in a page as an image.
    pub image: bool,
}

const ZIP: &[&[u8]] = &[b"PK\x03\x04"];
const OLE: &[&[u8]] = &[b"\xD0\xCF\x11\xE0"];

/// Kinds that may be published.
const KINDS: &[FileKind] = &[
    kind("pdf", "PDF 文档", &[b"%PDF"]),
    kind("ofd", "OFD 版式文档", ZIP),
    kind("docx", "Word 文档", ZIP),
    kind("xlsx", "Excel 表格", ZIP),
    kind("pptx", "演示文稿", ZIP),
    kind("doc", "Word 文档", OLE),
    kind("xls", "Excel 表格", OLE),
    kind("ppt", "演示文稿", OLE),
    kind("wps", "WPS 文字", OLE),
    kind("et", "WPS 表格", OLE),
    kind("txt", "文本", &[]),
    kind("csv", "CSV 数据", &[]),
    kind("zip", "压缩包", ZIP),
    image("jpg", "JPEG 图片", &[b"\xFF\xD8\xFF"]),
    image("jpeg", "JPEG 图片", &[b"\xFF\xD8\xFF"]),
    image("png", "PNG 图片", &[b"\x89PNG"]),
    image("webp", "WebP 图片", &[b"RIFF"]),
    kind("mp3", "音频", &[b"ID3", b"\xFF\xFB", b"\xFF\xF3"]),
    kind("mp4", "视频", &[]),
];

const fn kind(
    ending: &'static str,
    name: &'static str,
    magic: &'static [&'static [u8]],
) -> FileKind {
    FileKind { ending, name, magic, image: false }
}

const fn image(
    ending: &'static str,
    name: &'static str,
    magic: &'static [&'static [u8]],
) -> FileKind {
    FileKind { ending, name, magic, image: true }
}

impl FileKind {
    /// The kind of a file by its ending; `None` when such files are not published.
    #[must_use]
    pub fn of(path: &SitePath) -> Option<Self> {
        let ending = path.extension().to_ascii_lowercase();
        KINDS.iter().find(|kind| kind.ending == ending).copied()
    }

    /// The media type by which programs know it (IANA; of WPS and OFD as they are in use).
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self.ending {
            "pdf" => "application/pdf",
            "ofd" => "application/ofd",
            "docx" => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "pptx" => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            "doc" => "application/msword",
            "xls" => "application/vnd.ms-excel",
            "ppt" => "application/vnd.ms-powerpoint",
            "wps" | "et" => "application/wps-office",
            "txt" => "text/plain",
            "csv" => "text/csv",
            "zip" => "application/zip",
            "jpg" | "jpeg" => "image/jpeg",
            "png" => "image/png",
            "webp" => "image/webp",
            "mp3" => "audio/mpeg",
            "mp4" => "video/mp4",
            _ => "application/octet-stream",
        }
    }

    /// Whether it holds rows that a program can read.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self.ending, "csv" | "xlsx" | "xls" | "et")
    }

    fn fits(&self, bytes: &[u8]) -> bool {
        self.magic.is_empty() || self.magic.iter().any(|magic| bytes.starts_with(magic))
    }
}

/// Looks at a named file.
///
/// # Errors
/// A finding at `place`, where the file is named: it cannot be read, is empty, is of a kind
/// that is not published, or is not what its ending says.
pub fn read(
    world: &dyn World,
    path: &SitePath,
    place: &Place,
) -> Result<Attachment, Finding> {
    let name = path.name();
    let error = |message: String, hint: &str| {
        Err(Finding::error(place.clone(), message).hint(hint))
    };
    let Some(kind) = FileKind::of(path) else {
        let endings: Vec<&str> = KINDS.iter().map(|kind| kind.ending).collect();
        let hint = format!("可以公开的有：{}", endings.join("、"));
        return error(format!("附件「{name}」的类型不能公开"), &hint);
    };
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(trouble) => {
            return error(
                format!("附件「{name}」读不了：{trouble}"),
                "检查文件是否还在、能否打开",
            );
        }
    };
    if bytes.is_empty() {
        return error(format!("附件「{name}」是空文件"), "换上有内容的文件");
    }
    if !kind.fits(&bytes) {
        let message = format!("附件「{name}」的内容不是{}", kind.name);
        return error(message, "用原来的软件打开，另存为正确的类型");
    }
    let digest =
        Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Attachment { source: path.clone(), size: bytes.len() as u64, digest, kind })
}

/// A size as a reader says it: `48 KB`, `1.2 MB`.
#[must_use]
pub fn size_text(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    if bytes < KB {
        format!("{bytes} 字节")
    } else if bytes < MB {
        format!("{} KB", bytes.div_ceil(KB))
    } else {
        format!("{}.{} MB", bytes / MB, (bytes % MB) * 10 / MB)
    }
}

#[cfg(test)]
mod tests {
    use super::{FileKind, read, size_text};
    use crate::diag::Place;
    use crate::world::{Date, MemoryWorld, SitePath};

    #[test]
    fn a_file_must_be_what_its_ending_says() {
        let mut world = MemoryWorld::new(Date::constant(2026, 11, 24));
        let path = |name: &str| SitePath::new(name).unwrap();
        world.insert(path("a.pdf"), b"%PDF-1.7".as_slice());
        world.insert(path("b.pdf"), b"<script>".as_slice());
        world.insert(path("c.pdf"), b"".as_slice());
        world.insert(path("d.php"), b"<?php".as_slice());
        world.insert(path("E.PDF"), b"%PDF-1.4".as_slice());
        let place = Place::file(&path("x.md"));
        assert_eq!(read(&world, &path("a.pdf"), &place).unwrap().size, 8);
        assert_eq!(read(&world, &path("E.PDF"), &place).unwrap().kind.ending, "pdf");
        for (name, word) in [
            ("b.pdf", "不是"),
            ("c.pdf", "空文件"),
            ("d.php", "不能公开"),
            ("f.pdf", "读不了"),
        ] {
            let finding = read(&world, &path(name), &place).unwrap_err();
            assert!(finding.message.contains(word), "{}", finding.message);
        }
        assert!(FileKind::of(&path("x.svg")).is_none());
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, text) in [
            (12, "12 字节"),
            (1024, "1 KB"),
            (48_500, "48 KB"),
            (1_258_291, "1.1 MB"),
            (5 << 20, "5.0 MB"),
        ] {
            assert_eq!(size_text(bytes), text);
        }
    }
}
