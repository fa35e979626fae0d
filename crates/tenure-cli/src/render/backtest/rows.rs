//! A back-test for programs.

use std::io::{self, Write};

use tenure_insight::backtest::{Backtest, Estimate, Precision, Tried};

use crate::failure::Failure;
use crate::render::metrics::broken;

/// One JSON object.
pub(crate) fn json(out: &mut dyn Write, told: &Backtest) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, told)?;
    writeln!(out)?;
    out.flush()
}

/// A number: of what, its value, and the ends of its interval.
struct Line {
    what: String,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl Line {
    fn plain(what: impl Into<String>, value: Option<f64>) -> Self {
        Self {
            what: what.into(),
            value,
            low: None,
            high: None,
        }
    }

    fn estimate(what: impl Into<String>, estimate: Option<&Estimate>) -> Self {
        Self {
            what: what.into(),
            value: estimate.map(|one| one.value),
            low: estimate.and_then(|one| one.low),
            high: estimate.and_then(|one| one.high),
        }
    }

    fn precision(what: impl Into<String>, precision: Option<&Precision>) -> Self {
        Self {
            what: what.into(),
            value: precision.map(|one| one.rate),
            low: precision.map(|one| one.low),
            high: precision.map(|one| one.high),
        }
    }
}

/// One line per number for a spreadsheet.
pub(crate) fn csv(out: &mut dyn Write, told: &Backtest) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(out);
    writer
        .write_record(["rulebook", "measure", "value", "low", "high"])
        .map_err(broken)?;
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut write = |rulebook: &str, line: &Line| {
        let row = [
            rulebook.to_owned(),
            line.what.clone(),
            number(line.value),
            number(line.low),
            number(line.high),
        ];
        writer.write_record(row).map_err(broken)
    };
    for line in counts(told) {
        write("", &line)?;
    }
    for tried in &told.rulebooks {
        for line in lines(tried) {
            write(&tried.rulebook, &line)?;
        }
    }
    if let Some(less) = &told.comparison {
        let lines = [
            ("auc", &less.auc),
            ("brier", &less.brier),
            ("top_decile_lift", &less.top_decile_lift),
            ("calibration_error", &less.calibration_error),
        ];
        for (what, estimate) in lines {
            write(
                "second less first",
                &Line::estimate(what, estimate.as_ref()),
            )?;
        }
    }
    Ok(writer.flush()?)
}

fn counts(told: &Backtest) -> Vec<Line> {
    let counts = [
        ("rows", told.rows),
        ("accounts", told.accounts_in_rows),
        ("lost", told.lost),
        ("accounts_lost", told.accounts_lost),
        ("censored", told.censored),
        ("not_on_record", told.not_on_record),
    ];
    let line = |(what, count): (&str, usize)| Line::plain(what, Some(count as f64));
    counts.into_iter().map(line).collect()
}

fn lines(tried: &Tried) -> Vec<Line> {
    let measures = &tried.measures;
    let recall = measures.value_recall;
    let mut lines = vec![
        Line::estimate("auc", measures.auc.as_ref()),
        Line::plain("kolmogorov_smirnov", measures.kolmogorov_smirnov),
        Line::estimate("brier", measures.brier.as_ref()),
        Line::plain("brier_of_the_rate", Some(measures.brier_of_the_rate)),
        Line::estimate("top_decile_lift", measures.top_decile_lift.as_ref()),
        Line::estimate("calibration_error", measures.calibration_error.as_ref()),
        Line::plain("mean_probability", Some(measures.mean_probability)),
        Line::plain("profit", measures.profit.map(|profit| profit.per_account)),
        Line::plain(
            "profit_of_values",
            measures.profit_of_values.map(|profit| profit.per_account),
        ),
        Line::plain("value_recall_tenth", recall.map(|recall| recall.tenth)),
        Line::plain("value_recall_fifth", recall.map(|recall| recall.fifth)),
    ];
    for group in &measures.lift {
        lines.push(Line::plain(
            format!("lift {}", group.group),
            Some(group.lift),
        ));
    }
    // As with lift, the first is the riskiest.
    for (at, bin) in measures.calibration.iter().rev().enumerate() {
        lines.push(Line::plain(format!("said {}", at + 1), Some(bin.predicted)));
        lines.push(Line::plain(format!("seen {}", at + 1), Some(bin.observed)));
    }
    for rule in &tried.rules {
        let name = &rule.rule;
        lines.push(Line::precision(
            format!("rule {name}: lost"),
            Some(&rule.precision),
        ));
        lines.push(Line::estimate(
            format!("rule {name}: auc gain"),
            rule.auc_gain.as_ref(),
        ));
        lines.push(Line::plain(
            format!("rule {name}: brier gain"),
            rule.brier_gain,
        ));
    }
    for action in &tried.actions {
        let name = &action.action;
        lines.push(Line::plain(
            format!("action {name}: proposals"),
            Some(action.proposals as f64),
        ));
        lines.push(Line::precision(
            format!("action {name}: lost"),
            action.precision.as_ref(),
        ));
    }
    for load in &tried.load {
        lines.push(Line::plain(
            format!("assignee {}: actions a week", load.assignee),
            load.per_week,
        ));
    }
    lines
}
