//! Terms by number: signals, and expressions that are taken as they come. Two that read the same are one.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use tenure_columns::Value;

use crate::dictionary::{Dictionary, SignalDef, SignalId, SignalType};
use crate::expr::{Expr, ExprKind, Func};
use crate::program::threshold::{number, value};

use super::domain::{self, Numbers};
use super::region::{Cell, NOT_APPLICABLE, STALE, States, Term, UNKNOWN};
use super::set::Set;

/// What a signal is taken to be for a witness.
#[derive(Debug, Clone, PartialEq)]
pub enum Assumed {
    /// A value.
    Is(Value),
    /// Known once, and too old.
    Stale,
    /// Not known.
    Unknown,
    /// Of a kind that the host does not keep.
    NotApplicable,
}

/// One term.
#[derive(Debug)]
pub(super) struct Info {
    /// The signal, if it is one.
    pub(super) signal: Option<SignalId>,
    pub(super) ty: SignalType,
    pub(super) domain: States,
}

/// Every term met so far.
#[derive(Debug, Default)]
pub(super) struct Terms {
    by_text: HashMap<String, Term>,
    all: Vec<Info>,
    words: Vec<Arc<str>>,
    by_word: HashMap<Arc<str>, i64>,
    /// What the dictionary says of numbers is left out of account.
    boundless: bool,
}

impl Terms {
    pub(super) fn boundless() -> Self {
        Self {
            boundless: true,
            ..Self::default()
        }
    }

    pub(super) fn get(&self, term: Term) -> Option<&Info> {
        self.all.get(term as usize)
    }

    /// What a term can be at all.
    pub(super) fn domain(&self, term: Term) -> States {
        let info = self.get(term).map(|info| info.domain.clone());
        info.unwrap_or_else(|| States::missing(UNKNOWN))
    }

    /// The number of a word.
    pub(super) fn word(&mut self, word: &Arc<str>) -> i64 {
        if let Some(number) = self.by_word.get(word) {
            return *number;
        }
        let number = self.words.len() as i64;
        self.words.push(Arc::clone(word));
        self.by_word.insert(Arc::clone(word), number);
        number
    }

    /// The term of a signal.
    pub(super) fn signal(&mut self, dictionary: &Dictionary, id: SignalId) -> Term {
        let text = format!("s{}", id.0);
        if let Some(term) = self.by_text.get(&text) {
            return *term;
        }
        let info = match dictionary.get(id) {
            Some(def) => self.of_signal(def, id),
            None => Info {
                signal: Some(id),
                ty: SignalType::Bool,
                domain: unknown_domain(SignalType::Bool),
            },
        };
        self.add(text, info)
    }

    fn of_signal(&mut self, def: &SignalDef, id: SignalId) -> Info {
        let known = match def.closed_words() {
            Some(words) => self.words(words),
            None if self.boundless => domain::all_of(def.ty),
            None => domain::numbers(Numbers::of(def), def.ty),
        };
        let domain = States {
            known,
            missing: domain::ways(def),
        };
        Info {
            signal: Some(id),
            ty: def.ty,
            domain,
        }
    }

    /// All of these words.
    pub(super) fn words(&mut self, words: &[String]) -> Set {
        words.iter().fold(Set::none(), |set, word| {
            set.or(&Set::only(self.word(&Arc::from(word.as_str()))))
        })
    }

    /// The term of an expression, whatever it is made of.
    pub(super) fn expression(&mut self, expr: &Expr) -> Term {
        let mut text = String::new();
        write(expr, &mut text);
        self.named(text, expr.ty, limits(expr))
    }

    /// How two operands stand to each other: -1, 0 or 1; beyond for floats that are equal by tolerance alone.
    pub(super) fn order(&mut self, one: Term, other: Term, floats: bool) -> Term {
        let most = if floats { 2 } else { 1 };
        let text = format!("order({one},{other})");
        self.named(text, SignalType::Int, Set::range(-most, most))
    }

    fn named(&mut self, text: String, ty: SignalType, known: Set) -> Term {
        if let Some(term) = self.by_text.get(&text) {
            return *term;
        }
        let domain = States {
            known,
            missing: UNKNOWN | NOT_APPLICABLE,
        };
        let signal = None;
        self.add(text, Info { signal, ty, domain })
    }

    fn add(&mut self, text: String, info: Info) -> Term {
        let term = self.all.len() as Term;
        self.by_text.insert(text, term);
        self.all.push(info);
        term
    }

    /// What each signal of a box could be, as a witness would have it.
    pub(super) fn assume(&self, cell: &Cell) -> Vec<(SignalId, Assumed)> {
        let assumed = cell.iter().filter_map(|(term, states)| {
            let info = self.get(*term)?;
            Some((info.signal?, self.pick(info.ty, states)?))
        });
        assumed.collect()
    }

    fn pick(&self, ty: SignalType, states: &States) -> Option<Assumed> {
        if let Some(value) = self.value(ty, &states.known) {
            return Some(Assumed::Is(value));
        }
        match states.missing {
            ways if ways & UNKNOWN != 0 => Some(Assumed::Unknown),
            ways if ways & STALE != 0 => Some(Assumed::Stale),
            ways if ways & NOT_APPLICABLE != 0 => Some(Assumed::NotApplicable),
            _ => None,
        }
    }

    /// A plain value of a set.
    pub(super) fn value(&self, ty: SignalType, set: &Set) -> Option<Value> {
        let (low, high) = *set.intervals().first()?;
        Some(match ty {
            SignalType::Bool => Value::Bool(low == 1),
            SignalType::Int => Value::Int(plain_int(low, high)),
            SignalType::Float => Value::Float(plain_float(low, high)),
            SignalType::Text => {
                let word = usize::try_from(low).ok();
                let word = word.and_then(|word| self.words.get(word)).cloned();
                Value::Text(word.unwrap_or_else(|| Arc::from("something-else")))
            }
        })
    }
}

fn unknown_domain(ty: SignalType) -> States {
    States {
        known: domain::all_of(ty),
        missing: UNKNOWN | STALE | NOT_APPLICABLE,
    }
}

/// How large a number a witness may need.
const FAR: i64 = 1_000_000_000_000;

/// The end that is within reach, the lower one first.
fn plain_int(low: i64, high: i64) -> i64 {
    if low > -FAR {
        low
    } else if high < FAR {
        high
    } else {
        0
    }
}

/// The shortest of some numbers between two ends.
fn plain_float(low: i64, high: i64) -> f64 {
    let (low, high) = (value(low), value(high));
    let far = FAR as f64;
    let (from, until) = (low.max(-far), high.min(far));
    let middle = from / 2.0 + until / 2.0;
    let hundredths = |float: f64| (float * 100.0).round() / 100.0;
    let near = if low > -far { from } else { until };
    let tried = [
        0.0,
        1.0,
        near.round(),
        near.round() + 1.0,
        near.round() - 1.0,
        hundredths(near + 0.01),
        hundredths(near - 0.01),
        hundredths(middle),
        middle,
    ];
    let fits = |float: &f64| (low..=high).contains(float);
    tried.into_iter().find(fits).unwrap_or(near)
}

/// What the functions that are never negative can be, else anything of the type.
fn limits(expr: &Expr) -> Set {
    let all = domain::all_of(expr.ty);
    match &expr.kind {
        ExprKind::Call(Func::Len, _) => all.and(&Set::range(0, i64::MAX)),
        ExprKind::Call(Func::Abs, _) if expr.ty == SignalType::Float => {
            all.and(&Set::range(number(-0.0), i64::MAX))
        }
        ExprKind::Call(Func::Abs, _) => all.and(&Set::range(0, i64::MAX)),
        _ => all,
    }
}

/// What an expression says, without its places: equal texts mean the same.
fn write(expr: &Expr, text: &mut String) {
    // Writing to a text does not fail.
    let _ = match &expr.kind {
        ExprKind::Derived(_, inner) => return write(inner, text),
        ExprKind::Const(constant) => write!(text, "{constant:?}"),
        ExprKind::Signal(id) => write!(text, "s{}", id.0),
        ExprKind::Not(_) => write!(text, "!"),
        ExprKind::Negate(_) => write!(text, "-"),
        ExprKind::Arith(op, ..) => write!(text, "{op:?}"),
        ExprKind::Compare(op, ..) => write!(text, "{op:?}"),
        ExprKind::And(_) => write!(text, "and"),
        ExprKind::Or(_) => write!(text, "or"),
        ExprKind::InList { list, negated, .. } => write!(text, "in{negated}{list:?}"),
        ExprKind::InRange {
            start,
            end,
            inclusive,
            negated,
            ..
        } => write!(text, "range{negated}{start},{end},{inclusive}"),
        ExprKind::If(..) => write!(text, "if"),
        ExprKind::Switch { arms, .. } => {
            let arms = arms.iter().map(|arm| (&arm.patterns, arm.guard.is_some()));
            write!(text, "switch{:?}", arms.collect::<Vec<_>>())
        }
        ExprKind::Coalesce(..) => write!(text, "??"),
        ExprKind::Call(func, _) => write!(text, "{func:?}"),
        ExprKind::Test(test, _) => write!(text, "{test:?}"),
    };
    let parts = expr.parts();
    if !parts.is_empty() {
        text.push('(');
        for part in parts {
            write(part, text);
            text.push(',');
        }
        text.push(')');
    }
}
