//! How long contracts are renewed: the shifted beta-geometric model (Fader and Hardie, 2007).
//!
//! Every customer leaves at each renewal with a chance of its own, beta distributed over customers. So the renewal rate
//! of a cohort rises with its age although nobody becomes more faithful: those likely to leave have left.

use super::newton::maximise;
use super::special::{hyp2f1, ln_beta};
use crate::error::{Error, ErrorKind};

/// A fitted model. Both parameters are above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShiftedBetaGeometric {
    /// The first parameter of the distribution of chances to leave.
    pub alpha: f64,
    /// The second one.
    pub beta: f64,
}

impl ShiftedBetaGeometric {
    /// The model of one cohort: how many customers it has at its beginning, after one renewal, after two … The second value
    /// is the logarithm of the likelihood.
    ///
    /// # Errors
    /// [`ErrorKind::Input`]: a number that is negative or not finite, or larger than the one before.
    /// [`ErrorKind::TooLittle`]: fewer than two renewals, or nobody left, or everybody at once.
    /// [`ErrorKind::NotConverged`]: the data cannot tell the parameters, as where all customers are alike.
    pub fn fit(customers: &[f64]) -> Result<(Self, f64), Error> {
        check(customers)?;
        let ([alpha, beta], value) = maximise([1.0; 2], |p: &[f64; 2]| {
            let [alpha, beta] = *p;
            Self { alpha, beta }.log_likelihood(customers)
        })?;
        Ok((Self { alpha, beta }, value))
    }

    /// The logarithm of the likelihood of a cohort's sizes.
    pub fn log_likelihood(&self, customers: &[f64]) -> f64 {
        let mut sum = 0.0;
        let ages = 1_u32..;
        for (pair, age) in customers.windows(2).zip(ages) {
            if let [before, after] = pair
                && before > after
            {
                sum += (before - after) * self.ln_leaves(f64::from(age));
            }
        }
        let ages = customers.len().saturating_sub(1);
        let left = customers.last().copied().unwrap_or(0.0);
        if left > 0.0 {
            sum += left * self.ln_stays(ages as f64);
        }
        sum
    }

    fn ln_leaves(&self, age: f64) -> f64 {
        ln_beta(self.alpha + 1.0, self.beta + age - 1.0) - ln_beta(self.alpha, self.beta)
    }

    fn ln_stays(&self, age: f64) -> f64 {
        ln_beta(self.alpha, self.beta + age) - ln_beta(self.alpha, self.beta)
    }

    /// The share of a cohort that is still there after so many renewals.
    pub fn survival(&self, renewals: u32) -> f64 {
        libm::exp(self.ln_stays(f64::from(renewals)))
    }

    /// The share of those before a renewal, counted from 1, who renew.
    pub fn retention(&self, renewal: u32) -> f64 {
        let age = f64::from(renewal.max(1));
        (self.beta + age - 1.0) / (self.alpha + self.beta + age - 1.0)
    }

    /// The expected number of payments of a new customer, the first one now and each later one discounted by `discount` a
    /// period. `None` where `discount` is not above 0.
    pub fn discounted_lifetime(&self, discount: f64) -> Option<f64> {
        (discount > 0.0).then_some(())?;
        hyp2f1(
            1.0,
            self.beta,
            self.alpha + self.beta,
            1.0 / (1.0 + discount),
        )
    }

    /// The same for a customer who has renewed so many times and is about to again.
    pub fn discounted_residual(&self, discount: f64, renewals: u32) -> Option<f64> {
        (discount > 0.0).then_some(())?;
        let age = f64::from(renewals) + 1.0;
        let share = (self.beta + age - 1.0) / (self.alpha + self.beta + age - 1.0);
        let series = hyp2f1(
            1.0,
            self.beta + age,
            self.alpha + self.beta + age,
            1.0 / (1.0 + discount),
        )?;
        Some(share * series)
    }
}

fn check(customers: &[f64]) -> Result<(), Error> {
    let falls = customers.is_sorted_by(|before, after| before >= after);
    let fine = customers
        .iter()
        .all(|size| size.is_finite() && *size >= 0.0);
    if !falls || !fine {
        let text = "a cohort grows, or has a size that is negative or not finite; give the customers left after each renewal";
        return Err(Error::new(ErrorKind::Input, text));
    }
    let (first, last) = (customers.first(), customers.last());
    let told = customers.len() >= 3 && first > last && customers.get(1) > Some(&0.0);
    if !told {
        let text = "fewer than two renewals, or nobody who left, tell nothing of renewals to come; give a cohort that is older";
        return Err(Error::new(ErrorKind::TooLittle, text));
    }
    Ok(())
}
