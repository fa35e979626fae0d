//! `tenure check --deep`: what is sound as a text and may not be meant.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use tenure_testkit::deep::{Deep, Survey};

use super::count;
use crate::args::{CheckArgs, DataArgs};
use crate::command::batches::each_batch;
use crate::facade::{Plugin, Rulebook};
use crate::failure::Failure;
use crate::{plugins, source};

/// What was found, and whether accounts of the portfolio were refused.
pub(super) struct Looked {
    pub(super) deep: Deep,
    pub(super) refused_any: bool,
}

/// Looks through a rulebook, and through the portfolio where one is given.
///
/// # Errors
/// A plugin or a portfolio that cannot be used.
pub(super) fn look(args: &CheckArgs, rulebook: &Rulebook) -> Result<Looked, Failure> {
    let plugins = plugins::of_rulebook(rulebook, &args.rulebook)?;
    let plugins = plugins.into_iter().collect();
    let (survey, refused_any) = match args.data() {
        Some(data) => {
            let (survey, refused_any) = survey(args, rulebook, &plugins, &data)?;
            (Some(survey), refused_any)
        }
        None => (None, false),
    };
    let deep = Deep::of(rulebook, &plugins, survey.as_ref()).map_err(refused)?;
    Ok(Looked { deep, refused_any })
}

fn refused(error: impl std::fmt::Display) -> Failure {
    Failure::Refused(error.to_string())
}

/// Goes through a portfolio; whether accounts were refused.
fn survey(
    args: &CheckArgs,
    rulebook: &Rulebook,
    plugins: &BTreeMap<String, Arc<dyn Plugin>>,
    data: &DataArgs,
) -> Result<(Survey, bool), Failure> {
    let source = source::open(data)?.with_facts(data.as_of)?;
    let mut quality = source.quality;
    let of = (source.tenant, data.as_of);
    let mut survey = Survey::new(rulebook, plugins, of, args.too_often).map_err(refused)?;
    each_batch(&source.portfolio, &mut quality, |batch| {
        survey.add(&batch).map_err(refused)
    })?;
    quality.write(&mut io::stderr().lock())?;
    Ok((survey, quality.refused_any()))
}

impl Looked {
    /// Each finding as the checker writes its own, with what shows it.
    pub(super) fn write(&self, out: &mut impl Write) -> Result<(), Failure> {
        for found in &self.deep.found {
            write!(out, "{}", found.diagnostic)?;
            if let Some(witness) = &found.witness {
                let gutter = found.diagnostic.place.line.to_string().len();
                write!(out, "\n{:gutter$} = shown by: {}", "", witness.to_line())?;
            }
            writeln!(out, "\n")?;
        }
        Ok(())
    }

    /// The end of the last line.
    pub(super) fn summary(&self) -> String {
        let found = count(self.deep.found.len(), "finding");
        let over = match self.deep.accounts {
            Some(accounts) => format!(" over {}", count(accounts as usize, "account")),
            None => String::new(),
        };
        format!("; {found}{over}")
    }
}
