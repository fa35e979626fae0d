//! Probabilities that were fitted to known outcomes.

use tenure::model::Tenant;
use tenure::rulebook::Rulebook;

use crate::common::{account, date, engine_of};

/// Points that are as many as the account's seats.
const SEATS: &str = "
[[signal]]
name = 'custom.seats'
type = 'int'
[[rule]]
id = 'seats'
signal = 'custom.seats'
bins = [
    { below = 1, points = 0 }, { below = 11, points = 10 }, { below = 12, points = 11 }, { below = 30, points = 20 },
    { points = 60 },
]
reason = { en = 'seats' }
";
const KNOTS: &str = "
[calibration]
method = 'platt'
knots = [ { points = 0, probability = 1000 }, { points = 20, probability = 1501 }, { points = 40, probability = 9000 } ]
";

/// Points, probability, band, and whether it is calibrated, by seats.
fn told(seats: i64) -> (i64, i64, String, bool) {
    let engine = engine_of(&format!("{KNOTS}{SEATS}"));
    let account = account(&format!(
        r#"{{ "id": "a", "custom": {{ "seats": {seats} }} }}"#
    ));
    let decision = engine.decide(&account, &Tenant::default(), date("2026-06-30"));
    let risk = decision.unwrap().risk;
    (risk.points, risk.probability_bp, risk.band, risk.calibrated)
}

#[test]
fn a_fitted_probability_stands_in_place_of_the_odds() {
    assert_eq!(told(0), (0, 1000, "low".into(), true));
    // 1,250.5 and 1,275.55 between the knots.
    assert_eq!(told(5), (10, 1251, "low".into(), true));
    assert_eq!(told(11), (11, 1276, "low".into(), true));
    assert_eq!(told(20), (20, 1501, "medium".into(), true));
}

#[test]
fn points_that_were_never_seen_are_not_calibrated() {
    assert_eq!(told(99), (60, 9000, "high".into(), false));
}

#[test]
fn a_calibration_is_handed_down_to_nobody() {
    let base = format!(
        "[rulebook]\nid = 'base'\nversion = '1'\nlanguage = 1\nextends = 'default-renewal'\n{KNOTS}"
    );
    let own = Rulebook::parse("base.toml", &base).unwrap();
    assert!(own.checked().risk.calibration.is_some());
    let over = "[rulebook]\nid = 'ours'\nversion = '1'\nlanguage = 1\nextends = 'base'\n";
    let over = Rulebook::parse_with("ours.toml", over, [("base", base.as_str())]).unwrap();
    assert_eq!(over.checked().risk.calibration, None);
}

#[test]
fn knots_that_fall_or_stand_still_are_refused_with_their_place() {
    let head = "[rulebook]\nid = 'x'\nversion = '1'\nlanguage = 1\nextends = 'default-renewal'\n[calibration]\nmethod = 'platt'\n";
    let refused = |knots: &str| {
        let text = format!("{head}knots = [ {knots} ]");
        Rulebook::parse("x.toml", &text).unwrap_err().to_string()
    };
    let same = refused("{ points = 1, probability = 1 }, { points = 1, probability = 2 }");
    assert!(same.contains("each has more than the one before"), "{same}");
    assert!(same.contains("x.toml:8"), "{same}");
    let falls = refused("{ points = 1, probability = 5 }, { points = 2, probability = 4 }");
    assert!(
        falls.contains("no probability is below the one before"),
        "{falls}"
    );
    let one = refused("{ points = 1, probability = 5 }");
    assert!(
        one.contains("there are 1 knots; there are 2 to 1000"),
        "{one}"
    );
}
