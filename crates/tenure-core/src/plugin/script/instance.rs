//! A script at work.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{Datelike, NaiveDate};
use rhai::grain::Vm;
use rhai::{CallFnOptions, Dynamic, Engine, EvalAltResult, INT, ImmutableString, Scope};
use tenure_rules::Parameter;

use super::host::{self, Meter};
use super::limits::{VARIABLES, with_stack};
use super::{FUNCTION, Machine, Script, functions};
use crate::plugin::batch::{Batch, Values};
use crate::plugin::description::Description;
use crate::plugin::error::{PluginError, PluginErrorKind};
use crate::plugin::limits::Usage;
use crate::plugin::scored::Scored;
use crate::plugin::{Instance, Parameters};

/// The parts of the day that a script sees.
const DAY: [&str; 5] = ["year", "month", "day", "ordinal", "weekday"];

/// What a script sees of a row, and what it says of it.
#[derive(Debug, Default)]
struct Desk {
    /// By slot: inputs, then parameters, then parts of the day.
    cells: Vec<Dynamic>,
    /// By reason.
    points: Vec<i64>,
    /// By action.
    proposed: Vec<bool>,
}

/// The account, in a script.
#[derive(Debug, Clone)]
struct Account;

/// A namespace of the account, by its number.
#[derive(Debug, Clone)]
struct Space(usize);

/// One instance, of one thread.
pub(super) struct ScriptInstance {
    script: Arc<Script>,
    machine: Machine,
    engine: Engine,
    meter: Arc<Meter>,
    desk: Arc<Mutex<Desk>>,
    /// The words of each input's dictionary, as rhai has them.
    words: Vec<Vec<Dynamic>>,
}

impl fmt::Debug for ScriptInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScriptInstance({})", self.script.description.id)
    }
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ScriptInstance {
    pub(super) fn new(
        script: Arc<Script>,
        machine: Machine,
        parameters: &Parameters,
        fuel: u64,
    ) -> Self {
        let meter = Arc::new(Meter::default());
        let mut engine = host::bare();
        engine.set_max_variables(VARIABLES + script.arguments.len());
        host::meter(&mut engine, meter.clone(), fuel);
        functions::register(&mut engine, &mut Vec::new());
        let description = &script.description;
        let desk = Arc::new(Mutex::new(Desk {
            cells: cells(description, parameters),
            points: vec![0; description.reasons.len()],
            proposed: vec![false; description.actions.len()],
        }));
        register_account(&mut engine, description, &desk);
        register_words(&mut engine, description, &desk);
        Self {
            words: vec![Vec::new(); description.inputs.len()],
            script,
            machine,
            engine,
            meter,
            desk,
        }
    }

    /// Takes over the words of a batch.
    fn take_words(&mut self, batch: &Batch<'_>) {
        for (words, input) in self.words.iter_mut().zip(batch.inputs()) {
            words.clear();
            if let Values::Text { dictionary, .. } = input.values {
                let word = |word: &Arc<str>| Dynamic::from(ImmutableString::from(&**word));
                words.extend(dictionary.iter().map(word));
            }
        }
    }

    /// Shows a row to the script, with nothing said yet.
    fn show(&self, batch: &Batch<'_>, row: usize) {
        let mut desk = lock(&self.desk);
        let Desk {
            cells,
            points,
            proposed,
        } = &mut *desk;
        for ((cell, input), words) in cells.iter_mut().zip(batch.inputs()).zip(&self.words) {
            *cell = if input.is_known(row) {
                value(input.values, row, words)
            } else {
                Dynamic::UNIT
            };
        }
        points.fill(0);
        proposed.fill(false);
    }

    fn show_day(&self, day: Option<NaiveDate>) {
        let Some(day) = day else {
            return;
        };
        let parts = [
            INT::from(day.year()),
            INT::from(day.month()),
            INT::from(day.day()),
            INT::from(day.ordinal()),
            INT::from(day.weekday().number_from_monday()),
        ];
        let mut desk = lock(&self.desk);
        let tail = desk.cells.iter_mut().rev().zip(parts.into_iter().rev());
        tail.for_each(|(cell, part)| *cell = Dynamic::from(part));
    }

    /// Adds what the script said of a row.
    fn tell(&self, row: u32, out: &mut Scored) {
        let desk = lock(&self.desk);
        for (reason, points) in (0_u16..).zip(&desk.points) {
            match i32::try_from(*points) {
                Ok(0) => {}
                Ok(points) => out.give(row, reason, points),
                Err(_) => {
                    let why = format!("it gave {points} points under one reason");
                    out.fail(row, PluginError::new(PluginErrorKind::BadOutput, why));
                    return;
                }
            }
        }
        let proposed = (0_u16..)
            .zip(&desk.proposed)
            .filter(|(_, proposed)| **proposed);
        proposed.for_each(|(action, _)| out.propose(row, action));
    }

    fn score_all(&mut self, batch: &Batch<'_>, out: &mut Scored) -> Usage {
        self.take_words(batch);
        self.show_day(batch.as_of());
        let mut fuel = 0_u64;
        let mut scope = Scope::new();
        let mut vm = self.fresh();
        for row in 0..batch.rows() {
            self.show(batch, row as usize);
            self.meter.begin_row();
            let called = self.call(vm.as_mut(), &mut scope);
            fuel = fuel.saturating_add(self.meter.of_row());
            match called {
                Ok(()) => self.tell(row, out),
                Err(error) => {
                    out.fail(row, self.script.source.stopped(&error));
                    scope.clear();
                    vm = self.fresh();
                }
            }
        }
        Usage { fuel, memory: 0 }
    }

    /// A machine that has seen nothing.
    fn fresh(&self) -> Option<Vm<'_>> {
        self.meter.restart();
        match self.machine {
            Machine::Bytecode => Some(Vm::new(&self.engine)),
            Machine::Tree => None,
        }
    }

    /// The account, and what the entry takes besides.
    fn arguments(&self) -> Vec<Dynamic> {
        let desk = lock(&self.desk);
        let cell = |slot: &usize| desk.cells.get(*slot).cloned().unwrap_or(Dynamic::UNIT);
        let besides = self.script.arguments.iter().map(cell);
        std::iter::once(Dynamic::from(Account))
            .chain(besides)
            .collect()
    }

    fn call(
        &self,
        vm: Option<&mut Vm<'_>>,
        scope: &mut Scope<'_>,
    ) -> Result<(), Box<EvalAltResult>> {
        let options = CallFnOptions::new().eval_ast(false).rewind_scope(true);
        let (program, ast) = (&self.script.program, &self.script.ast);
        let arguments = self.arguments();
        match vm {
            Some(vm) => {
                vm.call_fn_with_options::<Dynamic>(options, scope, program, FUNCTION, arguments)
            }
            None => {
                self.meter.restart();
                self.engine
                    .call_fn_with_options::<Dynamic>(options, scope, ast, FUNCTION, arguments)
            }
        }
        .map(drop)
    }
}

impl Instance for ScriptInstance {
    fn score(&mut self, batch: &Batch<'_>, out: &mut Scored) -> Result<Usage, PluginError> {
        Ok(with_stack(|| self.score_all(batch, out)))
    }
}

/// The cells of a desk, with the parameters.
fn cells(description: &Description, parameters: &Parameters) -> Vec<Dynamic> {
    let mut cells = vec![Dynamic::UNIT; description.inputs.len()];
    let given = description.parameters.iter();
    cells.extend(
        given.map(|parameter| match parameters.get(&parameter.name) {
            Some(Parameter::Int(int)) => Dynamic::from(*int),
            Some(Parameter::Float(float)) => Dynamic::from(*float),
            Some(Parameter::Bool(truth)) => Dynamic::from(*truth),
            Some(Parameter::Text(text)) => Dynamic::from(ImmutableString::from(text.as_str())),
            Some(Parameter::List(_) | Parameter::Table(_)) | None => Dynamic::UNIT,
        }),
    );
    if description.reads_day {
        cells.extend(vec![Dynamic::UNIT; DAY.len()]);
    }
    cells
}

fn value(values: Values<'_>, row: usize, words: &[Dynamic]) -> Dynamic {
    let value = match values {
        Values::Int(values) => values.get(row).map(|value| Dynamic::from(*value)),
        Values::Float(values) => values.get(row).map(|value| Dynamic::from(*value)),
        Values::Bool(values) => values.get(row).map(|value| Dynamic::from(*value != 0)),
        Values::Text { codes, .. } => {
            let code = codes.get(row).map(|code| *code as usize);
            code.and_then(|code| words.get(code).cloned())
        }
    };
    value.unwrap_or(Dynamic::UNIT)
}

/// The names that a script reads: namespace, name and slot.
pub(super) fn slots(description: &Description) -> Vec<(&str, &str, usize)> {
    let inputs = description
        .inputs
        .iter()
        .filter_map(|input| input.signal.split_once('.'));
    let parameters = description
        .parameters
        .iter()
        .map(|parameter| ("parameters", parameter.name.as_str()));
    let day = DAY
        .iter()
        .map(|part| ("day", *part))
        .filter(|_| description.reads_day);
    let all = inputs.chain(parameters).chain(day);
    all.enumerate()
        .map(|(slot, (space, name))| (space, name, slot))
        .collect()
}

/// `a.namespace.name`, for all that is declared.
fn register_account(engine: &mut Engine, description: &Description, desk: &Arc<Mutex<Desk>>) {
    let slots = slots(description);
    let mut spaces: Vec<&str> = slots.iter().map(|(space, ..)| *space).collect();
    spaces.sort_unstable();
    spaces.dedup();
    engine.register_type_with_name::<Account>("account");
    engine.register_type_with_name::<Space>("namespace");
    for (number, space) in spaces.iter().enumerate() {
        engine.register_get(*space, move |_: &mut Account| Space(number));
    }
    let mut by_name: HashMap<&str, Vec<Option<usize>>> = HashMap::new();
    for (space, name, slot) in &slots {
        let of_space = by_name
            .entry(name)
            .or_insert_with(|| vec![None; spaces.len()]);
        let place = spaces
            .binary_search(space)
            .ok()
            .and_then(|place| of_space.get_mut(place));
        place.into_iter().for_each(|place| *place = Some(*slot));
    }
    for (name, of_space) in by_name {
        let desk = desk.clone();
        let undeclared = format!("`{name}` was not declared under this namespace");
        engine.register_get(
            name,
            move |space: &mut Space| -> Result<Dynamic, Box<EvalAltResult>> {
                let slot = of_space.get(space.0).copied().flatten();
                let cell = slot.and_then(|slot| lock(&desk).cells.get(slot).cloned());
                cell.ok_or_else(|| functions::failed(&undeclared))
            },
        );
    }
}

/// `points` and `propose`.
fn register_words(engine: &mut Engine, description: &Description, desk: &Arc<Mutex<Desk>>) {
    let numbers = |codes: &[crate::plugin::Code]| -> HashMap<String, usize> {
        codes
            .iter()
            .enumerate()
            .map(|(number, code)| (code.code.clone(), number))
            .collect()
    };
    let (reasons, own) = (numbers(&description.reasons), desk.clone());
    engine.register_fn(
        "points",
        move |code: ImmutableString, points: INT| -> Result<(), Box<EvalAltResult>> {
            let number = reasons.get(code.as_str());
            let undeclared =
                || functions::failed(&format!("`{code}` was not declared under [reasons]"));
            let number = number.ok_or_else(undeclared)?;
            let mut desk = lock(&own);
            let Some(sum) = desk.points.get_mut(*number) else {
                return Ok(());
            };
            *sum = sum
                .checked_add(points)
                .ok_or_else(|| functions::failed("the points are beyond 64 bits"))?;
            Ok(())
        },
    );
    let (actions, own) = (numbers(&description.actions), desk.clone());
    engine.register_fn(
        "propose",
        move |code: ImmutableString| -> Result<(), Box<EvalAltResult>> {
            let number = actions.get(code.as_str());
            let undeclared =
                || functions::failed(&format!("`{code}` was not declared under [actions]"));
            let number = number.ok_or_else(undeclared)?;
            if let Some(proposed) = lock(&own).proposed.get_mut(*number) {
                *proposed = true;
            }
            Ok(())
        },
    );
}
