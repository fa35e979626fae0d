//! Where examples are decided.

mod memory;
mod read;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use tenure_columns::{Cell, Frame, Value};
use tenure_core::decision::Decision;
use tenure_core::engine::{Engine, Plugins, Scratch};
use tenure_core::plugin::PluginError;
use tenure_core::signals::{AsOf, Derived, Deriver};
use tenure_model::{Account, Currency};
use tenure_rules::{Rulebook, Scope, SignalId};

use super::draw::Draw;
use super::example::Example;
use super::slip::Slip;
use memory::{Looked, Memory, Seen};

/// A rulebook's engines, and what is needed to look at examples.
pub(super) struct Bench<'r> {
    pub(super) rulebook: &'r Rulebook,
    pub(super) draw: Draw<'r>,
    pub(super) slip: Slip,
    plugins: &'r Plugins,
    engine: Engine,
    /// Engines of rulebooks that differ in one thing, made when they are asked for.
    variants: BTreeMap<Variant, Engine>,
    scratch: Scratch,
    deriver: Deriver,
    /// The same with a row for each contract, complaint and so on.
    row_deriver: Deriver,
    /// The signals that rules and overlays read.
    read: Vec<SignalId>,
    /// The signals that anything reads, and those that nothing may hang on.
    all_read: Vec<SignalId>,
    answered: u64,
    memory: Memory,
    /// Rulebooks that others are held against, by the name under which they are named.
    pub(super) others: BTreeMap<String, Engine>,
}

/// A rulebook that differs in one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Variant {
    /// Rules, groups, overlays and actions stand in the opposite order.
    Turned,
    /// No more is proposed on one day than on another.
    Unlimited,
    /// This rule is off, and nothing is limited.
    Off(usize),
}

impl<'r> Bench<'r> {
    pub(super) fn new(
        rulebook: &'r Rulebook,
        plugins: &'r Plugins,
        slip: Slip,
    ) -> Result<Self, PluginError> {
        let all = rulebook.dictionary.iter();
        let all = all.filter(|(_, def)| !def.actions_only).map(|(id, _)| id);
        let all: Vec<SignalId> = all.collect();
        Ok(Self {
            draw: Draw::new(rulebook),
            slip,
            plugins,
            engine: Engine::new(Arc::new(rulebook.clone()), plugins)?,
            variants: BTreeMap::new(),
            read: read::by_rules(rulebook),
            all_read: read::by_anything(rulebook),
            scratch: Scratch::default(),
            deriver: Deriver::new(&rulebook.dictionary, [], all.clone()),
            row_deriver: Deriver::new(&rulebook.dictionary, Scope::ALL, all),
            answered: 0,
            memory: Memory::default(),
            others: BTreeMap::new(),
            rulebook,
        })
    }

    /// Decides an example; `None` where its records cannot be read or its plugins fail.
    pub(super) fn decide(&mut self, example: &Example) -> Option<Decision> {
        if self.slip != Slip::None {
            return self.decide_anew(example);
        }
        let looked = self.memory.of(example);
        if let Some(known) = looked.decision.get() {
            return known.clone();
        }
        let decision = self.decide_anew(example);
        looked.decision.get_or_init(|| decision).clone()
    }

    /// Decides an example even if it was decided just now.
    pub(super) fn decide_anew(&mut self, example: &Example) -> Option<Decision> {
        self.decide_all(std::slice::from_ref(example))?.pop()
    }

    /// What each signal of the account that rules read comes to.
    pub(super) fn cells(&self, example: &Example) -> Option<Vec<(SignalId, Cell<Value>)>> {
        let looked = self.memory.of(example);
        let signals = self.signals(&looked)?;
        let cell = |id: &SignalId| Some((*id, signals.column(id.index())?.cell(0)));
        Some(self.read.iter().filter_map(cell).collect())
    }

    /// What a signal of the account (or its tenant) comes to.
    pub(super) fn cell(&self, example: &Example, signal: SignalId) -> Option<Cell<Value>> {
        let looked = self.memory.of(example);
        Some(self.signals(&looked)?.column(signal.index())?.cell(0))
    }

    /// What each signal that anything reads comes to: of the account, and of each of its contracts, complaints and so on.
    pub(super) fn seen(&self, example: &Example) -> Option<Seen> {
        let looked = self.memory.of(example);
        let seen = looked.seen.get_or_init(|| self.see(&looked));
        seen.clone()
    }

    fn see(&self, looked: &Looked) -> Option<Seen> {
        let derived = self.derive(&self.row_deriver, looked)?;
        let rows = derived.rows.iter().map(|rows| &rows.frame);
        let frames: Vec<&Frame> = [&derived.accounts].into_iter().chain(rows).collect();
        let cells = |id: &SignalId| {
            let of = |frame: &&Frame| {
                let column = frame.column(id.index());
                column.map_or_else(Vec::new, |column| {
                    (0..frame.rows()).map(|row| column.cell(row)).collect()
                })
            };
            (*id, frames.iter().flat_map(of).collect())
        };
        Some(self.all_read.iter().map(cells).collect())
    }

    /// The signals of the account.
    fn signals<'l>(&self, looked: &'l Looked) -> Option<&'l Frame> {
        let signals = looked.signals.get_or_init(|| {
            let derived = self.derive(&self.deriver, looked)?;
            Some(derived.accounts)
        });
        signals.as_ref()
    }

    fn derive(&self, deriver: &Deriver, looked: &Looked) -> Option<Derived> {
        let records = self.memory.read(looked)?;
        let currency = self.rulebook.currency.as_deref().and_then(Currency::new);
        let tenant = records.tenant.tenant();
        let as_of = AsOf::new(tenant, looked.as_of(), currency).ok()?;
        Some(deriver.derive([&records.account], &as_of))
    }

    /// Decides examples of one tenant and day together.
    pub(super) fn decide_all(&mut self, examples: &[Example]) -> Option<Vec<Decision>> {
        let examples: Vec<Cow<'_, Example>> = examples.iter().map(|one| self.spoil(one)).collect();
        let first = examples.first()?;
        let looked = self.memory.of(first);
        let tenant = &self.memory.read(&looked)?.tenant;
        let account = |example: &Cow<'_, Example>| {
            let looked = self.memory.of(example);
            Some(self.memory.read(&looked)?.account.clone())
        };
        let accounts: Option<Vec<Account>> = examples.iter().map(account).collect();
        let decided = self
            .engine
            .decide_batch(&mut self.scratch, &accounts?, tenant, first.as_of);
        let mut decided = decided.ok()?;
        for (place, (decision, example)) in decided.iter_mut().zip(&examples).enumerate() {
            self.answered += 1;
            let first_of_batch = place == 0 && examples.len() > 1;
            self.slip_into(decision, example, first_of_batch);
        }
        Some(decided)
    }

    /// Decides an example by a rulebook that differs in one thing.
    pub(super) fn decide_by(&mut self, variant: Variant, example: &Example) -> Option<Decision> {
        let looked = self.memory.of(example);
        let records = self.memory.read(&looked)?;
        if !self.variants.contains_key(&variant) {
            let made = self.variant(variant)?;
            self.variants.insert(variant, made);
        }
        let engine = self.variants.get(&variant)?;
        let decided = engine.decide(
            &mut self.scratch,
            &records.account,
            &records.tenant,
            example.as_of,
        );
        let mut decision = decided.ok()?;
        if variant == Variant::Turned && self.slip == Slip::OrderOfRules {
            decision.risk.points += 1;
        }
        if matches!(variant, Variant::Off(_)) && self.slip == Slip::TakesAnother {
            decision.contributions.pop();
        }
        Some(decision)
    }

    /// Decides an example by another rulebook altogether.
    pub(super) fn decide_by_other(&mut self, name: &str, example: &Example) -> Option<Decision> {
        let looked = self.memory.of(example);
        let records = self.memory.read(&looked)?;
        let engine = self.others.get(name)?;
        let decided = engine.decide(
            &mut self.scratch,
            &records.account,
            &records.tenant,
            example.as_of,
        );
        decided.ok()
    }

    /// Everything about an example: whether explaining says what deciding says.
    pub(super) fn explain(&self, example: &Example) -> Option<tenure_core::explain::Explanation> {
        let looked = self.memory.of(example);
        let records = self.memory.read(&looked)?;
        let explained = self
            .engine
            .explain(&records.account, &records.tenant, example.as_of);
        explained.ok()
    }

    fn variant(&self, variant: Variant) -> Option<Engine> {
        let mut rulebook = self.rulebook.clone();
        match variant {
            Variant::Turned => {
                rulebook.rules.reverse();
                rulebook.actions.reverse();
                rulebook.overlays.reverse();
                rulebook.groups.reverse();
            }
            Variant::Unlimited => rulebook.arbitration.limits.clear(),
            Variant::Off(rule) => {
                rulebook.arbitration.limits.clear();
                rulebook.rules.get_mut(rule)?.enabled = false;
            }
        }
        Engine::new(Arc::new(rulebook), self.plugins).ok()
    }

    /// The example as a host with a slip hands it in.
    fn spoil<'e>(&self, example: &'e Example) -> Cow<'e, Example> {
        if self.slip == Slip::None {
            return Cow::Borrowed(example);
        }
        let mut spoilt = example.clone();
        match self.slip {
            Slip::SeesTheFuture => {
                let today = example.as_of.to_string();
                let lists = spoilt.account.values_mut().filter(|value| value.is_array());
                lists.for_each(|list| no_later(list, &today));
            }
            Slip::Forgetful => {
                spoilt.account.remove("actions");
            }
            Slip::Importunate => {
                spoilt.account.remove("do_not_contact");
            }
            Slip::DeniesTheEnd => spoilt.change_list("contracts", |contracts| {
                for contract in contracts.iter_mut().filter_map(Json::as_object_mut) {
                    contract.remove("terminated_on");
                    contract.remove("status");
                }
            }),
            _ => (),
        }
        Cow::Owned(spoilt)
    }

    fn slip_into(&self, decision: &mut Decision, example: &Example, first_of_batch: bool) {
        let odd = match self.slip {
            Slip::TooManyPoints => {
                decision.risk.points += 1_000;
                return;
            }
            Slip::LostReason => {
                decision.contributions.pop();
                return;
            }
            Slip::UnknownCounts => {
                let evidence = decision
                    .contributions
                    .iter_mut()
                    .flat_map(|one| one.evidence.values_mut());
                evidence.for_each(|seen| {
                    *seen = tenure_core::decision::Evidence::Missing {
                        missing: "unknown".to_owned(),
                    };
                });
                return;
            }
            Slip::Salesman => {
                let sold = decision.actions.first().cloned().map(|mut action| {
                    "upsell".clone_into(&mut action.kind);
                    action
                });
                decision.actions.extend(sold);
                return;
            }
            Slip::Restless => self.answered.is_multiple_of(2),
            Slip::FirstOfBatch => first_of_batch,
            Slip::OrderOfRecords => example.account.values().any(falls),
            Slip::CurrencyMatters => Json::Object(example.account.clone())
                .to_string()
                .contains("\"USD\""),
            _ => false,
        };
        if odd {
            decision.risk.points += 1;
        }
    }
}

/// Whether the first record of a list stands after the last.
fn falls(list: &Json) -> bool {
    let text = |record: Option<&Json>| record.map(Json::to_string);
    let list = list.as_array();
    list.is_some_and(|list| text(list.first()) > text(list.last()))
}

/// Dates after today become today.
fn no_later(value: &mut Json, today: &str) {
    match value {
        Json::String(text) if is_date(text) && text.get(..10) > Some(today) => {
            today.clone_into(text);
        }
        Json::Array(items) => items.iter_mut().for_each(|item| no_later(item, today)),
        Json::Object(fields) => fields.values_mut().for_each(|field| no_later(field, today)),
        Json::String(_) | Json::Null | Json::Bool(_) | Json::Number(_) => (),
    }
}

/// Whether a text begins with a day.
pub(super) fn is_date(text: &str) -> bool {
    text.get(..10)
        .is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok())
}
