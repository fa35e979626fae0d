//! What is agreed before anything is counted.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::number::Ratio;
use crate::error::{Error, ErrorKind};

/// The time that metrics are about: from one day up to another, which is not in it.
///
/// Who is a customer is told on both days by one rule: begun on that day or before, and not ended. What ends on the last
/// day before `to` has therefore ended at `to`, and belongs to the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last one.
    pub to: NaiveDate,
}

impl Window {
    /// The days from `from` up to `to`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`]: `to` is not after `from`.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, Error> {
        if to <= from {
            let text =
                format!("the window from {from} to {to} holds no day; let it end after it begins");
            return Err(Error::new(ErrorKind::Input, text));
        }
        Ok(Self { from, to })
    }

    /// Whether something that happens on a day happens in it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// Whether a change that stands from a day on lies between the two standings.
    pub fn changes_on(&self, day: NaiveDate) -> bool {
        self.from < day && day <= self.to
    }

    /// Its length in months of 30.4375 days, for rates per month: 12 for any year.
    pub fn months(&self) -> Ratio {
        let whole = tenure::model::months_between(self.from, self.to);
        match tenure::model::add_months(self.from, whole) {
            Some(reached) if reached == self.to => Ratio { num: whole, den: 1 },
            Some(_) | None => Ratio {
                num: (self.to - self.from).num_days() * 16,
                den: 487,
            },
        }
    }
}

/// What one customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Logo {
    /// Every account for itself.
    #[default]
    Account,
    /// All accounts under one topmost parent together.
    TopParent,
}

/// When a customer who comes back is a reactivated one, and not a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reactivation {
    /// After any gap.
    #[default]
    Always,
    /// After a gap of at most so many days.
    Within(u32),
}

/// What two purchases of one day are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purchases {
    /// Two.
    #[default]
    Orders,
    /// One.
    Days,
}

/// What is agreed before anything is counted. Every metric says which of it stands behind its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conventions {
    /// What one customer is.
    pub logo: Logo,
    /// Days after a contract ran out in which its customer is still one. A termination takes effect at once.
    pub grace_days: u32,
    /// Whether a customer whose contracts are all paused has left.
    pub paused_is_churn: bool,
    /// When a customer who comes back is a reactivated one.
    pub reactivation: Reactivation,
    /// Whether to leave out customers who came and left within the window.
    pub ignore_intra_window: bool,
    /// The part of revenue that is margin, for lifetime values.
    pub gross_margin: Ratio,
    /// What two purchases of one day are.
    pub purchases: Purchases,
    /// Fewer answers to a survey give no score.
    pub min_responses: usize,
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            logo: Logo::default(),
            grace_days: 0,
            paused_is_churn: false,
            reactivation: Reactivation::default(),
            ignore_intra_window: false,
            gross_margin: Ratio { num: 1, den: 1 },
            purchases: Purchases::default(),
            min_responses: 1,
        }
    }
}

impl Conventions {
    /// The day from which on a customer is gone whose contract ran out, the day after its last one.
    pub(crate) fn gone_on(&self, ran_out: NaiveDate) -> NaiveDate {
        ran_out
            .checked_add_days(Days::new(u64::from(self.grace_days)))
            .unwrap_or(NaiveDate::MAX)
    }

    /// How customers are counted, in words.
    pub fn of_customers(&self) -> String {
        let logo = match self.logo {
            Logo::Account => "an account is a customer",
            Logo::TopParent => "accounts under one parent are one customer",
        };
        let paused = if self.paused_is_churn {
            "who pauses has left"
        } else {
            "who pauses has not left"
        };
        format!("{logo}; {paused}; {} days of grace", self.grace_days)
    }
}
