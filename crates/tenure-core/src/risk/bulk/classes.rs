//! The combinations of overlays that rows of a chunk are in.

use tenure_columns::kernels::{Mask, WORDS};

use super::OverlayMasks;
use crate::risk::cases::RuleCases;
use crate::risk::overlays::{Amount, Class, OverlayState};
use crate::risk::unit::Unit;
use crate::risk::{OverlayFactor, RiskProgram};

/// The combinations seen so far, each with what it makes of a unit's cases.
#[derive(Debug, Default)]
pub(super) struct Classes {
    /// Two bits for each overlay, and the number of the class; sorted.
    keys: Vec<(u128, usize)>,
    classes: Vec<Class>,
    /// The classes of the current chunk, with their rows.
    pub(super) current: Vec<(usize, Mask)>,
    parts: Vec<(u128, Mask)>,
    plan: Plan,
}

/// How the known classes differ in what they make of each case.
#[derive(Debug, Default)]
struct Plan {
    /// How many classes were known when the plan was made.
    classes: usize,
    cases: Vec<CasePlan>,
    /// Classes that often go together, by number.
    sets: Vec<Vec<usize>>,
    /// The rows of each class and of each set, in the current chunk.
    class_rows: Vec<Mask>,
    set_rows: Vec<Mask>,
}

/// What the classes make of one case.
#[derive(Debug)]
pub(super) struct CasePlan {
    /// The rule's place in the unit.
    pub(super) member: usize,
    pub(super) case: usize,
    /// What the first known class makes of it.
    pub(super) usual: Amount,
    /// By how much sets of others differ from that.
    pub(super) others: Vec<(Amount, usize)>,
}

impl Classes {
    /// The most overlays of a unit for which combinations are kept.
    pub(super) const MOST_OVERLAYS: usize = 64;

    /// The most combinations that are kept; more are not to be expected, and would be made anew.
    const MOST_CLASSES: usize = 10_000;

    pub(super) fn class(&self, number: usize) -> &Class {
        &self.classes[number]
    }

    /// Splits the rows of a chunk by combination; the one without overlays comes first.
    pub(super) fn split(
        &mut self,
        program: &RiskProgram,
        unit: &Unit,
        overlays: &[OverlayMasks],
        full: &Mask,
    ) {
        if self.classes.len() > Self::MOST_CLASSES {
            self.keys.clear();
            self.classes.clear();
        }
        self.parts.clear();
        self.parts.push((0, *full));
        for (place, overlay) in unit.overlays.iter().enumerate() {
            self.split_by(place, &overlays[*overlay]);
        }
        self.parts.sort_unstable_by_key(|(key, _)| *key);
        self.current.clear();
        for index in 0..self.parts.len() {
            let (key, mask) = self.parts[index];
            let number = self.number(key, unit, &program.rules, &program.overlays);
            self.current.push((number, mask));
        }
    }

    /// What the known classes make of each case, and the rows of the sets that this names.
    pub(super) fn cases(&mut self) -> (&[CasePlan], &[Mask]) {
        if self.plan.classes != self.classes.len() {
            self.plan = Plan::new(&self.classes);
        }
        let Plan {
            sets,
            class_rows,
            set_rows,
            ..
        } = &mut self.plan;
        class_rows.clear();
        class_rows.resize(self.classes.len(), [0; WORDS]);
        for (number, rows) in &self.current {
            class_rows[*number] = *rows;
        }
        set_rows.clear();
        for set in sets {
            let mut all = [0; WORDS];
            for number in set {
                for (word, bits) in all.iter_mut().zip(&class_rows[*number]) {
                    *word |= bits;
                }
            }
            set_rows.push(all);
        }
        (&self.plan.cases, &self.plan.set_rows)
    }

    fn split_by(&mut self, place: usize, overlay: &OverlayMasks) {
        for index in 0..self.parts.len() {
            let (key, mask) = self.parts[index];
            let (mut on, mut unknown, mut off) = ([0; WORDS], [0; WORDS], [0; WORDS]);
            for word in 0..WORDS {
                on[word] = mask[word] & overlay.on[word];
                unknown[word] = mask[word] & overlay.unknown[word];
                off[word] = mask[word] & !overlay.on[word] & !overlay.unknown[word];
            }
            self.parts[index].1 = off;
            if any(&on) {
                self.parts.push((key | 1 << (2 * place), on));
            }
            if any(&unknown) {
                self.parts.push((key | 2 << (2 * place), unknown));
            }
        }
        self.parts.retain(|(_, mask)| any(mask));
    }

    fn number(
        &mut self,
        key: u128,
        unit: &Unit,
        rules: &[RuleCases],
        overlays: &[OverlayFactor],
    ) -> usize {
        match self.keys.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(place) => self.keys[place].1,
            Err(place) => {
                let states: Vec<OverlayState> = (0..unit.overlays.len())
                    .map(|place| match key >> (2 * place) & 3 {
                        0 => OverlayState::Off,
                        1 => OverlayState::On,
                        _ => OverlayState::Unknown,
                    })
                    .collect();
                let number = self.classes.len();
                self.classes
                    .push(Class::new(unit, rules, overlays, &states));
                self.keys.insert(place, (key, number));
                number
            }
        }
    }
}

impl Plan {
    fn new(classes: &[Class]) -> Self {
        let mut plan = Self {
            classes: classes.len(),
            ..Self::default()
        };
        let Some(first) = classes.first() else {
            return plan;
        };
        for (member, amounts) in first.amounts.iter().enumerate() {
            // The last is "none of them", which gives nothing.
            for (case, usual) in amounts.iter().enumerate().take(amounts.len() - 1) {
                let others = plan.others(classes, (member, case), *usual);
                plan.cases.push(CasePlan {
                    member,
                    case,
                    usual: *usual,
                    others,
                });
            }
        }
        plan
    }

    fn others(
        &mut self,
        classes: &[Class],
        (member, case): (usize, usize),
        usual: Amount,
    ) -> Vec<(Amount, usize)> {
        let mut groups: Vec<(Amount, Vec<usize>)> = Vec::new();
        for (number, class) in classes.iter().enumerate() {
            let amount = class.amounts[member][case];
            if amount == usual {
                continue;
            }
            match groups.iter_mut().find(|(known, _)| *known == amount) {
                Some((_, set)) => set.push(number),
                None => groups.push((amount, vec![number])),
            }
        }
        groups
            .into_iter()
            .map(|(amount, set)| (amount.minus(usual), self.set(set)))
            .collect()
    }

    fn set(&mut self, numbers: Vec<usize>) -> usize {
        let known = self.sets.iter().position(|set| *set == numbers);
        known.unwrap_or_else(|| {
            self.sets.push(numbers);
            self.sets.len() - 1
        })
    }
}

/// Whether any bit is set.
pub(super) fn any(mask: &Mask) -> bool {
    mask.iter().fold(0, |all, word| all | word) != 0
}
