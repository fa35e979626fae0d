//! The strict functions: what they cannot read they refuse, instead of making 0 of it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};
use tenure_model::Currency;

use super::bad::{Ledger, is_marked};
use crate::amount::decimal;

/// SQLite's word for a text that is JSON, so that `json_object` nests it.
const JSON_SUBTYPE: u32 = 74;

/// The functions that read one text.
const PLAIN: [(&str, Reading); 5] = [
    ("to_int", to_int),
    ("to_float", to_float),
    ("to_bool", to_bool),
    ("to_date", to_date),
    ("to_moment", to_moment),
];

/// The names of the strict functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PLAIN.iter().map(|(name, _)| *name).chain(["to_money"])
}

/// Registers the strict functions.
pub(super) fn register(connection: &Connection, ledger: &Ledger) -> Result<()> {
    for (name, parse) in PLAIN {
        plain(connection, ledger, name, parse)?;
    }
    later(connection, ledger)?;
    money(connection, ledger)
}

/// A value that was read, or why it was not.
type Parsed = std::result::Result<Value, String>;

/// How a text is read.
type Reading = fn(&str) -> Parsed;

fn flags() -> FunctionFlags {
    FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_RESULT_SUBTYPE
}

fn plain(
    connection: &Connection,
    ledger: &Ledger,
    name: &'static str,
    parse: Reading,
) -> Result<()> {
    let ledger = ledger.clone();
    connection.create_scalar_function(name, 1, flags(), move |context| {
        Ok(match argument(context, 0) {
            None => Value::Null,
            Some(text) => settle(&ledger, name, text.trim(), parse(text.trim())),
        })
    })
}

/// `to_moment(start, minutes)`: so many minutes after a date's midnight, or after a time.
fn later(connection: &Connection, ledger: &Ledger) -> Result<()> {
    let ledger = ledger.clone();
    connection.create_scalar_function("to_moment", 2, flags(), move |context| {
        let (Some(start), Some(minutes)) = (argument(context, 0), argument(context, 1)) else {
            return Ok(Value::Null);
        };
        let (start, minutes) = (start.trim(), minutes.trim());
        let Ok(Value::Integer(count)) = to_int(minutes) else {
            return Ok(settle(&ledger, "to_moment", minutes, to_int(minutes)));
        };
        Ok(settle(
            &ledger,
            "to_moment",
            start,
            minutes_after(start, count),
        ))
    })
}

fn money(connection: &Connection, ledger: &Ledger) -> Result<()> {
    let ledger = ledger.clone();
    connection.create_scalar_function("to_money", 2, flags(), move |context| {
        let Some(amount) = argument(context, 0) else {
            return Ok((Value::Null, None));
        };
        let parsed = to_money(amount.trim(), argument(context, 1).as_deref());
        Ok((
            settle(&ledger, "to_money", amount.trim(), parsed),
            Some(JSON_SUBTYPE),
        ))
    })
}

/// The value, or the mark of a refused one. What is marked already stays as it is.
fn settle(ledger: &Ledger, name: &'static str, text: &str, parsed: Parsed) -> Value {
    if is_marked(text) {
        return Value::Text(text.to_owned());
    }
    parsed.unwrap_or_else(|why| Value::Text(ledger.refuse(name, text.to_owned(), why)))
}

/// An argument as text; `None` for NULL and for text of nothing but spaces.
fn argument(context: &Context<'_>, index: usize) -> Option<String> {
    let text = as_text(context.get_raw(index))?;
    (!text.trim().is_empty()).then_some(text)
}

/// A value as text; `None` for NULL.
pub(super) fn as_text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(int) => Some(int.to_string()),
        ValueRef::Real(real) => Some(format!("{real}")),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    }
}

fn to_int(text: &str) -> Parsed {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole
        .parse()
        .map(Value::Integer)
        .map_err(|_| "is not a whole number within 64 bits".to_owned())
}

fn to_float(text: &str) -> Parsed {
    let looks_like_one = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse()
        .ok()
        .filter(|value: &f64| looks_like_one && value.is_finite())
        .map(Value::Real)
        .ok_or_else(|| "is not a number".to_owned())
}

fn to_bool(text: &str) -> Parsed {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Ok(Value::Integer(1)),
        "false" | "f" | "no" | "n" | "0" => Ok(Value::Integer(0)),
        _ => Err("is neither true nor false (true, t, yes, y, 1; false, f, no, n, 0)".to_owned()),
    }
}

fn to_date(text: &str) -> Parsed {
    date(text)
        .map(|day| Value::Text(day.to_string()))
        .ok_or_else(|| "is not a date such as 2026-06-30".to_owned())
}

/// A date of the form 2026-06-30, and no other.
fn date(text: &str) -> Option<NaiveDate> {
    let form = text.len() == 10 && text.is_char_boundary(4);
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| form)
}

const NO_MOMENT: &str = "is neither a date nor a time such as 2026-06-30 09:00:00";

fn to_moment(text: &str) -> Parsed {
    if let Some(day) = date(text) {
        return Ok(Value::Text(day.to_string()));
    }
    instant(text)
        .map(text_of)
        .ok_or_else(|| NO_MOMENT.to_owned())
}

fn minutes_after(start: &str, minutes: i64) -> Parsed {
    let midnight = date(start).and_then(|day| day.and_hms_opt(0, 0, 0));
    let instant = midnight
        .map(|midnight| midnight.and_utc())
        .or_else(|| instant(start));
    let instant = instant.ok_or_else(|| NO_MOMENT.to_owned())?;
    TimeDelta::try_minutes(minutes)
        .and_then(|delta| instant.checked_add_signed(delta))
        .map(text_of)
        .ok_or_else(|| format!("has no time that is {minutes} minutes later"))
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|instant| instant.with_timezone(&Utc))
        .ok()
        .or_else(|| without_zone(text))
}

fn text_of(instant: DateTime<Utc>) -> Value {
    Value::Text(instant.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// A time without a zone is UTC.
fn without_zone(text: &str) -> Option<DateTime<Utc>> {
    let text = text.replacen('T', " ", 1);
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok())
        .map(|naive| naive.and_utc())
}

fn to_money(amount: &str, currency: Option<&str>) -> Parsed {
    let code = currency.ok_or("is an amount without a currency")?;
    let currency = Currency::new(code.trim())
        .ok_or_else(|| format!("has `{code}`, which is not a currency code such as KRW"))?;
    let minor = minor_units(amount, currency)?;
    Ok(Value::Text(format!(
        "{{\"minor\":{minor},\"currency\":\"{currency}\"}}"
    )))
}

/// Minor units of a decimal amount, exactly.
fn minor_units(amount: &str, currency: Currency) -> std::result::Result<i64, String> {
    let not_one = || "is not an amount such as 1234.50".to_owned();
    let (sign, digits) = match amount.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", amount.strip_prefix('+').unwrap_or(amount)),
    };
    let (whole, fraction) = decimal(digits).ok_or_else(not_one)?;
    let places = currency.exponent() as usize;
    if fraction.len() > places {
        return Err(format!("has more than the {places} decimals of {currency}"));
    }
    format!("{sign}{whole}{fraction:0<places$}")
        .parse()
        .map_err(|_| "is too large an amount".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Parsed {
        Ok(Value::Text(value.to_owned()))
    }

    #[test]
    fn numbers_are_exact_or_refused() {
        assert_eq!(to_int("-12"), Ok(Value::Integer(-12)));
        assert_eq!(to_int("12.0"), Ok(Value::Integer(12)));
        for wrong in [
            "",
            "abc",
            "12abc",
            "1.5",
            "1e3",
            "9223372036854775808",
            "0x10",
        ] {
            assert!(to_int(wrong).is_err(), "{wrong}");
        }
        assert_eq!(to_float("4.0"), Ok(Value::Real(4.0)));
        for wrong in ["nan", "inf", "1e400", "1,5", "4.0 of 5"] {
            assert!(to_float(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dates_exist_and_have_one_form() {
        assert_eq!(to_date("2024-02-29"), text("2024-02-29"));
        for wrong in [
            "2023-02-29",
            "24-02-29",
            "2024-2-29",
            "29.02.2024",
            "2024-02-29 10:00",
        ] {
            assert!(to_date(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            to_moment("2024-04-28 03:00:00"),
            text("2024-04-28T03:00:00Z")
        );
        assert_eq!(
            to_moment("2024-04-28T03:00:00+09:00"),
            text("2024-04-27T18:00:00Z")
        );
        assert!(to_moment("2024-04-28 25:00").is_err());
        assert_eq!(
            minutes_after("2024-04-28", 74),
            text("2024-04-28T01:14:00Z")
        );
        assert_eq!(
            minutes_after("2024-04-28 23:30:00", 60),
            text("2024-04-29T00:30:00Z")
        );
        assert!(minutes_after("2024-04-31", 1).is_err());
        assert!(minutes_after("2024-04-28", i64::MAX).is_err());
    }

    #[test]
    fn money_keeps_every_unit() {
        let usd = |amount| to_money(amount, Some("USD"));
        assert_eq!(usd("2786"), text(r#"{"minor":278600,"currency":"USD"}"#));
        assert_eq!(usd("-0.5"), text(r#"{"minor":-50,"currency":"USD"}"#));
        assert_eq!(usd("1.50000"), text(r#"{"minor":150,"currency":"USD"}"#));
        assert_eq!(
            to_money("99", Some("KRW")),
            text(r#"{"minor":99,"currency":"KRW"}"#)
        );
        for wrong in ["abc", "1,000", "1.234", ".5", "1e3", "99999999999999999999"] {
            assert!(usd(wrong).is_err(), "{wrong}");
        }
        assert!(to_money("1", None).is_err());
        assert!(to_money("1", Some("won")).is_err());
    }
}
