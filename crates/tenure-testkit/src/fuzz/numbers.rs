//! Days, months and money, beside their definitions.

use chrono::{Datelike, NaiveDate};
use tenure_model::{Currency, Money, Rate, WorkCalendar, months_between, months_left, read_day};

use super::failed;
use crate::differ::Difference;
use crate::source::Source;

/// Months are counted by trying, at most so many of them.
const MONTHS: i64 = 400;

/// Adds calendar months to a day.
pub type AddMonths = fn(NaiveDate, i64) -> Option<NaiveDate>;

/// Days and amounts by choice: each answer is held beside its definition.
#[derive(Debug, Clone, Copy)]
pub struct DaysAndMoney {
    add_months: AddMonths,
}

impl Default for DaysAndMoney {
    fn default() -> Self {
        Self::with(tenure_model::add_months)
    }
}

impl DaysAndMoney {
    /// A target for the model's own months.
    pub fn new() -> Self {
        Self::default()
    }

    /// A target for other months, such as wrong ones, which should be found.
    pub fn with(add_months: AddMonths) -> Self {
        Self { add_months }
    }

    /// Runs one input: as a day's text, and as choices.
    ///
    /// # Errors
    /// The first answer that its definition contradicts.
    pub fn run(&self, bytes: &[u8]) -> Result<(), Box<Difference>> {
        std::str::from_utf8(bytes).map_or(Ok(()), day_text)?;
        let mut source = Source::from_bytes(bytes);
        let (day, other) = (day(&mut source), day(&mut source));
        self.months(day, source.between(-MONTHS, MONTHS))?;
        counted(day, other)?;
        working_days(day, &mut source)?;
        money(&mut source)
    }

    fn months(&self, day: NaiveDate, months: i64) -> Result<(), Box<Difference>> {
        let (found, expected) = ((self.add_months)(day, months), slow_months(day, months));
        same(|| format!("{day} plus {months} months"), found, expected)
    }
}

/// What was asked is put into words where the answers differ only: words cost more than most of what is tried here.
fn same<T: std::fmt::Debug + PartialEq>(
    what: impl FnOnce() -> String,
    found: T,
    expected: T,
) -> Result<(), Box<Difference>> {
    if found == expected {
        return Ok(());
    }
    Err(failed(&what(), format!("{found:?}, and not {expected:?}")))
}

/// A day of four centuries.
fn day(source: &mut Source<'_>) -> NaiveDate {
    let days = source.between(0, 400 * 365);
    let first = NaiveDate::from_ymd_opt(1800, 1, 1).unwrap_or_default();
    first + chrono::Days::new(days.unsigned_abs())
}

/// A text is a day exactly where the day is written so.
fn day_text(text: &str) -> Result<(), Box<Difference>> {
    match read_day(text) {
        Ok(day) => same(
            || "a day read and written".to_owned(),
            day.to_string().as_str(),
            text,
        ),
        Err(said) if said.is_empty() => Err(failed("a day refused without a word", text)),
        Err(_) => Ok(()),
    }
}

/// Adds months to a day as one would on paper: month after month, then the last of its days that is not beyond the day's
/// number.
fn slow_months(day: NaiveDate, months: i64) -> Option<NaiveDate> {
    let steps = usize::try_from(months.unsigned_abs()).ok()?;
    paper(day, months < 0).nth(steps)?
}

/// The day after no month, one month, two and so on; before it, if backwards.
fn paper(day: NaiveDate, backwards: bool) -> impl Iterator<Item = Option<NaiveDate>> {
    let begins = Some((day.year(), day.month()));
    let months = std::iter::successors(begins, move |(year, month)| {
        Some(match (backwards, month) {
            (false, 12) => (year + 1, 1),
            (false, _) => (*year, month + 1),
            (true, 1) => (year - 1, 12),
            (true, _) => (*year, month - 1),
        })
    });
    months.map(move |(year, month)| {
        (1..=day.day())
            .rev()
            .find_map(|number| NaiveDate::from_ymd_opt(year, month, number))
    })
}

/// The days after each count of months up to `span`, from so many before on.
fn all_counts(day: NaiveDate, span: usize) -> Vec<(i64, Option<NaiveDate>)> {
    let counts = |backwards| (0_i64..).zip(paper(day, backwards).take(span + 1));
    let mut all: Vec<_> = counts(true).skip(1).map(|(n, day)| (-n, day)).collect();
    all.reverse();
    all.extend(counts(false));
    all
}

/// Months between two days and months left, by trying every count.
fn counted(from: NaiveDate, to: NaiveDate) -> Result<(), Box<Difference>> {
    let span = i64::from((to.year() - from.year()).abs()) * 12 + 13;
    if span > MONTHS {
        return Ok(());
    }
    let span = usize::try_from(span).unwrap_or(0);
    let after = |(_, day): &&(i64, Option<NaiveDate>)| day.is_some_and(|day| day <= to);
    let tried = all_counts(from, span);
    let between = tried.iter().rev().find(after).map(|(count, _)| *count);
    same(
        || format!("months from {from} to {to}"),
        Some(months_between(from, to)),
        between,
    )?;
    let reached = |(_, day): &&(i64, Option<NaiveDate>)| day.is_some_and(|day| from >= day);
    let tried = all_counts(to, span);
    let left = tried.iter().rev().find(reached).map(|(count, _)| -count);
    same(
        || format!("months left on {from} to {to}"),
        Some(months_left(from, to)),
        left,
    )
}

/// So many working days further there lie exactly so many working days between.
fn working_days(day: NaiveDate, source: &mut Source<'_>) -> Result<(), Box<Difference>> {
    let holidays = (0..source.below(6)).map(|_| day + chrono::Days::new(source.below(20) as u64));
    let calendar = WorkCalendar {
        holidays: Some(holidays.collect()),
        ..WorkCalendar::default()
    };
    let count = source.between(1, 30);
    let works = |day: &NaiveDate| {
        let weekday = day.weekday().num_days_from_monday() < 5;
        weekday
            && !calendar
                .holidays
                .iter()
                .flatten()
                .any(|holiday| holiday == day)
    };
    let expected = day
        .iter_days()
        .skip(1)
        .filter(works)
        .nth(count.unsigned_abs() as usize - 1);
    let found = calendar.add_business_days(day, count);
    same(
        || format!("{day} plus {count} working days with {calendar:?}"),
        found,
        expected,
    )
}

/// Amounts: a product of fractions is the nearest whole number, half away from zero; a rate and its decimals likewise.
fn money(source: &mut Source<'_>) -> Result<(), Box<Difference>> {
    let [one, other] = [currency(source), currency(source)];
    let amount = Money {
        minor: source.between(-1_000_000_000_000, 1_000_000_000_000),
        currency: one,
    };
    let (num, den) = (
        source.between(-100_000, 100_000),
        source.between(-1_000, 1_000),
    );
    let exact = (i128::from(amount.minor) * i128::from(num), i128::from(den));
    let scaled = amount.scaled(num, den).map(|scaled| scaled.minor);
    nearest(|| format!("{amount:?} times {num}/{den}"), scaled, exact)?;
    let rate = Rate {
        from: one,
        to: other,
        num: num.abs() + 1,
        den: den.abs() + 1,
    };
    let (from, to) = (10i128.pow(one.exponent()), 10i128.pow(other.exponent()));
    let exact = (
        i128::from(amount.minor) * i128::from(rate.num) * to,
        i128::from(rate.den) * from,
    );
    let converted = amount.convert(&rate).map(|converted| converted.minor);
    nearest(|| format!("{amount:?} by {rate:?}"), converted, exact)
}

fn currency(source: &mut Source<'_>) -> Currency {
    let codes = ["EUR", "KRW", "KWD", "USD"];
    codes
        .get(source.below(codes.len()))
        .and_then(|code| Currency::new(code))
        .unwrap_or_default()
}

/// Whether a number is the nearest to a fraction, and of two the one away from zero; none where there is no fraction, or
/// it goes beyond 64 bits.
fn nearest(
    what: impl Fn() -> String,
    found: Option<i64>,
    (num, den): (i128, i128),
) -> Result<(), Box<Difference>> {
    let Some(found) = found else {
        let beyond = den == 0 || (num / den).unsigned_abs() >= i64::MAX.unsigned_abs().into();
        return same(|| format!("whether there is {}", what()), beyond, true);
    };
    let (num, den) = (num * den.signum(), den.abs());
    let rest = num - i128::from(found) * den;
    let away = rest == 0 || (rest > 0) != (num > 0);
    let right = 2 * rest.abs() < den || (2 * rest.abs() == den && away);
    same(
        || format!("whether {} is {found}", what()),
        den != 0 && right,
        true,
    )
}
