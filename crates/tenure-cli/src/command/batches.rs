//! A portfolio in batches.

use tenure_model::Account;

use crate::failure::Failure;
use crate::input::{Accounts, Candidate, Portfolio};
use crate::progress::Progress;
use crate::quality::Quality;

/// So many accounts are decided together.
const BATCH: usize = 256;

/// Hands what stands in a portfolio to `take`, batch by batch, with what is wrong with it.
///
/// # Errors
/// An input that cannot be read any further, and what `take` runs into.
pub(super) fn each_batch_as_read<'p>(
    portfolio: &'p Portfolio,
    mut progress: Progress,
    mut take: impl FnMut(Vec<Candidate<'p>>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut accounts = portfolio.accounts()?;
    while let Some(batch) = next(&mut accounts)? {
        take(batch)?;
        progress.at(accounts.steps());
    }
    Ok(())
}

/// Hands the accounts that can be decided to `take`, batch by batch; everything wrong with any of them is counted.
///
/// # Errors
/// An input that cannot be read any further, and what `take` runs into.
pub(super) fn each_batch(
    portfolio: &Portfolio,
    quality: &mut Quality,
    mut take: impl FnMut(Vec<Account>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let progress = Progress::quiet("decisions", portfolio.length());
    each_batch_as_read(portfolio, progress, |batch| {
        let read = batch.into_iter().filter_map(|candidate| {
            quality.add(&candidate);
            candidate.read.ok()
        });
        take(read.map(|read| read.value).collect())
    })
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

/// The next of the input; none at its end.
fn next<'p>(accounts: &mut Accounts<'p>) -> Result<Option<Vec<Candidate<'p>>>, Failure> {
    let mut batch = Vec::with_capacity(BATCH);
    while batch.len() < BATCH {
        match accounts.next()? {
            Some(candidate) => batch.push(candidate),
            None => break,
        }
    }
    Ok(Some(batch).filter(|batch| !batch.is_empty()))
}
