//! What moved between two days, customer by customer, and the bridge from one sum to the other.

use chrono::NaiveDate;
use serde::Serialize;
use tenure::model::Id;

use super::convention::{Conventions, Reactivation, Window};
use super::number::{Fraction, sum, too_large};
use super::timeline::{State, Timeline};
use crate::error::Error;

/// What a change of a customer's monthly amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Somebody became a customer.
    New,
    /// A customer pays more.
    Expansion,
    /// Somebody who had left came back.
    Reactivation,
    /// A customer pays less, or pauses.
    Contraction,
    /// A customer left.
    Churn,
}

/// One customer's change on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Whose.
    pub id: Id,
    /// The first day on which the new amount stands.
    pub day: NaiveDate,
    /// What it is.
    pub kind: MovementKind,
    /// By how much a month, in minor units; never negative.
    pub amount: Fraction,
}

/// A customer's movements in a window, net per day. Amounts that are not known must have been left out before: an unknown
/// one counts as 0 here.
///
/// # Errors
/// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
pub fn movements(
    timeline: &Timeline,
    window: Window,
    conventions: &Conventions,
) -> Result<Vec<Movement>, Error> {
    let mut left = left_before(timeline, window);
    let mut found = Vec::new();
    for (day, before, after) in timeline.changes(window) {
        if !after.is_customer() {
            left = Some(day);
        }
        let kind = kind(before, after, comes_back(left, day, conventions));
        let amount = difference(before, after)?;
        if let Some(kind) = kind {
            found.push(Movement {
                id: timeline.id().clone(),
                day,
                kind,
                amount,
            });
        }
    }
    Ok(found)
}

/// The last day up to the window's first on which the customer left.
fn left_before(timeline: &Timeline, window: Window) -> Option<NaiveDate> {
    let earlier = timeline
        .steps()
        .iter()
        .filter(|(day, _)| *day <= window.from);
    let left = earlier.filter(|(_, state)| !state.is_customer());
    left.map(|(day, _)| *day).next_back()
}

fn comes_back(left: Option<NaiveDate>, day: NaiveDate, conventions: &Conventions) -> bool {
    left.is_some_and(|left| match conventions.reactivation {
        Reactivation::Always => true,
        Reactivation::Within(days) => (day - left).num_days() <= i64::from(days),
    })
}

fn kind(before: State, after: State, comes_back: bool) -> Option<MovementKind> {
    match (before.is_customer(), after.is_customer()) {
        (false, true) if comes_back => Some(MovementKind::Reactivation),
        (false, true) => Some(MovementKind::New),
        (true, false) => Some(MovementKind::Churn),
        (false, false) => None,
        (true, true) => {
            let (before, after) = (before.mrr()?, after.mrr()?);
            let grown = after.minus(before)?;
            Some(if grown.is_negative() {
                MovementKind::Contraction
            } else {
                MovementKind::Expansion
            })
        }
    }
}

fn difference(before: State, after: State) -> Result<Fraction, Error> {
    let known = |state: State| state.mrr().unwrap_or(Fraction::ZERO);
    let difference = known(after).minus(known(before)).ok_or_else(too_large)?;
    if difference.is_negative() {
        Fraction::ZERO.minus(difference).ok_or_else(too_large)
    } else {
        Ok(difference)
    }
}

/// From the monthly revenue of one day to that of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// On the first day.
    pub start: Fraction,
    /// Of new customers.
    pub new: Fraction,
    /// More from customers.
    pub expansion: Fraction,
    /// Of customers who came back.
    pub reactivation: Fraction,
    /// Less from customers.
    pub contraction: Fraction,
    /// Of customers who left.
    pub churn: Fraction,
    /// On the day on which the window ends, taken from there and not added up.
    pub end: Fraction,
}

impl Flow {
    /// The flow of customers whose amounts are all known.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
    pub fn of(
        timelines: &[&Timeline],
        window: Window,
        conventions: &Conventions,
    ) -> Result<Self, Error> {
        let on = |day| {
            sum(timelines
                .iter()
                .filter_map(|timeline| timeline.at(day).mrr()))
        };
        let mut flow = Self {
            start: on(window.from)?,
            new: Fraction::ZERO,
            expansion: Fraction::ZERO,
            reactivation: Fraction::ZERO,
            contraction: Fraction::ZERO,
            churn: Fraction::ZERO,
            end: on(window.to)?,
        };
        for timeline in timelines {
            for movement in movements(timeline, window, conventions)? {
                let part = flow.part(movement.kind);
                *part = part.plus(movement.amount).ok_or_else(too_large)?;
            }
        }
        Ok(flow)
    }

    fn part(&mut self, kind: MovementKind) -> &mut Fraction {
        match kind {
            MovementKind::New => &mut self.new,
            MovementKind::Expansion => &mut self.expansion,
            MovementKind::Reactivation => &mut self.reactivation,
            MovementKind::Contraction => &mut self.contraction,
            MovementKind::Churn => &mut self.churn,
        }
    }

    /// Where the movements lead to from the start.
    pub fn reached(&self) -> Option<Fraction> {
        self.start
            .plus(self.new)?
            .plus(self.expansion)?
            .plus(self.reactivation)?
            .minus(self.contraction)?
            .minus(self.churn)
    }

    /// In whole minor units that still add up: each sum on the way is rounded, and a part is what lies between two.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
    pub fn bridge(&self) -> Result<Bridge, Error> {
        let mut exact = self.start;
        let mut level = exact.rounded().ok_or_else(too_large)?;
        let start = level;
        let mut step = |part: Option<Fraction>| -> Result<i64, Error> {
            exact = part
                .and_then(|part| exact.plus(part))
                .ok_or_else(too_large)?;
            let reached = exact.rounded().ok_or_else(too_large)?;
            let moved = reached.checked_sub(level).ok_or_else(too_large)?;
            level = reached;
            Ok(moved)
        };
        let taken = |part: Fraction| Fraction::ZERO.minus(part);
        Ok(Bridge {
            start,
            new: step(Some(self.new))?,
            expansion: step(Some(self.expansion))?,
            reactivation: step(Some(self.reactivation))?,
            contraction: step(taken(self.contraction))?,
            churn: step(taken(self.churn))?,
            end: self.end.rounded().ok_or_else(too_large)?,
        })
    }
}

/// A flow in whole minor units a month: `start` and the five parts, signed, add up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bridge {
    /// On the first day.
    pub start: i64,
    /// Of new customers.
    pub new: i64,
    /// More from customers.
    pub expansion: i64,
    /// Of customers who came back.
    pub reactivation: i64,
    /// Less from customers: not above 0.
    pub contraction: i64,
    /// Of customers who left: not above 0.
    pub churn: i64,
    /// On the day on which the window ends.
    pub end: i64,
}
