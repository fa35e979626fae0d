//! Examples that reach every branch of a rulebook in few steps: of each condition every part in turn at, just under and
//! just over its constant, with everything else of the condition as it must be for that part to matter.

use chrono::NaiveDate;
use tenure_rules::expr::{Expr, ExprKind};
use tenure_rules::{Dictionary, Judge, Rulebook, SignalId};

use super::example::Example;
use super::records::{Want, write};
use super::solve::{Solver, Wants, bin_probes, leaves};
use crate::generate;
use crate::source::Source;

/// One in so many examples is an account of any kind, as hosts have them, and not made for the rulebook.
const ONE_IN_WILD: u64 = 6;

/// Draws examples for one rulebook.
pub(crate) struct Draw<'r> {
    rulebook: &'r Rulebook,
    focuses: Vec<Wants>,
    /// Every signal with the values at which something turns over, for what stands beside the focus.
    pool: Vec<(SignalId, Want)>,
}

impl<'r> Draw<'r> {
    pub(crate) fn new(rulebook: &'r Rulebook) -> Self {
        let mut draw = Self {
            rulebook,
            focuses: Vec::new(),
            pool: Vec::new(),
        };
        draw.rules();
        draw.actions();
        for overlay in &rulebook.overlays {
            draw.condition(&overlay.condition, &Vec::new());
        }
        draw.pool = draw
            .focuses
            .iter()
            .filter_map(|wants| wants.last().cloned())
            .collect();
        draw
    }

    /// How many things there are to look at; so many examples look at each once.
    pub(crate) fn focuses(&self) -> usize {
        self.focuses.len()
    }

    /// The values that are worth trying for a signal, in order.
    pub(super) fn probes(&self, signal: SignalId) -> Vec<&Want> {
        let of = self.pool.iter().filter(|(id, _)| *id == signal);
        of.map(|(_, want)| want).collect()
    }

    fn rules(&mut self) {
        for rule in self.rulebook.rules.iter().filter(|rule| rule.enabled) {
            match &rule.judge {
                Judge::When { condition, .. } => self.condition(condition, &Vec::new()),
                Judge::Bins { signal, bins } => {
                    let probes = bin_probes(bins).into_iter();
                    self.focuses
                        .extend(probes.map(|want| vec![(*signal, want)]));
                }
            }
        }
    }

    fn actions(&mut self) {
        let rulebook = self.rulebook;
        for action in rulebook.actions.iter().filter(|action| action.enabled) {
            self.condition(&action.condition, &Vec::new());
            let mut due = Wants::new();
            self.solve(&action.condition, None, 0, &mut due);
            let steps = action.steps.iter().filter_map(|step| step.when.as_ref());
            let tables = action.propensity.iter().chain(&action.context);
            let factors = tables.filter_map(|factor| factor.condition.as_ref());
            for condition in steps.chain(factors) {
                self.condition(condition, &due);
            }
        }
    }

    /// Looks at each part of a condition, with the rest so that it holds, on top of what else must hold.
    fn condition(&mut self, condition: &Expr, before: &Wants) {
        for leaf in leaves(condition, &self.rulebook.dictionary) {
            for (turn, probe) in leaf.probes.iter().enumerate() {
                let mut wants = before.clone();
                self.solve(condition, Some(leaf.expr), turn, &mut wants);
                wants.push((leaf.signal, probe.clone()));
                self.focuses.push(wants);
            }
        }
        // As a whole, too: parts that are no leaves have their turn this way.
        let mut wants = before.clone();
        self.solve(condition, None, 1, &mut wants);
        if !wants.is_empty() {
            self.focuses.push(wants);
        }
    }

    fn solve(&self, condition: &Expr, focus: Option<&Expr>, turn: usize, wants: &mut Wants) {
        let solver = Solver {
            dictionary: &self.rulebook.dictionary,
            focus,
            turn,
        };
        solver.solve(condition, true, wants);
        self.outcomes(condition, wants);
    }

    /// What a condition says of the outcome comes about by rules: those that give most are made to hold.
    fn outcomes(&self, condition: &Expr, wants: &mut Wants) {
        let dictionary = &self.rulebook.dictionary;
        let outcome = |id: &SignalId| is_outcome(dictionary, *id);
        if !condition.signals().iter().any(outcome) {
            return;
        }
        let safe = asks_for_safety(condition, self.rulebook);
        let sign = if safe { -1 } else { 1 };
        let mut weighty: Vec<(i64, &Expr)> = self
            .rulebook
            .rules
            .iter()
            .filter_map(|rule| match &rule.judge {
                Judge::When {
                    condition, points, ..
                } => Some((points.saturating_mul(sign), condition)),
                Judge::Bins { .. } => None,
            })
            .filter(|(points, _)| *points > 0)
            .collect();
        weighty.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
        let mut made = Wants::new();
        for (_, condition) in weighty.into_iter().take(if safe { 3 } else { 1 }) {
            let solver = Solver {
                dictionary,
                focus: None,
                turn: 0,
            };
            solver.solve(condition, true, &mut made);
        }
        made.append(wants);
        made.retain(|(id, _)| !outcome(id));
        *wants = made;
    }

    /// An example; equal numbers and seeds make equal examples.
    pub(crate) fn example(&self, number: u64, seed: u64) -> Example {
        let mut source = Source::seeded(seed.wrapping_mul(0x9E37_79B9).wrapping_add(number));
        if number % ONE_IN_WILD == ONE_IN_WILD - 1 {
            return self.wild(&mut source);
        }
        let made = number - number / ONE_IN_WILD;
        let mut example = Example::quiet(day(&mut source));
        example.turn = source.bits() >> 1;
        let beside = source.below(4);
        for _ in 0..beside {
            let extra = source.pick(&self.pool).cloned();
            extra.iter().for_each(|want| self.write(&mut example, want));
        }
        let focus = self.nth(usize::try_from(made).unwrap_or(0));
        for want in self.focuses.get(focus).into_iter().flatten() {
            self.write(&mut example, want);
        }
        example
    }

    /// The place of the nth focus: strewn over the whole rulebook, so that a few examples see something of each part, and
    /// as many as there are see each once.
    fn nth(&self, number: usize) -> usize {
        let count = self.focuses.len().max(1);
        let shares_none = |step: &usize| gcd(*step, count) == 1;
        let step = (count * 61 / 100 + 1..).find(shares_none).unwrap_or(1);
        (number % count) * step % count
    }

    /// The signals of an example that is made to have them so.
    pub(super) fn write(&self, example: &mut Example, (signal, want): &(SignalId, Want)) {
        if let Some(signal) = self.rulebook.dictionary.get(*signal) {
            write(example, signal, want);
        }
    }

    fn wild(&self, source: &mut Source<'_>) -> Example {
        let records = generate::records(source, 1);
        let turn = source.bits() >> 1;
        let account = records.accounts.first().cloned().unwrap_or_default();
        Example::of(&account, &records.tenant, records.as_of, turn)
    }
}

/// The greatest common divisor.
fn gcd(one: usize, other: usize) -> usize {
    if other == 0 {
        one
    } else {
        gcd(other, one % other)
    }
}

/// A day to look on: mostly one and the same, ends of months and a leap day among the others.
fn day(source: &mut Source<'_>) -> NaiveDate {
    let days = [
        (2026, 6, 30),
        (2026, 6, 30),
        (2026, 5, 13),
        (2024, 2, 29),
        (2025, 12, 31),
    ];
    let (year, month, day) = source.pick(&days).copied().unwrap_or((2026, 6, 30));
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn is_outcome(dictionary: &Dictionary, id: SignalId) -> bool {
    dictionary.get(id).is_some_and(|def| def.actions_only)
}

/// Whether a condition names the safest band.
fn asks_for_safety(condition: &Expr, rulebook: &Rulebook) -> bool {
    let safest = rulebook.risk.bands.first().map(|band| band.name.as_str());
    let is_safest = match &condition.kind {
        ExprKind::Const(tenure_rules::expr::Const::Text(text)) => Some(text.as_ref()) == safest,
        _ => false,
    };
    is_safest
        || condition
            .parts()
            .iter()
            .any(|part| asks_for_safety(part, rulebook))
}
