//! `gongkai import`.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::args::{Cli, ImportArgs};
use super::{End, fail};
use crate::import::{Imported, decode, read};
use crate::source::CONTENT;
use crate::world::SitePath;

/// Reads a document and writes a new item, never over an existing one.
pub(super) fn run(cli: &Cli, args: &ImportArgs) -> End {
    let name = args.file.display();
    let ending =
        args.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if !matches!(ending.to_ascii_lowercase().as_str(), "txt" | "md") {
        let hint =
            "在 Word 或 WPS 里用「另存为」纯文本（编码选 UTF-8），再导入这个 .txt 文件";
        return fail(&format!("「{name}」不是 .txt 或 .md 文件"), &[hint]);
    }
    let bytes = match fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return fail(&format!("读不了「{name}」：{error}"), &["检查文件名"]);
        }
    };
    let text = match decode(&bytes) {
        Ok(text) => text,
        Err(error) => return fail(&format!("「{name}」{error}"), &[]),
    };
    let folder = match folder(cli, args) {
        Ok(folder) => folder,
        Err(end) => return end,
    };
    let imported = read(text);
    match write(&folder, &imported) {
        Ok(path) => {
            eprintln!("已写出新条目「{}」", path.display());
            eprint!("{}", imported.report());
            End::Clean
        }
        Err((path, error)) => {
            fail(&format!("写不了「{}」：{error}", path.display()), &["检查文件夹的权限"])
        }
    }
}

/// The column's folder on disk; it must be there.
fn folder(cli: &Cli, args: &ImportArgs) -> Result<PathBuf, End> {
    let content = cli.root.join(CONTENT);
    let column = args.to.as_deref().unwrap_or_default().trim_matches('/');
    if SitePath::new(column).is_err() {
        return Err(fail(
            &format!("栏目「{column}」不是 content 里的文件夹"),
            &["写文件夹名，例如 nianbao"],
        ));
    }
    let folder = content.join(column);
    if folder.is_dir() {
        return Ok(folder);
    }
    let hint = "在门户文件夹里运行，或用「-r 文件夹」指明门户，用「-t 栏目」指明栏目";
    Err(fail(&format!("没有文件夹「{}」", folder.display()), &[hint]))
}

/// Writes the item under the first free name.
fn write(
    folder: &Path,
    imported: &Imported,
) -> Result<PathBuf, (PathBuf, std::io::Error)> {
    let mut number = 1;
    loop {
        let name = match number {
            1 => format!("{}.md", imported.slug),
            number => format!("{}-{number}.md", imported.slug),
        };
        let path = folder.join(name);
        // `create_new` is what keeps an existing item safe, also from another import.
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(imported.to_markdown().as_bytes());
                return written.map(|()| path.clone()).map_err(|error| (path, error));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err((path, error)),
        }
    }
}
