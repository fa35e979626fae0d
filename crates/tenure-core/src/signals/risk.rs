//! What the decision itself says: signals that exist in actions only, filled in by whoever decides.

use super::line::{Line, lines};

pub(super) const LINES: &[Line] = lines! {
    "risk.points" Decision Int "points" None [""],
        "points of risk",
        "the decision's"
        => points;
    "risk.probability_bp" Decision Int "basis points" None [""],
        "probability of leaving over the horizon",
        "the decision's"
        => probability_bp;
    "risk.band" Decision Text "" None [""],
        "band",
        "the decision's: a band of the rulebook, or `insufficient`"
        => band;
    "risk.coverage_bp" Decision Int "basis points" None [""],
        "coverage",
        "the decision's"
        => coverage_bp;
};
