//! The tenant: from a file, from an adapter, or from both.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use tenure_model::{Limits, Problem, Tenant, read_tenant};

use super::Portfolio;
use crate::adapter::{Gathered, Origins};
use crate::failure::Failure;

/// The name under which a tenant beside a JSONL file is found.
const BESIDE: &str = "tenant.json";

/// A tenant, and how it was come by.
pub(crate) struct Given {
    /// The tenant.
    pub(crate) tenant: Tenant,
    /// What is suspicious about it.
    pub(crate) warnings: Vec<Problem>,
    /// The file that was taken without being asked for.
    pub(crate) found: Option<PathBuf>,
}

/// The tenant of an input: the file that was named, else `tenant.json` beside a JSONL file, completed by an adapter.
///
/// # Errors
/// A file that cannot be read, a tenant with errors, and a list that both the file and the adapter give.
pub(crate) fn tenant(
    named: Option<&Path>,
    input: &Path,
    portfolio: &Portfolio,
) -> Result<Given, Failure> {
    let found = match (named, portfolio) {
        (None, Portfolio::File(_)) => Some(input.with_file_name(BESIDE)).filter(|p| p.is_file()),
        _ => None,
    };
    let (name, text, origins) = match (named.or(found.as_deref()), portfolio) {
        (None, Portfolio::Gathered(gathered)) => of_adapter(gathered, Map::new())?,
        (Some(path), Portfolio::Gathered(gathered)) => {
            let mut given = of_adapter(gathered, object(path)?)?;
            given.0 = format!("{} with the adapter's tables", path.display());
            given
        }
        (Some(path), _) => (path.display().to_string(), read(path)?, None),
        (None, _) => ("the tenant".to_owned(), "{}".to_owned(), None),
    };
    let read = read_tenant(&text, &Limits::default())
        .map_err(|refused| Failure::Refused(describe(&name, &refused.problems, origins)))?;
    Ok(Given {
        tenant: read.value,
        warnings: read.warnings,
        found,
    })
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

type Text<'g> = (String, String, Option<&'g Origins>);

/// A tenant's file with the adapter's records put in.
fn of_adapter(gathered: &Gathered, mut members: Map<String, Value>) -> Result<Text<'_>, Failure> {
    for (name, value) in &gathered.tenant {
        if !members.contains_key(name) {
            members.insert(name.clone(), value.clone());
        } else if name != "supplies" {
            return Err(Failure::Refused(format!(
                "`{name}` stands both in the tenant's file and in the adapter; leave one of them out"
            )));
        }
    }
    Ok((
        "the adapter's tenant".to_owned(),
        Value::Object(members).to_string(),
        Some(&gathered.tenant_origins),
    ))
}

fn object(path: &Path) -> Result<Map<String, Value>, Failure> {
    let text = read(path)?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Failure::Refused(format!(
            "{}: a tenant is a JSON object",
            path.display()
        ))),
        Err(error) => Err(Failure::Refused(format!("{}: {error}", path.display()))),
    }
}

fn describe(name: &str, problems: &[Problem], origins: Option<&Origins>) -> String {
    let lines = problems.iter().map(|problem| {
        let origin = origins.and_then(|origins| origins.of(&problem.path));
        let origin = origin.map_or_else(String::new, |origin| format!(" ({origin})"));
        format!("{name}: {problem}{origin}")
    });
    lines.collect::<Vec<_>>().join("\n")
}
