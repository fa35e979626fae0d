//! What of each kind of record a later date hides.

use tenure_model::{
    ActionRecord, ActionStatus, Assignment, Complaint, Contact, Contract, ContractEvent,
    ContractStatus, Handover, Interaction, Invoice, InvoiceStatus, Offer, Opportunity, Owner,
    OwnerStatus, Purchase, Referral, ScoreSnapshot, SurveyResponse, Ticket, UsageSample,
};

use super::seen::{Clock, Visible};

impl Visible for Contact {
    const BY_ID: bool = true;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        clock.is_later(self.left_at).then(|| Self {
            left_at: None,
            active: self.active.filter(|active| *active),
            ..self.clone()
        })
    }
}

impl Visible for Contract {
    const BY_ID: bool = true;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        let terminated = clock.is_later(self.terminated_on);
        let paused = clock.is_later(self.paused_from);
        if !terminated && !paused {
            return None;
        }
        let mut copy = self.clone();
        if terminated {
            copy.terminated_on = None;
            copy.status = copy
                .status
                .filter(|status| *status != ContractStatus::Terminated);
            copy.lost_reason_id = None;
            copy.root_cause_id = None;
        }
        if paused {
            copy.paused_from = None;
            copy.status = copy
                .status
                .filter(|status| *status != ContractStatus::Paused);
        }
        Some(copy)
    }
}

impl Visible for ContractEvent {
    const BY_ID: bool = false;
}

impl Visible for Opportunity {
    const BY_ID: bool = true;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        clock.is_later(self.closed_on).then(|| Self {
            closed_on: None,
            status: None,
            amount_final: None,
            reason_id: None,
            ..self.clone()
        })
    }
}

impl Visible for SurveyResponse {
    const BY_ID: bool = false;
}

impl Visible for Complaint {
    const BY_ID: bool = true;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        let answered = clock.happens_later(self.first_response_at);
        let resolved = clock.happens_later(self.resolved_at);
        let reopened = clock.happens_later(self.reopened_at);
        (answered || resolved || reopened).then(|| Self {
            first_response_at: self.first_response_at.filter(|_| !answered),
            resolved_at: self.resolved_at.filter(|_| !resolved),
            reopened_at: self.reopened_at.filter(|_| !reopened),
            reopened_count: self.reopened_count.filter(|_| !reopened),
            ..self.clone()
        })
    }
}

impl Visible for Ticket {
    const BY_ID: bool = true;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        let answered = clock.happens_later(self.first_response_at);
        let resolved = clock.happens_later(self.resolved_at);
        let escalated = clock.happens_later(self.escalated_at);
        (answered || resolved || escalated).then(|| Self {
            first_response_at: self.first_response_at.filter(|_| !answered),
            resolved_at: self.resolved_at.filter(|_| !resolved),
            satisfaction: self.satisfaction.filter(|_| !resolved),
            escalated_at: self.escalated_at.filter(|_| !escalated),
            escalated: self.escalated.filter(|_| !escalated),
            ..self.clone()
        })
    }
}

impl Visible for UsageSample {
    const BY_ID: bool = false;
}

impl Visible for Invoice {
    const BY_ID: bool = true;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        let paid = clock.is_later(self.paid_at);
        let disputed = clock.is_later(self.disputed_on);
        let settled = clock.is_later(self.dispute_settled_on);
        (paid || disputed || settled).then(|| Self {
            paid_at: self.paid_at.filter(|_| !paid),
            status: self
                .status
                .filter(|status| !paid || *status != InvoiceStatus::Paid),
            disputed_on: self.disputed_on.filter(|_| !disputed),
            fee_dispute: self.fee_dispute.filter(|_| !disputed),
            dispute_settled_on: self.dispute_settled_on.filter(|_| !settled),
            ..self.clone()
        })
    }
}

impl Visible for Purchase {
    const BY_ID: bool = false;
}

impl Visible for Interaction {
    const BY_ID: bool = false;
}

impl Visible for Referral {
    const BY_ID: bool = false;
}

impl Visible for Assignment {
    const BY_ID: bool = false;
}

impl Visible for Handover {
    const BY_ID: bool = false;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        clock.is_later(self.acknowledged_at).then(|| Self {
            acknowledged_at: None,
            ..self.clone()
        })
    }
}

impl Visible for ScoreSnapshot {
    const BY_ID: bool = false;
}

impl Visible for ActionRecord {
    const BY_ID: bool = false;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        let stood = clock.happens_later(self.at);
        let ended = clock.happens_later(self.outcome.as_ref().map(|outcome| outcome.at));
        if !stood && !ended {
            return None;
        }
        let mut copy = Self {
            outcome: None,
            ..self.clone()
        };
        if stood {
            copy.at = None;
            copy.status = ActionStatus::Proposed;
            copy.snoozed_until = None;
            copy.reason = None;
            copy.actor = None;
        }
        Some(copy)
    }
}

impl Visible for Owner {
    const BY_ID: bool = true;

    fn without_later(&self, clock: &Clock) -> Option<Self> {
        clock.is_later(self.departed_on).then(|| Self {
            departed_on: None,
            status: self
                .status
                .filter(|status| *status != OwnerStatus::Departed),
            ..self.clone()
        })
    }
}

impl Visible for Offer {
    const BY_ID: bool = true;
}
