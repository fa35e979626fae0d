//! Rules whose points are held together: a group, or rules without one.

use tenure_rules::{GroupMode, Rule, Rulebook, ScaleTarget};

use super::cases::RuleCases;
use super::is_wide;
use super::plugins::PluginMember;

/// A rule of a unit.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The rule's place among the enabled ones.
    pub(super) rule: usize,
    /// Whether each overlay of the unit scales it.
    pub(super) scaled: Vec<bool>,
}

/// Rules that are added up together.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// The group's number in the rulebook.
    pub(super) group: Option<usize>,
    pub(super) mode: GroupMode,
    pub(super) cap: Option<i64>,
    pub(super) rules: Vec<Member>,
    /// The plugins, by their places among those that give points.
    pub(super) plugins: Vec<usize>,
    /// The overlays that scale any of the rules, by number.
    pub(super) overlays: Vec<usize>,
    /// Whether every rule is judged once for each account.
    pub(super) is_wide: bool,
}

/// The units of a rulebook: its groups, the rules without a group that no overlay scales together, and each other one by
/// itself.
pub(super) fn units(
    rulebook: &Rulebook,
    enabled: &[(usize, &Rule)],
    rules: &[RuleCases],
    plugins: &[PluginMember],
) -> Vec<Unit> {
    let group_of = |rule: &Rule| {
        let name = rule.group.as_ref()?;
        rulebook.groups.iter().position(|group| group.id == *name)
    };
    let mut units: Vec<Unit> = Vec::new();
    for (number, group) in rulebook.groups.iter().enumerate() {
        let members = places(enabled, |rule| group_of(rule) == Some(number));
        units.push(Unit {
            group: Some(number),
            cap: group.cap,
            plugins: of_group(plugins, Some(&group.id)),
            ..unit(rulebook, enabled, rules, &members, group.mode)
        });
    }
    let alone = places(enabled, |rule| group_of(rule).is_none());
    let (scaled, plain): (Vec<usize>, Vec<usize>) = alone.into_iter().partition(|place| {
        (0..rulebook.overlays.len()).any(|o| scales(rulebook, o, enabled[*place].1))
    });
    units.push(Unit {
        plugins: of_group(plugins, None),
        ..unit(rulebook, enabled, rules, &plain, GroupMode::Sum)
    });
    for place in scaled {
        units.push(unit(rulebook, enabled, rules, &[place], GroupMode::Sum));
    }
    units.retain(|unit| !unit.rules.is_empty() || !unit.plugins.is_empty());
    units
}

fn of_group(plugins: &[PluginMember], group: Option<&str>) -> Vec<usize> {
    let of = |plugin: &PluginMember| plugin.group.as_deref() == group;
    (0..plugins.len())
        .filter(|place| of(&plugins[*place]))
        .collect()
}

fn places(enabled: &[(usize, &Rule)], wanted: impl Fn(&Rule) -> bool) -> Vec<usize> {
    (0..enabled.len())
        .filter(|place| wanted(enabled[*place].1))
        .collect()
}

fn scales(rulebook: &Rulebook, overlay: usize, rule: &Rule) -> bool {
    match &rulebook.overlays[overlay].target {
        ScaleTarget::Group(group) => rule.group.as_ref() == Some(group),
        ScaleTarget::Rule(id) => rule.id == *id,
    }
}

fn unit(
    rulebook: &Rulebook,
    enabled: &[(usize, &Rule)],
    rules: &[RuleCases],
    members: &[usize],
    mode: GroupMode,
) -> Unit {
    let overlays: Vec<usize> = (0..rulebook.overlays.len())
        .filter(|overlay| {
            members
                .iter()
                .any(|place| scales(rulebook, *overlay, enabled[*place].1))
        })
        .collect();
    Unit {
        group: None,
        plugins: Vec::new(),
        mode,
        cap: None,
        is_wide: members.iter().all(|place| is_wide(rules[*place].scope)),
        rules: members
            .iter()
            .map(|place| Member {
                rule: *place,
                scaled: overlays
                    .iter()
                    .map(|overlay| scales(rulebook, *overlay, enabled[*place].1))
                    .collect(),
            })
            .collect(),
        overlays,
    }
}
