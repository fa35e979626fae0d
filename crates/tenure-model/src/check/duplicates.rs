//! Records that stand twice in a list.

use crate::entry::{Entry, Lists, left_out_records};
use crate::problem::ProblemKind;

use super::{Checker, Failed};

/// Warns of records that do not count because another one does.
pub(super) struct Duplicates<'c, 'p> {
    pub(super) checker: &'c mut Checker<'p>,
    pub(super) failed: &'c Failed,
}

impl Lists for Duplicates<'_, '_> {
    fn list<T: Entry>(&mut self, records: &[T]) {
        let list = T::KIND.as_str();
        for (index, counts) in left_out_records(records) {
            if self.failed.has(list, index) || self.failed.has(list, counts) {
                continue;
            }
            let (Some(record), Some(first)) = (records.get(index), records.get(counts)) else {
                continue;
            };
            let message = if record.order(first).is_eq() {
                format!("the same record as `{list}[{counts}]`; they count as one")
            } else {
                format!(
                    "has the id of `{list}[{counts}]`, which counts instead; give each record an id of its own"
                )
            };
            let field = if record.id().is_some() { "id" } else { "" };
            self.checker
                .warning_at((list, index, field), ProblemKind::DuplicateRecord, message);
        }
    }
}
