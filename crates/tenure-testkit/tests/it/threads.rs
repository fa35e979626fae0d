//! Seeds over threads.

use std::panic::resume_unwind;
use std::thread;

/// A number of cases, times `TENURE_DEPTH` where that is set: how the deep run goes further than every other.
pub(crate) fn cases(count: u64) -> u64 {
    let depth = std::env::var("TENURE_DEPTH").ok();
    count * depth.and_then(|depth| depth.parse().ok()).unwrap_or(1)
}

/// Prints what was counted, for the deep run to note.
pub(crate) fn figure(name: &str, count: u64) {
    println!("figure\t{name}\t{count}");
}

/// Runs a check for every seed below `count`; a panic of one is the panic of all.
pub(crate) fn in_parallel<T: Send + 'static>(
    count: u64,
    check: impl Fn(u64) -> T + Send + Copy + 'static,
) -> Vec<T> {
    let parts = thread::available_parallelism().map_or(2, |cores| cores.get() as u64);
    let threads: Vec<_> = (0..parts)
        .map(|part| {
            thread::spawn(move || {
                (0..count)
                    .filter(|seed| seed % parts == part)
                    .map(check)
                    .collect::<Vec<T>>()
            })
        })
        .collect();
    threads
        .into_iter()
        .flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
        .collect()
}
