//! A rulebook's points as one circuit over the masks of its rules' cases and overlays.

mod scaled;
mod strongest;

use tenure_columns::circuit::{Builder, Circuit, Number, Wire};
use tenure_rules::GroupMode;

use crate::risk::RiskProgram;
use crate::risk::cases::Case;
use crate::risk::unit::Unit;
use scaled::Amounts;

/// The sums of which a term is part, as bits.
type Targets = u8;

const POINTS: Targets = 1;
const LOW: Targets = 2;
const HIGH: Targets = 4;

/// The largest magnitude of sums that are added up in bulk.
const MOST: i128 = i32::MAX as i128;

/// Where a number stands among a circuit's outputs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    pub(super) first: usize,
    pub(super) bits: usize,
    pub(super) offset: i64,
    /// Whether every row's number fits 16 bits.
    pub(super) is_short: bool,
}

/// What is computed for a chunk of accounts.
///
/// The circuit's inputs: for each rule of the account's scope the masks of its cases, the last of them where it could not
/// be judged; then for each overlay where it counts and where it might.
#[derive(Debug)]
pub(in crate::risk) struct Plan {
    pub(super) circuit: Circuit,
    pub(super) points: Sum,
    pub(super) low: Sum,
    pub(super) high: Sum,
    /// The weight that could not be judged.
    pub(super) unjudged: Sum,
    /// The weight that is not applicable, over the rules' masks of where they are not.
    pub(super) gaps: (Circuit, Sum),
    /// By enabled rule: its first input.
    pub(super) rules: Vec<usize>,
    /// The first overlay's first input.
    pub(super) overlays: usize,
    /// The units that are added up row by row.
    pub(super) by_row: Vec<usize>,
}

/// Numbers, by the sums of which they are part.
#[derive(Debug, Default)]
struct Terms {
    by_targets: [Vec<Number>; 8],
}

impl Terms {
    fn push(&mut self, targets: Targets, number: Number) {
        self.by_targets[usize::from(targets)].push(number);
    }
}

/// By the sums that they count for: rows and what is given there. No row is in two of them for one sum.
#[derive(Default)]
struct Taken {
    parts: Vec<(Targets, Vec<(Wire, i64)>)>,
}

impl Taken {
    fn of(&mut self, targets: Targets) -> &mut Vec<(Wire, i64)> {
        let known = self.parts.iter().position(|(known, _)| *known == targets);
        let place = known.unwrap_or_else(|| {
            self.parts.push((targets, Vec::new()));
            self.parts.len() - 1
        });
        &mut self.parts[place].1
    }
}

/// A plan under construction.
struct Planner<'a> {
    program: &'a RiskProgram,
    builder: Builder,
    rules: Vec<usize>,
    overlays: usize,
}

impl Plan {
    pub(in crate::risk) fn new(program: &RiskProgram) -> Self {
        let mut planner = Planner::new(program);
        let (bulk, by_row): (Vec<usize>, Vec<usize>) =
            (0..program.units.len()).partition(|unit| planner.is_in_bulk(&program.units[*unit]));
        let mut terms = Terms::default();
        for unit in bulk {
            planner.unit(&program.units[unit], &mut terms);
        }
        let [points, low, high] = planner.numbers(&terms);
        let unjudged = planner.unjudged();
        let mut outputs = Vec::new();
        let [points, low, high, unjudged] =
            [points, low, high, unjudged].map(|number| output(&number, &mut outputs));
        Self {
            circuit: planner.builder.finish(&outputs),
            points,
            low,
            high,
            unjudged,
            gaps: gaps(program),
            rules: planner.rules,
            overlays: planner.overlays,
            by_row,
        }
    }
}

fn output(number: &Number, outputs: &mut Vec<Wire>) -> Sum {
    let first = outputs.len();
    outputs.extend(number.bits());
    let (least, most) = number.range();
    Sum {
        first,
        bits: number.bits().len(),
        offset: number.offset(),
        is_short: i16::try_from(least).is_ok() && i16::try_from(most).is_ok(),
    }
}

/// The weight that is not applicable.
fn gaps(program: &RiskProgram) -> (Circuit, Sum) {
    let mut builder = Builder::new(program.account.rules.len());
    let rules = program.account.rules.iter().enumerate();
    let mut terms = Vec::new();
    for (input, rule) in rules.filter(|_| is_small(program)) {
        let rows = builder.input(input);
        terms.push(builder.amount(rows, program.rules[*rule].weight));
    }
    let number = builder.sum(&terms);
    let mut outputs = Vec::new();
    let sum = output(&number, &mut outputs);
    (builder.finish(&outputs), sum)
}

/// Whether sums stay so small that anything is added up in bulk.
pub(super) fn is_small(program: &RiskProgram) -> bool {
    program.magnitude <= MOST
}

impl<'a> Planner<'a> {
    fn new(program: &'a RiskProgram) -> Self {
        let mut rules = vec![0; program.rules.len()];
        let mut next = 0;
        for rule in &program.account.rules {
            rules[*rule] = next;
            next += program.rules[*rule].cases.len();
        }
        Self {
            program,
            builder: Builder::new(next + 2 * program.overlays.len()),
            rules,
            overlays: next,
        }
    }

    fn is_in_bulk(&self, unit: &Unit) -> bool {
        let few = match unit.mode {
            GroupMode::Sum => scaled::MOST_OVERLAYS,
            GroupMode::Max => strongest::MOST_OVERLAYS,
        };
        unit.is_wide && is_small(self.program) && unit.overlays.len() <= few
    }

    /// The rows of a rule's case.
    fn case(&self, rule: usize, case: usize) -> Wire {
        self.builder.input(self.rules[rule] + case)
    }

    /// Where an overlay counts, and where it might.
    fn overlay(&self, overlay: usize) -> (Wire, Wire) {
        let first = self.overlays + 2 * overlay;
        (self.builder.input(first), self.builder.input(first + 1))
    }

    /// Adds a unit's terms.
    fn unit(&mut self, unit: &Unit, terms: &mut Terms) {
        let Some(cap) = unit.cap.map(|cap| cap.max(0)) else {
            return self.free(unit, terms);
        };
        let mut own = Terms::default();
        self.free(unit, &mut own);
        let numbers = self.numbers(&own);
        for (target, number) in [POINTS, LOW, HIGH].into_iter().zip(numbers) {
            terms.push(target, self.builder.clamp(number, -cap, cap));
        }
    }

    /// Adds the terms of a unit without its cap.
    fn free(&mut self, unit: &Unit, terms: &mut Terms) {
        match unit.mode {
            GroupMode::Sum => self.added_up(unit, terms),
            GroupMode::Max => self.strongest(unit, terms),
        }
    }

    fn added_up(&mut self, unit: &Unit, terms: &mut Terms) {
        for member in &unit.rules {
            let scaling = unit.overlays.iter().zip(&member.scaled);
            let scaling: Vec<usize> = scaling
                .filter(|(_, scaled)| **scaled)
                .map(|(overlay, _)| *overlay)
                .collect();
            let mut fixed = Taken::default();
            for (targets, amounts, cases) in self.parts(member.rule, &scaling) {
                let rows = self.builder.any(cases);
                match amounts {
                    Amounts::Fixed(amount) => fixed.of(targets).push((rows, amount)),
                    Amounts::Scaled { .. } => terms.push(targets, self.given(rows, &amounts)),
                }
            }
            self.put(fixed, terms);
        }
    }

    /// Adds amounts of which a row has one at most for each sum.
    fn put(&mut self, taken: Taken, terms: &mut Terms) {
        for (targets, parts) in taken.parts {
            for number in self.builder.either(&parts) {
                terms.push(targets, number);
            }
        }
    }

    /// What a rule's cases give to which sums; cases that give the same to the same sums are one.
    fn parts(&self, rule: usize, scaling: &[usize]) -> Vec<(Targets, Amounts, Vec<Wire>)> {
        let mut parts: Vec<(Targets, Amounts, Vec<Wire>)> = Vec::new();
        for (number, case) in self.program.rules[rule].cases.iter().enumerate() {
            let wire = self.case(rule, number);
            for (targets, amounts) in self.amounts(case, scaling) {
                let mut known = parts.iter_mut();
                match known.find(|part| (part.0, &part.1) == (targets, &amounts)) {
                    Some((_, _, wires)) => wires.push(wire),
                    None => parts.push((targets, amounts, vec![wire])),
                }
            }
        }
        parts
    }

    /// What a case gives to each sum; equal amounts stand together.
    fn amounts(&self, case: &Case, scaling: &[usize]) -> Vec<(Targets, Amounts)> {
        let mut all: Vec<(Targets, Amounts)> = Vec::new();
        for (target, amounts) in [
            (POINTS, self.points_of(case, scaling)),
            (LOW, self.low_of(case, scaling)),
            (HIGH, self.high_of(case, scaling)),
        ] {
            match all.iter_mut().find(|(_, known)| *known == amounts) {
                Some((targets, _)) => *targets |= target,
                None => all.push((target, amounts)),
            }
        }
        all
    }

    /// The sums of points, low and high ends.
    fn numbers(&mut self, terms: &Terms) -> [Number; 3] {
        let parts: Vec<Number> = terms
            .by_targets
            .iter()
            .map(|terms| self.builder.sum(terms))
            .collect();
        [POINTS, LOW, HIGH].map(|target| {
            let mine = (0..).zip(&parts);
            let mine = mine.filter(|(targets, _): &(Targets, _)| targets & target != 0);
            self.builder.sum(mine.map(|(_, part)| part))
        })
    }

    /// The weight of the account's rules that could not be judged.
    fn unjudged(&mut self) -> Number {
        let rules = self.program.account.rules.iter();
        let mut terms = Vec::new();
        for rule in rules.filter(|_| is_small(self.program)) {
            let cases = &self.program.rules[*rule];
            let rows = self.case(*rule, cases.unjudged());
            terms.push(self.builder.amount(rows, cases.weight));
        }
        self.builder.sum(&terms)
    }
}
