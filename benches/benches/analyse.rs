//! `tenure check --deep`: what the analyser takes for a rulebook, findings and their witnesses included.

use std::hint::black_box;

use criterion::Criterion;
use tenure::Rulebook;
use tenure_bench::DEFAULT_RENEWAL;
use tenure_bench::ratio::{Case, Times, is_smoke, rounds};
use tenure_core::engine::Plugins;
use tenure_testkit::deep::{Deep, plant};

/// How many rules the large rulebook has, over twelve signals.
const RULES: usize = 1_000;

fn found(rulebook: &Rulebook) -> usize {
    let deep = Deep::of(rulebook, &Plugins::new(), None);
    deep.map_or(0, |deep| deep.found.len())
}

fn main() -> Result<(), tenure::Error> {
    let large = Rulebook::parse("large.toml", &plant::large(RULES))?;
    let shipped = Rulebook::parse("rulebook.toml", DEFAULT_RENEWAL)?;
    if is_smoke() {
        println!("analyse: {} findings in the large rulebook", found(&large));
        return Ok(());
    }
    let one = |name, run| Case {
        name,
        accounts: 1,
        run,
    };
    let mut cases = [
        one(
            "1,000 rules over 12 signals",
            Box::new(|| {
                black_box(found(&large));
            }),
        ),
        one(
            "default rulebook",
            Box::new(|| {
                black_box(found(&shipped));
            }),
        ),
    ];
    let times = Times::measure(&mut cases, rounds(21));
    println!("one analysis each");
    times.print();
    drop(cases);
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("analyse/large", |bencher| bencher.iter(|| found(&large)));
    criterion.bench_function("analyse/default", |bencher| {
        bencher.iter(|| found(&shipped));
    });
    Ok(())
}
