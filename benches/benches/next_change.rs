//! The next change of an account: by what its signals state, and by trying every day.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up measures nothing"
)]

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::Criterion;
use tenure::{Engine, PreparedTenant, Rulebook, Session};
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

/// What a CRM without anything but contracts knows of an account.
fn contracts_alone(account: &Account) -> Account {
    Account {
        id: account.id.clone(),
        name: account.name.clone(),
        currency: account.currency,
        contracts: account.contracts.clone(),
        ..Account::default()
    }
}

fn engine() -> Engine {
    let builder = Engine::builder().rulebook(Rulebook::default_renewal());
    builder.build().unwrap()
}

/// The day, and the last one that is looked at.
type Span = (NaiveDate, NaiveDate);

fn stated(
    session: &mut Session,
    account: &Account,
    tenant: &PreparedTenant,
    days: Span,
) -> Option<NaiveDate> {
    let change = session.next_change(account, tenant, days.0, days.1);
    change.unwrap().map(|change| change.on)
}

/// How far away the first changes lie, in days; the horizon where there is none. Both ways must find the same.
fn distances(accounts: &[Account], tenant: &Tenant, days: Span) -> Vec<i64> {
    let mut session = engine().session();
    let ready = PreparedTenant::new(tenant.clone()).unwrap();
    let mut far = |account: &Account| {
        let found = stated(&mut session, account, &ready, days);
        let tried = day_by_day(&mut session, account, tenant, days, Fault::None);
        assert_eq!(found, tried, "{}", account.id);
        (found.unwrap_or(days.1) - days.0).num_days()
    };
    accounts.iter().map(&mut far).collect()
}

/// The first change of each account, both ways, in decisions and beside each other. Gives those whose first change lies
/// half the horizon away or more.
fn beside(name: &str, accounts: &[Account], tenant: &Tenant, days: Span) -> Vec<Account> {
    let mut far = distances(accounts, tenant, days);
    let pairs = accounts.iter().zip(&far);
    let still = pairs.filter(|(_, days)| **days >= (HORIZON / 2).cast_signed());
    let still = still.map(|(account, _)| account.clone()).collect();
    far.sort_unstable();
    let ready = PreparedTenant::new(tenant.clone()).unwrap();
    let [mut one, mut other, mut third, mut fourth] = std::array::from_fn(|_| engine().session());
    let mut cases = [
        Case {
            name: "first change, as stated",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in accounts {
                    black_box(stated(&mut one, account, &ready, days));
                }
            }),
        },
        Case {
            name: "first change, every day tried",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in accounts {
                    black_box(day_by_day(&mut other, account, tenant, days, Fault::None));
                }
            }),
        },
        Case {
            name: "one decision",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in accounts {
                    black_box(third.decide(account, &ready, days.0).unwrap());
                }
            }),
        },
        Case {
            name: "all changes within the horizon",
            accounts: accounts.len(),
            run: Box::new(|| {
                for account in accounts {
                    black_box(fourth.coming(account, &ready, days.0, days.1).unwrap());
                }
            }),
        },
    ];
    let times = Times::measure(&mut cases, ROUNDS);
    let middle = far.get(far.len() / 2).copied().unwrap_or_default();
    println!(
        "{name}: {} accounts, first change after {middle} days in the middle, within {HORIZON}; {ROUNDS} rounds",
        accounts.len()
    );
    times.print();
    times.print_ratio("trying every day, times as stated", 1, 0);
    times.print_ratio("as stated, decisions", 0, 2);
    times.print_ratio("all changes, decisions", 3, 2);
    still
}

fn main() {
    let (accounts, tenant) = portfolio();
    let day: NaiveDate = "2026-06-30".parse().unwrap();
    let days = (day, day.checked_add_days(Days::new(HORIZON)).unwrap());
    beside("everything known", &accounts, &tenant, days);
    let alone: Vec<Account> = accounts.iter().map(contracts_alone).collect();
    let still = beside("contracts alone", &alone, &tenant, days);
    beside("of these, nothing for half a year", &still, &tenant, days);

    let mut criterion = Criterion::default().configure_from_args();
    let mut session = engine().session();
    let ready = PreparedTenant::new(tenant).unwrap();
    criterion.bench_function("next_change/stated", |bencher| {
        bencher.iter(|| {
            for account in &accounts {
                black_box(stated(&mut session, account, &ready, days));
            }
        });
    });
    criterion.final_summary();
}
