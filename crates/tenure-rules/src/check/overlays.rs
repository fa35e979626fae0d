//! `[[overlay]]`.

use crate::dictionary::Scope;
use crate::node::{Entry, Node, Table, Value};
use crate::rulebook::{Group, Overlay, Rule, ScaleTarget};

use super::fields::{Due, Fields};
use super::scalars::choices;
use super::{Checker, Seat, keys};

impl Checker<'_> {
    pub(super) fn overlays(
        &mut self,
        table: &Table,
        groups: &[Group],
        rules: &[Rule],
    ) -> Vec<Overlay> {
        let groups = ids(table, "group", groups.iter().map(|group| group.id.as_str()));
        let rules = ids(table, "rule", rules.iter().map(|rule| rule.id.as_str()));
        let mut overlays = Vec::new();
        for (index, node) in self.entries(table, "overlay").into_iter().enumerate() {
            self.report.enter(Some(format!("overlay:{}", index + 1)));
            overlays.extend(self.overlay(node, &groups, &rules));
            self.report.enter(None);
        }
        overlays
    }

    fn overlay(&mut self, node: &Node, groups: &[&str], rules: &[&str]) -> Option<Overlay> {
        let fields = self.report.fields(node, "an overlay", &keys::OVERLAY)?;
        let when = self.report.required(&fields, "when");
        let condition = when
            .and_then(|when| self.condition(&when.node, Seat::condition(Scope::Account, false)));
        let scale = self.report.required(&fields, "scale")?;
        let scale = self.report.fields(&scale.node, "a scale", &keys::SCALE)?;
        let target = self.target(&scale, groups, rules);
        let by = self
            .report
            .required(&scale, "by")
            .and_then(|by| self.factor(by));
        let ((condition, text), (num, den)) = (condition?, by?);
        Some(Overlay {
            condition,
            text,
            target: target?,
            num,
            den,
        })
    }

    fn factor(&mut self, by: &Entry) -> Option<(i64, i64)> {
        match &by.node.value {
            Value::Text(text) => self.report.fraction(text, by.node.loc),
            Value::Int(int) => self.report.fraction(&int.to_string(), by.node.loc),
            Value::Float(float) => {
                let message = format!("`by` is a fraction of whole numbers, not {float}");
                self.report.error_help(
                    "bad-factor",
                    by.node.loc,
                    message,
                    "write \"13/10\" for 1.3",
                );
                None
            }
            _ => {
                self.report.wrong_type(by, Due::Fraction);
                None
            }
        }
    }

    fn target(
        &mut self,
        scale: &Fields<'_>,
        groups: &[&str],
        rules: &[&str],
    ) -> Option<ScaleTarget> {
        match (scale.get("group"), scale.get("rule")) {
            (Some(_), None) => {
                let name = self.target_name(scale, "group", groups)?;
                Some(ScaleTarget::Group(name))
            }
            (None, Some(_)) => {
                let name = self.target_name(scale, "rule", rules)?;
                Some(ScaleTarget::Rule(name))
            }
            (Some(_), Some(rule)) => {
                let help = "make two overlays of it";
                self.report.error_help(
                    "both",
                    rule.key_loc,
                    "a scale has either `group` or `rule`",
                    help,
                );
                None
            }
            (None, None) => {
                self.report
                    .error("missing-key", scale.loc, "a scale needs `group` or `rule`");
                None
            }
        }
    }

    fn target_name(&mut self, scale: &Fields<'_>, key: &str, names: &[&str]) -> Option<String> {
        let (name, loc) = self.report.text(scale, key)?;
        if names.contains(&name) {
            return Some(name.to_owned());
        }
        let code = if key == "group" {
            "unknown-group"
        } else {
            "unknown-rule"
        };
        let help = choices(name, names);
        self.report
            .error_help(code, loc, format!("there is no {key} `{name}`"), help);
        None
    }
}

/// The ids of those that are right, and of those that are known though something in them is wrong.
pub(super) fn ids<'t>(
    table: &'t Table,
    key: &str,
    right: impl Iterator<Item = &'t str>,
) -> Vec<&'t str> {
    let mut ids: Vec<&str> = right.collect();
    if let Some(Value::List(nodes)) = table.get(key).map(|entry| &entry.node.value) {
        ids.extend(nodes.iter().filter_map(|node| match &node.value {
            Value::Table(table) => table.text("id"),
            _ => None,
        }));
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}
