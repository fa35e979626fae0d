//! Rules, judged row by row.

use tenure_columns::{Cell, Value};
use tenure_rules::expr::CompareOp;
use tenure_rules::{Bin, BinTest, Judge, Number, Rule, Scope};

use super::Day;
use super::eval::{Missing, State};
use super::signals::{Entity, Rows};
use super::values::compare;
use crate::fault::Fault;

/// What a rule says of one row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// Judged from what is known.
    Points(i64),
    /// Judged by a bin in words, from a value that is stale or unknown.
    InWords(i64),
    /// Not judged.
    Unjudged,
    /// There is nothing to judge.
    NotApplicable,
}

/// One row of a rule.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The record that the row is about.
    pub(crate) entity: Option<String>,
    /// What the rule says.
    pub(crate) verdict: Verdict,
    /// What is missing where it is unjudged or judged in words.
    pub(crate) missing: Missing,
    /// Whether the row stands for a list that is absent.
    pub(crate) list_is_absent: bool,
}

impl Row {
    /// The points given.
    pub(crate) fn points(&self) -> i64 {
        match self.verdict {
            Verdict::Points(points) | Verdict::InWords(points) => points,
            Verdict::Unjudged | Verdict::NotApplicable => 0,
        }
    }
}

/// The largest absolute points that a rule can give.
pub(crate) fn weight(rule: &Rule) -> i128 {
    all_points(rule)
        .into_iter()
        .map(|points| i128::from(points).abs())
        .max()
        .unwrap_or(0)
}

/// The points that a rule can give.
pub(crate) fn all_points(rule: &Rule) -> Vec<i64> {
    match &rule.judge {
        Judge::When { points, .. } => vec![*points],
        Judge::Bins { bins, .. } => bins.iter().map(|bin| bin.points).collect(),
    }
}

impl Day<'_> {
    /// The rows of a rule with what it says of each.
    pub(crate) fn judge(&self, rule: &Rule) -> Vec<Row> {
        match self.seen.rows(rule.scope) {
            // Nothing to judge is one row that is not applicable.
            Rows::NotKept => vec![Row {
                entity: None,
                verdict: Verdict::NotApplicable,
                missing: Missing::default(),
                list_is_absent: false,
            }],
            Rows::Unknown => vec![Row {
                entity: None,
                verdict: Verdict::Unjudged,
                missing: self.signals_of_scope(rule),
                list_is_absent: true,
            }],
            Rows::Known(entities) => entities
                .into_iter()
                .map(|entity| self.judge_row(rule, entity))
                .collect(),
        }
    }

    /// The rule's signals of its own scope.
    fn signals_of_scope(&self, rule: &Rule) -> Missing {
        let of_scope = |signal: &tenure_rules::SignalId| {
            self.rulebook.dictionary.get(*signal).is_some_and(|def| {
                def.scope == rule.scope || (def.per_contract && rule.scope == Scope::Contract)
            })
        };
        Missing {
            signals: super::signals_in(rule)
                .into_iter()
                .filter(of_scope)
                .collect(),
            error: None,
        }
    }

    pub(super) fn judge_row(&self, rule: &Rule, entity: Entity<'_>) -> Row {
        let (verdict, missing) = match &rule.judge {
            Judge::When {
                condition, points, ..
            } => self.with_row(entity, |evaluator| match evaluator.eval(condition) {
                State::Known(Value::Bool(true)) => (Verdict::Points(*points), Missing::default()),
                State::Known(_) => (Verdict::Points(0), Missing::default()),
                State::Unknown => (Verdict::Unjudged, evaluator.missing(condition)),
                State::NotApplicable => (Verdict::NotApplicable, Missing::default()),
            }),
            Judge::Bins { signal, bins } => {
                let verdict = self.bin(&self.read(*signal, entity), bins);
                let missing = match verdict {
                    Verdict::InWords(_) | Verdict::Unjudged => Missing {
                        signals: [*signal].into(),
                        error: None,
                    },
                    Verdict::Points(_) | Verdict::NotApplicable => Missing::default(),
                };
                (verdict, missing)
            }
        };
        Row {
            entity: entity.id().map(str::to_owned),
            verdict,
            missing,
            list_is_absent: false,
        }
    }

    fn bin(&self, reading: &Cell<Value>, bins: &[Bin]) -> Verdict {
        let first = |fits: &dyn Fn(&BinTest) -> bool| {
            bins.iter()
                .find(|bin| fits(&bin.test))
                .map(|bin| bin.points)
        };
        let unknown = || first(&|test| *test == BinTest::Unknown);
        match reading {
            Cell::Known(value) => {
                Verdict::Points(first(&|test| self.falls(value, test)).unwrap_or(0))
            }
            Cell::Stale if self.fault == Fault::StaleBinsIgnored => Verdict::Unjudged,
            Cell::Stale => first(&|test| *test == BinTest::Stale)
                .or_else(unknown)
                .map_or(Verdict::Unjudged, Verdict::InWords),
            Cell::Unknown => unknown().map_or(Verdict::Unjudged, Verdict::InWords),
            Cell::NotApplicable => first(&|test| *test == BinTest::NotApplicable)
                .map_or(Verdict::NotApplicable, Verdict::Points),
        }
    }

    /// Whether a known value falls into a bin.
    pub(super) fn falls(&self, value: &Value, test: &BinTest) -> bool {
        match test {
            BinTest::Below(bound) => {
                let bound = match bound {
                    Number::Int(bound) => Value::Int(*bound),
                    Number::Float(bound) => Value::Float(*bound),
                };
                compare(CompareOp::Lt, value, &bound, self.fault) == Some(true)
            }
            BinTest::Is(words) => words.iter().any(|word| *value == Value::Text(word.clone())),
            BinTest::IsBool(wanted) => *value == Value::Bool(*wanted),
            BinTest::Otherwise => true,
            BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable => false,
        }
    }
}

/// Whether known values alone can fall into a bin.
pub(crate) fn takes_known(test: &BinTest) -> bool {
    match test {
        BinTest::Below(_) | BinTest::Is(_) | BinTest::IsBool(_) | BinTest::Otherwise => true,
        BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable => false,
    }
}
