//! By which data a scorecard was fitted.

use serde::Serialize;
use tenure_core::digest::digest_of_json;

use super::columns::{Data, Feature, MISSING, Values};

/// What the fit read: outcomes and cells, in the order on which it depends.
#[derive(Serialize)]
struct Read<'d> {
    lost: &'d [bool],
    columns: Vec<Column<'d>>,
}

#[derive(Serialize)]
struct Column<'d> {
    name: &'d str,
    cells: Cells<'d>,
}

/// What is not known is `null`.
#[derive(Serialize)]
#[serde(untagged)]
enum Cells<'d> {
    Numbers(&'d [f64]),
    Words(Vec<Option<&'d str>>),
}

/// The digest of rows of known outcome: 32 hex digits. How cells are written (`1.50`, spaces, quotes), where the file lies and
/// columns that are not used are no part of it; the order of rows and columns is, as folds are drawn by it.
pub(super) fn digest(data: &Data) -> String {
    digest_of_json(&Read {
        lost: &data.lost,
        columns: data.features.iter().map(column).collect(),
    })
}

fn column(feature: &Feature) -> Column<'_> {
    let cells = match &feature.values {
        Values::Numbers { numbers, .. } => Cells::Numbers(numbers),
        Values::Words { codes, words } => {
            let word = |code: &u32| words.get(*code as usize).map(String::as_str);
            let known = |code: &u32| word(code).filter(|_| *code != MISSING);
            Cells::Words(codes.iter().map(known).collect())
        }
    };
    Column {
        name: &feature.name,
        cells,
    }
}
