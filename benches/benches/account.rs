//! One account from its records to a full, explained decision, stage by stage, beside the parsing of its JSON.
//!
//! The times are those of the shipped portfolio's accounts, on average.

use std::borrow::Cow;
use std::hint::black_box;

use criterion::Criterion;
use serde::Deserialize;
use tenure::model::{Account, Limits, read_account};
use tenure::signals::{AsOf, Derived, Deriver};
use tenure::{Decision, Engine, PreparedTenant, Rulebook};
use tenure_bench::example;
use tenure_bench::ratio::{Case, Times, is_smoke, rounds};
use tenure_core::risk::{RiskDetail, RiskProgram, RiskScratch, RiskTables};

/// What a host's own struct of an account might look like to serde: no check, no problem, no path.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is parsed, and that is all")]
struct Plain<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    name: Option<Cow<'a, str>>,
    industry: Option<Cow<'a, str>>,
    signup_date: Option<Cow<'a, str>>,
    owner_id: Option<Cow<'a, str>>,
    contracts: Option<Vec<Record<'a>>>,
    contract_events: Option<Vec<Record<'a>>>,
    opportunities: Option<Vec<Record<'a>>>,
    surveys: Option<Vec<Record<'a>>>,
    complaints: Option<Vec<Record<'a>>>,
    tickets: Option<Vec<Record<'a>>>,
    usage: Option<Vec<Record<'a>>>,
    invoices: Option<Vec<Record<'a>>>,
    purchases: Option<Vec<Record<'a>>>,
    interactions: Option<Vec<Record<'a>>>,
    assignments: Option<Vec<Record<'a>>>,
}

/// A record of any list.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is parsed, and that is all")]
struct Record<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    contract_id: Option<Cow<'a, str>>,
    kind: Option<Cow<'a, str>>,
    status: Option<Cow<'a, str>>,
    at: Option<Cow<'a, str>>,
    start_date: Option<Cow<'a, str>>,
    end_date: Option<Cow<'a, str>>,
    opened_at: Option<Cow<'a, str>>,
    resolved_at: Option<Cow<'a, str>>,
    window_start: Option<Cow<'a, str>>,
    window_end: Option<Cow<'a, str>>,
    score: Option<f64>,
    value: Option<f64>,
    entitlement: Option<f64>,
}

/// All that is measured.
struct Bench {
    lines: Vec<&'static str>,
    accounts: Vec<Account>,
    tenant: PreparedTenant,
    engine: Engine,
    deriver: Deriver,
    program: RiskProgram,
    derived: Vec<Derived>,
    decisions: Vec<Decision>,
}

impl Bench {
    fn new() -> Result<Self, tenure::Error> {
        let rulebook = Rulebook::default_renewal();
        let checked = rulebook.checked().clone();
        let program = RiskProgram::compile(&checked);
        let deriver = Deriver::new(&checked.dictionary, program.scopes(), program.signals());
        let engine = Engine::builder().rulebook(rulebook).build()?;
        let mut bench = Self {
            lines: example::lines(),
            accounts: example::accounts(),
            tenant: example::tenant(),
            engine,
            deriver,
            program,
            derived: Vec::new(),
            decisions: Vec::new(),
        };
        for account in &bench.accounts {
            bench.derived.push(bench.derive(account));
            bench.decisions.push(bench.decide(account));
        }
        Ok(bench)
    }

    #[expect(
        clippy::expect_used,
        reason = "a bench without its data measures nothing"
    )]
    fn derive(&self, account: &Account) -> Derived {
        let day = example::DAY.parse().expect("a day");
        let as_of = AsOf::new(self.tenant.tenant(), day, None).expect("a time zone");
        self.deriver.derive([account], &as_of)
    }

    #[expect(
        clippy::expect_used,
        reason = "a bench without its data measures nothing"
    )]
    fn decide(&self, account: &Account) -> Decision {
        let day = example::DAY.parse().expect("a day");
        let mut session = self.engine.session();
        session
            .decide(account, &self.tenant, day)
            .expect("a time zone")
    }

    fn evaluate(&self, derived: &Derived, scratch: &mut RiskScratch) -> RiskDetail {
        let tables = RiskTables::new(&self.program, &derived.accounts, &derived.rows);
        tables.bind(&self.program).detail(0, scratch)
    }

    /// Before anything is timed: every way gives the same.
    fn compare(&self) -> Result<(), serde_json::Error> {
        let mut scratch = RiskScratch::new();
        for (index, line) in self.lines.iter().enumerate() {
            let id = self.accounts[index].id.as_str();
            let plain: Plain<'_> = serde_json::from_str(line)?;
            assert_eq!(plain.id, id);
            let tree: serde_json::Value = serde_json::from_str(line)?;
            assert_eq!(tree["id"], id);
            let decision = &self.decisions[index];
            let detail = self.evaluate(&self.derived[index], &mut scratch);
            assert_eq!(detail.points, decision.risk.points, "account {id}");
            assert_eq!(
                detail.coverage_bp, decision.risk.coverage_bp,
                "account {id}"
            );
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bench = Bench::new()?;
    bench.compare()?;
    if is_smoke() {
        println!("account: every way gives the same");
        return Ok(());
    }
    ratios(&bench);
    let mut criterion = Criterion::default().configure_from_args();
    let account = &bench.accounts[0];
    criterion.bench_function("account/decide", |bencher| {
        bencher.iter(|| bench.decide(account));
    });
    Ok(())
}

fn ratios(bench: &Bench) {
    let count = bench.accounts.len();
    let limits = Limits::default();
    let mut session = bench.engine.session();
    let mut scratch = RiskScratch::new();
    let day = bench.decisions[0].as_of;
    let each = |name, run| Case {
        name,
        accounts: count,
        run,
    };
    let mut cases = [
        each(
            "serde_json, into a tree",
            Box::new(|| {
                for line in &bench.lines {
                    black_box(serde_json::from_str::<serde_json::Value>(line).ok());
                }
            }),
        ),
        each(
            "serde_json, into a plain struct",
            Box::new(|| {
                for line in &bench.lines {
                    black_box(serde_json::from_str::<Plain<'_>>(line).ok());
                }
            }),
        ),
        each(
            "parse: text to checked records",
            Box::new(|| {
                for line in &bench.lines {
                    black_box(read_account(line, &limits).ok());
                }
            }),
        ),
        each(
            "derive: records to signals",
            Box::new(|| {
                for account in &bench.accounts {
                    black_box(bench.derive(account));
                }
            }),
        ),
        each(
            "evaluate: signals to contributions",
            Box::new(|| {
                for derived in &bench.derived {
                    black_box(bench.evaluate(derived, &mut scratch));
                }
            }),
        ),
        each(
            "decide: records to an explained decision",
            Box::new(|| {
                for account in &bench.accounts {
                    black_box(session.decide(account, &bench.tenant, day).ok());
                }
            }),
        ),
        each(
            "explain: records to all states and stages",
            Box::new(|| {
                for account in &bench.accounts {
                    black_box(bench.engine.explain(account, &bench.tenant, day).ok());
                }
            }),
        ),
        each(
            "write: a decision to JSON",
            Box::new(|| {
                for decision in &bench.decisions {
                    black_box(serde_json::to_string(decision).ok());
                }
            }),
        ),
    ];
    let times = Times::measure(&mut cases, rounds(101));
    let bytes: usize = bench.lines.iter().map(|line| line.len()).sum();
    println!(
        "{count} accounts of {} bytes of JSON on average",
        bytes / count
    );
    times.print();
    times.print_ratio("decide, against serde_json into a tree", 5, 0);
    times.print_ratio("decide, against serde_json into a plain struct", 5, 1);
    times.print_ratio("decide, against the own parser", 5, 2);
    times.print_ratio("own parser, against serde_json into a tree", 2, 0);
    times.print_ratio("own parser, against serde_json into a plain struct", 2, 1);
    times.print_ratio("derive, part of decide", 3, 5);
    times.print_ratio("evaluate, part of decide", 4, 5);
    times.print_ratio("explain, against decide", 6, 5);
    times.print_ratio("write, against decide", 7, 5);
}
