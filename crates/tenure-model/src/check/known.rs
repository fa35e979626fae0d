//! The records that a reference can name.

use crate::entry::{Entry, left_out_records};
use crate::json::shorten;
use crate::problem::ProblemKind;
use crate::values::Id;

use super::Checker;

/// Where the record of an id stands.
pub(super) struct Known<'r> {
    /// Sorted by id; of several with one id, that which counts.
    pub(super) by_id: Vec<(&'r str, usize)>,
    /// Whether the id of some record could not be read, so that it is not known who is missing.
    with_gaps: bool,
}

impl<'r> Known<'r> {
    pub(super) fn of<T: Entry>(records: &'r [T]) -> Self {
        let mut left_out = left_out_records(records).into_iter().peekable();
        let mut by_id = Vec::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            if left_out.next_if(|(out, _)| *out == index).is_none() {
                by_id.push((record.id().map_or("", Id::as_str), index));
            }
        }
        by_id.sort_unstable();
        let with_gaps = by_id.first().is_some_and(|(id, _)| id.is_empty());
        Self { by_id, with_gaps }
    }

    pub(super) fn find(&self, id: &Id) -> Option<usize> {
        let at = self
            .by_id
            .binary_search_by(|(known, _)| known.cmp(&id.as_str()));
        at.ok()
            .and_then(|at| self.by_id.get(at))
            .map(|(_, index)| *index)
    }

    /// Warns of a reference to a record that is not there.
    pub(super) fn check(
        &self,
        place: (&str, usize, &str),
        id: Option<&Id>,
        what: &str,
        checker: &mut Checker<'_>,
    ) {
        if let Some(id) = id.filter(|id| !id.as_str().is_empty())
            && !self.with_gaps
            && self.find(id).is_none()
        {
            let message = format!(
                "no {what} has the id `{}`; correct it, or add the {what}",
                shorten(id.as_str())
            );
            checker.warning_at(place, ProblemKind::DanglingReference, message);
        }
    }
}
