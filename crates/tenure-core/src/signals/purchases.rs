//! Purchases and referrals.

use tenure_columns::Cell;
use tenure_model::Purchase;

use super::line::{Line, lines};
use super::seen::Seen;
use super::sums::{count, int_sum};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "purchases.count_12m" Account Int "count" Up ["purchases"],
        "purchases in 12 months",
        "purchases in the last 12 months"
        => count_12m;
    "purchases.repeat_12m" Account Bool "" Up ["purchases"],
        "bought again within 12 months",
        "whether purchases of the last 12 months fall on two different days or more"
        => repeat_12m;
    "purchases.value_12m" Account Int "money" Up ["purchases"],
        "amount bought in 12 months",
        "the sum of the amounts of the purchases of the last 12 months"
        => value_12m;
    "purchases.days_since" Account Int "days" Down ["purchases"],
        "days since the last purchase",
        "days from the latest purchase to the day; n/a if there is none"
        => days_since;
    "referrals.count_12m" Account Int "count" Up ["referrals"],
        "referrals and testimonials in 12 months",
        "referrals in the last 12 months"
        => referrals_12m;
};

fn of_last_year<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Seen<'v, Purchase>> {
    view.purchases()
        .iter()
        .filter(|purchase| view.as_of().in_last_months(purchase.day(), 12))
}

fn count_12m(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(of_last_year(view)))
}

fn repeat_12m(view: &View<'_>) -> Cell<bool> {
    let first = of_last_year(view).next().map(Seen::day);
    Cell::Known(of_last_year(view).any(|purchase| Some(purchase.day()) != first))
}

fn value_12m(view: &View<'_>) -> Cell<i64> {
    Cell::or_unknown(int_sum(
        of_last_year(view).map(|purchase| view.amount(purchase.amount?)),
    ))
}

fn days_since(view: &View<'_>) -> Cell<i64> {
    let latest = view.purchases().last().map(Seen::day);
    Cell::or_not_applicable(latest.map(|day| view.as_of().days_since(day)))
}

fn referrals_12m(view: &View<'_>) -> Cell<i64> {
    let recent = view
        .referrals()
        .iter()
        .filter(|referral| view.as_of().in_last_months(referral.day(), 12));
    Cell::Known(count(recent))
}
