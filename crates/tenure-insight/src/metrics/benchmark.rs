//! What to hold one's own retention rate beside, and where each number comes from.

use serde::Serialize;
use tenure::model::Tenant;

/// A rate that others found, in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Benchmark {
    /// Its name.
    pub name: &'static str,
    /// The rate, in basis points.
    pub rate_bp: i64,
    /// Where it comes from, and what for it may be used.
    pub provenance: &'static str,
}

/// The mean customer retention rate of ten industries.
pub const AVERAGE: Benchmark = Benchmark {
    name: "average",
    rate_bp: 7_500,
    provenance: "mean customer retention rate over ten industries, as commonly published; it mixes definitions and periods: a rough measure only",
};

/// The customer retention rate at which the strategy is to be thought over anew.
pub const ALARM: Benchmark = Benchmark {
    name: "alarm",
    rate_bp: 1_500,
    provenance: "practitioners' rule: with a customer retention rate near 15 % the strategy is to be revised",
};

/// Nobody left.
pub const IDEAL: Benchmark = Benchmark {
    name: "ideal",
    rate_bp: 10_000,
    provenance: "by definition: every customer of the start is still there",
};

/// The usual retention rate of an industry, where the tenant gives one, in basis points.
pub fn of_industry(tenant: &Tenant, industry: &str) -> Option<i64> {
    let profiles = tenant.benchmarks.as_deref().unwrap_or_default();
    let profile = profiles
        .iter()
        .find(|profile| profile.industry == industry)?;
    profile.retention_bp
}
