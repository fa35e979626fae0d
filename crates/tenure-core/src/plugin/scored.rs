//! What a plugin says of a batch.

use super::batch::Batch;
use super::description::Description;
use super::error::{PluginError, PluginErrorKind};

/// Points for a row, under a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// The row of the batch, from 0.
    pub row: u32,
    /// The reason's place in the description, from 0.
    pub reason: u16,
    /// The points; positive is riskier; not zero.
    pub points: i32,
}

/// A proposal for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Proposal {
    /// The row of the batch, from 0.
    pub row: u32,
    /// The action's place in the description, from 0.
    pub action: u16,
}

/// A row that could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The row of the batch, from 0.
    pub row: u32,
    /// Why.
    pub error: PluginError,
}

/// What a plugin says of a batch: points and proposals, each ascending by row and code, each row and code at most once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scored {
    /// Points.
    pub points: Vec<Point>,
    /// Proposals.
    pub proposals: Vec<Proposal>,
    /// Rows that could not be judged, ascending; they have neither points nor proposals.
    pub failures: Vec<Failure>,
}

impl Scored {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a row points under a reason.
    pub fn give(&mut self, row: u32, reason: u16, points: i32) {
        self.points.push(Point {
            row,
            reason,
            points,
        });
    }

    /// Proposes an action for a row.
    pub fn propose(&mut self, row: u32, action: u16) {
        self.proposals.push(Proposal { row, action });
    }

    /// Says that a row could not be judged, and takes back what was said of it last.
    pub fn fail(&mut self, row: u32, error: PluginError) {
        while self.points.last().is_some_and(|point| point.row == row) {
            self.points.pop();
        }
        while self
            .proposals
            .last()
            .is_some_and(|proposal| proposal.row == row)
        {
            self.proposals.pop();
        }
        self.failures.push(Failure { row, error });
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        self.points.clear();
        self.proposals.clear();
        self.failures.clear();
    }

    /// Puts points and proposals into the order in which they are checked: by row, then by code.
    pub fn sort(&mut self) {
        self.points.sort_unstable();
        self.proposals.sort_unstable();
        self.failures.sort_by_key(|failure| failure.row);
    }

    /// Whether it keeps to the contract: rows of the batch, codes of the description, in order, each once, no zeros, at
    /// most `max_points` absolute points in a row, nothing said of a row that failed.
    ///
    /// # Errors
    /// [`PluginErrorKind::BadOutput`]: the first breach, with its row where it is one of the batch.
    pub fn check(
        &self,
        batch: &Batch<'_>,
        description: &Description,
        max_points: i32,
    ) -> Result<(), PluginError> {
        let rows = batch.rows();
        self.check_points(rows, description)?;
        self.check_sums(max_points)?;
        self.check_proposals(rows, description)?;
        self.check_failures(rows)
    }

    fn check_points(&self, rows: u32, description: &Description) -> Result<(), PluginError> {
        let mut last = None;
        for Point {
            row,
            reason,
            points,
        } in &self.points
        {
            in_batch(*row, rows)?;
            if usize::from(*reason) >= description.reasons.len() {
                return Err(unknown("reason", *reason, description.reasons.len(), *row));
            }
            if last >= Some((*row, *reason)) {
                return Err(bad(
                    *row,
                    "points are out of order, or given twice under one reason",
                ));
            }
            if *points == 0 {
                return Err(bad(*row, "points of zero are none; leave them out"));
            }
            last = Some((*row, *reason));
        }
        Ok(())
    }

    fn check_sums(&self, max_points: i32) -> Result<(), PluginError> {
        let most = u64::from(max_points.unsigned_abs());
        for points in self.points.chunk_by(|one, next| one.row == next.row) {
            let sum: u64 = points
                .iter()
                .map(|point| u64::from(point.points.unsigned_abs()))
                .sum();
            if let Some(first) = points.first().filter(|_| sum > most) {
                return Err(bad(
                    first.row,
                    format!("the absolute points add up to {sum}, and `max_points` is {most}"),
                ));
            }
        }
        Ok(())
    }

    fn check_proposals(&self, rows: u32, description: &Description) -> Result<(), PluginError> {
        let mut last = None;
        for Proposal { row, action } in &self.proposals {
            in_batch(*row, rows)?;
            if usize::from(*action) >= description.actions.len() {
                return Err(unknown("action", *action, description.actions.len(), *row));
            }
            if last >= Some((*row, *action)) {
                return Err(bad(*row, "proposals are out of order, or made twice"));
            }
            last = Some((*row, *action));
        }
        Ok(())
    }

    fn check_failures(&self, rows: u32) -> Result<(), PluginError> {
        let mut last = None;
        for Failure { row, .. } in &self.failures {
            in_batch(*row, rows)?;
            if last >= Some(*row) {
                return Err(bad(*row, "failures are out of order, or told twice"));
            }
            let given = self
                .points
                .binary_search_by_key(row, |point| point.row)
                .is_ok();
            let proposed = self
                .proposals
                .binary_search_by_key(row, |proposal| proposal.row)
                .is_ok();
            if given || proposed {
                return Err(bad(
                    *row,
                    "a row that failed has neither points nor proposals",
                ));
            }
            last = Some(*row);
        }
        Ok(())
    }
}

fn bad(row: u32, why: impl Into<String>) -> PluginError {
    PluginError::new(PluginErrorKind::BadOutput, why).on_rows(row..row.saturating_add(1))
}

fn in_batch(row: u32, rows: u32) -> Result<(), PluginError> {
    if row < rows {
        return Ok(());
    }
    let why = format!("row {row} is none of the batch, which has {rows}");
    Err(PluginError::new(PluginErrorKind::BadOutput, why))
}

fn unknown(what: &str, code: u16, count: usize, row: u32) -> PluginError {
    bad(
        row,
        format!("there is no {what} code {code}; the description has {count}, counted from 0"),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::NaiveDate;

    use super::super::description::Code;
    use super::*;

    fn description() -> Description {
        let code = |code: &str| Code {
            code: code.into(),
            texts: BTreeMap::new(),
        };
        Description {
            id: "p".into(),
            version: "1.0.0".into(),
            dictionary: "^1.0".into(),
            inputs: Vec::new(),
            reads_day: false,
            reasons: vec![code("a"), code("b")],
            actions: vec![code("call")],
            parameters: Vec::new(),
            max_points: 20,
        }
    }

    fn check(say: impl FnOnce(&mut Scored)) -> Result<(), PluginError> {
        let description = description();
        let batch = Batch::new(&description, NaiveDate::default(), 3, &[]).unwrap();
        let mut scored = Scored::new();
        say(&mut scored);
        scored.check(&batch, &description, 20)
    }

    #[test]
    fn what_keeps_to_the_contract_passes() {
        check(|out| {
            out.give(0, 0, 12);
            out.give(0, 1, -8);
            out.give(2, 1, 20);
            out.propose(2, 0);
            out.give(1, 0, 5);
            out.fail(1, PluginError::new(PluginErrorKind::Trap, "x"));
        })
        .unwrap();
    }

    #[test]
    fn each_breach_is_told_with_its_row() {
        type Say = fn(&mut Scored);
        let breaches: [(Say, &str, Option<u32>); 10] = [
            (|out| out.give(3, 0, 1), "row 3 is none of the batch", None),
            (|out| out.give(0, 2, 1), "no reason code 2", Some(0)),
            (|out| out.give(1, 0, 0), "points of zero", Some(1)),
            (
                |out| {
                    out.give(1, 0, 1);
                    out.give(1, 0, 1);
                },
                "given twice",
                Some(1),
            ),
            (
                |out| {
                    out.give(1, 0, 1);
                    out.give(0, 0, 1);
                },
                "out of order",
                Some(0),
            ),
            (
                |out| {
                    out.give(2, 0, 11);
                    out.give(2, 1, -10);
                },
                "add up to 21",
                Some(2),
            ),
            (
                |out| out.give(0, 0, i32::MIN),
                "add up to 2147483648",
                Some(0),
            ),
            (|out| out.propose(0, 1), "no action code 1", Some(0)),
            (
                |out| {
                    out.propose(0, 0);
                    out.propose(0, 0);
                },
                "made twice",
                Some(0),
            ),
            (
                |out| {
                    out.fail(1, PluginError::new(PluginErrorKind::Trap, "x"));
                    out.give(1, 0, 1);
                },
                "neither points nor proposals",
                Some(1),
            ),
        ];
        for (say, said, row) in breaches {
            let error = check(say).unwrap_err();
            assert_eq!(error.kind(), PluginErrorKind::BadOutput);
            assert!(error.to_string().contains(said), "{error} says {said}");
            assert_eq!(error.rows().map(|rows| rows.start), row, "{error}");
        }
    }
}
