//! The built-in signals: one line each, and how each is derived.
//!
//! # Words used in the derivations
//!
//! *The day* is the civil day `as_of` in the tenant's time zone; a moment counts for the day on which it falls there.
//! *The last n days* are the day and the n - 1 days before it; *the last k months* are the days after the day minus k
//! calendar months, up to the day.
//!
//! A record is *visible* from its own date on: a contract from its signature (else its start), an event, survey
//! response, purchase, interaction or referral from when it happened, a complaint or ticket from its opening, a usage
//! sample from the end of its window, an invoice from its issue, an opportunity from its opening (else always), an
//! assignment from its first day, a handover from when it takes effect, a score or action from its own day, the
//! tenant's facts from their `as_of`; contacts, owners, offers and loss reasons always. Only visible records are looked
//! at.
//!
//! A field that says when something happened is absent while that lies after the day, and with it what only it could
//! tell: with `terminated_on` a status of terminated, `lost_reason_id` and `root_cause_id`; with `paused_from` a status
//! of paused; with an opportunity's `closed_on` its status, `amount_final` and `reason_id`; with `paid_at` a status of
//! paid; with a complaint's `reopened_at` its `reopened_count`; with a ticket's `resolved_at` its `satisfaction`; with
//! `escalated_at` the mark `escalated`; with `disputed_on` the mark `fee_dispute`; with `departed_on` a status of
//! departed; with a contact's `left_at` an `active` of false; with an action's `at` its status (it stands proposed),
//! `snoozed_until`, `reason`, `actor` and `outcome`; with an outcome's `at` the outcome. `first_response_at`, a
//! complaint's `resolved_at`, `dispute_settled_on` and `acknowledged_at` take nothing with them. All other dates are
//! plans and are read as they stand: `signup_date`, `live_on`, `start_date`, `end_date`, `renewal_deadline`,
//! `paused_to`, `due_date`, `due`, `sla_due`, `follow_up_due`, `leave_from`, `leave_until`, `snoozed_until`, an
//! assignment's `to`, holidays.
//!
//! *Canonical order* is the byte order of the records' compact JSON texts, as this library writes them, after fields
//! that lie after the day are left out. Of the visible records of a list those with one text are one; of several with
//! one id the first in canonical order counts (of the tenant's owners and offers too). Sums of floats run in ascending
//! order unless said otherwise; a float that is not finite is unknown, and -0.0 is 0.0. *The latest* of several is told
//! by day, within a day by time (where only the day is known, before instants), ties by later canonical order.
//!
//! A contract is *superseded* if its status says so, or another visible contract that is neither draft nor pending
//! names it as predecessor or is named by it as successor; *terminated* if `terminated_on` is set, or the status says
//! so without a date; *lost* if terminated, or it has a `lost_reason_id`, or an opportunity of pipeline `renewal` about
//! it is lost in the current term; *renewed* if superseded, or an opportunity of pipeline `renewal` about it is won in
//! the current term, or an event `renewed` that names it falls on or after the start of its current term. An opportunity
//! is won or lost in the current term if its `closed_on` is absent, or not before the start of that term. A contract is
//! *decided* if renewed or lost; *paused* from `paused_from` to `paused_to` (open where absent), or, without
//! `paused_from`, if the status says so and `paused_to` is absent or not before the day. An opportunity without
//! `contract_id` is about the account's contract if that has only one visible one.
//!
//! A contract's *end* is its `end_date`, else, with `term_months` of 1 or more, start + k x term for the least k >= 1
//! not before the day. Its *anchor* is the earlier of `renewal_deadline` and end, of those known. The start of its
//! current term (*term start*) is its start, or, where the end was counted by terms, start + (k - 1) x term. It is
//! *expired* if its end is before the day and either `auto_renew` is not set or the status is expired; without an end,
//! if the status is expired. It is *in force* if it has begun and is neither draft, pending, terminated, expired,
//! superseded by its status, nor superseded by a contract that has begun.
//! The *primary* contract is the one with the earliest anchor among those neither draft, pending, superseded nor lost,
//! those without an anchor last; ties by larger annual value (unknown last), then id.
//!
//! The *annual value* of a contract is 0 for a trial or where `recurring` is false; else amount x periods in a year
//! (monthly 12, quarterly 4, semi-annual 2, annual 1; once: 12 / months of the term, as in `contract.term_months`, or 1
//! where those are not known or less than 1) x (10,000 - discount) / 10,000, rounded once, half away from zero, in the
//! contract's own currency, and converted then; unknown without an amount. Amounts are in the rulebook's currency, or,
//! where it names none, in the account's (its own, else that of its first visible contract with an amount, by start and
//! id; else every amount is unknown); another currency is converted by the first of the tenant's rates from it (else by
//! the inverse of the first rate to it), between major units, rounded once, half away from zero; without a rate the
//! amount is unknown, and a rate that is not positive is none. A sum with an unknown part, or an amount beyond 64 bits,
//! is unknown.
//!
//! The states are told in this order: a signal is not applicable if the host does not keep one of its record kinds;
//! unknown if the list of one of its kinds is absent; then what its line says ("n/a": not applicable). A list that a
//! derivation looks at besides its kinds (opportunities and events for `decided`, contracts for the start of
//! `account.tenure_months`, contacts for their roles ...) counts as empty where it is absent. A field that is absent is
//! unknown unless its line says otherwise.
//!
//! Rows: of scope contract, complaint and opportunity every visible record, of scope offer every offer that stands (see
//! `offer.kind`), in the order of their ids; of scope tenant and account one.
//!
//! A signal `custom.x` that a rulebook declares is the account's custom value `x`: unknown where that is absent, of
//! another type (an int will do for a float) or observed after the day; stale where it is valid for n days and was
//! observed more than n days before the day.
//!
//! # Facts over the portfolio
//!
//! *Top loss reasons*: of the visible contracts lost in the last 12 months (`terminated_on` falls there, or the
//! `closed_on` of a lost opportunity of pipeline `renewal` about it does) each counts once, at the code of its reason:
//! `root_cause_id`, else `lost_reason_id`, else the `reason_id` of the latest such opportunity by `closed_on`, ties by
//! larger id; one without a reason does not count. The code is that of the topmost reason above it in the tenant's tree
//! (as far as parents are there; in a circle, of the reason itself), or the id itself where the tree does not have it.
//! Most frequent first, ties by code.
//!
//! *Retention rate*: of the accounts that had a contract in force on the day minus 12 months, the share that has one in
//! force on the day, in basis points, rounded down; absent without such accounts. A contract visible today was in force
//! then if it had begun, is neither draft nor pending, was not terminated by then (`terminated_on` by then, or a status
//! of terminated without a date) and had not ended: its `end_date` is not before then, or absent with a status other
//! than expired, or `auto_renew` is set with such a status.

use tenure_model::{
    BillingPeriod, ComplaintCategory, ComplaintSeverity, ContractKind, ContractStatus, Lifecycle,
};
use tenure_model::{OpportunityStatus, PipelineKind};
use tenure_rules::{Control, Dictionary, Scope, SignalDef, SignalType};

use Control::{Down, None as Fixed, Up};
use Scope::{Account, Complaint, Contract, Offer, Opportunity, Tenant};
use SignalType::{Bool, Float, Int, Text};

/// One line of the table.
struct Line {
    name: &'static str,
    scope: Scope,
    ty: SignalType,
    unit: &'static str,
    valid_for_days: Option<u32>,
    control: Control,
    kinds: &'static str,
    words: &'static [&'static str],
    doc: &'static str,
    derivation: &'static str,
}

/// The words of `satisfaction.level`.
pub const LEVELS: &[&str] = &["low", "mid", "high"];
/// The words of `offer.kind`.
pub const OFFER_KINDS: &[&str] = &["upsell", "cross_sell"];

macro_rules! lines {
    ($( $name:literal $scope:ident $ty:ident $unit:literal $control:ident [$kinds:literal] $(valid $valid:literal)? $(words $words:expr)? , $doc:literal, $derivation:literal; )+) => {
        &[ $( Line {
            name: $name, scope: $scope, ty: $ty, unit: $unit, control: $control, kinds: $kinds,
            valid_for_days: lines!(@valid $($valid)?), words: lines!(@words $($words)?),
            doc: $doc, derivation: $derivation,
        } ),+ ]
    };
    (@valid) => { None };
    (@valid $valid:literal) => { Some($valid) };
    (@words) => { &[] };
    (@words $words:expr) => { $words };
}

/// The version of the dictionary: a name, type or meaning that changes makes a new major.
pub const DICTIONARY_VERSION: &str = "1.0.0";

const LINES: &[Line] = lines! {
    // The account itself.
    "account.industry" Account Text "" Fixed [""], "industry", "the field `industry`";
    "account.segment" Account Text "" Fixed [""], "segment or tier", "the field `segment`";
    "account.region" Account Text "" Fixed [""], "region", "the field `region`";
    "account.lifecycle" Account Text "" Fixed [""] words Lifecycle::WORDS, "where it is in its life, as the host says", "the field `lifecycle`";
    "account.employee_count" Account Int "count" Fixed [""], "employees", "the field `employee_count`";
    "account.tenure_months" Account Int "months" Fixed [""], "full months as a customer", "full calendar months from the start to the day, where the start is `signup_date`, else the earliest start of a visible contract that is neither draft nor pending; unknown without either; n/a if the start lies after the day";
    "account.annual_value" Account Int "money" Fixed ["contracts"], "annual value of the contracts in force", "the sum of the annual values of the contracts in force";
    "account.active_contracts" Account Int "count" Fixed ["contracts"], "contracts in force", "how many contracts are in force";
    "account.offers" Account Int "count" Fixed ["offers"], "offers that could be made to it", "how many offers stand for the account, as `offer.kind` tells (0 where none does); unknown where the tenant's offers are";
    "account.previously_churned" Account Bool "" Fixed ["contracts"], "left before and came back", "true if the lifecycle is `reactivated`, or between two visible contracts that are neither draft nor pending, in order of start and id, lies a gap: the later starts more than 1 day after the latest last day (the earlier of `end_date` and `terminated_on`) of all before it, none of them being without a last day";
    "account.do_not_contact" Account Bool "" Fixed [""], "nobody may contact it", "the field `do_not_contact`, absent: false";

    // Satisfaction.
    "satisfaction.score" Account Float "0 to 100" Up ["surveys"] valid 180, "satisfaction, from each respondent's latest answer", "each answer of the customer's own voice is put on 0 to 100: (score - min) / (max - min) x 100, taken from 100 where lower is better, held within 0 to 100, scales nps 0-10, csat 1-5, ces 1-7, pulse 0-100, custom its own (one without a scale, or whose max - min is not a finite number above 0, is left out: not usable); of each respondent (`contact_id`; all answers without one are one respondent) the latest of the last 180 days counts; the score is the smaller of their mean (summed in the order of `contact_id`, none first) and the smallest among contacts of role `economic_buyer`; stale if all usable answers are older; unknown if there are none";
    "satisfaction.level" Account Text "" Up ["surveys"] valid 180 words LEVELS, "satisfaction in three levels", "low for a score of 40 or less, high from 70, else mid; missing as the score is";
    "satisfaction.drop" Account Float "0 to 100" Down ["surveys"], "how far satisfaction fell at the latest answer", "the score as it was on the day before the latest answer (of the customer's voice, on a usable scale) minus the score of the day, 0 where it rose; unknown where either is not known";
    "satisfaction.days_since" Account Int "days" Down ["surveys"], "days since the latest answer", "days from the latest answer of the customer's voice to the day, on a usable scale or not; n/a if there is none";
    "satisfaction.responses" Account Int "count" Up ["surveys"], "answers of the last 180 days", "answers of the customer's voice in the last 180 days";
    "satisfaction.internal" Account Float "0 to 100" Fixed ["surveys"] valid 180, "what the tenant's own people think", "the latest answer of voice `internal`, on a usable scale, in the last 180 days, put on 0 to 100; stale if all such answers are older; unknown if there are none";

    // Complaints.
    "complaints.open" Account Int "count" Down ["complaints"], "complaints open", "complaints without `resolved_at`, or whose `reopened_at` is on a day on or after that of `resolved_at`";
    "complaints.open_minor_aged" Account Int "count" Down ["complaints"], "minor complaints open for more than 7 days", "open complaints of severity minor (or none given) opened more than 7 days before the day";
    "complaints.open_minor" Account Int "count" Down ["complaints"], "minor complaints open", "open complaints of severity minor, or none given";
    "complaints.open_major" Account Int "count" Down ["complaints"], "major complaints open", "open complaints of severity major";
    "complaints.open_critical" Account Int "count" Down ["complaints"], "critical complaints open", "open complaints of severity critical";
    "complaints.reopened" Account Int "count" Down ["complaints"], "open complaints that had been resolved before", "open complaints with `reopened_count` of 1 or more, or `reopened_at`";
    "complaints.oldest_days" Account Int "days" Down ["complaints"], "age of the oldest open complaint", "days from the earliest opening among open complaints to the day; n/a if none is open";
    "complaints.open_support" Account Int "count" Down ["complaints"], "open complaints about support", "open complaints of category inadequate_support";
    "complaints.open_communication" Account Int "count" Down ["complaints"], "open complaints about communication", "open complaints of category lack_of_communication";
    "complaints.open_price" Account Int "count" Down ["complaints"], "open complaints about the price", "open complaints of category price";
    "complaints.open_competitor" Account Int "count" Down ["complaints"], "open complaints that name a competitor", "open complaints of category competitor";
    "complaints.open_missing_feature" Account Int "count" Down ["complaints"], "open complaints about a missing feature", "open complaints of category missing_feature";
    "complaints.open_supply_chain" Account Int "count" Down ["complaints"], "open complaints about the supply chain", "open complaints of category supply_chain";
    "complaints.open_contract_terms" Account Int "count" Down ["complaints"], "open complaints about contract terms", "open complaints of category contract_terms";
    "complaints.open_fee" Account Int "count" Down ["complaints"], "open complaints about a fee", "open complaints of category fee";
    "complaints.open_trust" Account Int "count" Down ["complaints"], "open complaints about trust or opaque information", "open complaints of category trust or opaque_information";
    "complaints.match_loss_reason" Account Bool "" Fixed ["complaints,loss_reasons"], "a complaint matches one of the tenant's top two loss reasons", "true if an open complaint, or one opened in the last 180 days, has a category whose reason is among the first two of the tenant's `facts.top_loss_reasons`: inadequate_support -> support; lack_of_communication, opaque_information, trust -> relationship; price, fee -> price; product, missing_feature -> product; competitor -> competitor; supply_chain -> supply; contract_terms -> contract; unknown without those facts (the tenant's own list of loss reasons is not looked at, and may be absent)";

    // Support.
    "support.open" Account Int "count" Down ["tickets"], "tickets open", "tickets without `resolved_at`";
    "support.escalated" Account Int "count" Down ["tickets"], "escalated tickets open", "open tickets with `escalated` set, or `escalated_at`";
    "support.sla_breaches_90d" Account Int "count" Down ["tickets"], "service-level breaches in 90 days", "tickets whose `sla_due` falls in the last 90 days, before the day, and that were not resolved by it: resolved after it (instants compared where both are, else days) or still open";
    "support.first_response_minutes_90d" Account Int "minutes" Down ["tickets"], "median time to the first answer, 90 days", "the median (of an even number, half the sum of the middle two, rounded down) of the whole minutes, rounded down, from opening to first answer (where either is only a day: days x 1,440; negative counts as 0) of tickets opened in the last 90 days and answered; n/a if there is none";
    "support.first_response_target" Tenant Int "minutes" Fixed [""], "the tenant's target for the first answer", "the tenant's `first_response_target_minutes`";
    "support.satisfaction_90d" Account Float "0 to 100" Up ["tickets"], "mean rating of tickets, 90 days", "the mean of the ratings of tickets opened in the last 90 days and resolved, each put on 0 to 100 as a survey answer is, scale 1 to 5 unless given (one on a scale that is not usable is left out); n/a if there is none";

    // Renewal: of the primary contract; at contract scope, of that contract.
    "renewal.months_left" Account Int "months" Fixed ["contracts"], "months to the renewal anchor", "the least whole k, negative allowed, with day >= anchor - k months; n/a without a contract or anchor";
    "renewal.days_left" Account Int "days" Fixed ["contracts"], "days to the renewal anchor", "anchor - day; n/a without a contract or anchor";
    "renewal.passed" Account Bool "" Fixed ["contracts"], "the renewal anchor has passed", "day > anchor; n/a without a contract or anchor";
    "renewal.decided" Account Bool "" Up ["contracts"], "the renewal is won or lost", "whether the contract is decided; n/a without a contract";
    "renewal.renewed" Account Bool "" Up ["contracts"], "the renewal is won", "whether the contract is renewed; n/a without a contract";
    "renewal.has_opportunity" Account Bool "" Up ["contracts,opportunities"], "a renewal opportunity exists", "whether an opportunity of pipeline `renewal` is about the contract; n/a without a contract; unknown where opportunities are";
    "renewal.auto_renew" Account Bool "" Fixed ["contracts"], "the contract renews by itself", "the field `auto_renew`, unknown if absent; n/a without a contract";
    "renewal.notice_days" Account Int "days" Fixed ["contracts"], "days of notice before the end", "the field `notice_period_days`; n/a without a contract or the field";
    "renewal.paused" Account Bool "" Fixed ["contracts"], "the contract is paused", "whether the contract is paused; n/a without a contract";
    "renewal.no_contact" Account Bool "" Down ["contracts,interactions"], "nobody was in contact since three months before the anchor", "true if the day is on or after anchor - 3 months and no contact (see `contact.days_since`) falls on or after that; n/a without a contract or anchor; unknown where interactions are";

    // Contact with the account.
    "contact.days_since" Account Int "days" Down ["interactions"], "days since the last contact", "days from the latest contact to the day, where a contact is an interaction of kind meeting, call, email, quote, inquiry or training; if there never was one, days since the start of `account.tenure_months`; unknown without either, or where that start lies after the day";
    "contact.meetings_90d" Account Int "count" Up ["interactions"], "meetings in 90 days", "interactions of kind meeting in the last 90 days";
    "contact.inquiries_90d" Account Int "count" Fixed ["interactions"], "inquiries in 90 days", "interactions of kind inquiry in the last 90 days";
    "contact.quotes_180d" Account Int "count" Fixed ["interactions"], "quotes in 180 days", "interactions of kind quote in the last 180 days";
    "contact.trainings_90d" Account Int "count" Up ["interactions"], "trainings and self-service used in 90 days", "interactions of kind training in the last 90 days";
    "contact.negative_90d" Account Int "count" Down ["interactions"], "contacts that went badly in 90 days", "interactions of sentiment negative in the last 90 days";
    "contact.overdue_follow_ups" Account Int "count" Down ["interactions"], "promises to come back that are overdue", "interactions with `follow_up_due` before the day and no later contact (one on a day after the interaction's)";
    "contact.champion_left" Account Bool "" Fixed ["contacts"], "a champion or decision maker left in 180 days", "whether a contact of role champion or economic_buyer has `left_at` in the last 180 days";

    // Who looks after the account.
    "owner.assigned" Account Bool "" Up ["owners"], "somebody owns the account", "whether the account has an owner: of the visible assignments of role sales without `to` or with `to` not before the day, that of the latest `from` (ties by larger owner id); else `owner_id`; where the tenant's owners are absent: true with an owner, unknown without one";
    "owner.departed" Account Bool "" Down ["owners"], "the owner left the tenant", "whether the owner's `departed_on` is on or before the day, or the status is departed without a date; n/a without an owner; unknown where the tenant's owners lack that one";
    "owner.on_leave" Account Bool "" Fixed ["owners"], "the owner is away", "whether the day lies from `leave_from` to `leave_until` (each end open where absent, but not both, unless the status is on_leave); n/a without an owner; unknown where the tenant's owners lack that one";
    "owner.handed_over" Account Bool "" Up ["handovers"], "the departed owner's account was taken over", "whether a handover `from` the account's owner, or from nobody named, has `acknowledged_at`; n/a without an owner";
    "owner.vacant" Account Bool "" Down ["owners"], "nobody looks after the account", "true without an owner, or if the owner departed and no handover from that owner or from nobody named has `acknowledged_at` (no handovers known counts as none); missing as `owner.assigned` or `owner.departed` is";
    "owner.days_since_change" Account Int "days" Fixed ["assignments"], "days since the owner changed", "days from the latest `from` of a visible assignment of role sales that follows one of another owner (in order of `from` and owner id) to the day; n/a if there was no change";

    // Usage.
    "usage.utilisation" Account Float "ratio" Up ["usage"] valid 90, "used of what is paid for", "of the samples with an entitlement above 0, the latest (by `window_end`, ties by later canonical order) of each contract, product and metric whose window ended in the last 90 days: sum of values / sum of entitlements; stale if all such samples are older; n/a if there is none";
    "usage.current" Account Float "metric" Up ["usage"], "use in the last 30 days", "the sum of the values of the main metric over the last 30 days by `window_end`, where the main metric is the one with the most samples in the last 60 days, ties by name; 0 if there is none";
    "usage.previous" Account Float "metric" Fixed ["usage"], "use in the 30 days before", "the sum of the values of the main metric over the 30 days before the last 30; 0 if there is none";
    "usage.trend" Account Float "ratio" Up ["usage"], "change of use against the 30 days before", "current / previous - 1; n/a where previous is 0 or less";
    "usage.dormant" Account Bool "" Down ["usage"], "no use for 60 days", "whether no sample with a value above 0 ended in the last 60 days; n/a while the start of `account.tenure_months` is not known or less than 60 days before the day";
    "usage.days_since_active" Account Int "days" Down ["usage"], "days since the last use", "days from the latest `window_end` of a sample with a value above 0 to the day; n/a if there is none";

    // Bills.
    "billing.days_overdue" Account Int "days" Down ["invoices"], "days by which the oldest unpaid bill is overdue", "the largest number of days from `due` (else `issued`) to the day among unpaid invoices (no `paid_at`, status not paid, void or written_off), at least 0; 0 if there is none";
    "billing.overdue" Account Int "count" Down ["invoices"], "bills overdue", "unpaid invoices whose `due` (else `issued`) is before the day";
    "billing.overdue_amount" Account Int "money" Down ["invoices"], "amount overdue", "the sum of the amounts of overdue invoices";
    "billing.fee_disputes" Account Int "count" Down ["invoices"], "fee disputes open", "invoices with `fee_dispute` or `disputed_on`, not void, and no `dispute_settled_on`";

    // Purchases and referrals.
    "purchases.count_12m" Account Int "count" Up ["purchases"], "purchases in 12 months", "purchases in the last 12 months";
    "purchases.repeat_12m" Account Bool "" Up ["purchases"], "bought again within 12 months", "whether purchases of the last 12 months fall on two different days or more";
    "purchases.value_12m" Account Int "money" Up ["purchases"], "amount bought in 12 months", "the sum of the amounts of the purchases of the last 12 months";
    "purchases.days_since" Account Int "days" Down ["purchases"], "days since the last purchase", "days from the latest purchase to the day; n/a if there is none";
    "referrals.count_12m" Account Int "count" Up ["referrals"], "referrals and testimonials in 12 months", "referrals in the last 12 months";

    // Movement of contracts.
    "movement.downgrades_12m" Account Int "count" Down ["contract_events"], "downgrades in 12 months", "events `downgraded` in the last 12 months";
    "movement.upgrades_12m" Account Int "count" Up ["contract_events"], "upgrades in 12 months", "events `upgraded` in the last 12 months";
    "movement.pause_requests_12m" Account Int "count" Down ["contract_events"], "requests for a pause in 12 months", "events `pause_requested` in the last 12 months";
    "movement.cancellation_notice" Account Bool "" Down ["contract_events"], "a notice of cancellation stands", "whether an event `cancellation_notice` of the last 12 months has no `renewed` or `resumed` event on or after its day that names the same contract or none (where the notice names none: any)";
    "movement.price_changes_12m" Account Int "count" Fixed ["contract_events"], "price changes in 12 months", "events `price_changed` in the last 12 months";

    // First months.
    "onboarding.age_days" Account Int "days" Fixed [""], "days as a customer", "days from the start of `account.tenure_months` to the day; unknown without a start; n/a if it lies after the day";
    "onboarding.live" Account Bool "" Up [""], "the account went live", "true if `live_on` is on or before the day; false if it is later; without it: false for lifecycle prospect or onboarding, true for any other, unknown without one";

    // What Tenure said before.
    "history.band" Account Text "" Fixed ["scores"], "the band given last time", "the band of the latest visible score, ties by later canonical order; n/a if there is none";
    "history.points" Account Int "points" Fixed ["scores"], "the points given last time", "the points of that score, unknown if absent; n/a if there is no score";

    // Contracts.
    "contract.annual_value" Contract Int "money" Fixed ["contracts"], "annual value", "the contract's annual value";
    "contract.status" Contract Text "" Fixed ["contracts"] words ContractStatus::WORDS, "status as of the day", "draft or pending as given; else superseded, terminated, expired or paused, the first that it is; else active";
    "contract.kind" Contract Text "" Fixed ["contracts"] words ContractKind::WORDS, "why it exists", "the field `kind`";
    "contract.billing_period" Contract Text "" Fixed ["contracts"] words BillingPeriod::WORDS, "how often it is billed", "the field `billing_period`, absent: annual";
    "contract.in_force" Contract Bool "" Fixed ["contracts"], "in force", "whether it is in force";
    "contract.age_months" Contract Int "months" Fixed ["contracts"], "full months since its start", "full calendar months from start to the day; negative before it";
    "contract.term_months" Contract Int "months" Fixed ["contracts"], "months of one term", "the field `term_months`, else full months from the start to the day after `end_date`; n/a without either";
    "contract.discount_bp" Contract Int "basis points" Fixed ["contracts"], "discount", "the field `discount_bp`, absent: 0";

    // Complaints, one by one.
    "complaint.open" Complaint Bool "" Down ["complaints"], "open", "whether it is open";
    "complaint.severity" Complaint Text "" Fixed ["complaints"] words ComplaintSeverity::WORDS, "how bad it is", "the field `severity`, absent: minor";
    "complaint.category" Complaint Text "" Fixed ["complaints"] words ComplaintCategory::WORDS, "what it is about", "the field `category`";
    "complaint.age_days" Complaint Int "days" Down ["complaints"], "days since it was opened", "days from opening to the day";
    "complaint.answered" Complaint Bool "" Up ["complaints"], "answered", "whether `first_response_at` or `resolved_at` is set";

    // Opportunities, one by one.
    "opportunity.pipeline" Opportunity Text "" Fixed ["opportunities"] words PipelineKind::WORDS, "what it is about", "the field `pipeline`";
    "opportunity.status" Opportunity Text "" Fixed ["opportunities"] words OpportunityStatus::WORDS, "where it stands", "the field `status`, absent: open";
    "opportunity.stage" Opportunity Text "" Fixed ["opportunities"], "the stage it is in", "the field `stage`";
    "opportunity.amount" Opportunity Int "money" Fixed ["opportunities"], "amount", "the first that is given of `amount_final` (once won or lost), `amount_forecast`, `amount_target`";
    "opportunity.days_to_due" Opportunity Int "days" Fixed ["opportunities"], "days until it should close", "`due_date` - day; n/a without one";
    "opportunity.probability_bp" Opportunity Int "basis points" Fixed ["opportunities"], "chance of winning", "the field `probability_bp`";

    // Offers that could be made to the account.
    "offer.kind" Offer Text "" Fixed ["offers"] words OFFER_KINDS, "upsell or cross-sell", "an offer stands for an account that does not own it (products of contracts in force and of purchases), owns its prerequisites, and owns a product of `upsell_of` (then upsell) or else of `cross_sell_with` (then cross_sell); others give no row";
    "offer.family" Offer Text "" Fixed ["offers"], "family of products", "the offer's field `family`";
    "offer.price" Offer Int "money" Fixed ["offers"], "price of a year", "the offer's field `price`";
    "offer.inquired" Offer Bool "" Fixed ["offers,interactions"], "the customer asked about it", "whether an interaction of kind inquiry or quote of the last 180 days names it in `product_id`";

    // The tenant.
    "tenant.retention_rate_bp" Tenant Int "basis points" Fixed [""], "customer retention rate of 12 months", "the tenant's `facts.retention_rate_bp`";
    "tenant.benchmark_bp" Account Int "basis points" Fixed [""], "what is usual in the account's industry", "the `retention_bp` of the tenant's first benchmark for the account's industry; unknown without an industry; n/a if there is no such benchmark or number";
};

/// Signals that exist in actions only.
const RISK: &[Line] = lines! {
    "risk.points" Account Int "points" Fixed [""], "points of risk", "the decision's";
    "risk.probability_bp" Account Int "basis points" Fixed [""], "probability of leaving over the horizon", "the decision's";
    "risk.band" Account Text "" Fixed [""], "band", "the decision's: a band of the rulebook, or `insufficient`";
    "risk.coverage_bp" Account Int "basis points" Fixed [""], "coverage", "the decision's";
};

impl Line {
    fn to_signal(&self, actions_only: bool) -> SignalDef {
        SignalDef {
            name: self.name.to_owned(),
            scope: self.scope,
            per_contract: self.name.starts_with("renewal."),
            ty: self.ty,
            money: self.unit == "money",
            unit: (!self.unit.is_empty()).then(|| self.unit.to_owned()),
            valid_for_days: self.valid_for_days,
            words: (!self.words.is_empty())
                .then(|| self.words.iter().map(|word| (*word).to_owned()).collect()),
            control: self.control,
            kinds: self
                .kinds
                .split(',')
                .filter(|kind| !kind.is_empty())
                .map(str::to_owned)
                .collect(),
            doc: self.doc.to_owned(),
            derivation: self.derivation.to_owned(),
            actions_only,
        }
    }
}

/// The dictionary of all built-in signals.
pub fn built_in() -> Dictionary {
    let mut dictionary = Dictionary::new();
    for (lines, actions_only) in [(LINES, false), (RISK, true)] {
        for line in lines {
            let added = dictionary.add(line.to_signal(actions_only));
            debug_assert!(added.is_ok(), "`{}` stands twice", line.name);
        }
    }
    dictionary
}
