//! The numbers that matter of a signal that counts.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use tenure_columns::{Cell, Value};

/// The numbers at which somebody looks: each stands for the step from the number before it to itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Edges {
    all: bool,
    numbers: BTreeSet<i64>,
    /// The numbers themselves, for signals that are floats.
    floats: Vec<f64>,
}

impl Edges {
    /// No number matters.
    pub(crate) const NONE: &'static Self = &Self {
        all: false,
        numbers: BTreeSet::new(),
        floats: Vec::new(),
    };

    /// Every number matters.
    pub(crate) fn take_all(&mut self) {
        self.all = true;
    }

    /// A number is compared with: the steps to it and away from it matter.
    pub(crate) fn compare(&mut self, number: i64) {
        self.floats.push(number as f64);
        self.numbers.insert(number);
        self.numbers.extend(number.checked_add(1));
    }

    /// A number is compared with that may lie between two whole ones, or hardly beside one.
    pub(crate) fn compare_float(&mut self, number: f64) {
        self.floats.push(number);
        let floor = number.floor();
        // Beyond this no count of days gets.
        if floor.abs() < 1e9 {
            self.compare(floor as i64);
            self.compare(floor as i64 + 1);
        }
    }

    /// What of a value matters: whether there is one, and on which side of each number it lies.
    pub(crate) fn seat(&self, cell: Cell<Value>) -> Cell<Value> {
        // As a column has it: what is not finite is not known.
        let cell = match cell {
            Cell::Known(Value::Float(value)) if !value.is_finite() => Cell::Unknown,
            cell => cell,
        };
        if self.all {
            return cell;
        }
        cell.map(|value| match value {
            Value::Int(value) => {
                let passed = self.numbers.range(..=value).count();
                Value::Int(i64::try_from(passed).unwrap_or(i64::MAX))
            }
            Value::Float(value) => {
                let sides = self.floats.iter().map(|number| side(value, *number));
                Value::Text(sides.collect::<String>().into())
            }
            Value::Bool(_) | Value::Text(_) => value,
        })
    }

    /// The numbers on both sides of each step.
    pub(crate) fn sides(&self) -> impl Iterator<Item = i64> {
        let numbers = self.numbers.iter();
        numbers.flat_map(|number| [number.saturating_sub(1), *number])
    }

    /// The next day after today on which a step that matters is passed.
    pub(crate) fn next(
        &self,
        today: NaiveDate,
        passes: impl Fn(i64) -> Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        if self.all {
            return today.succ_opt();
        }
        let days = self.numbers.iter().filter_map(|number| passes(*number));
        days.filter(|day| *day > today).min()
    }
}

/// On which side of a number a value lies, and whether conditions, which are lenient with floats, take both for equal.
fn side(value: f64, number: f64) -> char {
    let larger = if value * number == 0.0 {
        1.0
    } else {
        value.abs().max(number.abs())
    };
    let equal = ((value - number) / larger).abs() <= f64::EPSILON;
    match (value.partial_cmp(&number), equal) {
        (Some(std::cmp::Ordering::Less), false) => 'a',
        (Some(std::cmp::Ordering::Less), true) => 'b',
        (Some(std::cmp::Ordering::Equal), _) => 'c',
        (Some(std::cmp::Ordering::Greater), true) => 'd',
        (Some(std::cmp::Ordering::Greater), false) => 'e',
        (None, _) => 'f',
    }
}
