//! The fuzz target: any bytes as a batch, well laid out or spoiled.

use std::sync::Arc;

use chrono::NaiveDate;
use tenure::PreparedTenant;
use tenure::model::{Limits, Tenant, read_account};

use super::draw::{Choices, Drawn, column, spoil};
use super::{COLUMNS, Column, Fate, Table};
use crate::arrow::abi::{ArrowArray, ArrowSchema};
use crate::arrow::export::output_schema;
use crate::arrow::foreign::{Batch, OwnSchema, What};
use crate::arrow::format::Format;
use crate::arrow::plan::Plan;
use crate::arrow::score::Scorer;
use crate::arrow::values::{Read, Values};
use crate::failure::{Failure, Outcome};

/// What scores made-up batches, and holds them against the JSON door.
#[derive(Debug)]
pub struct Target {
    engine: tenure::Engine,
    tenant: PreparedTenant,
    day: NaiveDate,
}

/// What is told of one row: its cells as texts.
type Row = Vec<String>;

impl Target {
    /// A target with a rulebook over columns of every type.
    ///
    /// # Errors
    /// The rulebook is refused.
    pub fn new() -> Result<Self, String> {
        let rulebook =
            tenure::Rulebook::parse("columns.toml", COLUMNS).map_err(|e| e.to_string())?;
        let engine = tenure::Engine::builder().rulebook(rulebook).build();
        Ok(Self {
            engine: engine.map_err(|error| error.to_string())?,
            tenant: PreparedTenant::new(Tenant::default()).map_err(|error| error.to_string())?,
            day: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap_or_default(),
        })
    }

    /// Runs one input.
    ///
    /// # Errors
    /// A batch that is well laid out is refused, or gives another answer than JSON; one that is spoiled gives an answer of
    /// another length, or one that is neither risk nor an error; or a batch is not released once, or written to.
    pub fn run(&self, bytes: &[u8]) -> Result<(), String> {
        self.run_with(bytes, false)
    }

    /// Runs one input; with a fault, JSON has another value in the last row, which should be found.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub fn run_with(&self, bytes: &[u8], fault: bool) -> Result<(), String> {
        let mut choices = Choices(bytes);
        let rows = choices.below(12);
        let spoils = choices.below(4);
        let drawn = draw(&mut choices, rows);
        let ids: Vec<Option<[u8; 8]>> = (0..rows as i64).map(|id| Some(id.to_ne_bytes())).collect();
        let all = std::iter::once(Column::fixed("id", "l", &ids));
        let all: Vec<Column> = all
            .chain(drawn.iter().map(|one| one.column.clone()))
            .collect();
        // The batch leaves some rows out, or each of its columns does, or both.
        let (by_columns, by_batch) = (choices.below(rows + 1), choices.below(3));
        let all = all
            .into_iter()
            .map(|column| column.sliced(by_columns as i64))
            .collect();
        let by_batch = by_batch.min(rows - by_columns);
        let mut table = Table::new(all).sliced(by_batch as i64);
        for _ in 0..spoils {
            spoil(&mut choices, &mut table);
        }
        let answer = self.answer(&table)?;
        match (answer, spoils) {
            (Ok(answer), 0) => self.compare(&answer, &drawn, by_columns + by_batch, rows, fault),
            (Err(failure), 0) => Err(format!("refused: {}", failure.message)),
            (Ok(answer), _) => whole(&answer, table.length),
            (Err(failure), _) => told(&failure),
        }
    }

    /// Hands a batch in.
    fn answer(&self, table: &Table) -> Result<Outcome<Vec<Row>>, String> {
        let fate = Arc::new(Fate::default());
        let (mut array, mut schema) = (table.array(&fate), table.schema());
        // SAFETY: both were just made.
        let (batch, schema) = unsafe {
            (
                Batch::take(&raw mut array),
                OwnSchema::take(&raw mut schema),
            )
        };
        let (Some(batch), Some(schema)) = (batch, schema) else {
            return Err("nothing was moved".to_owned());
        };
        let answer = schema.columns().and_then(|shapes| {
            let plan = Plan::new(&self.engine, &self.tenant, &shapes)?;
            let mut session = self.engine.session();
            let mut scorer = Scorer {
                session: &mut session,
                plan: &plan,
                tenant: &self.tenant,
                as_of: self.day,
                rows: 5,
            };
            read(scorer.score(&batch, || Ok(()))?.into_array())
        });
        drop(batch);
        match fate.is_well(1) {
            true => Ok(answer),
            false => Err(format!("the batch's fate: {fate:?}")),
        }
    }

    /// Holds an answer against JSON.
    fn compare(
        &self,
        answer: &[Row],
        drawn: &[Drawn],
        first: usize,
        rows: usize,
        fault: bool,
    ) -> Result<(), String> {
        let expected: Result<Vec<Row>, String> = (first..rows)
            .map(|row| {
                let skewed = fault && row + 1 == rows;
                self.by_json(drawn, row, skewed)
            })
            .collect();
        let expected = expected?;
        match answer == expected {
            true => Ok(()),
            false => Err(format!("by columns {answer:?}, by JSON {expected:?}")),
        }
    }

    fn by_json(&self, drawn: &[Drawn], row: usize, skewed: bool) -> Result<Row, String> {
        let mut wrong = None;
        let mut custom: Vec<String> = Vec::new();
        for one in drawn {
            let value = one.json.get(row).map_or("", String::as_str);
            if one.name == "n" && value.parse::<i64>().is_err() && !value.is_empty() {
                wrong = Some(format!("`custom.n`: {value} is beyond 64 bits"));
            } else if !value.is_empty() {
                custom.push(format!(r#""{}":{value}"#, one.name));
            }
        }
        if skewed {
            custom.push(r#""days_left":5"#.to_owned());
        }
        let id = row.to_string();
        if let Some(wrong) = wrong.filter(|_| !skewed) {
            let mut cells = vec!["null".to_owned(); 10];
            cells[0] = id;
            cells[9] = wrong;
            return Ok(cells);
        }
        let text = format!(r#"{{"id":"{id}","custom":{{{}}}}}"#, custom.join(","));
        let account =
            read_account(&text, &Limits::default()).map_err(|refused| refused.to_string())?;
        let decision = self.engine.decide(&account.value, &self.tenant, self.day);
        let decision = decision.map_err(|error| error.to_string())?;
        let risk = &decision.risk;
        let json = |value: serde_json::Result<String>| value.map_err(|error| error.to_string());
        Ok(vec![
            id,
            risk.points.to_string(),
            risk.points_low.to_string(),
            risk.points_high.to_string(),
            risk.probability_bp.to_string(),
            risk.band.clone(),
            risk.coverage_bp.to_string(),
            json(serde_json::to_string(&decision.contributions))?,
            json(serde_json::to_string(&decision.unknown))?,
            "null".to_owned(),
        ])
    }
}

/// Columns of different names, in the order in which they were drawn.
fn draw(choices: &mut Choices<'_>, rows: usize) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = Vec::new();
    for _ in 0..choices.below(4) {
        let next = column(choices, rows);
        if drawn.iter().all(|other| other.name != next.name) {
            drawn.push(next);
        }
    }
    drawn
}

/// The cells of an answer, which is released.
fn read(mut array: ArrowArray) -> Outcome<Vec<Row>> {
    let mut schema: ArrowSchema = output_schema("");
    // SAFETY: both are ours, and were just made.
    let (batch, schema) = unsafe {
        (
            Batch::take(&raw mut array),
            OwnSchema::take(&raw mut schema),
        )
    };
    let (Some(batch), Some(schema)) = (batch, schema) else {
        return Ok(Vec::new());
    };
    let shapes = schema.columns()?;
    let (rows, _) = batch.node().span(What::Batch)?;
    let mut columns = Vec::new();
    for (shape, child) in shapes.iter().zip(batch.node().children(shapes.len())?) {
        let format = Format::parse(shape.format).unwrap_or(Format::Null);
        columns.push(Values::new(
            child,
            format,
            None,
            rows,
            What::Column(shape.name),
        )?);
    }
    let cell = |column: &Values<'_>, row| {
        Ok(match column.get(row)? {
            Read::Int(value) => value.to_string(),
            Read::Text(text) => text.to_owned(),
            _ => "null".to_owned(),
        })
    };
    let row = |row| columns.iter().map(|column| cell(column, row)).collect();
    (0..rows).map(row).collect()
}

/// An answer to a spoiled batch has its length, and each row is scored or tells why not.
fn whole(answer: &[Row], length: i64) -> Result<(), String> {
    let one = |row: &Row| {
        let null = |cell: usize| row.get(cell).is_none_or(|cell| cell == "null");
        null(1) != null(9)
    };
    match answer.len() as i64 == length && answer.iter().all(one) {
        true => Ok(()),
        false => Err(format!("{length} rows gave {answer:?}")),
    }
}

/// A refusal tells what is wrong, by the numbers of this door.
fn told(failure: &Failure) -> Result<(), String> {
    match (failure.status, failure.message.is_empty()) {
        (305 | 306, false) => Ok(()),
        _ => Err(format!("{failure:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that look random and are the same everywhere.
    fn noise(seed: u64) -> Vec<u8> {
        let mut state = seed;
        let byte = |_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..200).map(byte).collect()
    }

    #[test]
    fn drawn_batches_give_what_json_gives_and_spoiled_ones_do_no_harm() {
        let target = Target::new().unwrap();
        let (mut well, mut refused) = (0, 0);
        for seed in 0..if cfg!(miri) { 40 } else { 2_000 } {
            let bytes = noise(seed);
            target
                .run(&bytes)
                .unwrap_or_else(|found| panic!("seed {seed}: {found}"));
            well += usize::from(bytes[1].is_multiple_of(4) && !bytes[0].is_multiple_of(12));
            refused += usize::from(!bytes[1].is_multiple_of(4));
        }
        assert!(well > 0 && refused > 0);
    }

    #[test]
    fn a_value_that_is_another_one_is_found() {
        let target = Target::new().unwrap();
        let found = (0..100).filter(|seed| target.run_with(&noise(*seed), true).is_err());
        assert!(found.count() > 10);
    }
}
