//! What each rule and each action is worth.

use std::collections::BTreeSet;

use serde::Serialize;

use super::decide::{Row, Said, Score};
use super::measures::{Shelf, area, brier};
use super::resample::{Estimate, resample, wilson};
use crate::measure::Tie;

/// About so many steps may be spent on intervals of what rules are worth; with more rows fewer draws are taken.
const STEPS: usize = 2_000_000_000;

/// Of what something fired on, how much was lost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Precision {
    /// Rows, an account on a day each, on which it fired.
    pub rows: usize,
    /// Accounts among them.
    pub accounts: usize,
    /// Rows that were lost within the horizon.
    pub lost: usize,
    /// Their share, 0 to 1.
    pub rate: f64,
    /// The lower end of its 95 % interval after Wilson, in which an account counts once.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Precision {
    pub(super) fn of(rows: &[Row], fired: impl Iterator<Item = usize>) -> Option<Self> {
        let fired: Vec<&Row> = fired.filter_map(|row| rows.get(row)).collect();
        let accounts: BTreeSet<u32> = fired.iter().map(|row| row.account).collect();
        let lost = fired.iter().filter(|row| row.lost).count();
        let rate = lost as f64 / fired.len() as f64;
        let (low, high) = wilson(rate, accounts.len() as f64);
        (!fired.is_empty()).then_some(Self {
            rows: fired.len(),
            accounts: accounts.len(),
            lost,
            rate,
            low,
            high,
        })
    }
}

/// What a rule is worth. Points are additive: without it, they are what the others add up to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleWorth {
    /// The rule, or `plugin:<id>`.
    pub rule: String,
    /// The mean of the points that it gave where it gave any.
    pub mean_points: f64,
    /// Of what it gave points to, how much was lost.
    pub precision: Precision,
    /// By how much the area under the curve is larger with it than without it.
    pub auc_gain: Option<Estimate>,
    /// By how much the Brier score is smaller with it than without it.
    pub brier_gain: Option<f64>,
}

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionWorth {
    /// The action rule.
    pub action: String,
    /// How often it was proposed for the first time.
    pub proposals: usize,
    /// Of the customers to whom it was, how many were lost.
    pub precision: Option<Precision>,
}

/// What somebody would have had to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Load {
    /// Who: a person, or in brackets the role of which there is nobody, or `(goes out by itself)`.
    pub assignee: String,
    /// What was open on the first day.
    pub on_first_day: usize,
    /// What came on the days after it.
    pub after: usize,
    /// The same for each week; `None` with one day only.
    pub per_week: Option<f64>,
}

/// Rows, and how accounts are drawn anew.
pub(super) struct Drawing<'d> {
    pub(super) rows: &'d [Row],
    pub(super) lost: &'d [bool],
    /// The place of each row's account among those that have rows.
    pub(super) places: &'d [usize],
    pub(super) accounts: usize,
    pub(super) times: usize,
    pub(super) seed: u64,
}

/// What every rule that gave points is worth, the most useful first.
pub(super) fn rules(said: &Said, drawing: &Drawing<'_>) -> Vec<RuleWorth> {
    let names = said.scale.names();
    let whole: Vec<i64> = said
        .scores
        .iter()
        .map(|score| score.probability_bp)
        .collect();
    let whole = Shelf::of(&whole);
    let cost = (drawing.rows.len() * names.len()).max(1);
    let times = drawing.times.min((STEPS / cost).max(100));
    let worth = names
        .iter()
        .enumerate()
        .filter_map(|(number, name)| rule(said, drawing, &whole, times, (number as u32, name)));
    let mut worth: Vec<RuleWorth> = worth.collect();
    let gain = |one: &RuleWorth| one.auc_gain.map_or(0.0, |gain| gain.value);
    worth.sort_by(|a, b| {
        gain(b)
            .total_cmp(&gain(a))
            .then_with(|| a.rule.cmp(&b.rule))
    });
    worth
}

fn rule(
    said: &Said,
    drawing: &Drawing<'_>,
    whole: &Shelf,
    times: usize,
    (number, name): (u32, &str),
) -> Option<RuleWorth> {
    let gave = gave(said, number);
    let without = Shelf::of(&without(said, number));
    let (with, less) = (
        whole.ties(drawing.lost, |_| 1),
        without.ties(drawing.lost, |_| 1),
    );
    let drawn = resample(drawing.accounts, times, drawing.seed, |drawn| {
        let times = |row: usize| times_of(drawing, drawn, row);
        let with = whole.ties(drawing.lost, times);
        gain(&with, &without.ties(drawing.lost, times))
    });
    let rows = drawing.rows.len();
    let points: i64 = gave.iter().map(|(_, points)| points).sum();
    Some(RuleWorth {
        rule: name.to_owned(),
        mean_points: points as f64 / gave.len() as f64,
        precision: Precision::of(drawing.rows, gave.iter().map(|(row, _)| *row))?,
        auc_gain: gain(&with, &less).map(|gain| Estimate::new(gain, &drawn)),
        brier_gain: brier(&less, rows)
            .zip(brier(&with, rows))
            .map(|(less, with)| less - with),
    })
}

/// The rows to which a rule gave points, and how many.
fn gave(said: &Said, rule: u32) -> Vec<(usize, i64)> {
    let of = |(row, score): (usize, &Score)| {
        let mut given = score.given.iter().filter(|one| one.rule == rule).peekable();
        given.peek()?;
        Some((row, given.map(|one| one.points).sum()))
    };
    said.scores.iter().enumerate().filter_map(of).collect()
}

/// The probabilities of all rows without a rule, in basis points.
fn without(said: &Said, rule: u32) -> Vec<i64> {
    let scale = &said.scale;
    let of = |score: &Score| scale.probability_bp(scale.without(&score.given, Some(rule)));
    said.scores.iter().map(of).collect()
}

/// How often a row was drawn: as often as its account.
pub(super) fn times_of(drawing: &Drawing<'_>, drawn: &[u32], row: usize) -> u32 {
    let place = drawing.places.get(row);
    place
        .and_then(|place| drawn.get(*place))
        .copied()
        .unwrap_or(0)
}

fn gain(with: &[Tie], without: &[Tie]) -> Option<f64> {
    let count = |of: fn(&Tie) -> usize| with.iter().map(of).sum::<usize>();
    let (lost, kept) = (count(|tie| tie.lost), count(|tie| tie.kept));
    Some(area(with, lost, kept)? - area(without, lost, kept)?)
}

/// What every action is about, by name.
pub(super) fn actions(said: &Said, rows: &[Row]) -> Vec<ActionWorth> {
    let numbers: BTreeSet<u32> = said.proposals.iter().map(|one| one.action).collect();
    let worth = numbers.into_iter().map(|number| {
        let of = || {
            said.proposals
                .iter()
                .filter(move |one| one.action == number)
        };
        // An action may propose several steps for one account on one day.
        let proposed: BTreeSet<u32> = of().filter_map(|one| one.row).collect();
        ActionWorth {
            action: said.actions.of(number).to_owned(),
            proposals: of().count(),
            precision: Precision::of(rows, proposed.into_iter().map(|row| row as usize)),
        }
    });
    let mut worth: Vec<ActionWorth> = worth.collect();
    worth.sort_by(|a, b| a.action.cmp(&b.action));
    worth
}

/// What everybody would have had to do, the most first.
pub(super) fn load(said: &Said, weeks: f64) -> Vec<Load> {
    let numbers: BTreeSet<u32> = said.proposals.iter().map(|one| one.assignee).collect();
    let load = numbers.into_iter().map(|number| {
        let of = || {
            said.proposals
                .iter()
                .filter(move |one| one.assignee == number)
        };
        let on_first_day = of().filter(|one| one.day == 0).count();
        let after = of().count() - on_first_day;
        Load {
            assignee: said.assignees.of(number).to_owned(),
            on_first_day,
            after,
            per_week: (weeks > 0.0).then(|| after as f64 / weeks),
        }
    });
    let mut load: Vec<Load> = load.collect();
    load.sort_by(|a, b| {
        b.after
            .cmp(&a.after)
            .then_with(|| a.assignee.cmp(&b.assignee))
    });
    load
}
