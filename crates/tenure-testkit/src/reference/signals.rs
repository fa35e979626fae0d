//! Signals, derived one by one from their words in the dictionary.

mod account;
mod commerce;
mod complaints;
mod contact;
mod loss;
mod owner;
mod renewal;
pub(crate) mod rows;
mod satisfaction;
mod support;
mod usage;

use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::{Cell, Value};
use tenure_model::{
    Complaint, Contract, CustomValue, Moment, Offer, Opportunity, RecordKind, Scalar, add_months,
};
use tenure_rules::{SignalDef, SignalType};

use super::seen::Seen;
pub(crate) use rows::Rows;

/// What a signal reads as.
pub(crate) type Reading = Cell<Value>;

/// A record that a row is about.
#[derive(Clone, Copy)]
pub(crate) enum Entity<'s> {
    /// The account itself.
    Account,
    /// One of its contracts.
    Contract(&'s Contract),
    /// One of its complaints.
    Complaint(&'s Complaint),
    /// One of its opportunities.
    Opportunity(&'s Opportunity),
    /// An offer that stands for it, and whether it is an upsell.
    Offer(&'s Offer, bool),
}

impl Entity<'_> {
    /// The record's id; `None` for the account.
    pub(crate) fn id(&self) -> Option<&str> {
        match self {
            Self::Account => None,
            Self::Contract(contract) => Some(contract.id.as_str()),
            Self::Complaint(complaint) => Some(complaint.id.as_str()),
            Self::Opportunity(opportunity) => Some(opportunity.id.as_str()),
            Self::Offer(offer, _) => Some(offer.id.as_str()),
        }
    }
}

pub(crate) fn int(value: i64) -> Reading {
    Cell::Known(Value::Int(value))
}

pub(crate) fn count(value: usize) -> Reading {
    int(value as i64)
}

pub(crate) fn float(value: f64) -> Reading {
    if value.is_finite() {
        // -0.0 is 0.0.
        Cell::Known(Value::Float(value + 0.0))
    } else {
        Cell::Unknown
    }
}

/// The sum of floats, in ascending order.
pub(crate) fn sum_ascending(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.map(|value| value + 0.0).collect();
    values.sort_by(f64::total_cmp);
    values.iter().fold(0.0, |sum, value| sum + value)
}

pub(crate) fn yes(value: bool) -> Reading {
    Cell::Known(Value::Bool(value))
}

pub(crate) fn text(value: &str) -> Reading {
    Cell::Known(Value::Text(Arc::from(value)))
}

/// An optional int: unknown where absent.
pub(crate) fn int_field(value: Option<i64>) -> Reading {
    value.map_or(Cell::Unknown, int)
}

/// An optional text: unknown where absent.
pub(crate) fn text_field(value: Option<&str>) -> Reading {
    value.map_or(Cell::Unknown, text)
}

impl Seen<'_> {
    /// Reads a signal for a record; `None` for a name that the dictionary does not have.
    pub(crate) fn read(&self, signal: &SignalDef, entity: Entity<'_>) -> Option<Reading> {
        if let Some(custom) = signal.name.strip_prefix("custom.") {
            return Some(self.custom(custom, signal));
        }
        match self.state_of_kinds(signal) {
            Some(state) => Some(state),
            None => self.derive(&signal.name, entity),
        }
    }

    /// What the host's record kinds say before the signal itself is looked at.
    fn state_of_kinds(&self, signal: &SignalDef) -> Option<Reading> {
        let kinds: Vec<RecordKind> = signal
            .kinds
            .iter()
            .filter_map(|kind| RecordKind::from_word(kind))
            .collect();
        if kinds.iter().any(|kind| !self.keeps(*kind)) {
            return Some(Cell::NotApplicable);
        }
        let absent = kinds
            .iter()
            .any(|kind| !self.has_list(*kind) && !may_be_absent(&signal.name, *kind));
        absent.then_some(Cell::Unknown)
    }

    fn derive(&self, name: &str, entity: Entity<'_>) -> Option<Reading> {
        let (namespace, _) = name.split_once('.')?;
        match namespace {
            "account" | "onboarding" | "history" | "tenant" => self.account_signal(name),
            "satisfaction" => self.satisfaction_signal(name),
            "complaints" => self.complaints_signal(name),
            "support" => self.support_signal(name),
            "renewal" => self.renewal_signal(name, entity),
            "contact" => self.contact_signal(name),
            "owner" => self.owner_signal(name),
            "usage" => self.usage_signal(name),
            "billing" | "purchases" | "referrals" | "movement" => self.commerce_signal(name),
            "contract" | "complaint" | "opportunity" | "offer" => self.row_signal(name, entity),
            _ => None,
        }
    }

    fn custom(&self, name: &str, signal: &SignalDef) -> Reading {
        let Some(custom) = self.account.custom.as_ref().and_then(|all| all.get(name)) else {
            return Cell::Unknown;
        };
        let (value, observed) = match custom {
            CustomValue::Plain(value) => (value, None),
            CustomValue::Observed { value, observed_at } => (value, Some(observed_at)),
        };
        let reading = custom_value(value, signal.ty);
        let Some(age) = observed.map(|at| self.age(at)) else {
            return reading;
        };
        let too_old = signal
            .valid_for_days
            .is_some_and(|days| age > i64::from(days));
        match reading {
            Cell::Known(_) if age < 0 => Cell::Unknown,
            Cell::Known(_) if too_old => Cell::Stale,
            other => other,
        }
    }

    /// Whether a moment falls in the last n days.
    pub(crate) fn in_last_days(&self, moment: &Moment, days: i64) -> bool {
        (0..days).contains(&self.age(moment))
    }

    /// Whether a day falls in the last k calendar months.
    pub(crate) fn in_last_months(&self, day: NaiveDate, months: i64) -> bool {
        day <= self.day && add_months(self.day, -months).is_none_or(|from| day > from)
    }
}

/// Lists that a signal can do without although it stands and falls with their kind.
fn may_be_absent(signal: &str, kind: RecordKind) -> bool {
    matches!(
        (signal, kind),
        ("owner.assigned", RecordKind::Owners)
            | ("complaints.match_loss_reason", RecordKind::LossReasons)
    )
}

fn custom_value(value: &Scalar, ty: SignalType) -> Reading {
    match (value, ty) {
        (Scalar::Int(value), SignalType::Int) => int(*value),
        (Scalar::Int(value), SignalType::Float) => float(*value as f64),
        (Scalar::Float(value), SignalType::Float) => float(*value),
        (Scalar::Bool(value), SignalType::Bool) => yes(*value),
        (Scalar::Text(value), SignalType::Text) => text(value),
        _ => Cell::Unknown,
    }
}
