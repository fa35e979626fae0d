//! A progress bar for long work, where somebody watches.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Work shorter than this has no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// A bar on standard error, if that is a terminal and the work takes its time.
pub(crate) struct Progress {
    started: Instant,
    length: Option<u64>,
    what: &'static str,
    bar: Option<ProgressBar>,
    watched: bool,
}

impl Progress {
    /// A bar over so many steps; `None` where nobody knows.
    pub(crate) fn new(what: &'static str, length: Option<u64>) -> Self {
        // Decisions that go to a terminal would be mixed with the bar.
        let streams_there = io::stdout().is_terminal();
        Self {
            started: Instant::now(),
            length,
            what,
            bar: None,
            watched: io::stderr().is_terminal() && !streams_there,
        }
    }

    /// The same over work that writes nothing to standard output until it is done.
    pub(crate) fn quiet(what: &'static str, length: Option<u64>) -> Self {
        let mut progress = Self::new(what, length);
        progress.watched = io::stderr().is_terminal();
        progress
    }

    /// So many steps are done.
    pub(crate) fn at(&mut self, steps: u64) {
        if !self.watched || self.started.elapsed() < PATIENCE {
            return;
        }
        let (what, length) = (self.what, self.length);
        self.bar
            .get_or_insert_with(|| bar(what, length))
            .set_position(steps);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(what: &'static str, length: Option<u64>) -> ProgressBar {
    let bar = match length {
        Some(length) => ProgressBar::new(length),
        None => ProgressBar::new_spinner(),
    };
    let template = match length {
        Some(_) => "{msg} {wide_bar} {percent:>3} % {eta:>4}",
        None => "{msg} {spinner} {elapsed}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(what)
}
