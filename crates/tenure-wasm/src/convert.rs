//! Batches out, points and proposals back.

use chrono::NaiveDate;
use tenure_core::plugin::{Batch, PluginError, PluginErrorKind, Scored, Values};

use crate::bindings::tenure::plugin::types as wit;

/// How many bytes a batch sends, at most so many.
pub(crate) fn check_size(batch: &Batch<'_>, most: usize) -> Result<(), PluginError> {
    let bytes: usize = batch
        .inputs()
        .iter()
        .map(|input| {
            let known = input.known.map_or(0, |words| words.len() * 8);
            known + size(&input.values)
        })
        .sum();
    if bytes <= most {
        return Ok(());
    }
    let text = format!("the batch has {bytes} bytes; the host sends at most {most} at a time");
    Err(PluginError::new(PluginErrorKind::BadInput, text))
}

fn size(values: &Values<'_>) -> usize {
    match values {
        Values::Int(values) => values.len() * 8,
        Values::Float(values) => values.len() * 8,
        Values::Bool(values) => values.len(),
        Values::Text { codes, dictionary } => {
            // A text crosses with its place and length.
            codes.len() * 4 + dictionary.iter().map(|text| text.len() + 8).sum::<usize>()
        }
    }
}

/// Hands a batch over as the interface has it; numbers are not copied for it.
pub(crate) fn with<R>(batch: &Batch<'_>, call: impl FnOnce(wit::Batch<'_>) -> R) -> R {
    let dictionaries: Vec<Vec<&str>> = batch
        .inputs()
        .iter()
        .map(|input| texts(&input.values))
        .collect();
    let inputs = batch.inputs().iter().zip(&dictionaries);
    let columns: Vec<wit::Column<'_>> = inputs
        .map(|(input, dictionary)| wit::Column {
            values: values(&input.values, dictionary),
            known: input.known,
        })
        .collect();
    let days = |day: NaiveDate| day.signed_duration_since(NaiveDate::default()).num_days();
    call(wit::Batch {
        // Every day of chrono fits.
        as_of: batch.as_of().and_then(|day| i32::try_from(days(day)).ok()),
        rows: batch.rows(),
        columns: &columns,
    })
}

fn texts<'b>(values: &Values<'b>) -> Vec<&'b str> {
    match values {
        Values::Text { dictionary, .. } => dictionary.iter().map(|text| &**text).collect(),
        Values::Int(_) | Values::Float(_) | Values::Bool(_) => Vec::new(),
    }
}

fn values<'b>(values: &Values<'b>, dictionary: &'b [&'b str]) -> wit::Values<'b> {
    match values {
        Values::Int(values) => wit::Values::Int(values),
        Values::Float(values) => wit::Values::Float(values),
        Values::Bool(values) => wit::Values::Boolean(values),
        Values::Text { codes, .. } => wit::Values::Text(wit::Texts { codes, dictionary }),
    }
}

/// Takes what a plugin said over. What it means is checked by the caller of every plugin.
pub(crate) fn take(said: &wit::Scored, out: &mut Scored) -> Result<(), PluginError> {
    let wit::Scored {
        point_rows,
        point_reasons,
        points,
        proposal_rows,
        proposal_actions,
    } = said;
    let same = point_rows.len() == point_reasons.len() && point_rows.len() == points.len();
    if !same || proposal_rows.len() != proposal_actions.len() {
        let text = "its lists of rows, codes and points have different lengths";
        return Err(PluginError::new(PluginErrorKind::BadOutput, text));
    }
    for ((row, reason), points) in point_rows.iter().zip(point_reasons).zip(points) {
        out.give(*row, *reason, *points);
    }
    for (row, action) in proposal_rows.iter().zip(proposal_actions) {
        out.propose(*row, *action);
    }
    Ok(())
}
