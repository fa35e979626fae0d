//! The renewal of a contract: of the primary one, or, at contract scope, of that contract.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::add_months;

use super::agreement::Agreement;
use super::line::{Line, lines};
use super::view::View;

/// For so many days before and after three months before the anchor nobody is blamed for silence.
pub(super) const GRACE_DAYS: i64 = 14;

pub(super) const LINES: &[Line] = lines! {
    "renewal.months_left" Renewal Int "months" None ["contracts"],
        "months to the renewal anchor",
        "the least whole k, negative allowed, with day >= anchor - k months; n/a without a contract or anchor"
        => months_left;
    "renewal.days_left" Renewal Int "days" None ["contracts"],
        "days to the renewal anchor",
        "anchor - day; n/a without a contract or anchor"
        => days_left;
    "renewal.passed" Renewal Bool "" None ["contracts"],
        "the renewal anchor has passed",
        "day > anchor; n/a without a contract or anchor"
        => passed;
    "renewal.decided" Renewal Bool "" Up ["contracts"],
        "the renewal is won or lost",
        "whether the contract is decided; n/a without a contract"
        => decided;
    "renewal.renewed" Renewal Bool "" Up ["contracts"],
        "the renewal is won",
        "whether the contract is renewed; n/a without a contract"
        => renewed;
    "renewal.has_opportunity" Renewal Bool "" Up ["contracts,opportunities"],
        "a renewal opportunity exists",
        "whether an opportunity of pipeline `renewal` is about the contract; n/a without a contract; unknown where opportunities are"
        => has_opportunity;
    "renewal.auto_renew" Renewal Bool "" None ["contracts"],
        "the contract renews by itself",
        "the field `auto_renew`, unknown if absent; n/a without a contract"
        => auto_renew;
    "renewal.notice_days" Renewal Int "days" None ["contracts"],
        "days of notice before the end",
        "the field `notice_period_days`; n/a without a contract or the field"
        => notice_days;
    "renewal.paused" Renewal Bool "" None ["contracts"],
        "the contract is paused",
        "whether the contract is paused; n/a without a contract"
        => paused;
    "renewal.no_contact" Renewal Bool "" Down ["contracts,interactions"],
        "nobody was in contact since three months before the anchor",
        "true if the day is 14 days or more after anchor - 3 months, and no contact (see `contact.days_since`) falls on or after the 14th day before anchor - 3 months; n/a without a contract or anchor; unknown where interactions are"
        => no_contact;
};

fn months_left(view: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::or_not_applicable(agreement.anchor())
        .map(|anchor| tenure_model::months_left(view.day(), anchor))
}

fn days_left(view: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::or_not_applicable(agreement.anchor()).map(|anchor| -view.as_of().days_since(anchor))
}

fn passed(view: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::or_not_applicable(agreement.anchor()).map(|anchor| view.day() > anchor)
}

fn decided(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::Known(agreement.is_decided())
}

fn renewed(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::Known(agreement.is_renewed())
}

fn has_opportunity(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::Known(agreement.has_opportunity())
}

fn auto_renew(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::or_unknown(agreement.contract().auto_renew)
}

fn notice_days(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<i64> {
    Cell::or_not_applicable(agreement.contract().notice_period_days)
}

fn paused(_: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::Known(agreement.is_paused())
}

fn no_contact(view: &View<'_>, agreement: &Agreement<'_>) -> Cell<bool> {
    Cell::or_not_applicable(agreement.anchor()).map(|anchor| {
        let from = add_months(anchor, -3).unwrap_or(NaiveDate::MIN);
        let lately = view.as_of().days_since(from) >= GRACE_DAYS;
        let spoke = |contact: NaiveDate| (from - contact).num_days() <= GRACE_DAYS;
        lately && !view.last_contact().is_some_and(spoke)
    })
}
