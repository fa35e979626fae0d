//! Text to values with their places.

mod json;
mod toml;

use crate::node::Table;
use crate::report::Report;
use crate::source::{Loc, Source};

/// The longest rulebook, in bytes.
pub(crate) const LONGEST: usize = 4 << 20;

/// Reads a text, TOML or JSON, into a table; what is wrong with it is reported.
pub(crate) fn read(report: &mut Report, name: &str, text: &str) -> (u16, Table) {
    let source = u16::try_from(report.sources.len()).unwrap_or(u16::MAX);
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > LONGEST {
        report.sources.push(Source::new(name, ""));
        report.error_help(
            "too-large",
            Loc::new(source, 0, 0),
            format!(
                "`{name}` has {} bytes; a rulebook has at most {LONGEST}",
                text.len()
            ),
            "split it, or let one rulebook extend another",
        );
        return (source, Table::default());
    }
    report.sources.push(Source::new(name, text));
    let table = if text.trim_start().starts_with('{') {
        json::read(report, source, text)
    } else {
        toml::read(report, source, text)
    };
    (source, table)
}
