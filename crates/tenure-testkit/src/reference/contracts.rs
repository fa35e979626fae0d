//! Where a contract stands on the day.

use chrono::{Days, NaiveDate};
use tenure_model::{
    Contract, ContractEventKind, ContractStatus, Opportunity, OpportunityStatus, PipelineKind,
    add_months, months_between,
};

use super::seen::{Seen, all};

/// The current term: its first day, and its end where that is known.
pub(crate) struct Term {
    /// First day.
    pub(crate) start: NaiveDate,
    /// Last day.
    pub(crate) end: Option<NaiveDate>,
}

/// Months of one term: the field, else from the start to the day after the end.
pub(crate) fn months_of_term(contract: &Contract) -> Option<i64> {
    contract.term_months.or_else(|| {
        let after = contract.end_date?.checked_add_days(Days::new(1))?;
        Some(months_between(contract.start_date, after))
    })
}

/// Whether it is a draft or waits for a signature.
pub(crate) fn unsigned(contract: &Contract) -> bool {
    matches!(
        contract.status,
        Some(ContractStatus::Draft | ContractStatus::Pending)
    )
}

/// Whether it was ended early.
pub(crate) fn terminated(contract: &Contract) -> bool {
    contract.terminated_on.is_some() || contract.status == Some(ContractStatus::Terminated)
}

impl Seen<'_> {
    /// The contract's current term.
    pub(crate) fn term(&self, contract: &Contract) -> Term {
        let start = contract.start_date;
        let open = Term { start, end: None };
        if contract.end_date.is_some() {
            return Term {
                start,
                end: contract.end_date,
            };
        }
        let Some(months) = contract.term_months.filter(|months| *months >= 1) else {
            return open;
        };
        // Well before the term looked for, so that the search below is short.
        let mut count = (months_between(start, self.day) / months - 2).max(1);
        loop {
            let after = |count: i64| add_months(start, count.checked_mul(months)?);
            let Some(end) = after(count) else {
                return open;
            };
            if end >= self.day {
                return Term {
                    start: after(count - 1).unwrap_or(start),
                    end: Some(end),
                };
            }
            count += 1;
        }
    }

    /// The day by which the renewal must be settled.
    pub(crate) fn anchor(&self, contract: &Contract) -> Option<NaiveDate> {
        [contract.renewal_deadline, self.term(contract).end]
            .into_iter()
            .flatten()
            .min()
    }

    /// The contracts that took its place, begun or not.
    fn successors(&self, contract: &Contract) -> Vec<&Contract> {
        all(&self.account.contracts)
            .iter()
            .filter(|other| {
                other.id != contract.id
                    && !unsigned(other)
                    && (other.predecessor_id.as_ref() == Some(&contract.id)
                        || contract.successor_id.as_ref() == Some(&other.id))
            })
            .collect()
    }

    /// Whether another contract took its place.
    pub(crate) fn superseded(&self, contract: &Contract) -> bool {
        contract.status == Some(ContractStatus::Superseded) || !self.successors(contract).is_empty()
    }

    /// Whether it ran out.
    pub(crate) fn expired(&self, contract: &Contract) -> bool {
        let told = contract.status == Some(ContractStatus::Expired);
        match self.term(contract).end {
            Some(end) => end < self.day && (contract.auto_renew != Some(true) || told),
            None => told,
        }
    }

    /// Whether a renewal opportunity is about the contract.
    pub(crate) fn renews(&self, opportunity: &Opportunity, contract: &Contract) -> bool {
        let about = match &opportunity.contract_id {
            Some(id) => *id == contract.id,
            None => all(&self.account.contracts).len() == 1,
        };
        opportunity.pipeline == PipelineKind::Renewal && about
    }

    /// Whether there is a renewal opportunity about the contract.
    pub(crate) fn has_renewal(&self, contract: &Contract) -> bool {
        all(&self.account.opportunities)
            .iter()
            .any(|opportunity| self.renews(opportunity, contract))
    }

    /// Whether a renewal opportunity about the contract came to this in the current term.
    fn has_renewal_that_is(&self, contract: &Contract, status: OpportunityStatus) -> bool {
        let term = self.term(contract);
        all(&self.account.opportunities).iter().any(|opportunity| {
            self.renews(opportunity, contract)
                && opportunity.status == Some(status)
                && opportunity
                    .closed_on
                    .is_none_or(|closed| closed >= term.start)
        })
    }

    /// Whether the customer is lost to this contract.
    pub(crate) fn lost(&self, contract: &Contract) -> bool {
        terminated(contract)
            || self.has_renewal_that_is(contract, OpportunityStatus::Lost)
            || contract.lost_reason_id.is_some()
    }

    /// Whether the renewal is won.
    pub(crate) fn renewed(&self, contract: &Contract) -> bool {
        let term = self.term(contract);
        self.superseded(contract)
            || self.has_renewal_that_is(contract, OpportunityStatus::Won)
            || all(&self.account.contract_events).iter().any(|event| {
                event.kind == ContractEventKind::Renewed
                    && event.contract_id.as_ref() == Some(&contract.id)
                    && event.at.day(self.zone) >= term.start
            })
    }

    /// Whether the contract is paused.
    pub(crate) fn paused(&self, contract: &Contract) -> bool {
        let begun = match contract.paused_from {
            Some(from) => from <= self.day,
            None => contract.status == Some(ContractStatus::Paused),
        };
        begun && contract.paused_to.is_none_or(|to| to >= self.day)
    }

    /// Whether the contract is in force.
    pub(crate) fn in_force(&self, contract: &Contract) -> bool {
        let begun = |contract: &Contract| contract.start_date <= self.day;
        begun(contract)
            && !unsigned(contract)
            && !terminated(contract)
            && !self.expired(contract)
            && contract.status != Some(ContractStatus::Superseded)
            && !self.successors(contract).into_iter().any(begun)
    }

    /// Whether it ran out and may still be renewed.
    pub(crate) fn awaited_back(&self, contract: &Contract) -> bool {
        let gone = self.superseded(contract) || self.lost(contract);
        let worked_on = self
            .anchor(contract)
            .is_some_and(|anchor| add_months(anchor, 4).is_some_and(|end| self.day < end));
        let agreed = !unsigned(contract) && contract.start_date <= self.day;
        agreed && self.expired(contract) && !gone && worked_on
    }

    /// The contract that account-level signals of renewal tell of.
    pub(crate) fn primary(&self) -> Option<&Contract> {
        all(&self.account.contracts)
            .iter()
            .filter(|contract| {
                !unsigned(contract) && !self.superseded(contract) && !self.lost(contract)
            })
            .min_by_key(|contract| {
                let anchor = self.anchor(contract);
                let value = self.annual_value(contract);
                (
                    (anchor.is_none(), anchor),
                    (value.is_none(), value.map(std::cmp::Reverse)),
                    &contract.id,
                )
            })
    }

    /// What the host's word and the dates say together.
    pub(crate) fn status(&self, contract: &Contract) -> ContractStatus {
        if let Some(status) = contract.status.filter(|_| unsigned(contract)) {
            status
        } else if self.superseded(contract) {
            ContractStatus::Superseded
        } else if terminated(contract) {
            ContractStatus::Terminated
        } else if self.expired(contract) {
            ContractStatus::Expired
        } else if self.paused(contract) {
            ContractStatus::Paused
        } else {
            ContractStatus::Active
        }
    }
}
