//! What comes first: `[arbitration]`, and the factors of an action's priority.

use std::collections::BTreeMap;

use crate::dictionary::Scope;
use crate::node::{Entry, Node, Table, Value};
use crate::rulebook::{ActionRule, Arbitration, Factor, Limit};

use super::fields::{Due, Fields};
use super::scalars::choices;
use super::{Checker, Seat, keys};

/// The most that a lever or a context scales by, in percent.
const MOST_PERCENT: i64 = 10_000;
/// The most that a limit lets through.
const MOST_A_DAY: i64 = 1_000;

/// A table of factors.
pub(super) struct FactorTable {
    /// Its key in an action.
    key: &'static str,
    /// What a row is called.
    row: &'static str,
    /// The keys of a row; the last is that of the factor.
    keys: &'static [&'static str],
    amount: &'static str,
    most: i64,
}

/// How likely an action is to work, in basis points.
pub(super) const PROPENSITY: FactorTable = FactorTable {
    key: "propensity",
    row: "a propensity",
    keys: &keys::PROPENSITY,
    amount: "bp",
    most: 10_000,
};

/// How much it matters right now, in percent.
pub(super) const CONTEXT: FactorTable = FactorTable {
    key: "context",
    row: "a context",
    keys: &keys::CONTEXT,
    amount: "percent",
    most: MOST_PERCENT,
};

impl Checker<'_> {
    /// One number, or rows of which the first that holds counts.
    pub(super) fn factors(
        &mut self,
        fields: &Fields<'_>,
        table: &FactorTable,
        scope: Scope,
    ) -> Vec<Factor> {
        let Some(entry) = fields.get(table.key) else {
            return Vec::new();
        };
        match &entry.node.value {
            Value::Int(_) => {
                let amount = self.report.int(fields, table.key, (0, table.most));
                let always = |amount| Factor {
                    condition: None,
                    text: String::new(),
                    amount,
                };
                amount.map(always).into_iter().collect()
            }
            Value::List(rows) => self.factor_rows(rows, table, scope),
            Value::Float(_) | Value::Text(_) | Value::Bool(_) | Value::Table(_) | Value::Broken => {
                self.report.wrong_type(entry, Due::Factors);
                Vec::new()
            }
        }
    }

    fn factor_rows(&mut self, rows: &[Node], table: &FactorTable, scope: Scope) -> Vec<Factor> {
        let mut found: Vec<Factor> = Vec::new();
        for row in rows {
            if found.iter().any(|factor| factor.condition.is_none()) {
                let message = "this row is never reached: the one before it always holds";
                let help = "put the row without `when` last";
                self.report.warn("dead-row", row.loc, message, help);
            }
            found.extend(self.factor_row(row, table, scope));
        }
        found
    }

    fn factor_row(&mut self, row: &Node, table: &FactorTable, scope: Scope) -> Option<Factor> {
        let fields = self.report.fields(row, table.row, table.keys)?;
        let amount = self
            .report
            .required_int(&fields, table.amount, (0, table.most));
        let (condition, text) = match fields.get("when") {
            Some(when) => {
                let (condition, text) = self.condition(&when.node, Seat::condition(scope, true))?;
                (Some(condition), text)
            }
            None => (None, String::new()),
        };
        Some(Factor {
            condition,
            text,
            amount: amount?,
        })
    }

    /// What comes first, and how much of it at once.
    pub(super) fn arbitration(&mut self, table: &Table, actions: &[ActionRule]) -> Arbitration {
        let Some(entry) = table.get("arbitration") else {
            return Arbitration::default();
        };
        let known = &keys::ARBITRATION;
        let Some(fields) = self.report.fields(&entry.node, "[arbitration]", known) else {
            return Arbitration::default();
        };
        let names = Names::of(actions);
        Arbitration {
            levers: self.levers(&fields, &names),
            limits: self.daily_limits(&fields, &names),
        }
    }

    fn levers(&mut self, fields: &Fields<'_>, names: &Names<'_>) -> BTreeMap<String, i64> {
        let mut levers = BTreeMap::new();
        let Some(entry) = fields.get("levers") else {
            return levers;
        };
        let Value::Table(table) = &entry.node.value else {
            self.report.wrong_type(entry, Due::Levers);
            return levers;
        };
        let both: Vec<&str> = names.actions.iter().chain(&names.kinds).copied().collect();
        for lever in &table.entries {
            if !both.contains(&lever.key.as_str()) {
                let message = format!("there is no action or kind of step `{}`", lever.key);
                let help = choices(&lever.key, &both);
                self.report
                    .warn("unknown-name", lever.key_loc, message, help);
            }
            levers.extend(self.lever(lever));
        }
        levers
    }

    fn lever(&mut self, entry: &Entry) -> Option<(String, i64)> {
        match &entry.node.value {
            Value::Int(percent) if (0..=MOST_PERCENT).contains(percent) => {
                Some((entry.key.clone(), *percent))
            }
            Value::Int(percent) => {
                let message = format!("a lever of {percent} %; it is 0 to {MOST_PERCENT}");
                self.report.error("out-of-range", entry.node.loc, message);
                None
            }
            _ => {
                self.report.wrong_type(entry, Due::Int);
                None
            }
        }
    }

    fn daily_limits(&mut self, fields: &Fields<'_>, names: &Names<'_>) -> Vec<Limit> {
        let nodes = self.report.list(fields, "limits").unwrap_or_default();
        nodes
            .iter()
            .filter_map(|node| self.limit(node, names))
            .collect()
    }

    fn limit(&mut self, node: &Node, names: &Names<'_>) -> Option<Limit> {
        let fields = self.report.fields(node, "a limit", &keys::LIMIT)?;
        let max = self.report.required_int(&fields, "max", (0, MOST_A_DAY));
        let actions = self.known(&fields, "actions", ("action", &names.actions));
        let kinds = self.known(&fields, "kinds", ("kind of step", &names.kinds));
        let channels = self.known(&fields, "channels", ("channel", &keys::CHANNELS));
        Some(Limit {
            max: max?,
            actions,
            kinds,
            channels,
        })
    }

    /// A list of names, each of which there should be.
    fn known(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        (what, names): (&str, &[&str]),
    ) -> Vec<String> {
        let mut found = Vec::new();
        for node in self.report.list(fields, key).unwrap_or_default() {
            match &node.value {
                Value::Text(name) if names.contains(&name.as_str()) => found.push(name.clone()),
                Value::Text(name) => {
                    let message = format!("there is no {what} `{name}`");
                    let help = choices(name, names);
                    if key == "channels" {
                        self.report
                            .error_help("unknown-channel", node.loc, message, help);
                    } else {
                        // Whoever extends a rulebook may have replaced what its limits are about.
                        self.report.warn("unknown-name", node.loc, message, help);
                    }
                    found.push(name.clone());
                }
                other => {
                    let message = format!("`{key}` holds text, not {}", other.what());
                    self.report.error("wrong-type", node.loc, message);
                }
            }
        }
        found
    }
}

/// What levers and limits can name.
struct Names<'r> {
    actions: Vec<&'r str>,
    kinds: Vec<&'r str>,
}

impl<'r> Names<'r> {
    fn of(actions: &'r [ActionRule]) -> Self {
        let steps = actions.iter().flat_map(|action| &action.steps);
        let mut kinds: Vec<&str> = steps.map(|step| step.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Self {
            actions: actions.iter().map(|action| action.id.as_str()).collect(),
            kinds,
        }
    }
}
