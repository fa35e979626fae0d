//! The public table of a telecom company's customers.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tenure_insight::fit::*;

use crate::tables::{agrees, table};

/// The table, or a loud word that it is not there.
pub(crate) fn telco() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/telco_ibm.csv");
    if !path.is_file() {
        // Printed past the test harness, so that nobody takes it for a pass.
        let _ = writeln!(std::io::stderr(), "NOT RUN: there is no {}", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn whole_points_tell_who_leaves() {
    let Some(path) = telco() else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let fitted = fit(&table(&text), &Settings::new("Churn")).unwrap();
    let report = fitted.report();
    let validation = &report.validation;
    assert!(
        validation.auc.unwrap().area >= 0.845,
        "{:?}",
        validation.auc
    );
    assert!(
        validation.calibration_error.unwrap() <= 0.012,
        "{:?}",
        validation.calibration_error
    );
    assert_eq!(report.id.as_deref(), Some("customerID"));
    agrees(&text, &fitted);
}
