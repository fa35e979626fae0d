//! Everything that could be proposed on a day.

use chrono::NaiveDate;
use tenure_model::{Account, Contract, months_left};

use super::facts::{base, is_decided, is_lost, is_paused, on_day, visible};
use super::{Flaw, Simulator, Want};

impl Simulator {
    /// Everything that could be proposed, in the order of rules, contracts and steps.
    pub(super) fn wants(&self, account: &Account, day: NaiveDate) -> Vec<Want> {
        let mut wants = Vec::new();
        let contracts = visible(account, day);
        for rule in ["t3", "t1"] {
            for contract in &contracts {
                let anchor = contract.end_date;
                let left = anchor.map(|anchor| months_left(day, anchor));
                let decided = is_decided(contract, &contracts, day);
                let from = if rule == "t3" { 3 } else { 1 };
                let due = left.is_some_and(|left| left <= from && left >= -3) && !decided;
                let passed = anchor.is_some_and(|anchor| day > anchor);
                let kinds: [(&'static str, bool); 2] = if rule == "t3" {
                    [("owner_alert", due), ("owner_todo", due)]
                } else {
                    [("reminder_email", due && !passed), ("owner_todo", due)]
                };
                for (kind, due) in kinds {
                    let base = base(rule, kind, Some(contract));
                    let bound = anchor.map_or("-".to_owned(), |anchor| anchor.to_string());
                    wants.push(Want {
                        key: format!("{base}/{bound}"),
                        base,
                        rule,
                        kind,
                        anchor,
                        due: Some(due),
                        paused: is_paused(contract, day)
                            && !decided
                            && self.flaw != Flaw::IgnoresPause,
                        decided,
                        message: kind == "reminder_email",
                        mandatory: true,
                        worth: None,
                        odds: [10_000, 100],
                    });
                }
            }
        }
        wants.push(self.low());
        wants.push(self.feedback(account, day));
        for contract in &contracts {
            let base = base("lost", "loss_todo", Some(contract));
            wants.push(Want {
                key: format!("{base}/-"),
                base,
                rule: "lost",
                kind: "loss_todo",
                anchor: None,
                due: Some(is_lost(contract, day)),
                paused: false,
                decided: false,
                message: false,
                mandatory: true,
                worth: None,
                odds: [10_000, 100],
            });
        }
        let checks = contracts
            .iter()
            .map(|contract| self.check(contract, &contracts, day));
        wants.extend(checks);
        wants
    }

    /// Half a year before its end somebody has a look at a contract.
    fn check(&self, contract: &Contract, all: &[&Contract], day: NaiveDate) -> Want {
        let base = base("check", "check_todo", Some(contract));
        let left = contract.end_date.map(|end| months_left(day, end));
        let decided = is_decided(contract, all, day);
        let near = left.is_some_and(|left| (-3..=6).contains(&left));
        let odds = if self.level == Some("low") {
            2_500
        } else {
            7_500
        };
        let matters = if left.is_some_and(|left| left <= 2) {
            200
        } else {
            100
        };
        Want {
            key: format!("{base}/-"),
            base,
            rule: "check",
            kind: "check_todo",
            anchor: None,
            due: Some(near && !decided),
            paused: is_paused(contract, day) && !decided && self.flaw != Flaw::IgnoresPause,
            decided,
            message: false,
            mandatory: false,
            worth: contract.end_date.map(|end| 500 - (end - day).num_days()),
            odds: [odds, matters],
        }
    }

    fn low(&self) -> Want {
        let base = base("low", "assign_csm", None);
        let episode = self.episode.as_deref().unwrap_or("-");
        Want {
            key: format!("{base}/satisfaction:{episode}"),
            base,
            rule: "low",
            kind: "assign_csm",
            anchor: None,
            due: self.level.map(|level| level == "low"),
            paused: false,
            decided: false,
            message: false,
            mandatory: false,
            worth: Some(300),
            odds: [5_000, 100],
        }
    }

    fn feedback(&self, account: &Account, day: NaiveDate) -> Want {
        let base = base("feedback", "feedback_survey", None);
        let answers = account.surveys.as_deref().unwrap_or_default();
        let days = answers.iter().map(|answer| on_day(answer.at));
        let latest = days.filter(|on| *on <= day).max();
        let due = latest.is_none_or(|latest| (day - latest).num_days() > 90);
        Want {
            key: format!("{base}/{}", self.period(&base, day)),
            base,
            rule: "feedback",
            kind: "feedback_survey",
            anchor: None,
            due: Some(due),
            paused: false,
            decided: false,
            message: true,
            mandatory: false,
            worth: None,
            odds: [10_000, 100],
        }
    }

    /// The first day of the period: of what is open, else of what was proposed in the last ninety days, else today.
    fn period(&self, base: &str, day: NaiveDate) -> NaiveDate {
        let mut open = None;
        let mut lasting = None;
        for item in &self.items {
            for key in &item.keys {
                let name = key
                    .strip_prefix(base)
                    .and_then(|rest| rest.strip_prefix('/'));
                let Some(first) = name.and_then(|name| name.parse::<NaiveDate>().ok()) else {
                    continue;
                };
                if item.is_open() {
                    open = open.max(Some(first));
                }
                if (day - first).num_days() < 90 {
                    lasting = lasting.max(Some(first));
                }
            }
        }
        open.or(lasting).unwrap_or(day)
    }
}
