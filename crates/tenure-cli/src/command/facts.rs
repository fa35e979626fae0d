//! `tenure facts`: facts over the portfolio.

use std::io::{self, Write};

use serde_json::json;

use super::{Outcome, stdout};
use crate::args::FactsArgs;
use crate::failure::Failure;
use crate::source;

pub(super) fn run(args: &FactsArgs) -> Result<Outcome, Failure> {
    let source = source::open(&args.data)?;
    let mut quality = source.quality;
    let portfolio = source.portfolio.hold()?;
    let facts = source::facts(&portfolio, &source.tenant, args.data.as_of)?;
    let mut accounts = portfolio.accounts()?;
    while let Some(candidate) = accounts.next()? {
        quality.add(&candidate);
    }
    let mut out = stdout();
    serde_json::to_writer_pretty(&mut out, &json!({ "facts": facts })).map_err(io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    quality.write(&mut io::stderr().lock())?;
    Ok(if quality.refused_any() {
        Outcome::AccountsRefused
    } else {
        Outcome::Fine
    })
}
