//! The tenant.

use tenure_columns::Cell;

use super::as_of::AsOf;
use super::line::{Line, lines};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "tenant.retention_rate_bp" Tenant Int "basis points" None [""],
        "customer retention rate of 12 months",
        "the tenant's `facts.retention_rate_bp`"
        => retention_rate_bp;
    "tenant.benchmark_bp" Account Int "basis points" None [""],
        "what is usual in the account's industry",
        "the `retention_bp` of the tenant's first benchmark for the account's industry; unknown without an industry; n/a if there is no such benchmark or number"
        => benchmark_bp;
};

fn retention_rate_bp(as_of: &AsOf<'_>) -> Cell<i64> {
    Cell::or_unknown(as_of.facts().and_then(|facts| facts.retention_rate_bp))
}

fn benchmark_bp(view: &View<'_>) -> Cell<i64> {
    let Some(industry) = &view.account().industry else {
        return Cell::Unknown;
    };
    let mut benchmarks = view.as_of().tenant().benchmarks.iter().flatten();
    let usual = benchmarks.find(|benchmark| benchmark.industry == *industry);
    Cell::or_not_applicable(usual.and_then(|benchmark| benchmark.retention_bp))
}
