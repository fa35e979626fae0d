//! Opportunities, one by one.

use tenure_columns::Cell;
use tenure_model::{Opportunity, OpportunityStatus, PipelineKind};

use super::agreement::contract_of;
use super::line::{Line, lines};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "opportunity.pipeline" Opportunity Text "" None ["opportunities"] words PipelineKind::WORDS,
        "what it is about",
        "the field `pipeline`"
        => pipeline;
    "opportunity.status" Opportunity Text "" None ["opportunities"] words OpportunityStatus::WORDS,
        "where it stands",
        "the field `status`, absent: open"
        => status;
    "opportunity.stage" Opportunity Text "" None ["opportunities"],
        "the stage it is in",
        "the field `stage`"
        => stage;
    "opportunity.amount" Opportunity Int "money" None ["opportunities"],
        "amount",
        "the first that is given of `amount_final` (once won or lost), `amount_forecast`, `amount_target`"
        => amount;
    "opportunity.days_to_due" Opportunity Int "days" None ["opportunities"],
        "days until it should close",
        "`due_date` - day; n/a without one"
        => days_to_due;
    "opportunity.probability_bp" Opportunity Int "basis points" None ["opportunities"],
        "chance of winning",
        "the field `probability_bp`"
        => probability_bp;
    "opportunity.days_since_closed" Opportunity Int "days" None ["opportunities"],
        "days since it was won or lost",
        "days from `closed_on` to the day; n/a without it"
        => days_since_closed;
    "opportunity.reason_told" Opportunity Bool "" Up ["opportunities"],
        "the reason is told",
        "whether `reason_id` is set"
        => reason_told;
    "opportunity.has_renewal" Opportunity Bool "" Up ["opportunities"],
        "a renewal opportunity exists for its contract",
        "whether an opportunity of pipeline `renewal` is about the contract that it is about; n/a where it is about none"
        => has_renewal;
};

fn days_since_closed(view: &View<'_>, opportunity: &Opportunity) -> Cell<i64> {
    Cell::or_not_applicable(opportunity.closed_on).map(|closed| view.as_of().days_since(closed))
}

fn reason_told(_: &View<'_>, opportunity: &Opportunity) -> Cell<bool> {
    Cell::Known(opportunity.reason_id.is_some())
}

fn has_renewal(view: &View<'_>, opportunity: &Opportunity) -> Cell<bool> {
    Cell::or_not_applicable(contract_of(opportunity, view.contracts())).map(|contract| {
        view.opportunities().iter().any(|other| {
            other.pipeline == PipelineKind::Renewal
                && contract_of(other, view.contracts()) == Some(contract)
        })
    })
}

fn pipeline(_: &View<'_>, opportunity: &Opportunity) -> Cell<&'static str> {
    Cell::Known(opportunity.pipeline.as_str())
}

fn standing(opportunity: &Opportunity) -> OpportunityStatus {
    opportunity.status.unwrap_or(OpportunityStatus::Open)
}

fn status(_: &View<'_>, opportunity: &Opportunity) -> Cell<&'static str> {
    Cell::Known(standing(opportunity).as_str())
}

fn stage<'v>(_: &'v View<'_>, opportunity: &'v Opportunity) -> Cell<&'v str> {
    Cell::or_unknown(opportunity.stage.as_deref())
}

fn amount(view: &View<'_>, opportunity: &Opportunity) -> Cell<i64> {
    let agreed = match standing(opportunity) {
        OpportunityStatus::Won | OpportunityStatus::Lost => opportunity.amount_final,
        OpportunityStatus::Open => None,
    };
    let first = agreed
        .or(opportunity.amount_forecast)
        .or(opportunity.amount_target);
    Cell::or_unknown(first.and_then(|amount| view.amount(amount)))
}

fn days_to_due(view: &View<'_>, opportunity: &Opportunity) -> Cell<i64> {
    Cell::or_not_applicable(opportunity.due_date).map(|due| -view.as_of().days_since(due))
}

fn probability_bp(_: &View<'_>, opportunity: &Opportunity) -> Cell<i64> {
    Cell::or_unknown(opportunity.probability_bp)
}
