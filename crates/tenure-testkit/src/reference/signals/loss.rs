//! Contracts that were lost, and what is still to be done about contracts.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{ActionRecord, ActionStatus, Contract, Id, Opportunity, OpportunityStatus};

use super::{Reading, int, text, yes};
use crate::reference::seen::{Seen, all};

impl Seen<'_> {
    fn came_to_its_end(&self, contract: &Contract) -> bool {
        !self.renewed(contract) && (self.lost(contract) || self.expired(contract))
    }

    fn lost_renewals(&self, contract: &Contract) -> Vec<&Opportunity> {
        all(&self.account.opportunities)
            .iter()
            .filter(|opportunity| opportunity.status == Some(OpportunityStatus::Lost))
            .filter(|opportunity| self.renews(opportunity, contract))
            .collect()
    }

    fn lost_on(&self, contract: &Contract) -> Option<NaiveDate> {
        if contract.terminated_on.is_some() {
            return contract.terminated_on;
        }
        let term = self.term(contract);
        let mut latest = None;
        for opportunity in self.lost_renewals(contract) {
            if opportunity
                .closed_on
                .is_some_and(|closed| closed >= term.start)
            {
                latest = latest.max(opportunity.closed_on);
            }
        }
        latest.or(term.end)
    }

    pub(super) fn days_since_lost(&self, contract: &Contract) -> Reading {
        if !self.came_to_its_end(contract) {
            return Cell::NotApplicable;
        }
        match self.lost_on(contract) {
            Some(day) if day <= self.day => int(self.days_since(day)),
            // It stands until then.
            Some(_) => Cell::NotApplicable,
            None => Cell::Unknown,
        }
    }

    pub(super) fn loss_reason(&self, contract: &Contract) -> Reading {
        if !self.came_to_its_end(contract) {
            return Cell::NotApplicable;
        }
        let mut renewals = self.lost_renewals(contract);
        renewals.sort_by(|a, b| a.closed_on.cmp(&b.closed_on).then(a.id.cmp(&b.id)));
        let of_renewal = renewals.last().and_then(|latest| latest.reason_id.as_ref());
        let told = [
            contract.root_cause_id.as_ref(),
            contract.lost_reason_id.as_ref(),
            of_renewal,
        ];
        match told.into_iter().flatten().next() {
            Some(id) => text(self.code_of(id)),
            None => Cell::Unknown,
        }
    }

    fn code_of<'s>(&'s self, id: &'s Id) -> &'s str {
        for reason in all(&self.tenant.loss_reasons) {
            if reason.id == *id {
                return &reason.code;
            }
        }
        id.as_str()
    }

    pub(super) fn todo_overdue(&self, contract: &Contract) -> Reading {
        let mut dues: Vec<NaiveDate> = Vec::new();
        for action in all(&self.account.actions) {
            if is_open(action)
                && action
                    .keys
                    .iter()
                    .any(|key| is_todo_about(key, &contract.id))
            {
                dues.extend(action.due);
            }
        }
        dues.sort();
        dues.first()
            .map_or(Cell::NotApplicable, |due| int(self.days_since(*due)))
    }

    /// Whether there is a renewal opportunity about the contract that an opportunity is about.
    pub(super) fn has_renewal_beside(&self, opportunity: &Opportunity) -> Reading {
        let contracts = all(&self.account.contracts);
        let about = match (&opportunity.contract_id, contracts) {
            (Some(id), _) => id,
            (None, [only]) => &only.id,
            (None, _) => return Cell::NotApplicable,
        };
        let renews = |other: &Opportunity| {
            other.pipeline == tenure_model::PipelineKind::Renewal
                && match (&other.contract_id, contracts) {
                    (Some(id), _) => id == about,
                    (None, [only]) => only.id == *about,
                    (None, _) => false,
                }
        };
        yes(all(&self.account.opportunities).iter().any(renews))
    }
}

fn is_open(action: &ActionRecord) -> bool {
    [
        ActionStatus::Proposed,
        ActionStatus::Accepted,
        ActionStatus::Snoozed,
    ]
    .contains(&action.status)
}

/// Whether a key has six parts of which the second ends in `_todo` and the fourth is the contract.
fn is_todo_about(key: &str, contract: &Id) -> bool {
    let parts: Vec<&str> = key.split('/').collect();
    let plain = |part: &str| {
        part.replace("%2F", "/")
            .replace("%2D", "-")
            .replace("%25", "%")
    };
    parts.len() == 6
        && plain(parts[1]).ends_with("_todo")
        && parts[3] != "-"
        && plain(parts[3]) == contract.as_str()
}
