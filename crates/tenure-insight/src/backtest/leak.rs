//! What would tell a decision of its own outcome.
//!
//! A back-test that reads the outcome finds every rulebook excellent. It is refused, with the record named.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure::Engine;
use tenure::model::{Account, CustomValue, Id, Lifecycle, OwnerRole, Scalar};

use super::label::{Lives, Lost};
use super::past::Undated;
use crate::metrics::span::is_paid;
use crate::{Error, ErrorKind};

/// A word that so many lost accounts share, and no other account does, was written after the loss.
const LEAST: usize = 5;
/// The share of all lost accounts, in percent, that they must be.
const SHARE: usize = 80;

/// Refuses signals that tell of the outcome.
///
/// # Errors
/// [`ErrorKind::Leak`]: a custom signal holds the day of a loss; a field that is read as it stands today says that an
/// account left, or has a value that those have who were lost, and nobody else.
pub(super) fn refuse(
    accounts: &[Account],
    lives: &Lives,
    engines: &[&Engine],
    undated: Undated,
    end: NaiveDate,
) -> Result<(), Error> {
    // What ends after the data does is a plan, and no loss yet.
    let lives = &Losses { lives, end };
    for engine in engines {
        for name in custom(engine) {
            for (place, account) in accounts.iter().enumerate() {
                the_day_of_a_loss(account, &name, &lives.of(place), engine)?;
            }
        }
    }
    if undated == Undated::AsToday {
        says_that_it_left(accounts, lives)?;
        for engine in engines {
            for name in custom(engine) {
                let value = |account: &Account| plain(account, &name);
                only_the_lost(accounts, lives, &format!("custom.{name}"), value)?;
            }
        }
    }
    only_the_lost(accounts, lives, "industry", |one| one.industry.clone())?;
    only_the_lost(accounts, lives, "segment", |one| one.segment.clone())?;
    only_the_lost(accounts, lives, "region", |one| one.region.clone())?;
    only_the_lost(accounts, lives, "owner_id", |one| {
        in_charge(one, OwnerRole::Sales, one.owner_id.as_ref())
    })?;
    only_the_lost(accounts, lives, "csm_id", |one| {
        in_charge(one, OwnerRole::Csm, one.csm_id.as_ref())
    })?;
    only_the_lost(accounts, lives, "contracts.auto_renew", auto_renew)
}

/// Who is in charge by the account's own field; assignments have days, and count before it.
fn in_charge(account: &Account, role: OwnerRole, field: Option<&Id>) -> Option<String> {
    let mut assigned = account.assignments.iter().flatten();
    if assigned.any(|assignment| assignment.role == role) {
        return Some("an assignment".to_owned());
    }
    field.map(Id::to_string)
}

/// Whether the contract that began last renews by itself.
fn auto_renew(account: &Account) -> Option<String> {
    let paid = account.contracts.iter().flatten();
    let paid = paid.filter(|contract| is_paid(contract));
    let last = paid.max_by_key(|contract| (contract.start_date, &contract.id))?;
    last.auto_renew.map(|renews| renews.to_string())
}

/// The losses that the data knows of.
struct Losses<'l> {
    lives: &'l Lives,
    end: NaiveDate,
}

impl<'l> Losses<'l> {
    fn of(&self, account: usize) -> Vec<&'l Lost> {
        let all = self.lives.losses(account).iter();
        all.filter(|lost| lost.on <= self.end).collect()
    }
}

/// Whether a contract was to end, or to be renewed, by that day from the start: everybody knew.
fn is_planned(account: &Account, day: NaiveDate) -> bool {
    let contracts = account.contracts.iter().flatten();
    let mut plans = contracts.flat_map(|one| [one.end_date, one.renewal_deadline]);
    plans.any(|plan| plan == Some(day) || plan.and_then(|plan| plan.succ_opt()) == Some(day))
}

fn refused(text: String) -> Error {
    Error::new(ErrorKind::Leak, text)
}

/// The custom values that a rulebook declares as signals.
fn custom(engine: &Engine) -> Vec<String> {
    let signals = engine.rulebook().dictionary.iter();
    signals
        .filter_map(|(_, signal)| Some(signal.name.strip_prefix("custom.")?.to_owned()))
        .collect()
}

fn the_day_of_a_loss(
    account: &Account,
    name: &str,
    losses: &[&Lost],
    engine: &Engine,
) -> Result<(), Error> {
    let value = account.custom.as_ref().and_then(|values| values.get(name));
    let Some(day) = value.and_then(|value| day(value.value())) else {
        return Ok(());
    };
    if is_planned(account, day) {
        return Ok(());
    }
    // The last day as a customer is the one before.
    let is_it = |lost: &&&Lost| lost.on == day || lost.on.pred_opt() == Some(day);
    let Some(lost) = losses.iter().find(is_it) else {
        return Ok(());
    };
    Err(refused(format!(
        "account `{}`: the signal `custom.{name}` holds {day}, and {} tells that it was lost on {}: it reads the outcome. \
         Take the signal out of the rulebook `{}`",
        account.id,
        lost.record,
        lost.on,
        engine.rulebook().id
    )))
}

/// A value that is a day: `2025-09-30`, with or without a time, or 20250930.
pub(super) fn day(value: &Scalar) -> Option<NaiveDate> {
    match value {
        Scalar::Text(text) => text.get(..10)?.parse().ok(),
        Scalar::Int(number) => {
            let text = number.to_string();
            NaiveDate::parse_from_str(&text, "%Y%m%d")
                .ok()
                .filter(|_| text.len() == 8)
        }
        Scalar::Bool(_) | Scalar::Float(_) => None,
    }
}

fn says_that_it_left(accounts: &[Account], lives: &Losses<'_>) -> Result<(), Error> {
    for (place, account) in accounts.iter().enumerate() {
        let lost = lives.of(place).pop();
        if let (Some(Lifecycle::Churned), Some(lost)) = (account.lifecycle, lost) {
            return Err(refused(format!(
                "account `{}`: its `lifecycle` says that it left, and {} that it did on {}; read as it stands today it \
                 tells every day before of the outcome. Leave fields without a history out",
                account.id, lost.record, lost.on
            )));
        }
    }
    Ok(())
}

/// A custom value without a day, as a word; numbers only count as being there.
fn plain(account: &Account, name: &str) -> Option<String> {
    match account.custom.as_ref()?.get(name)? {
        CustomValue::Plain(Scalar::Bool(value)) => Some(value.to_string()),
        CustomValue::Plain(Scalar::Text(text)) => Some(text.clone()),
        CustomValue::Plain(Scalar::Int(_) | Scalar::Float(_)) => Some("a number".to_owned()),
        CustomValue::Observed { .. } => None,
    }
}

/// Refuses a field without a history that has a value which nearly all have who were lost, and nobody else; that stands
/// with nobody else at all; or that is missing with them alone.
fn only_the_lost(
    accounts: &[Account],
    lives: &Losses<'_>,
    field: &str,
    value: impl Fn(&Account) -> Option<String>,
) -> Result<(), Error> {
    let mut words: BTreeMap<String, Count> = BTreeMap::new();
    let (mut any, mut none, mut all) = (Count::default(), Count::default(), 0);
    for (place, account) in accounts.iter().enumerate() {
        let lost = !lives.of(place).is_empty();
        all += usize::from(lost);
        match value(account) {
            Some(word) => {
                any.add(lost, account);
                words.entry(word).or_default().add(lost, account);
            }
            None => none.add(lost, account),
        }
    }
    let told = words
        .iter()
        .map(|(word, count)| (format!("`{word}`"), count));
    let whether = [("a value".to_owned(), &any), ("nothing".to_owned(), &none)];
    let told = whether.into_iter().chain(told);
    for (word, count) in told {
        let most = count.lost >= LEAST && count.lost * 100 >= all * SHARE;
        if most && count.kept == 0 && all < accounts.len() {
            return Err(refused(format!(
                "`{field}` holds {word} in {} of the {all} accounts that were lost (the first is `{}`), and in no other one; it has \
                 no history, and was likely written or cleared after the loss. Leave it out of the rulebook or of the data",
                count.lost, count.first
            )));
        }
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Count {
    lost: usize,
    kept: usize,
    first: String,
}

impl Count {
    fn add(&mut self, lost: bool, account: &Account) {
        if lost && self.lost == 0 {
            self.first = account.id.to_string();
        }
        self.lost += usize::from(lost);
        self.kept += usize::from(!lost);
    }
}
