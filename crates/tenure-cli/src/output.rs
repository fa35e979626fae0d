//! Decisions as they go out: a table at the end, or one after the other.

mod calendar;
mod rows;
pub(crate) mod work;

use std::io::{self, BufWriter, StdoutLock, Write};

use tenure_model::{Account, Tenant};

use crate::args::{Format, ScoreArgs};
use crate::facade::{Decision, Engine, TenantDecision};
use crate::failure::Failure;
use crate::render::colour::Colour;
use crate::render::summary::Summary;
use crate::render::table::{Look, Table, Teller, Worth, is_open};

/// A decided account.
pub(crate) struct Decided<'d> {
    /// The account.
    pub(crate) account: &'d Account,
    /// What was decided.
    pub(crate) decision: &'d Decision,
    /// What it is worth.
    pub(crate) worth: Worth,
}

/// Where decisions go.
pub(crate) struct Output<'o> {
    out: BufWriter<StdoutLock<'static>>,
    teller: Teller<'o>,
    form: Form<'o>,
}

enum Form<'o> {
    Table {
        table: Table,
        summary: Summary,
        look: Look,
        tenant: &'o Tenant,
    },
    Json {
        first: bool,
    },
    Jsonl,
    Csv,
}

impl<'o> Output<'o> {
    /// An output of the format asked for.
    pub(crate) fn new(
        args: &ScoreArgs,
        engine: &Engine,
        tenant: &'o Tenant,
        out: BufWriter<StdoutLock<'static>>,
    ) -> Self {
        let form = match args.format {
            Format::Table => Form::Table {
                table: Table::default(),
                summary: Summary::default(),
                look: Look::new(args.lang, Colour::wanted(&io::stdout()), engine, args.top),
                tenant,
            },
            Format::Json => Form::Json { first: true },
            Format::Jsonl => Form::Jsonl,
            Format::Csv => Form::Csv,
        };
        Self {
            out,
            teller: Teller {
                language: args.lang,
                tenant,
            },
            form,
        }
    }

    /// What stands before all decisions.
    pub(crate) fn begin(&mut self) -> Result<(), Failure> {
        match self.form {
            Form::Json { .. } => self.out.write_all(b"[")?,
            Form::Csv => rows::header(&mut self.out)?,
            Form::Table { .. } | Form::Jsonl => {}
        }
        Ok(())
    }

    /// A decision, in the order of the input.
    pub(crate) fn decided(&mut self, decided: &Decided<'_>) -> Result<(), Failure> {
        let decision = decided.decision;
        match &mut self.form {
            Form::Table { table, summary, .. } => {
                let name = decided.account.name.as_deref();
                table.add(
                    self.teller.entry(decision, name, decided.worth),
                    decided.worth,
                );
                summary.add(decision);
            }
            Form::Json { first } => {
                self.out.write_all(if *first { b"\n" } else { b",\n" })?;
                *first = false;
                json(&mut self.out, decision)?;
            }
            Form::Jsonl => {
                json(&mut self.out, decision)?;
                self.out.write_all(b"\n")?;
            }
            Form::Csv => rows::row(&mut self.out, &self.teller, decided)?,
        }
        Ok(())
    }

    /// What is to be done for the tenant itself; the table tells it, for the other formats have a line an account.
    pub(crate) fn of_tenant(&mut self, decision: &TenantDecision) {
        match &mut self.form {
            Form::Table { summary, .. } => {
                let actions = decision.actions.iter().filter(|action| is_open(action));
                summary.of_tenant(actions.map(|action| self.teller.action(action)).collect());
            }
            Form::Json { .. } | Form::Jsonl | Form::Csv => {}
        }
    }

    /// Hands on what was written so far.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// What stands after all decisions.
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        match &mut self.form {
            Form::Table {
                table,
                summary,
                look,
                tenant,
            } => {
                table.write(&mut self.out, look)?;
                summary.write(&mut self.out, look, table, tenant)?;
            }
            Form::Json { .. } => self.out.write_all(b"\n]\n")?,
            Form::Jsonl | Form::Csv => {}
        }
        self.flush()
    }
}

fn json(out: &mut impl Write, decision: &Decision) -> Result<(), Failure> {
    serde_json::to_writer(out, decision).map_err(|error| io::Error::from(error).into())
}
