//! The rows of a scope with all the columns that they see.

use std::ops::Range;

use tenure_columns::{Cell, Column, Frame, Value};
use tenure_rules::{Scope, SignalId};

use crate::explain::State;
use crate::signals::{Derived, ListState, Rows};

/// The rows of one scope. A narrow scope sees its own columns, and those of the account at each row's account.
#[derive(Debug)]
pub(crate) struct Scoped<'d> {
    accounts: &'d Frame,
    narrow: Option<&'d Rows>,
    /// The account's columns that the scope reads, one value for each row.
    gathered: Frame,
}

impl<'d> Scoped<'d> {
    /// The rows of a scope, ready for the signals that a program reads.
    pub(crate) fn new(derived: &'d Derived, scope: Scope, signals: &[SignalId]) -> Self {
        let accounts = &derived.accounts;
        let narrow = derived.rows_of(scope);
        Self {
            accounts,
            narrow,
            gathered: narrow.map_or_else(Frame::default, |rows| gathered(accounts, rows, signals)),
        }
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.narrow
            .map_or(self.accounts.rows(), |rows| rows.entity.len())
    }

    /// The column of a signal that it was made ready for.
    pub(crate) fn column(&self, id: SignalId) -> Option<&Column> {
        match self.narrow {
            None => self.accounts.column(id.index()),
            Some(rows) => rows
                .frame
                .column(id.index())
                .or_else(|| self.gathered.column(id.index())),
        }
    }

    /// The value of any signal in a row.
    pub(crate) fn cell(&self, id: SignalId, row: usize) -> Cell<Value> {
        let own = self.narrow.and_then(|rows| rows.frame.column(id.index()));
        match (own, self.accounts.column(id.index())) {
            (Some(column), _) => column.cell(row),
            (None, Some(column)) => column.cell(self.account(row)),
            (None, None) => Cell::Unknown,
        }
    }

    /// The rows of an account.
    pub(crate) fn rows_of(&self, account: usize) -> Range<usize> {
        match self.narrow {
            None => account..account + 1,
            Some(rows) => {
                let start = rows.parent.partition_point(|p| (*p as usize) < account);
                let end = rows.parent.partition_point(|p| (*p as usize) <= account);
                start..end
            }
        }
    }

    /// The record that a row of a narrow scope is of.
    pub(crate) fn entity(&self, row: usize) -> Option<&'d str> {
        self.narrow?.entity.get(row).map(tenure_model::Id::as_str)
    }

    /// What stands for the rows of an account that has none: the state, and the scope's own signals that are missing.
    /// `None` where there are rows.
    pub(crate) fn instead_of_rows(
        &self,
        account: usize,
        signals: &[SignalId],
    ) -> Option<(State, Vec<SignalId>)> {
        let rows = self.narrow.filter(|_| self.rows_of(account).is_empty())?;
        let own = |id: &&SignalId| rows.frame.column(id.index()).is_some();
        Some(match rows.lists.get(account) {
            Some(ListState::Unknown) | None => (
                State::Unknown,
                signals.iter().filter(own).copied().collect(),
            ),
            Some(ListState::Given | ListState::NotKept) => (State::NotApplicable, Vec::new()),
        })
    }

    fn account(&self, row: usize) -> usize {
        match self.narrow {
            None => row,
            Some(rows) => rows
                .parent
                .get(row)
                .map_or(usize::MAX, |parent| *parent as usize),
        }
    }
}

/// The account's columns at each row's account, of the signals that are not the rows' own.
fn gathered(accounts: &Frame, rows: &Rows, signals: &[SignalId]) -> Frame {
    let count = rows.parent.len();
    let mut frame = Frame::with_capacity(count, if count == 0 { 0 } else { signals.len() });
    for id in signals.iter().filter(|_| count > 0) {
        let own = rows.frame.column(id.index()).is_some();
        if let Some(wide) = accounts.column(id.index()).filter(|_| !own) {
            frame.set(id.index(), wide.gather(&rows.parent));
        }
    }
    frame
}
