//! Metrics as programs and spreadsheets read them.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde_json::{Value, json as object};
use tenure_insight::metrics::benchmark::{ALARM, AVERAGE, IDEAL};
use tenure_insight::metrics::{Metric, Unit};

use super::{Told, decimal};
use crate::failure::Failure;

/// What of a metric programs want only if they ask.
const MEMBERS: [&str; 2] = ["members", "base"];
/// The lists whose items name whom they count.
const LISTS: [&str; 2] = ["metrics", "at_risk"];

/// One JSON object; ids of those counted only where asked for.
pub(crate) fn json(
    out: &mut BufWriter<StdoutLock<'static>>,
    told: &Told,
    members: bool,
) -> Result<(), Failure> {
    let mut value = serde_json::to_value(told).map_err(io::Error::from)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("benchmarks".to_owned(), object!([AVERAGE, ALARM, IDEAL]));
    }
    if !members {
        without_members(&mut value);
    }
    serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(out.flush()?)
}

/// Takes the ids out of what was measured of the whole and of each group, and out of nothing else: a group may have any name.
fn without_members(told: &mut Value) {
    strip(told);
    let groups = told.get_mut("groups").and_then(Value::as_object_mut);
    for group in groups.into_iter().flat_map(|groups| groups.values_mut()) {
        strip(group);
    }
}

fn strip(measured: &mut Value) {
    for list in LISTS {
        let items = measured.get_mut(list).and_then(Value::as_array_mut);
        for item in items.into_iter().flatten().filter_map(Value::as_object_mut) {
            for name in MEMBERS {
                item.remove(name);
            }
        }
    }
}

const HEADER: [&str; 11] = [
    "group",
    "metric",
    "value",
    "numerator",
    "denominator",
    "unit",
    "currency",
    "variant",
    "left_out",
    "convention",
    "members",
];

/// One line per number: the whole first, then each group.
pub(crate) fn csv(
    out: &mut BufWriter<StdoutLock<'static>>,
    told: &Told,
    members: bool,
) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(HEADER).map_err(broken)?;
    let groups = told
        .groups
        .iter()
        .map(|(name, measured)| (name.as_str(), measured));
    for (group, measured) in std::iter::once(("", &told.whole)).chain(groups) {
        for metric in &measured.metrics {
            writer
                .write_record(row(group, metric, members))
                .map_err(broken)?;
        }
    }
    Ok(writer.flush()?)
}

fn row(group: &str, metric: &Metric, members: bool) -> [String; 11] {
    let (unit, currency) = match metric.unit {
        Unit::Money(currency) => ("money", currency.to_string()),
        Unit::Share => ("share", String::new()),
        Unit::Days => ("days", String::new()),
        Unit::Score | _ => ("score", String::new()),
    };
    let ids = metric.members.iter().map(|id| id.as_str());
    [
        group.to_owned(),
        metric.name.to_owned(),
        metric
            .value
            .map_or_else(String::new, |value| decimal(value, 6)),
        metric.numerator.to_string(),
        metric.denominator.to_string(),
        unit.to_owned(),
        currency,
        metric.variant.to_string(),
        metric.left_out.len().to_string(),
        metric.convention.clone(),
        if members {
            ids.collect::<Vec<_>>().join("; ")
        } else {
            String::new()
        },
    ]
}

/// What went wrong with the output itself, so that a reader who has gone is known as one.
pub(crate) fn broken(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
