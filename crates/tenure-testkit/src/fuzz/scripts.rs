//! Any text as a script plugin.

use chrono::NaiveDate;
use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Value};
use tenure_core::plugin::script::{Machine, ScriptPlugin};
use tenure_core::plugin::{Binding, Limits, Parameters, Plugin, PluginError, RowVerdict, Runner};

use super::failed;
use crate::differ::Difference;
use crate::hostile::HEADER;

/// Rows of a batch.
const ROWS: u32 = 5;

/// Scripts: what is refused is told, and what is taken ends within its limits and says the same by both machines.
#[derive(Debug, Clone, Default)]
pub struct ScriptText(());

impl ScriptText {
    /// A target.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs one input.
    ///
    /// # Errors
    /// A text is refused without a word or outside its lines, or the machines say different things of a row.
    pub fn run(&self, bytes: &[u8]) -> Result<(), Box<Difference>> {
        self.run_beside(bytes, Machine::Tree, |said| said)
    }

    /// Runs one input beside another machine whose answers were changed on the way, which should be found.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub fn run_beside(
        &self,
        bytes: &[u8],
        machine: Machine,
        change: fn(Vec<RowVerdict>) -> Vec<RowVerdict>,
    ) -> Result<(), Box<Difference>> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Ok(());
        };
        let text = match text.starts_with("/*---") {
            true => text.to_owned(),
            false => format!("{HEADER}{text}"),
        };
        let plugin = match ScriptPlugin::parse("fuzz.rhai", &text) {
            Ok(plugin) => plugin,
            Err(error) => return placed(&error, &text),
        };
        // What is told of it without running it must not fail either.
        drop(plugin.mistakes());
        let beside = said(&plugin, machine).map(change);
        agree(&text, said(&plugin, Machine::Bytecode), beside)
    }
}

/// A refused script is told in words, and in one of its lines.
fn placed(error: &PluginError, text: &str) -> Result<(), Box<Difference>> {
    let lines = text.split('\n').count() as u32 + 1;
    let inside = |line: u32| (1..=lines).contains(&line);
    if error.text().is_empty() || !error.place().is_none_or(|place| inside(place.line)) {
        return Err(failed("a script refused without its place", error));
    }
    Ok(())
}

fn agree(
    text: &str,
    one: Result<Vec<RowVerdict>, PluginError>,
    other: Result<Vec<RowVerdict>, PluginError>,
) -> Result<(), Box<Difference>> {
    let [one, other] = [one, other].map(|said| said.map(|rows| rows.iter().map(word).collect()));
    let same = match (&one, &other) {
        (Ok(one), Ok(other)) => one == other,
        (Err(one), Err(other)) => one.kind() == other.kind(),
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    };
    let told = |said: Result<Vec<String>, PluginError>| format!("{said:?}");
    if same {
        return Ok(());
    }
    Err(Box::new(Difference {
        what: "a script by both machines".to_owned(),
        engine: told(one),
        reference: told(other),
        story: text.to_owned(),
    }))
}

/// What is compared of a row: all that was said, or the kind of the failure, which each machine words for itself.
fn word(row: &RowVerdict) -> String {
    match row {
        RowVerdict::Failed(error) => format!("failed: {}", error.kind().as_str()),
        RowVerdict::Judged { .. } => format!("{row:?}"),
    }
}

fn said(plugin: &ScriptPlugin, machine: Machine) -> Result<Vec<RowVerdict>, PluginError> {
    let description = plugin.description();
    let parameters = description.parameters(&Parameters::new())?;
    let limits = Limits::default();
    let binding = Binding {
        id: "fuzz",
        parameters: &parameters,
        limits: &limits,
    };
    let bound = plugin.bind_to(machine, &binding)?;
    let days = days();
    let columns: Vec<Option<&Column>> = description.inputs.iter().map(|_| Some(&days)).collect();
    let rows: Vec<u32> = (0..ROWS).collect();
    let mut said = Vec::new();
    let mut runner = Runner::new(bound, description.max_points);
    let today = NaiveDate::default();
    runner.run(description, today, &columns, &rows, &mut said);
    Ok(said)
}

fn days() -> Column {
    let mut days = ColumnBuilder::new(DataType::Int);
    (0..ROWS).for_each(|row| days.push(Cell::Known(Value::Int(i64::from(row)))));
    days.finish()
}
