//! Expressions, row by row, straight from their tree.

use std::cell::RefCell;
use std::collections::BTreeSet;

use tenure_columns::{Cell, Value};
use tenure_rules::SignalId;
use tenure_rules::expr::{ArithOp, Arm, CompareOp, Const, Expr, ExprKind, Func, StateTest};

use super::values::{self, Cause};
use crate::fault::Fault;
use crate::tally::{Outcome, Tally};

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    Known(Value),
    Unknown,
    NotApplicable,
}

impl State {
    fn outcome(&self) -> Outcome {
        match self {
            Self::Known(_) => Outcome::Value,
            Self::Unknown => Outcome::Unknown,
            Self::NotApplicable => Outcome::NotApplicable,
        }
    }
}

/// What keeps an expression from being known.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Missing {
    /// Base signals.
    pub(crate) signals: BTreeSet<SignalId>,
    /// The first error in the order of the text.
    pub(crate) error: Option<Cause>,
}

impl Missing {
    fn join(mut self, other: Self) -> Self {
        self.signals.extend(other.signals);
        self.error = self.error.or(other.error);
        self
    }

    fn error(cause: Cause) -> Self {
        Self {
            signals: BTreeSet::new(),
            error: Some(cause),
        }
    }
}

/// Evaluates expressions on one row.
pub(crate) struct Evaluator<'a> {
    /// Reads a signal of the row.
    pub(crate) read: &'a dyn Fn(SignalId) -> Cell<Value>,
    /// Counts what was seen.
    pub(crate) tally: &'a RefCell<Tally>,
    /// A planted fault.
    pub(crate) fault: Fault,
}

/// The states of operands, told apart before an operator is looked at.
enum Operands {
    Known(Vec<Value>),
    Unknown,
    NotApplicable,
}

impl Evaluator<'_> {
    /// What an expression comes to.
    pub(crate) fn eval(&self, expr: &Expr) -> State {
        match &expr.kind {
            ExprKind::Const(value) => State::Known(values::constant(value)),
            ExprKind::Signal(signal) => match (self.read)(*signal) {
                Cell::Known(value) => State::Known(value),
                Cell::Unknown | Cell::Stale => State::Unknown,
                Cell::NotApplicable => State::NotApplicable,
            },
            ExprKind::Derived(_, value) => self.eval(value),
            ExprKind::And(parts) => self.and(parts),
            ExprKind::Or(parts) => self.or(parts),
            ExprKind::If(test, yes, no) => self.choose(test, yes, no),
            ExprKind::Switch {
                scrutinee,
                arms,
                default,
            } => self.switch(scrutinee, arms, default),
            ExprKind::Coalesce(first, second) => self.coalesce(first, second),
            ExprKind::Test(test, operand) => self.test(*test, operand),
            ExprKind::Not(_)
            | ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Compare(..)
            | ExprKind::InList { .. }
            | ExprKind::InRange { .. }
            | ExprKind::Call(..) => self.strict(expr),
            // A kind that this reference does not know yet shows as a difference.
            _ => State::Unknown,
        }
    }

    /// An operator or function that needs all its operands.
    fn strict(&self, expr: &Expr) -> State {
        let (state, outcome) = match self.operands(expr) {
            Operands::Unknown => (State::Unknown, Outcome::Unknown),
            Operands::NotApplicable if self.fault == Fault::NotApplicableIsUnknown => {
                (State::Unknown, Outcome::Unknown)
            }
            Operands::NotApplicable => (State::NotApplicable, Outcome::NotApplicable),
            Operands::Known(operands) => match self.apply(expr, &operands) {
                Ok(value) => (State::Known(value), Outcome::Value),
                Err(_) => (State::Unknown, Outcome::Error),
            },
        };
        self.count(name_of(expr), outcome);
        state
    }

    fn operands(&self, expr: &Expr) -> Operands {
        let states: Vec<State> = operands_of(expr)
            .into_iter()
            .map(|operand| self.eval(operand))
            .collect();
        if states.contains(&State::Unknown) {
            return Operands::Unknown;
        }
        if states.contains(&State::NotApplicable) {
            return Operands::NotApplicable;
        }
        Operands::Known(
            states
                .into_iter()
                .filter_map(|state| match state {
                    State::Known(value) => Some(value),
                    State::Unknown | State::NotApplicable => None,
                })
                .collect(),
        )
    }

    /// An operator or function on known operands.
    fn apply(&self, expr: &Expr, operands: &[Value]) -> Result<Value, Cause> {
        match (&expr.kind, operands) {
            (ExprKind::Not(_), [Value::Bool(value)]) => Ok(Value::Bool(!value)),
            (ExprKind::Negate(_), [value]) => values::negate(value),
            (ExprKind::Arith(op, ..), [a, b]) => values::arith(*op, a, b, self.fault),
            (ExprKind::Compare(op, ..), [a, b]) => values::compare(*op, a, b, self.fault)
                .map(Value::Bool)
                .ok_or(Cause::Types),
            (ExprKind::InList { list, negated, .. }, [needle]) => {
                Ok(Value::Bool(self.is_listed(needle, list) != *negated))
            }
            (
                ExprKind::InRange {
                    start,
                    end,
                    inclusive,
                    negated,
                    ..
                },
                [Value::Int(needle)],
            ) => Ok(Value::Bool(
                values::in_range(*needle, *start, *end, *inclusive) != *negated,
            )),
            (ExprKind::Call(func, _), args) => values::call(*func, args),
            _ => Err(Cause::Types),
        }
    }

    fn is_listed(&self, needle: &Value, list: &[Const]) -> bool {
        list.iter().any(|item| {
            values::compare(CompareOp::Eq, needle, &values::constant(item), self.fault)
                == Some(true)
        })
    }

    fn and(&self, parts: &[Expr]) -> State {
        let states: Vec<State> = parts.iter().map(|part| self.eval(part)).collect();
        let decided = states.contains(&State::Known(Value::Bool(false)));
        self.connect(
            "&&",
            &states,
            decided && self.fault != Fault::StrictAnd,
            false,
        )
    }

    fn or(&self, parts: &[Expr]) -> State {
        let states: Vec<State> = parts.iter().map(|part| self.eval(part)).collect();
        let decided = states.contains(&State::Known(Value::Bool(true)));
        self.connect(
            "||",
            &states,
            decided && self.fault != Fault::StrictOr,
            true,
        )
    }

    fn connect(&self, name: &'static str, states: &[State], decided: bool, by: bool) -> State {
        let state = if decided {
            State::Known(Value::Bool(by))
        } else if states.contains(&State::Unknown) {
            State::Unknown
        } else if states.contains(&State::NotApplicable) {
            State::NotApplicable
        } else {
            State::Known(Value::Bool(!by))
        };
        self.count(name, state.outcome());
        state
    }

    fn choose(&self, test: &Expr, yes: &Expr, no: &Expr) -> State {
        let test = self.eval(test);
        self.count("if", test.outcome());
        match test {
            State::Known(value) => self.eval(if value == Value::Bool(true) { yes } else { no }),
            missing @ (State::Unknown | State::NotApplicable) => missing,
        }
    }

    fn switch(&self, scrutinee: &Expr, arms: &[Arm], default: &Expr) -> State {
        let scrutinee = self.eval(scrutinee);
        self.count("switch", scrutinee.outcome());
        match scrutinee {
            State::Known(value) => match self.arm(&value, arms, default) {
                Ok(taken) => self.eval(taken),
                Err((_, missing)) => missing,
            },
            missing @ (State::Unknown | State::NotApplicable) => missing,
        }
    }

    /// The expression that a `switch` takes, or the guard that cannot be told and its state.
    fn arm<'e>(
        &self,
        value: &Value,
        arms: &'e [Arm],
        default: &'e Expr,
    ) -> Result<&'e Expr, (&'e Expr, State)> {
        for arm in arms {
            if !arm
                .patterns
                .iter()
                .any(|pattern| values::fits(pattern, value))
            {
                continue;
            }
            let Some(guard) = &arm.guard else {
                return Ok(&arm.value);
            };
            match self.eval(guard) {
                State::Known(Value::Bool(true)) => return Ok(&arm.value),
                State::Known(_) => (),
                missing @ (State::Unknown | State::NotApplicable) => return Err((guard, missing)),
            }
        }
        Ok(default)
    }

    fn coalesce(&self, first: &Expr, second: &Expr) -> State {
        let state = match self.eval(first) {
            State::Known(value) => State::Known(value),
            State::Unknown if self.fault == Fault::CoalesceSkipsUnknown => State::Unknown,
            State::Unknown | State::NotApplicable => self.eval(second),
        };
        self.count("??", state.outcome());
        state
    }

    fn test(&self, test: StateTest, operand: &Expr) -> State {
        let (name, holds) = match test {
            StateTest::IsKnown => ("is_known", matches!(self.eval(operand), State::Known(_))),
            StateTest::IsApplicable => {
                ("is_applicable", self.eval(operand) != State::NotApplicable)
            }
            StateTest::IsStale => ("is_stale", self.is_stale(operand)),
        };
        self.count(name, Outcome::Value);
        State::Known(Value::Bool(holds))
    }

    fn is_stale(&self, operand: &Expr) -> bool {
        match &operand.kind {
            ExprKind::Signal(signal) => (self.read)(*signal) == Cell::Stale,
            ExprKind::Derived(_, value) => self.is_stale(value),
            _ => false,
        }
    }

    /// What keeps an unknown expression from being known.
    pub(crate) fn missing(&self, expr: &Expr) -> Missing {
        match &expr.kind {
            ExprKind::Signal(signal) => Missing {
                signals: BTreeSet::from([*signal]),
                error: None,
            },
            ExprKind::Derived(_, value) => self.missing(value),
            ExprKind::If(test, yes, no) => match self.eval(test) {
                State::Unknown => self.missing(test),
                State::Known(Value::Bool(true)) => self.missing(yes),
                State::Known(_) | State::NotApplicable => self.missing(no),
            },
            ExprKind::Switch {
                scrutinee,
                arms,
                default,
            } => match self.eval(scrutinee) {
                State::Known(value) => match self.arm(&value, arms, default) {
                    Ok(taken) => self.missing(taken),
                    Err((guard, _)) => self.missing(guard),
                },
                State::Unknown | State::NotApplicable => self.missing(scrutinee),
            },
            ExprKind::And(parts) | ExprKind::Or(parts) => self.missing_of(parts.iter()),
            ExprKind::Coalesce(first, second) => {
                self.missing_of([first.as_ref(), second.as_ref()].into_iter())
            }
            _ => self.missing_of_operator(expr),
        }
    }

    /// The union over unknown parts.
    fn missing_of<'e>(&self, parts: impl Iterator<Item = &'e Expr>) -> Missing {
        parts
            .filter(|part| self.eval(part) == State::Unknown)
            .map(|part| self.missing(part))
            .fold(Missing::default(), Missing::join)
    }

    fn missing_of_operator(&self, expr: &Expr) -> Missing {
        match self.operands(expr) {
            Operands::Unknown | Operands::NotApplicable => {
                self.missing_of(operands_of(expr).into_iter())
            }
            Operands::Known(operands) => match self.apply(expr, &operands) {
                Ok(_) => Missing::default(),
                Err(cause) => Missing::error(cause),
            },
        }
    }

    fn count(&self, name: &'static str, outcome: Outcome) {
        self.tally.borrow_mut().add(name, outcome);
    }
}

/// The operands of an operator or function that needs them all.
fn operands_of(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Not(x) | ExprKind::Negate(x) => vec![x],
        ExprKind::Arith(_, a, b) | ExprKind::Compare(_, a, b) => vec![a, b],
        ExprKind::InList { needle, .. } | ExprKind::InRange { needle, .. } => vec![needle],
        ExprKind::Call(_, args) => args.iter().collect(),
        _ => Vec::new(),
    }
}

/// The name under which an operator or function is counted.
fn name_of(expr: &Expr) -> &'static str {
    use tenure_rules::SignalType::{Bool, Float, Int, Text};
    match &expr.kind {
        ExprKind::Not(_) => "!",
        ExprKind::Negate(_) => match expr.ty {
            Int => "negate int",
            Float | Bool | Text => "negate float",
        },
        ExprKind::Arith(op, ..) => match (op, expr.ty) {
            (ArithOp::Add, Int) => "+ int",
            (ArithOp::Sub, Int) => "- int",
            (ArithOp::Mul, Int) => "* int",
            (ArithOp::Div, Int) => "/ int",
            (ArithOp::Rem, Int) => "% int",
            (ArithOp::Pow, _) => "** int",
            (ArithOp::Add, Text) => "+ text",
            (ArithOp::Add, _) => "+ float",
            (ArithOp::Sub, _) => "- float",
            (ArithOp::Mul, _) => "* float",
            (ArithOp::Div, _) => "/ float",
            (ArithOp::Rem, _) => "% float",
        },
        ExprKind::Compare(op, ..) => match op {
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        },
        ExprKind::InList { .. } => "in list",
        ExprKind::InRange { .. } => "in range",
        ExprKind::Call(func, _) => match func {
            Func::Min => "min",
            Func::Max => "max",
            Func::Abs => "abs",
            Func::Round => "round",
            Func::Floor => "floor",
            Func::Ceil => "ceil",
            Func::Clamp => "clamp",
            Func::Contains => "contains",
            Func::StartsWith => "starts_with",
            Func::EndsWith => "ends_with",
            Func::ToLower => "to_lower",
            Func::Len => "len",
        },
        _ => "other",
    }
}
