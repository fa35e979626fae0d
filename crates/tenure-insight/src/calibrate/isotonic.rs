//! The best rising map of all, by pooling adjacent violators.

use super::check;
use crate::{Error, ErrorKind};

/// A score of known outcome, with how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// The score, any finite number; higher is riskier.
    pub score: f64,
    /// Whether the account was lost.
    pub lost: bool,
    /// How much it counts, positive.
    pub weight: f64,
}

/// A point through which the map goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knot {
    /// The score.
    pub score: f64,
    /// The probability there, 0 to 1.
    pub probability: f64,
}

/// A rising map through the middles of blocks of scores: straight between them, level outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Isotonic {
    knots: Vec<Knot>,
}

/// Scores that are told one probability.
#[derive(Debug, Clone, Copy)]
struct Block {
    weight: f64,
    scores: f64,
    lost: f64,
}

impl Block {
    fn rate(&self) -> f64 {
        self.lost / self.weight
    }

    fn knot(&self, least: f64) -> Knot {
        Knot {
            score: self.scores / self.weight,
            probability: self.rate().clamp(least, 1.0 - least),
        }
    }
}

impl Isotonic {
    /// Fits the map. Probabilities are held `least` away from 0 and 1 (0 to .5): no history makes sure.
    ///
    /// # Errors
    /// [`ErrorKind::Input`]: a score that is not finite, a weight that is not positive, a `least` outside its range.
    /// [`ErrorKind::TooLittle`]: only one of the outcomes.
    pub fn fit(rows: &[Weighted], least: f64) -> Result<Self, Error> {
        check(rows.iter().map(|row| (row.score, row.lost)))?;
        if let Some(row) = rows
            .iter()
            .position(|row| !row.weight.is_finite() || row.weight <= 0.0)
        {
            let text = format!(
                "weight {} of the list is not a positive number; leave that row out",
                row + 1
            );
            return Err(Error::new(ErrorKind::Input, text));
        }
        if !(0.0..=0.5).contains(&least) {
            let text = format!(
                "probabilities cannot be held {least} away from 0 and 1; hand in a number from 0 to .5"
            );
            return Err(Error::new(ErrorKind::Input, text));
        }
        let knots = pool(rows).iter().map(|block| block.knot(least)).collect();
        Ok(Self { knots })
    }

    /// The points through which the map goes, by rising score.
    pub fn knots(&self) -> &[Knot] {
        &self.knots
    }

    /// The probability of a score, 0 to 1; that of the nearest knot for a score outside all of them.
    pub fn apply(&self, score: f64) -> f64 {
        let after = self.knots.partition_point(|knot| knot.score < score);
        let before = after.checked_sub(1).and_then(|index| self.knots.get(index));
        match (before, self.knots.get(after)) {
            (Some(low), Some(high)) => between(low, high, score),
            (Some(knot), None) | (None, Some(knot)) => knot.probability,
            (None, None) => 0.5,
        }
    }
}

fn between(low: &Knot, high: &Knot, score: f64) -> f64 {
    let way = (score - low.score) / (high.score - low.score);
    let probability = low.probability + way * (high.probability - low.probability);
    // Rounding must not step over a knot.
    probability.clamp(low.probability, high.probability)
}

fn pool(rows: &[Weighted]) -> Vec<Block> {
    let mut sorted: Vec<&Weighted> = rows.iter().collect();
    // Outcome and weight too, so that the sums do not depend on the order of the rows.
    sorted.sort_by(|a, b| {
        let by_score = a.score.total_cmp(&b.score);
        by_score
            .then(a.lost.cmp(&b.lost))
            .then(a.weight.total_cmp(&b.weight))
    });
    let mut blocks: Vec<Block> = Vec::new();
    for tie in sorted.chunk_by(|a, b| a.score == b.score) {
        blocks.push(block(tie));
        while let [.., before, last] = blocks.as_slice()
            && before.rate() >= last.rate()
        {
            let merged = merge(before, last);
            blocks.truncate(blocks.len() - 2);
            blocks.push(merged);
        }
    }
    blocks
}

fn block(tie: &[&Weighted]) -> Block {
    let weight = tie.iter().map(|row| row.weight).sum();
    Block {
        weight,
        scores: tie.first().map_or(0.0, |row| row.score) * weight,
        lost: tie
            .iter()
            .filter(|row| row.lost)
            .map(|row| row.weight)
            .sum(),
    }
}

fn merge(a: &Block, b: &Block) -> Block {
    Block {
        weight: a.weight + b.weight,
        scores: a.scores + b.scores,
        lost: a.lost + b.lost,
    }
}
