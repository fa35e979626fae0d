//! `[calibration]`.

use crate::calibration::{Calibration, Knot, METHODS};
use crate::node::{Node, Table};

use super::fields::Fields;
use super::scalars::choices;
use super::{Checker, keys};

const MOST_KNOTS: usize = 1_000;
/// The most points that an account can have.
const MOST_POINTS: i64 = 20_000_000;

impl Checker<'_> {
    /// What the points meant, where the rulebook tells.
    pub(super) fn calibration(&mut self, table: &Table) -> Option<Calibration> {
        let entry = table.get("calibration")?;
        let what = "[calibration]";
        let fields = self.report.fields(&entry.node, what, &keys::CALIBRATION)?;
        let method = self.method(&fields);
        self.report.required(&fields, "knots");
        let knots = self.report.list(&fields, "knots");
        let knots = knots.map(|knots| self.knots(knots, &fields));
        let help = "`tenure fit` tells the digest of a table's data; or leave `data` out";
        let data = self.report.digest(&fields, "data", help);
        let [from, to] = ["from", "to"].map(|key| self.plain_text(&fields, key));
        let accounts = self.report.int(&fields, "accounts", (1, i64::MAX));
        let lost = self.report.int(&fields, "lost", (0, i64::MAX));
        let error = self.report.int(&fields, "error", (0, 10_000));
        Some(Calibration {
            method: method?,
            knots: knots?,
            data,
            from,
            to,
            accounts,
            lost,
            error_bp: error,
        })
    }

    fn method(&mut self, fields: &Fields<'_>) -> Option<String> {
        let (name, loc) = self.report.required_text(fields, "method")?;
        if METHODS.contains(&name) {
            return Some(name.to_owned());
        }
        let message = format!("there is no method `{}`", name.escape_debug());
        let help = choices(name, &METHODS);
        self.report.error_help("unknown-method", loc, message, help);
        None
    }

    fn plain_text(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        let (text, _) = self.report.text(fields, key)?;
        Some(text.to_owned())
    }

    fn knots(&mut self, nodes: &[Node], fields: &Fields<'_>) -> Vec<Knot> {
        if !(2..=MOST_KNOTS).contains(&nodes.len()) {
            let count = nodes.len();
            let loc = fields
                .get("knots")
                .map_or(fields.loc, |entry| entry.node.loc);
            let message = format!("there are {count} knots; there are 2 to {MOST_KNOTS}");
            let help = "write knots = [ { points = -40, probability = 300 }, { points = 60, probability = 7000 } ]";
            self.report.error_help("bad-knots", loc, message, help);
        }
        let mut knots: Vec<Knot> = Vec::new();
        for node in nodes {
            if let Some(knot) = self.knot(node, knots.last().copied()) {
                knots.push(knot);
            }
        }
        knots
    }

    fn knot(&mut self, node: &Node, before: Option<Knot>) -> Option<Knot> {
        let fields = self.report.fields(node, "a knot", &keys::KNOT)?;
        let range = (-MOST_POINTS, MOST_POINTS);
        let points = self.report.required_int(&fields, "points", range)?;
        let range = (0, 10_000);
        let probability_bp = self.report.required_int(&fields, "probability", range)?;
        if before.is_some_and(|before| before.points >= points) {
            let message = "knots stand from few points to many: each has more than the one before";
            self.report.error("bad-knots", fields.loc, message);
        }
        if before.is_some_and(|before| before.probability_bp > probability_bp) {
            let message =
                "more points are never less risky: no probability is below the one before";
            self.report.error("bad-knots", fields.loc, message);
        }
        Some(Knot {
            points,
            probability_bp,
        })
    }
}
