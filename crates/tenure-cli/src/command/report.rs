//! `tenure report`: one page for people who look after customers.

use std::fs;
use std::io;

use super::Outcome;
use super::backtest::losses;
use super::batches::all;
use crate::args::ReportArgs;
use crate::facade::{PreparedTenant, engine};
use crate::failure::Failure;
use crate::report::{Decided, page};
use crate::source::{self, say};

pub(super) fn run(args: &ReportArgs) -> Result<Outcome, Failure> {
    let losses = args.losses.as_deref().map(losses).transpose()?;
    let engine = engine(args.rulebook.as_deref())?;
    let source = source::open(&args.data)?.with_facts(args.data.as_of)?;
    let mut quality = source.quality;
    let accounts = all(&source.portfolio, &mut quality)?;
    let tenant = PreparedTenant::new(source.tenant)?;
    let appraised = engine
        .session()
        .appraise_batch(&accounts, &tenant, args.data.as_of)?;
    let text = page(&Decided {
        accounts: &accounts,
        appraised: &appraised,
        engine: &engine,
        tenant: tenant.tenant(),
        as_of: args.data.as_of,
        language: args.lang,
        currency: args.currency,
        losses: losses.as_deref(),
        horizon: args.horizon,
    })?;
    fs::write(&args.output, text).map_err(|error| Failure::file(&args.output, &error))?;
    say(&format!("written: {}", args.output.display()));
    quality.write(&mut io::stderr().lock())?;
    Ok(Outcome::of(&quality))
}
