//! Contracts, their history and the opportunities about them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::months_between;
use crate::check::Checker;
use crate::money::Money;
use crate::problem::ProblemKind;
use crate::record::{record, words};
use crate::values::{Id, Moment, Scalar};

words! {
    /// Why a contract exists.
    pub enum ContractKind {
        /// A first contract.
        New = "new",
        /// A renewal of a predecessor.
        Renewal = "renewal",
        /// More of the same.
        Expansion = "expansion",
        /// A change of terms.
        Amendment = "amendment",
    }
}

words! {
    /// What the host says of a contract. What dates or events can tell is derived from them.
    pub enum ContractStatus {
        /// Being written.
        Draft = "draft",
        /// Waiting for a signature.
        Pending = "pending",
        /// In force.
        Active = "active",
        /// Suspended.
        Paused = "paused",
        /// Ran out.
        Expired = "expired",
        /// Ended early.
        Terminated = "terminated",
        /// Replaced by a successor.
        Superseded = "superseded",
    }
}

words! {
    /// How often a contract's amount is billed.
    pub enum BillingPeriod {
        /// Every month.
        Monthly = "monthly",
        /// Every three months.
        Quarterly = "quarterly",
        /// Every six months.
        SemiAnnual = "semi_annual",
        /// Every twelve months.
        Annual = "annual",
        /// Once, for the whole term.
        Once = "once",
    }
}

record! {
    /// An agreement with an account.
    pub struct Contract {
        /// Identity, unique within the account.
        pub id: Id,
        /// Products that it covers.
        pub product_ids: Option<Vec<Id>>,
        /// Why it exists.
        pub kind: Option<ContractKind>,
        /// What the host says of it; absent counts as active.
        pub status: Option<ContractStatus>,
        /// The day of the signature.
        pub signed_on: Option<NaiveDate>,
        /// First day.
        pub start_date: NaiveDate,
        /// Last day; absent for an open-ended contract.
        pub end_date: Option<NaiveDate>,
        /// The day by which the renewal must be agreed (재계약 마감일).
        pub renewal_deadline: Option<NaiveDate>,
        /// Days of notice before the end.
        pub notice_period_days: Option<i64>,
        /// Whether it renews by itself.
        pub auto_renew: Option<bool>,
        /// Months of one term.
        pub term_months: Option<i64>,
        /// How often the amount is billed; absent counts as annual.
        pub billing_period: Option<BillingPeriod>,
        /// The amount of one billing period, before the discount.
        pub amount: Option<Money>,
        /// Whether the amount recurs; absent counts as recurring.
        pub recurring: Option<bool>,
        /// Whether it is a trial, which has no annual value.
        pub trial: Option<bool>,
        /// Discount in basis points of the amount, 0 to 10,000.
        pub discount_bp: Option<i64>,
        /// Terms of the host's own.
        pub terms: Option<BTreeMap<String, Scalar>>,
        /// The contract that it follows.
        pub predecessor_id: Option<Id>,
        /// The contract that follows it.
        pub successor_id: Option<Id>,
        /// The pipeline it is in.
        pub pipeline_id: Option<Id>,
        /// The stage it is in.
        pub stage: Option<String>,
        /// Why it was lost, as stated: a loss reason of the tenant.
        pub lost_reason_id: Option<Id>,
        /// Why it was lost in truth: a loss reason of the tenant.
        pub root_cause_id: Option<Id>,
        /// The day on which it was terminated or lost.
        pub terminated_on: Option<NaiveDate>,
        /// First day of a pause.
        pub paused_from: Option<NaiveDate>,
        /// Last day of a pause; absent while it lasts.
        pub paused_to: Option<NaiveDate>,
        /// Where the record comes from.
        pub source: Option<String>,
    }
    checked by check_contract;
}

impl Contract {
    /// The full months of one term: as given, else those from the start to the day after the end; `None` where neither is
    /// known.
    ///
    /// ```
    /// use tenure_model::Contract;
    ///
    /// let contract = Contract {
    ///     start_date: "2026-01-01".parse()?,
    ///     end_date: Some("2026-12-31".parse()?),
    ///     ..Contract::default()
    /// };
    /// assert_eq!(contract.months_of_term(), Some(12));
    /// assert_eq!(Contract { term_months: Some(6), ..contract }.months_of_term(), Some(6));
    /// assert_eq!(Contract::default().months_of_term(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn months_of_term(&self) -> Option<i64> {
        let from_dates = || Some(months_between(self.start_date, self.end_date?.succ_opt()?));
        self.term_months.or_else(from_dates)
    }
}

fn check_contract(contract: &Contract, checker: &mut Checker<'_>) {
    let start = ("start_date", Some(contract.start_date));
    let end = ("end_date", contract.end_date);
    checker.period(start, end);
    checker.period(
        ("paused_from", contract.paused_from),
        ("paused_to", contract.paused_to),
    );
    checker.within(
        "notice_period_days",
        contract.notice_period_days,
        0..=i64::MAX,
    );
    checker.within("term_months", contract.term_months, 1..=i64::MAX);
    checker.within("discount_bp", contract.discount_bp, 0..=10_000);
    check_deadline(contract, checker);
}

fn check_deadline(contract: &Contract, checker: &mut Checker<'_>) {
    if let (Some(deadline), Some(end)) = (contract.renewal_deadline, contract.end_date)
        && deadline > end
    {
        let message = format!(
            "{deadline} lies after the contract's end, {end}, which counts instead; correct one of the two"
        );
        checker.warning("renewal_deadline", ProblemKind::DeadlineAfterEnd, message);
    }
}

words! {
    /// What happened to a contract.
    pub enum ContractEventKind {
        /// Written down.
        Created = "created",
        /// Signed.
        Signed = "signed",
        /// Grown.
        Upgraded = "upgraded",
        /// Shrunk.
        Downgraded = "downgraded",
        /// Repriced.
        PriceChanged = "price_changed",
        /// The customer asked for a pause.
        PauseRequested = "pause_requested",
        /// Suspended.
        Paused = "paused",
        /// Taken up again.
        Resumed = "resumed",
        /// Made longer.
        Extended = "extended",
        /// Renewed.
        Renewed = "renewed",
        /// The customer gave notice.
        CancellationNotice = "cancellation_notice",
        /// Ran out.
        Expired = "expired",
        /// Ended early.
        Terminated = "terminated",
        /// A reminder went out.
        ReminderSent = "reminder_sent",
    }
}

record! {
    /// An entry of a contract's history.
    pub struct ContractEvent {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// The contract; absent where the event is the account's.
        pub contract_id: Option<Id>,
        /// When it happened.
        pub at: Moment,
        /// What happened.
        pub kind: ContractEventKind,
        /// The value before.
        pub old_value: Option<Scalar>,
        /// The value after.
        pub new_value: Option<Scalar>,
        /// Who did it.
        pub actor: Option<Id>,
    }
}

words! {
    /// What an opportunity is about.
    pub enum PipelineKind {
        /// A new contract.
        New = "new",
        /// The renewal of a contract.
        Renewal = "renewal",
        /// More of the same.
        Upsell = "upsell",
        /// Something else besides.
        CrossSell = "cross_sell",
    }
}

words! {
    /// Where an opportunity stands.
    pub enum OpportunityStatus {
        /// Not decided.
        Open = "open",
        /// Won.
        Won = "won",
        /// Lost.
        Lost = "lost",
    }
}

record! {
    /// A deal in a pipeline.
    pub struct Opportunity {
        /// Identity, unique within the account.
        pub id: Id,
        /// What it is about.
        pub pipeline: PipelineKind,
        /// The stage it is in.
        pub stage: Option<String>,
        /// The day on which it was opened; absent counts as known all along.
        pub opened_on: Option<NaiveDate>,
        /// The amount hoped for.
        pub amount_target: Option<Money>,
        /// The amount expected.
        pub amount_forecast: Option<Money>,
        /// The amount agreed.
        pub amount_final: Option<Money>,
        /// The day on which it should close.
        pub due_date: Option<NaiveDate>,
        /// Where it stands; absent counts as open.
        pub status: Option<OpportunityStatus>,
        /// The day on which it was won or lost.
        pub closed_on: Option<NaiveDate>,
        /// Chance of winning, in basis points.
        pub probability_bp: Option<i64>,
        /// The contract that it renews or extends.
        pub contract_id: Option<Id>,
        /// The product that it sells.
        pub product_id: Option<Id>,
        /// Why it was lost: a loss reason of the tenant.
        pub reason_id: Option<Id>,
    }
    checked by check_opportunity;
}

fn check_opportunity(opportunity: &Opportunity, checker: &mut Checker<'_>) {
    checker.within("probability_bp", opportunity.probability_bp, 0..=10_000);
}
