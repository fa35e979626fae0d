//! Ratios of times, measured side by side.

use std::hint::black_box;
use std::time::Instant;

/// Whether the benches are only to be seen to run.
pub fn is_smoke() -> bool {
    std::env::args().any(|arg| arg == "--test")
}

/// So many rounds, or one if the benches are only to be seen to run.
pub fn rounds(count: usize) -> usize {
    if is_smoke() { 1 } else { count }
}

/// Something to measure: a name, how many accounts one call treats, and the call.
pub struct Case<'a> {
    /// What it is.
    pub name: &'a str,
    /// How many accounts one call treats.
    pub accounts: usize,
    /// The call.
    pub run: Box<dyn FnMut() + 'a>,
}

impl std::fmt::Debug for Case<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Case").field("name", &self.name).finish()
    }
}

/// How often a run is begun anew that others disturbed.
const TRIES: usize = 20;

/// The nanoseconds of a run in which no other process took the processor away, if one is to be had.
fn undisturbed(case: &mut Case<'_>) -> f64 {
    let tries = if is_smoke() { 1 } else { TRIES };
    let mut least = f64::INFINITY;
    for _ in 0..tries {
        let before = interruptions();
        let start = Instant::now();
        (case.run)();
        let spent = black_box(start.elapsed().as_secs_f64() * 1e9);
        if interruptions() == before {
            return spent;
        }
        least = least.min(spent);
    }
    least
}

/// How often this thread lost the processor; `None` where the system does not tell.
fn interruptions() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/thread-self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("nonvoluntary_ctxt_switches:"))?;
    line.trim().parse().ok()
}

/// Nanoseconds per account of each case, round by round.
#[derive(Debug)]
pub struct Times {
    names: Vec<String>,
    rounds: Vec<Vec<f64>>,
}

impl Times {
    /// Runs the cases in turn, for so many rounds.
    pub fn measure(cases: &mut [Case<'_>], rounds: usize) -> Self {
        let mut times = Self {
            names: cases.iter().map(|case| case.name.to_owned()).collect(),
            rounds: Vec::new(),
        };
        for round in 0..=rounds {
            let mut row = Vec::new();
            for case in &mut *cases {
                row.push(undisturbed(case) / case.accounts as f64);
            }
            // The first round warms up.
            if round > 0 {
                times.rounds.push(row);
            }
        }
        times
    }

    /// The median, and the first and the last tenth, of one case's time divided by another's.
    pub fn ratio(&self, over: usize, under: usize) -> [f64; 3] {
        tenths(self.rounds.iter().map(|row| row[over] / row[under]))
    }

    /// The same, where a part of what the lower one does is a case of its own that is not to count.
    pub fn ratio_without(&self, over: usize, under: usize, part: usize) -> [f64; 3] {
        tenths(
            self.rounds
                .iter()
                .map(|row| row[over] / (row[under] - row[part])),
        )
    }

    /// The median, and the first and the last tenth, of one case's time.
    pub fn nanoseconds(&self, case: usize) -> [f64; 3] {
        tenths(self.rounds.iter().map(|row| row[case]))
    }

    /// Prints each case's time.
    pub fn print(&self) {
        for (case, name) in self.names.iter().enumerate() {
            let [low, middle, high] = self.nanoseconds(case);
            println!("{name:<44} {middle:>10.2} ns an account ({low:.2} to {high:.2})");
        }
    }

    /// Prints a ratio.
    pub fn print_ratio(&self, text: &str, over: usize, under: usize) {
        tell(text, self.ratio(over, under));
    }

    /// Prints the ratio to a case without a part of it.
    pub fn print_ratio_without(&self, text: &str, over: usize, under: usize, part: usize) {
        tell(text, self.ratio_without(over, under, part));
    }
}

fn tell(text: &str, [low, middle, high]: [f64; 3]) {
    println!("{text:<60} {middle:>9.3} ({low:.3} to {high:.3})");
}

fn tenths(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let at = |tenth: usize| sorted[(sorted.len() - 1) * tenth / 10];
    [at(1), at(5), at(9)]
}
