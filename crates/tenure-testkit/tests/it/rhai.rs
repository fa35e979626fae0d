//! Generated expressions: rhai beside the reference and the engine.

use tenure_testkit::oracle::{Agreement, Oracle, compare_with_rhai};
use tenure_testkit::{Fault, Source};

use crate::threads::{cases, figure, in_parallel};

/// Sets of values.
const SETS: u64 = 500;
/// Expressions over each.
const EACH: usize = 50;

#[test]
fn differential_on_known_values_a_condition_means_what_rhai_means() {
    let parts = in_parallel(cases(SETS), |seed| {
        let oracle = Oracle::new();
        match compare_with_rhai(&mut Source::seeded(seed), &oracle, EACH, Fault::None) {
            Ok(agreement) => agreement,
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
    });
    let mut whole = Agreement::default();
    parts.iter().for_each(|part| whole.merge(part));
    assert!(whole.values >= 20_000, "{} values", whole.values);
    figure(
        "expressions compared with stock rhai",
        whole.values + whole.errors,
    );
    assert!(whole.errors >= 1_000, "{} errors", whole.errors);
    assert!(whole.decided_despite_errors >= 50, "{whole:?}");
}

#[test]
fn a_reference_that_means_something_else_is_found() {
    let oracle = Oracle::new();
    let faults = [
        Fault::WrappingArithmetic,
        Fault::FlooringDivision,
        Fault::ExactFloats,
        Fault::LooseLess,
    ];
    for fault in faults {
        let found = (0..100).any(|seed| {
            compare_with_rhai(&mut Source::seeded(seed), &oracle, EACH, fault).is_err()
        });
        assert!(found, "{fault:?} is not found");
    }
}
