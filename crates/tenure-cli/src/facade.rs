//! What of the library the command needs, in one place.

use std::path::Path;

use chrono::NaiveDate;
use chrono_tz::Tz;
use tenure_insight::metrics::value::Standing;
use tenure_model::{Account, Money, Problem, Tenant, records_after, schema_of};

pub(crate) use tenure::change::{ActionFace, Move, NextChange};
pub(crate) use tenure::decision::{
    Action, Appraised, Contribution, Decision, Evidence, INSUFFICIENT, Priority, TenantDecision,
    decision_schema,
};
pub(crate) use tenure::explain::{Ended, Explanation, RuleState, Stage, State, WhyNot, WhyNotRow};
pub(crate) use tenure::model::PortfolioFacts;
pub(crate) use tenure::plugin::{Plugin, ScriptPlugin};
pub(crate) use tenure::rulebook::{Diagnostic, DiagnosticLevel, rulebook_schema};
pub(crate) use tenure::signals::{AsOf, Control, FactsBuilder, SignalDef, View, built_in};
pub(crate) use tenure::{Engine, Error, PreparedTenant, Rulebook};

use crate::failure::Failure;
use crate::plugins;
use crate::source::read_text;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<tenure_insight::Error> for Failure {
    fn from(error: tenure_insight::Error) -> Self {
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

/// The word for the shipped rulebook.
const SHIPPED: &str = "default-renewal";

/// Whether a path is the word for the shipped rulebook; a file of that name comes first.
pub(crate) fn is_shipped(path: &Path) -> bool {
    path.as_os_str() == SHIPPED && !path.exists()
}

/// The engine of a rulebook, with the plugins beside it; of the shipped one by its name, or where none is named.
///
/// # Errors
/// A file that cannot be read, and a rulebook or plugin with mistakes.
pub(crate) fn engine(path: Option<&Path>) -> Result<Engine, Failure> {
    let Some(path) = path.filter(|path| !is_shipped(path)) else {
        return Ok(Engine::builder()
            .rulebook(Rulebook::default_renewal())
            .build()?);
    };
    if path.extension().is_none() && !path.exists() {
        return Err(Failure::Refused(format!(
            "{}: there is no such file; the shipped rulebook is called `{SHIPPED}`",
            path.display()
        )));
    }
    with_plugins(read_rulebook(path)?, path)
}

/// A rulebook from a file.
///
/// # Errors
/// A file that cannot be read, and a rulebook with mistakes.
pub(crate) fn read_rulebook(path: &Path) -> Result<Rulebook, Failure> {
    load_rulebook(path)?
        .map_err(|error| Failure::mistakes(path, error.diagnostics().len(), "", &error))
}

/// The engine of a rulebook that was read from a file, with the plugins beside it.
///
/// # Errors
/// A file that cannot be read, and a plugin that is none, or does not fit.
pub(crate) fn with_plugins(rulebook: Rulebook, path: &Path) -> Result<Engine, Failure> {
    let plugins = plugins::of_rulebook(&rulebook, path)?;
    let mut builder = Engine::builder().rulebook(rulebook);
    for (id, plugin) in plugins {
        builder = builder.shared_plugin(id, plugin);
    }
    Ok(builder.build()?)
}

/// What an account is worth in a year, where that is known.
pub(crate) fn annual(appraised: &Appraised) -> Option<Money> {
    Some(Money {
        minor: appraised.annual_value?,
        currency: appraised.currency?,
    })
}

/// What an account counts for in revenue at risk; `None` where its annual value is not known.
pub(crate) fn standing(appraised: &Appraised) -> Option<Standing> {
    Some(Standing {
        account_id: appraised.decision.account_id.as_str().into(),
        annual: annual(appraised)?,
        probability_bp: appraised.decision.risk.probability_bp,
        band: appraised.decision.risk.band.clone(),
    })
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
