//! `tenure-lives COUNT [SEED]`: so many histories of an account, each held beside a simulator that goes day by day.

use std::process::ExitCode;

use tenure_testkit::command::{arguments, say};
use tenure_testkit::life::{Flaw, Tallies, lives};

/// So many between two words about how far it is.
const AT_ONCE: u64 = 20_000;

fn main() -> ExitCode {
    let arguments = arguments();
    let numbers: Result<Vec<u64>, _> = arguments.iter().map(|text| text.parse()).collect();
    let ended = match numbers.as_deref() {
        Ok([count]) => all(*count, 0),
        Ok([count, seed]) => all(*count, *seed),
        _ => Err("say how many histories: `tenure-lives COUNT [SEED]`".to_owned()),
    };
    say(ended)
}

fn all(count: u64, first: u64) -> Result<String, String> {
    let end = first.checked_add(count).ok_or("the seeds end before")?;
    let mut all = Tallies::new();
    let mut seed = first;
    while seed < end {
        let next = seed.saturating_add(AT_ONCE).min(end);
        for (what, times) in lives(seed..next, Flaw::None)? {
            *all.entry(what).or_default() += times;
        }
        seed = next;
        eprintln!("{} of {count} histories", seed - first);
    }
    let times = |what| all.get(what).copied().unwrap_or(0);
    // Histories in which nothing happens show nothing.
    if times("visits") < count || times("new") < count {
        return Err(format!("too little happened: {all:?}"));
    }
    Ok(format!(
        "histories: {count}, with {} days on which somebody looked and {} proposals told anew; each as the simulator says",
        times("visits"),
        times("new")
    ))
}
