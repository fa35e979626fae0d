//! Contracts that came due in the window, and what became of them.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tenure::model::{
    Account, Contract, ContractEvent, ContractEventKind, ContractKind, ContractStatus, Id,
    Opportunity, OpportunityStatus, PipelineKind, add_months, canonical_order,
};

use super::convention::Window;
use super::metric::{Metric, Unit};
use super::span::{
    events_of, first_on_record, has_ended, is_paid, is_replaced, replaced_on, terminated_on,
};

/// What became of a contract that was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Renewed: replaced by another one, its renewal won, told by an event, or rolled on by itself.
    Renewed,
    /// Lost: terminated by its due day, given up with a reason, or run out as the host says.
    Lost,
    /// Not decided.
    Open,
}

/// A contract and the day on which it was due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Whose.
    pub account_id: Id,
    /// Which; of a contract that is not on record the one that renewed it.
    pub contract_id: Id,
    /// The renewal anchor: the earlier of its deadline and its last day. An early decision counts here too.
    pub due: NaiveDate,
    /// What became of it.
    pub outcome: Outcome,
}

/// The contracts of an account that came due in a window; trials and one-off sales are none.
pub fn due(account: &Account, window: Window, zone: Tz) -> Vec<Due> {
    let contracts = canonical_order(account.contracts.iter().flatten());
    let events = canonical_order(account.contract_events.iter().flatten());
    let opportunities = canonical_order(account.opportunities.iter().flatten());
    let mut found: Vec<Due> = off_the_record(account, &contracts, window)
        .into_iter()
        .collect();
    for contract in contracts.iter().filter(|contract| is_paid(contract)) {
        let history = History {
            contract,
            replaced_on: replaced_on(contract, &contracts),
            is_replaced: is_replaced(contract, &contracts),
            events: events_of(&contract.id, &events, zone),
            renewals: renewals_of(contract, &contracts, &opportunities),
        };
        found.extend(history.due(window).into_iter().map(|(due, outcome)| Due {
            account_id: account.id.clone(),
            contract_id: contract.id.clone(),
            due,
            outcome,
        }));
    }
    found
}

/// The contract before the first one on record, which was due the day before: that one renewed it, and says so.
fn off_the_record(account: &Account, contracts: &[&Contract], window: Window) -> Option<Due> {
    let first = first_on_record(contracts)?;
    let due = first.start_date.pred_opt()?;
    let renews = first.kind == Some(ContractKind::Renewal) && window.holds(due);
    renews.then(|| Due {
        account_id: account.id.clone(),
        contract_id: first.id.clone(),
        due,
        outcome: Outcome::Renewed,
    })
}

/// The renewal opportunities about a contract.
pub(crate) fn renewals_of<'o>(
    contract: &Contract,
    contracts: &[&Contract],
    opportunities: &[&'o Opportunity],
) -> Vec<&'o Opportunity> {
    let about = |opportunity: &Opportunity| match &opportunity.contract_id {
        Some(id) => *id == contract.id,
        None => contracts.len() == 1,
    };
    let renewals = opportunities.iter().copied();
    renewals
        .filter(|o| o.pipeline == PipelineKind::Renewal && about(o))
        .collect()
}

/// The day on which a contract was given up: it was terminated, else its renewal was lost, and neither was it won nor told
/// renewed on that day or after it. What was first won and lost later is lost.
pub(crate) fn given_up_on(
    contract: &Contract,
    events: &[(NaiveDate, &ContractEvent)],
    renewals: &[&Opportunity],
) -> Option<NaiveDate> {
    let of_its_time = |on: &NaiveDate| *on >= contract.start_date;
    let of = |status| renewals.iter().filter(move |o| o.status == Some(status));
    let lost = of(OpportunityStatus::Lost).filter_map(|o| o.closed_on);
    let terminated = contract.terminated_on;
    let day = terminated
        .or_else(|| terminated_on(contract, events))
        .or_else(|| lost.filter(of_its_time).max())?;
    // A renewal won on a day that nobody knows is won all the same.
    let mut won = of(OpportunityStatus::Won).map(|o| o.closed_on);
    let mut told = events
        .iter()
        .filter(|(_, event)| event.kind == ContractEventKind::Renewed);
    let after_all = won.any(|on| on.is_none_or(|on| on >= day)) || told.any(|(on, _)| *on >= day);
    (!after_all).then_some(day)
}

struct History<'c> {
    contract: &'c Contract,
    /// Since when another contract on record has its place, and whether any has.
    replaced_on: Option<NaiveDate>,
    is_replaced: bool,
    events: Vec<(NaiveDate, &'c ContractEvent)>,
    renewals: Vec<&'c Opportunity>,
}

impl History<'_> {
    fn due(&self, window: Window) -> Vec<(NaiveDate, Outcome)> {
        match (self.contract.end_date, self.contract.term_months) {
            (Some(end), _) => {
                let due = self
                    .contract
                    .renewal_deadline
                    .map_or(end, |deadline| deadline.min(end));
                let within = window.holds(due).then(|| (due, self.outcome(end, window)));
                within.into_iter().collect()
            }
            (None, Some(months)) if months >= 1 => self.terms(months, window),
            (None, _) => Vec::new(),
        }
    }

    /// What became of a contract with a last day.
    fn outcome(&self, end: NaiveDate, window: Window) -> Outcome {
        let rolls = self.contract.auto_renew == Some(true);
        let rolled = rolls && end < window.to;
        // Of one that rolls on, what is given up later is another term.
        let of_this_term = |on: NaiveDate| on <= end || !rolls;
        if self.is_replaced {
            Outcome::Renewed
        } else if self.given_up_on().is_some_and(of_this_term) {
            Outcome::Lost
        } else if self.is_renewed(self.contract.start_date) {
            Outcome::Renewed
        } else if self.is_lost(self.contract.start_date) {
            Outcome::Lost
        } else if rolled {
            Outcome::Renewed
        } else {
            Outcome::Open
        }
    }

    /// The terms of a contract without a last day that end in the window; none where it ended, and nothing tells when.
    fn terms(&self, months: i64, window: Window) -> Vec<(NaiveDate, Outcome)> {
        let start = self.contract.start_date;
        let given_up = self.given_up_on();
        let mut found = Vec::new();
        if given_up.or(self.replaced_on).is_none() && has_ended(self.contract) {
            return found;
        }
        let mut begun = start;
        for count in 1.. {
            let Some(end) = months.checked_mul(count).and_then(|k| add_months(start, k)) else {
                break;
            };
            if end >= window.to || given_up.is_some_and(|on| on <= begun) {
                break;
            }
            if window.holds(end) {
                let lost = given_up.is_some_and(|on| on <= end);
                let replaced = self.replaced_on.is_some_and(|on| on <= end);
                found.push((
                    end,
                    if lost && !replaced {
                        Outcome::Lost
                    } else {
                        Outcome::Renewed
                    },
                ));
            }
            if self.replaced_on.is_some_and(|on| on <= end) {
                break;
            }
            begun = end;
        }
        found
    }

    fn is_renewed(&self, term_start: NaiveDate) -> bool {
        let told = |(day, event): &(NaiveDate, &ContractEvent)| {
            event.kind == ContractEventKind::Renewed && *day >= term_start
        };
        self.events.iter().any(told) || self.decided(OpportunityStatus::Won, term_start)
    }

    fn given_up_on(&self) -> Option<NaiveDate> {
        given_up_on(self.contract, &self.events, &self.renewals)
    }

    fn is_lost(&self, term_start: NaiveDate) -> bool {
        self.contract.terminated_on.is_some()
            || self.contract.lost_reason_id.is_some()
            || matches!(
                self.contract.status,
                Some(ContractStatus::Terminated | ContractStatus::Expired)
            )
            || self.decided(OpportunityStatus::Lost, term_start)
    }

    fn decided(&self, status: OpportunityStatus, term_start: NaiveDate) -> bool {
        self.renewals.iter().any(|renewal| {
            renewal.status == Some(status)
                && renewal.closed_on.is_none_or(|closed| closed >= term_start)
        })
    }
}

/// Renewal rate, failure rate, and how many are not decided yet.
pub fn rates(due: &[Due]) -> Vec<Metric> {
    let of = |wanted: &[Outcome]| -> Vec<Id> {
        let those = due.iter().filter(|due| wanted.contains(&due.outcome));
        those.map(contract_of).collect()
    };
    let decided = of(&[Outcome::Renewed, Outcome::Lost]);
    let open = of(&[Outcome::Open]);
    vec![
        Metric::new(
            "renewal_rate",
            "renewed / decided, of contracts due in the window; early renewals count by the day on which they were due",
            Unit::Share,
        )
        .count(of(&[Outcome::Renewed]), decided.clone())
        .without(open.clone()),
        Metric::new(
            "renewal_failure_rate",
            "lost / decided, of contracts due in the window",
            Unit::Share,
        )
        .count(of(&[Outcome::Lost]), decided)
        .without(open.clone()),
        Metric::new(
            "renewals_open",
            "not decided / due, of contracts due in the window; in neither rate",
            Unit::Share,
        )
        .count(open, due.iter().map(contract_of).collect()),
    ]
}

fn contract_of(due: &Due) -> Id {
    Id(format!("{}/{}", due.account_id, due.contract_id))
}
