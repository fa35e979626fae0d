//! What is known of the whole portfolio before any account is decided.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_model::{
    Account, Id, LossCount, LossReason, Opportunity, OpportunityStatus, PipelineKind,
    PortfolioFacts, Tenant, add_months, topmost_reasons,
};

use super::agreement;
use super::as_of::{AsOf, UnknownZone};
use super::view::View;

/// Adds up facts over a portfolio, one account at a time, in any order.
#[derive(Debug)]
pub struct FactsBuilder<'a> {
    as_of: AsOf<'a>,
    codes: BTreeMap<&'a Id, &'a str>,
    counts: FactsCounts,
}

/// What was counted so far: a host that cannot keep a builder between its batches keeps this, and goes on from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FactsCounts {
    lost: BTreeMap<String, u64>,
    lost_lately: BTreeMap<String, u64>,
    stood: u64,
    stayed: u64,
}

impl<'a> FactsBuilder<'a> {
    /// Facts of a day, told in the tenant's time zone.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database.
    pub fn new(tenant: &'a Tenant, day: NaiveDate) -> Result<Self, UnknownZone> {
        Ok(Self {
            as_of: AsOf::new(tenant, day, None)?,
            codes: top_codes(tenant.loss_reasons.as_deref().unwrap_or_default()),
            counts: FactsCounts::default(),
        })
    }

    /// Goes on from what was counted before, of the same tenant and day.
    #[must_use]
    pub fn going_on_from(self, counts: FactsCounts) -> Self {
        Self { counts, ..self }
    }

    /// What was counted so far.
    pub fn into_counts(self) -> FactsCounts {
        self.counts
    }

    /// Takes in an account.
    pub fn add(&mut self, account: &Account) {
        let Self {
            as_of,
            codes,
            counts:
                FactsCounts {
                    lost,
                    lost_lately,
                    stood,
                    stayed,
                },
        } = self;
        let view = View::new(account, as_of);
        let count = |counts: &mut BTreeMap<String, u64>, window: &dyn Fn(NaiveDate) -> bool| {
            for reason in losses(&view, window) {
                let code = codes.get(reason).copied().unwrap_or(reason.as_str());
                *counts.entry(code.to_owned()).or_default() += 1;
            }
        };
        count(lost, &|day| as_of.in_last_months(day, 12));
        count(lost_lately, &|day| as_of.in_last_days(day, 90));
        if stood_a_year_ago(&view) {
            *stood += 1;
            *stayed += u64::from(view.agreements().iter().any(|a| a.is_in_force()));
        }
    }

    /// The facts over all accounts taken in.
    pub fn finish(self) -> PortfolioFacts {
        let counts = self.counts;
        let lost = most_frequent(counts.lost);
        let lately = most_frequent(counts.lost_lately);
        let share = u128::from(counts.stayed) * 10_000;
        PortfolioFacts {
            as_of: self.as_of.day(),
            top_loss_reasons: Some(lost.into_iter().map(|(code, _)| code).collect()),
            retention_rate_bp: share
                .checked_div(u128::from(counts.stood))
                .and_then(|rate| i64::try_from(rate).ok()),
            losses_90d: Some(
                lately
                    .into_iter()
                    .map(|(code, count)| LossCount {
                        code,
                        count: i64::try_from(count).unwrap_or(i64::MAX),
                    })
                    .collect(),
            ),
        }
    }
}

/// Counts by code, the largest first.
fn most_frequent(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    // By code already, and the sort is stable: ties stay in that order.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The facts over a portfolio on a day.
///
/// # Errors
/// The tenant's time zone is not one of the IANA database.
pub fn facts<'p>(
    accounts: impl IntoIterator<Item = &'p Account>,
    tenant: &Tenant,
    day: NaiveDate,
) -> Result<PortfolioFacts, UnknownZone> {
    let mut builder = FactsBuilder::new(tenant, day)?;
    for account in accounts {
        builder.add(account);
    }
    Ok(builder.finish())
}

/// The code of the topmost reason above each reason.
fn top_codes(reasons: &[LossReason]) -> BTreeMap<&Id, &str> {
    let top = topmost_reasons(reasons).into_iter();
    top.map(|(id, top)| (id, top.code.as_str())).collect()
}

/// The reasons of the contracts that an account lost in a window of days.
fn losses<'v>(view: &'v View<'_>, window: &dyn Fn(NaiveDate) -> bool) -> Vec<&'v Id> {
    let mut renewals: BTreeMap<&Id, Vec<&Opportunity>> = BTreeMap::new();
    for opportunity in view.opportunities() {
        let lost = opportunity.pipeline == PipelineKind::Renewal
            && opportunity.status == Some(OpportunityStatus::Lost);
        let about = agreement::contract_of(opportunity, view.contracts()).filter(|_| lost);
        if let Some(contract) = about {
            renewals.entry(contract).or_default().push(opportunity);
        }
    }
    view.contracts()
        .iter()
        .filter_map(|contract| {
            let renewals = renewals.get(&contract.id).map_or(&[][..], Vec::as_slice);
            agreement::loss_within(contract, renewals, window)
        })
        .collect()
}

fn stood_a_year_ago(view: &View<'_>) -> bool {
    add_months(view.day(), -12).is_some_and(|day| {
        view.contracts()
            .iter()
            .any(|contract| agreement::stood_on(contract, day))
    })
}
