//! The tenant.

use tenure_columns::Cell;
use tenure_model::LossCount;

use super::as_of::AsOf;
use super::line::{Line, lines};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "tenant.retention_rate_bp" Tenant Int "basis points" None [""],
        "customer retention rate of 12 months",
        "the tenant's `facts.retention_rate_bp`"
        => retention_rate_bp;
    "tenant.usual_retention_bp" Tenant Int "basis points" None [""],
        "what is usual in the industries that it serves",
        "the mean of the `retention_bp` of the tenant's benchmarks, rounded down; n/a if none has one"
        => usual_retention_bp;
    "tenant.losses_90d" Tenant Int "count" None [""],
        "contracts lost in 90 days",
        "the sum of the counts of the tenant's `facts.losses_90d`; unknown without those facts, or beyond 64 bits"
        => losses_90d;
    "tenant.top_loss_count_90d" Tenant Int "count" None [""],
        "contracts lost in 90 days for the most frequent reason",
        "the count of the first of the tenant's `facts.losses_90d`, 0 if there is none; unknown without those facts"
        => top_loss_count_90d;
    "tenant.top_loss_reason_90d" Tenant Text "" None [""],
        "the most frequent reason of 90 days",
        "the code of the first of the tenant's `facts.losses_90d`; n/a if there is none; unknown without those facts"
        => top_loss_reason_90d;
    "tenant.benchmark_bp" Account Int "basis points" None [""],
        "what is usual in the account's industry",
        "the `retention_bp` of the tenant's first benchmark for the account's industry; unknown without an industry; n/a if there is no such benchmark or number"
        => benchmark_bp;
};

fn retention_rate_bp(as_of: &AsOf<'_>) -> Cell<i64> {
    Cell::or_unknown(as_of.facts().and_then(|facts| facts.retention_rate_bp))
}

fn usual_retention_bp(as_of: &AsOf<'_>) -> Cell<i64> {
    let benchmarks = as_of.tenant().benchmarks.iter().flatten();
    let usual: Vec<i128> = benchmarks
        .filter_map(|benchmark| benchmark.retention_bp.map(i128::from))
        .collect();
    let mean = usual.iter().sum::<i128>().checked_div(usual.len() as i128);
    Cell::or_not_applicable(mean.and_then(|mean| i64::try_from(mean).ok()))
}

fn losses<'s>(as_of: &'s AsOf<'_>) -> Option<&'s [LossCount]> {
    as_of.facts()?.losses_90d.as_deref()
}

fn losses_90d(as_of: &AsOf<'_>) -> Cell<i64> {
    let sum = |losses: &[LossCount]| {
        let mut counts = losses.iter().map(|loss| loss.count);
        counts.try_fold(0_i64, i64::checked_add)
    };
    Cell::or_unknown(losses(as_of).and_then(sum))
}

fn top_loss_count_90d(as_of: &AsOf<'_>) -> Cell<i64> {
    let most = |losses: &[LossCount]| losses.first().map_or(0, |loss| loss.count);
    Cell::or_unknown(losses(as_of).map(most))
}

fn top_loss_reason_90d<'s>(as_of: &'s AsOf<'_>) -> Cell<&'s str> {
    match losses(as_of) {
        None => Cell::Unknown,
        Some(losses) => Cell::or_not_applicable(losses.first().map(|loss| loss.code.as_str())),
    }
}

fn benchmark_bp(view: &View<'_>) -> Cell<i64> {
    let Some(industry) = &view.account().industry else {
        return Cell::Unknown;
    };
    let mut benchmarks = view.as_of().tenant().benchmarks.iter().flatten();
    let usual = benchmarks.find(|benchmark| benchmark.industry == *industry);
    Cell::or_not_applicable(usual.and_then(|benchmark| benchmark.retention_bp))
}
