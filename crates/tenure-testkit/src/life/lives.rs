//! Many lives, over every core.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use tenure::{Engine, Rulebook};

use super::{Flaw, RULEBOOK, Tallies, live, story};
use crate::source::Source;

/// The engine over [`RULEBOOK`].
///
/// # Errors
/// The rulebook is refused.
pub fn engine() -> Result<Engine, String> {
    let rulebook = Rulebook::parse("life.toml", RULEBOOK).map_err(|refused| refused.to_string())?;
    let engine = Engine::builder().rulebook(rulebook).build();
    engine.map_err(|error| error.to_string())
}

/// Lives the history of each seed, over as many threads as there are cores; how often what happened in all of them.
///
/// # Errors
/// The first life that went otherwise than it should, with its seed.
pub fn lives(seeds: Range<u64>, flaw: Flaw) -> Result<Tallies, String> {
    let engine = engine()?;
    let (next, broken) = (AtomicU64::new(seeds.start), AtomicBool::new(false));
    let some = || {
        let mut tallies = Tallies::new();
        while !broken.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                break;
            }
            match live(&story(&mut Source::seeded(seed)), &engine, flaw) {
                Ok(lived) => add(&mut tallies, lived.tallies),
                Err(what) => {
                    broken.store(true, Ordering::Relaxed);
                    return Err((seed, what));
                }
            }
        }
        Ok(tallies)
    };
    thread::scope(|scope| {
        let parts = thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads: Vec<_> = (0..parts).map(|_| scope.spawn(some)).collect();
        let ended: Vec<_> = threads.into_iter().map(|thread| thread.join()).collect();
        together(ended.into_iter().map(|part| match part {
            Ok(part) => part,
            Err(_) => Err((0, "a life panicked".to_owned())),
        }))
    })
}

/// Of several broken lives the first: all before it were begun before it, and lived to their end.
fn together(
    parts: impl Iterator<Item = Result<Tallies, (u64, String)>>,
) -> Result<Tallies, String> {
    let (mut all, mut broken) = (Tallies::new(), Vec::new());
    for part in parts {
        match part {
            Ok(tallies) => add(&mut all, tallies),
            Err(found) => broken.push(found),
        }
    }
    match broken.into_iter().min() {
        None => Ok(all),
        Some((seed, what)) => Err(format!("seed {seed}: {what}")),
    }
}

fn add(all: &mut Tallies, some: Tallies) {
    for (what, count) in some {
        *all.entry(what).or_default() += count;
    }
}
