//! From conditions to points, and from points to a probability and a band.
//!
//! A [`RiskProgram`] is a rulebook's rules, groups and overlays, compiled. It is bound to ready columns ([`RiskTables`])
//! and scores them in bulk ([`RiskBound::score`]), or tells all about one account ([`RiskBound::detail`]): both read the
//! same program's values.

mod bulk;
mod cases;
mod coverage;
mod detail;
mod odds;
mod order;
mod overlays;
mod plain;
mod plugins;
mod scores;
mod tables;
mod unit;

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use tenure_columns::Kernels;
use tenure_rules::program::{Output, Program};
use tenure_rules::{Dictionary, Judge, Rule, Rulebook, Scope, SignalId};

pub use bulk::RiskScratch;
pub use detail::{Origin, RiskContribution, RiskDetail, RiskGap, UnjudgedItem};
pub use odds::BandIndex;
pub use plugins::{PluginJudgment, PluginMember};
pub use scores::Scores;
pub use tables::{RiskBound, RiskTables};

use bulk::Plan;
use cases::RuleCases;
use odds::Odds;
use unit::Unit;

/// The signal that says which band was given last time.
const LAST_BAND: &str = "history.band";

/// The rules of one scope as one program; the account's scope has the overlays' conditions too, after the rules.
#[derive(Debug, Clone)]
struct ScopeProgram {
    scope: Scope,
    program: Program,
    /// The rules, by their place among the enabled ones, in the order of the program's outputs.
    rules: Vec<usize>,
}

/// An overlay's factor and the output that says whether it counts.
#[derive(Debug, Clone, Copy)]
struct OverlayFactor {
    output: usize,
    num: i64,
    den: i64,
}

/// A rulebook's way from columns to points and risk, compiled. Frozen; shared between threads.
#[derive(Debug, Clone)]
pub struct RiskProgram {
    dictionary: Arc<Dictionary>,
    rules: Vec<RuleCases>,
    units: Vec<Unit>,
    overlays: Vec<OverlayFactor>,
    account: ScopeProgram,
    narrow: Vec<ScopeProgram>,
    odds: Odds,
    last_band: Option<SignalId>,
    /// The largest magnitude of what all rules can give together.
    magnitude: i128,
    /// The sum of the weights of the account's rules.
    weight: i64,
    /// The coverage by the weight that was not judged, where all applies; empty where there is too much weight.
    coverage: Vec<u16>,
    rule_count: usize,
    /// The plugins that give points, in the order of the rulebook.
    plugins: Vec<PluginMember>,
    /// How accounts are scored in bulk; made when they first are, and shared by clones.
    plan: Arc<OnceLock<Plan>>,
    /// Tells scratch memory whose parts it keeps; clones are equal and share it.
    identity: Arc<()>,
}

impl RiskProgram {
    /// Compiles the enabled rules of a rulebook; its plugins are not among them.
    pub fn compile(rulebook: &Rulebook) -> Self {
        Self::with_plugins(rulebook, Vec::new())
    }

    /// Compiles the enabled rules of a rulebook, to be added up with what plugins give. Such a program tells all about
    /// one account ([`RiskBound::detail`]); plugins have no part in scores in bulk.
    pub fn with_plugins(rulebook: &Rulebook, plugins: Vec<PluginMember>) -> Self {
        let enabled: Vec<(usize, &Rule)> = rulebook
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.enabled)
            .collect();
        let account = scope_program(rulebook, Scope::Account, &enabled);
        let narrow: Vec<ScopeProgram> = Scope::ALL
            .into_iter()
            .filter(|scope| !is_wide(*scope))
            .map(|scope| scope_program(rulebook, scope, &enabled))
            .filter(|program| !program.rules.is_empty())
            .collect();
        let limit = odds::limit(rulebook.risk.pdo);
        let mut rules: Vec<RuleCases> = enabled
            .iter()
            .map(|(number, rule)| RuleCases::new(*number, rule, limit))
            .collect();
        for program in std::iter::once(&account).chain(&narrow) {
            for (output, rule) in program.rules.iter().enumerate() {
                rules[*rule].output = output;
            }
        }
        let overlays: Vec<OverlayFactor> = rulebook
            .overlays
            .iter()
            .enumerate()
            .map(|(number, overlay)| OverlayFactor {
                output: account.rules.len() + number,
                num: overlay.num,
                den: overlay.den,
            })
            .collect();
        let units = unit::units(rulebook, &enabled, &rules, &plugins);
        let wide = rules.iter().filter(|rule| is_wide(rule.scope));
        let weight = wide.fold(0_i64, |sum, rule| sum.saturating_add(rule.weight));
        Self {
            dictionary: rulebook.dictionary.clone(),
            magnitude: magnitude(&units, &rules, &overlays),
            coverage: coverage::by_unjudged(weight),
            weight,
            units,
            overlays,
            rules,
            account,
            narrow,
            odds: Odds::new(&rulebook.risk),
            last_band: rulebook.dictionary.find(LAST_BAND),
            rule_count: rulebook.rules.len(),
            plugins,
            plan: Arc::default(),
            identity: Arc::new(()),
        }
    }

    /// The signals that it reads, each once, by number: what must be derived.
    pub fn signals(&self) -> Vec<SignalId> {
        let programs = std::iter::once(&self.account).chain(&self.narrow);
        let mut signals: Vec<SignalId> = programs
            .flat_map(|program| program.program.inputs().iter().copied())
            .chain(self.last_band)
            .chain(
                self.plugins
                    .iter()
                    .flat_map(|plugin| plugin.inputs.iter().copied()),
            )
            .collect();
        signals.sort_unstable();
        signals.dedup();
        signals
    }

    /// The scopes narrower than the account whose rows it reads.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> + '_ {
        self.narrow.iter().map(|program| program.scope)
    }

    /// The same program with other kernels; the results are the same.
    #[must_use]
    pub fn with_kernels(mut self, kernels: Kernels) -> Self {
        for scoped in std::iter::once(&mut self.account).chain(&mut self.narrow) {
            scoped.program = scoped.program.clone().with_kernels(kernels);
        }
        self
    }

    /// How many rules the rulebook has, disabled ones included.
    pub fn rule_count(&self) -> usize {
        self.rule_count
    }
}

/// The largest magnitude of what all rules can give together.
fn magnitude(units: &[Unit], rules: &[RuleCases], overlays: &[OverlayFactor]) -> i128 {
    let members = units
        .iter()
        .flat_map(|unit| unit.rules.iter().map(move |member| (unit, member)));
    members
        .map(|(unit, member)| {
            let scaled = unit.overlays.iter().zip(&member.scaled);
            let factors = scaled
                .filter(|(_, scaled)| **scaled)
                .map(|(overlay, _)| overlays[*overlay]);
            overlays::largest(rules[member.rule].weight, factors)
        })
        .sum()
}

/// Whether a scope's rules are judged once for each account.
fn is_wide(scope: Scope) -> bool {
    match scope {
        Scope::Tenant | Scope::Account => true,
        Scope::Contract | Scope::Complaint | Scope::Opportunity | Scope::Offer => false,
    }
}

fn scope_program(rulebook: &Rulebook, scope: Scope, enabled: &[(usize, &Rule)]) -> ScopeProgram {
    let rules: Vec<usize> = (0..enabled.len())
        .filter(
            |index| match (is_wide(enabled[*index].1.scope), is_wide(scope)) {
                (true, true) => true,
                (false, false) => enabled[*index].1.scope == scope,
                (true, false) | (false, true) => false,
            },
        )
        .collect();
    let mut outputs: Vec<Output<'_>> = rules
        .iter()
        .map(|index| output(&rulebook.dictionary, enabled[*index].1))
        .collect();
    if is_wide(scope) {
        outputs.extend(
            rulebook
                .overlays
                .iter()
                .map(|overlay| Output::Expr(&overlay.condition)),
        );
    }
    ScopeProgram {
        scope,
        program: Program::compile(&outputs),
        rules,
    }
}

fn output<'a>(dictionary: &Dictionary, rule: &'a Rule) -> Output<'a> {
    match &rule.judge {
        Judge::When { condition, .. } => Output::Expr(condition),
        Judge::Bins { signal, bins } => Output::Bins {
            signal: *signal,
            // The checker refuses a signal that is not in the dictionary.
            ty: dictionary
                .get(*signal)
                .map_or(tenure_rules::SignalType::Int, |signal| signal.ty),
            bins,
        },
    }
}
