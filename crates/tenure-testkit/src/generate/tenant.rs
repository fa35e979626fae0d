//! Tenants.

use chrono::NaiveDate;
use tenure_model::{
    Currency, Id, IndustryProfile, LossCount, LossReason, Offer, Owner, OwnerRole, OwnerStatus,
    PortfolioFacts, Rate, RecordKind, Tenant, WorkCalendar,
};

use super::values::{day, money, one_of, reference, shift};
use crate::source::Source;

/// A tenant as it may look on a day.
pub fn tenant(source: &mut Source<'_>, as_of: NaiveDate) -> Tenant {
    Tenant {
        id: source.maybe(50, |_| Id::from("tenant")),
        timezone: source.maybe(50, |source| {
            source
                .word(&["Asia/Seoul", "UTC", "America/New_York", "Pacific/Apia"])
                .to_owned()
        }),
        owners: source.maybe(10, |source| {
            let count = source.below(4);
            (0..count)
                .map(|number| owner(source, as_of, number))
                .collect()
        }),
        offers: source.maybe(10, |source| {
            let count = source.below(4);
            (0..count).map(|number| offer(source, number)).collect()
        }),
        loss_reasons: source.maybe(40, |source| {
            let count = source.below(3);
            (0..count)
                .map(|number| LossReason {
                    id: Id(format!("r{number}")),
                    code: source.word(&["price", "support", "product"]).to_owned(),
                    ..LossReason::default()
                })
                .collect()
        }),
        calendar: source.maybe(70, |source| WorkCalendar {
            working_days: None,
            holidays: Some(vec![shift(as_of, source.between(0, 10))]),
        }),
        rates: source.maybe(15, rates),
        benchmarks: source.maybe(30, |source| {
            vec![IndustryProfile {
                industry: source.word(&["saas", "finance", "retail"]).to_owned(),
                retention_bp: source.maybe(20, |source| source.between(0, 10_000)),
            }]
        }),
        first_response_target_minutes: source.maybe(30, |source| {
            source.pick(&[60, 240, 1_440]).copied().unwrap_or(60)
        }),
        supplies: source.maybe(60, supplies),
        facts: source.maybe(30, |source| facts(source, as_of)),
        ..Tenant::default()
    }
}

fn owner(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Owner {
    let leave_from = source.maybe(75, |source| day(source, as_of));
    Owner {
        id: super::values::id(source, "o", number),
        role: one_of(source, OwnerRole::WORDS, OwnerRole::from_word).unwrap_or_default(),
        status: source.maybe(50, |source| {
            one_of(source, OwnerStatus::WORDS, OwnerStatus::from_word).unwrap_or_default()
        }),
        leave_from,
        leave_until: source.maybe(75, |source| {
            shift(as_of, source.between(-2, 10)).max(leave_from.unwrap_or(NaiveDate::MIN))
        }),
        departed_on: source.maybe(70, |source| day(source, as_of)),
        backup_id: source.maybe(70, |source| reference(source, "o", 4)),
        manager_id: source.maybe(70, |source| reference(source, "o", 4)),
        ..Owner::default()
    }
}

fn offer(source: &mut Source<'_>, number: usize) -> Offer {
    let products = |source: &mut Source<'_>| {
        let count = source.below(3);
        (0..count).map(|_| reference(source, "p", 5)).collect()
    };
    Offer {
        id: super::values::id(source, "p", number + 2),
        family: source.maybe(30, |source| source.word(&["core", "addon"]).to_owned()),
        price: source.maybe(20, money),
        upsell_of: source.maybe(30, products),
        cross_sell_with: source.maybe(30, products),
        prerequisites: source.maybe(70, products),
        ..Offer::default()
    }
}

fn rates(source: &mut Source<'_>) -> Vec<Rate> {
    let pairs = [
        ("USD", "KRW", 138_750, 100),
        ("KRW", "EUR", 1, 1_500),
        ("JPY", "KRW", 9, 1),
        ("KWD", "USD", 326, 100),
        ("USD", "EUR", 93, 100),
        ("USD", "KRW", 7, 3),
    ];
    let rates = pairs
        .iter()
        .filter(|_| source.chance(70))
        .map(|(from, to, num, den)| Rate {
            from: Currency::new(from).unwrap_or_default(),
            to: Currency::new(to).unwrap_or_default(),
            num: *num,
            den: *den,
        });
    rates.collect()
}

fn supplies(source: &mut Source<'_>) -> Vec<RecordKind> {
    RecordKind::WORDS
        .iter()
        .filter_map(|word| RecordKind::from_word(word))
        .filter(|_| source.chance(85))
        .collect()
}

fn facts(source: &mut Source<'_>, as_of: NaiveDate) -> PortfolioFacts {
    PortfolioFacts {
        as_of: if source.chance(15) {
            shift(as_of, 1)
        } else {
            as_of
        },
        top_loss_reasons: source.maybe(15, |source| {
            let count = source.below(4);
            (0..count)
                .map(|_| {
                    source
                        .word(&[
                            "price",
                            "support",
                            "relationship",
                            "product",
                            "supply",
                            "contract",
                        ])
                        .to_owned()
                })
                .collect()
        }),
        retention_rate_bp: source.maybe(20, |source| source.between(0, 10_000)),
        losses_90d: source.maybe(20, |source| {
            let count = source.below(3);
            (0..count)
                .map(|_| LossCount {
                    code: source.word(&["price", "support", "unknown"]).to_owned(),
                    count: source.between(0, 5),
                })
                .collect()
        }),
    }
}
