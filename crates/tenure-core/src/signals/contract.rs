//! Contracts, one by one.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{BillingPeriod, ContractKind, ContractStatus, months_between};

use super::agreement::Agreement;
use super::line::{Line, lines};
use super::loss;
use super::view::View;
use crate::actions::key::Key;

pub(super) const LINES: &[Line] = lines! {
    "contract.annual_value" Contract Int "money" None ["contracts"],
        "annual value",
        "the contract's annual value"
        => annual_value;
    "contract.status" Contract Text "" None ["contracts"] words ContractStatus::WORDS,
        "status as of the day",
        "draft or pending as given; else superseded, terminated, expired or paused, the first that it is; else active"
        => status;
    "contract.kind" Contract Text "" None ["contracts"] words ContractKind::WORDS,
        "why it exists",
        "the field `kind`"
        => kind;
    "contract.billing_period" Contract Text "" None ["contracts"] words BillingPeriod::WORDS,
        "how often it is billed",
        "the field `billing_period`, absent: annual"
        => billing_period;
    "contract.in_force" Contract Bool "" None ["contracts"],
        "in force",
        "whether it is in force"
        => in_force;
    "contract.age_months" Contract Int "months" None ["contracts"],
        "full months since its start",
        "full calendar months from start to the day; negative before it"
        => age_months;
    "contract.term_months" Contract Int "months" None ["contracts"],
        "months of one term",
        "the field `term_months`, else full months from the start to the day after `end_date`; n/a without either"
        => term_months;
    "contract.discount_bp" Contract Int "basis points" None ["contracts"],
        "discount",
        "the field `discount_bp`, absent: 0"
        => discount_bp;
    "contract.days_since_lost" Contract Int "days" None ["contracts"],
        "days since it was lost or ran out",
        "days to the day from `terminated_on`, else from the latest `closed_on` among the opportunities of pipeline `renewal` about it that are lost in its current term, else from its end; n/a if it is renewed, neither lost nor expired, or lost at an end that lies after the day (it stands until then: only its renewal is lost so far); unknown without such a date"
        => days_since_lost;
    "contract.loss_reason" Contract Text "" None ["contracts"],
        "why it was lost, as far as somebody said",
        "the code, in the tenant's tree, of `root_cause_id`, else of `lost_reason_id`, else of the `reason_id` of the latest opportunity of pipeline `renewal` about it that is lost (by `closed_on`, none first, ties by larger id); the id itself where the tree does not have it; n/a if it is renewed, or neither lost nor expired; unknown where nobody said"
        => loss_reason;
    "contract.todo_overdue_days" Contract Int "days" Down ["contracts,actions"],
        "days for which a to-do about it is overdue",
        "days to the day from the earliest `due` among the past actions that are open (their status is proposed, accepted or snoozed) and have a key whose kind ends in `_todo` and whose contract is this one; negative where it is not due yet; n/a if there is none with a `due`"
        => todo_overdue_days;
};

fn annual_value(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::or_unknown(agreement.annual_value())
}

fn status(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<&'static str> {
    Cell::Known(agreement.status().as_str())
}

fn kind(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<&'static str> {
    Cell::or_unknown(agreement.contract().kind.map(ContractKind::as_str))
}

fn billing_period(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<&'static str> {
    let period = agreement.contract().billing_period;
    Cell::Known(period.unwrap_or(BillingPeriod::Annual).as_str())
}

fn in_force(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::Known(agreement.is_in_force())
}

fn age_months(view: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::Known(months_between(agreement.contract().start_date, view.day()))
}

fn term_months(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::or_not_applicable(agreement.contract().months_of_term())
}

fn discount_bp(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::Known(agreement.contract().discount_bp.unwrap_or(0))
}

fn days_since_lost(view: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    if !loss::is_lost_or_expired(agreement) {
        return Cell::NotApplicable;
    }
    match loss::lost_on(view, agreement).map(|day| view.as_of().days_since(day)) {
        Some(days) if days < 0 => Cell::NotApplicable,
        days => Cell::or_unknown(days),
    }
}

fn loss_reason<'v>(view: &'v View<'_>, agreement: &'v Agreement<'_>) -> Cell<&'v str> {
    if !loss::is_lost_or_expired(agreement) {
        return Cell::NotApplicable;
    }
    let code = |reason| view.as_of().reason_code(reason);
    Cell::or_unknown(loss::reason(view, agreement).map(code))
}

fn todo_overdue_days(view: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    let due = todo_due(view, agreement);
    Cell::or_not_applicable(due).map(|due| view.as_of().days_since(due))
}

/// The day by which the first open to-do about a contract was to be done.
pub(super) fn todo_due(view: &View<'_>, agreement: &Agreement<'_>) -> Option<NaiveDate> {
    let about = |text: &String| {
        Key::parse(text).is_some_and(|key| {
            key.kind.ends_with("_todo") && key.contract.as_deref() == Some(agreement.id().as_str())
        })
    };
    view.actions()
        .iter()
        .filter(|action| action.status.is_open() && action.keys.iter().any(about))
        .filter_map(|action| action.due)
        .min()
}
