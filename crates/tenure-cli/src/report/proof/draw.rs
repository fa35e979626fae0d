//! Where the plots have their marks. A plot is 340 wide, so that its words can be read on a phone.

use serde::Serialize;
use tenure_insight::backtest::ScoreRange;
use tenure_insight::measure::LiftGroup;

use super::{interval, name};
use crate::render::text::share;

/// The plot's edges.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 326.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 172.0;
/// With more bars than this the last one's name must be short.
const WIDE: usize = 5;
/// The part of a bar's place that it fills.
const FILLED: f64 = 0.62;

fn told(number: f64) -> String {
    format!("{number:.1}")
}

/// The height of a share, where the highest line stands for `most`.
fn height(share: f64, most: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * (share / most).clamp(0.0, 1.0)
}

/// A share in percent, as exact as it is small.
fn short(share: f64) -> String {
    let decimals = usize::from(share < 0.1);
    format!("{:.decimals$} %", 100.0 * share)
}

#[derive(Serialize)]
pub(super) struct Line {
    y: String,
    label: String,
}

fn lines(most: f64) -> Vec<Line> {
    let line = |part: f64| Line {
        y: told(height(part * most, most)),
        label: format!("{:.0}", 100.0 * part * most),
    };
    [0.0, 0.5, 1.0].map(line).into_iter().collect()
}

/// What was seen of each range of scores.
#[derive(Serialize)]
pub(super) struct Bars {
    lines: Vec<Line>,
    bars: Vec<Bar>,
}

#[derive(Serialize)]
struct Bar {
    x: String,
    width: String,
    middle: String,
    y: String,
    height: String,
    low: String,
    high: String,
    /// What was said, where it can be held against what was seen.
    said: Option<String>,
    label: String,
    /// Where the number above the bar stands.
    above: String,
    rate: String,
    tells: String,
}

/// The bars of ranges, with the interval of each.
pub(super) fn bars(scores: &[ScoreRange], compares: bool) -> Bars {
    let highest = scores.iter().map(|range| {
        let said = if compares { range.said } else { 0.0 };
        range.seen.high.max(said)
    });
    let most = ceiling(highest.fold(0.0, f64::max));
    let step = (RIGHT - LEFT) / scores.len().max(1) as f64;
    let bar = |(number, range): (usize, &ScoreRange)| {
        let middle = LEFT + step * (number as f64 + 0.5);
        bar(range, middle, step * FILLED, most, compares)
    };
    Bars {
        lines: lines(most),
        bars: scores.iter().enumerate().map(bar).collect(),
    }
}

/// The next even line above a share: 2, 4, 10, 20, 40, 60, 80 or 100 percent.
fn ceiling(share: f64) -> f64 {
    let lines = [0.02, 0.04, 0.1, 0.2, 0.4, 0.6, 0.8];
    lines.into_iter().find(|line| share <= *line).unwrap_or(1.0)
}

/// The bounds of a range, in percent; of the last of many only the lower one.
fn label(range: &ScoreRange, width: f64) -> String {
    let narrow = width < (RIGHT - LEFT) * FILLED / (WIDE as f64 + 0.5);
    let (from, to) = (range.from_bp / 100, range.to_bp / 100);
    if narrow && to == 100 {
        format!("{from}+")
    } else {
        format!("{from}–{to}")
    }
}

fn bar(range: &ScoreRange, middle: f64, width: f64, most: f64, compares: bool) -> Bar {
    let seen = &range.seen;
    let (top, high) = (height(seen.rate, most), height(seen.high, most));
    let said = compares.then(|| height(range.said, most));
    // The number stands above the whisker, and above the mark, which is 5 from its middle to its edge.
    let peak = said.map_or(high, |said| high.min(said - 5.0));
    Bar {
        x: told(middle - width / 2.0),
        width: told(width),
        middle: told(middle),
        y: told(top),
        height: told(BOTTOM - top),
        low: told(height(seen.low, most)),
        high: told(high),
        said: said.map(told),
        label: label(range, width),
        above: told((peak - 4.0).max(TOP - 2.0)),
        rate: short(seen.rate),
        tells: format!(
            "{}: {} / {} ({}, {})",
            name(range),
            seen.lost,
            seen.rows,
            share(seen.rate),
            interval(seen)
        ),
    }
}

/// How many of the losses stand among the riskiest.
#[derive(Serialize)]
pub(super) struct Curve {
    lines: Vec<Line>,
    path: String,
    points: Vec<Point>,
    /// What a blind order would find.
    blind: String,
    across: Vec<Tick>,
    /// How wide the riskiest tenth is.
    tenth: String,
}

#[derive(Serialize)]
struct Point {
    x: String,
    y: String,
    tells: String,
}

#[derive(Serialize)]
struct Tick {
    x: String,
    label: String,
}

fn place(share: f64) -> f64 {
    LEFT + (RIGHT - LEFT) * share.clamp(0.0, 1.0)
}

/// The curve over parts of equal size, the riskiest first.
pub(super) fn curve(parts: &[LiftGroup]) -> Curve {
    let share = |group: usize| group as f64 / parts.len().max(1) as f64;
    let points: Vec<Point> = parts
        .iter()
        .map(|part| Point {
            x: told(place(share(part.group))),
            y: told(height(part.captured, 1.0)),
            tells: format!(
                "{:.0} %: {:.1} %",
                100.0 * share(part.group),
                100.0 * part.captured
            ),
        })
        .collect();
    let start = (told(LEFT), told(BOTTOM));
    let path = std::iter::once(format!("{},{}", start.0, start.1)).chain(
        points
            .iter()
            .map(|point| format!("{},{}", point.x, point.y)),
    );
    let tick = |part: f64| Tick {
        x: told(place(part)),
        label: format!("{:.0}", 100.0 * part),
    };
    Curve {
        lines: lines(1.0),
        path: path.collect::<Vec<_>>().join(" "),
        points,
        blind: format!("{},{} {},{}", start.0, start.1, told(RIGHT), told(TOP)),
        across: [0.1, 0.5, 1.0].map(tick).into_iter().collect(),
        tenth: told(place(0.1) - LEFT),
    }
}
