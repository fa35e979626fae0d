//! What a plugin makes of rows.

use std::marker::PhantomData;
use std::mem;

use crate::codes::{Actions, NoActions, Reasons};
use crate::list::List;

/// Takes points and proposals. A rule is handed one that stands at the row it scores.
///
/// ```
/// use tenure_plugin::{Reasons, Scores};
///
/// #[derive(Reasons, Debug, Clone, Copy, PartialEq)]
/// enum Reason {
///     /// Pays late.
///     #[text(en = "pays late")]
///     Late,
/// }
///
/// let mut scores = Scores::<Reason>::default();
/// scores.points(Reason::Late, 8);
/// scores.points(Reason::Late, 2);
/// assert_eq!(scores.finish().points, [10]);
/// ```
#[derive(Debug)]
pub struct Scores<R, A = NoActions> {
    row: u32,
    given: List<Given>,
    proposed: List<Proposed>,
    codes: PhantomData<(R, A)>,
}

/// Points for a reason; by row and reason, each pair once.
#[derive(Debug, Clone, Copy, Default)]
struct Given {
    row: u32,
    reason: u16,
    points: i32,
}

/// An action; by row and action, each pair once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Proposed {
    row: u32,
    action: u16,
}

/// Points and proposals, flat. The first three lists have one length, and so have the last two.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scored {
    /// Rows that are given points, ascending; within a row reasons ascend.
    pub point_rows: Vec<u32>,
    /// For which reason, by its place.
    pub point_reasons: Vec<u16>,
    /// How many points, never zero.
    pub points: Vec<i32>,
    /// Rows for which an action is proposed, ascending; within a row actions ascend.
    pub proposal_rows: Vec<u32>,
    /// Which action, by its place.
    pub proposal_actions: Vec<u16>,
}

impl<R, A> Default for Scores<R, A> {
    fn default() -> Self {
        Self {
            row: 0,
            given: List::default(),
            proposed: List::default(),
            codes: PhantomData,
        }
    }
}

impl<R: Reasons, A: Actions> Scores<R, A> {
    /// Gives points to the row. More points mean a higher risk. Points for one reason are added up, and held within 32
    /// bits.
    #[inline]
    pub fn points(&mut self, reason: R, points: i32) {
        let (row, reason) = (self.row, reason.index());
        match self.given.values().last() {
            Some(last) if (last.row, last.reason) >= (row, reason) => {
                self.given = given_before(mem::take(&mut self.given), row, reason, points);
            }
            Some(_) | None => self.given.push(Given {
                row,
                reason,
                points,
            }),
        }
    }

    /// Proposes an action for the row. Proposing it again changes nothing.
    #[inline]
    pub fn propose(&mut self, action: A) {
        let (row, action) = (self.row, action.index());
        match self.proposed.values().last() {
            Some(last) if (last.row, last.action) >= (row, action) => {
                self.proposed = proposed_before(mem::take(&mut self.proposed), row, action);
            }
            Some(_) | None => self.proposed.push(Proposed { row, action }),
        }
    }

    /// The same, put together anew: of an argument that came by its place in memory, each part would be kept there.
    #[inline]
    pub(crate) fn own(self) -> Self {
        let Self {
            row,
            given,
            proposed,
            codes,
        } = self;
        Self {
            row,
            given,
            proposed,
            codes,
        }
    }

    /// Goes on to another row, one after those before.
    #[inline]
    pub(crate) fn at_row(&mut self, row: u32) {
        self.row = row;
    }

    /// What was given, as it goes to the host. Points that came to nothing in their row are not points.
    #[inline]
    pub fn finish(self) -> Scored {
        let (mut given, proposed) = (self.given.into_vec(), self.proposed.into_vec());
        given.retain(|given| given.points != 0);
        Scored {
            point_rows: given.iter().map(|given| given.row).collect(),
            point_reasons: given.iter().map(|given| given.reason).collect(),
            points: given.iter().map(|given| given.points).collect(),
            proposal_rows: proposed.iter().map(|proposed| proposed.row).collect(),
            proposal_actions: proposed.iter().map(|proposed| proposed.action).collect(),
        }
    }
}

/// Gives points for a reason that stands before the last one, or has points already. Seldom: rules mostly give their
/// reasons in order, each once.
#[cold]
#[inline(never)]
fn given_before(mut given: List<Given>, row: u32, reason: u16, points: i32) -> List<Given> {
    let found = given
        .values()
        .binary_search_by_key(&(row, reason), |given| (given.row, given.reason));
    match found {
        Ok(place) => {
            if let Some(sum) = given.get_mut(place) {
                sum.points = sum.points.saturating_add(points);
            }
        }
        Err(place) => given.insert(
            place,
            Given {
                row,
                reason,
                points,
            },
        ),
    }
    given
}

/// Proposes an action that stands before the last one, or is proposed already.
#[cold]
#[inline(never)]
fn proposed_before(mut proposed: List<Proposed>, row: u32, action: u16) -> List<Proposed> {
    let added = Proposed { row, action };
    if let Err(place) = proposed.values().binary_search(&added) {
        proposed.insert(place, added);
    }
    proposed
}

impl<R: Reasons, A: Actions> Scores<R, A> {
    /// The points of each reason given so far to this row, by code: for tests of a rule.
    pub fn given(&self) -> Vec<(&'static str, i32)> {
        let given = self.given.values().iter();
        given
            .filter(|given| given.row == self.row && given.points != 0)
            .filter_map(|given| {
                let reason = R::REASONS.get(usize::from(given.reason))?;
                Some((reason.code, given.points))
            })
            .collect()
    }

    /// The actions proposed so far for this row, by code: for tests of a rule.
    pub fn proposed(&self) -> Vec<&'static str> {
        let proposed = self.proposed.values().iter();
        proposed
            .filter(|proposed| proposed.row == self.row)
            .filter_map(|proposed| Some(A::ACTIONS.get(usize::from(proposed.action))?.code))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::CodeText;

    #[derive(Debug, Clone, Copy)]
    struct Reason(u16);

    impl Reasons for Reason {
        const REASONS: &'static [CodeText] = &[
            CodeText {
                code: "a",
                texts: &[],
            },
            CodeText {
                code: "b",
                texts: &[],
            },
        ];

        fn index(self) -> u16 {
            self.0
        }
    }

    #[test]
    fn points_of_one_reason_add_up_in_their_row_only() {
        let mut scores = Scores::<Reason>::default();
        scores.points(Reason(1), 3);
        scores.points(Reason(0), 4);
        scores.points(Reason(1), -5);
        assert_eq!(scores.given(), [("a", 4), ("b", -2)]);
        scores.at_row(2);
        scores.points(Reason(1), i32::MAX);
        scores.points(Reason(1), 1);
        let scored = scores.finish();
        assert_eq!(scored.point_rows, [0, 0, 2]);
        assert_eq!(scored.point_reasons, [0, 1, 1]);
        assert_eq!(scored.points, [4, -2, i32::MAX]);
    }

    #[test]
    fn points_that_cancel_out_leave_nothing() {
        let mut scores = Scores::<Reason>::default();
        scores.points(Reason(0), 3);
        scores.points(Reason(1), 1);
        scores.points(Reason(0), -3);
        scores.at_row(1);
        scores.points(Reason(0), 0);
        assert_eq!(scores.given(), []);
        let scored = scores.finish();
        assert_eq!(scored.point_rows, [0]);
        assert_eq!(scored.point_reasons, [1]);
    }

    #[derive(Debug, Clone, Copy)]
    struct Action(u16);

    impl Actions for Action {
        const ACTIONS: &'static [CodeText] = Reason::REASONS;

        fn index(self) -> u16 {
            self.0
        }
    }

    #[test]
    fn actions_stand_in_order_in_their_row_each_once() {
        let mut scores = Scores::<Reason, Action>::default();
        for action in [1, 0, 1, 0] {
            scores.propose(Action(action));
        }
        assert_eq!(scores.proposed(), ["a", "b"]);
        scores.at_row(3);
        scores.propose(Action(0));
        assert_eq!(scores.proposed(), ["a"]);
        let scored = scores.finish();
        assert_eq!(scored.proposal_rows, [0, 0, 3]);
        assert_eq!(scored.proposal_actions, [0, 1, 0]);
    }
}
