//! Points taken apart, and put together again without a rule.
//!
//! Points are additive: a decision's contributions add up to them. What a rule is worth is therefore told exactly, by
//! leaving its contributions out and holding groups and the whole within their limits anew.

use std::collections::BTreeMap;

use tenure::Engine;
use tenure::decision::Contribution;
use tenure_rules::{GroupMode, RiskModel};

/// How many doublings of the odds points can make.
const DOUBLINGS: i64 = 20;

/// What one rule gave, by the numbers of its name and its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) rule: u32,
    group: Option<u32>,
    pub(super) points: i64,
}

/// A rulebook's way from contributions to a probability.
#[derive(Debug)]
pub(super) struct Scale {
    model: RiskModel,
    groups: Vec<(String, GroupMode, Option<i64>)>,
    own_clamp: bool,
    names: Vec<String>,
    numbers: BTreeMap<String, u32>,
}

impl Scale {
    pub(super) fn new(engine: &Engine) -> Self {
        let rulebook = engine.rulebook();
        let groups = rulebook.groups.iter();
        Self {
            model: rulebook.risk.clone(),
            groups: groups
                .map(|group| (group.id.clone(), group.mode, group.cap))
                .collect(),
            own_clamp: rulebook.rule("clamp").is_some(),
            names: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// What gave points, by number.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Takes contributions apart: what rules and plugins gave, without what limits made of it.
    pub(super) fn take(&mut self, contributions: &[Contribution]) -> Vec<Given> {
        let own_clamp = self.own_clamp;
        let is_limit = |rule: &str| rule.starts_with("cap:") || (rule == "clamp" && !own_clamp);
        let mut given: Vec<Given> = Vec::new();
        for contribution in contributions {
            if is_limit(&contribution.rule) {
                continue;
            }
            let (name, is_plugin) = name(&contribution.rule);
            let one = Given {
                rule: self.number(name),
                group: self.group(contribution.group.as_deref()),
                points: contribution.points,
            };
            match given
                .iter_mut()
                .find(|other| is_plugin && other.rule == one.rule)
            {
                // A plugin counts as a whole.
                Some(same) => same.points = same.points.saturating_add(one.points),
                None => given.push(one),
            }
        }
        given
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn group(&self, name: Option<&str>) -> Option<u32> {
        let place = self
            .groups
            .iter()
            .position(|(id, _, _)| Some(id.as_str()) == name)?;
        Some(place as u32)
    }

    /// The points of what was given, but for one rule.
    pub(super) fn without(&self, given: &[Given], rule: Option<u32>) -> i64 {
        let kept = || given.iter().filter(|one| Some(one.rule) != rule);
        let alone: i128 = kept()
            .filter(|one| one.group.is_none())
            .map(|one| i128::from(one.points))
            .sum();
        let mut groups: Vec<u32> = kept().filter_map(|one| one.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let grouped = groups.into_iter().map(|group| {
            let members = kept().filter(|one| one.group == Some(group));
            self.together(group, members.map(|one| one.points))
        });
        let limit = i128::from(self.limit());
        let points = (alone + grouped.sum::<i128>()).clamp(-limit, limit);
        i64::try_from(points).unwrap_or_default()
    }

    /// What a group makes of its members' points.
    fn together(&self, group: u32, points: impl Iterator<Item = i64>) -> i128 {
        let Some((_, mode, cap)) = self.groups.get(group as usize) else {
            return points.map(i128::from).sum();
        };
        let all: i128 = match mode {
            GroupMode::Sum => points.map(i128::from).sum(),
            GroupMode::Max => points.map(i128::from).fold(0, |most: i128, points| {
                if points.abs() > most.abs() {
                    points
                } else {
                    most
                }
            }),
        };
        match cap.map(|cap| i128::from(cap.max(0))) {
            Some(cap) => all.clamp(-cap, cap),
            None => all,
        }
    }

    fn limit(&self) -> i64 {
        let most = self.model.pdo.saturating_mul(DOUBLINGS);
        most.clamp(0, i64::from(i32::MAX))
    }

    /// The probability of points, in basis points.
    pub(super) fn probability_bp(&self, points: i64) -> i64 {
        if let Some(calibration) = &self.model.calibration {
            return calibration.probability_bp(points);
        }
        let prior = self.model.prior_bp as f64 / (10_000 - self.model.prior_bp) as f64;
        let odds = prior * libm::exp2(points as f64 / self.model.pdo as f64);
        (10_000.0 * (odds / (1.0 + odds))).round() as i64
    }
}

/// What gave points, without a plugin's reason; and whether it is a plugin.
fn name(rule: &str) -> (&str, bool) {
    let is_plugin = rule.starts_with("plugin:");
    let plugin = rule.split_once('/').filter(|_| is_plugin);
    (plugin.map_or(rule, |(plugin, _)| plugin), is_plugin)
}
