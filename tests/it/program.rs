//! Runs the program itself.

use std::path::Path;

use assert_cmd::Command;

/// One run of the program.
pub(crate) struct Run {
    /// The exit code; `None` when it was killed.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// Runs it in a folder and waits for its end.
pub(crate) fn gongkai(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::cargo_bin("gongkai").unwrap();
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
