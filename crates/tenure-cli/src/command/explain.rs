//! `tenure explain`: one account in full.

use std::io::{self, Write};

use chrono::{Days, NaiveDate};
use serde::Serialize;
use tenure_model::Account;

use super::{Outcome, stdout};
use crate::args::{ExplainArgs, Form};
use crate::facade::{Engine, Explanation, Move, NextChange, PreparedTenant, engine};
use crate::failure::Failure;
use crate::input::Portfolio;
use crate::nearest::did_you_mean;
use crate::quality::Quality;
use crate::render::colour::Colour;
use crate::render::explain::Telling;
use crate::render::page::Page;
use crate::render::table::{Look, Teller};
use crate::source;

pub(super) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let engine = engine(args.rulebook.as_deref())?;
    let source = source::open(&args.data)?.with_facts(args.data.as_of)?;
    let tenant = PreparedTenant::new(source.tenant)?;
    let Some(account) = find(&source.portfolio, &args.account)? else {
        return Ok(Outcome::AccountsRefused);
    };
    let mut out = stdout();
    tell(args, &engine, &tenant, &account, &mut out)?;
    out.flush()?;
    Ok(Outcome::Fine)
}

fn tell(
    args: &ExplainArgs,
    engine: &Engine,
    tenant: &PreparedTenant,
    account: &Account,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let as_of = args.data.as_of;
    let telling = Told::new(args, engine, tenant);
    match &args.why_not {
        Some(name) => {
            let why = engine.why_not(account, tenant, as_of, name)?;
            telling.tell(out, &why, |told, page| told.why_not(page, &why))
        }
        None => {
            let everything = Everything::of(engine, account, tenant, as_of)?;
            let name = account.name.as_deref();
            telling.tell(out, &everything, |told, page| {
                told.explanation(page, name, &everything.explanation)?;
                told.ahead(page, as_of, everything.next_change.as_ref())?;
                told.moves(page, &everything.what_would_change)?;
                told.made_from(page, &everything.explanation)
            })
        }
    }
}

/// How far ahead the next change is looked for, in days.
const AHEAD: u64 = 365;

/// An explanation with what comes next and what would change it.
#[derive(Serialize)]
struct Everything {
    #[serde(flatten)]
    explanation: Explanation,
    /// The next change that comes by itself within a year.
    next_change: Option<NextChange>,
    /// Of each signal that people can move, the smallest change that leaves the band.
    what_would_change: Vec<Move>,
}

impl Everything {
    fn of(
        engine: &Engine,
        account: &Account,
        tenant: &PreparedTenant,
        as_of: NaiveDate,
    ) -> Result<Self, Failure> {
        let until = as_of.checked_add_days(Days::new(AHEAD)).unwrap_or(as_of);
        let mut session = engine.session();
        Ok(Self {
            explanation: engine.explain(account, tenant, as_of)?,
            next_change: session.next_change(account, tenant, as_of, until)?,
            what_would_change: session.what_would_change(account, tenant, as_of)?,
        })
    }
}

/// For people or for programs.
struct Told<'t> {
    form: Form,
    colour: Colour,
    telling: Telling<'t>,
}

impl<'t> Told<'t> {
    fn new(args: &ExplainArgs, engine: &Engine, tenant: &'t PreparedTenant) -> Self {
        let colour = Colour::wanted(&io::stdout());
        Self {
            form: args.format,
            colour,
            telling: Telling {
                teller: Teller {
                    language: args.lang,
                    tenant: tenant.tenant(),
                },
                look: Look::new(args.lang, colour, engine, 0),
            },
        }
    }

    fn tell(
        &self,
        mut out: &mut dyn Write,
        value: &impl Serialize,
        write: impl FnOnce(&Telling<'t>, &mut Page<'_>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        match self.form {
            Form::Text => write(&self.telling, &mut Page::new(out, self.colour))?,
            Form::Json => {
                serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
        Ok(())
    }
}

/// The account of an id; none, once its errors are told, where it was refused.
fn find(portfolio: &Portfolio, id: &str) -> Result<Option<Account>, Failure> {
    let mut accounts = portfolio.accounts()?;
    let mut ids = Vec::new();
    let mut nameless = Quality::new(&[]);
    while let Some(candidate) = accounts.next()? {
        let found = match &candidate.read {
            Ok(read) => Some(read.value.id.as_str()),
            Err(refused) => refused.id.as_deref(),
        };
        if found != Some(id) {
            match found {
                Some(other) => ids.push(other.to_owned()),
                None => nameless.add(&candidate),
            }
            continue;
        }
        let mut quality = Quality::new(&[]);
        quality.add(&candidate);
        quality.write(&mut io::stderr().lock())?;
        return Ok(candidate.read.ok().map(|read| read.value));
    }
    // It may stand where no id could be read.
    if nameless.refused_any() {
        nameless.write(&mut io::stderr().lock())?;
    }
    let meant = did_you_mean(id, ids.iter().map(String::as_str));
    Err(Failure::Refused(format!(
        "there is no account `{id}` in the input{meant}"
    )))
}
