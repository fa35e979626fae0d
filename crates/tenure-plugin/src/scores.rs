//! What a plugin makes of rows.

use std::marker::PhantomData;

use crate::codes::{Actions, NoActions, Reasons};

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
    /// Where the points and proposals of this row begin.
    points_from: usize,
    proposals_from: usize,
    scored: Scored,
    codes: PhantomData<(R, A)>,
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
            points_from: 0,
            proposals_from: 0,
            scored: Scored::default(),
            codes: PhantomData,
        }
    }
}

impl<R: Reasons, A: Actions> Scores<R, A> {
    /// Gives points to the row. More points mean a higher risk. Points for one reason are added up, and held within 32
    /// bits.
    #[inline]
    pub fn points(&mut self, reason: R, points: i32) {
        let reason = reason.index();
        let given = self.scored.point_reasons.get(self.points_from..);
        match given.unwrap_or_default().binary_search(&reason) {
            Ok(place) => self.add(self.points_from + place, points),
            Err(place) => {
                let place = self.points_from + place;
                self.scored.point_rows.push(self.row);
                self.scored.point_reasons.insert(place, reason);
                self.scored.points.insert(place, points);
            }
        }
    }

    /// Proposes an action for the row. Proposing it again changes nothing.
    #[inline]
    pub fn propose(&mut self, action: A) {
        let action = action.index();
        let given = self.scored.proposal_actions.get(self.proposals_from..);
        if let Err(place) = given.unwrap_or_default().binary_search(&action) {
            self.scored.proposal_rows.push(self.row);
            self.scored
                .proposal_actions
                .insert(self.proposals_from + place, action);
        }
    }

    /// Goes on to another row.
    #[inline]
    pub(crate) fn at_row(&mut self, row: u32) {
        self.row = row;
        self.points_from = self.scored.points.len();
        self.proposals_from = self.scored.proposal_actions.len();
    }

    /// What was given, as it goes to the host.
    pub fn finish(mut self) -> Scored {
        self.drop_zeros();
        self.scored
    }

    fn add(&mut self, at: usize, points: i32) {
        if let Some(sum) = self.scored.points.get_mut(at) {
            *sum = sum.saturating_add(points);
        }
    }

    /// Points that came to nothing in their row are not points.
    fn drop_zeros(&mut self) {
        let Scored {
            point_rows,
            point_reasons,
            points,
            ..
        } = &mut self.scored;
        if points.contains(&0) {
            keep_where(point_rows, points);
            keep_where(point_reasons, points);
            points.retain(|points| *points != 0);
        }
    }
}

/// Keeps what stands beside points that are not zero.
fn keep_where<T>(values: &mut Vec<T>, points: &[i32]) {
    let mut points = points.iter();
    values.retain(|_| points.next() != Some(&0));
}

impl<R: Reasons, A: Actions> Scores<R, A> {
    /// The points of each reason given so far to this row, by code: for tests of a rule.
    pub fn given(&self) -> Vec<(&'static str, i32)> {
        let reasons = self.scored.point_reasons.iter().skip(self.points_from);
        let points = self.scored.points.iter().skip(self.points_from);
        reasons
            .zip(points)
            .filter(|(_, points)| **points != 0)
            .filter_map(|(reason, points)| {
                Some((R::REASONS.get(usize::from(*reason))?.code, *points))
            })
            .collect()
    }

    /// The actions proposed so far for this row, by code: for tests of a rule.
    pub fn proposed(&self) -> Vec<&'static str> {
        let actions = self
            .scored
            .proposal_actions
            .iter()
            .skip(self.proposals_from);
        actions
            .filter_map(|action| Some(A::ACTIONS.get(usize::from(*action))?.code))
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
}
