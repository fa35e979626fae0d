//! A rulebook's text to an engine that is ready.

use std::hint::black_box;

use criterion::Criterion;
use tenure::{Engine, Rulebook};
use tenure_bench::ratio::{Case, Times, is_smoke, rounds};
use tenure_bench::{DEFAULT_RENEWAL, data};
use tenure_core::risk::{RiskProgram, RiskScratch, RiskTables, Scores};

const SIXTEEN: &str = include_str!("../rulebooks/sixteen.toml");

fn ready(text: &str) -> Result<Engine, tenure::Error> {
    let rulebook = Rulebook::parse("rulebook.toml", text)?;
    Engine::builder().rulebook(rulebook).build()
}

/// The first scores of a program: what is made for bulk is made then.
fn first_scores(rulebook: &Rulebook, frame: &tenure::signals::Frame) -> usize {
    let program = RiskProgram::compile(rulebook.checked());
    let tables = RiskTables::new(&program, frame, &[]);
    let mut scores = Scores::new();
    let bound = tables.bind(&program);
    bound.score(0..1, &mut RiskScratch::new(), &mut scores);
    scores.len()
}

fn main() -> Result<(), tenure::Error> {
    let (sixteen, full) = (ready(SIXTEEN)?, ready(DEFAULT_RENEWAL)?);
    let rulebook = sixteen.rulebook();
    assert_eq!(rulebook.rules.len() + rulebook.actions.len(), 16);
    let rules = full.rulebook().rules.len() + full.rulebook().actions.len();
    if is_smoke() {
        println!("load: both rulebooks load");
        return Ok(());
    }
    let parsed = Rulebook::parse("rulebook.toml", DEFAULT_RENEWAL)?;
    let program = RiskProgram::compile(parsed.checked());
    let frame = data::portfolio(&parsed.checked().dictionary, &program.signals(), 1, 1);
    let one = |name, run| Case {
        name,
        accounts: 1,
        run,
    };
    let mut cases = [
        one(
            "16 rules, text to engine",
            Box::new(|| {
                black_box(ready(SIXTEEN).ok());
            }),
        ),
        one(
            "16 rules, text to rulebook",
            Box::new(|| {
                black_box(Rulebook::parse("rulebook.toml", SIXTEEN).ok());
            }),
        ),
        one(
            "default rulebook, text to engine",
            Box::new(|| {
                black_box(ready(DEFAULT_RENEWAL).ok());
            }),
        ),
        one(
            "default rulebook, text to rulebook",
            Box::new(|| {
                black_box(Rulebook::parse("rulebook.toml", DEFAULT_RENEWAL).ok());
            }),
        ),
        one(
            "default rulebook, compiled for bulk",
            Box::new(|| {
                black_box(first_scores(&parsed, &frame));
            }),
        ),
    ];
    let times = Times::measure(&mut cases, rounds(101));
    println!("one load each; the default rulebook has {rules} rules and actions");
    times.print();
    times.print_ratio("default rulebook against 16 rules", 2, 0);
    drop(cases);
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("load/sixteen", |bencher| bencher.iter(|| ready(SIXTEEN)));
    criterion.bench_function("load/default", |bencher| {
        bencher.iter(|| ready(DEFAULT_RENEWAL));
    });
    Ok(())
}
