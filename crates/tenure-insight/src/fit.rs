//! A scorecard fitted to a table of known outcomes, written as a rulebook that people can read and edit.
//!
//! A table has a row for each account: what was known of it, and whether it was lost. Numbers are cut into bins that tell
//! something, words are grouped, what is not known has a bin of its own; a logistic model held back by a penalty weighs
//! them, and the weights become whole points of which so many double the odds. What is told of its accuracy comes from
//! rows that were held out: the whole method, bins included, is fitted anew without each fold.
//!
//! Nothing is drawn at random: equal tables give equal bytes.

mod bins;
mod calibration;
mod columns;
mod digest;
mod folds;
mod logistic;
mod model;
mod names;
mod pairs;
mod report;
mod rulebook;
mod scorecard;
mod table;
mod train;

use std::collections::BTreeMap;

pub use bins::Count;
pub use calibration::CalibrationMethod;
pub use names::Signal;
pub use report::{LeftOut, Report, Used, Validation};
pub use table::Table;

use columns::{Data, Ready};
use folds::{folds, part};
use model::{Found, LEAK, SUSPECT};
use scorecard::Scorecard;
use train::{Trained, train};

use crate::measure::{
    Scored, auc, brier, calibration_error, calibration_table, kolmogorov_smirnov, lift, log_loss,
};
use crate::{Error, ErrorKind};

/// Which way the risk goes as a column's numbers rise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It rises, or stays.
    Up,
    /// It falls, or stays.
    Down,
}

/// What to fit, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The column that tells the outcome.
    pub target: String,
    /// What it holds where an account was lost; guessed (yes, true, 1 …) where absent.
    pub positive: Option<String>,
    /// The column that names the rows; guessed where absent.
    pub id: Option<String>,
    /// Columns of numbers with which the points of the column go one way.
    pub monotone: BTreeMap<String, Direction>,
    /// Columns that are not to be used.
    pub leave_out: Vec<String>,
    /// Columns that are used though they look like a leak of the outcome or like names of rows.
    pub keep: Vec<String>,
    /// In how many parts the rows are cut for validation, 2 to 20.
    pub folds: usize,
    /// Points that double the odds, 5 to 1,000.
    pub pdo: i64,
    /// The months within which the outcome of the table fell, 1 to 120.
    pub horizon_months: i64,
    /// How what the points mean is learnt.
    pub calibration: CalibrationMethod,
}

impl Settings {
    /// The usual settings for a target.
    pub fn new(target: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            positive: None,
            id: None,
            monotone: BTreeMap::new(),
            leave_out: Vec::new(),
            keep: Vec::new(),
            folds: 5,
            pdo: 20,
            horizon_months: 12,
            calibration: CalibrationMethod::default(),
        }
    }

    fn check(&self) -> Result<(), Error> {
        let ranges = [
            ("folds", self.folds as i64, 2, 20),
            ("points that double the odds", self.pdo, 5, 1_000),
            ("months", self.horizon_months, 1, 120),
        ];
        for (what, given, least, most) in ranges {
            if !(least..=most).contains(&given) {
                return Err(Error::new(
                    ErrorKind::Input,
                    format!("{given} {what}: give {least} to {most}"),
                ));
            }
        }
        Ok(())
    }
}

/// A fitted scorecard with its report.
#[derive(Debug, Clone)]
pub struct Fitted {
    ready: Ready,
    scorecard: Scorecard,
    report: Report,
    /// The features that the scorecard reads, and what they are called as signals.
    used: Vec<usize>,
    signals: Vec<Signal>,
    horizon_months: i64,
    /// What the points meant in rows that were held out: points, and basis points lost.
    calibration: Vec<(i64, i64)>,
    method: CalibrationMethod,
}

/// Fits a scorecard to a table.
///
/// # Errors
/// [`ErrorKind::Input`]: a column that is not there, settings outside their ranges, a target that does not say what a
/// loss is. [`ErrorKind::TooLittle`]: fewer than 50 rows of either outcome.
pub fn fit(table: &Table, settings: &Settings) -> Result<Fitted, Error> {
    settings.check()?;
    let ready = columns::ready(table, settings)?;
    let rows: Vec<u32> = (0..ready.data.lost.len() as u32).collect();
    let (validation, held_out) = validate(&ready.data, &rows, settings);
    let trained = train(&ready.data, &rows, settings);
    let report = report(&ready, &trained, validation);
    let used = trained.scorecard.features();
    let features = used
        .iter()
        .map(|feature| (*feature, &ready.data.features[*feature]));
    let signals = names::signals(features);
    Ok(Fitted {
        scorecard: trained.scorecard,
        horizon_months: settings.horizon_months,
        calibration: calibration::knots(&held_out, settings.calibration),
        method: settings.calibration,
        ready,
        report,
        used,
        signals,
    })
}

impl Fitted {
    /// What the fit says of itself.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The columns that the scorecard reads, and what they are called as signals.
    pub fn signals(&self) -> &[Signal] {
        &self.signals
    }

    /// The scorecard as a rulebook of this id (letters, digits, `-`, `_` and `.`), in TOML.
    pub fn rulebook(&self, id: &str) -> String {
        rulebook::write(self, id, self.horizon_months)
    }

    /// The query that makes accounts of a table's rows: `accounts.sql` of an adapter. `table` is the name of the CSV file
    /// without its ending.
    pub fn accounts_query(&self, table: &str) -> String {
        let features = self
            .used
            .iter()
            .map(|feature| &self.ready.data.features[*feature]);
        let signals: Vec<_> = self.signals.iter().zip(features).collect();
        names::query(table, self.report.id.as_deref(), &signals)
    }

    /// The points of each row whose outcome is known, in the order of the table.
    pub fn points(&self) -> Vec<i64> {
        let rows = 0..self.ready.data.lost.len() as u32;
        rows.map(|row| self.scorecard.points(&self.ready.data, row))
            .collect()
    }
}

/// Scores each fold by the card that is fitted on the others; gives the points, too.
fn validate(data: &Data, rows: &[u32], settings: &Settings) -> (Validation, Vec<(i64, bool)>) {
    let of = folds(rows, &data.lost, settings.folds);
    let (mut all, mut by_fold, mut points) = (Vec::new(), Vec::new(), Vec::new());
    for fold in 0..settings.folds {
        let (within, out) = part(rows, &of, fold);
        let card = train(data, &within, settings).scorecard;
        let scored = out
            .iter()
            .map(|row| Scored::new(data.lost[*row as usize], card.probability(data, *row)));
        let scored: Vec<Scored> = scored.collect();
        by_fold.push(auc(&scored).map(|auc| auc.area));
        all.extend(scored);
        let told = out
            .iter()
            .map(|row| (card.points(data, *row), data.lost[*row as usize]));
        points.extend(told);
    }
    let validation = Validation {
        folds: settings.folds,
        auc: auc(&all),
        auc_by_fold: by_fold,
        kolmogorov_smirnov: kolmogorov_smirnov(&all),
        brier: brier(&all),
        log_loss: log_loss(&all),
        calibration_error: calibration_error(&all),
        calibration: calibration_table(&all, 10),
        lift: lift(&all, 10),
    };
    (validation, points)
}

fn report(ready: &Ready, trained: &Trained, validation: Validation) -> Report {
    let Trained { scorecard, found } = trained;
    let data = &ready.data;
    let mut left_out = ready.left_out.clone();
    left_out.extend(dropped(data, found));
    let used = scorecard.lines.iter().map(|line| line.used(data));
    let mut columns: Vec<Used> = used.collect();
    columns.sort_by(|a, b| {
        b.information
            .total_cmp(&a.information)
            .then(a.column.cmp(&b.column))
    });
    let lines = columns.iter().map(|column| column.bins).sum::<usize>() + scorecard.pairs.len();
    Report {
        target: ready.target.clone(),
        positive: ready.positive.clone(),
        id: ready.id.clone(),
        data: digest::digest(data),
        rows: data.lost.len(),
        lost: data.lost.iter().filter(|lost| **lost).count(),
        has_signal: validation.auc.is_some_and(|auc| auc.beats_chance()) && lines > 0,
        validation,
        columns,
        left_out,
        lines,
        pairs: scorecard.pairs.len(),
        warnings: warnings(data, found),
        notes: ready.notes.clone(),
    }
}

/// The columns that were not used for what they hold.
fn dropped(data: &Data, found: &Found) -> Vec<LeftOut> {
    let name = |feature: usize| data.features[feature].name.clone();
    let leaks = found.leaks.iter().map(|leak| LeftOut {
        column: name(leak.feature),
        why: "it tells the outcome itself".to_owned(),
    });
    let same = found.same.iter().map(|(one, other)| LeftOut {
        column: name(*one),
        why: format!("it parts the rows as `{}` does", name(*other)),
    });
    let weak = found.weak.iter().map(|(one, information)| LeftOut {
        column: name(*one),
        why: format!("it tells too little (information value {information:.3})"),
    });
    leaks.chain(same).chain(weak).collect()
}

fn warnings(data: &Data, found: &Found) -> Vec<String> {
    let told = found.leaks.iter().map(|leak| {
        let name = &data.features[leak.feature].name;
        format!("`{name}` alone tells the outcome (AUC {:.3}, {LEAK} or more): it was likely written after the loss. It is left out; --keep {name} uses it", leak.area)
    });
    let suspects = found.attributes.iter().filter(|attribute| attribute.area >= SUSPECT).map(|attribute| {
        let name = &data.features[attribute.feature].name;
        format!("`{name}` alone tells much of the outcome (AUC {:.3}): make sure that it was known before the loss, or --leave-out {name}", attribute.area)
    });
    told.chain(suspects).collect()
}
