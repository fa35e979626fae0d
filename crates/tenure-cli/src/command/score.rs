//! `tenure score`: every account decided.

use std::io;

use chrono::NaiveDate;
use tenure_model::{Account, Tenant};

use super::batches::each_batch_as_read;
use super::{Outcome, stdout};
use crate::adapter::Origins;
use crate::args::{Format, ScoreArgs};
use crate::facade::{Appraised, PreparedTenant, engine, later_records};
use crate::failure::Failure;
use crate::input::{Candidate, Place};
use crate::output::{Decided, Output};
use crate::progress::Progress;
use crate::quality::Quality;
use crate::render::table::Worth;
use crate::source;

pub(super) fn run(args: &ScoreArgs) -> Result<Outcome, Failure> {
    let engine = engine(args.rulebook.as_deref())?;
    let source = source::open(&args.data)?.with_facts(args.data.as_of)?;
    let mut quality = source.quality;
    let tenant = PreparedTenant::new(source.tenant)?;
    let mut output = Output::new(args, &engine, tenant.tenant(), stdout());
    output.begin()?;
    let progress = match args.format {
        Format::Table => Progress::quiet("decisions", source.portfolio.length()),
        Format::Json | Format::Jsonl | Format::Csv => {
            Progress::new("decisions", source.portfolio.length())
        }
    };
    let mut session = engine.session();
    each_batch_as_read(&source.portfolio, progress, |batch| {
        let batch = Batch::accept(batch, &mut quality);
        let appraised = session.appraise_batch(&batch.accounts, &tenant, args.data.as_of)?;
        batch.warn(&appraised, tenant.tenant(), args.data.as_of, &mut quality);
        batch.hand_out(&appraised, &mut output)
    })?;
    output.of_tenant(&session.decide_tenant(&tenant, args.data.as_of)?);
    output.end()?;
    quality.write(&mut io::stderr().lock())?;
    Ok(if quality.refused_any() {
        Outcome::AccountsRefused
    } else {
        Outcome::Fine
    })
}

/// The accounts of a batch that can be decided, each with where it comes from.
#[derive(Default)]
struct Batch<'p> {
    accounts: Vec<Account>,
    places: Vec<(Place, Option<&'p Origins>)>,
}

impl<'p> Batch<'p> {
    /// Takes in what can be decided; everything wrong with any of them is counted.
    fn accept(candidates: Vec<Candidate<'p>>, quality: &mut Quality) -> Self {
        let mut batch = Self::default();
        for candidate in candidates {
            quality.add(&candidate);
            if let Ok(read) = candidate.read {
                batch.accounts.push(read.value);
                batch.places.push((candidate.place, candidate.origins));
            }
        }
        batch
    }

    /// Counts what is suspicious on this day and to this rulebook.
    fn warn(
        &self,
        appraised: &[Appraised],
        tenant: &Tenant,
        as_of: NaiveDate,
        quality: &mut Quality,
    ) {
        let accounts = self.accounts.iter().zip(&self.places);
        for ((account, (place, origins)), appraised) in accounts.zip(appraised) {
            let later = later_records(account, tenant, as_of);
            quality.warn_all(*place, account, &later, *origins);
            quality.warn_all(*place, account, &appraised.warnings, *origins);
        }
    }

    fn hand_out(&self, appraised: &[Appraised], output: &mut Output<'_>) -> Result<(), Failure> {
        for (account, appraised) in self.accounts.iter().zip(appraised) {
            output.decided(&Decided {
                account,
                decision: &appraised.decision,
                worth: Worth {
                    minor: appraised.annual_value,
                    currency: appraised.currency,
                },
            })?;
        }
        output.flush()
    }
}
