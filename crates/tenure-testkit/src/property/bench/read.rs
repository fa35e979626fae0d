//! What a rulebook reads.

use tenure_rules::expr::Expr;
use tenure_rules::{ActionRule, Judge, Promise, Rulebook, SignalId};

/// The signals that rules and overlays read.
pub(super) fn by_rules(rulebook: &Rulebook) -> Vec<SignalId> {
    let rules = rulebook.rules.iter().filter(|rule| rule.enabled);
    let by_rules = rules.flat_map(|rule| match &rule.judge {
        Judge::When { condition, .. } => condition.signals(),
        Judge::Bins { signal, .. } => vec![*signal],
    });
    let overlays = rulebook.overlays.iter();
    let by_overlays = overlays.flat_map(|overlay| overlay.condition.signals());
    sorted(by_rules.chain(by_overlays).collect())
}

/// The signals that rules, overlays and actions read, and those that nothing may hang on; all there are, where a plugin may
/// read them.
pub(super) fn by_anything(rulebook: &Rulebook) -> Vec<SignalId> {
    if rulebook.plugins.iter().any(|plugin| plugin.enabled) {
        return rulebook.dictionary.iter().map(|(id, _)| id).collect();
    }
    let mut all = by_rules(rulebook);
    let actions = rulebook.actions.iter().filter(|action| action.enabled);
    all.extend(actions.flat_map(conditions).flat_map(Expr::signals));
    for property in &rulebook.properties {
        if let Promise::Protected { signals, .. } = &property.promise {
            all.extend(signals);
        }
    }
    sorted(all)
}

fn conditions(action: &ActionRule) -> impl Iterator<Item = &Expr> {
    let steps = action.steps.iter().filter_map(|step| step.when.as_ref());
    let factors = action.propensity.iter().chain(&action.context);
    let factors = factors.filter_map(|factor| factor.condition.as_ref());
    let own = [&action.condition].into_iter().chain(&action.value);
    own.chain(steps).chain(factors)
}

fn sorted(mut all: Vec<SignalId>) -> Vec<SignalId> {
    all.sort_unstable();
    all.dedup();
    all
}
