//! What people can take on, shared out over a large portfolio: beside the decisions themselves.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up measures nothing"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use tenure::{Engine, Rulebook};
use tenure_core::capacity::share_out;
use tenure_core::signals::AsOf;
use tenure_model::{Account, Id, Limits, Owner, OwnerRole, Tenant, read_account, read_tenant};

const PORTFOLIO: &str = include_str!("../../examples/portfolio.jsonl");
const TENANT: &str = include_str!("../../examples/tenant.json");
const ACCOUNTS: usize = 100_000;
const OWNERS: usize = 1_000;
const BATCH: usize = 512;

/// Accounts like those of the example, each looked after by one of many people.
fn account(templates: &[Account], number: usize) -> Account {
    let mut account = templates[number % templates.len()].clone();
    let owner = |shift: usize| Some(Id(format!("p-{}", (number * 7 + shift) % OWNERS)));
    account.id = Id(format!("x-{number}"));
    account.assignments = None;
    account.owner_id = owner(0);
    account.csm_id = owner(3);
    account
}

/// People who can take on a few actions each, with a backup and a manager.
fn owner(number: usize, capacity: i64) -> Owner {
    let other = |shift: usize| Some(Id(format!("p-{}", (number + shift) % OWNERS)));
    Owner {
        id: Id(format!("p-{number}")),
        role: OwnerRole::Sales,
        capacity: Some(capacity),
        backup_id: other(1),
        manager_id: other(37),
        ..Owner::default()
    }
}

/// The time of the decisions, and that of sharing out.
fn run(accounts: usize, capacity: i64) -> (Duration, Duration) {
    let limits = Limits::default();
    let lines = PORTFOLIO.lines().filter(|line| !line.trim().is_empty());
    let templates: Vec<Account> = lines
        .map(|line| read_account(line, &limits).unwrap().value)
        .collect();
    let tenant: Tenant = read_tenant(TENANT, &limits).unwrap().value;
    let tenant = Tenant {
        owners: Some((0..OWNERS).map(|number| owner(number, capacity)).collect()),
        ..tenant
    };
    let day: NaiveDate = "2026-06-30".parse().unwrap();
    let ready = tenure::PreparedTenant::new(tenant.clone()).unwrap();
    let builder = Engine::builder().rulebook(Rulebook::default_renewal());
    let mut session = builder.build().unwrap().session();
    let (mut decisions, mut deciding) = (Vec::with_capacity(accounts), Duration::ZERO);
    for first in (0..accounts).step_by(BATCH) {
        let numbers = first..accounts.min(first + BATCH);
        let batch: Vec<Account> = numbers.map(|number| account(&templates, number)).collect();
        let start = Instant::now();
        decisions.extend(session.decide_batch(&batch, &ready, day).unwrap());
        deciding += start.elapsed();
    }
    let as_of = AsOf::new(&tenant, day, None).unwrap();
    let start = Instant::now();
    let shared = black_box(share_out(decisions, &as_of));
    let sharing = start.elapsed();
    println!(
        "{accounts} accounts, {OWNERS} people with room for {capacity}: {} postponed, decisions {deciding:.2?}, sharing out {sharing:.2?}, {:.3} of the decisions",
        shared.postponed.len(),
        sharing.as_secs_f64() / deciding.as_secs_f64()
    );
    (deciding, sharing)
}

fn main() {
    // Under `cargo test` a few accounts show that it runs.
    let accounts = if std::env::args().any(|argument| argument == "--test") {
        1_000
    } else {
        ACCOUNTS
    };
    for capacity in [10, 60, 150, 1_000] {
        black_box(run(accounts, capacity));
    }
}
