//! What a fit says of itself, for people.

use std::io::{self, Write};

use tenure_insight::fit::{Report, Used, Validation};

use super::colour::{Colour, Style};
use super::page::Page;
use super::text::{count, left, right, share};

/// How many columns are shown.
const SHOWN: usize = 15;

/// Writes the report on a table.
pub(crate) fn report(
    out: &mut dyn Write,
    table: &str,
    report: &Report,
    colour: Colour,
) -> io::Result<()> {
    let mut page = Page::new(out, colour);
    page.title(&format!(
        "{table}: {} rows, {} of them lost ({}): `{}` is `{}`",
        count(report.rows),
        count(report.lost),
        share(report.lost as f64 / report.rows as f64),
        report.target,
        report.positive
    ))?;
    for note in &report.notes {
        page.lead("  ", Style::Dim, note)?;
    }
    for warning in &report.warnings {
        page.lead("  warning: ", Style::Yellow, warning)?;
    }
    page.pair(
        "data",
        &format!("{}, as the rulebook says of it", report.data),
    )?;
    validation(&mut page, &report.validation)?;
    calibration(&mut page, &report.validation)?;
    columns(&mut page, report)?;
    left_out(&mut page, report)
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "not defined".to_owned(), |value| format!("{value:.4}"))
}

fn validation(page: &mut Page<'_>, validation: &Validation) -> io::Result<()> {
    page.heading(&format!(
        "in rows that were held out ({} folds, the whole method fitted anew without each)",
        validation.folds
    ))?;
    let auc = validation.auc.map(|auc| {
        format!(
            "{:.4}, 95 % interval {:.4} to {:.4}; .5 is chance",
            auc.area, auc.low, auc.high
        )
    });
    page.pair("AUC", &auc.unwrap_or_else(|| "not defined".to_owned()))?;
    let folds: Vec<String> = validation
        .auc_by_fold
        .iter()
        .map(|area| number(*area))
        .collect();
    page.pair("by fold", &folds.join(", "))?;
    page.pair("KS", &number(validation.kolmogorov_smirnov))?;
    page.pair(
        "calibration error",
        &format!(
            "{}: the mean gap between said and seen, ten bins",
            number(validation.calibration_error)
        ),
    )?;
    page.pair("Brier", &number(validation.brier))?;
    page.pair("log loss", &number(validation.log_loss))?;
    if let Some(top) = validation.lift.first() {
        page.pair(
            "top tenth",
            &format!(
                "{} of the lost stand in it, {:.1} times the mean rate",
                share(top.captured),
                top.lift
            ),
        )?;
    }
    Ok(())
}

fn calibration(page: &mut Page<'_>, validation: &Validation) -> io::Result<()> {
    page.heading("said and seen, by tenths of the rows")?;
    let line = |name: &str, of: &dyn Fn(usize) -> f64| {
        let cells: Vec<String> = (0..validation.calibration.len())
            .map(|bin| right(&format!("{:.1}", 100.0 * of(bin)), 6))
            .collect();
        format!("{}{}", left(name, 8), cells.concat())
    };
    let table = &validation.calibration;
    page.row(&line("said %", &|bin| table[bin].predicted))?;
    page.row(&line("seen %", &|bin| table[bin].observed))
}

fn columns(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let pairs = if report.pairs == 1 {
        "1 pair".to_owned()
    } else {
        format!("{} pairs", report.pairs)
    };
    page.heading(&format!(
        "points: {} lines, of {} columns and {pairs} of conditions",
        report.lines,
        report.columns.len()
    ))?;
    page.row(&format!(
        "{} {} {}  {}",
        left("column", 32),
        right("information", 12),
        right("bins", 5),
        "points"
    ))?;
    for used in report.columns.iter().take(SHOWN) {
        page.row(&column(used))?;
    }
    if report.columns.len() > SHOWN {
        page.row(&format!("and {} more", report.columns.len() - SHOWN))?;
    }
    Ok(())
}

fn column(used: &Used) -> String {
    format!(
        "{} {} {}  {:+} to {:+}",
        left(&used.column, 32),
        right(&format!("{:.3}", used.information), 12),
        right(&used.bins.to_string(), 5),
        used.least_points,
        used.most_points
    )
}

fn left_out(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    if report.left_out.is_empty() {
        return Ok(());
    }
    page.heading("left out")?;
    for left in &report.left_out {
        page.pair(&left.column, &left.why)?;
    }
    Ok(())
}
