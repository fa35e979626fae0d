//! One line per account for a spreadsheet.

use std::io::{self, Write};

use super::Decided;
use crate::render::table::Teller;

const HEADER: [&str; 19] = [
    "account_id",
    "name",
    "as_of",
    "band",
    "probability_bp",
    "calibrated",
    "horizon_months",
    "points",
    "points_low",
    "points_high",
    "coverage_bp",
    "annual_value_minor",
    "currency",
    "reasons",
    "actions",
    "next_due",
    "action_keys",
    "most_informative",
    "digest",
];

/// The names of the columns.
pub(super) fn header(out: &mut impl Write) -> io::Result<()> {
    write(out, &HEADER.map(str::to_owned))
}

/// A decision.
pub(super) fn row(
    out: &mut impl Write,
    teller: &Teller<'_>,
    decided: &Decided<'_>,
) -> io::Result<()> {
    let decision = decided.decision;
    let risk = &decision.risk;
    let reasons = decision
        .contributions
        .iter()
        .map(|contribution| format!("{:+} {}", contribution.points, teller.reason(contribution)));
    let actions = decision.actions.iter().map(|action| teller.action(action));
    let keys = decision
        .actions
        .iter()
        .flat_map(|action| action.keys.iter().cloned());
    let next_due = decision
        .actions
        .iter()
        .filter_map(|action| action.due)
        .min();
    let worth = decided.worth;
    write(
        out,
        &[
            decision.account_id.clone(),
            decided.account.name.clone().unwrap_or_default(),
            decision.as_of.to_string(),
            risk.band.clone(),
            risk.probability_bp.to_string(),
            risk.calibrated.to_string(),
            risk.horizon_months.to_string(),
            risk.points.to_string(),
            risk.points_low.to_string(),
            risk.points_high.to_string(),
            risk.coverage_bp.to_string(),
            worth
                .minor
                .map_or_else(String::new, |minor| minor.to_string()),
            worth
                .currency
                .map_or_else(String::new, |currency| currency.to_string()),
            joined(reasons),
            joined(actions),
            next_due.map_or_else(String::new, |day| day.to_string()),
            joined(keys),
            decision.most_informative.clone().unwrap_or_default(),
            decision.digest.clone(),
        ],
    )
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

fn write(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells).map_err(io_error)?;
    writer.flush()
}

/// What went wrong with the output itself, so that a reader who has gone is known as one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
