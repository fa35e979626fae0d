//! What points meant in what happened.

/// How a calibration may be fitted.
pub(crate) const METHODS: [&str; 2] = ["isotonic", "platt"];

/// A map from points to probabilities that was fitted to known outcomes, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibration {
    /// How it was fitted: `isotonic`, `platt`.
    pub method: String,
    /// Two or more, from few points to many; probabilities never fall.
    pub knots: Vec<Knot>,
    /// Digest of the data that it was fitted to: 32 hex digits.
    pub data: Option<String>,
    /// The first day on which an account of it was scored, as it is written.
    pub from: Option<String>,
    /// The last such day.
    pub to: Option<String>,
    /// How many accounts it was fitted to.
    pub accounts: Option<i64>,
    /// How many of them were lost.
    pub lost: Option<i64>,
    /// Calibration error in accounts that were held out, in basis points.
    pub error_bp: Option<i64>,
}

/// Points, and the probability that they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knot {
    /// Points.
    pub points: i64,
    /// Basis points of accounts with so many points that were lost, 0 to 10,000.
    pub probability_bp: i64,
}

impl Calibration {
    /// The probability of points, in basis points: in a straight line between two knots, rounded once, half up; that of
    /// the outermost knot beyond it.
    pub fn probability_bp(&self, points: i64) -> i64 {
        let above = self.knots.partition_point(|knot| knot.points <= points);
        let below = above.checked_sub(1).and_then(|below| self.knots.get(below));
        match (below, self.knots.get(above)) {
            (Some(low), Some(high)) => between(*low, *high, points),
            (Some(only), None) | (None, Some(only)) => only.probability_bp,
            (None, None) => 0,
        }
    }

    /// Whether accounts with so many points were among those that it was fitted to, or between them.
    pub fn covers(&self, points: i64) -> bool {
        let ends = self.knots.first().zip(self.knots.last());
        ends.is_some_and(|(first, last)| (first.points..=last.points).contains(&points))
    }
}

/// Probabilities never fall from knot to knot, so that what is added is never negative.
fn between(low: Knot, high: Knot, points: i64) -> i64 {
    let width = i128::from(high.points) - i128::from(low.points);
    let step = i128::from(points) - i128::from(low.points);
    let rise = i128::from(high.probability_bp) - i128::from(low.probability_bp);
    let added = (2 * rise * step + width).div_euclid((2 * width).max(1));
    low.probability_bp + i64::try_from(added).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_knots_lies_a_straight_line() {
        let knot = |points, probability_bp| Knot {
            points,
            probability_bp,
        };
        let calibration = Calibration {
            method: "isotonic".to_owned(),
            knots: vec![knot(-10, 100), knot(0, 100), knot(4, 103), knot(20, 9_000)],
            data: None,
            from: None,
            to: None,
            accounts: None,
            lost: None,
            error_bp: None,
        };
        let told = [-99, -10, -1, 0, 1, 2, 3, 4, 19, 20, 21];
        let told = told.map(|points| calibration.probability_bp(points));
        // 100.75, 101.5 and 102.25 in between.
        assert_eq!(
            told,
            [100, 100, 100, 100, 101, 102, 102, 103, 8_444, 9_000, 9_000]
        );
        assert_eq!(
            [-11, -10, 20, 21].map(|points| calibration.covers(points)),
            [false, true, true, false]
        );
    }
}
