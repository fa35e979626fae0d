//! What a script may call. Each function takes bounded time and gives a bounded value.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Dynamic, Engine, EvalAltResult, FLOAT, INT, ImmutableString};

use super::limits::LONGEST_TEXT;

type Fallible<T> = Result<T, Box<EvalAltResult>>;

/// The functions that scripts may call besides rhai's own operators, one line each; `points` and `propose` besides.
pub fn functions() -> Vec<&'static str> {
    let mut list = vec!["points(text, int)", "propose(text)"];
    register(&mut Engine::new_raw(), &mut list);
    list.sort_unstable();
    list
}

/// Registers functions, each with the line that tells of it.
macro_rules! register {
    ($engine:ident, $list:ident: $( $line:literal => $name:literal, $function:expr; )+) => {
        $( $engine.register_fn($name, $function); $list.push($line); )+
    };
}

/// Puts every function but those that say something into an engine.
pub(super) fn register(engine: &mut Engine, list: &mut Vec<&'static str>) {
    numbers(engine, list);
    fractions(engine, list);
    texts(engine, list);
    lists(engine, list);
    engine.register_iterator::<Array>();
    engine.register_iterator::<Range<INT>>();
    engine.register_iterator::<RangeInclusive<INT>>();
    list.extend(["for: list", "for: int..int", "for: int..=int"]);
}

fn numbers(engine: &mut Engine, list: &mut Vec<&'static str>) {
    register! { engine, list:
        "-int" => "-", |x: INT| x.checked_neg().ok_or_else(overflow);
        "-float" => "-", |x: FLOAT| -x;
        "+int" => "+", |x: INT| x;
        "+float" => "+", |x: FLOAT| x;
        "!bool" => "!", |x: bool| !x;
        "abs(int)" => "abs", |x: INT| x.checked_abs().ok_or_else(overflow);
        "abs(float)" => "abs", |x: FLOAT| x.abs();
        "min(int, int)" => "min", |x: INT, y: INT| x.min(y);
        "max(int, int)" => "max", |x: INT, y: INT| x.max(y);
        "min(float, float)" => "min", |x: FLOAT, y: FLOAT| x.min(y);
        "max(float, float)" => "max", |x: FLOAT, y: FLOAT| x.max(y);
        "clamp(int, int, int)" => "clamp", |x: INT, low: INT, high: INT| x.min(high).max(low);
        "clamp(float, float, float)" => "clamp", |x: FLOAT, low: FLOAT, high: FLOAT| x.min(high).max(low);
        "pow(int, int)" => "pow", |x: INT, n: INT| {
            let n = u32::try_from(n).map_err(|_| failed("a power is 0 or more"))?;
            x.checked_pow(n).ok_or_else(overflow)
        };
        "pow(float, float)" => "pow", |x: FLOAT, y: FLOAT| libm::pow(x, y);
        "to_float(int)" => "to_float", |x: INT| x as FLOAT;
        "to_float(float)" => "to_float", |x: FLOAT| x;
        "to_int(int)" => "to_int", |x: INT| x;
        "to_int(float)" => "to_int", whole;
        "is_known(any)" => "is_known", |x: Dynamic| !x.is_unit();
    }
}

fn fractions(engine: &mut Engine, list: &mut Vec<&'static str>) {
    register! { engine, list:
        "round(float)" => "round", |x: FLOAT| x.round();
        "floor(float)" => "floor", |x: FLOAT| x.floor();
        "ceil(float)" => "ceil", |x: FLOAT| x.ceil();
        "round(int)" => "round", |x: INT| x;
        "floor(int)" => "floor", |x: INT| x;
        "ceil(int)" => "ceil", |x: INT| x;
        "sqrt(float)" => "sqrt", |x: FLOAT| libm::sqrt(x);
        "exp(float)" => "exp", |x: FLOAT| libm::exp(x);
        "ln(float)" => "ln", |x: FLOAT| libm::log(x);
        "sin(float)" => "sin", |x: FLOAT| libm::sin(x);
        "cos(float)" => "cos", |x: FLOAT| libm::cos(x);
        "is_nan(float)" => "is_nan", |x: FLOAT| x.is_nan();
    }
}

fn texts(engine: &mut Engine, list: &mut Vec<&'static str>) {
    register! { engine, list:
        "len(text)" => "len", |x: ImmutableString| x.chars().count() as INT;
        "contains(text, text)" => "contains", |x: ImmutableString, y: ImmutableString| x.contains(y.as_str());
        "starts_with(text, text)" => "starts_with", |x: ImmutableString, y: ImmutableString| x.starts_with(y.as_str());
        "ends_with(text, text)" => "ends_with", |x: ImmutableString, y: ImmutableString| x.ends_with(y.as_str());
        "to_lower(text)" => "to_lower", |x: ImmutableString| -> Fallible<ImmutableString> {
            let lower = x.to_lowercase();
            if lower.len() > LONGEST_TEXT {
                return Err(failed("the text is too long"));
            }
            Ok(lower.into())
        };
    }
}

fn lists(engine: &mut Engine, list: &mut Vec<&'static str>) {
    register! { engine, list:
        "len(list)" => "len", |x: &mut Array| x.len() as INT;
        "contains(list, any)" => "contains", |x: &mut Array, y: Dynamic| x.iter().any(|one| is(one, &y));
    }
}

/// Whether two scalars are the same; what is no scalar is like nothing.
fn is(one: &Dynamic, other: &Dynamic) -> bool {
    match (one.as_int(), other.as_int()) {
        (Ok(one), Ok(other)) => return one == other,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => return false,
        (Err(_), Err(_)) => {}
    }
    if let (Ok(one), Ok(other)) = (one.as_bool(), other.as_bool()) {
        return one == other;
    }
    match (
        one.as_immutable_string_ref(),
        other.as_immutable_string_ref(),
    ) {
        (Ok(one), Ok(other)) => one.as_str() == other.as_str(),
        (_, _) => false,
    }
}

/// A float without its fraction; an error where it is beyond 64 bits.
fn whole(x: FLOAT) -> Fallible<INT> {
    let limit = 9_223_372_036_854_775_808.0;
    if x >= -limit && x < limit {
        Ok(x as INT)
    } else {
        Err(failed(
            "the float is no int: it is not finite, or beyond 64 bits",
        ))
    }
}

fn overflow() -> Box<EvalAltResult> {
    failed("the int is beyond 64 bits")
}

pub(super) fn failed(why: &str) -> Box<EvalAltResult> {
    why.into()
}
