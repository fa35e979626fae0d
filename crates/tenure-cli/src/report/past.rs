//! What the page says of the past: losses, retention, cohorts.

use chrono::{Datelike, NaiveDate};
use minijinja::{Value, context};
use serde::Serialize;
use tenure_insight::ErrorKind;
use tenure_insight::causes::{Causes, Dimension, causes};
use tenure_insight::metrics::{
    Conventions, Exchange, Ratio, Retention, Timeline, Window, retention_cohorts, timelines,
};
use tenure_model::add_months;

use super::{Decided, value};
use crate::failure::Failure;
use crate::render::text::{major, percent};

/// How many months back retention is drawn.
const BACK: i64 = 12;

/// Losses, retention month by month, cohorts.
pub(super) fn told(decided: &Decided<'_>) -> Result<Value, Failure> {
    let window = last_year(decided.as_of)?;
    // Amounts of several currencies without rates: the page says so, and goes on without sums of money.
    let losses = match causes(decided.accounts, decided.tenant, window, decided.currency) {
        Err(error) if error.kind() == ErrorKind::Currency => Err(error.to_string()),
        told => Ok(told?),
    };
    let no_money = losses.as_ref().err().cloned();
    let lines = lines(decided)?;
    let points = points(&lines, decided.as_of);
    let all: Vec<&Timeline> = lines.iter().collect();
    let cohorts = retention_cohorts(&all, window.to);
    let ages = cohorts
        .iter()
        .map(|cohort| known(&cohort.active))
        .max()
        .unwrap_or(0);
    let cohorts: Vec<Cohort> = cohorts
        .iter()
        .map(|cohort| Cohort {
            year: cohort.begun.year(),
            size: cohort.size,
            cells: cohort
                .active
                .iter()
                .skip(1)
                .take(ages)
                .map(|active| cell(*active, cohort.size))
                .collect(),
        })
        .collect();
    let path: Vec<String> = points
        .iter()
        .map(|point| format!("{},{}", point.x, point.y))
        .collect();
    Ok(context! {
        losses => value(losses.ok().map(|causes| losses_of(decided, &causes))),
        no_money => no_money,
        grid => value(grid(&points)),
        path => path.join(" "),
        retention => value(points),
        ages => (1..=ages).collect::<Vec<_>>(),
        cohorts => value(cohorts),
    })
}

fn last_year(as_of: NaiveDate) -> Result<Window, Failure> {
    // The day itself is over: it belongs to the year.
    let to = as_of.succ_opt().unwrap_or(as_of);
    Ok(Window::new(
        add_months(to, -12).unwrap_or(NaiveDate::MIN),
        to,
    )?)
}

/// Timelines of all customers. Only who is one counts here: what amounts are worth does not matter.
fn lines(decided: &Decided<'_>) -> Result<Vec<Timeline>, Failure> {
    let exchange = Exchange::without_amounts(decided.tenant);
    let (lines, _) = timelines(
        decided.accounts,
        decided.tenant,
        &exchange,
        &Conventions::default(),
    )?;
    Ok(lines)
}

#[derive(Serialize)]
struct Losses {
    lost: i64,
    renewed: i64,
    without_reason: i64,
    currency: String,
    revenue: String,
    rows: Vec<Loss>,
}

#[derive(Serialize)]
struct Loss {
    name: String,
    repeated: bool,
    lost: i64,
    before: i64,
    revenue: String,
    share: String,
}

fn losses_of(decided: &Decided<'_>, causes: &Causes) -> Losses {
    let teller = decided.teller();
    let amount = |minor: i64| major(i128::from(minor), causes.currency.exponent());
    let rows = causes.by.get(&Dimension::TopReason).into_iter().flatten();
    Losses {
        lost: causes.lost,
        renewed: causes.renewed,
        without_reason: causes.without_reason,
        currency: causes.currency.to_string(),
        revenue: amount(causes.lost_revenue),
        rows: rows
            .map(|cause| Loss {
                name: teller.loss_reason(&cause.key),
                repeated: cause.repeated,
                lost: cause.lost,
                before: cause.lost_before,
                revenue: amount(cause.revenue),
                share: cause
                    .share
                    .map_or_else(|| "–".to_owned(), |share| percent(share.scaled(10_000))),
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct Point {
    month: String,
    x: i64,
    y: i64,
    crr: String,
    parts: String,
    labelled: bool,
    #[serde(skip)]
    bp: i64,
}

/// Retention of the year up to the day, and up to the same day of each month before it.
fn points(lines: &[Timeline], as_of: NaiveDate) -> Vec<Point> {
    let told = (0..=BACK).filter_map(|at| {
        let to = add_months(as_of.succ_opt()?, at - BACK)?;
        let window = Window::new(add_months(to, -12)?, to).ok()?;
        let retention = Retention::new(lines, window, Conventions::default(), Default::default());
        let crr = retention
            .customers()
            .into_iter()
            .find(|metric| metric.name == "crr")?;
        let bp = crr.value?.scaled(10_000);
        Some((
            at,
            to.pred_opt()?,
            bp,
            format!("{} / {}", crr.numerator, crr.denominator),
        ))
    });
    let told: Vec<_> = told.collect();
    let floor = floor(told.iter().map(|(_, _, bp, _)| *bp));
    told.into_iter()
        .map(|(at, day, bp, parts)| Point {
            month: day.format("%Y-%m").to_string(),
            x: 60 + at * 50,
            y: height(bp, floor),
            crr: percent(bp),
            parts,
            labelled: at % 3 == 0,
            bp,
        })
        .collect()
}

/// The lowest line of the plot: the tens of percents below the lowest point.
fn floor(rates: impl Iterator<Item = i64>) -> i64 {
    (rates.min().unwrap_or(0) / 1_000 * 1_000 - 1_000).max(0)
}

fn height(bp: i64, floor: i64) -> i64 {
    170 - (bp - floor) * 150 / (10_000 - floor).max(1)
}

#[derive(Serialize)]
struct Line {
    y: i64,
    label: String,
}

/// Lines of the plot, with what they stand for.
fn grid(points: &[Point]) -> Vec<Line> {
    let floor = floor(points.iter().map(|point| point.bp));
    let line = |bp: i64| Line {
        y: height(bp, floor),
        label: format!("{} %", bp / 100),
    };
    [floor, (floor + 10_000) / 2, 10_000]
        .map(line)
        .into_iter()
        .collect()
}

#[derive(Serialize)]
struct Cohort {
    year: i32,
    size: i64,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    text: String,
    shade: String,
}

fn cell(active: Option<i64>, size: i64) -> Cell {
    let share = active.and_then(|active| Ratio::new(active * 100, size));
    let percent = share.map(|share| share.scaled(1));
    Cell {
        text: percent.map_or_else(String::new, |percent| format!("{percent} %")),
        shade: format!("{:.2}", percent.unwrap_or(0) as f64 / 250.0),
    }
}

/// How many periods after the first are known.
fn known(active: &[Option<i64>]) -> usize {
    active.iter().skip(1).filter(|cell| cell.is_some()).count()
}
