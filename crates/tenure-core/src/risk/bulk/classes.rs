//! The combinations of overlays that rows of a chunk are in.

use tenure_columns::kernels::{Mask, WORDS};

use super::OverlayMasks;
use crate::risk::cases::RuleCases;
use crate::risk::overlays::{Class, OverlayState};
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

/// Whether any bit is set.
pub(super) fn any(mask: &Mask) -> bool {
    mask.iter().fold(0, |all, word| all | word) != 0
}
