//! The plugins of an engine: bound once, asked with each batch.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Value};
use tenure_model::Account;
use tenure_rules::{OnFailure, PluginBinding, Rulebook, SignalId};

use super::{Engine, Scratch};
use crate::decision::PluginProvenance;
use crate::plugin::{
    BoundPlugin, Description, Plugin, PluginError, PluginErrorKind, RowVerdict, Runner,
};
use crate::risk::{PluginJudgment, PluginMember};
use crate::signals::Derived;

pub(super) use hire::hire;

#[path = "hire.rs"]
mod hire;

/// A plugin in an engine's service.
#[derive(Debug, Clone)]
pub(super) struct Hired {
    /// Its number in the rulebook.
    pub(super) number: usize,
    /// Its name in the rulebook.
    pub(super) id: String,
    pub(super) plugin: Arc<dyn Plugin>,
    bound: Arc<dyn BoundPlugin>,
    /// By input of the description; `None` for an optional one that the dictionary does not have.
    pub(super) inputs: Vec<Option<SignalId>>,
    max_points: i32,
    on_failure: OnFailure,
    /// The numbers of the proposals that action rules may read, with their signals.
    actions: Vec<(u16, SignalId)>,
}

impl Hired {
    /// What it says of itself.
    pub(super) fn description(&self) -> &Description {
        self.plugin.description()
    }

    /// The signals that it reads.
    pub(super) fn signals(&self) -> impl Iterator<Item = SignalId> + '_ {
        self.inputs.iter().flatten().copied()
    }

    /// Whether it reads the day itself.
    pub(super) fn reads_day(&self) -> bool {
        self.description().reads_day
    }

    /// Its part in the points.
    pub(super) fn member(&self, rulebook: &Rulebook) -> Option<PluginMember> {
        let binding = rulebook.plugins.get(self.number)?;
        Some(PluginMember {
            number: self.number,
            group: binding.group.clone(),
            weight: i64::from(self.max_points),
            inputs: self.signals().collect(),
        })
    }

    /// What decisions name.
    pub(super) fn provenance(&self) -> PluginProvenance {
        let Description { id, version, .. } = self.description();
        PluginProvenance {
            id: self.id.clone(),
            plugin: format!("{id}@{version}"),
            digest: self.plugin.digest().to_owned(),
        }
    }
}

/// Where a session's instance of a plugin works.
#[derive(Debug, Default)]
pub(super) struct Desk {
    bound: Option<Arc<dyn BoundPlugin>>,
    runner: Option<Runner>,
    /// Failures since it was last let in.
    failures: u32,
    /// For how many batches it is left out yet.
    resting: u32,
    /// For how many batches it is left out the next time; 0 before the first.
    next_rest: u32,
}

/// What a plugin said of the accounts of a batch.
#[derive(Debug)]
pub(super) struct PluginRows(pub(super) Vec<PluginRow>);

/// What a plugin said of an account.
#[derive(Debug)]
pub(super) enum PluginRow {
    /// A signal that it requires is not applicable.
    NotApplicable,
    /// Signals that it requires are unknown or stale.
    Missing(Vec<SignalId>),
    /// It failed.
    Failed(PluginError),
    /// It judged.
    Judged {
        points: Vec<(u16, i64)>,
        actions: Vec<u16>,
        /// The signals that it read and that are unknown or stale.
        open: Vec<SignalId>,
    },
}

impl PluginRows {
    /// Its part in the points of an account.
    pub(super) fn judgment(&self, account: usize) -> PluginJudgment {
        match self.0.get(account) {
            None | Some(PluginRow::NotApplicable) => PluginJudgment::NotApplicable,
            Some(PluginRow::Missing(missing)) => PluginJudgment::Unjudged {
                missing: missing.clone(),
            },
            Some(PluginRow::Failed(_)) => PluginJudgment::Unjudged {
                missing: Vec::new(),
            },
            Some(PluginRow::Judged { points, open, .. }) => PluginJudgment::Judged {
                points: points.clone(),
                open: open.clone(),
            },
        }
    }
}

/// Asks each plugin about each account.
pub(super) fn judge(
    engine: &Engine,
    scratch: &mut Scratch,
    accounts: &[Account],
    derived: &Derived,
    day: NaiveDate,
) -> Result<Vec<PluginRows>, PluginError> {
    scratch
        .desks
        .resize_with(engine.plugins.len(), Desk::default);
    let mut all = Vec::with_capacity(engine.plugins.len());
    for (hired, desk) in engine.plugins.iter().zip(&mut scratch.desks) {
        desk.serve(&hired.bound);
        let mut rows = before_asking(hired, derived);
        desk.ask(hired, derived, day, &mut rows);
        if hired.on_failure == OnFailure::FailBatch {
            fail(hired, accounts, &rows)?;
        }
        all.push(PluginRows(rows));
    }
    Ok(all)
}

/// The first account on which a plugin failed, as an error.
fn fail(hired: &Hired, accounts: &[Account], rows: &[PluginRow]) -> Result<(), PluginError> {
    for (account, row) in accounts.iter().zip(rows) {
        if let PluginRow::Failed(error) = row {
            let text = format!("on the account `{}`: {}", account.id.as_str(), error.text());
            return Err(error.retold(text).of(hired.description()));
        }
    }
    Ok(())
}

/// How each account stands by its signals alone; what is to be asked about is judged, with nothing said yet.
fn before_asking(hired: &Hired, derived: &Derived) -> Vec<PluginRow> {
    let columns: Vec<(Option<SignalId>, bool, Option<&Column>)> = hired
        .inputs
        .iter()
        .zip(&hired.description().inputs)
        .map(|(id, input)| (*id, input.required, column(derived, *id)))
        .collect();
    let row = |account: usize| {
        let (mut missing, mut open, mut applies) = (Vec::new(), Vec::new(), true);
        for (id, required, column) in &columns {
            let (Some(id), Some(column)) = (id, column) else {
                continue;
            };
            match (column.cell(account), required) {
                (Cell::Known(_), _) | (Cell::NotApplicable, false) => {}
                (Cell::NotApplicable, true) => applies = false,
                (Cell::Unknown | Cell::Stale, true) => missing.push(*id),
                (Cell::Unknown | Cell::Stale, false) => open.push(*id),
            }
        }
        match (missing.is_empty(), applies) {
            (false, _) => PluginRow::Missing(missing),
            (true, false) => PluginRow::NotApplicable,
            (true, true) => PluginRow::Judged {
                points: Vec::new(),
                actions: Vec::new(),
                open,
            },
        }
    };
    (0..derived.accounts.rows()).map(row).collect()
}

fn column(derived: &Derived, id: Option<SignalId>) -> Option<&Column> {
    derived.accounts.column(id?.index())
}

impl Desk {
    /// Makes ready for a plugin; what is left of another one is thrown away.
    fn serve(&mut self, bound: &Arc<dyn BoundPlugin>) {
        let same = self
            .bound
            .as_ref()
            .is_some_and(|own| Arc::ptr_eq(own, bound));
        if !same {
            *self = Self {
                bound: Some(bound.clone()),
                ..Self::default()
            };
        }
    }

    /// Asks about the accounts that can be asked about.
    fn ask(&mut self, hired: &Hired, derived: &Derived, day: NaiveDate, rows: &mut [PluginRow]) {
        let asked: Vec<u32> = (0_u32..)
            .zip(rows.iter())
            .filter(|(_, row)| matches!(row, PluginRow::Judged { .. }))
            .map(|(account, _)| account)
            .collect();
        if asked.is_empty() {
            return;
        }
        let verdicts = if self.rests() {
            let left_out = RowVerdict::Failed(left_out(hired));
            vec![left_out; asked.len()]
        } else {
            self.run(hired, derived, day, &asked)
        };
        for (account, verdict) in asked.into_iter().zip(verdicts) {
            if let Some(row) = rows.get_mut(account as usize) {
                row.take(verdict);
            }
        }
    }

    fn run(
        &mut self,
        hired: &Hired,
        derived: &Derived,
        day: NaiveDate,
        asked: &[u32],
    ) -> Vec<RowVerdict> {
        let new = || Runner::new(hired.bound.clone(), hired.max_points);
        let runner = self.runner.get_or_insert_with(new);
        let columns: Vec<Option<&Column>> =
            hired.inputs.iter().map(|id| column(derived, *id)).collect();
        let mut verdicts = Vec::with_capacity(asked.len());
        runner.run(hired.description(), day, &columns, asked, &mut verdicts);
        let failed = |verdict: &&RowVerdict| matches!(verdict, RowVerdict::Failed(_));
        self.count(hired.on_failure, verdicts.iter().filter(failed).count());
        verdicts
    }

    /// Whether the plugin is left out of this batch.
    fn rests(&mut self) -> bool {
        let rests = self.resting > 0;
        self.resting = self.resting.saturating_sub(1);
        rests
    }

    /// Counts failures, and leaves the plugin out after enough of them; twice as long if it fails at once again.
    fn count(&mut self, on_failure: OnFailure, failed: usize) {
        let OnFailure::Disable { after, back_off } = on_failure else {
            return;
        };
        if failed == 0 {
            self.next_rest = 0;
            return;
        }
        let failed = u32::try_from(failed).unwrap_or(u32::MAX);
        self.failures = self.failures.saturating_add(failed);
        if self.failures >= after || self.next_rest > 0 {
            self.resting = self.next_rest.max(back_off);
            self.next_rest = self.resting.saturating_mul(2);
            self.failures = 0;
        }
    }
}

fn left_out(hired: &Hired) -> PluginError {
    let why = "it failed too often in this session, and is asked again later";
    PluginError::new(PluginErrorKind::Disabled, why).of(hired.description())
}

impl PluginRow {
    /// Takes what was said.
    fn take(&mut self, verdict: RowVerdict) {
        match (self, verdict) {
            (
                Self::Judged {
                    points, actions, ..
                },
                RowVerdict::Judged {
                    points: given,
                    actions: proposed,
                },
            ) => {
                points.extend(
                    given
                        .into_iter()
                        .map(|(code, given)| (code, i64::from(given))),
                );
                *actions = proposed;
            }
            (row, RowVerdict::Failed(error)) => *row = Self::Failed(error),
            (
                Self::NotApplicable | Self::Missing(_) | Self::Failed(_),
                RowVerdict::Judged { .. },
            ) => {}
        }
    }

    /// Whether an action is proposed, as a signal.
    fn proposes(&self, action: u16) -> Cell<Value> {
        match self {
            Self::NotApplicable => Cell::NotApplicable,
            Self::Missing(_) | Self::Failed(_) => Cell::Unknown,
            Self::Judged { actions, .. } => Cell::Known(Value::Bool(actions.contains(&action))),
        }
    }
}

/// Puts what plugins propose beside the derived signals, for actions to read.
pub(super) fn tell(engine: &Engine, derived: &mut Derived, plugins: &[PluginRows]) {
    for (hired, rows) in engine.plugins.iter().zip(plugins) {
        for (action, signal) in &hired.actions {
            let mut column = ColumnBuilder::new(DataType::Bool);
            let rows = rows.0.iter();
            rows.for_each(|row| column.push(row.proposes(*action)));
            derived.accounts.set(signal.index(), column.finish());
        }
    }
}

/// The signals that tell what plugins propose.
pub(super) fn proposals(rulebook: &Rulebook) -> BTreeSet<SignalId> {
    let actions = rulebook
        .plugins
        .iter()
        .flat_map(|plugin: &PluginBinding| &plugin.actions);
    actions.map(|action| action.signal).collect()
}
