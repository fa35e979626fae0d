//! Two threads against one, each with memory of its own.

use std::hint::black_box;
use std::thread;

use criterion::Criterion;
use tenure::model::Account;
use tenure::{Engine, Rulebook, Session};
use tenure_bench::ratio::{Case, Times, is_smoke, rounds};
use tenure_bench::{data, default_rulebook, example};
use tenure_core::risk::{RiskBound, RiskProgram, RiskScratch, RiskTables, Scores};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (copies, accounts) = if is_smoke() {
        (1, 1_000)
    } else {
        (40, 400_000)
    };
    columns(accounts);
    records(copies)?;
    Ok(())
}

/// Scores a part of the accounts.
#[derive(Debug, Default)]
struct Worker {
    scratch: RiskScratch,
    scores: Scores,
}

impl Worker {
    fn score(&mut self, bound: &RiskBound<'_>, from: usize, until: usize) {
        self.scores.clear();
        bound.score(from..until, &mut self.scratch, &mut self.scores);
        black_box(&self.scores);
    }
}

fn columns(accounts: usize) {
    let rulebook = default_rulebook();
    let program = RiskProgram::compile(&rulebook);
    let frame = data::portfolio(&rulebook.dictionary, &program.signals(), accounts, 1);
    let tables = RiskTables::new(&program, &frame, &[]);
    let bound = tables.bind(&program);
    let (mut alone, mut first, mut second) =
        (Worker::default(), Worker::default(), Worker::default());
    let half = accounts / 2;
    alone.score(&bound, 0, accounts);
    first.score(&bound, 0, half);
    second.score(&bound, half, accounts);
    let points = [first.scores.points(), second.scores.points()].concat();
    assert_eq!(alone.scores.points(), points);
    if is_smoke() {
        println!("threads: two score as one");
        return;
    }
    let mut cases = [
        Case {
            name: "columns, one thread",
            accounts,
            run: Box::new(|| alone.score(&bound, 0, accounts)),
        },
        Case {
            name: "columns, two threads",
            accounts,
            run: Box::new(|| {
                thread::scope(|scope| {
                    scope.spawn(|| first.score(&bound, 0, half));
                    second.score(&bound, half, accounts);
                });
            }),
        },
    ];
    let times = Times::measure(&mut cases, rounds(41));
    times.print();
    times.print_ratio("columns: speed of two threads against one", 0, 1);
}

fn records(copies: usize) -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::builder()
        .rulebook(Rulebook::default_renewal())
        .build()?;
    let tenant = example::tenant();
    let accounts: Vec<Account> = (0..copies).flat_map(|_| example::accounts()).collect();
    let day = example::DAY.parse()?;
    let decide = |session: &mut Session, accounts: &[Account]| {
        let decisions = session.decide_batch(accounts, &tenant, day);
        decisions.map_or(0, |decisions| black_box(decisions).len())
    };
    let (mut alone, mut first, mut second) = (engine.session(), engine.session(), engine.session());
    let (left, right) = accounts.split_at(accounts.len() / 2);
    let whole = alone.decide_batch(&accounts, &tenant, day)?;
    let mut parts = first.decide_batch(left, &tenant, day)?;
    parts.extend(second.decide_batch(right, &tenant, day)?);
    assert!(whole == parts, "two threads decide otherwise");
    if is_smoke() {
        println!("threads: two decide as one");
        return Ok(());
    }
    let count = accounts.len();
    let mut cases = [
        Case {
            name: "records to decisions, one thread",
            accounts: count,
            run: Box::new(|| {
                black_box(decide(&mut alone, &accounts));
            }),
        },
        Case {
            name: "records to decisions, two threads",
            accounts: count,
            run: Box::new(|| {
                thread::scope(|scope| {
                    scope.spawn(|| decide(&mut first, left));
                    decide(&mut second, right);
                });
            }),
        },
    ];
    let times = Times::measure(&mut cases, rounds(41));
    times.print();
    times.print_ratio("records: speed of two threads against one", 0, 1);
    drop(cases);
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    criterion.bench_function("threads/records, one", |bencher| {
        bencher.iter(|| decide(&mut alone, &accounts));
    });
    Ok(())
}
