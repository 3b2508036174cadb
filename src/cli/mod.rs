//! The command line: the only place that prints, prompts or decides the exit code.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "this is the edge of the program that talks to a person"
)]

mod args;
mod build;
mod import;
mod init;
mod schema;
mod search;
mod serve;
mod show;

use std::process::ExitCode;

use args::{Cli, Command};
use clap::Parser as _;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing wrong.
    Clean,
    /// Findings that stop a build.
    Findings,
    /// The command could not run.
    Failed,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        Self::from(match end {
            End::Clean => 0,
            End::Findings => 1,
            End::Failed => 2,
        })
    }
}

/// Parses the arguments of the process and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return args::explain(&error).into(),
    };
    if let Some(jobs) = cli.jobs() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
        pool.expect("the pool is made once, before any work");
    }
    let end = match &cli.command {
        Command::Init(args) => init::run(args),
        Command::Build(args) => build::run(&cli, args),
        Command::Serve(args) => serve::run(&cli, args),
        Command::Import(args) => import::run(&cli, args),
        Command::Schema(args) => schema::run(args),
        Command::Search(args) => search::run(&cli, args),
    };
    end.into()
}

/// Writes to standard output; a reader that has closed its end wants no more, which is no
/// failure.
fn say(text: &str) {
    use std::io::Write as _;
    let gone = std::io::stdout().write_all(text.as_bytes()).is_err();
    if gone {
        eprintln!("输出没有写完");
    }
}

/// Tells of a failure, in the form of the findings.
fn fail(message: &str, hints: &[&str]) -> End {
    eprintln!("错误: {message}");
    for hint in hints {
        eprintln!("  = 改法: {hint}");
    }
    End::Failed
}
