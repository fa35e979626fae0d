//! Money is whole, and rounded once.

use proptest::prelude::*;
use tenure_model::{Currency, Limits, Money, Rate, Tenant, div_half_away, read_tenant};

fn currency(code: &str) -> Currency {
    Currency::new(code).unwrap()
}

fn money(minor: i64, code: &str) -> Money {
    Money {
        minor,
        currency: currency(code),
    }
}

fn rate(from: &str, to: &str, num: i64, den: i64) -> Rate {
    Rate {
        from: currency(from),
        to: currency(to),
        num,
        den,
    }
}

fn tenant(rates: Vec<Rate>) -> Tenant {
    Tenant {
        rates: Some(rates),
        ..Tenant::default()
    }
}

#[test]
fn minor_units_of_both_currencies_are_looked_after() {
    let cases = [
        (
            money(10_50, "USD"),
            rate("USD", "KRW", 1_385, 1),
            money(14_543, "KRW"),
        ),
        (
            money(14_543, "KRW"),
            rate("KRW", "USD", 1, 1_385),
            money(10_50, "USD"),
        ),
        (
            money(1_000, "KWD"),
            rate("KWD", "JPY", 510, 1),
            money(510, "JPY"),
        ),
        (money(1, "JPY"), rate("JPY", "KWD", 1, 500), money(2, "KWD")),
        (money(1, "USD"), rate("USD", "KRW", 50, 1), money(1, "KRW")),
        (
            money(-1, "USD"),
            rate("USD", "KRW", 50, 1),
            money(-1, "KRW"),
        ),
        (money(1, "USD"), rate("USD", "KRW", 49, 1), money(0, "KRW")),
    ];
    for (amount, rate, expected) in cases {
        assert_eq!(
            amount.convert(&rate),
            Some(expected),
            "{amount:?} by {rate:?}"
        );
    }
}

#[test]
fn what_cannot_be_said_is_none() {
    assert_eq!(money(1, "EUR").convert(&rate("USD", "KRW", 1, 1)), None);
    assert_eq!(money(1, "USD").convert(&rate("USD", "KRW", 1, 0)), None);
    assert_eq!(
        money(i64::MAX, "KRW").convert(&rate("KRW", "USD", 1, 1)),
        None
    );
    assert_eq!(
        money(i64::MIN, "KRW").convert(&rate("KRW", "CLF", i64::MAX, 1)),
        None
    );
    assert_eq!(money(1, "USD").checked_add(money(1, "KRW")), None);
    assert_eq!(money(i64::MAX, "USD").checked_add(money(1, "USD")), None);
    assert_eq!(
        money(1, "USD").checked_add(money(2, "USD")),
        Some(money(3, "USD"))
    );
    assert_eq!(
        money(15, "USD").scaled(9_000, 10_000),
        Some(money(14, "USD"))
    );
    assert_eq!(money(i64::MAX, "USD").scaled(2, 1), None);
    assert_eq!(money(1, "USD").scaled(1, 0), None);
}

#[test]
fn a_tenant_converts_there_and_back() {
    let tenant = tenant(vec![
        rate("USD", "KRW", 1_400, 1),
        rate("USD", "KRW", 9_999, 1),
        rate("KRW", "EUR", 1, 1_500),
        rate("EUR", "KRW", 1_600, 1),
    ]);
    let (usd, krw, eur) = (currency("USD"), currency("KRW"), currency("EUR"));
    assert_eq!(
        tenant.convert(money(1_00, "USD"), krw),
        Some(money(1_400, "KRW"))
    );
    assert_eq!(
        tenant.convert(money(1_400, "KRW"), usd),
        Some(money(1_00, "USD"))
    );
    assert_eq!(
        tenant.convert(money(1_00, "EUR"), krw),
        Some(money(1_600, "KRW"))
    );
    assert_eq!(
        tenant.convert(money(1_500, "KRW"), eur),
        Some(money(1_00, "EUR"))
    );
    assert_eq!(tenant.convert(money(7, "USD"), usd), Some(money(7, "USD")));
    assert_eq!(tenant.convert(money(7, "USD"), eur), None);
}

#[test]
fn the_zone_is_the_tenants_or_utc() {
    let zone = |text: &str| read_tenant(text, &Limits::default()).map(|read| read.value.zone());
    assert_eq!(zone("{}"), Ok(chrono_tz::UTC));
    assert_eq!(
        zone(r#"{ "timezone": "Asia/Seoul" }"#),
        Ok(chrono_tz::Asia::Seoul)
    );
    assert!(
        zone(r#"{ "timezone": "Asia/Soul" }"#)
            .unwrap_err()
            .to_string()
            .contains("Asia/Seoul")
    );
}

proptest! {
    #[test]
    fn halves_go_away_from_zero(num in any::<i64>(), den in any::<i64>().prop_filter("a divisor", |den| *den != 0)) {
        let (num, den) = (i128::from(num), i128::from(den));
        let quotient = div_half_away(num, den).unwrap();
        let rest = (num - quotient * den).abs();
        prop_assert!(rest * 2 <= den.abs());
        let away = (quotient * den).abs() > num.abs();
        prop_assert!(rest * 2 < den.abs() || away);
        prop_assert_eq!(div_half_away(-num, den), Some(-quotient));
    }
}

#[test]
fn division_at_the_edge() {
    assert_eq!(div_half_away(1, 0), None);
    assert_eq!(div_half_away(i128::MIN, -1), None);
    assert_eq!(div_half_away(i128::MAX, i128::MIN), Some(-1));
    assert_eq!(div_half_away(i128::MIN, i128::MIN), Some(1));
}
