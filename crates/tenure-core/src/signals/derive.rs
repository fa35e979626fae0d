//! From accounts to columns.

use std::collections::HashMap;
use std::sync::Arc;

use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Frame, Value};
use tenure_model::{Account, CustomValue, Id, Problem, RecordKind, Scalar};
use tenure_rules::{Dictionary, Scope, SignalDef, SignalId, SignalType};

use super::agreement::Agreement;
use super::as_of::AsOf;
use super::dictionary;
use super::kinds::Kinds;
use super::line::{Raw, Source};
use super::view::View;

/// How one signal of a dictionary is derived.
#[derive(Debug, Clone)]
struct Step {
    id: SignalId,
    ty: DataType,
    kinds: Kinds,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    /// By the function of the dictionary's line.
    BuiltIn(Source),
    /// From the account's custom value of this name.
    Custom(Custom),
}

#[derive(Debug, Clone)]
struct Custom {
    name: Arc<str>,
    ty: SignalType,
    valid_for_days: Option<u32>,
}

/// Derives the signals that somebody asks for. Made once for a rulebook, and used for any account, tenant and day.
#[derive(Debug, Clone)]
pub struct Deriver {
    /// The steps of a scope's columns, of the tenant, the account and the narrower scopes asked for.
    steps: Vec<(Scope, Vec<Step>)>,
}

impl Deriver {
    /// A deriver of signals of a dictionary, with rows for the scopes asked for; tenant and account come always.
    ///
    /// A signal that is neither built in nor called `custom.…` has no column, and so have those that are the decision's
    /// own (`risk.*`): whoever supplies them puts them into the frame.
    pub fn new(
        dictionary: &Dictionary,
        scopes: impl IntoIterator<Item = Scope>,
        signals: impl IntoIterator<Item = SignalId>,
    ) -> Self {
        let sources: HashMap<&str, Source> = dictionary::lines()
            .map(|line| (line.name, line.source))
            .collect();
        let mut ids: Vec<SignalId> = signals.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut scopes: Vec<Scope> = scopes.into_iter().collect();
        scopes.extend([Scope::Tenant, Scope::Account]);
        scopes.sort_unstable();
        scopes.dedup();
        let steps: Vec<Step> = ids
            .into_iter()
            .filter_map(|id| step(id, dictionary.get(id)?, &sources))
            .collect();
        let of = |scope: Scope| {
            steps
                .iter()
                .filter(|step| is_of(step, scope))
                .cloned()
                .collect()
        };
        Self {
            steps: scopes.into_iter().map(|scope| (scope, of(scope))).collect(),
        }
    }

    /// Begins columns on a day.
    pub fn begin<'d>(&'d self, as_of: &'d AsOf<'d>) -> Deriving<'d> {
        Deriving {
            as_of,
            tenant: Table::new(self.steps_of(Scope::Tenant)),
            accounts: Table::new(self.steps_of(Scope::Account)),
            rows: self
                .steps
                .iter()
                .filter_map(|(scope, steps)| Some((*scope, record_kind(*scope)?, steps)))
                .map(|(scope, kind, steps)| RowsBuilder::new(scope, kind, Table::new(steps)))
                .collect(),
            warnings: Vec::new(),
            number: 0,
        }
    }

    fn steps_of(&self, wanted: Scope) -> &[Step] {
        let mut scopes = self.steps.iter();
        scopes
            .find_map(|(scope, steps)| (*scope == wanted).then_some(&steps[..]))
            .unwrap_or(&[])
    }

    /// The columns of accounts on a day, one row for each in the order of the accounts.
    pub fn derive<'p>(
        &self,
        accounts: impl IntoIterator<Item = &'p Account>,
        as_of: &AsOf<'_>,
    ) -> Derived {
        let mut deriving = self.begin(as_of);
        for account in accounts {
            deriving.add(&View::new(account, as_of));
        }
        deriving.finish()
    }
}

fn step(id: SignalId, signal: &SignalDef, sources: &HashMap<&str, Source>) -> Option<Step> {
    let custom = |name: &str| {
        How::Custom(Custom {
            name: Arc::from(name),
            ty: signal.ty,
            valid_for_days: signal.valid_for_days,
        })
    };
    let how = match (
        sources.get(signal.name.as_str()),
        signal.name.strip_prefix("custom."),
    ) {
        (Some(Source::Decision), _) => return None,
        (Some(source), _) => How::BuiltIn(*source),
        (None, Some(name)) => custom(name),
        (None, None) => return None,
    };
    Some(Step {
        id,
        ty: data_type(signal.ty),
        kinds: Kinds::of_words(signal.kinds.iter().map(String::as_str)),
        how,
    })
}

fn data_type(ty: SignalType) -> DataType {
    match ty {
        SignalType::Int => DataType::Int,
        SignalType::Float => DataType::Float,
        SignalType::Bool => DataType::Bool,
        SignalType::Text => DataType::Text,
    }
}

/// Whether a step fills a column of a scope's frame. The tenant's signals stand in the accounts' frame too.
fn is_of(step: &Step, scope: Scope) -> bool {
    match &step.how {
        How::Custom(_) => scope == Scope::Account,
        How::BuiltIn(Source::Tenant(_)) => matches!(scope, Scope::Tenant | Scope::Account),
        How::BuiltIn(Source::Renewal(_)) => matches!(scope, Scope::Account | Scope::Contract),
        How::BuiltIn(source) => source.scope() == scope,
    }
}

/// The record kind whose records are the rows of a scope.
fn record_kind(scope: Scope) -> Option<RecordKind> {
    match scope {
        Scope::Tenant | Scope::Account => None,
        Scope::Contract => Some(RecordKind::Contracts),
        Scope::Complaint => Some(RecordKind::Complaints),
        Scope::Opportunity => Some(RecordKind::Opportunities),
        Scope::Offer => Some(RecordKind::Offers),
    }
}

/// Columns that grow row by row.
#[derive(Debug)]
struct Table<'d> {
    columns: Vec<(&'d Step, ColumnBuilder)>,
    rows: usize,
}

impl<'d> Table<'d> {
    fn new(steps: &'d [Step]) -> Self {
        Self {
            columns: steps
                .iter()
                .map(|step| (step, ColumnBuilder::new(step.ty)))
                .collect(),
            rows: 0,
        }
    }

    /// Adds a row: each cell is not applicable where a kind is not kept, unknown where a list is absent, else derived.
    fn push(&mut self, kept: Kinds, given: Kinds, mut derive: impl FnMut(&Step) -> Cell<Value>) {
        for (step, column) in &mut self.columns {
            column.push(if !step.kinds.within(kept) {
                Cell::NotApplicable
            } else if !step.kinds.within(given) {
                Cell::Unknown
            } else {
                derive(step)
            });
        }
        self.rows += 1;
    }

    fn finish(self) -> Frame {
        let mut frame = Frame::with_capacity(self.rows, self.columns.len());
        for (step, column) in self.columns {
            let column: Column = column.finish();
            frame.set(step.id.index(), column);
        }
        frame
    }
}

/// Whether an account's list of records is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListState {
    /// It is: every row is known.
    Given,
    /// It is absent: nobody knows how many rows there are.
    Unknown,
    /// The host does not keep such records.
    NotKept,
}

/// The rows of a scope narrower than the account: contracts, complaints, opportunities or offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The scope.
    pub scope: Scope,
    /// The scope's own signals, and at contract scope each contract's `renewal.*`; one row a record, in the order of
    /// accounts, then of ids. Signals of the account are in the accounts' frame, at `parent`.
    pub frame: Frame,
    /// The number of each row's account.
    pub parent: Vec<u32>,
    /// The id of each row's record.
    pub entity: Vec<Id>,
    /// Of each account, whether its list is there.
    pub lists: Vec<ListState>,
}

impl Rows {
    /// The rows of so many accounts, each of which has those of the first.
    fn repeated(&self, accounts: usize) -> Self {
        let own = self.parent.partition_point(|parent| *parent == 0);
        let rows: Vec<u32> = (0..own as u32).collect();
        let each = |_: usize| self.entity.iter().take(own).cloned();
        Self {
            scope: self.scope,
            frame: self.frame.gather(&rows.repeat(accounts)),
            parent: (0..accounts as u32)
                .flat_map(|account| std::iter::repeat_n(account, own))
                .collect(),
            entity: (0..accounts).flat_map(each).collect(),
            lists: self
                .lists
                .iter()
                .take(1)
                .cycle()
                .take(accounts)
                .copied()
                .collect(),
        }
    }
}

#[derive(Debug)]
struct RowsBuilder<'d> {
    scope: Scope,
    kind: RecordKind,
    table: Table<'d>,
    parent: Vec<u32>,
    entity: Vec<Id>,
    lists: Vec<ListState>,
}

impl<'d> RowsBuilder<'d> {
    fn new(scope: Scope, kind: RecordKind, table: Table<'d>) -> Self {
        Self {
            scope,
            kind,
            table,
            parent: Vec::new(),
            entity: Vec::new(),
            lists: Vec::new(),
        }
    }

    fn add(&mut self, number: u32, view: &View<'_>) {
        let (kept, given) = (view.as_of().kept(), view.given());
        let state = list_state(self.kind, kept, given);
        self.lists.push(state);
        if state != ListState::Given {
            return;
        }
        let Self {
            table,
            parent,
            entity,
            ..
        } = self;
        each_row(self.scope, view, |id, derive| {
            table.push(kept, given, derive);
            parent.push(number);
            entity.push(id.clone());
        });
    }

    fn finish(self) -> Rows {
        Rows {
            scope: self.scope,
            frame: self.table.finish(),
            parent: self.parent,
            entity: self.entity,
            lists: self.lists,
        }
    }
}

fn list_state(kind: RecordKind, kept: Kinds, given: Kinds) -> ListState {
    match (kept.has(kind), given.has(kind)) {
        (false, _) => ListState::NotKept,
        (true, false) => ListState::Unknown,
        (true, true) => ListState::Given,
    }
}

/// Hands every row of a narrow scope to `take`: its id, and what derives its cells.
fn each_row(
    scope: Scope,
    view: &View<'_>,
    mut take: impl FnMut(&Id, &dyn Fn(&Step) -> Cell<Value>),
) {
    match scope {
        Scope::Tenant | Scope::Account => {}
        Scope::Contract => view.agreements().iter().for_each(|agreement| {
            take(agreement.id(), &|step| of_contract(step, view, agreement));
        }),
        Scope::Complaint => view.complaints().iter().for_each(|complaint| {
            take(&complaint.id, &|step| match step.how {
                How::BuiltIn(Source::Complaint(derive)) => value(derive(view, complaint)),
                _ => Cell::Unknown,
            });
        }),
        Scope::Opportunity => view.opportunities().iter().for_each(|opportunity| {
            take(&opportunity.id, &|step| match step.how {
                How::BuiltIn(Source::Opportunity(derive)) => value(derive(view, opportunity)),
                _ => Cell::Unknown,
            });
        }),
        Scope::Offer => view.offers().iter().for_each(|offer| {
            take(&offer.offer().id, &|step| match step.how {
                How::BuiltIn(Source::Offer(derive)) => value(derive(view, offer)),
                _ => Cell::Unknown,
            });
        }),
    }
}

fn of_contract(step: &Step, view: &View<'_>, agreement: &Agreement<'_>) -> Cell<Value> {
    match step.how {
        How::BuiltIn(Source::Contract(derive) | Source::Renewal(derive)) => {
            value(derive(view, agreement))
        }
        _ => Cell::Unknown,
    }
}

fn value(cell: Cell<Raw<'_>>) -> Cell<Value> {
    cell.map(Value::from)
}

/// A custom value that is not of the type that the rulebook declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// The number of the account among those derived.
    pub account: u32,
    /// What is wrong.
    pub problem: Problem,
}

/// What was derived.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// The tenant's signals: one row.
    pub tenant: Frame,
    /// The accounts' signals, custom ones and the tenant's among them: one row an account.
    pub accounts: Frame,
    /// The rows of the narrower scopes that were asked for.
    pub rows: Vec<Rows>,
    /// Custom values of the wrong type, which are unknown.
    pub warnings: Vec<Warning>,
}

impl Derived {
    /// The same of so many accounts, each of which is the first of these.
    pub(crate) fn repeated(&self, accounts: usize) -> Self {
        Self {
            tenant: self.tenant.clone(),
            accounts: self.accounts.gather(&vec![0; accounts]),
            rows: self
                .rows
                .iter()
                .map(|rows| rows.repeated(accounts))
                .collect(),
            warnings: Vec::new(),
        }
    }

    /// The rows of a scope, if it was asked for.
    pub fn rows_of(&self, scope: Scope) -> Option<&Rows> {
        self.rows.iter().find(|rows| rows.scope == scope)
    }
}

/// Columns in the making: accounts go in one by one.
#[derive(Debug)]
pub struct Deriving<'d> {
    as_of: &'d AsOf<'d>,
    tenant: Table<'d>,
    accounts: Table<'d>,
    rows: Vec<RowsBuilder<'d>>,
    warnings: Vec<Warning>,
    number: u32,
}

impl Deriving<'_> {
    /// Takes in an account, as seen on the day.
    pub fn add(&mut self, view: &View<'_>) {
        let (number, warnings) = (self.number, &mut self.warnings);
        self.accounts
            .push(view.as_of().kept(), view.given(), |step| match &step.how {
                How::BuiltIn(source) => of_account(*source, view),
                How::Custom(custom) => of_custom(custom, view).unwrap_or_else(|problem| {
                    warnings.push(Warning {
                        account: number,
                        problem,
                    });
                    Cell::Unknown
                }),
            });
        for rows in &mut self.rows {
            rows.add(number, view);
        }
        self.number += 1;
    }

    /// The columns of all accounts taken in.
    pub fn finish(mut self) -> Derived {
        let as_of = self.as_of;
        self.tenant
            .push(as_of.kept(), Kinds::ALL, |step| match step.how {
                How::BuiltIn(Source::Tenant(derive)) => value(derive(as_of)),
                _ => Cell::Unknown,
            });
        Derived {
            tenant: self.tenant.finish(),
            accounts: self.accounts.finish(),
            rows: self.rows.into_iter().map(RowsBuilder::finish).collect(),
            warnings: self.warnings,
        }
    }
}

fn of_account(source: Source, view: &View<'_>) -> Cell<Value> {
    match source {
        Source::Tenant(derive) => value(derive(view.as_of())),
        Source::Account(derive) => value(derive(view)),
        Source::Renewal(derive) => view.primary().map_or(Cell::NotApplicable, |agreement| {
            value(derive(view, agreement))
        }),
        Source::Contract(_)
        | Source::Complaint(_)
        | Source::Opportunity(_)
        | Source::Offer(_)
        | Source::Decision => Cell::Unknown,
    }
}

/// A custom value as of the day; an error where it is of another type than declared.
fn of_custom(custom: &Custom, view: &View<'_>) -> Result<Cell<Value>, Problem> {
    let values = view.account().custom.as_ref();
    let (value, observed) = match values.and_then(|values| values.get(&*custom.name)) {
        None => return Ok(Cell::Unknown),
        Some(CustomValue::Plain(value)) => (value, None),
        Some(CustomValue::Observed { value, observed_at }) => {
            (value, Some(view.as_of().day_of(*observed_at)))
        }
    };
    let as_of = view.as_of();
    if observed.is_some_and(|day| day > as_of.known_until()) {
        return Ok(Cell::Unknown);
    }
    let age = observed.map_or(0, |day| as_of.days_since(day));
    let value = typed(value, custom)?;
    let valid = custom.valid_for_days.map_or(i64::MAX, i64::from);
    Ok(if age > valid {
        Cell::Stale
    } else {
        Cell::Known(value)
    })
}

fn typed(value: &Scalar, custom: &Custom) -> Result<Value, Problem> {
    match (custom.ty, value) {
        (SignalType::Int, Scalar::Int(value)) => Ok(Value::Int(*value)),
        (SignalType::Float, Scalar::Float(value)) => Ok(Raw::Float(*value).into()),
        (SignalType::Float, Scalar::Int(value)) => Ok(Value::Float(*value as f64)),
        (SignalType::Bool, Scalar::Bool(value)) => Ok(Value::Bool(*value)),
        (SignalType::Text, Scalar::Text(value)) => Ok(Value::Text(Arc::from(value.as_str()))),
        (SignalType::Int | SignalType::Float | SignalType::Bool | SignalType::Text, _) => {
            Err(wrong_type(value, custom))
        }
    }
}

fn wrong_type(value: &Scalar, custom: &Custom) -> Problem {
    let found = match value {
        Scalar::Bool(_) => "true or false",
        Scalar::Int(_) => "a whole number",
        Scalar::Float(_) => "a number",
        Scalar::Text(_) => "text",
    };
    Problem {
        level: tenure_model::Level::Warning,
        kind: tenure_model::ProblemKind::CustomType,
        path: format!("custom.{}", custom.name),
        message: format!(
            "the rulebook declares it as {}, found {found}; it counts as unknown",
            custom.ty.as_str()
        ),
    }
}
