//! Where on the board of all signals something holds: boxes, each of them a set of states for some of the terms.
//!
//! A region may be larger than what it stands for, never smaller: that it is empty is a proof.

use std::collections::BTreeMap;

use super::set::Set;

/// How many boxes a region keeps apart.
const MOST_BOXES: usize = 48;

/// A term: a signal, or an expression that is taken as it comes.
pub(super) type Term = u32;

/// Known once, and too old.
pub(super) const STALE: u8 = 1;
/// Not known.
pub(super) const UNKNOWN: u8 = 2;
/// Nothing to know.
pub(super) const NOT_APPLICABLE: u8 = 4;
/// Each way in which a value can be missing.
pub(super) const MISSING: u8 = STALE | UNKNOWN | NOT_APPLICABLE;

/// What a term may be: these values, or missing in these ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct States {
    pub(super) known: Set,
    pub(super) missing: u8,
}

impl States {
    pub(super) fn known(set: Set) -> Self {
        Self {
            known: set,
            missing: 0,
        }
    }

    pub(super) fn missing(ways: u8) -> Self {
        Self {
            known: Set::none(),
            missing: ways,
        }
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            known: self.known.and(&other.known),
            missing: self.missing & other.missing,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty() && self.missing == 0
    }
}

/// What some terms may be, all at once; the others may be anything.
pub(super) type Cell = BTreeMap<Term, States>;

/// A union of boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region(Vec<Cell>);

impl Region {
    pub(super) fn nowhere() -> Self {
        Self(Vec::new())
    }

    pub(super) fn everywhere() -> Self {
        Self(vec![Cell::new()])
    }

    /// Everywhere or nowhere.
    pub(super) fn all_if(all: bool) -> Self {
        if all {
            Self::everywhere()
        } else {
            Self::nowhere()
        }
    }

    /// Where a term is one of these.
    pub(super) fn of(term: Term, states: States) -> Self {
        if states.is_empty() {
            return Self::nowhere();
        }
        Self(vec![Cell::from([(term, states)])])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn cells(&self) -> &[Cell] {
        &self.0
    }

    /// Where both hold; where that would be too many boxes, one of them.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = Self::nowhere();
        for one in &self.0 {
            for another in &other.0 {
                if let Some(cell) = in_both(one, another) {
                    both.add(cell);
                }
                if both.0.len() > MOST_BOXES {
                    let fewer = self.0.len() <= other.0.len();
                    return if fewer { self.clone() } else { other.clone() };
                }
            }
        }
        both
    }

    /// Where either holds; everywhere, where that would be too many boxes.
    pub(super) fn or(mut self, other: &Self) -> Self {
        other.0.iter().for_each(|cell| self.add(cell.clone()));
        if self.0.len() > MOST_BOXES {
            return Self::everywhere();
        }
        self
    }

    fn add(&mut self, cell: Cell) {
        if cell.is_empty() {
            self.0.clear();
        }
        let covered = |other: &Cell| other.is_empty() || *other == cell;
        if !self.0.iter().any(covered) {
            self.0.push(cell);
        }
    }
}

fn in_both(one: &Cell, other: &Cell) -> Option<Cell> {
    let (few, many) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut both = many.clone();
    for (term, states) in few {
        let states = match both.get(term) {
            Some(known) => known.and(states),
            None => states.clone(),
        };
        if states.is_empty() {
            return None;
        }
        both.insert(*term, states);
    }
    Some(both)
}
