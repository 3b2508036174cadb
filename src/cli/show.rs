//! Findings on the terminal.

use std::io::IsTerminal as _;
use std::sync::Arc;

use super::args::Format;
use crate::diag::{Report, Sources, human, json};
use crate::disclosure::english;
use crate::world::World;

/// Prints a sorted report: for a person on standard error, as JSON on standard output.
pub(super) fn report(report: &Report, world: &dyn World, format: Format) {
    let sources = Sources::of_world(world, &english);
    match format {
        Format::Json => super::say(&json::lines(report, &sources)),
        Format::Human => {
            let colour =
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            eprint!("{}", human::render(report, &sources, colour));
        }
    }
}

/// A progress bar on a terminal, nothing in a pipe.
pub(super) fn progress(total: usize, what: &'static str) -> Arc<indicatif::ProgressBar> {
    let bar = if std::io::stderr().is_terminal() && total > 500 {
        indicatif::ProgressBar::new(total as u64)
    } else {
        indicatif::ProgressBar::hidden()
    };
    let style = indicatif::ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}");
    bar.set_style(style.expect("the template is constant and valid"));
    bar.set_message(what);
    Arc::new(bar)
}
