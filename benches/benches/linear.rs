//! How costs grow: with accounts, and with rules that share what they ask.

use std::fmt::Write;
use std::hint::black_box;

use criterion::Criterion;
use tenure::signals::Frame;
use tenure_bench::ratio::{Case, Times, is_smoke, rounds};
use tenure_bench::{data, default_rulebook, load};
use tenure_core::risk::{RiskBound, RiskProgram, RiskScratch, RiskTables, Scores};
use tenure_rules::Rulebook;

/// What the rules of a made rulebook ask, two at a time.
const ASKED: [&str; 12] = [
    "complaints.open_major > 0",
    "complaints.open_critical > 0",
    "support.escalated > 0",
    "contact.days_since > 60",
    "owner.assigned",
    "owner.days_since_change < 60",
    "usage.trend <= -0.3",
    "usage.dormant",
    "renewal.months_left <= 3",
    "renewal.decided",
    "billing.days_overdue > 30",
    r#"satisfaction.level == "low""#,
];

/// A rulebook of so many rules.
fn made(rules: usize) -> Rulebook {
    let mut text = String::from(
        r#"
[rulebook]
id = "made"
version = "1.0.0"
language = 1
[risk]
prior = 2500
horizon_months = 12
pdo = 20
bands = [{ name = "low", below = 3500 }, { name = "high" }]
min_coverage = 5000
"#,
    );
    for rule in 0..rules {
        let first = ASKED[rule % ASKED.len()];
        let second = ASKED[(rule / ASKED.len() + rule + 1) % ASKED.len()];
        let points = rule % 7 + 1;
        let _ = write!(
            text,
            "[[rule]]\nid = \"r{rule}\"\nwhen = '{first} && !({second})'\npoints = {points}\n\
             reason = {{ en = \"Rule {rule}\", ko = \"규칙 {rule}\" }}\n"
        );
    }
    load("made.toml", &text)
}

/// A program and its data.
struct Portfolio {
    program: RiskProgram,
    frame: Frame,
}

impl Portfolio {
    fn new(rulebook: &Rulebook, accounts: usize) -> Self {
        let program = RiskProgram::compile(rulebook);
        let frame = data::portfolio(&rulebook.dictionary, &program.signals(), accounts, 1);
        Self { program, frame }
    }

    /// Measures it under a name.
    fn case<'a>(&self, bound: &'a RiskBound<'_>, name: &'a str) -> Case<'a> {
        let accounts = self.frame.rows();
        let (mut scratch, mut scores) = (RiskScratch::new(), Scores::without_rules());
        Case {
            name,
            accounts,
            run: Box::new(move || {
                scores.clear();
                bound.score(0..accounts, &mut scratch, &mut scores);
                black_box(&scores);
            }),
        }
    }
}

fn main() {
    let accounts: &[usize] = if is_smoke() {
        &[10, 100]
    } else {
        &[1_000, 10_000, 100_000]
    };
    let rules: &[usize] = if is_smoke() { &[4, 16] } else { &[16, 64, 256] };
    let rulebook = default_rulebook();
    let by_accounts = accounts.iter().map(|count| {
        (
            format!("{count} accounts"),
            Portfolio::new(&rulebook, *count),
        )
    });
    let by_accounts: Vec<(String, Portfolio)> = by_accounts.collect();
    let last = accounts[accounts.len() - 1].min(10_000);
    let by_rules = rules.iter().map(|count| {
        (
            format!("{count} rules"),
            Portfolio::new(&made(*count), last),
        )
    });
    let by_rules: Vec<(String, Portfolio)> = by_rules.collect();
    println!("the default rulebook, per account");
    grow(&by_accounts);
    println!("rules that ask twelve questions in pairs, {last} accounts");
    grow(&by_rules);
    if !is_smoke() {
        Criterion::default().configure_from_args().bench_function(
            "linear/256 rules compiled",
            |bencher| {
                bencher.iter(|| RiskProgram::compile(&made(256)));
            },
        );
    }
}

/// Measures portfolios side by side, and each against the first.
fn grow(portfolios: &[(String, Portfolio)]) {
    let tables: Vec<RiskTables<'_>> = portfolios
        .iter()
        .map(|(_, portfolio)| RiskTables::new(&portfolio.program, &portfolio.frame, &[]))
        .collect();
    let bound: Vec<RiskBound<'_>> = tables
        .iter()
        .zip(portfolios)
        .map(|(tables, (_, portfolio))| tables.bind(&portfolio.program))
        .collect();
    let cases = portfolios.iter().zip(&bound);
    let mut cases: Vec<Case<'_>> = cases
        .map(|((name, portfolio), bound)| portfolio.case(bound, name))
        .collect();
    let times = Times::measure(&mut cases, rounds(41));
    times.print();
    for (number, (name, _)) in portfolios.iter().enumerate().skip(1) {
        let text = format!("{name} against {}", portfolios[0].0);
        times.print_ratio(&text, number, 0);
    }
}
