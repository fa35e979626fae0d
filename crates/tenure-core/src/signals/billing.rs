//! Bills.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{Invoice, InvoiceStatus};

use super::line::{Line, lines};
use super::seen::Seen;
use super::sums::{count, int_sum};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "billing.days_overdue" Account Int "days" Down ["invoices"],
        "days by which the oldest unpaid bill is overdue",
        "the largest number of days from `due` (else `issued`) to the day among unpaid invoices (no `paid_at`, status not paid, void or written_off), at least 0; 0 if there is none"
        => days_overdue;
    "billing.overdue" Account Int "count" Down ["invoices"],
        "bills overdue",
        "unpaid invoices whose `due` (else `issued`) is before the day"
        => overdue;
    "billing.overdue_amount" Account Int "money" Down ["invoices"],
        "amount overdue",
        "the sum of the amounts of overdue invoices"
        => overdue_amount;
    "billing.fee_disputes" Account Int "count" Down ["invoices"],
        "fee disputes open",
        "invoices with `fee_dispute` or `disputed_on`, not void, and no `dispute_settled_on`"
        => fee_disputes;
};

pub(super) fn due(invoice: &Invoice) -> NaiveDate {
    invoice.due.unwrap_or(invoice.issued)
}

pub(super) fn is_unpaid(invoice: &Invoice) -> bool {
    invoice.paid_at.is_none()
        && match invoice.status {
            Some(InvoiceStatus::Paid | InvoiceStatus::Void | InvoiceStatus::WrittenOff) => false,
            Some(InvoiceStatus::Open) | None => true,
        }
}

fn overdue_ones<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Seen<'v, Invoice>> {
    view.invoices()
        .iter()
        .filter(|invoice| is_unpaid(invoice) && due(invoice) < view.day())
}

fn days_overdue(view: &View<'_>) -> Cell<i64> {
    let oldest = overdue_ones(view).map(|invoice| due(invoice)).min();
    Cell::Known(oldest.map_or(0, |day| view.as_of().days_since(day)))
}

fn overdue(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(overdue_ones(view)))
}

fn overdue_amount(view: &View<'_>) -> Cell<i64> {
    Cell::or_unknown(int_sum(
        overdue_ones(view).map(|invoice| view.amount(invoice.amount?)),
    ))
}

fn fee_disputes(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(view.invoices().iter().filter(|invoice| {
        (invoice.fee_dispute == Some(true) || invoice.disputed_on.is_some())
            && invoice.status != Some(InvoiceStatus::Void)
            && invoice.dispute_settled_on.is_none()
    })))
}
