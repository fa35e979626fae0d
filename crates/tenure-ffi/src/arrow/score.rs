//! From a batch to its risk.

use chrono::NaiveDate;
use tenure::PreparedTenant;
use tenure::decision::Scored;
use tenure::model::{Currency, Id};
use tenure::signals::{AsOf, Column, ColumnBuilder, SignalTable};

use super::export::{Answers, Row};
use super::foreign::Batch;
use super::plan::{Plan, Texts, Use, currency, id};
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
        let (rows, first) = node.span("the batch")?;
        let known = node.rows_known(first + rows)?;
        let children = node.children(self.plan.0.len())?;
        let mut columns = Vec::with_capacity(children.len());
        for (child, planned) in children.into_iter().zip(&self.plan.0) {
            let what = format!("the column `{}`", planned.name);
            let end = first + rows;
            let values = Values::new(child, planned.format, planned.words, end, what)?;
            columns.push(values.counted_from(first));
        }
        let as_of = AsOf::new(self.tenant.tenant(), self.as_of, None)
            .map_err(|error| Failure::new(status::E_TENANT, error.to_string()))?;
        let mut answers = Answers::default();
        let mut texts = Texts::default();
        let mut begin = first;
        while begin < first + rows {
            if begin > first {
                look()?;
            }
            let end = (begin + self.rows).min(first + rows);
            let here = |row| is_known(known, row);
            let part = self.part(&columns, begin..end, &as_of, &mut texts, here)?;
            let scored = self.session.score(part.table, self.tenant, self.as_of)?;
            add(&mut answers, scored, part.ids, part.errors);
            begin = end;
        }
        Ok(answers)
    }

    fn part(
        &self,
        columns: &[Values<'_>],
        rows: std::ops::Range<usize>,
        as_of: &AsOf<'_>,
        texts: &mut Texts,
        here: impl Fn(usize) -> bool,
    ) -> Outcome<Part> {
        let none = "the row is null".to_owned();
        let mut errors: Vec<Option<String>> = rows
            .clone()
            .map(|row| (!here(row)).then(|| none.clone()))
            .collect();
        let mut ids = vec![None; rows.len()];
        let mut currencies = vec![None; rows.len()];
        let mut signals = Vec::with_capacity(columns.len());
        for (planned, values) in self.plan.0.iter().zip(columns) {
            let mut column = planned.data_type().map(ColumnBuilder::new);
            for (place, row) in rows.clone().enumerate() {
                let read = match here(row) {
                    true => values.get(row)?,
                    false => Read::Null,
                };
                let wrong = match (planned.uses, &mut column) {
                    (Use::Signal(..), Some(column)) => match planned.cell(read, as_of, texts) {
                        Ok(cell) => {
                            column.push(cell);
                            None
                        }
                        Err(why) => {
                            column.push(tenure::signals::Cell::Unknown);
                            Some(why)
                        }
                    },
                    (Use::Currency, _) => {
                        let read = currency(read).map(|read| currencies[place] = read);
                        read.err()
                    }
                    _ => id(read).map(|read| ids[place] = Some(read)).err(),
                };
                if errors[place].is_none() {
                    errors[place] = wrong;
                }
            }
            signals.extend(column.map(|column| (planned.name.clone(), column.finish())));
        }
        Ok(Part {
            table: table(&ids, &currencies, signals, &errors),
            errors,
            ids,
        })
    }
}

/// The rows that could be read. The others are nobody's: no plugin may hear of them, and none may fail over them.
fn table(
    ids: &[Option<Id>],
    currencies: &[Option<Currency>],
    signals: Vec<(String, Column)>,
    errors: &[Option<String>],
) -> SignalTable {
    let good: Vec<u32> = (0_u32..)
        .zip(errors)
        .filter_map(|(place, error)| error.is_none().then_some(place))
        .collect();
    let all = good.len() == errors.len();
    let known = good.iter().filter_map(|place| ids[*place as usize].clone());
    let currencies = good.iter().map(|place| currencies[*place as usize]);
    let mut table = SignalTable::new(known).currencies(currencies.collect());
    for (name, column) in signals {
        let column = if all { column } else { column.gather(&good) };
        table = table.column(name, column);
    }
    table
}

fn add(
    answers: &mut Answers,
    scored: Vec<Scored>,
    ids: Vec<Option<Id>>,
    errors: Vec<Option<String>>,
) {
    let mut scored = scored.iter();
    for (id, error) in ids.into_iter().zip(errors) {
        match error {
            Some(error) => answers.push(Row::Failed(id, error)),
            None => scored
                .next()
                .map_or((), |scored| answers.push(Row::Scored(scored))),
        }
    }
}
