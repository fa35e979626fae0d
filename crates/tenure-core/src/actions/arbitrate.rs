//! Arbitration: what comes first.
//!
//! What is mandatory comes before what is not. Of the rest, the larger the product of value, propensity, context and lever,
//! the earlier; one whose value nobody knows comes last. Ties go by the action's id, its record, and the step. The order is
//! total, and hangs neither on the order of the rulebook nor on that of the records.

use std::cmp::Reverse;

use super::candidate::Candidate;
use super::ground::Ground;
use super::{JudgedAction, JudgedRow};
use crate::decision::Priority;

/// A propensity that nobody declared, in basis points.
pub(crate) const CERTAIN_BP: i64 = 10_000;
/// A context or lever that nobody declared, in percent.
pub(crate) const USUAL_PERCENT: i64 = 100;

/// What a step of a rule is ranked by in a row.
pub(super) fn priority(
    ground: &Ground<'_, '_>,
    (action, kind): (&str, &str),
    mandatory: bool,
    row: &JudgedRow,
) -> Priority {
    let lever = lever(ground, action, kind);
    let factors = [row.propensity_bp, row.context_percent, lever];
    Priority::new(mandatory, row.value, factors)
}

/// The tenant's lever of the action, else of the kind; else the rulebook's of the action, else of the kind.
fn lever(ground: &Ground<'_, '_>, action: &str, kind: &str) -> i64 {
    let tenant = ground.view.as_of().tenant().levers.as_ref();
    let levers = tenant.into_iter().chain([&ground.arbitration.levers]);
    let named = levers.flat_map(|levers| [levers.get(action), levers.get(kind)]);
    named.flatten().next().copied().unwrap_or(USUAL_PERCENT)
}

/// A candidate's place in the order: the least comes first.
pub(super) fn rank<'c>(
    judged: &'c [JudgedAction<'_>],
    found: &'c [Candidate],
    index: usize,
) -> impl Ord + use<'c> {
    let candidate = found.get(index);
    let row = candidate.and_then(|c| judged.get(c.action)?.rows.get(c.row));
    let first = candidate.map(|c| {
        let exact = c.priority.exact();
        (Reverse(is_mandatory(found, c)), Reverse(exact))
    });
    let ties = candidate.map(|c| (c.named.0.as_str(), row.and_then(|r| r.entity.as_deref())));
    (first, ties, candidate.map(|c| c.step))
}

/// Whether it, or something that it takes in, is mandatory.
pub(super) fn is_mandatory(found: &[Candidate], candidate: &Candidate) -> bool {
    let taken = candidate.takes_in.iter().filter_map(|at| found.get(*at));
    let mut all = std::iter::once(candidate).chain(taken);
    all.any(|candidate| candidate.priority.mandatory)
}

/// Puts candidates, by number, in order.
pub(super) fn in_order(numbers: &mut [usize], judged: &[JudgedAction<'_>], found: &[Candidate]) {
    numbers.sort_by(|a, b| rank(judged, found, *a).cmp(&rank(judged, found, *b)));
}
