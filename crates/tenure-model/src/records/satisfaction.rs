//! Surveys, complaints and tickets.

use crate::check::Checker;
use crate::problem::ProblemKind;
use crate::record::{record, words};
use crate::values::{Id, Moment};

words! {
    /// What a survey asks, and so its scale.
    pub enum SurveyKind {
        /// Net promoter score: 0 to 10.
        Nps = "nps",
        /// Customer satisfaction: 1 to 5.
        Csat = "csat",
        /// Customer effort, 1 to 7, where 7 is easy.
        Ces = "ces",
        /// A pulse: 0 to 100.
        Pulse = "pulse",
        /// A scale of the host's own; needs `scale`.
        Custom = "custom",
    }
}

words! {
    /// Whose voice a response is.
    pub enum Voice {
        /// The customer's own.
        Customer = "customer",
        /// What somebody of the tenant thinks; kept apart from the customer's.
        Internal = "internal",
    }
}

record! {
    /// The ends of a scale, and which one is good.
    pub struct Scale {
        /// The lowest possible score.
        pub min: f64,
        /// The highest possible score.
        pub max: f64,
        /// Whether a higher score is better; absent counts as yes.
        pub higher_is_better: Option<bool>,
    }
    checked by check_scale;
}

fn check_scale(scale: &Scale, checker: &mut Checker<'_>) {
    if scale.min >= scale.max && !checker.failed("min") && !checker.failed("max") {
        let message = format!(
            "{:?} is not above `min`, which is {:?}; write the ends of the scale, lowest first",
            scale.max, scale.min
        );
        checker.error("max", ProblemKind::BadValue, message);
    } else if !(scale.max - scale.min).is_finite() {
        let message = format!("{:?} is too far from `min`; narrow the scale", scale.max);
        checker.error("max", ProblemKind::BadValue, message);
    }
}

record! {
    /// An answer to a survey.
    pub struct SurveyResponse {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// Who answered.
        pub contact_id: Option<Id>,
        /// What was asked.
        pub kind: SurveyKind,
        /// The answer, on the survey's own scale.
        pub score: f64,
        /// The scale of a custom survey.
        pub scale: Option<Scale>,
        /// When it was answered.
        pub at: Moment,
        /// Free text; never quoted in an answer.
        pub comment: Option<String>,
        /// How it was asked.
        pub channel: Option<String>,
        /// The record it is about.
        pub relates_to: Option<Id>,
        /// Whose voice it is; absent counts as the customer's.
        pub source: Option<Voice>,
    }
    checked by check_response;
}

impl SurveyKind {
    /// The lowest and highest score of the kind; a custom survey brings its own.
    pub const fn bounds(self) -> Option<(f64, f64)> {
        match self {
            Self::Nps => Some((0.0, 10.0)),
            Self::Csat => Some((1.0, 5.0)),
            Self::Ces => Some((1.0, 7.0)),
            Self::Pulse => Some((0.0, 100.0)),
            Self::Custom => None,
        }
    }
}

fn check_response(response: &SurveyResponse, checker: &mut Checker<'_>) {
    if checker.failed("kind") || checker.failed("scale") {
        return;
    }
    let kind = response.kind.as_str();
    match (response.kind.bounds(), &response.scale) {
        (None, None) => {
            let message =
                "a custom survey without a scale, left out; write { \"min\": …, \"max\": … }";
            checker.warning("scale", ProblemKind::Missing, message.to_owned());
        }
        (Some((min, max)), scale) => {
            if scale.is_some() {
                let message = format!(
                    "ignored, as {kind} goes from {min} to {max}; write `custom` for a scale of your own"
                );
                checker.warning("scale", ProblemKind::BadValue, message);
            }
            checker.on_scale("score", response.score, (min, max));
        }
        (None, Some(scale)) => checker.on_scale("score", response.score, (scale.min, scale.max)),
    }
}

words! {
    /// What a complaint is about.
    pub enum ComplaintCategory {
        /// Too little support.
        InadequateSupport = "inadequate_support",
        /// Too little communication.
        LackOfCommunication = "lack_of_communication",
        /// Information that is not open.
        OpaqueInformation = "opaque_information",
        /// The price.
        Price = "price",
        /// The product.
        Product = "product",
        /// A feature that is missing.
        MissingFeature = "missing_feature",
        /// A competitor's offer.
        Competitor = "competitor",
        /// The supply chain.
        SupplyChain = "supply_chain",
        /// The contract's terms.
        ContractTerms = "contract_terms",
        /// A fee.
        Fee = "fee",
        /// Lost trust.
        Trust = "trust",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// How bad a complaint is.
    pub enum ComplaintSeverity {
        /// Small, and still worth an answer.
        Minor = "minor",
        /// Serious.
        Major = "major",
        /// Threatens the contract.
        Critical = "critical",
    }
}

record! {
    /// A complaint, or other feedback that wants an answer.
    pub struct Complaint {
        /// Identity, unique within the account.
        pub id: Id,
        /// What it is about.
        pub category: Option<ComplaintCategory>,
        /// How bad it is; absent counts as minor.
        pub severity: Option<ComplaintSeverity>,
        /// When it was opened.
        pub opened_at: Moment,
        /// When it was first answered.
        pub first_response_at: Option<Moment>,
        /// When it was resolved.
        pub resolved_at: Option<Moment>,
        /// How often it was opened again.
        pub reopened_count: Option<i64>,
        /// When it was last opened again.
        pub reopened_at: Option<Moment>,
        /// Free text; never quoted in an answer.
        pub comment: Option<String>,
    }
    checked by check_complaint;
}

fn check_complaint(complaint: &Complaint, checker: &mut Checker<'_>) {
    checker.within("reopened_count", complaint.reopened_count, 0..=i64::MAX);
    let opened = ("opened_at", Some(complaint.opened_at));
    checker.answer(opened, ("first_response_at", complaint.first_response_at));
    checker.answer(opened, ("resolved_at", complaint.resolved_at));
}

words! {
    /// How urgent a ticket is.
    pub enum TicketPriority {
        /// Can wait.
        Low = "low",
        /// As usual.
        Medium = "medium",
        /// Soon.
        High = "high",
        /// At once.
        Urgent = "urgent",
    }
}

record! {
    /// A request to the support desk.
    pub struct Ticket {
        /// Identity, unique within the account.
        pub id: Id,
        /// How urgent it is.
        pub priority: Option<TicketPriority>,
        /// When it was opened.
        pub opened_at: Moment,
        /// When it was first answered.
        pub first_response_at: Option<Moment>,
        /// When it was resolved.
        pub resolved_at: Option<Moment>,
        /// When it must be resolved by agreement.
        pub sla_due: Option<Moment>,
        /// Whether it was escalated.
        pub escalated: Option<bool>,
        /// When it was escalated.
        pub escalated_at: Option<Moment>,
        /// How the customer rated it, on `satisfaction_scale`.
        pub satisfaction: Option<f64>,
        /// The scale of the rating; absent counts as 1 to 5.
        pub satisfaction_scale: Option<Scale>,
    }
    checked by check_ticket;
}

fn check_ticket(ticket: &Ticket, checker: &mut Checker<'_>) {
    let opened = ("opened_at", Some(ticket.opened_at));
    checker.answer(opened, ("first_response_at", ticket.first_response_at));
    checker.answer(opened, ("resolved_at", ticket.resolved_at));
    if let Some(rating) = ticket.satisfaction
        && !checker.failed("satisfaction_scale")
    {
        let scale = ticket
            .satisfaction_scale
            .as_ref()
            .map(|scale| (scale.min, scale.max));
        checker.on_scale("satisfaction", rating, scale.unwrap_or((1.0, 5.0)));
    }
}
