//! How much a rulebook has of what a property is about.

use tenure_rules::{ActionStep, Rulebook};

use super::sales::SELLS;

pub(super) fn rules(rulebook: &Rulebook) -> usize {
    rulebook.rules.iter().filter(|rule| rule.enabled).count()
}

/// What gives points.
pub(super) fn points(rulebook: &Rulebook) -> usize {
    let plugins = rulebook.plugins.iter().filter(|plugin| plugin.enabled);
    rules(rulebook) + plugins.count()
}

pub(super) fn actions(rulebook: &Rulebook) -> usize {
    let actions = rulebook.actions.iter();
    actions.filter(|action| action.enabled).count()
}

pub(super) fn anything(rulebook: &Rulebook) -> usize {
    points(rulebook) + actions(rulebook)
}

/// Steps that go to the customer by themselves.
pub(super) fn messages(rulebook: &Rulebook) -> usize {
    steps(rulebook, ActionStep::is_message)
}

/// Steps that sell something.
pub(super) fn sales(rulebook: &Rulebook) -> usize {
    steps(rulebook, |step| SELLS.contains(&step.kind.as_str()))
}

fn steps(rulebook: &Rulebook, which: fn(&ActionStep) -> bool) -> usize {
    let actions = rulebook.actions.iter().filter(|action| action.enabled);
    let steps = actions.flat_map(|action| &action.steps);
    steps.filter(|step| which(step)).count()
}
