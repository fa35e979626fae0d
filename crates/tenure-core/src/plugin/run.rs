//! Running a plugin over rows, whatever it does.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::Column;

use super::batch::{Batch, MAX_ROWS};
use super::description::Description;
use super::error::{PluginError, PluginErrorKind};
use super::gather::BatchBuffer;
use super::limits::Usage;
use super::scored::Scored;
use super::{BoundPlugin, Instance};

/// How often a batch may use up its time or its fuel before what fails is split no more: each try costs the host all of it.
const MOST_SPENT: u32 = 24;

/// What a plugin said of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowVerdict {
    /// It judged.
    Judged {
        /// Points by reason, ascending by reason; none is zero.
        points: Vec<(u16, i32)>,
        /// The actions that it proposes, ascending.
        actions: Vec<u16>,
    },
    /// It failed.
    Failed(PluginError),
}

/// A plugin at work: one instance that is used again, made anew after each failure. A batch that fails is split by
/// halves until the rows are found that make it fail; the others are judged.
#[derive(Debug)]
pub struct Runner {
    bound: Arc<dyn BoundPlugin>,
    max_points: i32,
    instance: Option<Box<dyn Instance>>,
    buffer: BatchBuffer,
    scored: Scored,
}

/// Rows to be judged.
#[derive(Clone, Copy)]
struct Job<'j> {
    description: &'j Description,
    as_of: NaiveDate,
    columns: &'j [Option<&'j Column>],
    rows: &'j [u32],
}

/// What has come of a job so far.
struct Done<'d> {
    verdicts: &'d mut Vec<RowVerdict>,
    usage: Usage,
    /// How often time or fuel was used up.
    spent: u32,
}

impl Runner {
    /// A runner of a plugin whose absolute points of a row add up to at most `max_points`.
    pub fn new(bound: Arc<dyn BoundPlugin>, max_points: i32) -> Self {
        Self {
            bound,
            max_points,
            instance: None,
            buffer: BatchBuffer::new(),
            scored: Scored::new(),
        }
    }

    /// Judges rows of columns, one column for each input of the description (`None`: nothing is known of it). The
    /// verdicts are added to those given, one for each row in their order; errors name the row by its place among them.
    pub fn run(
        &mut self,
        description: &Description,
        as_of: NaiveDate,
        columns: &[Option<&Column>],
        rows: &[u32],
        verdicts: &mut Vec<RowVerdict>,
    ) -> Usage {
        let mut done = Done {
            verdicts,
            usage: Usage::default(),
            spent: 0,
        };
        let job = Job {
            description,
            as_of,
            columns,
            rows,
        };
        let mut start = 0;
        while start < rows.len() {
            let end = rows.len().min(start + MAX_ROWS);
            self.split(job, start..end, &mut done);
            start = end;
        }
        done.usage
    }

    /// Judges a range of rows, by halves where it fails.
    fn split(&mut self, job: Job<'_>, range: Range<usize>, done: &mut Done<'_>) {
        let mut open = vec![range];
        while let Some(range) = open.pop() {
            let Err(error) = self.attempt(job, range.clone(), done) else {
                continue;
            };
            done.spent += u32::from(is_spent(error.kind()));
            if range.len() > 1 && done.spent <= MOST_SPENT {
                let middle = range.start + range.len() / 2;
                open.push(middle..range.end);
                open.push(range.start..middle);
                continue;
            }
            for row in range {
                let row = row as u32;
                let error = error.clone().of(job.description).on_rows(row..row + 1);
                done.verdicts.push(RowVerdict::Failed(error));
            }
        }
    }

    /// Judges a range of rows; an instance that fails is dropped.
    fn attempt(
        &mut self,
        job: Job<'_>,
        range: Range<usize>,
        done: &mut Done<'_>,
    ) -> Result<(), PluginError> {
        let mut instance = match self.instance.take() {
            Some(instance) => instance,
            None => guarded(|| self.bound.instance())?,
        };
        let rows = job.rows.get(range.clone()).unwrap_or_default();
        let (scored, most) = (&mut self.scored, self.max_points);
        scored.clear();
        let work = |batch: &Batch<'_>| {
            let usage = guarded(|| instance.score(batch, scored))?;
            scored.check(batch, job.description, most)?;
            Ok(usage)
        };
        let usage = self
            .buffer
            .gather(job.description, job.as_of, job.columns, rows, work)?;
        self.instance = Some(instance);
        done.usage = done.usage.and(usage);
        self.tell(job.description, range, done.verdicts);
        Ok(())
    }

    /// Adds what was said of each row.
    fn tell(&self, description: &Description, range: Range<usize>, verdicts: &mut Vec<RowVerdict>) {
        let mut points = self.scored.points.iter().peekable();
        let mut proposals = self.scored.proposals.iter().peekable();
        let mut failures = self.scored.failures.iter().peekable();
        for (row, place) in range.enumerate() {
            let (row, place) = (row as u32, place as u32);
            if let Some(failure) = failures.next_if(|failure| failure.row == row) {
                let error = failure
                    .error
                    .clone()
                    .of(description)
                    .on_rows(place..place + 1);
                verdicts.push(RowVerdict::Failed(error));
                continue;
            }
            let own = std::iter::from_fn(|| points.next_if(|point| point.row == row));
            let given = own.map(|point| (point.reason, point.points)).collect();
            let own = std::iter::from_fn(|| proposals.next_if(|proposal| proposal.row == row));
            let actions = own.map(|proposal| proposal.action).collect();
            verdicts.push(RowVerdict::Judged {
                points: given,
                actions,
            });
        }
    }
}

/// Whether a failure cost all that the plugin may use.
fn is_spent(kind: PluginErrorKind) -> bool {
    matches!(kind, PluginErrorKind::Deadline | PluginErrorKind::OutOfFuel)
}

/// What a plugin does, with a panic of native code turned into an error.
fn guarded<T>(work: impl FnOnce() -> Result<T, PluginError>) -> Result<T, PluginError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        let said = said.unwrap_or_else(|| "without a word".to_owned());
        Err(PluginError::new(
            PluginErrorKind::Trap,
            format!("it panicked: {said}"),
        ))
    })
}

#[cfg(test)]
mod tests;
