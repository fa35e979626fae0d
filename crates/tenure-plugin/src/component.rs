//! The exports of the component: compiled for WASM only, and put into a plugin by `export!`.

use crate::column::{Column, Values};
use crate::rule::{Batch, Rule, score_batch};
use crate::{Day, Scored};

#[expect(missing_docs, reason = "it is generated, and told by the WIT")]
pub mod bindings {
    wit_bindgen::generate!({
        world: "plugin",
        path: "wit",
        pub_export_macro: true,
        export_macro_name: "export_bindings",
    });
}

pub use bindings::export_bindings;
pub use bindings::exports::tenure::plugin::scoring::Guest;
pub use bindings::tenure::plugin::host::log;

use bindings::tenure::plugin::types as wit;

/// Lets panics say into the host's log where they happened. A trap alone tells nothing.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| log(&panic.to_string())));
}

/// Scores a batch that came from the host.
///
/// # Errors
///
/// A text for the host: no parameters, or a column that is missing or has another type or length.
pub fn score<T: Rule>(
    batch: wit::Batch,
    parameters: Option<&T::Parameters>,
) -> Result<wit::Scored, String> {
    let parameters = parameters.ok_or("`score` was called before `configure`")?;
    let batch = Batch {
        as_of: batch.as_of.map(Day::from_epoch),
        rows: batch.rows,
        columns: batch.columns.into_iter().map(column).collect(),
    };
    score_batch::<T>(&batch, parameters).map(lower)
}

fn column(column: wit::Column) -> Column {
    let values = match column.values {
        wit::Values::Int(values) => Values::Int(values),
        wit::Values::Float(values) => Values::Float(values),
        wit::Values::Boolean(values) => Values::Bool(values),
        wit::Values::Text(texts) => Values::Text {
            codes: texts.codes,
            dictionary: texts.dictionary,
        },
    };
    Column {
        values,
        known: column.known,
    }
}

fn lower(scored: Scored) -> wit::Scored {
    wit::Scored {
        point_rows: scored.point_rows,
        point_reasons: scored.point_reasons,
        points: scored.points,
        proposal_rows: scored.proposal_rows,
        proposal_actions: scored.proposal_actions,
    }
}
