//! Which output paths are fit for every server, share and archive they may be copied to.

use super::{Error, manifest};

/// Bytes of a whole path.
const LONGEST_PATH: usize = 200;
/// Bytes of one name in it.
const LONGEST_NAME: usize = 80;

/// Names that Windows keeps for devices, with or without an extension.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Judges an output path.
pub(super) fn check(path: &str) -> Result<(), Error> {
    let reason = if path.len() > LONGEST_PATH {
        Some("超过 200 字节")
    } else if path.eq_ignore_ascii_case(manifest::FILE_NAME) {
        Some("是本程序保留的清单文件名")
    } else {
        path.split('/').find_map(fault)
    };
    reason.map_or(Ok(()), |reason| Err(Error::Name { path: path.to_owned(), reason }))
}

/// What is wrong with one name of a path.
fn fault(name: &str) -> Option<&'static str> {
    let portable = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    let stem = name.split('.').next().unwrap_or(name);
    if name.is_empty() {
        Some("不是相对路径，或其中有空的一段")
    } else if name.len() > LONGEST_NAME {
        Some("中有超过 80 字节的一段")
    } else if !name.bytes().all(portable) {
        Some("中有字母、数字、点、横线和下划线以外的字符")
    } else if name.starts_with('.') || name.ends_with('.') {
        Some("中有以点开头或结尾的一段")
    } else if DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) {
        Some("中有 Windows 保留的设备名")
    } else {
        None
    }
}

/// The form in which two paths are one on a system that does not tell case apart. Paths are
/// ASCII, so that NFKC and full case folding come to the same.
pub(super) fn claim_key(path: &str) -> String {
    path.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portable_paths_pass() {
        for path in
            ["index.html", "a/b/c.html", "x/report-0a1b2c3d.pdf", "console.js", "A_b"]
        {
            assert!(check(path).is_ok(), "{path}");
        }
    }

    #[test]
    fn other_paths_are_named_with_their_fault() {
        let long = format!("{}.html", "a".repeat(80));
        let deep = "abcdefghi/".repeat(20) + "x";
        let paths = [
            "",
            "/index.html",
            "a//b",
            "a/",
            "../x",
            "a/../b",
            "a/./b",
            ".gitignore",
            "a.",
            "a/.b",
            "a\\b",
            "a b",
            "a:b",
            "公开.html",
            "a\u{0}b",
            "con",
            "x/NUL.html",
            "Com1.tar.gz",
            "manifest.json",
            "MANIFEST.JSON",
            "%2e%2e/x",
            &long,
            &deep,
        ];
        for path in paths {
            let error = check(path).expect_err(path).to_string();
            assert!(error.contains(path), "{error}");
        }
    }
}
