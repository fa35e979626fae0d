//! The account itself.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{EMPLOYEE_COUNTS, Lifecycle, months_between};

use super::agreement;
use super::line::{Line, lines};
use super::sums::{count, int_sum};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "account.industry" Account Text "" None [""],
        "industry",
        "the field `industry`"
        => industry;
    "account.segment" Account Text "" None [""],
        "segment or tier",
        "the field `segment`"
        => segment;
    "account.region" Account Text "" None [""],
        "region",
        "the field `region`"
        => region;
    "account.lifecycle" Account Text "" None [""] words Lifecycle::WORDS,
        "where it is in its life, as the host says",
        "the field `lifecycle`"
        => lifecycle;
    "account.employee_count" Account Int "count" None [""] range EMPLOYEE_COUNTS,
        "employees",
        "the field `employee_count`"
        => employee_count;
    "account.tenure_months" Account Int "months" None [""],
        "full months as a customer",
        "full calendar months from the start to the day, where the start is `signup_date`, else the earliest start of a visible contract that is neither draft nor pending; unknown without either; n/a if the start lies after the day"
        => tenure_months;
    "account.annual_value" Account Int "money" None ["contracts"],
        "annual value of the contracts in force, and of those that ran out and may still be renewed",
        "the sum of the annual values of the contracts that are in force or awaited back"
        => annual_value;
    "account.active_contracts" Account Int "count" None ["contracts"],
        "contracts in force",
        "how many contracts are in force"
        => active_contracts;
    "account.offers" Account Int "count" None ["offers"],
        "offers that could be made to it",
        "how many offers stand for the account, as `offer.kind` tells (0 where none does); unknown where the tenant's offers are"
        => offers;
    "account.previously_churned" Account Bool "" None ["contracts"],
        "left before and came back",
        "true if the lifecycle is `reactivated`, or between two visible contracts that are neither draft nor pending, in order of start and id, lies a gap: the later starts more than 1 day after the latest last day (the earlier of `end_date` and `terminated_on`) of all before it, none of them being without a last day"
        => previously_churned;
    "account.do_not_contact" Account Bool "" None [""],
        "nobody may contact it",
        "the field `do_not_contact`, absent: false"
        => do_not_contact;
};

fn industry<'v>(view: &'v View<'_>) -> Cell<&'v str> {
    Cell::or_unknown(view.account().industry.as_deref())
}

fn segment<'v>(view: &'v View<'_>) -> Cell<&'v str> {
    Cell::or_unknown(view.account().segment.as_deref())
}

fn region<'v>(view: &'v View<'_>) -> Cell<&'v str> {
    Cell::or_unknown(view.account().region.as_deref())
}

fn lifecycle<'v>(view: &'v View<'_>) -> Cell<&'v str> {
    Cell::or_unknown(view.account().lifecycle.map(Lifecycle::as_str))
}

fn employee_count(view: &View<'_>) -> Cell<i64> {
    Cell::or_unknown(view.account().employee_count)
}

fn tenure_months(view: &View<'_>) -> Cell<i64> {
    match view.start() {
        None => Cell::Unknown,
        Some(start) if start > view.day() => Cell::NotApplicable,
        Some(start) => Cell::Known(months_between(start, view.day())),
    }
}

fn annual_value(view: &View<'_>) -> Cell<i64> {
    let agreements = view.agreements().iter();
    let at_stake = agreements.filter(|a| a.is_at_stake(view.day()));
    Cell::or_unknown(int_sum(at_stake.map(agreement::Agreement::annual_value)))
}

fn active_contracts(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(view.agreements().iter().filter(|a| a.is_in_force())))
}

fn offers(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(view.offers().iter()))
}

fn previously_churned(view: &View<'_>) -> Cell<bool> {
    let back = view.account().lifecycle == Some(Lifecycle::Reactivated);
    Cell::Known(back || has_gap(view))
}

/// Whether a contract started more than a day after all before it had ended.
fn has_gap(view: &View<'_>) -> bool {
    let mut contracts: Vec<_> = view
        .contracts()
        .iter()
        .filter(|contract| !agreement::is_proposed(contract))
        .collect();
    contracts.sort_by_key(|contract| (contract.start_date, &contract.id));
    let mut covered: Option<NaiveDate> = None;
    for contract in contracts {
        if covered.is_some_and(|last| (contract.start_date - last).num_days() > 1) {
            return true;
        }
        let ends = [contract.end_date, contract.terminated_on];
        let Some(last) = ends.into_iter().flatten().min() else {
            return false;
        };
        covered = covered.max(Some(last));
    }
    false
}

fn do_not_contact(view: &View<'_>) -> Cell<bool> {
    Cell::Known(view.account().do_not_contact.unwrap_or(false))
}
