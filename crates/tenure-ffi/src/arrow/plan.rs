//! A schema held against a rulebook, and values as the signals want them.

use std::ops::{Range, RangeInclusive};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use tenure::PreparedTenant;
use tenure::model::{Currency, Id, Moment, RecordKind, read_number, read_word};
use tenure::signals::{AsOf, Cell, Column, ColumnBuilder, DataType, SignalType, Value};

use super::foreign::{Shape, bad_schema};
use super::format::Format;
use super::values::{Read, Values, is_written};
use crate::failure::Outcome;

/// The name of the column with the accounts' ids.
pub(crate) const ID: &str = "id";
/// The name of the column with the accounts' currencies.
const CURRENCY: &str = "currency";

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// The account's id.
    Id,
    /// The account's currency.
    Currency,
    /// A signal of a type, with what a date means to it.
    Signal(SignalType, Date),
}

/// What a date means to a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Date {
    /// Nothing.
    No,
    /// Its text.
    Text,
    /// The days from it to the day of the decision.
    Since,
    /// The days from the day of the decision to it.
    Left,
}

/// A column with what it is for.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) words: Option<Format>,
    pub(crate) uses: Use,
    /// The words of a signal that can be no other.
    closed: Option<Vec<String>>,
    /// The whole numbers of a signal that can be no other.
    range: Option<RangeInclusive<i64>>,
}

/// The columns of a schema, all of them fit.
#[derive(Debug, Clone)]
pub(crate) struct Plan(pub(crate) Vec<Planned>);

impl Plan {
    /// Holds a schema against the rulebook of an engine, and against what a tenant keeps.
    pub(crate) fn new(
        engine: &tenure::Engine,
        tenant: &PreparedTenant,
        shapes: &[Shape<'_>],
    ) -> Outcome<Self> {
        let planned = shapes.iter().map(|shape| planned(engine, tenant, shape));
        let planned: Vec<Planned> = planned.collect::<Outcome<_>>()?;
        for (number, column) in planned.iter().enumerate() {
            if planned[..number]
                .iter()
                .any(|other| other.name == column.name)
            {
                let name = &column.name;
                return Err(bad_schema(format!(
                    "the column `{name}` is given twice; leave one of the two out"
                )));
            }
        }
        if !planned.iter().any(|column| column.uses == Use::Id) {
            return Err(bad_schema(
                "there is no column `id`: name the column with the accounts' ids so",
            ));
        }
        Ok(Self(planned))
    }

    /// Whether it is that of a schema.
    fn is_of(&self, shapes: &[Shape<'_>]) -> bool {
        let same = |format: Format, text: &str| Format::parse(text) == Ok(format);
        let is_of = |(planned, shape): (&Planned, &Shape<'_>)| {
            let words = match (planned.words, shape.words) {
                (Some(format), Some(text)) => same(format, text),
                (format, text) => format.is_none() && text.is_none(),
            };
            words && planned.name == shape.name && same(planned.format, shape.format)
        };
        self.0.len() == shapes.len() && self.0.iter().zip(shapes).all(is_of)
    }
}

/// The last plan that a session made: the next call mostly comes with the same columns.
#[derive(Debug, Default)]
pub(crate) struct LastPlan(Mutex<Option<Last>>);

#[derive(Debug)]
struct Last {
    plan: Arc<Plan>,
    /// What the tenant said that it keeps: all that a plan asks of it.
    supplies: Option<Vec<RecordKind>>,
}

impl LastPlan {
    /// The plan for a schema, made anew where it is not the last one.
    pub(crate) fn of(
        &self,
        engine: &tenure::Engine,
        tenant: &PreparedTenant,
        shapes: &[Shape<'_>],
    ) -> Outcome<Arc<Plan>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let supplies = &tenant.tenant().supplies;
        let same = |last: &&Last| last.supplies == *supplies && last.plan.is_of(shapes);
        if let Some(last) = last.as_ref().filter(same) {
            return Ok(last.plan.clone());
        }
        let plan = Arc::new(Plan::new(engine, tenant, shapes)?);
        *last = Some(Last {
            plan: plan.clone(),
            supplies: supplies.clone(),
        });
        Ok(plan)
    }
}

fn planned(
    engine: &tenure::Engine,
    tenant: &PreparedTenant,
    shape: &Shape<'_>,
) -> Outcome<Planned> {
    let Shape {
        name,
        format,
        words,
    } = *shape;
    let (uses, signal) = match name {
        ID => (Use::Id, None),
        CURRENCY => (Use::Currency, None),
        name => {
            let signal = engine.column_of(name, tenant)?;
            let uses = Use::Signal(signal.ty, date(name, signal.ty));
            (uses, Some(signal))
        }
    };
    let known = |format: &str| {
        Format::parse(format).map_err(|way_out| {
            bad_schema(format!(
                "the column `{name}` is of format `{format}`, which is not taken; {way_out}"
            ))
        })
    };
    let planned = Planned {
        name: name.to_owned(),
        format: known(format)?,
        words: words.map(known).transpose()?,
        uses,
        closed: signal.and_then(|signal| Some(signal.closed_words()?.to_vec())),
        range: signal.and_then(|signal| signal.range.clone()),
    };
    if let Some(wanted) = unfit(&planned) {
        let shown = match words {
            Some(words) => format!("a dictionary of `{words}`, indexed by `{format}`"),
            None => format!("of format `{format}`"),
        };
        return Err(bad_schema(format!(
            "the column `{name}` is {shown}; {wanted}"
        )));
    }
    Ok(planned)
}

fn date(name: &str, ty: SignalType) -> Date {
    let last = name.rsplit('.').next().unwrap_or_default();
    match ty {
        SignalType::Text => Date::Text,
        SignalType::Int if last.contains("days_since") => Date::Since,
        SignalType::Int if last.contains("days_left") => Date::Left,
        SignalType::Int | SignalType::Float | SignalType::Bool => Date::No,
    }
}

/// What a column must be that cannot give what it is for; `None` where it can.
fn unfit(column: &Planned) -> Option<&'static str> {
    let is_text = |format| matches!(format, Format::Text { .. } | Format::View);
    if let Some(words) = column.words {
        let texts = matches!(column.format, Format::Int { .. }) && is_text(words);
        return match (column.uses, texts) {
            (Use::Id | Use::Currency | Use::Signal(SignalType::Text, _), true) => None,
            (_, true) => Some("the signal is no text: cast it to the signal's type"),
            (_, false) => Some("of dictionaries only those of texts are taken: decode it first"),
        };
    }
    let number = matches!(
        column.format,
        Format::Int { .. } | Format::Float { .. } | Format::Decimal { .. }
    );
    let dates = matches!(
        column.format,
        Format::Days | Format::Millis | Format::Stamp { .. }
    );
    let (fits, wanted) = match column.uses {
        Use::Id => (
            is_text(column.format) || matches!(column.format, Format::Int { .. }),
            "ids must be texts or whole numbers: cast it to text",
        ),
        Use::Currency => (
            is_text(column.format),
            "currencies must be texts such as `EUR`: cast it to text",
        ),
        Use::Signal(SignalType::Bool, _) => (
            column.format == Format::Bool,
            "the signal is true or false: cast it to bool",
        ),
        Use::Signal(SignalType::Text, _) if dates && column.closed.is_some() => (
            false,
            "the signal is one of a list of words, and a date is none of them: hand in the word",
        ),
        Use::Signal(SignalType::Text, _) => (
            is_text(column.format) || dates,
            "the signal is a text: cast it to text",
        ),
        Use::Signal(_, Date::No) if dates => (
            false,
            "the signal is a number, and a date says nothing to it: hand in the number, such as days",
        ),
        Use::Signal(_, Date::Since | Date::Left) if dates => (true, ""),
        Use::Signal(SignalType::Int | SignalType::Float, _) => (
            number,
            "the signal is a number: cast it to an int or a float",
        ),
    };
    let nothing = column.format == Format::Null && column.uses != Use::Id;
    (!fits && !nothing).then_some(wanted)
}

/// The column of the engine that a signal of a type has.
pub(crate) fn data_type(ty: SignalType) -> DataType {
    match ty {
        SignalType::Int => DataType::Int,
        SignalType::Float => DataType::Float,
        SignalType::Bool => DataType::Bool,
        SignalType::Text => DataType::Text,
    }
}

impl Planned {
    /// Some rows of a signal at once, where none needs a closer look.
    pub(crate) fn column(
        &self,
        values: &Values<'_>,
        rows: &Range<usize>,
        batch: Option<&[u8]>,
        ty: SignalType,
    ) -> Option<Column> {
        if ty == SignalType::Text {
            let texts = values.texts(rows, batch)?;
            let mut known = texts.iter().flatten();
            let listed = known.all(|text| self.listed(text).is_ok());
            return listed.then(|| Column::of_texts(texts));
        }
        let column = values.column(rows, batch, ty)?;
        let (least, most) = column.int_range();
        let fits = |range: &RangeInclusive<i64>| range.contains(&least) && range.contains(&most);
        self.range.as_ref().is_none_or(fits).then_some(column)
    }

    /// Adds a value as the signal wants it; what is wrong with the row where it cannot be, and is added as unknown.
    pub(crate) fn add(
        &self,
        column: &mut ColumnBuilder,
        read: Read<'_>,
        as_of: &AsOf<'_>,
    ) -> Result<(), String> {
        let added = match read {
            Read::Text(text) => self.listed(text).map(|()| column.push_text(text)),
            read => self.cell(&read, as_of).map(|cell| column.push(cell)),
        };
        added.map_err(|why| {
            column.push(Cell::Unknown);
            format!("`{}`: {why}", self.name)
        })
    }

    /// What is no text, as the signal wants it.
    fn cell(&self, read: &Read<'_>, as_of: &AsOf<'_>) -> Result<Cell<Value>, String> {
        let value = match (read, self.uses) {
            (Read::Null, _) => return Ok(Cell::Unknown),
            (Read::NoDay(number), _) => Err(format!("{number} is beyond the calendar")),
            (Read::Day(day), Use::Signal(_, date)) => return Ok(dated(*day, date, as_of)),
            (Read::Moment(moment), Use::Signal(_, date)) => {
                let day = as_of.day_of(Moment::Instant(*moment));
                match is_written(day) {
                    true => return Ok(dated(day, date, as_of)),
                    false => Err(format!("{moment} is beyond the calendar")),
                }
            }
            (Read::Beyond, _) => {
                Err("it is beyond 128 bits: cast the column to float64".to_owned())
            }
            (Read::Bool(value), _) => Ok(Value::Bool(*value)),
            (read, Use::Signal(SignalType::Int, _)) => {
                let number = whole(read).and_then(|number| self.ranged(number));
                number.map(Value::Int)
            }
            (read, _) => float(read).map(Value::Float),
        };
        value.map(Cell::Known)
    }

    /// Whether a text is one that the signal can be.
    fn listed(&self, text: &str) -> Result<(), String> {
        match &self.closed {
            Some(words) => read_word(text, words),
            None => Ok(()),
        }
    }

    /// A whole number, if it is one that the signal can be.
    fn ranged(&self, number: i64) -> Result<i64, String> {
        match &self.range {
            Some(range) => read_number(number, range).map(|()| number),
            None => Ok(number),
        }
    }
}

fn dated(day: NaiveDate, date: Date, as_of: &AsOf<'_>) -> Cell<Value> {
    let since = as_of.days_since(day);
    match date {
        Date::No => Cell::Unknown,
        Date::Text => Cell::Known(Value::Text(day.to_string().into())),
        Date::Left => Cell::Known(Value::Int(-since)),
        // What happens after the day is not known on it.
        Date::Since if since < 0 => Cell::Unknown,
        Date::Since => Cell::Known(Value::Int(since)),
    }
}

/// A whole number of 64 bits.
fn whole(read: &Read<'_>) -> Result<i64, String> {
    let beyond = |value: &dyn std::fmt::Display| format!("{value} is beyond 64 bits");
    match read {
        Read::Int(value) => i64::try_from(*value).map_err(|_| beyond(value)),
        Read::Decimal(value, scale) => {
            let digits = written(*value, *scale);
            let (number, rest) = digits.split_once('.').unwrap_or((&digits, ""));
            if rest.trim_end_matches('0').is_empty() {
                number.parse().map_err(|_| beyond(&digits))
            } else {
                Err(format!("{digits} is no whole number"))
            }
        }
        Read::Float(value) if !value.is_finite() => Err(not_finite(*value)),
        Read::Float(value) if value.trunc() != *value => Err(format!("{value} is no whole number")),
        // Beyond that, not every whole number is a float.
        Read::Float(value) if value.abs() > 9_007_199_254_740_992.0 => Err(format!(
            "{value} is beyond the whole numbers that a float can tell apart"
        )),
        Read::Float(value) => Ok(*value as i64),
        _ => Err("it is no number".to_owned()),
    }
}

fn float(read: &Read<'_>) -> Result<f64, String> {
    match read {
        Read::Float(value) if !value.is_finite() => Err(not_finite(*value)),
        Read::Float(value) => Ok(*value),
        Read::Int(value) => Ok(*value as f64),
        // The nearest float, as of the same number in JSON.
        Read::Decimal(value, scale) => {
            let digits = written(*value, *scale);
            digits.parse().map_err(|_| format!("{digits} is no number"))
        }
        _ => Err("it is no number".to_owned()),
    }
}

fn not_finite(value: f64) -> String {
    let name = match value {
        value if value.is_nan() => "NaN",
        value if value > 0.0 => "infinite",
        _ => "minus infinite",
    };
    format!("it is {name}; hand in null for what nobody knows")
}

/// A decimal in digits.
fn written(value: i128, scale: i32) -> String {
    if value == 0 {
        return "0".to_owned();
    }
    let sign = if value < 0 { "-" } else { "" };
    let digits = value.unsigned_abs().to_string();
    let places = usize::try_from(scale).unwrap_or(0);
    if places == 0 {
        let zeros = "0".repeat(scale.unsigned_abs() as usize);
        return format!("{sign}{digits}{zeros}");
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (number, rest) = digits.split_at(digits.len() - places);
    format!("{sign}{number}.{rest}")
}

/// The id of an account.
pub(crate) fn id(read: Read<'_>) -> Result<Id, String> {
    let id = match read {
        Read::Int(number) => number.to_string(),
        Read::Text(text) => text.to_owned(),
        _ => return Err("`id` is null".to_owned()),
    };
    match id.len() {
        0 => Err("`id` is empty".to_owned()),
        found if found > Id::MAX_BYTES => Err(format!(
            "`id` has {found} bytes, and may have {}",
            Id::MAX_BYTES
        )),
        _ => Ok(Id(id)),
    }
}

/// The currency of an account, if it has one.
pub(crate) fn currency(read: Read<'_>) -> Result<Option<Currency>, String> {
    let Read::Text(text) = read else {
        return Ok(None);
    };
    let known = Currency::new(text);
    known
        .map(Some)
        .ok_or_else(|| "`currency` is no code of ISO 4217, such as `EUR`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_what_their_digits_say() {
        let told = |value, scale| {
            let read = Read::Decimal(value, scale);
            (whole(&read).ok(), float(&read).ok())
        };
        assert_eq!(told(2985, 2), (None, Some(29.85)));
        assert_eq!(told(-2900, 2), (Some(-29), Some(-29.0)));
        assert_eq!(told(5, 3), (None, Some(0.005)));
        assert_eq!(told(5, -2), (Some(500), Some(500.0)));
        assert_eq!(told(0, 76), (Some(0), Some(0.0)));
        assert_eq!(told(i128::MAX, 0), (None, Some(i128::MAX as f64)));
    }

    #[test]
    fn floats_that_are_whole_are_whole_numbers() {
        let told = |value| whole(&Read::Float(value)).ok();
        assert_eq!(told(3.0), Some(3));
        assert_eq!(told(-0.0), Some(0));
        assert_eq!(told(3.5), None);
        assert_eq!(told(f64::NAN), None);
        assert_eq!(told(1e300), None);
        assert_eq!(told(f64::NEG_INFINITY), None);
    }
}
