//! What the columns are called as signals, and how a row becomes an account.

use tenure::Rulebook;

use super::columns::{Feature, Values};

/// A column of the table as a signal of the rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// The column's name in the table.
    pub column: String,
    /// The name of the account's custom value, without `custom.`.
    pub name: String,
    /// Whether it holds numbers; else it holds words.
    pub is_number: bool,
}

/// Names for columns, each once, that the rulebook's language can read.
pub(super) fn signals<'f>(features: impl Iterator<Item = (usize, &'f Feature)>) -> Vec<Signal> {
    let mut signals: Vec<Signal> = Vec::new();
    for (index, feature) in features {
        let mut name = plain(&feature.name, index);
        while signals
            .iter()
            .any(|other| other.name.eq_ignore_ascii_case(&name))
        {
            name.push('_');
        }
        let is_number = matches!(feature.values, Values::Numbers { .. });
        signals.push(Signal {
            column: feature.name.clone(),
            name,
            is_number,
        });
    }
    readable(&mut signals);
    signals
}

/// A name of letters, digits and `_` that begins with a letter.
fn plain(column: &str, index: usize) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = column.chars().map(fits).collect();
    let name = name.trim_matches('_');
    match name.chars().next() {
        None => format!("column_{}", index + 1),
        Some(first) if first.is_ascii_digit() => format!("column_{name}"),
        Some(_) => name.to_owned(),
    }
}

/// Renames what the language keeps for itself: the checker is asked, and no list copied.
fn readable(signals: &mut [Signal]) {
    let entry = |signal: &Signal| {
        format!(
            "[[signal]]\nname = \"custom.{}\"\ntype = \"float\"\n",
            signal.name
        )
    };
    let head = "[rulebook]\nid = \"names\"\nversion = \"1\"\nlanguage = 1\nextends = \"default-renewal\"\n";
    let text: String = std::iter::once(head.to_owned())
        .chain(signals.iter().map(entry))
        .collect();
    let Err(refused) = Rulebook::parse("names", &text) else {
        return;
    };
    let wrong: Vec<&str> = refused
        .diagnostics()
        .iter()
        .filter_map(|found| found.entry.as_deref())
        .collect();
    for (place, signal) in signals.iter_mut().enumerate() {
        if wrong.contains(&format!("custom.{}", signal.name).as_str()) {
            signal.name = format!("column_{}_{}", place + 1, signal.name);
        }
    }
}

/// The query that makes accounts of the rows of a table, for an adapter's `accounts.sql`.
pub(super) fn query(table: &str, id: Option<&str>, signals: &[(&Signal, &Feature)]) -> String {
    let id = id.map_or_else(
        || "'row-' || _row".to_owned(),
        |id| format!("trim({})", quoted(id)),
    );
    let columns = signals
        .iter()
        .map(|(signal, feature)| format!(",\n  {} AS \"custom.{}\"", cell(feature), signal.name));
    let columns: String = columns.collect();
    format!(
        "SELECT\n  _row,\n  {id} AS id{columns}\nFROM {}\nORDER BY _row;\n",
        quoted(table)
    )
}

/// A name as SQL writes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn cell(feature: &Feature) -> String {
    let column = quoted(&feature.name);
    match &feature.values {
        Values::Words { .. } => format!("nullif(trim({column}), '')"),
        Values::Numbers { not_known, .. } if not_known.is_empty() => format!("to_float({column})"),
        Values::Numbers { not_known, .. } => {
            let listed: Vec<String> = not_known.iter().map(|word| format!("'{word}'")).collect();
            format!(
                "to_float(CASE WHEN trim({column}) IN ({}) THEN NULL ELSE {column} END)",
                listed.join(", ")
            )
        }
    }
}
