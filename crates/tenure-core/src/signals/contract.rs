//! Contracts, one by one.

use tenure_columns::Cell;
use tenure_model::{BillingPeriod, ContractKind, ContractStatus, months_between};

use super::agreement::Agreement;
use super::line::{Line, lines};
use super::money;
use super::view::View;

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
    Cell::or_not_applicable(money::term_months(agreement.contract()))
}

fn discount_bp(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::Known(agreement.contract().discount_bp.unwrap_or(0))
}
