//! `billing.*`, `purchases.*`, `referrals.*` and `movement.*`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{ContractEvent, ContractEventKind as Event, Invoice, InvoiceStatus, Purchase};

use super::{Reading, count, int, int_field, yes};
use crate::reference::seen::{Seen, all};

fn unpaid(invoice: &Invoice) -> bool {
    invoice.paid_at.is_none()
        && !matches!(
            invoice.status,
            Some(InvoiceStatus::Paid | InvoiceStatus::Void | InvoiceStatus::WrittenOff)
        )
}

fn disputed(invoice: &Invoice) -> bool {
    (invoice.fee_dispute == Some(true) || invoice.disputed_on.is_some())
        && invoice.status != Some(InvoiceStatus::Void)
        && invoice.dispute_settled_on.is_none()
}

fn due(invoice: &Invoice) -> NaiveDate {
    invoice.due.unwrap_or(invoice.issued)
}

impl Seen<'_> {
    pub(super) fn commerce_signal(&self, name: &str) -> Option<Reading> {
        let invoices = all(&self.account.invoices);
        let overdue = || {
            invoices
                .iter()
                .filter(|invoice| unpaid(invoice) && due(invoice) < self.day)
        };
        Some(match name {
            "billing.days_overdue" => int(overdue()
                .map(|invoice| self.days_since(due(invoice)))
                .max()
                .unwrap_or(0)),
            "billing.overdue" => count(overdue().count()),
            "billing.overdue_amount" => int_field(
                self.sum(overdue().map(|invoice| self.converted(invoice.amount.as_ref()?))),
            ),
            "billing.fee_disputes" => {
                count(invoices.iter().filter(|invoice| disputed(invoice)).count())
            }
            "referrals.count_12m" => count(
                all(&self.account.referrals)
                    .iter()
                    .filter(|referral| self.in_last_months(referral.at.day(self.zone), 12))
                    .count(),
            ),
            "movement.downgrades_12m" => self.events(Event::Downgraded),
            "movement.upgrades_12m" => self.events(Event::Upgraded),
            "movement.pause_requests_12m" => self.events(Event::PauseRequested),
            "movement.price_changes_12m" => self.events(Event::PriceChanged),
            "movement.cancellation_notice" => yes(self
                .recent_events(Event::CancellationNotice)
                .iter()
                .any(|notice| !self.withdrawn(notice))),
            _ => return self.purchases_signal(name),
        })
    }

    fn purchases_signal(&self, name: &str) -> Option<Reading> {
        let recent: Vec<&Purchase> = all(&self.account.purchases)
            .iter()
            .filter(|purchase| self.in_last_months(purchase.at.day(self.zone), 12))
            .collect();
        Some(match name {
            "purchases.count_12m" => count(recent.len()),
            "purchases.repeat_12m" => {
                let days: BTreeSet<NaiveDate> = recent
                    .iter()
                    .map(|purchase| purchase.at.day(self.zone))
                    .collect();
                yes(days.len() >= 2)
            }
            "purchases.value_12m" => int_field(
                self.sum(
                    recent
                        .iter()
                        .map(|purchase| self.converted(purchase.amount.as_ref()?)),
                ),
            ),
            "purchases.days_since" => all(&self.account.purchases)
                .iter()
                .map(|purchase| self.age(&purchase.at))
                .min()
                .map_or(Cell::NotApplicable, int),
            _ => return None,
        })
    }

    fn recent_events(&self, kind: Event) -> Vec<&ContractEvent> {
        all(&self.account.contract_events)
            .iter()
            .filter(|event| event.kind == kind && self.in_last_months(event.at.day(self.zone), 12))
            .collect()
    }

    fn events(&self, kind: Event) -> Reading {
        count(self.recent_events(kind).len())
    }

    fn withdrawn(&self, notice: &ContractEvent) -> bool {
        let day = notice.at.day(self.zone);
        all(&self.account.contract_events).iter().any(|event| {
            matches!(event.kind, Event::Renewed | Event::Resumed)
                && event.at.day(self.zone) >= day
                && (event.contract_id.is_none()
                    || notice.contract_id.is_none()
                    || event.contract_id == notice.contract_id)
        })
    }
}
