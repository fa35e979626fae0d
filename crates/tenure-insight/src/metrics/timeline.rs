//! What a customer paid a month, and when.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tenure::model::Id;

use super::convention::{Conventions, Window};
use super::number::Fraction;
use crate::error::Error;

/// Where a customer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No customer.
    Absent,
    /// A customer who pays so much a month, in minor units; more than 0.
    Active(Fraction),
    /// A customer who pays nothing for a while.
    Paused,
    /// A customer; how much it pays is not known.
    Unknown,
}

impl State {
    /// Whether it is a customer.
    pub fn is_customer(self) -> bool {
        self != Self::Absent
    }

    /// What it pays a month, in minor units; `None`: not known.
    pub fn mrr(self) -> Option<Fraction> {
        match self {
            Self::Absent | Self::Paused => Some(Fraction::ZERO),
            Self::Active(mrr) => Some(mrr),
            Self::Unknown => None,
        }
    }

    /// Of two parts of one customer.
    fn and(self, other: Self) -> Result<Self, Error> {
        Ok(match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Absent, state) | (state, Self::Absent) => state,
            (Self::Paused, state) | (state, Self::Paused) => state,
            (Self::Active(a), Self::Active(b)) => Self::Active(super::number::sum([a, b])?),
        })
    }
}

/// One customer over time: absent, then one state after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    id: Id,
    steps: Vec<(NaiveDate, State)>,
}

impl Timeline {
    /// A timeline of steps, each with the first day of its state. Of several on one day the last counts.
    pub fn new(id: Id, steps: impl IntoIterator<Item = (NaiveDate, State)>) -> Self {
        let mut given: Vec<_> = steps.into_iter().collect();
        given.sort_by_key(|(day, _)| *day);
        let mut steps: Vec<(NaiveDate, State)> = Vec::new();
        for (day, state) in given {
            if steps.last().is_some_and(|(last, _)| *last == day) {
                steps.pop();
            }
            let before = steps.last().map_or(State::Absent, |(_, state)| *state);
            if before != state {
                steps.push((day, state));
            }
        }
        Self { id, steps }
    }

    /// Whose it is.
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// The states, each with its first day; before the first one there is no customer.
    pub fn steps(&self) -> &[(NaiveDate, State)] {
        &self.steps
    }

    /// The state on a day.
    pub fn at(&self, day: NaiveDate) -> State {
        let passed = self.steps.partition_point(|(from, _)| *from <= day);
        let last = passed.checked_sub(1).and_then(|at| self.steps.get(at));
        last.map_or(State::Absent, |(_, state)| *state)
    }

    /// Whether it is a customer on a day.
    pub fn stands(&self, day: NaiveDate) -> bool {
        self.at(day).is_customer()
    }

    /// The first day on which it was a customer.
    pub fn since(&self) -> Option<NaiveDate> {
        self.steps.first().map(|(day, _)| *day)
    }

    /// The changes of a window: the day, the state before, and the state after.
    pub fn changes(&self, window: Window) -> impl Iterator<Item = (NaiveDate, State, State)> + '_ {
        let before = |at: usize| at.checked_sub(1).and_then(|at| self.steps.get(at));
        self.steps
            .iter()
            .enumerate()
            .filter(move |(_, (day, _))| window.changes_on(*day))
            .map(move |(at, (day, state))| {
                let earlier = before(at).map_or(State::Absent, |(_, state)| *state);
                (*day, earlier, *state)
            })
    }

    /// Whether every amount between the two ends of a window is known, both included.
    pub fn is_known_through(&self, window: Window) -> bool {
        self.at(window.from) != State::Unknown
            && self
                .changes(window)
                .all(|(_, _, state)| state != State::Unknown)
    }

    /// The timeline as conventions see it: pauses, and the days of grace after an end that is no termination.
    #[must_use]
    pub fn under(&self, conventions: &Conventions, terminations: &BTreeSet<NaiveDate>) -> Self {
        let paused = if conventions.paused_is_churn {
            State::Absent
        } else {
            State::Paused
        };
        let mut steps = Vec::new();
        for (at, (day, state)) in self.steps.iter().enumerate() {
            match state {
                State::Paused => steps.push((*day, paused)),
                State::Absent if !terminations.contains(day) => {
                    let gone = conventions.gone_on(*day);
                    let next = self.steps.get(at + 1).map(|(day, _)| *day);
                    if next.is_none_or(|next| gone < next) {
                        steps.push((gone, State::Absent));
                    }
                }
                state => steps.push((*day, *state)),
            }
        }
        Self::new(self.id.clone(), steps)
    }

    /// Several timelines as those of one customer.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts that add up beyond the numbers.
    pub fn together(id: Id, parts: &[&Self]) -> Result<Self, Error> {
        let days: BTreeSet<NaiveDate> = parts
            .iter()
            .flat_map(|part| part.steps.iter().map(|(day, _)| *day))
            .collect();
        let mut steps = Vec::with_capacity(days.len());
        for day in days {
            let state = parts
                .iter()
                .try_fold(State::Absent, |state, part| state.and(part.at(day)))?;
            steps.push((day, state));
        }
        Ok(Self::new(id, steps))
    }
}
