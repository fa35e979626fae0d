//! The method, on some of the rows: bins, weights, pairs, points.

use super::Settings;
use super::columns::Data;
use super::folds::{folds, part, sample};
use super::model::{Binned, Found, Model, attributes, binned};
use super::scorecard::Scorecard;
use crate::calibrate::{Platt, logistic};
use crate::measure::{Scored, log_loss};

/// How strongly weights may be held back, from the weakest on.
const STRENGTHS: [f64; 6] = [0.5, 1.5, 5.0, 15.0, 50.0, 200.0];
/// The most pairs.
const MOST_PAIRS: usize = 6;
/// How many parts the rows are cut into where strength and pairs are chosen.
const PARTS: usize = 4;
/// The most rows by which they are chosen.
const MOST_ROWS: usize = 20_000;
/// By how much a pair must lower the log loss of held-out rows, in parts of it.
const EARNED: f64 = 0.0002;

/// A scorecard, and what was found on the way.
#[derive(Debug, Clone)]
pub(super) struct Trained {
    pub(super) scorecard: Scorecard,
    pub(super) found: Found,
}

/// Fits a scorecard on these rows.
pub(super) fn train(data: &Data, rows: &[u32], settings: &Settings) -> Trained {
    let found = attributes(data, rows, settings);
    let all = binned(&found.attributes, data, rows);
    let trials = Trial::all(data, rows, settings);
    let strength = strength(&trials);
    let pairs = pairs(&trials, strength);
    let mut model = grown(&all, strength, pairs);
    model.dampen(slope(&trials, strength, pairs));
    let mut scorecard = Scorecard::new(&model, &all, settings);
    scorecard.settle(data, rows);
    Trained { scorecard, found }
}

/// A model with at most so many pairs.
fn grown(rows: &Binned, strength: f64, pairs: usize) -> Model {
    let mut model = Model::fit(rows, Vec::new(), strength, &Model::default());
    for _ in 0..pairs {
        match model.with_a_pair(rows, strength) {
            Some(next) => model = next,
            None => break,
        }
    }
    model
}

/// By how much weights must shrink to fit rows that were held out, 0 to 1: bins that were chosen for what they tell say
/// too much of it.
fn slope(trials: &[Trial], strength: f64, pairs: usize) -> f64 {
    let held_out = trials.iter().flat_map(|trial| {
        let odds = grown(&trial.fitted, strength, pairs).log_odds(&trial.judged);
        odds.into_iter()
            .zip(&trial.judged.lost)
            .map(|(odds, lost)| Scored::new(*lost, odds))
    });
    let rows: Vec<Scored> = held_out.collect();
    Platt::fit(&rows).map_or(1.0, |map| map.slope.min(1.0))
}

/// Rows to fit on and rows to be judged by.
struct Trial {
    fitted: Binned,
    judged: Binned,
}

impl Trial {
    fn all(data: &Data, rows: &[u32], settings: &Settings) -> Vec<Self> {
        let rows = sample(rows, MOST_ROWS);
        let folds = folds(&rows, &data.lost, PARTS);
        let one = |fold| {
            let (within, out) = part(&rows, &folds, fold);
            let found = attributes(data, &within, settings).attributes;
            Self {
                fitted: binned(&found, data, &within),
                judged: binned(&found, data, &out),
            }
        };
        (0..PARTS).map(one).collect()
    }

    fn loss(&self, model: &Model) -> f64 {
        let odds = model.log_odds(&self.judged).into_iter();
        let rows: Vec<Scored> = odds
            .zip(&self.judged.lost)
            .map(|(odds, lost)| Scored::new(*lost, logistic(odds)))
            .collect();
        log_loss(&rows).unwrap_or(f64::INFINITY) / PARTS as f64
    }
}

/// The strength with the least loss in rows that were held out.
fn strength(trials: &[Trial]) -> f64 {
    let mut losses = [0.0; STRENGTHS.len()];
    for trial in trials {
        let mut model = Model::default();
        for (strength, loss) in STRENGTHS.iter().zip(&mut losses) {
            model = Model::fit(&trial.fitted, Vec::new(), *strength, &model);
            *loss += trial.loss(&model);
        }
    }
    let pairs = STRENGTHS.iter().zip(losses);
    pairs
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(STRENGTHS[2], |(strength, _)| *strength)
}

/// How many pairs lower the loss in rows that were held out.
fn pairs(trials: &[Trial], strength: f64) -> usize {
    let mut losses = [0.0; MOST_PAIRS + 1];
    for trial in trials {
        let mut model = Some(Model::fit(
            &trial.fitted,
            Vec::new(),
            strength,
            &Model::default(),
        ));
        let mut last = f64::INFINITY;
        for loss in &mut losses {
            if let Some(now) = &model {
                last = trial.loss(now);
            }
            *loss += last;
            model = model.and_then(|model| model.with_a_pair(&trial.fitted, strength));
        }
    }
    let mut best = 0;
    for (count, loss) in losses.iter().enumerate() {
        if *loss < losses[best] * (1.0 - EARNED * (count - best) as f64) {
            best = count;
        }
    }
    best
}
