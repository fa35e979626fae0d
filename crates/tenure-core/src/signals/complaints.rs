//! Complaints of an account, counted.

use tenure_columns::Cell;
use tenure_model::{Complaint, ComplaintCategory, ComplaintSeverity, Moment};

use super::as_of::AsOf;
use super::line::{Line, lines};
use super::seen::Seen;
use super::sums::count;
use super::view::View;

use ComplaintCategory::{
    Competitor, ContractTerms, Fee, InadequateSupport, LackOfCommunication, MissingFeature,
    OpaqueInformation, Other, Price, Product, SupplyChain, Trust,
};
use ComplaintSeverity::{Critical, Major, Minor};

pub(super) const LINES: &[Line] = lines! {
    "complaints.open" Account Int "count" Down ["complaints"],
        "complaints open",
        "complaints without `resolved_at`, or whose `reopened_at` is on a day on or after that of `resolved_at`"
        => open;
    "complaints.open_minor_aged" Account Int "count" Down ["complaints"],
        "minor complaints open for more than 7 days",
        "open complaints of severity minor (or none given) opened more than 7 days before the day"
        => open_minor_aged;
    "complaints.open_minor" Account Int "count" Down ["complaints"],
        "minor complaints open",
        "open complaints of severity minor, or none given"
        => open_of(Minor);
    "complaints.open_major" Account Int "count" Down ["complaints"],
        "major complaints open",
        "open complaints of severity major"
        => open_of(Major);
    "complaints.open_critical" Account Int "count" Down ["complaints"],
        "critical complaints open",
        "open complaints of severity critical"
        => open_of(Critical);
    "complaints.reopened" Account Int "count" Down ["complaints"],
        "open complaints that had been resolved before",
        "open complaints with `reopened_count` of 1 or more, or `reopened_at`"
        => reopened;
    "complaints.oldest_days" Account Int "days" Down ["complaints"],
        "age of the oldest open complaint",
        "days from the earliest opening among open complaints to the day; n/a if none is open"
        => oldest_days;
    "complaints.open_support" Account Int "count" Down ["complaints"],
        "open complaints about support",
        "open complaints of category inadequate_support"
        => open_about(&[InadequateSupport]);
    "complaints.open_communication" Account Int "count" Down ["complaints"],
        "open complaints about communication",
        "open complaints of category lack_of_communication"
        => open_about(&[LackOfCommunication]);
    "complaints.open_price" Account Int "count" Down ["complaints"],
        "open complaints about the price",
        "open complaints of category price"
        => open_about(&[Price]);
    "complaints.open_competitor" Account Int "count" Down ["complaints"],
        "open complaints that name a competitor",
        "open complaints of category competitor"
        => open_about(&[Competitor]);
    "complaints.open_missing_feature" Account Int "count" Down ["complaints"],
        "open complaints about a missing feature",
        "open complaints of category missing_feature"
        => open_about(&[MissingFeature]);
    "complaints.open_supply_chain" Account Int "count" Down ["complaints"],
        "open complaints about the supply chain",
        "open complaints of category supply_chain"
        => open_about(&[SupplyChain]);
    "complaints.open_contract_terms" Account Int "count" Down ["complaints"],
        "open complaints about contract terms",
        "open complaints of category contract_terms"
        => open_about(&[ContractTerms]);
    "complaints.open_fee" Account Int "count" Down ["complaints"],
        "open complaints about a fee",
        "open complaints of category fee"
        => open_about(&[Fee]);
    "complaints.open_trust" Account Int "count" Down ["complaints"],
        "open complaints about trust or opaque information",
        "open complaints of category trust or opaque_information"
        => open_about(&[Trust, OpaqueInformation]);
    "complaints.match_loss_reason" Account Bool "" None ["complaints,loss_reasons"],
        "a complaint matches one of the tenant's top two loss reasons",
        "true if an open complaint, or one opened in the last 180 days, has a category whose reason is among the first two of the tenant's `facts.top_loss_reasons`: inadequate_support -> support; lack_of_communication, opaque_information, trust -> relationship; price, fee -> price; product, missing_feature -> product; competitor -> competitor; supply_chain -> supply; contract_terms -> contract; unknown without those facts (the tenant's own list of loss reasons is not looked at, and may be absent)"
        => match_loss_reason;
};

/// Whether a visible complaint is open: not resolved, or opened again on or after the day of that.
pub fn is_open(complaint: &Complaint, as_of: &AsOf<'_>) -> bool {
    let day = |moment: Moment| as_of.day_of(moment);
    match (complaint.resolved_at, complaint.reopened_at) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(resolved), Some(reopened)) => day(reopened) >= day(resolved),
    }
}

pub(super) fn open_ones<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Seen<'v, Complaint>> {
    view.complaints()
        .iter()
        .filter(|complaint| is_open(complaint, view.as_of()))
}

fn severity(complaint: &Complaint) -> ComplaintSeverity {
    complaint.severity.unwrap_or(Minor)
}

fn open(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(open_ones(view)))
}

fn open_minor_aged(view: &View<'_>) -> Cell<i64> {
    let minor = open_ones(view).filter(|complaint| severity(complaint) == Minor);
    Cell::Known(count(
        minor.filter(|complaint| view.as_of().days_since(complaint.day()) > 7),
    ))
}

fn open_of(view: &View<'_>, of: ComplaintSeverity) -> Cell<i64> {
    Cell::Known(count(
        open_ones(view).filter(|complaint| severity(complaint) == of),
    ))
}

fn reopened(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(open_ones(view).filter(|complaint| {
        complaint.reopened_at.is_some() || complaint.reopened_count.is_some_and(|times| times >= 1)
    })))
}

fn oldest_days(view: &View<'_>) -> Cell<i64> {
    let earliest = open_ones(view).map(Seen::day).min();
    Cell::or_not_applicable(earliest.map(|day| view.as_of().days_since(day)))
}

fn open_about(view: &View<'_>, categories: &[ComplaintCategory]) -> Cell<i64> {
    Cell::Known(count(open_ones(view).filter(|complaint| {
        complaint
            .category
            .is_some_and(|category| categories.contains(&category))
    })))
}

fn match_loss_reason(view: &View<'_>) -> Cell<bool> {
    let facts = view.as_of().facts();
    let Some(reasons) = facts.and_then(|facts| facts.top_loss_reasons.as_ref()) else {
        return Cell::Unknown;
    };
    let recent = |complaint: &Seen<'_, Complaint>| {
        is_open(complaint, view.as_of()) || view.as_of().in_last_days(complaint.day(), 180)
    };
    let mut codes = view
        .complaints()
        .iter()
        .filter(|complaint| recent(complaint))
        .filter_map(|complaint| loss_reason(complaint.category?));
    Cell::Known(codes.any(|code| reasons.iter().take(2).any(|reason| reason == code)))
}

/// The code of the loss reason that a category of complaints warns of.
fn loss_reason(category: ComplaintCategory) -> Option<&'static str> {
    match category {
        InadequateSupport => Some("support"),
        LackOfCommunication | OpaqueInformation | Trust => Some("relationship"),
        Price | Fee => Some("price"),
        Product | MissingFeature => Some("product"),
        Competitor => Some("competitor"),
        SupplyChain => Some("supply"),
        ContractTerms => Some("contract"),
        Other => None,
    }
}
