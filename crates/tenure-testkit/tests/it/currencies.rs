//! Amounts of different currencies are never added: they are converted by the tenant's rates, or nobody knows the sum.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use tenure::decision::Evidence;
use tenure::{Engine, Rulebook};
use tenure_model::{
    Account, Contract, ContractStatus, Currency, Id, Invoice, Moment, Money, Purchase, Rate, Tenant,
};
use tenure_testkit::Source;

const CASES: u64 = 3_000;
const CODES: [&str; 5] = ["KRW", "USD", "EUR", "JPY", "KWD"];

/// How a sum is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Adding {
    /// Each amount in the currency that is told, or not at all.
    Converted,
    /// Minor units as they stand.
    AsTheyStand,
    /// What has no rate is left out.
    LeavingOut,
    /// The rate's other direction is not thought of.
    OneWay,
}

/// An account whose amounts are of several currencies.
struct Mix {
    account: Account,
    tenant: Tenant,
    told_in: Currency,
    engine: Engine,
}

fn currency(code: &str) -> Currency {
    Currency::new(code).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

fn before(days: i64) -> NaiveDate {
    day() - Days::new(days.unsigned_abs())
}

fn engine(currency: Option<&str>) -> Engine {
    let currency = currency.map_or_else(String::new, |code| format!("currency = \"{code}\""));
    let text = format!(
        "[rulebook]\nid = \"mix\"\nversion = \"1\"\nlanguage = 1\n{currency}\n\
         [risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\nmin_coverage = 0\n\
         bands = [ {{ name = \"low\", below = 3500 }}, {{ name = \"high\" }} ]\n\
         [[rule]]\nid = \"year\"\nwhen = 'account.annual_value >= purchases.value_12m'\npoints = 1\n\
         [[rule]]\nid = \"due\"\nwhen = 'billing.overdue_amount >= purchases.value_12m'\npoints = 1\n"
    );
    let rulebook = Rulebook::parse("mix.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    Engine::builder().rulebook(rulebook).build().unwrap()
}

fn money(source: &mut Source<'_>, codes: &[&str]) -> Money {
    Money {
        minor: source.between(1, 5_000_000),
        currency: currency(source.word(codes)),
    }
}

fn mix(source: &mut Source<'_>) -> Mix {
    // Now and then all amounts are of one currency.
    let codes: Vec<&str> = CODES.into_iter().filter(|_| source.chance(45)).collect();
    let codes = if codes.is_empty() { vec!["USD"] } else { codes };
    let contracts = (0..source.between(1, 4)).map(|number| Contract {
        id: Id(format!("c{number}")),
        status: Some(ContractStatus::Active),
        start_date: before(100),
        end_date: Some(day() + Days::new(265)),
        amount: Some(money(source, &codes)),
        ..Contract::default()
    });
    let contracts = contracts.collect();
    let purchases = (0..source.between(0, 3)).map(|_| Purchase {
        at: Moment::Day(before(source.between(1, 300))),
        amount: Some(money(source, &codes)),
        ..Purchase::default()
    });
    let purchases = purchases.collect();
    let invoices = (0..source.between(0, 3)).map(|number| Invoice {
        id: Id(format!("i{number}")),
        issued: before(60),
        due: Some(before(source.between(1, 50))),
        amount: Some(money(source, &codes)),
        ..Invoice::default()
    });
    let invoices = invoices.collect();
    let own = source.word(&CODES);
    let of_rulebook = source.chance(50).then(|| source.word(&CODES));
    Mix {
        account: Account {
            id: Id::from("a"),
            currency: Some(currency(own)),
            contracts: Some(contracts),
            contract_events: Some(Vec::new()),
            opportunities: Some(Vec::new()),
            purchases: Some(purchases),
            invoices: Some(invoices),
            ..Account::default()
        },
        tenant: Tenant {
            rates: Some(rates(source)),
            ..Tenant::default()
        },
        told_in: currency(of_rulebook.unwrap_or(own)),
        engine: engine(of_rulebook),
    }
}

/// At most one rate between two currencies, in one direction.
fn rates(source: &mut Source<'_>) -> Vec<Rate> {
    let mut rates = Vec::new();
    for (number, from) in CODES.into_iter().enumerate() {
        for to in CODES.into_iter().skip(number + 1) {
            if source.chance(40) {
                continue;
            }
            let (from, to) = if source.chance(50) {
                (from, to)
            } else {
                (to, from)
            };
            rates.push(Rate {
                from: currency(from),
                to: currency(to),
                num: source.between(1, 2_000),
                den: source.between(1, 2_000),
            });
        }
    }
    rates
}

/// An amount in another currency: `num / den` major units for one, in minor units, rounded once, half away from zero.
fn in_currency(amount: Money, to: Currency, rates: &[Rate], adding: Adding) -> Option<i128> {
    if amount.currency == to || adding == Adding::AsTheyStand {
        return Some(i128::from(amount.minor));
    }
    let forth = rates
        .iter()
        .find(|r| (r.from, r.to) == (amount.currency, to));
    let back = rates
        .iter()
        .find(|r| (r.to, r.from) == (amount.currency, to));
    let back = back.filter(|_| adding != Adding::OneWay);
    let (num, den) = forth
        .map(|rate| (rate.num, rate.den))
        .or_else(|| back.map(|rate| (rate.den, rate.num)))?;
    let top = i128::from(amount.minor) * i128::from(num) * 10_i128.pow(to.exponent());
    let bottom = i128::from(den) * 10_i128.pow(amount.currency.exponent());
    Some((2 * top + bottom) / (2 * bottom))
}

fn sum(amounts: impl Iterator<Item = Option<Money>>, mix: &Mix, adding: Adding) -> Option<i128> {
    let rates = mix.tenant.rates.as_deref().unwrap_or_default();
    let converted = amounts.map(|amount| in_currency(amount?, mix.told_in, rates, adding));
    if adding == Adding::LeavingOut {
        return Some(converted.flatten().sum());
    }
    converted.sum()
}

/// What the three sums should be.
fn expected(mix: &Mix, adding: Adding) -> [Option<i128>; 3] {
    let account = &mix.account;
    let contracts = account.contracts.iter().flatten();
    let purchases = account.purchases.iter().flatten();
    let invoices = account.invoices.iter().flatten();
    [
        sum(contracts.map(|contract| contract.amount), mix, adding),
        sum(purchases.map(|purchase| purchase.amount), mix, adding),
        sum(invoices.map(|invoice| invoice.amount), mix, adding),
    ]
}

/// What the engine saw.
fn found(mix: &Mix) -> [Option<i128>; 3] {
    let explained = mix
        .engine
        .explain(&mix.account, &mix.tenant, day())
        .unwrap();
    let mut seen = BTreeMap::new();
    for rule in explained.rules {
        seen.extend(rule.evidence);
    }
    let names = [
        "account.annual_value",
        "purchases.value_12m",
        "billing.overdue_amount",
    ];
    names.map(|name| match &seen[name] {
        Evidence::Int(value) => Some(i128::from(*value)),
        Evidence::Missing { missing } => {
            assert_eq!(missing, "unknown", "{name}");
            None
        }
        Evidence::Float(_) | Evidence::Bool(_) | Evidence::Text(_) => panic!("{name}: {seen:?}"),
    })
}

#[test]
fn amounts_of_different_currencies_are_converted_or_not_added() {
    let (mut known, mut unknown, mut mixed) = (0, 0, 0);
    for seed in 0..CASES {
        let mix = mix(&mut Source::seeded(seed));
        let (found, expected) = (found(&mix), expected(&mix, Adding::Converted));
        assert_eq!(
            found, expected,
            "seed {seed}: {:?} {:?}",
            mix.account, mix.tenant.rates
        );
        for (sum, as_they_stand) in found.iter().zip(self::expected(&mix, Adding::AsTheyStand)) {
            known += usize::from(sum.is_some());
            unknown += usize::from(sum.is_none());
            mixed += usize::from(sum.is_some() && *sum != as_they_stand);
        }
    }
    assert!(
        known > 3_000 && unknown > 1_000 && mixed > 1_000,
        "{known} {unknown} {mixed}"
    );
}

#[test]
fn every_other_way_of_adding_is_found() {
    for adding in [Adding::AsTheyStand, Adding::LeavingOut, Adding::OneWay] {
        let wrong = (0..CASES).any(|seed| {
            let mix = mix(&mut Source::seeded(seed));
            found(&mix) != expected(&mix, adding)
        });
        assert!(wrong, "{adding:?} is not found");
    }
}
