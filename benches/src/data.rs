//! Ready columns of accounts of the project's own making.

use std::sync::Arc;

use tenure_columns::{Cell, ColumnBuilder, DataType, Frame, Value};
use tenure_rules::{Dictionary, SignalDef, SignalId, SignalType};

/// Of a hundred values, so many are unknown.
const UNKNOWN: u64 = 20;

/// A source of numbers (splitmix64): the same on every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A source that begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, and without, a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.draw() % bound
    }
}

/// Columns of the signals asked for, a fifth of the values unknown; of the missing answers about satisfaction, half are
/// stale.
pub fn portfolio(
    dictionary: &Dictionary,
    signals: &[SignalId],
    accounts: usize,
    seed: u64,
) -> Frame {
    let mut frame = Frame::new(accounts);
    for signal in signals {
        let Some(def) = dictionary.get(*signal) else {
            continue;
        };
        if def.name == "history.band" {
            continue;
        }
        let mut random = Random::new(seed ^ u64::from(signal.0) << 32);
        let mut column = ColumnBuilder::new(match def.ty {
            SignalType::Int => DataType::Int,
            SignalType::Float => DataType::Float,
            SignalType::Bool => DataType::Bool,
            SignalType::Text => DataType::Text,
        });
        for _ in 0..accounts {
            column.push(cell(def, &mut random));
        }
        frame.set(signal.index(), column.finish());
    }
    frame
}

fn cell(def: &SignalDef, random: &mut Random) -> Cell<Value> {
    if random.below(100) < UNKNOWN {
        return if def.name == "satisfaction.level" && random.below(2) == 0 {
            Cell::Stale
        } else {
            Cell::Unknown
        };
    }
    Cell::Known(match def.ty {
        SignalType::Int => Value::Int(int(&def.name, random)),
        SignalType::Float => Value::Float(float(&def.name, random)),
        SignalType::Bool => Value::Bool(random.below(100) < 25),
        SignalType::Text => Value::Text(Arc::from(word(&def.name, random))),
    })
}

fn int(name: &str, random: &mut Random) -> i64 {
    let (least, count) = match name {
        "renewal.months_left" => (-2, 14),
        "contact.days_since" | "owner.days_since_change" => (0, 200),
        "support.first_response_minutes_90d" | "support.first_response_target" => (5, 500),
        "account.tenure_months" => (0, 80),
        "onboarding.age_days" => (0, 400),
        "billing.days_overdue" => (0, 90),
        // Counts: mostly none.
        _ => return (random.below(8) as i64 - 4).max(0),
    };
    least + random.below(count) as i64
}

fn float(name: &str, random: &mut Random) -> f64 {
    let hundredths = random.below(101) as f64;
    match name {
        "satisfaction.drop" => hundredths / 2.0 - 20.0,
        "usage.trend" => hundredths / 50.0 - 1.0,
        _ => hundredths / 100.0,
    }
}

fn word(name: &str, random: &mut Random) -> &'static str {
    let words: &[&str] = match name {
        "satisfaction.level" => &["low", "mid", "high"],
        "account.industry" => &[
            "saas",
            "manufacturing",
            "finance",
            "retail",
            "education",
            "logistics",
            "healthcare",
            "media",
        ],
        _ => &["a", "b"],
    };
    words[random.below(words.len() as u64) as usize]
}
