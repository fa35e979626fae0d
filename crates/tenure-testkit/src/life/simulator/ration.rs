//! How much is proposed on a day: two things, and one check.

use std::cmp::Reverse;

use chrono::NaiveDate;
use tenure_model::{ActionStatus, Tenant};

use super::{Flaw, Simulator, Standing, Want};

impl Simulator {
    /// What has no room today waits for another day. What is mandatory, and what goes on from before, takes its room first.
    pub(super) fn ration(
        &mut self,
        wants: &[Want],
        standing: &mut [Standing],
        tenant: &Tenant,
        day: NaiveDate,
    ) {
        if self.flaw == Flaw::NoLimits {
            return;
        }
        let mut kinds = self.of_today(day);
        let mut queue = Vec::new();
        for (number, (want, stands)) in wants.iter().zip(standing.iter()).enumerate() {
            let bypasses = want.mandatory && self.flaw != Flaw::HoldsTheMandatory;
            match stands {
                Standing::From(_) => kinds.push(want.kind.to_owned()),
                Standing::First if bypasses => kinds.push(want.kind.to_owned()),
                Standing::First => queue.push((self.place(want, tenant), number)),
                Standing::Open(_) | Standing::In(_) | Standing::Stopped => {}
            }
        }
        queue.sort();
        for (_, number) in queue {
            let (Some(want), Some(stands)) = (wants.get(number), standing.get_mut(number)) else {
                continue;
            };
            let checks = kinds.iter().filter(|kind| *kind == "check_todo").count();
            if kinds.len() >= 2 || (want.kind == "check_todo" && checks >= 1) {
                *stands = Standing::Stopped;
                self.held_back += 1;
            } else {
                kinds.push(want.kind.to_owned());
            }
        }
    }

    /// The kinds of what was proposed earlier on the same day.
    fn of_today(&self, day: NaiveDate) -> Vec<String> {
        if self.flaw == Flaw::ForgetsTheMorning {
            return Vec::new();
        }
        let today = self
            .items
            .iter()
            .filter(|item| item.proposed_on == day && item.status != ActionStatus::Moved);
        let kind = |key: &String| key.split('/').nth(1).unwrap_or_default().to_owned();
        today
            .filter_map(|item| item.keys.first().map(kind))
            .collect()
    }

    /// Larger products first, then those of which nobody knows what they are worth; then by name and contract.
    fn place(&self, want: &Want, tenant: &Tenant) -> (Reverse<Option<i128>>, String) {
        let [mut likely, mut matters] = want.odds;
        if self.flaw == Flaw::NoPropensity {
            likely = 10_000;
        }
        if self.flaw == Flaw::NoContext {
            matters = 100;
        }
        let lever = if self.flaw == Flaw::NoLevers {
            100
        } else {
            lever(want, tenant)
        };
        let product = want.worth.map(|worth| {
            i128::from(worth) * i128::from(likely) * i128::from(matters) * i128::from(lever)
        });
        (Reverse(product), want.base.clone())
    }
}

/// What the business says of it, in percent: the tenant before the rulebook.
fn lever(want: &Want, tenant: &Tenant) -> i64 {
    let said = tenant.levers.as_ref();
    if let Some(percent) = said.and_then(|said| said.get(want.kind)) {
        return *percent;
    }
    match (want.rule, want.kind) {
        ("low", _) => 150,
        (_, "check_todo") => 90,
        _ => 100,
    }
}
