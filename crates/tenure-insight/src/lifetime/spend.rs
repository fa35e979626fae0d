//! How much customers spend on a purchase: the gamma-gamma model (Fader and Hardie, 2013).
//!
//! It takes what is spent to be independent of how often. Only customers who bought again tell it anything.

use libm::{lgamma, log};

use super::newton::maximise;
use crate::error::{Error, ErrorKind};

/// What a customer spent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spent {
    /// Purchases after the first one.
    pub repeats: u32,
    /// Their mean amount, above 0 where there are any.
    pub mean: f64,
}

/// A fitted model. All parameters are above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaGamma {
    /// The shape of one customer's amounts.
    pub p: f64,
    /// The shape of the distribution over customers.
    pub q: f64,
    /// Its scale, in the unit of the amounts.
    pub v: f64,
}

impl GammaGamma {
    /// The model under which amounts are likeliest, and the logarithm of that likelihood. Customers without a repeat are
    /// left out.
    ///
    /// # Errors
    /// [`ErrorKind::TooLittle`]: fewer than 10 customers bought again.
    /// [`ErrorKind::Input`]: a mean amount that is not above 0, or not finite.
    /// [`ErrorKind::NotConverged`]: the data cannot tell the parameters.
    pub fn fit(spent: &[Spent]) -> Result<(Self, f64), Error> {
        let told: Vec<Spent> = spent
            .iter()
            .copied()
            .filter(|one| one.repeats > 0)
            .collect();
        if told
            .iter()
            .any(|one| !(one.mean > 0.0 && one.mean.is_finite()))
        {
            let text = "a customer who bought again has a mean amount that is not above 0; leave purchases without an amount out";
            return Err(Error::new(ErrorKind::Input, text));
        }
        if told.len() < 10 {
            let text = "fewer than 10 customers bought again, which tells nothing of amounts to come; give more of them";
            return Err(Error::new(ErrorKind::TooLittle, text));
        }
        let unit = told.iter().fold(0.0, |sum, one| sum + one.mean) / told.len() as f64;
        let scaled: Vec<Spent> = told
            .iter()
            .map(|one| Spent {
                mean: one.mean / unit,
                ..*one
            })
            .collect();
        let ([p, q, v], _) = maximise([1.0, 2.0, 1.0], |p: &[f64; 3]| {
            let [p, q, v] = *p;
            Self { p, q, v }.log_likelihood(&scaled)
        })?;
        let model = Self { p, q, v: v * unit };
        Ok((model, model.log_likelihood(&told)))
    }

    /// The logarithm of the likelihood of amounts; customers without a repeat count nothing.
    pub fn log_likelihood(&self, spent: &[Spent]) -> f64 {
        let told = spent.iter().filter(|one| one.repeats > 0);
        told.fold(0.0, |sum, one| sum + self.of_one(one))
    }

    fn of_one(&self, spent: &Spent) -> f64 {
        let Self { p, q, v } = *self;
        let x = f64::from(spent.repeats);
        lgamma(p * x + q) - lgamma(p * x) - lgamma(q)
            + q * log(v)
            + (p * x - 1.0) * log(spent.mean)
            + p * x * log(x)
            - (p * x + q) * log(v + x * spent.mean)
    }

    /// The mean amount of a customer's purchases to come: its own mean and that of all, weighted by how often it bought.
    /// `None` where q is 1 or less, and the mean of all does not exist.
    pub fn mean(&self, spent: &Spent) -> Option<f64> {
        let Self { p, q, v } = *self;
        let x = f64::from(spent.repeats);
        let own = if spent.repeats == 0 {
            0.0
        } else {
            x * spent.mean
        };
        (q > 1.0).then(|| p * (v + own) / (p * x + q - 1.0))
    }
}
