//! Between which points a group lies, whatever the account.

use crate::dictionary::Scope;
use crate::rulebook::{Group, GroupMode, Judge, Rule, Rulebook, ScaleTarget};

use super::places::At;
use super::{Analyst, Claim};

/// The least and the most that the rules of a group give before its cap; `None` for rules of no group are those that
/// belong to none. Plugins are left out.
///
/// The answer is `None` where no bound is known: rules of other scopes than the account's have no number of rows.
pub fn points_of_group(rulebook: &Rulebook, group: Option<&str>) -> Option<(i64, i64)> {
    let rules = rulebook
        .rules
        .iter()
        .filter(|rule| rule.enabled && rule.group.as_deref() == group);
    let mut each = Vec::new();
    for rule in rules {
        if !matches!(rule.scope, Scope::Account | Scope::Tenant) {
            return None;
        }
        each.push(of_rule(rulebook, rule)?);
    }
    let found = group.and_then(|id| rulebook.group(id));
    let largest = found.is_some_and(|group| group.mode == GroupMode::Max);
    each.iter()
        .try_fold((0_i64, 0_i64), |(low, high), (least, most)| {
            if largest {
                Some((low.min(*least), high.max(*most)))
            } else {
                Some((low.checked_add(*least)?, high.checked_add(*most)?))
            }
        })
}

/// The least and the most that a rule gives, under all its overlays at once; 0 is always among them.
fn of_rule(rulebook: &Rulebook, rule: &Rule) -> Option<(i64, i64)> {
    let points: Vec<i64> = match &rule.judge {
        Judge::When { points, .. } => vec![*points],
        Judge::Bins { bins, .. } => bins.iter().map(|bin| bin.points).collect(),
    };
    let mut scaled = vec![0];
    for points in points {
        scaled.extend([points, largest_scale(rulebook, rule, points)?]);
    }
    Some((*scaled.iter().min()?, *scaled.iter().max()?))
}

/// Points under every overlay that makes them larger, rounded away from zero.
fn largest_scale(rulebook: &Rulebook, rule: &Rule, points: i64) -> Option<i64> {
    let mut scaled = i128::from(points);
    let mut under = 1_i128;
    for overlay in rulebook
        .overlays
        .iter()
        .filter(|overlay| overlay.num > overlay.den)
    {
        let hits = match &overlay.target {
            ScaleTarget::Group(group) => rule.group.as_ref() == Some(group),
            ScaleTarget::Rule(id) => rule.id == *id,
        };
        if hits {
            scaled = scaled.checked_mul(i128::from(overlay.num))?;
            under = under.checked_mul(i128::from(overlay.den))?;
        }
    }
    let away = (scaled.abs() + under - 1) / under;
    i64::try_from(away * scaled.signum()).ok()
}

impl Analyst<'_> {
    pub(super) fn caps(&mut self) {
        let rulebook = self.rulebook;
        for (index, group) in rulebook.groups.iter().enumerate() {
            self.cap(index, group);
        }
    }

    fn cap(&mut self, index: usize, group: &Group) {
        let rulebook = self.rulebook;
        let of_group = |id: &Option<String>| id.as_ref() == Some(&group.id);
        let plugins = rulebook.plugins.iter();
        let plugged = plugins
            .filter(|plugin| plugin.enabled)
            .any(|plugin| of_group(&plugin.group));
        let used = rulebook.rules.iter();
        let used = used
            .filter(|rule| rule.enabled)
            .any(|rule| of_group(&rule.group));
        let (Some(cap), false, true) = (group.cap, plugged, used) else {
            return;
        };
        let Some((least, most)) = points_of_group(rulebook, Some(&group.id)) else {
            return;
        };
        if least < -cap || most > cap {
            return;
        }
        let message = format!(
            "the cap of {cap} never cuts anything: the rules of `{}` come to no less than {least:+} and no more than {most:+}",
            group.id
        );
        let help = "lower the cap, or leave it out";
        let at = At::new("group", index).key("cap");
        self.find_at(
            "cap-never-binds",
            &at,
            &group.id,
            message,
            help,
            Claim::Proved,
        );
    }
}
