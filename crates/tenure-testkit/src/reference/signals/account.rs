//! `account.*`, `onboarding.*`, `history.*` and `tenant.*`.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{Lifecycle, LossCount, ScoreSnapshot, months_between};

use super::{Reading, count, int, int_field, text, text_field, yes};
use crate::reference::contracts::unsigned;
use crate::reference::seen::{Seen, all};

impl Seen<'_> {
    pub(super) fn account_signal(&self, name: &str) -> Option<Reading> {
        let account = &self.account;
        Some(match name {
            "account.industry" => text_field(account.industry.as_deref()),
            "account.segment" => text_field(account.segment.as_deref()),
            "account.region" => text_field(account.region.as_deref()),
            "account.lifecycle" => text_field(account.lifecycle.map(Lifecycle::as_str)),
            "account.employee_count" => int_field(account.employee_count),
            "account.tenure_months" => self.since_start(|start| months_between(start, self.day)),
            "account.annual_value" => self.annual_value_at_stake(),
            "account.active_contracts" => count(
                all(&account.contracts)
                    .iter()
                    .filter(|contract| self.in_force(contract))
                    .count(),
            ),
            "account.offers" => self.offers_that_stand(),
            "account.previously_churned" => yes(self.came_back()),
            "account.do_not_contact" => yes(account.do_not_contact == Some(true)),
            "onboarding.age_days" => self.since_start(|start| self.days_since(start)),
            "onboarding.live" => self.live(),
            "history.band" => self
                .last_score()
                .map_or(Cell::NotApplicable, |score| text(&score.band)),
            "history.points" => self
                .last_score()
                .map_or(Cell::NotApplicable, |score| int_field(score.points)),
            "tenant.retention_rate_bp" => int_field(
                self.tenant
                    .facts
                    .as_ref()
                    .and_then(|facts| facts.retention_rate_bp),
            ),
            "tenant.benchmark_bp" => self.benchmark(),
            "tenant.usual_retention_bp" => self.usual_retention(),
            "tenant.losses_90d" => self.losses().map_or(Cell::Unknown, sum_of_losses),
            "tenant.top_loss_count_90d" => match self.losses() {
                None => Cell::Unknown,
                Some([]) => int(0),
                Some([first, ..]) => int(first.count),
            },
            "tenant.top_loss_reason_90d" => match self.losses() {
                None => Cell::Unknown,
                Some([]) => Cell::NotApplicable,
                Some([first, ..]) => text(&first.code),
            },
            _ => return None,
        })
    }

    fn losses(&self) -> Option<&[LossCount]> {
        let facts = self.tenant.facts.as_ref()?;
        facts.losses_90d.as_deref()
    }

    fn usual_retention(&self) -> Reading {
        let (mut sum, mut known) = (0_i64, 0_i64);
        for benchmark in all(&self.tenant.benchmarks) {
            if let Some(rate) = benchmark.retention_bp {
                sum += rate;
                known += 1;
            }
        }
        if known == 0 {
            return Cell::NotApplicable;
        }
        int(sum.div_euclid(known))
    }

    /// The day on which it became a customer.
    pub(crate) fn start(&self) -> Option<NaiveDate> {
        self.account.signup_date.or_else(|| {
            all(&self.account.contracts)
                .iter()
                .filter(|contract| !unsigned(contract))
                .map(|contract| contract.start_date)
                .min()
        })
    }

    fn since_start(&self, measure: impl Fn(NaiveDate) -> i64) -> Reading {
        match self.start() {
            None => Cell::Unknown,
            Some(start) if start > self.day => Cell::NotApplicable,
            Some(start) => int(measure(start)),
        }
    }

    fn annual_value_at_stake(&self) -> Reading {
        let values = all(&self.account.contracts)
            .iter()
            .filter(|contract| self.in_force(contract) || self.awaited_back(contract))
            .map(|contract| self.annual_value(contract));
        int_field(self.sum(values))
    }

    fn came_back(&self) -> bool {
        self.account.lifecycle == Some(Lifecycle::Reactivated) || self.has_gap()
    }

    fn has_gap(&self) -> bool {
        let mut contracts: Vec<_> = all(&self.account.contracts)
            .iter()
            .filter(|contract| !unsigned(contract))
            .collect();
        contracts.sort_by_key(|contract| (contract.start_date, &contract.id));
        contracts.iter().enumerate().any(|(place, later)| {
            let last_days: Option<Vec<NaiveDate>> = contracts
                .iter()
                .take(place)
                .map(|before| {
                    [before.end_date, before.terminated_on]
                        .into_iter()
                        .flatten()
                        .min()
                })
                .collect();
            last_days
                .and_then(|days| days.into_iter().max())
                .is_some_and(|last| (later.start_date - last).num_days() > 1)
        })
    }

    fn live(&self) -> Reading {
        match (self.account.live_on, self.account.lifecycle) {
            (Some(day), _) => yes(day <= self.day),
            (None, Some(Lifecycle::Prospect | Lifecycle::Onboarding)) => yes(false),
            (None, Some(_)) => yes(true),
            (None, None) => Cell::Unknown,
        }
    }

    /// The latest visible score.
    pub(crate) fn last_score(&self) -> Option<&ScoreSnapshot> {
        // Of several of one day the last in canonical order counts, and `max_by_key` gives the last.
        all(&self.account.scores)
            .iter()
            .max_by_key(|score| score.as_of)
    }

    fn benchmark(&self) -> Reading {
        let Some(industry) = &self.account.industry else {
            return Cell::Unknown;
        };
        all(&self.tenant.benchmarks)
            .iter()
            .find(|profile| profile.industry == *industry)
            .and_then(|profile| profile.retention_bp)
            .map_or(Cell::NotApplicable, int)
    }
}

fn sum_of_losses(losses: &[LossCount]) -> Reading {
    let sum: i128 = losses.iter().map(|loss| i128::from(loss.count)).sum();
    int_field(i64::try_from(sum).ok())
}
