//! Published numbers on public data.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use tenure::model::Id;
use tenure_insight::metrics::Purchases;
use tenure_insight::metrics::purchase::{Bought, purchase_cohorts, repeat};
use tenure_insight::metrics::survival::{Observed, kaplan_meier, survival_at};

use super::common::{date, window};

/// A file of public data, if it is there.
fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(name);
    if path.is_file() {
        return Some(path);
    }
    // Printed past the test harness, so that nobody takes it for a pass.
    let _ = writeln!(std::io::stderr(), "NOT RUN: there is no {}", path.display());
    None
}

fn purchases(path: &Path, day: usize) -> Bought {
    let mut bought: Bought = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if let Some(at) = fields
            .get(day)
            .and_then(|text| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
        {
            bought.entry(Id::from(fields[0])).or_default().push(at);
        }
    }
    for days in bought.values_mut() {
        days.sort_unstable();
    }
    bought
}

fn rate(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

#[test]
fn cdnow_repeats_as_published() {
    let (Some(sample), Some(master)) = (
        data("cdnow/CDNOW_sample.txt"),
        data("cdnow/CDNOW_master.txt"),
    ) else {
        return;
    };
    let calibration = window("1997-01-01", "1997-10-01");
    let sample = repeat(&purchases(&sample, 2), calibration, Purchases::Days);
    assert_eq!((sample.numerator, sample.denominator), (946, 2_357));
    let all = window("1997-01-01", "1998-07-01");
    let master = purchases(&master, 1);
    let orders = repeat(&master, all, Purchases::Orders);
    let days = repeat(&master, all, Purchases::Days);
    assert_eq!(orders.value.unwrap().scaled(10_000), 4_948);
    assert_eq!(days.value.unwrap().scaled(10_000), 4_886);
}

#[test]
fn cdnow_cohorts_are_as_published() {
    let Some(master) = data("cdnow/CDNOW_master.txt") else {
        return;
    };
    let cohorts = purchase_cohorts(&purchases(&master, 1), 1, date("1997-05-01"), 3);
    let told: Vec<_> = cohorts
        .iter()
        .map(|cohort| {
            let share = |age: usize| {
                cohort.active[age].map(|active| (rate(active, cohort.size) * 10_000.0).round())
            };
            (cohort.size, share(1), share(2), share(3))
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                7_846,
                Some(1_475.0),
                Some(1_229.0),
                Some(told[0].3.unwrap())
            ),
            (8_476, Some(1_548.0), Some(1_156.0), None),
            (7_248, Some(1_424.0), None, None),
        ]
    );
    let later = purchase_cohorts(&purchases(&master, 1), 1, date("1998-07-01"), 2);
    assert_eq!(
        later[2].active[2].map(|active| (rate(active, later[2].size) * 10_000.0).round()),
        Some(1_038.0)
    );
}

#[test]
fn telco_survives_as_published() {
    let Some(telco) = data("telco_ibm.csv") else {
        return;
    };
    let text = fs::read_to_string(telco).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (tenure, contract, churn) = (at("tenure"), at("Contract"), at("Churn"));
    let mut observed = Vec::new();
    let mut by_contract: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for line in lines {
        let fields: Vec<&str> = line.trim_end().split(',').collect();
        let left = fields[churn] == "Yes";
        let counts = by_contract.entry(fields[contract].to_owned()).or_default();
        counts.0 += i64::from(left);
        counts.1 += 1;
        observed.push(Observed {
            id: Id::from(fields[0]),
            duration: fields[tenure].parse().unwrap(),
            left,
        });
    }
    let curve = kaplan_meier(&observed);
    for (month, survival) in [
        (1, 0.945961),
        (3, 0.913725),
        (6, 0.884826),
        (12, 0.8432),
        (24, 0.788736),
        (36, 0.748545),
        (48, 0.70884),
        (60, 0.664404),
        (72, 0.59279),
    ] {
        assert!(
            (survival_at(&curve, month) - survival).abs() < 5.1e-7,
            "{month}: {}",
            survival_at(&curve, month)
        );
    }
    let rates: Vec<_> = by_contract
        .values()
        .map(|(left, all)| (rate(*left, *all) * 1e6).round())
        .collect();
    assert_eq!(rates, [427_097.0, 112_695.0, 28_319.0]);
}
