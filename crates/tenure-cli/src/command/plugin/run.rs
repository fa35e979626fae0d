//! `tenure plugin run`: what a plugin does with accounts.

mod tell;

use std::io::{self, Write};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use tenure::plugin::{Binding, Description, Limits, Plugin, RowVerdict, Runner, Usage};
use tenure::signals::{AsOf, Column, Derived, Deriver, SignalId, View, built_in};

use super::{check, find, settings};
use crate::args::PluginRunArgs;
use crate::command::{Outcome, stdout};
use crate::failure::Failure;
use crate::plugins::{self, Made};
use crate::quality::Quality;
use crate::source::{self, Source};

pub(super) fn run(args: &PluginRunArgs) -> Result<Outcome, Failure> {
    let path = find::plugin(&args.file)?;
    let opened = plugins::open(&path)?;
    check::inputs_are_there(&opened, &path)?;
    let description = opened.plugin.description();
    let mut trial = Trial::of(&*opened.plugin, args)?;
    let mut source = source::open(&args.data())?.with_facts(args.as_of)?;
    let accounts = trial.accounts(&mut source, args)?;
    trial.judge(description, &opened.made, args, &accounts);
    let mut out = stdout();
    trial.write(description, &opened.made, args.top, &mut out)?;
    out.flush()?;
    source.quality.write(&mut io::stderr().lock())?;
    Ok(trial.outcome(&source.quality))
}

fn refused(error: &dyn std::fmt::Display) -> Failure {
    Failure::Refused(error.to_string())
}

/// A plugin at work, and what came of it.
struct Trial {
    runner: Runner,
    signals: Vec<Option<SignalId>>,
    deriver: Deriver,
    ids: Vec<String>,
    /// The rows that were sent, with what was said of each.
    sent: Vec<u32>,
    verdicts: Vec<RowVerdict>,
    /// For each input: of how many accounts it is not known.
    unknown: Vec<usize>,
    usage: Usage,
    /// What the costliest batch took: for scripts, whose limit is a row's, the costliest row.
    costliest: Cost,
    took: Duration,
}

/// What so many rows took together.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    fuel: u64,
    rows: usize,
}

impl Trial {
    fn of(plugin: &dyn Plugin, args: &PluginRunArgs) -> Result<Self, Failure> {
        let description = plugin.description();
        let given = settings::given(description, &args.set)?;
        let parameters = description
            .parameters(&given)
            .map_err(|error| refused(&error))?;
        let binding = Binding {
            id: &description.id,
            parameters: &parameters,
            limits: &Limits::default(),
        };
        let bound = plugin.bind(&binding).map_err(|error| refused(&error))?;
        let dictionary = built_in();
        let signals: Vec<Option<SignalId>> = description
            .inputs
            .iter()
            .map(|input| dictionary.find(&input.signal))
            .collect();
        Ok(Self {
            runner: Runner::new(bound, description.max_points),
            deriver: Deriver::new(&dictionary, [], signals.iter().copied().flatten()),
            unknown: vec![0; signals.len()],
            signals,
            ids: Vec::new(),
            sent: Vec::new(),
            verdicts: Vec::new(),
            usage: Usage::default(),
            costliest: Cost::default(),
            took: Duration::ZERO,
        })
    }

    /// The columns of all accounts.
    fn accounts(&mut self, source: &mut Source, args: &PluginRunArgs) -> Result<Derived, Failure> {
        let as_of = AsOf::new(&source.tenant, args.as_of, None).map_err(|error| refused(&error))?;
        let mut deriving = self.deriver.begin(&as_of);
        let mut accounts = source.portfolio.accounts()?;
        while let Some(candidate) = accounts.next()? {
            source.quality.add(&candidate);
            if let Ok(read) = &candidate.read {
                self.ids.push(read.value.id.to_string());
                deriving.add(&View::new(&read.value, &as_of));
            }
        }
        Ok(deriving.finish())
    }

    fn judge(
        &mut self,
        description: &Description,
        made: &Made,
        args: &PluginRunArgs,
        accounts: &Derived,
    ) {
        let column = |signal: &Option<SignalId>| accounts.accounts.column(signal.as_ref()?.index());
        let columns: Vec<Option<&Column>> = self.signals.iter().map(column).collect();
        self.choose(description, &columns);
        let started = Instant::now();
        self.send(description, args.as_of, &columns, tenure::plugin::MAX_ROWS);
        self.took = started.elapsed();
        match made {
            // The limit of a script is a row's: once more, row by row.
            Made::Script { .. } => {
                let (usage, verdicts) = (self.usage, std::mem::take(&mut self.verdicts));
                self.costliest = Cost::default();
                self.send(description, args.as_of, &columns, 1);
                (self.usage, self.verdicts) = (usage, verdicts);
            }
            #[cfg(feature = "wasm")]
            Made::Wasm(_) => {}
        }
    }

    /// Has the rows judged in batches of a size.
    fn send(
        &mut self,
        description: &Description,
        as_of: NaiveDate,
        columns: &[Option<&Column>],
        size: usize,
    ) {
        for rows in self.sent.chunks(size) {
            let verdicts = &mut self.verdicts;
            let usage = self.runner.run(description, as_of, columns, rows, verdicts);
            self.usage = self.usage.and(usage);
            if usage.fuel >= self.costliest.fuel {
                self.costliest = Cost {
                    fuel: usage.fuel,
                    rows: rows.len(),
                };
            }
        }
    }

    /// Sends the rows of which every required input is known, and counts what is not.
    fn choose(&mut self, description: &Description, columns: &[Option<&Column>]) {
        for row in 0..self.ids.len() {
            let mut whole = true;
            let inputs = description.inputs.iter().zip(columns);
            for ((input, column), unknown) in inputs.zip(&mut self.unknown) {
                let known = column.is_some_and(|column| column.cell(row).known().is_some());
                *unknown += usize::from(!known);
                whole &= known || !input.required;
            }
            if whole {
                self.sent.push(row as u32);
            }
        }
    }

    fn failed(&self) -> usize {
        self.verdicts
            .iter()
            .filter(|verdict| matches!(verdict, RowVerdict::Failed(_)))
            .count()
    }

    fn outcome(&self, quality: &Quality) -> Outcome {
        if self.failed() > 0 {
            Outcome::AccountsRefused
        } else {
            Outcome::of(quality)
        }
    }
}
