//! Of those who were given so large a probability, how many were lost.

use serde::Serialize;

use super::decide::{Row, Said};
use super::worth::Precision;

/// How wide ranges may be, in basis points, the widest first.
const WIDTHS: [i64; 5] = [2_000, 1_000, 500, 200, 100];
/// More ranges than this nobody reads; the last one takes the rest.
const MOST: usize = 8;
/// So many ranges that hold a twentieth of the rows each tell low from high.
const ENOUGH: usize = 4;
const WHOLE: i64 = 10_000;

/// Rows whose probability lay in a range, and how many of them were lost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScoreRange {
    /// The least probability of the range, in basis points.
    pub from_bp: i64,
    /// The first one above it; the last range ends with 10,000 and holds it.
    pub to_bp: i64,
    /// The mean of the probabilities that were given, 0 to 1.
    pub said: f64,
    /// How many were lost.
    pub seen: Precision,
}

/// Ranges of equal width by rising probability, those without rows left out. They are as wide as they can be while low is
/// still told from high.
pub(super) fn ranges(said: &Said, rows: &[Row]) -> Vec<ScoreRange> {
    let given: Vec<i64> = said
        .scores
        .iter()
        .map(|score| score.probability_bp)
        .collect();
    let width = width(&given);
    let starts = (0..MOST as i64)
        .map(|number| number * width)
        .take_while(|from| *from < WHOLE);
    let last = starts.clone().max().unwrap_or(0);
    let end = |from: i64| if from == last { WHOLE } else { from + width };
    starts
        .filter_map(|from| range(&given, rows, from, end(from)))
        .collect()
}

/// The widest of the widths with enough full ranges, or that with the most of them.
fn width(given: &[i64]) -> i64 {
    let full = |width: i64| {
        let count = |number: usize| {
            let within = given.iter().filter(|bp| place(**bp, width) == number);
            within.count()
        };
        let full = (0..MOST).filter(|number| count(*number) * 20 >= given.len().max(1));
        full.count().min(ENOUGH)
    };
    // Of equal ones the last is taken: the widest.
    let by_rising = WIDTHS.into_iter().rev();
    by_rising.max_by_key(|width| full(*width)).unwrap_or(WHOLE)
}

fn place(bp: i64, width: i64) -> usize {
    let number = usize::try_from(bp / width).unwrap_or(0);
    let last = usize::try_from((WHOLE - 1) / width).unwrap_or(0);
    number.min(last).min(MOST - 1)
}

fn range(given: &[i64], rows: &[Row], from: i64, to: i64) -> Option<ScoreRange> {
    let is_in = |bp: i64| from <= bp && (bp < to || to == WHOLE);
    let within = || (0..given.len()).filter(|row| given.get(*row).is_some_and(|bp| is_in(*bp)));
    let sum: i64 = within().filter_map(|row| given.get(row)).sum();
    let seen = Precision::of(rows, within())?;
    Some(ScoreRange {
        from_bp: from,
        to_bp: to,
        said: sum as f64 / (WHOLE as f64 * seen.rows as f64),
        seen,
    })
}
