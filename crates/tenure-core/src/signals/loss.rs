//! Contracts that were lost: since when, and why.

use chrono::NaiveDate;
use tenure_model::{Id, Opportunity, OpportunityStatus, PipelineKind};

use super::agreement::{Agreement, contract_of};
use super::seen::Seen;
use super::view::View;

/// Whether a contract came to its end and was not renewed.
pub(super) fn is_lost_or_expired(agreement: &Agreement<'_>) -> bool {
    !agreement.is_renewed() && (agreement.is_lost() || agreement.is_expired())
}

/// The lost opportunities to renew a contract.
fn lost_renewals<'v>(
    view: &'v View<'_>,
    agreement: &'v Agreement<'_>,
) -> impl Iterator<Item = &'v Seen<'v, Opportunity>> {
    view.opportunities().iter().filter(|opportunity| {
        opportunity.pipeline == PipelineKind::Renewal
            && opportunity.status == Some(OpportunityStatus::Lost)
            && contract_of(opportunity, view.contracts()) == Some(agreement.id())
    })
}

/// The day on which it was lost, or ran out.
pub(super) fn lost_on(view: &View<'_>, agreement: &Agreement<'_>) -> Option<NaiveDate> {
    let closed = || {
        let closed = lost_renewals(view, agreement).filter_map(|lost| lost.closed_on);
        closed.filter(|day| *day >= agreement.term_start()).max()
    };
    let terminated = agreement.contract().terminated_on;
    terminated.or_else(closed).or_else(|| agreement.end())
}

/// The reason that somebody told.
pub(super) fn reason<'v>(view: &'v View<'_>, agreement: &'v Agreement<'_>) -> Option<&'v Id> {
    let contract = agreement.contract();
    let of_renewal = || {
        let latest = lost_renewals(view, agreement).max_by_key(|lost| (lost.closed_on, &lost.id));
        latest.and_then(|lost| lost.reason_id.as_ref())
    };
    contract
        .root_cause_id
        .as_ref()
        .or(contract.lost_reason_id.as_ref())
        .or_else(of_renewal)
}
