//! What each column of a query's answer is, checked before any row is read.

use tenure_model::{FieldInfo, RecordInfo, Shape};

use super::folder::{Owner, Query, list_record};
use super::tables::ROW;
use crate::nearest::did_you_mean;

/// The column that names the account of a record.
const ACCOUNT_ID: &str = "account_id";
/// What stands before a custom value's name in a column of accounts.
const CUSTOM: &str = "custom.";

/// What one column is.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// The account that the record belongs to.
    AccountId,
    /// The row's number in its CSV file.
    RowNumber,
    /// A field of the record.
    Field(&'static FieldInfo),
    /// A custom value of the account.
    Custom(String),
    /// What a check has to say.
    Message,
}

/// Every column's target; or everything that is wrong with the columns.
pub(super) fn targets(query: &Query, columns: &[&str]) -> Result<Vec<Target>, Vec<String>> {
    let mut mistakes = Vec::new();
    let mut targets = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        if columns.iter().take(index).any(|earlier| earlier == column) {
            mistakes.push(format!("{}: column `{column}` stands twice", query.file));
        }
        match target(query, column) {
            Some(target) => targets.push(target),
            None => mistakes.push(unknown(query, column)),
        }
    }
    mistakes.extend(missing(query, columns));
    if mistakes.is_empty() {
        Ok(targets)
    } else {
        Err(mistakes)
    }
}

fn target(query: &Query, column: &str) -> Option<Target> {
    if column == ROW {
        return Some(Target::RowNumber);
    }
    if column == ACCOUNT_ID && has_account(query.owner) {
        return Some(Target::AccountId);
    }
    let Some(record) = query.record else {
        return (column == "message").then_some(Target::Message);
    };
    if query.owner == Owner::Accounts
        && let Some(name) = column.strip_prefix(CUSTOM)
    {
        return Some(Target::Custom(name.to_owned()));
    }
    field(record, column).map(Target::Field)
}

/// Whether rows name the account that they belong to.
fn has_account(owner: Owner) -> bool {
    match owner {
        Owner::Account | Owner::Check => true,
        Owner::Accounts | Owner::Tenant | Owner::TenantList => false,
    }
}

/// A field that a column can fill: lists of records have files of their own.
fn field(record: &'static RecordInfo, column: &str) -> Option<&'static FieldInfo> {
    columns_of(record).find(|field| field.name == column)
}

fn columns_of(record: &'static RecordInfo) -> impl Iterator<Item = &'static FieldInfo> {
    let nested = matches!(record.name, "Account" | "Tenant");
    record
        .fields
        .iter()
        .filter(move |field| !nested || list_record(field).is_none())
}

fn unknown(query: &Query, column: &str) -> String {
    let Some(record) = query.record else {
        return format!(
            "{}: unknown column `{column}`; a check gives `account_id` and `message`",
            query.file
        );
    };
    let names: Vec<_> = columns_of(record).map(|field| field.name).collect();
    format!(
        "{}: unknown column `{column}`{}\n  the columns are {}",
        query.file,
        did_you_mean(column, names.iter().copied()),
        names.join(", ")
    )
}

fn missing(query: &Query, columns: &[&str]) -> Vec<String> {
    let fields = query.record.map_or(&[][..], |record| record.fields);
    let mut required: Vec<_> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| (field.name, describe(&field.shape)))
        .collect();
    if has_account(query.owner) {
        required.insert(0, (ACCOUNT_ID, "the `id` of its account"));
    }
    if query.owner == Owner::Check {
        required.push(("message", "what is wrong"));
    }
    required
        .into_iter()
        .filter(|(name, _)| !columns.contains(name))
        .map(|(name, what)| {
            format!(
                "{}: the required column `{name}` is missing: {what}",
                query.file
            )
        })
        .collect()
}

/// What a column holds, in words.
pub(super) fn describe(shape: &Shape) -> &'static str {
    match shape {
        Shape::Id | Shape::Text => "text",
        Shape::Currency => "a currency code such as KRW",
        Shape::Int => "a whole number: to_int(…)",
        Shape::Float => "a number: to_float(…)",
        Shape::Bool => "true or false: to_bool(…)",
        Shape::Date => "a date: to_date(…)",
        Shape::Moment => "a date or a time: to_moment(…)",
        Shape::Money => "an amount: to_money(amount, currency)",
        Shape::OneOf(_) => "one of the model's words",
        Shape::List(_) => "a JSON list: json_array(…) or json_group_array(…)",
        Shape::Map(_) | Shape::WordMap(..) | Shape::Record(_) => "a JSON object: json_object(…)",
        Shape::Custom | Shape::Scalar => "a single value",
    }
}
