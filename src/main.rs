//! The program `gongkai`: parses arguments, runs, exits.

fn main() -> std::process::ExitCode {
    gongkai::cli::main()
}
