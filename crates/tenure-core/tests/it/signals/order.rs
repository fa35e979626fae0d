//! The order of records, and records that come twice, change nothing.

use serde_json::{Value as Json, json};
use tenure_model::RecordKind;

use super::golden::{cases, tenant_of};
use super::{account, date, rich, signals, tenant, today};

/// A small generator of numbers that look random; the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(bound).unwrap()).unwrap()
    }

    fn shuffle(&mut self, items: &mut [Json]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

/// Every list of records in another order, with some of the records twice; the number of lists that could differ.
fn shuffled(json: &mut Json, dice: &mut Dice) -> usize {
    let mut lists = 0;
    for kind in RecordKind::WORDS {
        if let Some(Json::Array(records)) = json.get_mut(*kind) {
            if !records.is_empty() {
                let again = records[dice.below(records.len())].clone();
                records.push(again);
            }
            dice.shuffle(records);
            lists += usize::from(records.len() > 1);
        }
    }
    lists
}

#[test]
fn no_signal_depends_on_the_order_of_records() {
    let (rich_account, rich_tenant) = rich();
    let mut inputs = vec![(rich_account, rich_tenant); 100];
    inputs.extend(
        cases()
            .into_iter()
            .map(|(_, case)| (case["account"].clone(), tenant_of(&case))),
    );
    let mut dice = Dice(1);
    let mut lists = 0;
    for (account_json, tenant_json) in inputs {
        let (mut other_account, mut other_tenant) = (account_json.clone(), tenant_json.clone());
        lists += shuffled(&mut other_account, &mut dice) + shuffled(&mut other_tenant, &mut dice);
        let one = signals(&account(&account_json), &tenant(&tenant_json), today());
        let other = signals(&account(&other_account), &tenant(&other_tenant), today());
        assert_eq!(one, other, "{other_account}");
    }
    assert!(lists > 1500, "{lists}");
}

/// Sums of floats in two orders differ in their last bits; a signal must not.
#[test]
fn sums_of_floats_do_not_depend_on_the_order() {
    let mut dice = Dice(2);
    let samples: Vec<Json> = (0..200)
        .map(|number| {
            let day = date("2026-06-30") - chrono::Days::new(number % 60);
            json!({ "metric": "m", "window_end": day.to_string(), "product_id": format!("p{number}"),
                "value": 0.1 * f64::from(u32::try_from(number).unwrap()), "entitlement": 1e9 / 3.0 })
        })
        .collect();
    let of = |samples: &[Json]| {
        signals(
            &account(&json!({ "usage": samples })),
            &tenant(&json!({})),
            today(),
        )
    };
    let expected = of(&samples);
    let forth: f64 = samples
        .iter()
        .map(|sample| sample["value"].as_f64().unwrap())
        .sum();
    let mut differing = 0;
    for _ in 0..20 {
        let mut turned = samples.clone();
        dice.shuffle(&mut turned);
        assert_eq!(of(&turned), expected);
        let sum: f64 = turned
            .iter()
            .map(|sample| sample["value"].as_f64().unwrap())
            .sum();
        differing += usize::from(sum.to_bits() != forth.to_bits());
    }
    assert!(differing > 0, "a plain sum would have shown the order");
}

#[test]
fn of_records_with_one_id_the_first_counts_among_those_that_are_visible() {
    let bought = json!({ "purchases": [
        { "id": "p", "at": "2026-05-02" }, { "id": "p", "at": "2026-05-01" }, { "id": "p", "at": "2026-07-01" } ] });
    let seen = signals(&account(&bought), &tenant(&json!({})), today());
    assert_eq!(super::written(&seen["purchases.days_since"]), 60);
    let billed = json!({ "invoices": [
        { "id": "i", "issued": "2026-05-02" }, { "id": "i", "issued": "2026-05-01" }, { "id": "i", "issued": "2026-07-01" } ] });
    let seen = signals(&account(&billed), &tenant(&json!({})), today());
    assert_eq!(super::written(&seen["billing.overdue"]), 1);
    assert_eq!(super::written(&seen["billing.days_overdue"]), 60);
}

/// Ten thousand samples are no trouble: nothing scans them once for each of them.
#[test]
fn ten_thousand_samples_give_the_same_as_their_halves_would() {
    let samples: Vec<Json> = (0..10_000_u32)
        .map(|number| {
            let day = date("2026-06-30") - chrono::Days::new(u64::from(number % 60));
            json!({ "id": format!("u{number}"), "metric": format!("m{}", number % 3), "window_end": day.to_string(), "value": 1 })
        })
        .collect();
    let seen = signals(
        &account(&json!({ "usage": samples })),
        &tenant(&json!({})),
        today(),
    );
    // m0 has 3,334 samples; those of the last 30 days are the ones whose number leaves less than 30 by 60.
    let current = (0..10_000)
        .filter(|number| number % 3 == 0 && number % 60 < 30)
        .count();
    let total = (0..10_000).filter(|number| number % 3 == 0).count();
    assert_eq!(super::written(&seen["usage.current"]), current as f64);
    assert_eq!(
        super::written(&seen["usage.previous"]),
        (total - current) as f64
    );
}
