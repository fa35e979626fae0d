//! Contracts, their history and opportunities.

use chrono::NaiveDate;
use tenure_model::{
    Account, BillingPeriod, Contract, ContractEvent, ContractEventKind, ContractKind,
    ContractStatus, Opportunity, OpportunityStatus, PipelineKind,
};

use super::activity::list;
use super::values::{after, day, id, moment, money, one_of, reference, shift};
use crate::source::Source;

/// Gives an account its contracts and what belongs to them.
pub(super) fn fill(source: &mut Source<'_>, as_of: NaiveDate, account: &mut Account) {
    account.contracts = list(source, 4, |source, number| contract(source, as_of, number));
    account.contract_events = list(source, 4, |source, number| ContractEvent {
        id: source.maybe(50, |source| id(source, "e", number)),
        contract_id: source.maybe(25, |source| reference(source, "c", 3)),
        at: moment(source, as_of),
        kind: one_of(
            source,
            ContractEventKind::WORDS,
            ContractEventKind::from_word,
        )
        .unwrap_or_default(),
        ..ContractEvent::default()
    });
    account.opportunities = list(source, 3, |source, number| {
        opportunity(source, as_of, number)
    });
}

fn contract(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Contract {
    let start = start(source, as_of);
    let end_date = source.maybe(40, |source| end(source, as_of, start));
    let deadline = source.maybe(60, |source| {
        let end = end_date.unwrap_or(as_of);
        shift(end, -source.between(0, 90)).max(start)
    });
    let paused_from = source.maybe(85, |source| day(source, as_of));
    Contract {
        id: id(source, "c", number),
        product_ids: source.maybe(40, |source| {
            let count = source.below(3);
            (0..count).map(|_| reference(source, "p", 4)).collect()
        }),
        kind: source.maybe(40, |source| {
            one_of(source, ContractKind::WORDS, ContractKind::from_word).unwrap_or_default()
        }),
        status: source.maybe(60, |source| {
            one_of(source, ContractStatus::WORDS, ContractStatus::from_word).unwrap_or_default()
        }),
        signed_on: source.maybe(60, |source| shift(start, -source.between(0, 40))),
        start_date: start,
        end_date,
        renewal_deadline: deadline,
        notice_period_days: source.maybe(70, |source| source.between(0, 90)),
        auto_renew: source.maybe(50, |source| source.chance(50)),
        term_months: source.maybe(40, |source| {
            source
                .pick(&[12, 1, 3, 6, 24, 36, 7])
                .copied()
                .unwrap_or(12)
        }),
        billing_period: source.maybe(40, |source| {
            one_of(source, BillingPeriod::WORDS, BillingPeriod::from_word).unwrap_or_default()
        }),
        amount: source.maybe(12, money),
        recurring: source.maybe(80, |source| source.chance(50)),
        trial: source.maybe(85, |source| source.chance(50)),
        discount_bp: source.maybe(60, |source| source.between(0, 10_000)),
        // Only an earlier one, so that no circle can close.
        predecessor_id: (number > 0 && source.chance(25)).then(|| reference(source, "c", number)),
        successor_id: source.chance(8).then(|| reference(source, "c", 4)),
        lost_reason_id: source.maybe(88, |source| reference(source, "r", 3)),
        terminated_on: source.maybe(88, |source| day(source, as_of).max(start)),
        paused_from,
        paused_to: source.maybe(85, |source| {
            shift(as_of, source.between(-3, 30)).max(paused_from.unwrap_or(NaiveDate::MIN))
        }),
        ..Contract::default()
    }
}

/// Starts from years ago to soon, at ends of months among them.
fn start(source: &mut Source<'_>, as_of: NaiveDate) -> NaiveDate {
    match source.below(10) {
        0..6 => shift(as_of, -source.between(0, 1_400)),
        6..8 => tenure_model::add_months(as_of, -source.between(0, 36)).unwrap_or(as_of),
        8 => NaiveDate::from_ymd_opt(2024, 1, 31).unwrap_or(as_of),
        _ => shift(as_of, source.between(0, 60)),
    }
}

/// Ends at, before and after the windows of renewal.
fn end(source: &mut Source<'_>, as_of: NaiveDate, start: NaiveDate) -> NaiveDate {
    let end = match source.below(10) {
        0..4 => after(source, as_of, 400),
        4..8 => {
            let months = source.between(-2, 7);
            let exact = tenure_model::add_months(as_of, months).unwrap_or(as_of);
            shift(exact, source.between(-1, 1))
        }
        _ => shift(as_of, -source.between(0, 500)),
    };
    end.max(start)
}

fn opportunity(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Opportunity {
    let opened_on = source.maybe(40, |source| day(source, as_of));
    Opportunity {
        id: id(source, "d", number),
        pipeline: if source.chance(60) {
            PipelineKind::Renewal
        } else {
            one_of(source, PipelineKind::WORDS, PipelineKind::from_word).unwrap_or_default()
        },
        stage: source.maybe(50, |source| source.word(&["offer", "closing"]).to_owned()),
        opened_on,
        amount_target: source.maybe(40, money),
        amount_forecast: source.maybe(60, money),
        amount_final: source.maybe(70, money),
        due_date: source.maybe(40, |source| shift(as_of, source.between(-30, 60))),
        status: source.maybe(30, |source| {
            one_of(
                source,
                OpportunityStatus::WORDS,
                OpportunityStatus::from_word,
            )
            .unwrap_or_default()
        }),
        closed_on: source.maybe(60, |source| {
            day(source, as_of).max(opened_on.unwrap_or(NaiveDate::MIN))
        }),
        probability_bp: source.maybe(50, |source| source.between(0, 10_000)),
        contract_id: source.maybe(35, |source| reference(source, "c", 3)),
        product_id: source.maybe(70, |source| reference(source, "p", 4)),
        ..Opportunity::default()
    }
}
