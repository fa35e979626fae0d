//! What of the library the command needs, in one place.

use std::path::Path;

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure_model::{Account, Problem, Tenant, records_after, schema_of};

pub(crate) use tenure::change::{ActionFace, Move, NextChange};
pub(crate) use tenure::decision::{
    Action, Appraised, Contribution, Decision, Evidence, INSUFFICIENT, Priority, TenantDecision,
    decision_schema,
};
pub(crate) use tenure::explain::{Ended, Explanation, RuleState, Stage, State, WhyNot, WhyNotRow};
pub(crate) use tenure::model::PortfolioFacts;
pub(crate) use tenure::rulebook::{Diagnostic, DiagnosticLevel, rulebook_schema};
pub(crate) use tenure::signals::{Control, FactsBuilder, SignalDef, built_in};
pub(crate) use tenure::{Engine, Error, PreparedTenant, Rulebook};

use crate::failure::Failure;
use crate::source::read_text;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// A rulebook from a file: checked, or with every mistake in it.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn load_rulebook(path: &Path) -> Result<Result<Rulebook, Error>, Failure> {
    let text = read_text(path)?;
    Ok(Rulebook::parse(&path.display().to_string(), &text))
}

/// The engine of a rulebook; of the shipped one where none is named.
///
/// # Errors
/// A file that cannot be read, and a rulebook with mistakes.
pub(crate) fn engine(path: Option<&Path>) -> Result<Engine, Failure> {
    let rulebook = match path {
        None => Rulebook::default_renewal(),
        Some(path) => load_rulebook(path)?.map_err(|error| mistakes(path, &error))?,
    };
    Ok(Engine::builder().rulebook(rulebook).build()?)
}

fn mistakes(path: &Path, error: &Error) -> Failure {
    let count = error.diagnostics().len();
    let what = if count == 1 { "mistake" } else { "mistakes" };
    Failure::Refused(format!("{}: {count} {what}\n\n{error}", path.display()))
}

/// The schema of an account.
pub(crate) fn account_schema() -> serde_json::Value {
    schema_of::<Account>()
}

/// The schema of a tenant.
pub(crate) fn tenant_schema() -> serde_json::Value {
    schema_of::<Tenant>()
}

/// Records that are dated after the day, as warnings.
pub(crate) fn later_records(account: &Account, tenant: &Tenant, as_of: NaiveDate) -> Vec<Problem> {
    let zone = tenant
        .timezone
        .as_deref()
        .and_then(|name| name.parse::<Tz>().ok());
    records_after(account, as_of, zone.unwrap_or(Tz::UTC))
}
