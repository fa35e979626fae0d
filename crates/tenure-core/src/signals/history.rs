//! What Tenure said before.

use tenure_columns::Cell;

use super::line::{Line, lines};
use super::view::View;

pub(super) const LINES: &[Line] = lines! {
    "history.band" Account Text "" None ["scores"],
        "the band given last time",
        "the band of the latest visible score, ties by later canonical order; n/a if there is none"
        => band;
    "history.points" Account Int "points" None ["scores"],
        "the points given last time",
        "the points of that score, unknown if absent; n/a if there is no score"
        => points;
};

fn band<'v>(view: &'v View<'_>) -> Cell<&'v str> {
    Cell::or_not_applicable(view.scores().last().map(|score| score.band.as_str()))
}

fn points(view: &View<'_>) -> Cell<i64> {
    match view.scores().last() {
        None => Cell::NotApplicable,
        Some(score) => Cell::or_unknown(score.points),
    }
}
