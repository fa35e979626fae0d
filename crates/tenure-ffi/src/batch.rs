//! Accounts, parsed once.

use std::sync::OnceLock;

use serde::Serialize;
use tenure::model::{Account, Limits, Problem, read_account};

use crate::failure::{Failure, Outcome};
use crate::split::split;
use crate::status;
use crate::text::Shown;

/// Accounts of a batch, in the order in which they came, with those that were refused in their places.
#[derive(Debug)]
pub(crate) struct Batch {
    /// What can be decided, in order.
    pub(crate) accounts: Vec<Account>,
    /// Every row: which account it is, or why it is none.
    pub(crate) rows: Vec<Result<usize, Box<Failure>>>,
    /// What is suspicious, by row.
    warnings: Vec<(usize, Vec<Problem>)>,
    ids: OnceLock<Vec<Shown>>,
}

/// A problem with the row that has it.
#[derive(Serialize)]
struct RowProblem<'p> {
    row: usize,
    account_id: Option<&'p str>,
    #[serde(flatten)]
    problem: &'p Problem,
}

impl Batch {
    /// Reads JSON lines, or a JSON array.
    pub(crate) fn read(text: &str, limits: &Limits) -> Outcome<Self> {
        let texts = split(text)?;
        let mut batch = Self {
            accounts: Vec::with_capacity(texts.len()),
            rows: Vec::with_capacity(texts.len()),
            warnings: Vec::new(),
            ids: OnceLock::new(),
        };
        for (row, text) in texts.into_iter().enumerate() {
            batch.take_in(row, text, limits);
        }
        Ok(batch)
    }

    fn take_in(&mut self, row: usize, text: &str, limits: &Limits) {
        match read_account(text, limits) {
            Ok(read) => {
                self.rows.push(Ok(self.accounts.len()));
                self.accounts.push(read.value);
                if !read.warnings.is_empty() {
                    self.warnings.push((row, read.warnings));
                }
            }
            Err(refused) => {
                let failure = Failure {
                    row: Some(row),
                    ..Failure::refused(status::E_ACCOUNT, refused)
                };
                self.rows.push(Err(Box::new(failure)));
            }
        }
    }

    /// The account of a row.
    pub(crate) fn account(&self, row: usize) -> Outcome<&Account> {
        match self.rows.get(row) {
            Some(Ok(account)) => self.accounts.get(*account).ok_or_else(|| self.no_row(row)),
            Some(Err(failure)) => Err(Failure::clone(failure)),
            None => Err(self.no_row(row)),
        }
    }

    /// The id of a row's account, where it could be read.
    pub(crate) fn id(&self, row: usize) -> Option<&str> {
        match self.rows.get(row)? {
            Ok(account) => self.accounts.get(*account).map(|a| a.id.as_str()),
            Err(failure) => failure.account_id.as_deref(),
        }
    }

    /// The ids of all rows, for the host to read; an empty text where none could be read.
    pub(crate) fn shown_id(&self, row: usize) -> Option<&Shown> {
        let ids = self.ids.get_or_init(|| {
            let ids = (0..self.rows.len()).map(|row| self.id(row).unwrap_or_default());
            ids.map(Shown::new).collect()
        });
        ids.get(row)
    }

    pub(crate) fn status(&self, row: usize) -> i32 {
        match self.rows.get(row) {
            Some(Ok(_)) => status::OK,
            Some(Err(failure)) => failure.status,
            None => status::E_ARGUMENT,
        }
    }

    pub(crate) fn refused(&self) -> usize {
        self.rows.len() - self.accounts.len()
    }

    /// Everything wrong or suspicious, by row.
    pub(crate) fn problems(&self) -> impl Serialize + '_ {
        let refused = self.rows.iter().enumerate().filter_map(|(row, read)| {
            let failure = read.as_ref().err()?;
            Some((row, failure.problems.as_slice()))
        });
        let warned = self.warnings.iter();
        let warned = warned.map(|(row, problems)| (*row, problems.as_slice()));
        let mut by_row: Vec<(usize, &[Problem])> = refused.chain(warned).collect();
        by_row.sort_by_key(|(row, _)| *row);
        let told = by_row.into_iter().flat_map(|(row, problems)| {
            problems.iter().map(move |problem| RowProblem {
                row,
                account_id: self.id(row),
                problem,
            })
        });
        told.collect::<Vec<_>>()
    }

    fn no_row(&self, row: usize) -> Failure {
        Failure::new(
            status::E_ARGUMENT,
            format!(
                "there is no row {row}: the batch has {}, counted from 0",
                self.rows.len()
            ),
        )
    }
}
