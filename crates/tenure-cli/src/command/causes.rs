//! `tenure causes`: why contracts were lost in a time.

use std::io::{self, Write};

use tenure_insight::causes::causes;
use tenure_insight::metrics::Window;

use super::batches::all;
use super::{Outcome, stdout};
use crate::args::{CausesArgs, MetricsFormat};
use crate::failure::Failure;
use crate::render::causes::{csv, table};
use crate::source;

pub(super) fn run(args: &CausesArgs) -> Result<Outcome, Failure> {
    let window = Window::new(args.time.from, args.time.to)?;
    let source = source::open(&args.time.data())?;
    let mut quality = source.quality;
    let accounts = all(&source.portfolio, &mut quality)?;
    let told = causes(&accounts, &source.tenant, window, args.time.currency)?;
    let mut out = stdout();
    match args.time.format {
        MetricsFormat::Table => table(&mut out, &told, &source.tenant, args.time.lang)?,
        MetricsFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &told).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        MetricsFormat::Csv => csv(&mut out, &told)?,
    }
    out.flush()?;
    quality.write(&mut io::stderr().lock())?;
    Ok(Outcome::of(&quality))
}
