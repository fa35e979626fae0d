//! `tenure plugin run`: what a plugin does with accounts.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use tenure::plugin::{Binding, Description, Limits, Parameters, Plugin, RowVerdict, Runner, Usage};
use tenure::rulebook::Parameter;
use tenure::signals::{AsOf, Column, Derived, Deriver, SignalId, SignalType, View, built_in};

use crate::args::PluginRunArgs;
use crate::command::{Outcome, stdout};
use crate::failure::Failure;
use crate::quality::Quality;
use crate::source::{self, Source};

pub(super) fn run(args: &PluginRunArgs) -> Result<Outcome, Failure> {
    let plugin = crate::plugins::load(&args.plugin)?;
    let description = plugin.description();
    let mut source = source::open(&args.data)?.with_facts(args.data.as_of)?;
    let mut told = Told::of(&*plugin, args)?;
    let accounts = told.accounts(&mut source, args)?;
    told.judge(description, args, &accounts)?;
    let mut out = stdout();
    told.write(description, args.top, &mut out)?;
    out.flush()?;
    source.quality.write(&mut io::stderr().lock())?;
    Ok(told.outcome(&source.quality))
}

fn refused(error: &dyn std::fmt::Display) -> Failure {
    Failure::Refused(error.to_string())
}

/// The parameters that were set: by the types of the description.
fn parameters(description: &Description, set: &[String]) -> Result<Parameters, Failure> {
    let mut given = Parameters::new();
    for setting in set {
        let Some((name, value)) = setting.split_once('=') else {
            return Err(Failure::Refused(format!(
                "`{setting}` sets nothing: write `name=value`"
            )));
        };
        let ty = description
            .parameters
            .iter()
            .find(|known| known.name == name)
            .map(|known| known.ty);
        given.insert(name.to_owned(), parameter(ty, value));
    }
    description
        .parameters(&given)
        .map_err(|error| refused(&error))
}

/// A value by its type; what does not fit stays a text, which is refused with its name.
fn parameter(ty: Option<SignalType>, value: &str) -> Parameter {
    let read = match ty {
        Some(SignalType::Int) => value.parse().ok().map(Parameter::Int),
        Some(SignalType::Float) => value.parse().ok().map(Parameter::Float),
        Some(SignalType::Bool) => value.parse().ok().map(Parameter::Bool),
        Some(SignalType::Text) | None => None,
    };
    read.unwrap_or_else(|| Parameter::Text(value.to_owned()))
}

/// A plugin at work, and what came of it.
struct Told {
    runner: Runner,
    signals: Vec<Option<SignalId>>,
    deriver: Deriver,
    ids: Vec<String>,
    /// The rows that were sent, with what was said of each.
    sent: Vec<u32>,
    verdicts: Vec<RowVerdict>,
    usage: Usage,
    took: Duration,
}

impl Told {
    fn of(plugin: &dyn Plugin, args: &PluginRunArgs) -> Result<Self, Failure> {
        let description = plugin.description();
        let parameters = parameters(description, &args.set)?;
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
            signals,
            ids: Vec::new(),
            sent: Vec::new(),
            verdicts: Vec::new(),
            usage: Usage::default(),
            took: Duration::ZERO,
        })
    }

    /// The columns of all accounts.
    fn accounts(&mut self, source: &mut Source, args: &PluginRunArgs) -> Result<Derived, Failure> {
        let as_of =
            AsOf::new(&source.tenant, args.data.as_of, None).map_err(|error| refused(&error))?;
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
        args: &PluginRunArgs,
        accounts: &Derived,
    ) -> Result<(), Failure> {
        let column = |signal: &Option<SignalId>| accounts.accounts.column(signal.as_ref()?.index());
        let columns: Vec<Option<&Column>> = self.signals.iter().map(column).collect();
        let required = |row: usize| {
            let inputs = description.inputs.iter().zip(&columns);
            let mut required = inputs.filter(|(input, _)| input.required);
            required
                .all(|(_, column)| column.is_some_and(|column| column.cell(row).known().is_some()))
        };
        self.sent = (0..self.ids.len())
            .filter(|row| required(*row))
            .map(|row| row as u32)
            .collect();
        let started = Instant::now();
        self.usage = self.runner.run(
            description,
            args.data.as_of,
            &columns,
            &self.sent,
            &mut self.verdicts,
        );
        self.took = started.elapsed();
        Ok(())
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

    fn write(&self, description: &Description, top: usize, out: &mut dyn Write) -> io::Result<()> {
        let told = self.sent.iter().zip(&self.verdicts);
        let mut said = told
            .filter_map(|(row, verdict)| Some((self.ids.get(*row as usize)?, verdict)))
            .filter(|(_, verdict)| says_something(verdict));
        let most = if top == 0 { usize::MAX } else { top };
        for (id, verdict) in said.by_ref().take(most) {
            writeln!(out, "{id:<24} {}", words(description, verdict))?;
        }
        let more = said.count();
        if more > 0 {
            writeln!(out, "… and {more} more; --top 0 shows them all")?;
        }
        self.write_usage(description, out)
    }

    fn write_usage(&self, description: &Description, out: &mut dyn Write) -> io::Result<()> {
        let (all, sent) = (self.ids.len(), self.sent.len());
        let rows = sent.max(1) as u64;
        writeln!(out)?;
        writeln!(
            out,
            "{} {}: {sent} of {all} accounts sent, {} failed",
            description.id,
            description.version,
            self.failed()
        )?;
        writeln!(
            out,
            "fuel {} a row, memory {} KiB, {} us a row",
            self.usage.fuel / rows,
            self.usage.memory / 1024,
            self.took.as_micros() / u128::from(rows)
        )
    }
}

fn says_something(verdict: &RowVerdict) -> bool {
    match verdict {
        RowVerdict::Judged { points, actions } => !points.is_empty() || !actions.is_empty(),
        RowVerdict::Failed(_) => true,
    }
}

fn words(description: &Description, verdict: &RowVerdict) -> String {
    let (points, actions) = match verdict {
        RowVerdict::Judged { points, actions } => (points, actions),
        RowVerdict::Failed(error) => return format!("failed: {error}"),
    };
    let reasons = points.iter().filter_map(|(reason, points)| {
        Some(format!(
            "{points:+} {}",
            description.reasons.get(usize::from(*reason))?.code
        ))
    });
    let actions = actions.iter().filter_map(|action| {
        Some(format!(
            "proposes {}",
            description.actions.get(usize::from(*action))?.code
        ))
    });
    reasons.chain(actions).collect::<Vec<_>>().join(", ")
}
