//! The smallest change of one signal that leaves the band, by trying it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_columns::{Cell, Value};
use tenure_model::Account;
use tenure_rules::SignalId;

use super::batch::Batch;
use super::seen::Seen;
use super::{Engine, PreparedTenant, Scratch, Undecided};
use crate::change::{Move, Step};
use crate::decision::Evidence;
use crate::signals::{AsOf, Edges, View, all_levers, custom_values, with_custom};

/// So many values are tried together.
const TOGETHER: usize = 32;

/// Floats that records bring about may miss by so much.
const NEAR: f64 = 1e-9;

/// What an account came to.
struct Came {
    points: i64,
    band: String,
    cells: BTreeMap<SignalId, Cell<Value>>,
}

/// The account with a signal at a value; `None` where no change of its records gives that.
type Apply<'t> = Box<dyn Fn(&Value) -> Option<Account> + 't>;

/// A signal with values to try, the nearest first, and the account that has each of them.
struct Trial<'t> {
    id: SignalId,
    from: Value,
    to: Vec<Value>,
    apply: Apply<'t>,
}

impl Engine {
    /// Of each signal that people can move, the smallest change that leaves the band; the smallest of them first.
    ///
    /// # Errors
    /// The tenant's time zone is not one of the IANA database, or a plugin failed that may fail the call.
    pub fn what_would_change(
        &self,
        scratch: &mut Scratch,
        account: &Account,
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<Vec<Move>, Undecided> {
        let as_of = self.as_of(tenant, day)?;
        let before = self.one(scratch, account, tenant, &as_of, |batch| batch.came(0))?;
        let view = View::new(account, &as_of);
        let mut moves: Vec<(f64, usize, Move)> = Vec::new();
        for (number, trial) in self.trials(&view, &before).enumerate() {
            let found = self.try_out(scratch, tenant, &as_of, &before, &trial)?;
            moves.extend(found.map(|(share, found)| (share, number, found)));
        }
        moves.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Ok(moves.into_iter().map(|(_, _, found)| found).collect())
    }

    /// The signals that rules read, that have a value, and that people can move.
    fn trials<'t>(
        &'t self,
        view: &'t View<'_>,
        before: &'t Came,
    ) -> impl Iterator<Item = Trial<'t>> + 't {
        let dictionary = &self.rulebook.dictionary;
        let known = |id: SignalId| before.cells.get(&id).cloned().and_then(Cell::known);
        let built_in = all_levers().filter_map(move |lever| {
            let id = dictionary.find(lever.signal)?;
            let from = known(id)?;
            Some(Trial {
                to: (lever.values)(view, &from),
                apply: Box::new(move |to| (lever.apply)(view, to)),
                id,
                from,
            })
        });
        let custom = before.cells.keys().filter_map(move |id| {
            let from = known(*id)?;
            let edges = self.outlook.fixed_edges(*id).unwrap_or(Edges::NONE);
            let (name, to) = custom_values(dictionary, *id, &from, edges)?;
            Some(Trial {
                to,
                apply: Box::new(move |to| with_custom(view, &name, to)),
                id: *id,
                from,
            })
        });
        built_in.chain(custom)
    }

    /// The first value of a trial that leaves the band, with the share by which it differs.
    fn try_out(
        &self,
        scratch: &mut Scratch,
        tenant: &PreparedTenant,
        as_of: &AsOf<'_>,
        before: &Came,
        trial: &Trial<'_>,
    ) -> Result<Option<(f64, Move)>, Undecided> {
        for values in trial.to.chunks(TOGETHER) {
            let (values, accounts): (Vec<&Value>, Vec<Account>) = values
                .iter()
                .filter_map(|to| Some((to, (trial.apply)(to)?)))
                .unzip();
            let found = Batch::decide(self, scratch, &accounts, tenant, as_of, |batch| {
                values.iter().enumerate().find_map(|(account, to)| {
                    let after = batch.came(account)?;
                    let brought_about = after.cells.get(&trial.id).is_some_and(|cell| is(cell, to));
                    (brought_about && after.band != before.band)
                        .then(|| batch.told(account, before, &after, trial, to))
                })
            })?;
            if let Some(found) = found {
                return Ok(found.map(|found| (share(&trial.from, &found.1), found.0)));
            }
        }
        Ok(None)
    }
}

impl Batch<'_, '_> {
    /// What an account came to, and the values of the signals that its rules read.
    fn came(&self, account: usize) -> Option<Came> {
        let detail = self.details.get(account)?;
        let accounts = &self.derived.accounts;
        let signals = self.engine.risk.signals().into_iter();
        let cell = |id: SignalId| Some((id, accounts.column(id.index())?.cell(account)));
        Some(Came {
            points: detail.points,
            band: self.engine.band(detail.band).to_owned(),
            cells: signals.filter_map(cell).collect(),
        })
    }

    fn told(
        &self,
        account: usize,
        before: &Came,
        after: &Came,
        trial: &Trial<'_>,
        to: &Value,
    ) -> Option<(Move, Value)> {
        let dictionary = &self.engine.rulebook.dictionary;
        let teller = self.teller(account);
        let tell = |id: SignalId, cell: &Cell<Value>| -> Option<Evidence> {
            let signal = dictionary.get(id);
            let cell = cell.clone();
            Some(teller.evidence(&Seen { signal, cell }))
        };
        let moves_with = after.cells.iter().filter_map(|(id, cell)| {
            let was = before.cells.get(id)?;
            let step = Step {
                from: tell(*id, was)?,
                to: tell(*id, cell)?,
            };
            let differs = *id != trial.id && was != cell;
            differs.then_some((dictionary.get(*id)?.name.clone(), step))
        });
        let told = Move {
            signal: dictionary.get(trial.id)?.name.clone(),
            from: tell(trial.id, &Cell::Known(trial.from.clone()))?,
            to: tell(trial.id, &Cell::Known(to.clone()))?,
            points: Step {
                from: before.points,
                to: after.points,
            },
            band: Step {
                from: before.band.clone(),
                to: after.band.clone(),
            },
            moves_with: moves_with.collect(),
        };
        Some((told, to.clone()))
    }
}

fn is(cell: &Cell<Value>, to: &Value) -> bool {
    match (cell, to) {
        (Cell::Known(Value::Float(value)), Value::Float(to)) => (value - to).abs() < NEAR,
        (Cell::Known(value), to) => value == to,
        (Cell::Unknown | Cell::Stale | Cell::NotApplicable, _) => false,
    }
}

/// By which share of the larger of two numbers they differ; what is no number moves as a whole.
fn share(from: &Value, to: &Value) -> f64 {
    let number = |value: &Value| match value {
        Value::Int(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        Value::Bool(_) | Value::Text(_) => None,
    };
    match (number(from), number(to)) {
        (Some(from), Some(to)) => {
            let larger = from.abs().max(to.abs());
            if larger > 0.0 {
                (from - to).abs() / larger
            } else {
                0.0
            }
        }
        _ => 1.0,
    }
}
