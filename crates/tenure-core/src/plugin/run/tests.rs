//! How often a batch that fails is tried again.

use std::sync::atomic::{AtomicU32, Ordering};

use super::super::Usage;
use super::*;

/// A plugin that fails on batches with an odd row in them, and counts how often it is asked.
#[derive(Debug, Clone)]
struct Odd {
    kind: PluginErrorKind,
    asked: Arc<AtomicU32>,
}

impl BoundPlugin for Odd {
    fn instance(&self) -> Result<Box<dyn Instance>, PluginError> {
        Ok(Box::new(self.clone()))
    }
}

impl Instance for Odd {
    fn score(&mut self, batch: &Batch<'_>, _: &mut Scored) -> Result<Usage, PluginError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let super::super::Values::Int(values) = batch.inputs()[0].values else {
            panic!("the input is an int");
        };
        if values.iter().any(|value| value % 2 == 1) {
            return Err(PluginError::new(self.kind, "an odd row"));
        }
        Ok(Usage::default())
    }
}

fn description() -> Description {
    Description {
        id: "odd".into(),
        version: "1.0.0".into(),
        dictionary: "^1.0".into(),
        inputs: vec![super::super::InputDef {
            signal: "billing.days_overdue".into(),
            ty: tenure_rules::SignalType::Int,
            required: true,
        }],
        reads_day: false,
        reasons: Vec::new(),
        actions: Vec::new(),
        parameters: Vec::new(),
        max_points: 0,
    }
}

/// How often it is asked about these values, and which rows failed.
fn asked(kind: PluginErrorKind, values: &[i64]) -> (u32, Vec<usize>) {
    let odd = Odd {
        kind,
        asked: Arc::default(),
    };
    let mut builder = tenure_columns::ColumnBuilder::new(tenure_columns::DataType::Int);
    for value in values {
        builder.push(tenure_columns::Cell::Known(tenure_columns::Value::Int(
            *value,
        )));
    }
    let column = builder.finish();
    let rows: Vec<u32> = (0..values.len() as u32).collect();
    let mut said = Vec::new();
    let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
    let mut runner = Runner::new(Arc::new(odd.clone()), 0);
    runner.run(&description(), day, &[Some(&column)], &rows, &mut said);
    assert_eq!(said.len(), values.len());
    let failed = (0..said.len())
        .filter(|row| matches!(said[*row], RowVerdict::Failed(_)))
        .collect();
    (odd.asked.load(Ordering::Relaxed), failed)
}

const SPENT: [PluginErrorKind; 2] = [PluginErrorKind::OutOfFuel, PluginErrorKind::Deadline];

#[test]
fn two_rows_that_take_everything_are_found() {
    let mut values = vec![0; 1_024];
    values[3] = 1;
    values[900] = 1;
    for kind in SPENT {
        assert_eq!(asked(kind, &values).1, [3, 900]);
    }
}

#[test]
fn a_batch_that_takes_everything_again_and_again_is_split_no_more() {
    let every = vec![1; 1_024];
    for kind in SPENT {
        let (asked, failed) = asked(kind, &every);
        assert_eq!(failed.len(), 1_024);
        // What was split and still is open is asked once more.
        assert!(asked < 48, "asked {asked} times");
    }
    // A trap costs little: each row is found.
    let (asked, failed) = asked(PluginErrorKind::Trap, &every);
    assert_eq!((asked, failed.len()), (2_047, 1_024));
}

#[test]
fn rows_that_cost_nothing_are_judged_beside_those_that_take_everything() {
    let mut values = vec![1; 1_024];
    values[512..].fill(0);
    for kind in SPENT {
        let (_, failed) = asked(kind, &values);
        assert_eq!(failed, (0..512).collect::<Vec<_>>());
    }
}
