//! Complaints, one by one.

use tenure_columns::Cell;
use tenure_model::{Complaint, ComplaintCategory, ComplaintSeverity};

use super::complaints::is_open;
use super::line::{Line, lines};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "complaint.open" Complaint Bool "" Down ["complaints"],
        "open",
        "whether it is open"
        => open;
    "complaint.severity" Complaint Text "" None ["complaints"] words ComplaintSeverity::WORDS,
        "how bad it is",
        "the field `severity`, absent: minor"
        => severity;
    "complaint.category" Complaint Text "" None ["complaints"] words ComplaintCategory::WORDS,
        "what it is about",
        "the field `category`"
        => category;
    "complaint.age_days" Complaint Int "days" Down ["complaints"],
        "days since it was opened",
        "days from opening to the day"
        => age_days;
    "complaint.answered" Complaint Bool "" Up ["complaints"],
        "answered",
        "whether `first_response_at` or `resolved_at` is set"
        => answered;
};

fn open(view: &View<'_>, complaint: &Complaint) -> Cell<bool> {
    Cell::Known(is_open(complaint, view.as_of()))
}

fn severity(_: &View<'_>, complaint: &Complaint) -> Cell<&'static str> {
    let severity = complaint.severity.unwrap_or(ComplaintSeverity::Minor);
    Cell::Known(severity.as_str())
}

fn category(_: &View<'_>, complaint: &Complaint) -> Cell<&'static str> {
    Cell::or_unknown(complaint.category.map(ComplaintCategory::as_str))
}

fn age_days(view: &View<'_>, complaint: &Complaint) -> Cell<i64> {
    let as_of = view.as_of();
    Cell::Known(as_of.days_since(as_of.day_of(complaint.opened_at)))
}

fn answered(_: &View<'_>, complaint: &Complaint) -> Cell<bool> {
    Cell::Known(complaint.first_response_at.is_some() || complaint.resolved_at.is_some())
}
