//! Accounts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_model::{Account, Channel, Consent, CustomValue, Id, Lifecycle, Moment, Scalar};

use super::values::{currency, day, one_of, shift};
use super::vocabulary::CUSTOM;
use super::{activity, contracts};
use crate::source::Source;
use tenure_rules::SignalType;

/// An account as it may look on a day: lists that are absent, empty or full, stale and future dates, duplicates.
pub fn account(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Account {
    let mut account = Account {
        id: Id(format!("a{number}")),
        industry: source.maybe(20, |source| {
            source
                .word(&["saas", "manufacturing", "finance", "retail"])
                .to_owned()
        }),
        segment: source.maybe(30, |source| {
            source.word(&["smb", "enterprise", ""]).to_owned()
        }),
        region: source.maybe(60, |source| source.word(&["서울", "EU", "eu"]).to_owned()),
        lifecycle: source.maybe(20, |source| {
            one_of(source, Lifecycle::WORDS, Lifecycle::from_word).unwrap_or_default()
        }),
        signup_date: source.maybe(30, |source| day(source, as_of)),
        live_on: source.maybe(50, |source| day(source, as_of)),
        employee_count: source.maybe(30, |source| int(source).max(0)),
        currency: source.maybe(50, currency),
        owner_id: source.maybe(25, |source| super::values::reference(source, "o", 4)),
        do_not_contact: source.maybe(70, |source| source.chance(50)),
        contact_prefs: source.maybe(70, |source| {
            let consent = if source.chance(50) {
                Consent::Granted
            } else {
                Consent::Denied
            };
            BTreeMap::from([(Channel::Email, consent)])
        }),
        custom: source.maybe(6, |source| custom(source, as_of)),
        ..Account::default()
    };
    contracts::fill(source, as_of, &mut account);
    activity::fill(source, as_of, &mut account);
    account
}

/// Ints at which arithmetic changes.
pub(super) fn int(source: &mut Source<'_>) -> i64 {
    match source.below(20) {
        0..10 => source.between(-3, 12),
        10..14 => source.between(-400, 400),
        14 => source.pick(&[0, 1, -1, 63, 64]).copied().unwrap_or(0),
        15 => source
            .pick(&[1 << 31, 1 << 32, (1 << 53) + 1, 3_037_000_500])
            .copied()
            .unwrap_or(0),
        16 => i64::MAX,
        17 => i64::MIN,
        18 => i64::MAX - source.between(0, 2),
        _ => i64::MIN + source.between(0, 2),
    }
}

/// Floats at which arithmetic and comparison change.
pub(super) fn float(source: &mut Source<'_>) -> f64 {
    match source.below(20) {
        0..8 => source.between(-40, 400) as f64 / 4.0,
        8..12 => source
            .pick(&[0.1, 0.2, 0.3, 0.1 + 0.2, 0.5, 1.5, 2.5, -0.5, -1.5])
            .copied()
            .unwrap_or(0.0),
        12 => 0.0,
        13 => -0.0,
        14 => 1.0 + f64::EPSILON * source.between(0, 3) as f64,
        15 => 1e308,
        16 => -1.7e308,
        17 => source
            .pick(&[5e-324, 1e-300, 2.3e-308])
            .copied()
            .unwrap_or(0.0),
        18 => 9_007_199_254_740_993.0,
        _ => source.between(-1_000_000, 1_000_000) as f64 / 7.0,
    }
}

/// Texts: empty, mixed case, not ASCII.
pub(super) fn text(source: &mut Source<'_>) -> &'static str {
    source.word(&["a", "", "ab", "Ab", "abc", "saas", "서울", "ÄÖ", "äö", "z"])
}

/// A value of a type.
pub fn scalar(source: &mut Source<'_>, ty: SignalType) -> Scalar {
    match ty {
        SignalType::Int => Scalar::Int(int(source)),
        SignalType::Float if source.chance(10) => Scalar::Int(int(source)),
        SignalType::Float => Scalar::Float(float(source)),
        SignalType::Bool => Scalar::Bool(source.chance(50)),
        SignalType::Text => Scalar::Text(text(source).to_owned()),
    }
}

fn custom(source: &mut Source<'_>, as_of: NaiveDate) -> BTreeMap<String, CustomValue> {
    let mut values = BTreeMap::new();
    for custom in CUSTOM {
        if source.chance(12) {
            continue;
        }
        let ty = if source.chance(3) {
            SignalType::Text
        } else {
            custom.ty
        };
        let value = scalar(source, ty);
        let value = if source.chance(40) {
            let age = source
                .pick(&[0, 1, 29, 30, 31, -1, 44])
                .copied()
                .unwrap_or(0);
            CustomValue::Observed {
                value,
                observed_at: Moment::Day(shift(as_of, -age)),
            }
        } else {
            CustomValue::Plain(value)
        };
        values.insert(custom.name.to_owned(), value);
    }
    values
}
