//! A plugin as a whole: what it is, and how it scores a batch.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::codes::{Actions, CodeText, Reasons};
use crate::column::Column;
use crate::day::Day;
use crate::inputs::{BLOCK, Input, Inputs};
use crate::parameters::{Parameter, Parameters};
use crate::scores::{Scored, Scores};

/// A plugin. `#[plugin]` over the function of one row writes it.
pub trait Rule {
    /// What it reads of a row.
    type Inputs: Inputs;
    /// What a rulebook may set.
    type Parameters: Parameters;
    /// Why it gives points.
    type Reasons: Reasons;
    /// What it proposes.
    type Actions: Actions;

    /// Its name, in kebab-case.
    const ID: &'static str;
    /// Its version, as `1.2.3`.
    const VERSION: &'static str;
    /// The versions of the dictionary of signals that it was written for, as `^1.0`.
    const DICTIONARY: &'static str;
    /// The largest absolute sum of points that it gives to a row.
    const MAX_POINTS: i32;
    /// Whether it sees the day. What hangs on the day itself may change on any day.
    const READS_DAY: bool;

    /// Scores one row.
    fn score(
        row: &<Self::Inputs as Inputs>::Row<'_>,
        context: &Context<'_, Self::Parameters>,
        scores: &mut Scores<Self::Reasons, Self::Actions>,
    );
}

/// What is the same for every row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Context<'a, P = ()> {
    /// The day as of which rows are scored; none unless the plugin says `reads_day = true`. There is no other clock.
    pub as_of: Option<Day>,
    /// What the rulebook set.
    pub parameters: &'a P,
}

/// Rows to score.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The day as of which they are scored, for a plugin that reads it.
    pub as_of: Option<Day>,
    /// How many there are.
    pub rows: u32,
    /// A column for each input, in the order of the description.
    pub columns: Vec<Column>,
}

/// What `describe` tells.
#[derive(Debug, Serialize)]
struct Description {
    id: &'static str,
    version: &'static str,
    dictionary: &'static str,
    max_points: i32,
    reads_day: bool,
    inputs: &'static [Input],
    reasons: Vec<Code>,
    actions: Vec<Code>,
    parameters: &'static [Parameter],
}

#[derive(Debug, Serialize)]
struct Code {
    code: &'static str,
    text: BTreeMap<&'static str, &'static str>,
}

fn codes(codes: &[CodeText]) -> Vec<Code> {
    let code = |code: &CodeText| Code {
        code: code.code,
        text: code.texts.iter().copied().collect(),
    };
    codes.iter().map(code).collect()
}

/// The description of a plugin, as JSON.
pub fn describe<T: Rule>() -> String {
    let description = Description {
        id: T::ID,
        version: T::VERSION,
        dictionary: T::DICTIONARY,
        max_points: T::MAX_POINTS,
        reads_day: T::READS_DAY,
        inputs: T::Inputs::INPUTS,
        reasons: codes(T::Reasons::REASONS),
        actions: codes(T::Actions::ACTIONS),
        parameters: T::Parameters::PARAMETERS,
    };
    // Nothing in it can fail to be written; the host would refuse an empty text.
    serde_json::to_string(&description).unwrap_or_default()
}

/// Reads parameters from a JSON object that holds them all.
///
/// # Errors
///
/// A text that names the parameter that is missing or has another type.
pub fn configure<T: Rule>(parameters: &str) -> Result<T::Parameters, String> {
    T::Parameters::read(parameters)
}

/// Scores a batch, row by row.
///
/// # Errors
///
/// A text that names the column that is missing or has another type or length.
pub fn score_batch<T: Rule>(batch: &Batch, parameters: &T::Parameters) -> Result<Scored, String> {
    let rows = batch.rows as usize;
    let columns = T::Inputs::columns(&batch.columns, rows)?;
    let context = Context {
        as_of: batch.as_of,
        parameters,
    };
    let mut scores = Scores::default();
    let whole = rows - rows % BLOCK;
    for first in (0..whole).step_by(BLOCK) {
        let block = T::Inputs::block(&columns, first);
        scores = score_block::<T>(&block, first as u32, batch.as_of, parameters, scores);
    }
    for row in whole..rows {
        scores.at_row(row as u32);
        score_single::<T>(&T::Inputs::single(&columns, row), &context, &mut scores);
    }
    Ok(scores.finish())
}

/// Scores the rows of a block. Not inlined: what goes on around it would take the registers. The day and the parameters
/// come by themselves for the same reason.
#[inline(never)]
fn score_block<T: Rule>(
    block: &<T::Inputs as Inputs>::Block<'_>,
    first: u32,
    as_of: Option<Day>,
    parameters: &T::Parameters,
    scores: Scores<T::Reasons, T::Actions>,
) -> Scores<T::Reasons, T::Actions> {
    let context = Context { as_of, parameters };
    let mut scores = scores.own();
    // By the bits of a word, not by counting: else each column would have a pointer of its own to move on.
    let mut rows = u64::MAX;
    while rows != 0 {
        let at = rows.trailing_zeros();
        rows &= rows - 1;
        scores.at_row(first + at);
        let row = T::Inputs::row(block, at as usize);
        T::score(&row, &context, &mut scores);
    }
    scores
}

/// Scores a row that belongs to no block. Not inlined: seldom called, and the rule stands in it whole.
#[inline(never)]
fn score_single<T: Rule>(
    row: &<T::Inputs as Inputs>::Row<'_>,
    context: &Context<'_, T::Parameters>,
    scores: &mut Scores<T::Reasons, T::Actions>,
) {
    T::score(row, context, scores);
}
