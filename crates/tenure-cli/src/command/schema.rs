//! `tenure schema`: what editors and validators complete and check by.

use std::io::{self, Write};

use super::{Outcome, stdout};
use crate::args::{SchemaArgs, SchemaOf};
use crate::facade;
use crate::failure::Failure;

pub(super) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let schema = match args.of {
        SchemaOf::Account => facade::account_schema(),
        SchemaOf::Tenant => facade::tenant_schema(),
        SchemaOf::Decision => facade::decision_schema(),
        SchemaOf::Rulebook => facade::rulebook_schema(),
    };
    let mut out = stdout();
    serde_json::to_writer_pretty(&mut out, &schema).map_err(io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    Ok(Outcome::Fine)
}
