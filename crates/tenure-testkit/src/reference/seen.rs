//! What a person sees on a day: visible records, fields that lie after the day left out, duplicates taken away.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use tenure_model::{
    Account, ContractStatus, Currency, Id, InvoiceStatus, Moment, OwnerStatus, RecordKind, Tenant,
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
            tenant: look_at_tenant(tenant, day),
            rulebook_currency,
            raw,
        }
    }

    /// Days from a moment to the day; negative where it lies later.
    pub(crate) fn age(&self, moment: &Moment) -> i64 {
        self.days_since(moment.day(self.zone))
    }

    /// When something happened, for telling the latest: its day, and its time where that is known.
    pub(crate) fn time(&self, moment: &Moment) -> (NaiveDate, Option<DateTime<Utc>>) {
        let time = match moment {
            Moment::Day(_) => None,
            Moment::Instant(instant) => Some(*instant),
        };
        (moment.day(self.zone), time)
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
pub(crate) fn surveys_on(
    raw: &Account,
    day: NaiveDate,
    zone: Tz,
) -> Vec<tenure_model::SurveyResponse> {
    look(
        &raw.surveys,
        |record| record.at.day(zone) <= day,
        |_| (),
        |record| record.id.as_ref(),
    )
    .unwrap_or_default()
}

/// The visible records of a list, cut, without duplicates, in canonical order.
fn look<R: Clone + Serialize>(
    list: &Option<Vec<R>>,
    visible: impl Fn(&R) -> bool,
    cut: impl Fn(&mut R),
    id: impl Fn(&R) -> Option<&Id>,
) -> Option<Vec<R>> {
    let mut seen: Vec<(String, R)> = list
        .as_ref()?
        .iter()
        .filter(|record| visible(record))
        .cloned()
        .map(|mut record| {
            cut(&mut record);
            (serde_json::to_string(&record).unwrap_or_default(), record)
        })
        .collect();
    seen.sort_by(|a, b| a.0.cmp(&b.0));
    seen.dedup_by(|a, b| a.0 == b.0);
    let mut kept: Vec<R> = Vec::new();
    for (_, record) in seen {
        let twice = id(&record).is_some_and(|own| kept.iter().any(|other| id(other) == Some(own)));
        if !twice {
            kept.push(record);
        }
    }
    Some(kept)
}

fn look_at_tenant(tenant: &Tenant, day: NaiveDate) -> Tenant {
    let mut seen = tenant.clone();
    seen.owners = look(
        &tenant.owners,
        |_| true,
        |owner| {
            if owner.departed_on.is_some_and(|left| left > day) {
                owner.departed_on = None;
                if owner.status == Some(OwnerStatus::Departed) {
                    owner.status = None;
                }
            }
        },
        |owner| Some(&owner.id),
    );
    seen.offers = look(&tenant.offers, |_| true, |_| (), |offer| Some(&offer.id));
    seen.facts = tenant.facts.clone().filter(|facts| facts.as_of <= day);
    seen
}

fn look_at_account(raw: &Account, day: NaiveDate, zone: Tz) -> Account {
    let until_today = |moment: &Moment| moment.day(zone) <= day;
    let mut seen = raw.clone();
    seen.contacts = look(
        &raw.contacts,
        |_| true,
        |contact| {
            if contact.left_at.is_some_and(|left| left > day) {
                contact.left_at = None;
                contact.active = contact.active.filter(|active| *active);
            }
        },
        |contact| Some(&contact.id),
    );
    seen.contract_events = look(
        &raw.contract_events,
        |event| until_today(&event.at),
        |_| (),
        |event| event.id.as_ref(),
    );
    seen.surveys = raw.surveys.is_some().then(|| surveys_on(raw, day, zone));
    seen.usage = look(
        &raw.usage,
        |sample| sample.window_end <= day,
        |_| (),
        |sample| sample.id.as_ref(),
    );
    seen.purchases = look(
        &raw.purchases,
        |purchase| until_today(&purchase.at),
        |_| (),
        |purchase| purchase.id.as_ref(),
    );
    seen.interactions = look(
        &raw.interactions,
        |interaction| until_today(&interaction.at),
        |_| (),
        |interaction| interaction.id.as_ref(),
    );
    seen.referrals = look(
        &raw.referrals,
        |referral| until_today(&referral.at),
        |_| (),
        |referral| referral.id.as_ref(),
    );
    seen.assignments = look(
        &raw.assignments,
        |assignment| assignment.from <= day,
        |_| (),
        |assignment| assignment.id.as_ref(),
    );
    seen.handovers = look(
        &raw.handovers,
        |handover| handover.effective <= day,
        |handover| later(&mut handover.acknowledged_at, day),
        |handover| handover.id.as_ref(),
    );
    seen.scores = look(&raw.scores, |score| score.as_of <= day, |_| (), |_| None);
    look_at_work(&mut seen, raw, day, zone);
    look_at_contracts(&mut seen, raw, day);
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
    seen.complaints = look(
        &raw.complaints,
        |complaint| complaint.opened_at.day(zone) <= day,
        |complaint| {
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
        },
        |complaint| Some(&complaint.id),
    );
    seen.tickets = look(
        &raw.tickets,
        |ticket| ticket.opened_at.day(zone) <= day,
        |ticket| {
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
        },
        |ticket| Some(&ticket.id),
    );
    seen.invoices = look(
        &raw.invoices,
        |invoice| invoice.issued <= day,
        |invoice| {
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
        },
        |invoice| Some(&invoice.id),
    );
}

fn look_at_contracts(seen: &mut Account, raw: &Account, day: NaiveDate) {
    seen.contracts = look(
        &raw.contracts,
        |contract| contract.signed_on.unwrap_or(contract.start_date) <= day,
        |contract| {
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
        },
        |contract| Some(&contract.id),
    );
    seen.opportunities = look(
        &raw.opportunities,
        |opportunity| opportunity.opened_on.is_none_or(|opened| opened <= day),
        |opportunity| {
            if opportunity.closed_on.is_some_and(|closed| closed > day) {
                opportunity.closed_on = None;
                opportunity.status = None;
                opportunity.amount_final = None;
                opportunity.reason_id = None;
            }
        },
        |opportunity| Some(&opportunity.id),
    );
}
