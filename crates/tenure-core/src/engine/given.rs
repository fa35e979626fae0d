//! Risk from signals: accounts that are told by their signals instead of their records.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Value};
use tenure_model::{Account, Currency, Id, RecordKind, read_number, read_word};
use tenure_rules::{Scope, SignalDef, SignalId, SignalType, nearest};

use super::batch::{Batch, Told};
use super::{Engine, PreparedTenant, Scratch, Undecided, telling};
use crate::decision::Scored;
use crate::signals::{AsOf, Derived, View};

/// Accounts told by their signals: a row for each, a column for each signal that is known.
///
/// Signals without a column are those of an account of which nothing but its id is on record.
#[derive(Debug, Clone, Default)]
pub struct SignalTable {
    ids: Vec<Id>,
    currencies: Vec<Option<Currency>>,
    columns: Vec<(String, Column)>,
}

impl SignalTable {
    /// A table of accounts of which nothing is known yet.
    pub fn new(ids: impl IntoIterator<Item = Id>) -> Self {
        Self {
            ids: ids.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The accounts' own currencies, in which amounts are told in words where the rulebook names no currency; those past
    /// the end have none.
    #[must_use]
    pub fn currencies(mut self, currencies: Vec<Option<Currency>>) -> Self {
        self.currencies = currencies;
        self
    }

    /// Gives the values of a signal: those of a column that is shorter than the table are unknown from its end on.
    #[must_use]
    pub fn column(mut self, signal: impl Into<String>, values: Column) -> Self {
        self.columns.push((signal.into(), values));
        self
    }

    /// How many accounts.
    pub fn rows(&self) -> usize {
        self.ids.len()
    }

    fn accounts(&self) -> Vec<Account> {
        let currency = |row: usize| self.currencies.get(row).copied().flatten();
        let account = |(row, id): (usize, &Id)| Account {
            id: id.clone(),
            currency: currency(row),
            ..Account::default()
        };
        self.ids.iter().enumerate().map(account).collect()
    }
}

/// A column that a table must not have: which, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the column `{column}`: {why}")]
pub struct ColumnRefused {
    /// The column's name.
    pub column: String,
    /// What is wrong with it, and the way out.
    pub why: String,
}

impl ColumnRefused {
    fn new(column: &str, why: impl Into<String>) -> Self {
        Self {
            column: column.to_owned(),
            why: why.into(),
        }
    }
}

/// Why signals could not be scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unscored {
    /// A column is not one of the account's signals or of this tenant's, not of its type, has a text outside the signal's
    /// closed list or a number outside its range, or is given twice.
    #[error(transparent)]
    Column(#[from] ColumnRefused),
    /// As for records.
    #[error(transparent)]
    Undecided(#[from] Undecided),
}

impl Engine {
    /// The signal that a column of a name gives.
    ///
    /// # Errors
    /// The rulebook has no such signal, or it is not the account's: the tenant's come with the tenant, those of contracts
    /// and other records are derived, and those of the decision itself come out.
    pub fn column(&self, name: &str) -> Result<(SignalId, &SignalDef), ColumnRefused> {
        let dictionary = &self.rulebook.dictionary;
        let found = dictionary
            .find(name)
            .and_then(|id| Some((id, dictionary.get(id)?)));
        let Some((id, signal)) = found else {
            let names = dictionary.iter().map(|(_, signal)| signal.name.as_str());
            let hint = match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "leave it out, or declare it with [[signal]]".to_owned(),
            };
            let why = format!("the rulebook has no signal of this name; {hint}");
            return Err(ColumnRefused::new(name, why));
        };
        match not_given(signal) {
            Some(why) => Err(ColumnRefused::new(name, why)),
            None => Ok((id, signal)),
        }
    }

    /// The same, where the accounts are a tenant's.
    ///
    /// # Errors
    /// As of [`column`](Self::column); or the tenant does not keep the records that the signal is derived from.
    pub fn column_of(
        &self,
        name: &str,
        tenant: &PreparedTenant,
    ) -> Result<(SignalId, &SignalDef), ColumnRefused> {
        let found = self.column(name)?;
        let supplies = tenant.tenant().supplies.as_ref();
        let keeps = |kind| supplies.is_none_or(|kinds| kinds.contains(&kind));
        match unkept(found.1, keeps) {
            Some(why) => Err(ColumnRefused::new(name, why)),
            None => Ok(found),
        }
    }

    /// The signals that the points depend on or that their reasons quote, and that a column can give, by name.
    pub fn columns(&self) -> Vec<&SignalDef> {
        let dictionary = &self.rulebook.dictionary;
        let reasons = || telling::reasons(&self.rulebook);
        let quoted = reasons()
            .flat_map(|(_, texts)| telling::names(texts))
            .filter_map(|name| dictionary.find(name));
        let names = telling::derived_names(&self.rulebook, reasons());
        let behind = names.iter().flat_map(|names| names.signals()).copied();
        let signals = self.risk.signals().into_iter().chain(quoted).chain(behind);
        let columns: BTreeMap<&str, &SignalDef> = signals
            .filter_map(|id| dictionary.get(id))
            .filter(|signal| not_given(signal).is_none())
            .map(|signal| (signal.name.as_str(), signal))
            .collect();
        columns.into_values().collect()
    }

    /// How likely accounts are to leave, by their signals on a day; in the order of the table, all in one batch. Nothing
    /// is said of actions, which need records.
    ///
    /// # Errors
    /// As of [`column_of`](Self::column_of); a column is not of the signal's type, has a text outside its closed list or a
    /// number outside its range, or is given twice; or as of [`decide`](Engine::decide).
    pub fn score(
        &self,
        scratch: &mut Scratch,
        table: SignalTable,
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<Vec<Scored>, Unscored> {
        let mut all = Vec::with_capacity(table.rows());
        self.score_each(scratch, table, tenant, day, |scored| all.push(scored))?;
        Ok(all)
    }

    /// The same, handed on row by row instead of being kept; nothing is handed on where there is an error.
    ///
    /// # Errors
    /// As of [`score`](Self::score).
    pub fn score_each(
        &self,
        scratch: &mut Scratch,
        table: SignalTable,
        tenant: &PreparedTenant,
        day: NaiveDate,
        take: impl FnMut(Scored),
    ) -> Result<(), Unscored> {
        let as_of = self.as_of(tenant, day).map_err(Undecided::from)?;
        let accounts = table.accounts();
        let derived = self.derived(table, &as_of)?;
        let views: Vec<View<'_>> = accounts
            .iter()
            .map(|account| View::new(account, &as_of))
            .collect();
        let told = Told {
            accounts: &accounts,
            views: &views,
            derived,
            actions: false,
        };
        let handed_on = Batch::of(self, scratch, told, tenant, |batch| {
            (0..accounts.len())
                .filter_map(|account| batch.scored(account))
                .for_each(take);
        });
        Ok(handed_on.map_err(Undecided::from)?)
    }

    /// The columns of a table, and for the other signals what is known of an account without records.
    fn derived(&self, table: SignalTable, as_of: &AsOf<'_>) -> Result<Derived, ColumnRefused> {
        let rows = table.rows();
        let blank = Account::default();
        let mut derived = self.deriver.derive([&blank], as_of).repeated(rows);
        let mut given = Vec::with_capacity(table.columns.len());
        for (name, column) in table.columns {
            let (id, signal) = self.column(&name)?;
            if given.contains(&id) {
                let why = "it is given twice; leave one of the two out";
                return Err(ColumnRefused::new(&name, why));
            }
            given.push(id);
            let column = fitting(signal, column, rows, as_of)?;
            derived.accounts.set(id.index(), column);
        }
        Ok(derived)
    }
}

/// Why a column cannot give a signal.
fn not_given(signal: &SignalDef) -> Option<String> {
    if signal.actions_only {
        return Some("the decision itself tells it; leave it out".to_owned());
    }
    match signal.scope {
        Scope::Account => None,
        Scope::Tenant => Some("it is the tenant's, and comes with the tenant".to_owned()),
        Scope::Contract | Scope::Complaint | Scope::Opportunity | Scope::Offer => Some(format!(
            "it is of a {}, and a row is an account; hand the records in as JSON",
            signal.scope.as_str()
        )),
    }
}

/// Why a column cannot give a signal of a tenant that keeps some kinds of records.
fn unkept(signal: &SignalDef, keeps: impl Fn(RecordKind) -> bool) -> Option<String> {
    let mut kinds = signal.kinds.iter();
    let kind = kinds.find(|word| RecordKind::from_word(word).is_some_and(|kind| !keeps(kind)))?;
    Some(format!(
        "the tenant does not keep `{kind}`; leave the column out, or name `{kind}` in the tenant's `supplies`"
    ))
}

/// Why a value cannot be what a column says of an account: the signal has a closed list of words, and a text is none of
/// them, or a range, and a number lies outside.
fn unlisted(signal: &SignalDef, column: &Column) -> Option<String> {
    let (words, range) = (signal.closed_words(), signal.range.as_ref());
    if words.is_none() && range.is_none() {
        return None;
    }
    let wrong = |row| match column.cell(row) {
        Cell::Known(Value::Text(text)) => read_word(&text, words?).err(),
        Cell::Known(Value::Int(number)) => read_number(number, range?).err(),
        _ => None,
    };
    (0..column.len()).find_map(wrong)
}

/// A column as the signal wants it.
fn fitting(
    signal: &SignalDef,
    column: Column,
    rows: usize,
    as_of: &AsOf<'_>,
) -> Result<Column, ColumnRefused> {
    let refused = |why: String| Err(ColumnRefused::new(&signal.name, why));
    if column.len() > rows {
        return refused(format!(
            "it has {} values, and the table {rows} rows",
            column.len()
        ));
    }
    let why = unkept(signal, |kind| as_of.keeps(kind)).or_else(|| unlisted(signal, &column));
    if let Some(why) = why {
        return refused(why);
    }
    match (signal.ty, column.data_type()) {
        (SignalType::Int, DataType::Int)
        | (SignalType::Float, DataType::Float)
        | (SignalType::Bool, DataType::Bool)
        | (SignalType::Text, DataType::Text) => Ok(column),
        (SignalType::Float, DataType::Int) => Ok(floats(&column)),
        (wanted, _) => refused(format!("its values must be of type {}", wanted.as_str())),
    }
}

/// Whole numbers as floats.
fn floats(ints: &Column) -> Column {
    let mut floats = ColumnBuilder::new(DataType::Float);
    for row in 0..ints.len() {
        floats.push(match ints.cell(row) {
            Cell::Known(Value::Int(value)) => Cell::Known(Value::Float(value as f64)),
            cell => cell,
        });
    }
    floats.finish()
}
