//! The portfolio that the project ships, as text and as records.

use tenure::PreparedTenant;
use tenure::model::{Account, Limits, read_account, read_tenant};

const PORTFOLIO: &str = include_str!("../../examples/portfolio.jsonl");
const TENANT: &str = include_str!("../../examples/tenant.json");

/// The day on which it is read.
pub const DAY: &str = "2026-06-30";

/// The accounts as lines of JSON.
pub fn lines() -> Vec<&'static str> {
    PORTFOLIO.lines().collect()
}

/// The accounts.
///
/// # Panics
/// If one is refused: there is nothing to measure then.
#[expect(clippy::panic, reason = "a bench without its data measures nothing")]
pub fn accounts() -> Vec<Account> {
    let read = |line: &str| match read_account(line, &Limits::default()) {
        Ok(account) => account.value,
        Err(refused) => panic!("the example is refused: {:?}", refused.problems),
    };
    lines().into_iter().map(read).collect()
}

/// Their tenant.
///
/// # Panics
/// If it is refused.
#[expect(clippy::panic, reason = "a bench without its data measures nothing")]
pub fn tenant() -> PreparedTenant {
    let Ok(tenant) = read_tenant(TENANT, &Limits::default()) else {
        panic!("the example's tenant is refused");
    };
    let Ok(tenant) = PreparedTenant::new(tenant.value) else {
        panic!("the example's tenant has no time zone");
    };
    tenant
}
