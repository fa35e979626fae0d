//! The plugin kit: what every plugin promises, tried on generated rows, whether it is native, a script or WASM.
//!
//! Splitting a batch and permuting its rows change nothing; a fresh instance says what a used one says; two runs agree to
//! the bit; ordinary rows never fail, and extreme ones cost no more than themselves; what is unknown is taken; operations
//! grow linearly in rows.

mod rows;

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use tenure_core::plugin::{
    Binding, BoundPlugin, Description, Limits, Parameters, Plugin, PluginError, PluginErrorKind,
    RowVerdict, Runner, Usage,
};

use rows::Table;

/// Rows of a table.
const ROWS: usize = 600;

/// What came of one promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The promise, in words.
    pub promise: &'static str,
    /// How it was broken; `None` where it was kept.
    pub broken: Option<String>,
}

/// What came of a plugin's promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitReport {
    /// The promises, in the order in which they were tried.
    pub promises: Vec<Promise>,
    /// How many ordinary rows were tried.
    pub rows: usize,
    /// How many of them were given points or a proposal.
    pub spoken: usize,
}

impl KitReport {
    /// Whether every promise was kept.
    pub fn is_kept(&self) -> bool {
        self.promises.iter().all(|promise| promise.broken.is_none())
    }
}

impl fmt::Display for KitReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Promise { promise, broken } in &self.promises {
            match broken {
                None => writeln!(f, "kept    {promise}")?,
                Some(how) => {
                    let how = how.replace('\n', "\n        ");
                    writeln!(f, "BROKEN  {promise}\n        {how}")?;
                }
            }
        }
        write!(
            f,
            "{} rows, {} of them with points or a proposal",
            self.rows, self.spoken
        )
    }
}

/// A plugin under trial.
struct Trial<'t> {
    description: &'t Description,
    bound: Arc<dyn BoundPlugin>,
    day: NaiveDate,
}

/// Tries a plugin with some of its parameters; the others have their defaults. Equal seeds make equal rows.
///
/// # Errors
/// The plugin breaks its description, or refuses its parameters.
pub fn try_plugin(
    plugin: &dyn Plugin,
    parameters: &Parameters,
    seed: u64,
) -> Result<KitReport, PluginError> {
    let description = plugin.description();
    description.check()?;
    let parameters = description.parameters(parameters)?;
    let bound = plugin.bind(&Binding {
        id: "kit",
        parameters: &parameters,
        limits: &Limits::default(),
    })?;
    let day = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap_or_default();
    let trial = Trial {
        description,
        bound,
        day,
    };
    let ordinary = Table::ordinary(description, ROWS, seed);
    let said = trial.run(&ordinary, &all(ROWS)).0;
    let promises = vec![
        kept("ordinary rows never fail", none_fails(&said)),
        kept(
            "two runs agree to the bit",
            trial.agrees(&ordinary, &said, &[ROWS]),
        ),
        kept(
            "splitting a batch changes nothing",
            trial.agrees(&ordinary, &said, &[1, 7, 64, 333]),
        ),
        kept(
            "the order of the rows changes nothing",
            trial.turned(&ordinary, &said),
        ),
        kept(
            "a fresh instance says what a used one says",
            trial.fresh(&ordinary, &said),
        ),
        kept(
            "what is unknown is taken",
            none_fails(&trial.run(&Table::unknown(description, 9), &all(9)).0),
        ),
        kept(
            "extreme values cost no more than their row",
            trial.extreme(seed),
        ),
        kept("operations grow linearly in rows", trial.linear(&ordinary)),
    ];
    Ok(KitReport {
        promises,
        rows: ROWS,
        spoken: said.iter().filter(|row| speaks(row)).count(),
    })
}

fn kept(promise: &'static str, kept: Result<(), String>) -> Promise {
    Promise {
        promise,
        broken: kept.err(),
    }
}

fn all(rows: usize) -> Vec<u32> {
    (0_u32..).take(rows).collect()
}

fn speaks(row: &RowVerdict) -> bool {
    match row {
        RowVerdict::Judged { points, actions } => !points.is_empty() || !actions.is_empty(),
        RowVerdict::Failed(_) => false,
    }
}

fn none_fails(said: &[RowVerdict]) -> Result<(), String> {
    let failed = said.iter().find_map(|row| match row {
        RowVerdict::Failed(error) => Some(error.to_string()),
        RowVerdict::Judged { .. } => None,
    });
    failed.map_or(Ok(()), Err)
}

/// What is compared of a verdict: not the place of its row in the batch.
fn face(row: &RowVerdict) -> String {
    match row {
        RowVerdict::Judged { points, actions } => {
            format!("points {points:?}, proposals {actions:?}")
        }
        RowVerdict::Failed(error) => format!("{}: {}", error.kind().as_str(), error.text()),
    }
}

fn same(row: u32, one: &RowVerdict, other: &RowVerdict) -> Result<(), String> {
    let (one, other) = (face(one), face(other));
    if one == other {
        Ok(())
    } else {
        Err(format!("row {row}: {one}; then {other}"))
    }
}

impl Trial<'_> {
    fn run(&self, table: &Table, rows: &[u32]) -> (Vec<RowVerdict>, Usage) {
        self.run_by(&mut self.runner(), table, rows)
    }

    fn runner(&self) -> Runner {
        Runner::new(self.bound.clone(), self.description.max_points)
    }

    fn run_by(&self, runner: &mut Runner, table: &Table, rows: &[u32]) -> (Vec<RowVerdict>, Usage) {
        let mut said = Vec::with_capacity(rows.len());
        let usage = runner.run(
            self.description,
            self.day,
            &table.columns(),
            rows,
            &mut said,
        );
        (said, usage)
    }

    /// Whether one runner says the same in batches of these sizes.
    fn agrees(&self, table: &Table, said: &[RowVerdict], sizes: &[usize]) -> Result<(), String> {
        let mut runner = self.runner();
        let rows = all(said.len());
        for size in sizes {
            for rows in rows.chunks(*size) {
                let again = self.run_by(&mut runner, table, rows).0;
                for (row, again) in rows.iter().zip(&again) {
                    let first = said.get(*row as usize).unwrap_or(again);
                    same(*row, first, again)?;
                }
            }
        }
        Ok(())
    }

    fn turned(&self, table: &Table, said: &[RowVerdict]) -> Result<(), String> {
        let mut rows = all(said.len());
        rows.reverse();
        rows.rotate_left(said.len() / 3);
        let again = self.run(table, &rows).0;
        let mut pairs = rows.iter().zip(&again);
        pairs.try_for_each(|(row, again)| {
            same(*row, said.get(*row as usize).unwrap_or(again), again)
        })
    }

    fn fresh(&self, table: &Table, said: &[RowVerdict]) -> Result<(), String> {
        let mut rows = all(said.len()).into_iter().step_by(17);
        rows.try_for_each(|row| {
            let alone = self.run(table, &[row]).0;
            let mut pairs = alone.iter().zip(said.get(row as usize));
            pairs.try_for_each(|(alone, first)| same(row, first, alone))
        })
    }

    /// Extreme rows may stop with an error of their own; the ordinary ones between them say what they say alone.
    fn extreme(&self, seed: u64) -> Result<(), String> {
        let mixed = Table::mixed(self.description, 200, seed);
        let said = self.run(&mixed, &all(200)).0;
        for row in &said {
            if let RowVerdict::Failed(error) = row
                && error.kind() != PluginErrorKind::Trap
            {
                return Err(error.to_string());
            }
        }
        self.agrees(&mixed, &said, &[1, 200])
    }

    /// Four times the rows take no more than five times as much, and what a batch costs by itself.
    fn linear(&self, table: &Table) -> Result<(), String> {
        let few: Vec<u32> = (0..200).map(|row| row % 50).collect();
        let many: Vec<u32> = (0..800).map(|row| row % 50).collect();
        let (few, many) = (self.run(table, &few).1.fuel, self.run(table, &many).1.fuel);
        if many <= few.saturating_mul(5) {
            Ok(())
        } else {
            Err(format!("200 rows take {few}, 800 take {many}"))
        }
    }
}
