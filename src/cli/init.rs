//! `gongkai init`: a portal that builds at once.

use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::args::InitArgs;
use super::{End, fail};
use crate::world::{DiskWorld, World as _};

/// The files of a new portal. The theme is in the program and need not be copied.
static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Writes a new portal into a folder that is missing or empty.
pub(super) fn run(args: &InitArgs) -> End {
    let folder = &args.folder;
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                let message = format!("「{}」里已有内容，没有改动它", folder.display());
                return fail(&message, &["换一个新的文件夹名"]);
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => {
            return fail(
                &format!("「{}」不能用：{error}", folder.display()),
                &["换一个文件夹"],
            );
        }
    }
    match write(&STARTER, folder) {
        Ok(()) => {
            let place = folder.display();
            eprintln!("新门户建好了：「{place}」");
            eprintln!("  边写边看：gongkai -r {place} serve");
            eprintln!("  生成网站：gongkai -r {place} build");
            eprintln!("先打开 disclosure.yaml，把机构名称和地址改成自己的。");
            End::Clean
        }
        Err(error) => fail(
            &format!("写不了「{}」：{error}", folder.display()),
            &["检查权限和磁盘空间"],
        ),
    }
}

fn write(dir: &Dir<'_>, folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for file in dir.files() {
        let path = folder.join(file.path());
        // The dot would hide the file from the packing of the program.
        let path = match path.file_name() {
            Some(name) if name == "gitignore" => path.with_file_name(".gitignore"),
            _ => path,
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, dated(file.contents()))?;
    }
    dir.dirs().try_for_each(|dir| write(dir, folder))
}

/// The texts with the day of the beginning in the place of their sample dates, so that a new
/// portal is not overdue on its first day.
fn dated(bytes: &[u8]) -> Vec<u8> {
    let today = DiskWorld::new(".", None).today();
    match std::str::from_utf8(bytes) {
        Ok(text) => text
            .replace("{今天}", &today.to_string())
            .replace("{今年}", &today.year().to_string())
            .into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}
