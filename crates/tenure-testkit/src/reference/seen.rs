//! What a person sees on a day: visible records, fields that lie after the day left out, duplicates taken away.

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure_model::{
    Account, ActionStatus, ContractStatus, Currency, Entry, InvoiceStatus, Moment, OwnerStatus,
    RecordKind, SurveyResponse, Tenant,
};

/// An account and its tenant as they look on a day.
pub(crate) struct Seen<'a> {
    /// The day.
    pub(crate) day: NaiveDate,
    /// The tenant's time zone.
    pub(crate) zone: Tz,
    /// The account with its visible records, in canonical order.
    pub(crate) account: Account,
    /// The tenant, its people and offers in canonical order.
    pub(crate) tenant: Tenant,
    /// The rulebook's currency.
    pub(crate) rulebook_currency: Option<Currency>,
    /// The account as it came.
    pub(crate) raw: &'a Account,
}

impl<'a> Seen<'a> {
    /// Looks at an account on a day.
    pub(crate) fn new(
        raw: &'a Account,
        tenant: &Tenant,
        day: NaiveDate,
        rulebook_currency: Option<Currency>,
    ) -> Self {
        let zone = zone_of(tenant);
        Self {
            day,
            zone,
            account: look_at_account(raw, day, zone),
            tenant: look_at_tenant(tenant, day, zone),
            rulebook_currency,
            raw,
        }
    }

    /// Days from a moment to the day; negative where it lies later.
    pub(crate) fn age(&self, moment: &Moment) -> i64 {
        self.days_since(moment.day(self.zone))
    }

    /// Days from another day to the day.
    pub(crate) fn days_since(&self, other: NaiveDate) -> i64 {
        (self.day - other).num_days()
    }

    /// Whether the host keeps a kind of record.
    pub(crate) fn keeps(&self, kind: RecordKind) -> bool {
        self.tenant
            .supplies
            .as_ref()
            .is_none_or(|kinds| kinds.contains(&kind))
    }

    /// Whether the list of a kind of record is there, be it empty.
    pub(crate) fn has_list(&self, kind: RecordKind) -> bool {
        let account = &self.account;
        match kind {
            RecordKind::Contacts => account.contacts.is_some(),
            RecordKind::Contracts => account.contracts.is_some(),
            RecordKind::ContractEvents => account.contract_events.is_some(),
            RecordKind::Opportunities => account.opportunities.is_some(),
            RecordKind::Surveys => account.surveys.is_some(),
            RecordKind::Complaints => account.complaints.is_some(),
            RecordKind::Tickets => account.tickets.is_some(),
            RecordKind::Usage => account.usage.is_some(),
            RecordKind::Invoices => account.invoices.is_some(),
            RecordKind::Purchases => account.purchases.is_some(),
            RecordKind::Interactions => account.interactions.is_some(),
            RecordKind::Referrals => account.referrals.is_some(),
            RecordKind::Assignments => account.assignments.is_some(),
            RecordKind::Handovers => account.handovers.is_some(),
            RecordKind::Scores => account.scores.is_some(),
            RecordKind::Actions => account.actions.is_some(),
            RecordKind::Owners => self.tenant.owners.is_some(),
            RecordKind::Offers => self.tenant.offers.is_some(),
            RecordKind::LossReasons => self.tenant.loss_reasons.is_some(),
        }
    }
}

/// The records of a list; none where it is absent.
pub(crate) fn all<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

fn zone_of(tenant: &Tenant) -> Tz {
    tenant
        .timezone
        .as_deref()
        .and_then(|name| name.parse().ok())
        .unwrap_or(Tz::UTC)
}

/// The survey answers of an account as they looked on a day.
pub(crate) fn surveys_on(raw: &Account, day: NaiveDate, zone: Tz) -> Vec<SurveyResponse> {
    look(&raw.surveys, day, zone, |_| ()).unwrap_or_default()
}

/// The visible records of a list without duplicates, in canonical order; what lies after the day is cut.
fn look<R: Entry>(
    list: &Option<Vec<R>>,
    day: NaiveDate,
    zone: Tz,
    cut: impl Fn(&mut R),
) -> Option<Vec<R>> {
    let visible = |record: &&R| record.dated().is_none_or(|from| from.day(zone) <= day);
    let mut visible: Vec<&R> = list.as_ref()?.iter().filter(visible).collect();
    visible.sort_by(|a, b| a.canonical_cmp(b));
    let mut kept: Vec<&R> = Vec::new();
    for record in visible {
        let stands_already = kept.iter().any(|other| match (other.id(), record.id()) {
            (Some(known), Some(own)) => known == own,
            _ => other.canonical_cmp(record).is_eq(),
        });
        if !stands_already {
            kept.push(record);
        }
    }
    let mut kept: Vec<R> = kept.into_iter().cloned().collect();
    kept.iter_mut().for_each(cut);
    Some(kept)
}

fn look_at_tenant(tenant: &Tenant, day: NaiveDate, zone: Tz) -> Tenant {
    let mut seen = tenant.clone();
    seen.owners = look(&tenant.owners, day, zone, |owner| {
        if owner.departed_on.is_some_and(|left| left > day) {
            owner.departed_on = None;
            if owner.status == Some(OwnerStatus::Departed) {
                owner.status = None;
            }
        }
    });
    seen.offers = look(&tenant.offers, day, zone, |_| ());
    seen.facts = tenant.facts.clone().filter(|facts| facts.as_of <= day);
    seen
}

fn look_at_account(raw: &Account, day: NaiveDate, zone: Tz) -> Account {
    let mut seen = raw.clone();
    seen.contacts = look(&raw.contacts, day, zone, |contact| {
        if contact.left_at.is_some_and(|left| left > day) {
            contact.left_at = None;
            contact.active = contact.active.filter(|active| *active);
        }
    });
    seen.contract_events = look(&raw.contract_events, day, zone, |_| ());
    seen.surveys = raw.surveys.is_some().then(|| surveys_on(raw, day, zone));
    seen.usage = look(&raw.usage, day, zone, |_| ());
    seen.purchases = look(&raw.purchases, day, zone, |_| ());
    seen.interactions = look(&raw.interactions, day, zone, |_| ());
    seen.referrals = look(&raw.referrals, day, zone, |_| ());
    seen.assignments = look(&raw.assignments, day, zone, |_| ());
    seen.handovers = look(&raw.handovers, day, zone, |handover| {
        later(&mut handover.acknowledged_at, day)
    });
    seen.scores = look(&raw.scores, day, zone, |_| ());
    seen.actions = look(&raw.actions, day, zone, |action| {
        let later = |at: Moment| at.day(zone) > day;
        if action.at.is_some_and(later) {
            action.at = None;
            action.status = ActionStatus::Proposed;
            action.snoozed_until = None;
            action.reason = None;
            action.actor = None;
            action.outcome = None;
        }
        if action
            .outcome
            .as_ref()
            .is_some_and(|outcome| later(outcome.at))
        {
            action.outcome = None;
        }
    });
    look_at_work(&mut seen, raw, day, zone);
    look_at_contracts(&mut seen, raw, day, zone);
    seen
}

/// Leaves out a date that lies after the day.
fn later(date: &mut Option<NaiveDate>, day: NaiveDate) {
    if date.is_some_and(|date| date > day) {
        *date = None;
    }
}

fn look_at_work(seen: &mut Account, raw: &Account, day: NaiveDate, zone: Tz) {
    let hidden = |moment: &Option<Moment>| moment.is_some_and(|at| at.day(zone) > day);
    seen.complaints = look(&raw.complaints, day, zone, |complaint| {
        if hidden(&complaint.first_response_at) {
            complaint.first_response_at = None;
        }
        if hidden(&complaint.resolved_at) {
            complaint.resolved_at = None;
        }
        if hidden(&complaint.reopened_at) {
            complaint.reopened_at = None;
            complaint.reopened_count = None;
        }
    });
    seen.tickets = look(&raw.tickets, day, zone, |ticket| {
        if hidden(&ticket.first_response_at) {
            ticket.first_response_at = None;
        }
        if hidden(&ticket.resolved_at) {
            ticket.resolved_at = None;
            ticket.satisfaction = None;
        }
        if hidden(&ticket.escalated_at) {
            ticket.escalated_at = None;
            ticket.escalated = None;
        }
    });
    seen.invoices = look(&raw.invoices, day, zone, |invoice| {
        if invoice.paid_at.is_some_and(|paid| paid > day) {
            invoice.paid_at = None;
            if invoice.status == Some(InvoiceStatus::Paid) {
                invoice.status = None;
            }
        }
        if invoice.disputed_on.is_some_and(|raised| raised > day) {
            invoice.disputed_on = None;
            invoice.fee_dispute = None;
        }
        later(&mut invoice.dispute_settled_on, day);
    });
}

fn look_at_contracts(seen: &mut Account, raw: &Account, day: NaiveDate, zone: Tz) {
    seen.contracts = look(&raw.contracts, day, zone, |contract| {
        if contract.terminated_on.is_some_and(|end| end > day) {
            contract.terminated_on = None;
            contract.lost_reason_id = None;
            contract.root_cause_id = None;
            if contract.status == Some(ContractStatus::Terminated) {
                contract.status = None;
            }
        }
        if contract.paused_from.is_some_and(|from| from > day) {
            contract.paused_from = None;
            if contract.status == Some(ContractStatus::Paused) {
                contract.status = None;
            }
        }
    });
    seen.opportunities = look(&raw.opportunities, day, zone, |opportunity| {
        if opportunity.closed_on.is_some_and(|closed| closed > day) {
            opportunity.closed_on = None;
            opportunity.status = None;
            opportunity.amount_final = None;
            opportunity.reason_id = None;
        }
    });
}
