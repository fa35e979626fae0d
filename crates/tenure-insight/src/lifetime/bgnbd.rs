//! How often customers buy again who are free not to: the BG/NBD model (Fader, Hardie and Lee, 2005).
//!
//! While alive a customer buys at a rate of its own; after every purchase it may be gone for good. Rates are gamma
//! distributed over customers (`r`, `alpha`), chances to be gone beta distributed (`a`, `b`).

use libm::{exp, lgamma, log, pow};

use super::History;
use super::newton::maximise;
use super::special::{hyp2f1, ln_add};
use crate::error::{Error, ErrorKind};

/// A fitted model. All parameters are above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgNbd {
    /// The shape of the distribution of rates.
    pub r: f64,
    /// Its scale, in periods.
    pub alpha: f64,
    /// The first parameter of the distribution of chances to be gone.
    pub a: f64,
    /// The second one.
    pub b: f64,
}

/// Histories that are equal, and how many there are.
struct Counted {
    history: History,
    count: f64,
}

impl BgNbd {
    /// The model under which histories are likeliest, and the logarithm of that likelihood.
    ///
    /// # Errors
    /// [`ErrorKind::TooLittle`]: fewer than 10 customers, or nobody bought again.
    /// [`ErrorKind::Input`]: a time that is negative, not finite, or beyond what was observed.
    /// [`ErrorKind::NotConverged`]: the data cannot tell the parameters.
    pub fn fit(histories: &[History]) -> Result<(Self, f64), Error> {
        check(histories)?;
        let counted = count(histories);
        // In units of the longest time, so that the search begins where its parameters are about 1.
        let unit = histories
            .iter()
            .fold(0.0, |most: f64, history| most.max(history.observed))
            / 10.0;
        let scaled: Vec<Counted> = counted
            .iter()
            .map(|one| Counted {
                history: History {
                    last: one.history.last / unit,
                    observed: one.history.observed / unit,
                    ..one.history
                },
                count: one.count,
            })
            .collect();
        let value = |p: &[f64; 4]| {
            let [r, alpha, a, b] = *p;
            Self { r, alpha, a, b }.log_likelihood_of(&scaled)
        };
        let ([r, alpha, a, b], _) = maximise([1.0; 4], value)?;
        let model = Self {
            r,
            alpha: alpha * unit,
            a,
            b,
        };
        Ok((model, model.log_likelihood_of(&counted)))
    }

    /// The logarithm of the likelihood of histories.
    pub fn log_likelihood(&self, histories: &[History]) -> f64 {
        self.log_likelihood_of(&count(histories))
    }

    fn log_likelihood_of(&self, counted: &[Counted]) -> f64 {
        counted
            .iter()
            .fold(0.0, |sum, one| sum + one.count * self.of_one(&one.history))
    }

    fn of_one(&self, history: &History) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let x = f64::from(history.repeats);
        let rates = lgamma(r + x) - lgamma(r) + r * log(alpha);
        let stays = lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x);
        let alive = -(r + x) * log(alpha + history.observed);
        if history.repeats == 0 {
            return rates + stays + alive;
        }
        let gone = log(a) - log(b + x - 1.0) - (r + x) * log(alpha + history.last);
        rates + stays + ln_add(alive, gone)
    }

    /// How likely a customer is still to be one, from 0 to 1.
    pub fn alive(&self, history: &History) -> f64 {
        1.0 / (1.0 + self.gone_odds(history))
    }

    fn gone_odds(&self, history: &History) -> f64 {
        if history.repeats == 0 {
            return 0.0;
        }
        let x = f64::from(history.repeats);
        let times = log((self.alpha + history.observed) / (self.alpha + history.last));
        self.a / (self.b + x - 1.0) * exp((self.r + x) * times)
    }

    /// How many purchases a customer will make in the next so many periods, on average. `None` for a time below 0, and
    /// where the series behind it does not settle.
    pub fn purchases(&self, history: &History, periods: f64) -> Option<f64> {
        let Self { r, alpha, a, b } = *self;
        if !periods.is_finite() || periods < 0.0 {
            return None;
        }
        // At a = 1 the formula is 0 / 0, and its limit that of the numbers beside it.
        let a = if libm::fabs(a - 1.0) < 1e-9 {
            1.0 + 1e-9
        } else {
            a
        };
        let x = f64::from(history.repeats);
        let end = alpha + history.observed + periods;
        let series = hyp2f1(r + x, b + x, a + b + x - 1.0, periods / end)?;
        let stays = 1.0 - pow((alpha + history.observed) / end, r + x) * series;
        let expected = (a + b + x - 1.0) / (a - 1.0) * stays / (1.0 + self.gone_odds(history));
        Some(expected).filter(|expected| expected.is_finite())
    }
}

fn check(histories: &[History]) -> Result<(), Error> {
    let bad = |history: &&History| {
        !(history.last >= 0.0 && history.observed.is_finite() && history.last <= history.observed)
    };
    if histories.iter().any(|history| bad(&history)) {
        let text = "a history has times that are negative, not finite, or a last purchase after its end; correct it";
        return Err(Error::new(ErrorKind::Input, text));
    }
    if histories.len() < 10 || histories.iter().all(|history| history.repeats == 0) {
        let text = "fewer than 10 customers, or nobody who bought again, tell nothing of purchases to come; give more of them";
        return Err(Error::new(ErrorKind::TooLittle, text));
    }
    Ok(())
}

/// Each history once: many customers have the same.
fn count(histories: &[History]) -> Vec<Counted> {
    let mut sorted: Vec<History> = histories.to_vec();
    sorted.sort_by(|a, b| {
        let times = a
            .last
            .total_cmp(&b.last)
            .then(a.observed.total_cmp(&b.observed));
        a.repeats.cmp(&b.repeats).then(times)
    });
    sorted
        .chunk_by(|a, b| a == b)
        .filter_map(|equal| {
            Some(Counted {
                history: *equal.first()?,
                count: equal.len() as f64,
            })
        })
        .collect()
}
