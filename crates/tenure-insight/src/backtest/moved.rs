//! Contracts that were changed in place, and what their history says of the time before.

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure::model::{Account, Contract, ContractEvent, ContractEventKind, Money, canonical_order};

use super::leak::day;
use crate::metrics::Fraction;
use crate::metrics::span::{before, events_of, is_change};

/// A contract of which the history tells how it stood before it was changed.
#[derive(Debug)]
pub(super) struct Moved {
    account: usize,
    contract: usize,
    now: Terms,
    /// What stood before each day, by rising day.
    before: Vec<(NaiveDate, Terms)>,
    /// Whether the history tells what the last day was before.
    pub(super) tells_end: bool,
    /// Whether it tells what the amount was before.
    pub(super) tells_amount: bool,
}

/// What of a contract is changed in place.
#[derive(Debug, Clone, Copy)]
struct Terms {
    end: Option<NaiveDate>,
    deadline: Option<NaiveDate>,
    amount: Option<Money>,
}

impl Moved {
    /// The history of an account's contract, by the places of both; `None`: nothing tells of an earlier last day or amount.
    pub(super) fn of((account, contract): (usize, usize), of: &Account, zone: Tz) -> Option<Self> {
        let own = of.contracts.as_ref()?.get(contract)?;
        let events = canonical_order(of.contract_events.iter().flatten());
        let history = History::of(own, &events_of(&own.id, &events, zone));
        (!history.before.is_empty()).then_some(Self {
            account,
            contract,
            now: Terms::of(own),
            tells_end: history.end == Tells::Everything,
            tells_amount: history.amount == Tells::Everything,
            before: history.before,
        })
    }

    /// Puts the contract of the accounts back to where it stood at the end of a day.
    pub(super) fn put(&self, accounts: &mut [Account], on: NaiveDate) {
        let account = accounts.get_mut(self.account);
        let contracts = account.and_then(|account| account.contracts.as_mut());
        if let Some(contract) = contracts.and_then(|list| list.get_mut(self.contract)) {
            let later = self.before.iter().find(|(day, _)| *day > on);
            let terms = later.map_or(self.now, |(_, terms)| *terms);
            contract.end_date = terms.end;
            contract.renewal_deadline = terms.deadline;
            contract.amount = terms.amount;
        }
    }
}

impl Terms {
    fn of(contract: &Contract) -> Self {
        Self {
            end: contract.end_date,
            deadline: contract.renewal_deadline,
            amount: contract.amount,
        }
    }
}

/// How much of a field's changes a history tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    Nothing,
    /// It tells of a change, and not from what.
    ThatItChanged,
    Everything,
}

struct History {
    before: Vec<(NaiveDate, Terms)>,
    end: Tells,
    amount: Tells,
}

impl History {
    fn of(contract: &Contract, events: &[(NaiveDate, &ContractEvent)]) -> Self {
        let mut history = Self {
            before: Vec::new(),
            end: Tells::Nothing,
            amount: Tells::Nothing,
        };
        let mut terms = Terms::of(contract);
        let mut amount = contract.amount.map(|amount| Fraction::whole(amount.minor));
        for (day, event) in events.iter().rev() {
            let end = history.earlier_end(contract, event);
            let less = history.earlier_amount(amount, event);
            if let Some(end) = end {
                terms.end = Some(end);
                // It belonged to the last day that came later.
                terms.deadline = None;
            }
            if let Some((less, minor)) = less {
                amount = Some(less);
                terms.amount = contract.amount.map(|money| Money { minor, ..money });
            }
            if end.is_some() || less.is_some() {
                history.before.push((*day, terms));
            }
        }
        history.before.reverse();
        history
    }

    /// The last day before an event that says so.
    fn earlier_end(&mut self, contract: &Contract, event: &ContractEvent) -> Option<NaiveDate> {
        use ContractEventKind::{CancellationNotice, Expired, Extended, Renewed, Terminated};
        let moves = matches!(event.kind, Extended | Renewed);
        let may_move = matches!(event.kind, CancellationNotice | Expired | Terminated);
        let old = event.old_value.as_ref().and_then(day);
        let old = old.filter(|old| (moves || may_move) && *old >= contract.start_date);
        match (old, self.end) {
            (Some(_), Tells::Nothing) => self.end = Tells::Everything,
            (None, _) if moves => self.end = Tells::ThatItChanged,
            (_, _) => {}
        }
        old
    }

    /// The amount before an event with both values, exact and in minor units.
    fn earlier_amount(
        &mut self,
        amount: Option<Fraction>,
        event: &ContractEvent,
    ) -> Option<(Fraction, i64)> {
        if !is_change(event.kind) {
            return None;
        }
        // What was paid before a change that nobody has written down is not known any more.
        let known = amount.filter(|_| self.amount != Tells::ThatItChanged);
        let less = known.and_then(|amount| before(amount, event));
        let less = less.and_then(|less| Some((less, less.rounded()?)));
        self.amount = match less {
            Some(_) => Tells::Everything,
            None => Tells::ThatItChanged,
        };
        less
    }
}
