//! One hash over everything: whatever the build, the batch, the order and the thread, the bytes are the same.

use std::thread;

use tenure::model::Account;
use tenure::{Engine, PreparedTenant};
use tenure_core::digest::digest_of;

use crate::common::{TENANT, date, engine, json, portfolio, tenant};

/// The hash that debug and release builds agree on. Regenerate with `TENURE_REGENERATE=1 cargo test -p tenure one_hash`.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/one_hash.txt");

fn one_by_one(engine: &Engine, accounts: &[Account], tenant: &PreparedTenant) -> Vec<String> {
    let decide = |account| engine.decide(account, tenant, date("2026-06-30")).unwrap();
    accounts
        .iter()
        .map(|account| json(&decide(account)))
        .collect()
}

fn in_chunks(
    engine: &Engine,
    accounts: &[Account],
    tenant: &PreparedTenant,
    size: usize,
) -> Vec<String> {
    let mut session = engine.session();
    let mut decide = |chunk: &[Account]| {
        session
            .decide_batch(chunk, tenant, date("2026-06-30"))
            .unwrap()
    };
    accounts
        .chunks(size)
        .flat_map(&mut decide)
        .map(|d| json(&d))
        .collect()
}

fn prepared() -> PreparedTenant {
    PreparedTenant::new(tenant(TENANT)).unwrap()
}

#[test]
fn the_hash_is_that_of_every_build() {
    let lines = one_by_one(&engine(), &portfolio(), &prepared());
    let hash = digest_of(lines.join("\n").as_bytes());
    if std::env::var_os("TENURE_REGENERATE").is_some() {
        std::fs::write(GOLDEN, format!("{hash}\n")).unwrap();
    }
    let golden = std::fs::read_to_string(GOLDEN).unwrap();
    assert_eq!(
        hash,
        golden.trim(),
        "decisions of the shipped example changed"
    );
}

#[test]
fn a_batch_may_be_split_anywhere() {
    let (engine, accounts, tenant) = (engine(), portfolio(), prepared());
    let alone = one_by_one(&engine, &accounts, &tenant);
    for size in [1, 2, 7, accounts.len()] {
        assert_eq!(
            in_chunks(&engine, &accounts, &tenant, size),
            alone,
            "{size}"
        );
    }
    let many: Vec<Account> = accounts.iter().cycle().take(1_500).cloned().collect();
    let whole = in_chunks(&engine, &many, &tenant, many.len());
    assert!(whole.iter().zip(alone.iter().cycle()).all(|(a, b)| a == b));
}

#[test]
fn accounts_may_stand_in_any_order() {
    let (engine, mut accounts, tenant) = (engine(), portfolio(), prepared());
    let alone = one_by_one(&engine, &accounts, &tenant);
    accounts.reverse();
    let mut turned = in_chunks(&engine, &accounts, &tenant, accounts.len());
    turned.reverse();
    assert_eq!(turned, alone);
}

#[test]
fn records_may_stand_in_any_order() {
    let (engine, accounts, tenant) = (engine(), portfolio(), prepared());
    let alone = one_by_one(&engine, &accounts, &tenant);
    for turns in 1..4 {
        let turned: Vec<Account> = accounts.iter().cloned().map(|a| turn(a, turns)).collect();
        assert_eq!(one_by_one(&engine, &turned, &tenant), alone, "{turns}");
    }
}

#[test]
fn threads_share_an_engine() {
    let (engine, accounts, tenant) = (engine(), portfolio(), prepared());
    let alone = one_by_one(&engine, &accounts, &tenant);
    let run = || in_chunks(&engine, &accounts, &tenant, 3);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
}

/// Turns every list of an account's records.
fn turn(mut account: Account, by: usize) -> Account {
    macro_rules! turn {
        ($($list:ident)+) => { $( if let Some(list) = &mut account.$list {
            let by = by.min(list.len());
            list.rotate_left(by);
            if by == 3 { list.reverse(); }
        } )+ };
    }
    turn!(contacts contracts contract_events opportunities surveys complaints tickets usage invoices purchases
        interactions referrals assignments handovers scores actions);
    account
}
