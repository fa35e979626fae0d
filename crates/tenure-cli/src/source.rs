//! What a command over a portfolio starts from: accounts, tenant, engine.

use std::io::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use tenure_model::Tenant;

use crate::args::DataArgs;
use crate::facade::{FactsBuilder, PortfolioFacts};
use crate::failure::Failure;
use crate::input::{self, Portfolio};
use crate::progress::Progress;
use crate::quality::Quality;

/// A portfolio with its tenant.
pub(crate) struct Source {
    /// The accounts.
    pub(crate) portfolio: Portfolio,
    /// The tenant, with facts over the portfolio.
    pub(crate) tenant: Tenant,
    /// What is wrong with them, so far.
    pub(crate) quality: Quality,
}

/// Opens the input and the tenant.
///
/// # Errors
/// What cannot be read, and a tenant with errors.
pub(crate) fn open(args: &DataArgs) -> Result<Source, Failure> {
    let portfolio = Portfolio::open(&args.input, args.adapter.as_deref(), args.as_of)?;
    let given = input::tenant(args.tenant.as_deref(), &args.input, &portfolio)?;
    if let Some(found) = &given.found {
        say(&format!(
            "tenant: {}, found beside the input",
            found.display()
        ));
    }
    let mut quality = Quality::new(portfolio.findings());
    quality.tenant(&given.warnings);
    Ok(Source {
        portfolio,
        tenant: given.tenant,
        quality,
    })
}

impl Source {
    /// Computes the facts over the portfolio in a pass of their own, unless the tenant carries them.
    ///
    /// # Errors
    /// An input that cannot be read, and a tenant whose time zone does not exist.
    pub(crate) fn with_facts(mut self, as_of: NaiveDate) -> Result<Self, Failure> {
        if self.tenant.facts.is_none() {
            self.portfolio = self.portfolio.hold()?;
            self.tenant.facts = Some(facts(&self.portfolio, &self.tenant, as_of)?);
        }
        Ok(self)
    }
}

/// The facts over all accounts that can be read.
///
/// # Errors
/// An input that cannot be read, and a tenant whose time zone does not exist.
pub(crate) fn facts(
    portfolio: &Portfolio,
    tenant: &Tenant,
    as_of: NaiveDate,
) -> Result<PortfolioFacts, Failure> {
    let mut builder = FactsBuilder::new(tenant, as_of)
        .map_err(|error| Failure::Refused(format!("tenant: {error}")))?;
    let mut progress = Progress::quiet("facts", portfolio.length());
    let mut accounts = portfolio.accounts()?;
    while let Some(candidate) = accounts.next()? {
        if let Ok(read) = &candidate.read {
            builder.add(&read.value);
        }
        progress.at(accounts.steps());
    }
    Ok(builder.finish())
}

/// Says something on standard error, where it does not get in the way of the answer.
pub(crate) fn say(text: &str) {
    // Nobody may be listening; the answer does not depend on it.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Reads a text file.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}
