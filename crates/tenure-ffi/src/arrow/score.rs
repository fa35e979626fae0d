//! From a batch to its risk.

use std::iter::Peekable;
use std::ops::Range;

use chrono::NaiveDate;
use tenure::PreparedTenant;
use tenure::decision::Scored;
use tenure::model::{Currency, Id};
use tenure::signals::{AsOf, Column, ColumnBuilder, SignalTable, SignalType};

use super::export::{Answers, Row};
use super::foreign::{Batch, What};
use super::plan::{Plan, Planned, Use, currency, data_type, id};
use super::values::{Read, Values, is_known};
use crate::failure::{Failure, Outcome};
use crate::status;

/// What a batch is scored with.
pub(crate) struct Scorer<'a> {
    pub(crate) session: &'a mut tenure::Session,
    pub(crate) plan: &'a Plan,
    pub(crate) tenant: &'a PreparedTenant,
    pub(crate) as_of: NaiveDate,
    /// So many rows are scored between two looks at whether to stop.
    pub(crate) rows: usize,
}

/// Some rows of a batch: their signals, and what is wrong with some of them.
struct Part {
    table: SignalTable,
    errors: Vec<Option<String>>,
    /// Of the rows with which something is wrong.
    ids: Vec<Option<Id>>,
}

impl Scorer<'_> {
    /// Scores a batch; `look` says now and then whether to stop.
    pub(crate) fn score(
        &mut self,
        batch: &Batch,
        mut look: impl FnMut() -> Outcome<()>,
    ) -> Outcome<Answers> {
        let node = batch.node();
        let (rows, first) = node.span(What::Batch)?;
        let known = node.rows_known(first + rows)?;
        let children = node.children(self.plan.0.len())?;
        let mut columns = Vec::with_capacity(children.len());
        for (child, planned) in children.into_iter().zip(&self.plan.0) {
            let what = What::Column(&planned.name);
            let end = first + rows;
            let values = Values::new(child, planned.format, planned.words, end, what)?;
            columns.push(values.counted_from(first));
        }
        let as_of = AsOf::new(self.tenant.tenant(), self.as_of, None)
            .map_err(|error| Failure::new(status::E_TENANT, error.to_string()))?;
        let mut answers = Answers::of(rows.min(self.rows));
        let mut begin = first;
        while begin < first + rows {
            if begin > first {
                look()?;
            }
            let end = (begin + self.rows).min(first + rows);
            let reading = Reading::new(begin..end, known, &as_of);
            let part = self.part(&columns, reading)?;
            let mut adding = Adding {
                answers: &mut answers,
                rows: part.ids.into_iter().zip(part.errors).peekable(),
            };
            self.session
                .score_each(part.table, self.tenant, self.as_of, |scored| {
                    adding.scored(&scored);
                })?;
            adding.failed();
            begin = end;
        }
        Ok(answers)
    }

    fn part(&self, columns: &[Values<'_>], mut reading: Reading<'_, '_>) -> Outcome<Part> {
        let (mut ids, mut currencies) = (Vec::new(), Vec::new());
        let mut signals = Vec::with_capacity(columns.len());
        for (planned, values) in self.plan.0.iter().zip(columns) {
            match planned.uses {
                Use::Id => ids = reading.each(values, id)?,
                Use::Currency => currencies = reading.each(values, currency)?,
                Use::Signal(ty, _) => {
                    let column = reading.signal(planned, ty, values)?;
                    signals.push((planned.name.clone(), column));
                }
            }
        }
        let errors = reading.errors;
        Ok(Part {
            table: table(&mut ids, &currencies, signals, &errors),
            errors,
            ids,
        })
    }
}

/// Some rows that are read column by column.
struct Reading<'a, 't> {
    rows: Range<usize>,
    known: Option<&'a [u8]>,
    as_of: &'a AsOf<'t>,
    /// By row, what is wrong first.
    errors: Vec<Option<String>>,
}

impl<'a, 't> Reading<'a, 't> {
    fn new(rows: Range<usize>, known: Option<&'a [u8]>, as_of: &'a AsOf<'t>) -> Self {
        let error = |row| (!is_known(known, row)).then(|| "the row is null".to_owned());
        Self {
            errors: rows.clone().map(error).collect(),
            rows,
            known,
            as_of,
        }
    }

    fn read<'v>(&self, values: &'v Values<'_>, row: usize) -> Outcome<Read<'v>> {
        match is_known(self.known, row) {
            true => values.get(row),
            false => Ok(Read::Null),
        }
    }

    /// What could be read; what is wrong with the others is kept.
    fn kept<T>(&mut self, place: usize, read: Result<T, String>) -> Option<T> {
        let keep = |why| {
            self.errors[place].get_or_insert(why);
        };
        read.map_err(keep).ok()
    }

    /// A value of each row.
    fn each<T>(
        &mut self,
        values: &Values<'_>,
        as_wanted: impl Fn(Read<'_>) -> Result<T, String>,
    ) -> Outcome<Vec<Option<T>>> {
        let texts = values.texts(&self.rows, self.known);
        let mut found = Vec::with_capacity(self.rows.len());
        for (place, row) in self.rows.clone().enumerate() {
            let read = match &texts {
                Some(texts) => texts[place].map_or(Read::Null, Read::Text),
                None => self.read(values, row)?,
            };
            let read = as_wanted(read);
            found.push(self.kept(place, read));
        }
        Ok(found)
    }

    /// A column of a signal.
    fn signal(
        &mut self,
        planned: &Planned,
        ty: SignalType,
        values: &Values<'_>,
    ) -> Outcome<Column> {
        if let Some(column) = planned.column(values, &self.rows, self.known, ty) {
            return Ok(column);
        }
        let mut column = ColumnBuilder::new(data_type(ty));
        for (place, row) in self.rows.clone().enumerate() {
            let read = self.read(values, row)?;
            let added = planned.add(&mut column, read, self.as_of);
            self.kept(place, added);
        }
        Ok(column.finish())
    }
}

/// The rows that could be read, whose ids are moved in. The others are nobody's: no plugin may hear of them, and none may
/// fail over them.
fn table(
    ids: &mut [Option<Id>],
    currencies: &[Option<Option<Currency>>],
    signals: Vec<(String, Column)>,
    errors: &[Option<String>],
) -> SignalTable {
    let good: Vec<u32> = (0_u32..)
        .zip(errors)
        .filter_map(|(place, error)| error.is_none().then_some(place))
        .collect();
    let all = good.len() == errors.len();
    let known = good.iter().filter_map(|place| ids[*place as usize].take());
    let currency = |place: &u32| currencies.get(*place as usize).copied().flatten().flatten();
    let mut table = SignalTable::new(known).currencies(good.iter().map(currency).collect());
    for (name, column) in signals {
        let column = if all { column } else { column.gather(&good) };
        table = table.column(name, column);
    }
    table
}

/// The rows of a part, which become rows of the answer in their order.
struct Adding<'a, Rows: Iterator<Item = (Option<Id>, Option<String>)>> {
    answers: &'a mut Answers,
    rows: Peekable<Rows>,
}

impl<Rows: Iterator<Item = (Option<Id>, Option<String>)>> Adding<'_, Rows> {
    /// Adds what was scored of the next row that could be read, and before it those that could not.
    fn scored(&mut self, scored: &Scored) {
        self.failed();
        if self.rows.next().is_some() {
            self.answers.push(Row::Scored(scored));
        }
    }

    /// Adds rows that could not be read, up to one that could.
    fn failed(&mut self) {
        while let Some((id, Some(error))) = self.rows.next_if(|(_, error)| error.is_some()) {
            self.answers.push(Row::Failed(id, error));
        }
    }
}
