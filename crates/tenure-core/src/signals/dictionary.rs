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
//! *Canonical order* is the model's (`Entry::canonical_cmp`): by own date, then id, then content. Of the visible records
//! of a list those with equal content are one; of several with one id the first in canonical order counts (of the
//! tenant's owners, offers and loss reasons too); what lies after the day is left out of those that count. *The latest*
//! of several is told by day, ties by later canonical order, which within a day is by time. Sums of floats run in
//! ascending order unless said otherwise; a float that is not finite is unknown, with what is reckoned from it, and -0.0 is
//! 0.0.
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
//! superseded by its status, nor superseded by a contract that has begun. It is *awaited back* if it has begun, is
//! expired and neither draft, pending, superseded nor lost, and the day is before its anchor + 4 months: as long as
//! its renewal is worked on.
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
//! Most frequent first, ties by code. *Losses of 90 days*: the same over the last 90 days instead of 12 months, each code
//! with its count.
//!
//! *Retention rate*: of the accounts that had a contract in force on the day minus 12 months, the share that has one in
//! force on the day, in basis points, rounded down; absent without such accounts. A contract visible today was in force
//! then if it had begun, is neither draft nor pending, was not terminated by then (`terminated_on` by then, or a status
//! of terminated without a date) and had not ended: its `end_date` is not before then, or absent with a status other
//! than expired, or `auto_renew` is set with such a status.

use tenure_rules::Dictionary;

use super::line::Line;
use super::{
    account, billing, complaint, complaints, contact, contract, history, movement, offer,
    onboarding, opportunity, owner, purchases, renewal, risk, satisfaction, support, tenant, usage,
};

/// The version of the dictionary: a name, type or meaning that changes makes a new major.
pub const DICTIONARY_VERSION: &str = "1.0.0";

const ROOMS: &[&[Line]] = &[
    account::LINES,
    satisfaction::LINES,
    complaints::LINES,
    support::LINES,
    renewal::LINES,
    contact::LINES,
    owner::LINES,
    usage::LINES,
    billing::LINES,
    purchases::LINES,
    movement::LINES,
    onboarding::LINES,
    history::LINES,
    contract::LINES,
    complaint::LINES,
    opportunity::LINES,
    offer::LINES,
    tenant::LINES,
    risk::LINES,
];

/// Every line, in order.
pub(super) fn lines() -> impl Iterator<Item = &'static Line> {
    ROOMS.iter().copied().flatten()
}

/// The dictionary of all built-in signals.
pub fn built_in() -> Dictionary {
    let mut dictionary = Dictionary::new();
    for line in lines() {
        let added = dictionary.add(line.to_signal());
        debug_assert!(added.is_ok(), "`{}` stands twice", line.name);
    }
    dictionary
}
