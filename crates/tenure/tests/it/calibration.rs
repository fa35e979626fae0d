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

/// What is said of a calibration with another line in it.
fn refused_with(line: &str) -> String {
    let head = "[rulebook]\nid = 'x'\nversion = '1'\nlanguage = 1\nextends = 'default-renewal'\n";
    let text = format!("{head}{}{line}\n", KNOTS.trim_start());
    match Rulebook::parse("x.toml", &text) {
        Ok(_) => "nothing".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_method_is_one_of_two() {
    let with = |method: &str| {
        let knots = KNOTS.replace("'platt'", &format!("'{method}'"));
        let head =
            "[rulebook]\nid = 'x'\nversion = '1'\nlanguage = 1\nextends = 'default-renewal'\n";
        Rulebook::parse("x.toml", &format!("{head}{}", knots.trim_start()))
    };
    for method in ["platt", "isotonic"] {
        let rulebook = with(method).unwrap();
        let calibration = rulebook.checked().risk.calibration.clone().unwrap();
        assert_eq!(calibration.method, method);
        // The knots say what points mean, whatever they were fitted by.
        assert_eq!(calibration.probability_bp(10), 1_251);
    }
    let said = with("isotnic").unwrap_err().to_string();
    for told in [
        "x.toml:7",
        "there is no method `isotnic`",
        "did you mean `isotonic`?",
    ] {
        assert!(said.contains(told), "{told} in {said}");
    }
}

#[test]
fn a_digest_of_data_has_a_form() {
    let fine = "data = '0123456789abcdef0123456789abcdef'";
    assert_eq!(refused_with(fine), "nothing");
    for text in [
        "",
        "customers.csv",
        "0123456789abcdef0123456789abcde",
        "0123456789ABCDEF0123456789abcdef",
        "sha256:0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdefé",
    ] {
        let said = refused_with(&format!("data = '{text}'"));
        assert!(
            said.contains("this is no digest: one has 32 hex digits"),
            "{said}"
        );
        assert!(
            said.contains("x.toml:9") && said.contains("leave `data` out"),
            "{said}"
        );
    }
    assert!(refused_with("data = 7").contains("put it in quotes"));
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
