//! The public data set of a SaaS company, from end to end.

use std::io::Write as _;

use crate::run::{Place, root};

#[test]
fn ravenstack_is_decided_and_its_faults_are_counted() {
    let data = root().join("../shared/data/ravenstack");
    if !data.is_dir() {
        // Printed past the test harness, so that nobody takes it for a pass.
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no {}", data.display());
        return;
    }
    let said = Place::root().run(&[
        "score",
        data.to_str().unwrap(),
        "--adapter",
        "examples/adapters/ravenstack",
        "--as-of",
        "2024-12-31",
        "--format",
        "jsonl",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.out.lines().count(), 500);
    let renewals = said
        .out
        .lines()
        .filter(|line| line.contains("\"action\":\"renewal-"))
        .count();
    assert!(renewals > 50, "{renewals}");
    for told in [
        "19,142 × usage before contract",
        " 21 × usage: an id that stands in another account too",
        "825 × tickets without a satisfaction",
        "277 × accounts with a churn event that are not flagged",
        " 35 × accounts flagged as churned without an event",
    ] {
        assert!(said.err.contains(told), "{told} in\n{}", said.err);
    }
}
