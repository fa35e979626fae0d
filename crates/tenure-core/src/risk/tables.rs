//! Ready columns, and a program bound to them.

use std::ops::Range;

use tenure_columns::{Cell, Column, Data, Frame};
use tenure_rules::program::Bound;
use tenure_rules::{Scope, SignalId};

use super::{RiskProgram, ScopeProgram};
use crate::signals::{ListState, Rows};

/// The columns of accounts and of the narrower scopes, ready for a program.
#[derive(Debug, Clone)]
pub struct RiskTables<'a> {
    accounts: &'a Frame,
    /// By the program's narrow scopes.
    narrow: Vec<NarrowTable<'a>>,
}

#[derive(Debug, Clone)]
struct NarrowTable<'a> {
    rows: Option<&'a Rows>,
    /// The account's columns that the scope's rules read, one value for each row.
    gathered: Vec<(SignalId, Column)>,
}

impl<'a> RiskTables<'a> {
    /// Takes the accounts' columns, and the rows of the narrower scopes; of a scope that is not given, nobody knows how
    /// many rows there are.
    pub fn new(program: &RiskProgram, accounts: &'a Frame, rows: &'a [Rows]) -> Self {
        let narrow = program.narrow.iter().map(|scoped| {
            let rows = rows.iter().find(|rows| rows.scope == scoped.scope);
            NarrowTable {
                gathered: rows
                    .map_or_else(Vec::new, |rows| gather(program, scoped, accounts, rows)),
                rows,
            }
        });
        Self {
            accounts,
            narrow: narrow.collect(),
        }
    }

    /// Binds the program that the tables were made for.
    pub fn bind(&'a self, program: &'a RiskProgram) -> RiskBound<'a> {
        let narrow = program.narrow.iter().zip(&self.narrow);
        RiskBound {
            program,
            accounts: self.accounts.rows(),
            account: program.account.program.bind(self.accounts),
            narrow: narrow
                .map(|(scoped, table)| NarrowBound::new(scoped, table))
                .collect(),
            last_bands: LastBands::new(program, self.accounts),
        }
    }
}

fn gather(
    program: &RiskProgram,
    scoped: &ScopeProgram,
    accounts: &Frame,
    rows: &Rows,
) -> Vec<(SignalId, Column)> {
    let is_own = |signal: SignalId| {
        rows.frame.column(signal.index()).is_some()
            || program
                .dictionary
                .get(signal)
                .is_some_and(|def| is_of(def.scope, def.per_contract, scoped.scope))
    };
    scoped
        .program
        .inputs()
        .iter()
        .filter(|signal| !is_own(**signal))
        .filter_map(|signal| {
            let column = accounts.column(signal.index())?;
            Some((*signal, column.gather(&rows.parent)))
        })
        .collect()
}

/// Whether a signal tells of the rows of a narrow scope themselves.
pub(super) fn is_of(signal: Scope, per_contract: bool, scope: Scope) -> bool {
    signal == scope || (per_contract && scope == Scope::Contract)
}

/// A program bound to columns. Shared between threads, each with its own scratch.
#[derive(Debug, Clone)]
pub struct RiskBound<'a> {
    pub(super) program: &'a RiskProgram,
    pub(super) accounts: usize,
    pub(super) account: Bound<'a>,
    pub(super) narrow: Vec<NarrowBound<'a>>,
    pub(super) last_bands: LastBands<'a>,
}

#[derive(Debug, Clone)]
pub(super) struct NarrowBound<'a> {
    pub(super) bound: Bound<'a>,
    rows: Option<&'a Rows>,
}

impl<'a> NarrowBound<'a> {
    fn new(scoped: &'a ScopeProgram, table: &'a NarrowTable<'a>) -> Self {
        let count = table.rows.map_or(0, |rows| rows.frame.rows());
        let bound = scoped.program.bind_with(count, |signal| {
            let own = table
                .rows
                .and_then(|rows| rows.frame.column(signal.index()));
            own.or_else(|| {
                let mut gathered = table.gathered.iter();
                gathered.find_map(|(id, column)| (*id == signal).then_some(column))
            })
        });
        Self {
            bound,
            rows: table.rows,
        }
    }

    /// Whether an account's list is there.
    pub(super) fn list(&self, account: usize) -> ListState {
        self.rows
            .and_then(|rows| rows.lists.get(account).copied())
            .unwrap_or(ListState::Unknown)
    }

    /// The rows of some accounts.
    pub(super) fn rows_of(&self, accounts: &Range<usize>) -> Range<usize> {
        let Some(rows) = self.rows else {
            return 0..0;
        };
        let until = |account: usize| {
            rows.parent
                .partition_point(|parent| (*parent as usize) < account)
        };
        until(accounts.start)..until(accounts.end)
    }
}

impl RiskBound<'_> {
    /// How many accounts there are.
    pub fn accounts(&self) -> usize {
        self.accounts
    }
}

/// The bands given last time.
#[derive(Debug, Clone)]
pub(super) struct LastBands<'a> {
    column: Option<&'a Column>,
    /// For each code of the column's dictionary, the band's number if it is a band of the rulebook.
    bands: Vec<Option<u16>>,
}

impl<'a> LastBands<'a> {
    fn new(program: &RiskProgram, accounts: &'a Frame) -> Self {
        let column = program
            .last_band
            .and_then(|signal| accounts.column(signal.index()));
        let bands = match column.map(Column::data) {
            Some(Data::Text { dictionary, .. }) => dictionary
                .iter()
                .map(|name| program.odds.number(name))
                .collect(),
            Some(
                Data::Int64(_) | Data::Int32(_) | Data::Int16(_) | Data::Float(_) | Data::Bool(_),
            )
            | None => Vec::new(),
        };
        Self { column, bands }
    }

    /// Whether any account may have had a band of the rulebook.
    pub(super) fn any(&self) -> bool {
        self.bands.iter().any(Option::is_some)
    }

    /// The band that an account was given last time.
    pub(super) fn of(&self, account: usize) -> Option<u16> {
        let column = self.column?;
        let Data::Text { codes, .. } = column.data() else {
            return None;
        };
        let band = self.bands.get(codes.get(account)? as usize).copied()??;
        matches!(column.cell(account), Cell::Known(_)).then_some(band)
    }
}
