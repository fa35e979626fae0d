//! The next change of an account: by what its signals state, and by trying every day.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up measures nothing"
)]

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::Criterion;
use tenure::{Engine, Rulebook, Session};
use tenure_bench::ratio::{Case, Times};
use tenure_model::{Account, Limits, Tenant, read_account, read_tenant};
use tenure_testkit::{Fault, day_by_day};

const PORTFOLIO: &str = include_str!("../../examples/portfolio.jsonl");
const TENANT: &str = include_str!("../../examples/tenant.json");
const HORIZON: u64 = 365;
const ROUNDS: usize = 5;

fn portfolio() -> (Vec<Account>, Tenant) {
    let limits = Limits::default();
    let account = |line| read_account(line, &limits).unwrap().value;
    let accounts = PORTFOLIO.lines().filter(|line| !line.trim().is_empty());
    (
        accounts.map(account).collect(),
        read_tenant(TENANT, &limits).unwrap().value,
    )
}

/// From a change on, the next one: what happens to an account by itself within the horizon.
fn all(
    account: &Account,
    days: (NaiveDate, NaiveDate),
    mut next: impl FnMut(&Account, (NaiveDate, NaiveDate)) -> Option<NaiveDate>,
) -> Vec<NaiveDate> {
    let (mut day, until) = days;
    let mut found = Vec::new();
    while let Some(change) = next(account, (day, until)) {
        found.push(change);
        day = change;
    }
    found
}

fn engine() -> Engine {
    let builder = Engine::builder().rulebook(Rulebook::default_renewal());
    builder.build().unwrap()
}

fn main() {
    let (accounts, tenant) = portfolio();
    let day: NaiveDate = "2026-06-30".parse().unwrap();
    let days = (day, day.checked_add_days(Days::new(HORIZON)).unwrap());
    let tenant_ready = tenure::PreparedTenant::new(tenant.clone()).unwrap();
    let stated = |session: &mut Session, account: &Account, days: (NaiveDate, NaiveDate)| {
        let change = session.next_change(account, &tenant_ready, days.0, days.1);
        change.unwrap().map(|change| change.on)
    };
    let tried = |session: &mut Session, account: &Account, days| {
        day_by_day(session, account, &tenant, days, Fault::None)
    };
    let mut session = engine().session();
    let mut changing = 0;
    for account in &accounts {
        let found = stated(&mut session, account, days);
        assert_eq!(found, tried(&mut session, account, days), "{}", account.id);
        changing += usize::from(found.is_some());
    }
    let (mut one, mut other) = (engine().session(), engine().session());
    let (mut third, mut fourth) = (engine().session(), engine().session());
    let mut cases = [
        Case {
            name: "first change, as stated",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in &accounts {
                    black_box(stated(&mut one, account, days));
                }
            }),
        },
        Case {
            name: "first change, every day tried",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in &accounts {
                    black_box(tried(&mut other, account, days));
                }
            }),
        },
        Case {
            name: "one decision",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in &accounts {
                    black_box(third.decide(account, &tenant_ready, day).unwrap());
                }
            }),
        },
        Case {
            name: "all changes of the year, as stated",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in &accounts {
                    black_box(all(account, days, |account, days| {
                        stated(&mut fourth, account, days)
                    }));
                }
            }),
        },
    ];
    let times = Times::measure(&mut cases, ROUNDS);
    println!(
        "{} accounts, of which {changing} change within {HORIZON} days; {ROUNDS} rounds",
        accounts.len()
    );
    times.print();
    times.print_ratio("trying every day, times as stated", 1, 0);
    times.print_ratio("as stated, decisions", 0, 2);

    let mut criterion = Criterion::default().configure_from_args();
    let mut session = engine().session();
    criterion.bench_function("next_change/stated", |bencher| {
        bencher.iter(|| {
            for account in &accounts {
                black_box(stated(&mut session, account, days));
            }
        });
    });
    criterion.final_summary();
}
