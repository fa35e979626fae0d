//! A portfolio in batches.

use tenure_model::Account;

use crate::failure::Failure;
use crate::input::{Accounts, Portfolio};
use crate::progress::Progress;
use crate::quality::Quality;

/// So many accounts are decided together.
const BATCH: usize = 256;

/// Hands the accounts that can be decided to `take`, batch by batch; everything wrong with any of them is counted.
///
/// # Errors
/// An input that cannot be read any further, and what `take` runs into.
pub(super) fn each_batch(
    portfolio: &Portfolio,
    quality: &mut Quality,
    mut take: impl FnMut(Vec<Account>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut progress = Progress::quiet("decisions", portfolio.length());
    let mut accounts = portfolio.accounts()?;
    loop {
        let (batch, more) = next(&mut accounts, quality)?;
        if !batch.is_empty() {
            take(batch)?;
        }
        progress.at(accounts.steps());
        if !more {
            return Ok(());
        }
    }
}

/// All accounts that can be decided.
///
/// # Errors
/// An input that cannot be read any further.
pub(super) fn all(portfolio: &Portfolio, quality: &mut Quality) -> Result<Vec<Account>, Failure> {
    let mut all = Vec::new();
    each_batch(portfolio, quality, |batch| {
        all.extend(batch);
        Ok(())
    })?;
    Ok(all)
}

fn next(
    accounts: &mut Accounts<'_>,
    quality: &mut Quality,
) -> Result<(Vec<Account>, bool), Failure> {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH {
        let Some(candidate) = accounts.next()? else {
            return Ok((batch, false));
        };
        quality.add(&candidate);
        batch.extend(candidate.read.ok().map(|read| read.value));
    }
    Ok((batch, true))
}
