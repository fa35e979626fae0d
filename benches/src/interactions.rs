//! Rows of the shipped plugin `interactions`, for every kind of host.

use std::collections::BTreeMap;
use std::sync::Arc;

use tenure_core::plugin::{
    Binding, BoundPlugin, Input, Instance, Limits, Plugin, PluginError, Values,
};
use tenure_plugin::Column;

/// Rows of a batch.
pub const ROWS: usize = 1_024;

/// What the rules have where a rulebook sets nothing.
pub const SETTINGS: interactions::Settings = interactions::Settings {
    near_months: 3,
    well_used: 0.8,
};

const WORDS: [&str; 3] = ["low", "mid", "high"];

/// A batch's columns; a tenth of each is unknown.
#[derive(Debug, Clone)]
pub struct Rows {
    columns: Vec<Column>,
    dictionary: Vec<Arc<str>>,
}

/// A number below a bound, spread over rows.
fn spread(row: usize, salt: usize, below: usize) -> usize {
    (row.wrapping_mul(2_654_435_761) >> 7).wrapping_add(row * salt) % below
}

fn each<T>(value: impl Fn(usize) -> T) -> Vec<T> {
    (0..ROWS).map(value).collect()
}

/// In the order of the plugin's inputs.
fn values() -> [tenure_plugin::Values; 8] {
    use tenure_plugin::Values::{Bool, Float, Int, Text};
    [
        Bool(each(|row| (spread(row, 1, 4) == 0).into())),
        Int(each(|row| spread(row, 2, 12) as i64)),
        Bool(each(|row| (spread(row, 3, 3) == 0).into())),
        Bool(each(|row| (spread(row, 8, 9) == 0).into())),
        Text {
            codes: each(|row| spread(row, 4, 3) as u32),
            dictionary: WORDS.map(str::to_owned).to_vec(),
        },
        Int(each(|row| (spread(row, 5, 9) / 8) as i64)),
        Int(each(|row| (spread(row, 6, 20) / 19) as i64)),
        Float(each(|row| spread(row, 7, 100) as f64 / 100.0)),
    ]
}

fn known(salt: usize) -> Vec<u64> {
    let bit = |row: usize| u64::from(spread(row, salt, 10) != 0) << (row % 64);
    let word = |word: usize| (word * 64..word * 64 + 64).map(bit).sum();
    (0..ROWS / 64).map(word).collect()
}

impl Default for Rows {
    fn default() -> Self {
        let columns = values().into_iter().enumerate();
        let columns = columns.map(|(salt, values)| Column {
            values,
            known: Some(known(salt + 11)),
        });
        Self {
            columns: columns.collect(),
            dictionary: WORDS.map(Into::into).to_vec(),
        }
    }
}

impl Rows {
    /// As the host has them.
    pub fn inputs(&self) -> Vec<Input<'_>> {
        let columns = self.columns.iter();
        columns
            .map(|column| Input {
                values: self.values(column),
                known: column.known.as_deref(),
            })
            .collect()
    }

    fn values<'c>(&'c self, column: &'c Column) -> Values<'c> {
        match &column.values {
            tenure_plugin::Values::Int(values) => Values::Int(values),
            tenure_plugin::Values::Float(values) => Values::Float(values),
            tenure_plugin::Values::Bool(values) => Values::Bool(values),
            tenure_plugin::Values::Text { codes, .. } => Values::Text {
                codes,
                dictionary: &self.dictionary,
            },
        }
    }

    /// As the same source has them natively.
    pub fn native(&self) -> tenure_plugin::Batch {
        tenure_plugin::Batch {
            as_of: None,
            rows: ROWS as u32,
            columns: self.columns.clone(),
        }
    }
}

/// A plugin bound with its default parameters.
///
/// # Errors
/// As the plugin fails to bind.
pub fn bound(plugin: &dyn Plugin) -> Result<Arc<dyn BoundPlugin>, PluginError> {
    let parameters = plugin.description().parameters(&BTreeMap::new())?;
    let limits = Limits::default();
    plugin.bind(&Binding {
        id: "bench",
        parameters: &parameters,
        limits: &limits,
    })
}

/// An instance of a plugin with its default parameters.
///
/// # Errors
/// As the plugin fails to bind or to start.
pub fn instance(plugin: &dyn Plugin) -> Result<Box<dyn Instance>, PluginError> {
    bound(plugin)?.instance()
}
