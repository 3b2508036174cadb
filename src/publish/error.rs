//! Why a site was not published. Each message names the thing, what was expected and the
//! next step.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::scan::Objection;

/// A failure; the published site is as it was, unless [`Error::NotPurged`] says otherwise.
#[derive(Debug)]
pub enum Error {
    /// The output folder cannot be written.
    Folder {
        /// The output folder.
        folder: PathBuf,
        /// What is wrong with it.
        fault: Fault,
    },
    /// An output path is not fit for all servers.
    Name {
        /// The path.
        path: String,
        /// What is wrong with it, in Chinese.
        reason: &'static str,
    },
    /// Two outputs claim paths that are one on some systems.
    Twice {
        /// The path that came first.
        first: String,
        /// The path that came second.
        second: String,
    },
    /// Something withheld is in the output, or a file cannot be looked into.
    Objections(Vec<Objection>),
    /// The files that were written are not those that were meant.
    Inexact {
        /// A path that is missing or should not be there.
        path: String,
    },
    /// The site is published, but the generation before it could not be removed.
    NotPurged {
        /// What is left of it.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The system refused to read or write.
    Io {
        /// What was tried, in Chinese.
        action: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// What is wrong with an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It holds files that are not ours.
    NotOurs,
    /// It is, holds or lies in this folder, which is read.
    Overlaps(PathBuf),
    /// It is a symbolic link.
    Link,
    /// It is a file.
    NotAFolder,
    /// It cannot be exchanged because something is mounted on it.
    Mounted,
    /// Another build writes it.
    Busy,
}

impl Error {
    /// Refuses an output folder.
    pub(super) fn folder(folder: &Path, fault: Fault) -> Self {
        Self::Folder { folder: folder.to_owned(), fault }
    }

    /// Turns a refusal of the system into a failure that names the file.
    pub(super) fn io<'a>(
        action: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> Self + 'a {
        move |error| Self::Io { action, path: path.to_owned(), error }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NotOurs => {
                "里有不是本程序发布的文件，为免误删没有改动它；请换一个目录（-o），或先把其中的文件移走"
            }
            Self::Overlaps(source) => {
                return write!(
                    f,
                    "与源目录「{}」相同或互相包含，发布会覆盖源文件；请换一个目录（-o），例如 public",
                    source.display()
                );
            }
            Self::Link => "是符号链接，应当是真实的目录；请用 -o 写出它指向的目录",
            Self::NotAFolder => "不是目录；请换一个目录（-o），或先移走同名文件",
            Self::Mounted => {
                "是挂载点，无法整体替换；请加 --in-place 逐个文件替换，或输出到它下面的目录"
            }
            Self::Busy => "正由另一个进程发布；请等它完成后再试",
        };
        f.write_str(text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { folder, fault } => {
                write!(f, "输出目录「{}」{fault}", folder.display())
            }
            Self::Name { path, reason } => {
                write!(f, "输出路径「{path}」{reason}；请修改对应条目的文件名或 slug")
            }
            Self::Twice { first, second } if first == second => {
                write!(
                    f,
                    "有两个文件要写到同一输出路径「{first}」；请修改其中一个的文件名或 slug"
                )
            }
            Self::Twice { first, second } => write!(
                f,
                "输出路径「{first}」与「{second}」在不区分大小写的系统上相同；请修改其中一个的文件名或 slug"
            ),
            Self::Objections(objections) => {
                write!(f, "输出内容没有通过发布前的检查，网站没有改动")?;
                objections.iter().try_for_each(|objection| write!(f, "\n{objection}"))
            }
            Self::Inexact { path } => write!(
                f,
                "写出的文件与清单不一致：「{path}」；可能有其他程序改动了临时目录，请重新生成"
            ),
            Self::NotPurged { path, error } => write!(
                f,
                "网站已发布，但旧版本「{}」未能删除，其中可能有已撤回的内容；请手工删除它（{error}）",
                path.display()
            ),
            Self::Io { action, path, error } => {
                write!(
                    f,
                    "{action}「{}」失败：{error}；请检查权限和磁盘空间",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotPurged { error, .. } | Self::Io { error, .. } => Some(error),
            Self::Folder { .. }
            | Self::Name { .. }
            | Self::Twice { .. }
            | Self::Objections(_)
            | Self::Inexact { .. } => None,
        }
    }
}
