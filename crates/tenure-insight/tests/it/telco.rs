//! The public table of a telecom company's customers.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tenure_insight::fit::*;

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
    let table = Table::read(File::open(path).unwrap()).unwrap();
    let fitted = fit(&table, &Settings::new("Churn")).unwrap();
    let report = fitted.report();
    let validation = &report.validation;
    println!("{report:#?}");
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
}
