//! Groups in which the strongest rule counts.

use tenure_columns::circuit::Wire;

use super::{HIGH, LOW, POINTS, Planner, Taken, Terms};
use crate::risk::overlays::{Class, OverlayState, Place};
use crate::risk::unit::Unit;

/// The most overlays of a unit for which every combination has its order.
pub(super) const MOST_OVERLAYS: usize = 2;

const STATES: [OverlayState; 3] = [OverlayState::Off, OverlayState::On, OverlayState::Unknown];

impl Planner<'_> {
    /// Adds what the strongest rule of a unit gives.
    pub(super) fn strongest(&mut self, unit: &Unit, terms: &mut Terms) {
        let mut taken = Taken::default();
        for (class, rows) in self.classes(unit) {
            let inexact = self.inexact(unit, &class);
            let exact = self.builder.without(rows, inexact);
            let inexact = self.builder.and(rows, inexact);
            let by_points = |place| class.amount(place).points;
            let (all, order) = (POINTS | LOW | HIGH, class.by_points.as_slice());
            self.first(unit, order, exact, by_points, taken.of(all));
            self.first(unit, order, inexact, by_points, taken.of(POINTS));
            let by_low = |place| class.amount(place).low;
            self.first(unit, &class.by_low, inexact, by_low, taken.of(LOW));
            let by_high = |place| class.amount(place).high;
            self.first(unit, &class.by_high, inexact, by_high, taken.of(HIGH));
        }
        self.put(taken, terms);
    }

    /// What the unit's cases give under each combination of its overlays, and its rows.
    fn classes(&mut self, unit: &Unit) -> Vec<(Class, Wire)> {
        let mut combinations = vec![(Vec::new(), Wire::ALL)];
        for overlay in &unit.overlays {
            let (on, unknown) = self.overlay(*overlay);
            let either = self.builder.or(on, unknown);
            let off = self.builder.not(either);
            let mut next = Vec::new();
            for (states, rows) in &combinations {
                for (state, wire) in STATES.into_iter().zip([off, on, unknown]) {
                    let states: Vec<OverlayState> = states.iter().copied().chain([state]).collect();
                    next.push((states, self.builder.and(*rows, wire)));
                }
            }
            combinations = next;
        }
        let program = self.program;
        let mut classes: Vec<(Class, Wire)> = Vec::new();
        for (states, rows) in combinations {
            let class = Class::new(unit, &program.rules, &program.overlays, &states);
            let mut known = classes.iter_mut();
            match known.find(|(known, _)| known.amounts == class.amounts) {
                Some((_, wire)) => *wire = self.builder.or(*wire, rows),
                None => classes.push((class, rows)),
            }
        }
        classes
    }

    /// Where some rule's interval is not a point.
    fn inexact(&mut self, unit: &Unit, class: &Class) -> Wire {
        let mut wires = Vec::new();
        for (member, amounts) in unit.rules.iter().zip(&class.amounts) {
            for (case, amount) in amounts.iter().enumerate() {
                if !amount.is_exact() {
                    wires.push(self.case(member.rule, case));
                }
            }
        }
        self.builder.any(wires)
    }

    /// In each row the first case in an order counts.
    fn first(
        &mut self,
        unit: &Unit,
        order: &[Place],
        rows: Wire,
        amount: impl Fn(Place) -> i64,
        taken: &mut Vec<(Wire, i64)>,
    ) {
        let mut left = rows;
        let mut seen = vec![0; unit.rules.len()];
        for place in order {
            let here = self.rows_of(unit, *place);
            taken.push((self.builder.and(left, here), amount(*place)));
            let rule = usize::from(place.rule);
            seen[rule] += 1;
            // Every row is in one of a rule's cases or in none of them.
            if seen[rule] > self.program.rules[unit.rules[rule].rule].cases.len() {
                break;
            }
            left = self.builder.without(left, here);
        }
    }

    /// The rows of a case; past a rule's last case, those in none.
    fn rows_of(&mut self, unit: &Unit, place: Place) -> Wire {
        let rule = unit.rules[usize::from(place.rule)].rule;
        let cases = self.program.rules[rule].cases.len();
        if usize::from(place.case) < cases {
            return self.case(rule, usize::from(place.case));
        }
        let all = (0..cases).map(|case| self.case(rule, case));
        let all: Vec<Wire> = all.collect();
        let any = self.builder.any(all);
        self.builder.not(any)
    }
}
