//! The rhai oracle: the same condition through the stock rhai engine.
//!
//! Where rhai gives a value for a text over known values, ours is equal. Where it errs, ours is unknown with a cause, or
//! what three-valued logic decides with the erring operand unknown.
//!
//! Stock rhai is changed in two ways only: its float operators fail where the result is not finite, and the functions
//! that it lacks (`clamp`; `ceil`; `round` and `floor` of ints; `is_known`, `is_stale`, `is_applicable`) are added.

mod check;

use std::collections::BTreeMap;

use rhai::{Dynamic, Engine, EvalAltResult, Map, OptimizationLevel, Scope};
use tenure_columns::Value;
use tenure_model::{CustomValue, Scalar};

pub use check::{Agreement, compare_with_rhai};

/// The stock rhai engine with what it lacks.
#[derive(Debug)]
pub struct Oracle {
    engine: Engine,
}

/// What rhai says.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// A value.
    Value(Value),
    /// An arithmetic error, in rhai's words.
    Error(String),
    /// Something else: a text that rhai does not take as a condition of ours.
    Refused(String),
}

impl Default for Oracle {
    fn default() -> Self {
        Self::new()
    }
}

type Checked<T> = Result<T, Box<EvalAltResult>>;

fn finite(value: f64) -> Checked<f64> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(arithmetic("the result is not a finite number"))
    }
}

fn arithmetic(message: &str) -> Box<EvalAltResult> {
    EvalAltResult::ErrorArithmetic(message.to_owned(), rhai::Position::NONE).into()
}

macro_rules! float_operators {
    ($engine:ident: $( $name:literal $op:tt ),+) => { $(
        $engine.register_fn($name, |a: f64, b: f64| finite(a $op b));
        $engine.register_fn($name, |a: i64, b: f64| finite(a as f64 $op b));
        $engine.register_fn($name, |a: f64, b: i64| finite(a $op b as f64));
    )+ };
}

impl Oracle {
    /// The oracle's engine.
    pub fn new() -> Self {
        let mut engine = Engine::new();
        engine
            .set_optimization_level(OptimizationLevel::None)
            .set_max_expr_depths(400, 400)
            .set_fast_operators(false);
        float_operators!(engine: "+" +, "-" -, "*" *, "/" /, "%" %);
        engine.register_fn("round", |x: i64| x);
        engine.register_fn("floor", |x: i64| x);
        engine.register_fn("ceil", |x: i64| x);
        engine.register_fn("ceil", |x: f64| x.ceil());
        engine.register_fn("clamp", clamp);
        engine.register_fn("is_known", |_: Dynamic| true);
        engine.register_fn("is_stale", |_: Dynamic| false);
        engine.register_fn("is_applicable", |_: Dynamic| true);
        Self { engine }
    }

    /// What rhai says of a text over custom signals that are all known.
    pub fn eval(&self, text: &str, custom: &BTreeMap<String, CustomValue>) -> Verdict {
        let mut signals = Map::new();
        for (name, value) in custom {
            signals.insert(name.as_str().into(), to_rhai(value));
        }
        let mut scope = Scope::new();
        scope.push_constant("custom", signals);
        match self
            .engine
            .eval_expression_with_scope::<Dynamic>(&mut scope, text)
        {
            Ok(value) => from_rhai(value),
            Err(error) => match error.unwrap_inner() {
                EvalAltResult::ErrorArithmetic(..) => Verdict::Error(error.to_string()),
                _ => Verdict::Refused(error.to_string()),
            },
        }
    }
}

/// `min(max(x, low), high)` by rhai's own comparison of floats; a float as soon as one of the three is.
fn clamp(x: Dynamic, low: Dynamic, high: Dynamic) -> Checked<Dynamic> {
    if let (Some(x), Some(low), Some(high)) = (int(&x), int(&low), int(&high)) {
        return Ok(x.max(low).min(high).into());
    }
    let (x, low, high) = (float(&x)?, float(&low)?, float(&high)?);
    let raised = if x >= low { x } else { low };
    Ok(if raised <= high { raised } else { high }.into())
}

fn int(value: &Dynamic) -> Option<i64> {
    value.as_int().ok()
}

fn float(value: &Dynamic) -> Checked<f64> {
    match int(value) {
        Some(value) => Ok(value as f64),
        None => value
            .as_float()
            .map_err(|found| arithmetic(&format!("a number was expected, not {found}"))),
    }
}

fn to_rhai(value: &CustomValue) -> Dynamic {
    let value = match value {
        CustomValue::Plain(value) | CustomValue::Observed { value, .. } => value,
    };
    match value {
        Scalar::Bool(value) => (*value).into(),
        Scalar::Int(value) => (*value).into(),
        Scalar::Float(value) => (*value).into(),
        Scalar::Text(value) => value.clone().into(),
    }
}

fn from_rhai(value: Dynamic) -> Verdict {
    if let Ok(value) = value.as_bool() {
        return Verdict::Value(Value::Bool(value));
    }
    if let Ok(value) = value.as_int() {
        return Verdict::Value(Value::Int(value));
    }
    if let Ok(value) = value.as_float() {
        return Verdict::Value(Value::Float(value));
    }
    match value.into_immutable_string() {
        Ok(text) => Verdict::Value(Value::Text(text.as_str().into())),
        Err(found) => Verdict::Refused(format!("a value of type {found}")),
    }
}
