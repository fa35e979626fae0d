//! Accounts made for a claim, and put to the engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::Value;
use tenure_core::decision::Evidence;
use tenure_core::engine::{Engine, Plugins, PreparedTenant};
use tenure_core::explain::{Explanation, RuleState, State};
use tenure_core::plugin::PluginError;
use tenure_rules::analyse::{Assumed, Claim, Way};
use tenure_rules::{Rulebook, SignalId};

use super::Shown;
use crate::property::example::Example;
use crate::property::records::{Want, write};
use crate::property::shrink::shrink;

/// So many witnesses at most are made small; the rest are shown as they were found.
const MOST_SMALL: usize = 8;

/// Puts claims to the engine, which is made when it is first needed.
pub(super) struct Replay<'r> {
    rulebook: &'r Rulebook,
    plugins: &'r Plugins,
    engine: Option<Engine>,
    made_small: usize,
}

impl<'r> Replay<'r> {
    pub(super) fn new(rulebook: &'r Rulebook, plugins: &'r Plugins) -> Self {
        Self {
            rulebook,
            plugins,
            engine: None,
            made_small: 0,
        }
    }

    /// An account that bears a claim out; `None` where none was found.
    ///
    /// # Errors
    /// The rulebook's plugins are not those that were handed in.
    pub(super) fn witness(&mut self, claim: &Claim) -> Result<Option<Shown>, PluginError> {
        let ways = ways(claim);
        let mut found = None;
        for way in &ways {
            for example in self.examples(way) {
                if self.bears_out(claim, &example)? {
                    found = Some(example);
                    break;
                }
            }
            if found.is_some() {
                break;
            }
        }
        let Some(example) = found else {
            return Ok(None);
        };
        let example = self.small(claim, example)?;
        let mut seen = BTreeMap::new();
        for name in named(claim) {
            seen.extend(self.seen_by(&example, name));
        }
        let example = Box::new(example);
        Ok(Some(Shown::Made { example, seen }))
    }

    /// Quiet accounts of which signals were changed, in one order and the other: what is written last stands.
    fn examples(&self, way: &Way) -> Vec<Example> {
        let made = |turned: bool| {
            let mut example = Example::quiet(today());
            let mut signals: Vec<_> = way.iter().collect();
            if turned {
                signals.reverse();
            }
            for (signal, assumed) in signals {
                if let Some(signal) = self.rulebook.dictionary.get(*signal) {
                    write(&mut example, signal, &want(assumed));
                }
            }
            example
        };
        vec![made(false), made(true)]
    }

    /// The smallest account that still bears a claim out; tried on the rules that it names alone, and then on all.
    fn small(&mut self, claim: &Claim, example: Example) -> Result<Example, PluginError> {
        if self.made_small == MOST_SMALL {
            return Ok(example);
        }
        self.made_small += 1;
        let Some(engine) = self.of_few(claim) else {
            return Ok(example);
        };
        let small = shrink(&example, &mut |smaller| {
            let told = explain(&engine, smaller);
            told.is_some_and(|told| holds(claim, self.rulebook, &told))
        });
        let still = self.bears_out(claim, &small)?;
        Ok(if still { small } else { example })
    }

    /// An engine of the rules that a claim names; of all of them where it is about actions.
    fn of_few(&self, claim: &Claim) -> Option<Engine> {
        let mut few = self.rulebook.clone();
        if !matches!(claim, Claim::Together { .. }) {
            let named = named(claim);
            few.rules.retain(|rule| named.contains(&rule.id.as_str()));
            few.actions.clear();
            few.overlays.clear();
        }
        Engine::new(Arc::new(few), self.plugins).ok()
    }

    fn bears_out(&mut self, claim: &Claim, example: &Example) -> Result<bool, PluginError> {
        let told = explain(self.engine()?, example);
        Ok(told.is_some_and(|told| holds(claim, self.rulebook, &told)))
    }

    fn engine(&mut self) -> Result<&Engine, PluginError> {
        let engine = match self.engine.take() {
            Some(engine) => engine,
            None => Engine::new(Arc::new(self.rulebook.clone()), self.plugins)?,
        };
        Ok(self.engine.insert(engine))
    }

    /// What a rule or action saw of an account.
    fn seen_by(&self, example: &Example, name: &str) -> BTreeMap<String, Evidence> {
        let read = || {
            let (account, tenant) = example.read()?;
            let tenant = PreparedTenant::new(tenant).ok()?;
            let engine = self.engine.as_ref()?;
            let told = engine.why_not(&account, &tenant, example.as_of, name);
            told.ok()?
        };
        let rows = read().map(|told| told.rows).unwrap_or_default();
        rows.into_iter().flat_map(|row| row.evidence).collect()
    }
}

fn explain(engine: &Engine, example: &Example) -> Option<Explanation> {
    let (account, tenant) = example.read()?;
    let tenant = PreparedTenant::new(tenant).ok()?;
    engine.explain(&account, &tenant, example.as_of).ok()
}

/// The day on which witnesses are looked at.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap_or_default()
}

fn want(assumed: &Assumed) -> Want {
    match assumed {
        Assumed::Is(value) => Want::Is(value.clone()),
        Assumed::Stale => Want::Stale,
        Assumed::Unknown => Want::Unknown,
        Assumed::NotApplicable => Want::NotApplicable,
    }
}

/// How a claim may come about.
fn ways(claim: &Claim) -> Vec<Way> {
    match claim {
        Claim::BothCount { ways, .. } | Claim::Together { ways, .. } => ways.clone(),
        Claim::NeitherCounts { signal, value, .. } | Claim::NoBin { signal, value, .. } => {
            vec![vec![(*signal, Assumed::Is(value.clone()))]]
        }
        _ => Vec::new(),
    }
}

/// Whether what the engine says of an account is what is claimed.
fn holds(claim: &Claim, rulebook: &Rulebook, told: &Explanation) -> bool {
    match claim {
        Claim::BothCount { rules, .. } => rules.iter().all(|rule| {
            let counts = |state: &RuleState| state.state == State::Fired && state.points != 0;
            of_rule(told, rule).any(counts)
        }),
        Claim::NeitherCounts {
            rules,
            signal,
            value,
        } => {
            let mut rules = rules.iter();
            rules.all(|rule| stands_idle(rulebook, told, rule, (*signal, value)))
        }
        Claim::NoBin {
            rule,
            signal,
            value,
        } => stands_idle(rulebook, told, rule, (*signal, value)),
        Claim::Together { actions, kind, .. } => {
            let [one, other] = actions;
            let proposed = |action: &str, kind: Option<&str>| {
                let mut proposed = told.decision.actions.iter();
                proposed.any(|found| {
                    found.action == action && kind.is_none_or(|kind| found.kind == kind)
                })
            };
            proposed(one, kind.as_deref()) && proposed(other, None)
        }
        _ => false,
    }
}

/// Whether a rule saw a value, could be judged, and gave nothing.
fn stands_idle(
    rulebook: &Rulebook,
    told: &Explanation,
    rule: &str,
    (signal, value): (SignalId, &Value),
) -> bool {
    let Some(signal) = rulebook.dictionary.get(signal) else {
        return false;
    };
    of_rule(told, rule).any(|state| {
        let saw = state.evidence.get(&signal.name);
        state.state == State::NotFired && saw.is_some_and(|saw| is_value(saw, value))
    })
}

fn of_rule<'t>(told: &'t Explanation, rule: &'t str) -> impl Iterator<Item = &'t RuleState> {
    told.rules.iter().filter(move |state| state.rule == rule)
}

fn is_value(saw: &Evidence, value: &Value) -> bool {
    match (saw, value) {
        (Evidence::Int(saw), Value::Int(value)) => saw == value,
        (Evidence::Float(saw), Value::Float(value)) => (saw - value).abs() < 1e-9,
        (Evidence::Bool(saw), Value::Bool(value)) => saw == value,
        (Evidence::Text(saw), Value::Text(value)) => saw.as_str() == value.as_ref(),
        _ => false,
    }
}

/// The rules or actions of a claim.
fn named(claim: &Claim) -> Vec<&str> {
    match claim {
        Claim::BothCount { rules: named, .. }
        | Claim::NeitherCounts { rules: named, .. }
        | Claim::Together { actions: named, .. } => named.iter().map(String::as_str).collect(),
        Claim::NoBin { rule, .. } => vec![rule],
        _ => Vec::new(),
    }
}
