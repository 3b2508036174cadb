//! Why a search could not be answered: always a file, and what is wrong with it.

use std::fmt;

use crate::search::format::Damage;

/// A file of the index that is not there or not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A file is not there; its path below the output.
    Missing(String),
    /// A file is damaged; its path below the output, and how.
    Damaged(String, Damage),
    /// The index is of another version of the format; the path of the file that says so.
    Unsupported(String),
}

impl Error {
    /// The path of the file below the output.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::Missing(file) | Self::Damaged(file, _) | Self::Unsupported(file) => {
                file
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(file) => write!(f, "没有找到索引文件「{file}」"),
            Self::Damaged(file, damage) => {
                write!(f, "索引文件「{file}」已损坏：{damage}")
            }
            Self::Unsupported(file) => {
                write!(f, "索引文件「{file}」是别的版本的 gongkai 生成的")
            }
        }
    }
}

impl std::error::Error for Error {}
