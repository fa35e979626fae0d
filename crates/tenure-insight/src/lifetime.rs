//! What customers are likely to do: how often they buy again, how much they spend, how long contracts last.
//!
//! [`bgnbd`] and [`spend`] are for customers who are free to buy or not; [`contract`] is for those who renew or leave.
//! Everything here is an estimate by maximum likelihood, the same on every platform.

pub mod bgnbd;
pub mod contract;
mod newton;
mod special;
pub mod spend;

/// One customer's purchases, as the models of this module read them.
///
/// The first purchase begins the clock and is not counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct History {
    /// Purchases after the first one, counted by periods in which something was bought.
    pub repeats: u32,
    /// From the first purchase to the last one, in periods; 0 without a repeat.
    pub last: f64,
    /// From the first purchase to the end of what is known, in periods.
    pub observed: f64,
}

impl History {
    /// The history of days of purchase in weeks of 7 days, up to a day; several purchases of a day are one. `None` where
    /// nothing was bought up to that day.
    pub fn weekly(days: &[chrono::NaiveDate], to: chrono::NaiveDate) -> Option<Self> {
        let mut days: Vec<_> = days.iter().copied().filter(|day| *day <= to).collect();
        days.sort_unstable();
        days.dedup();
        let (first, last) = (*days.first()?, *days.last()?);
        let weeks =
            |from: chrono::NaiveDate, to: chrono::NaiveDate| (to - from).num_days() as f64 / 7.0;
        Some(Self {
            repeats: u32::try_from(days.len() - 1).ok()?,
            last: weeks(first, last),
            observed: weeks(first, to),
        })
    }
}
