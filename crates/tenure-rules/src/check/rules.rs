//! `[[group]]` and `[[rule]]`.

use crate::dictionary::Scope;
use crate::node::{Node, Table, Value};
use crate::rulebook::{Group, GroupMode, Judge, Rule};
use crate::source::Loc;

use super::fields::Fields;
use super::scalars::choices;
use super::{Checker, Seat, Seen, keys};

/// The most points that a rule gives.
pub(super) const MOST_POINTS: i64 = 1_000_000;

impl Checker<'_> {
    pub(super) fn groups_and_rules(&mut self, table: &Table) -> (Vec<Group>, Vec<Rule>) {
        let (mut seen, mut groups) = (Seen::default(), Vec::new());
        for node in self.entries(table, "group") {
            groups.extend(self.group(node, &mut seen));
            self.report.enter(None);
        }
        let mut known: Vec<String> = seen.0.keys().cloned().collect();
        known.sort_unstable();
        let (mut seen_rules, mut rules) = (Seen::default(), Vec::new());
        let nodes = self.entries(table, "rule");
        let mut used: Vec<&str> = nodes.iter().filter_map(|node| group_of(node)).collect();
        if let Some(Value::List(plugins)) = table.get("plugin").map(|entry| &entry.node.value) {
            used.extend(plugins.iter().filter_map(group_of));
        }
        for node in nodes {
            rules.extend(self.rule(node, &known, &mut seen_rules));
            self.report.enter(None);
        }
        self.warn_of_empty_groups(&groups, &seen, &used);
        (groups, rules)
    }

    fn warn_of_empty_groups(&mut self, groups: &[Group], seen: &Seen, used: &[&str]) {
        for group in groups
            .iter()
            .filter(|group| !used.contains(&group.id.as_str()))
        {
            let loc = seen.0.get(&group.id).copied().unwrap_or_default();
            let message = format!("no rule is of the group `{}`", group.id);
            self.report.warn(
                "empty-group",
                loc,
                message,
                "leave it out, or name it in a rule",
            );
        }
    }

    fn group(&mut self, node: &Node, seen: &mut Seen) -> Option<Group> {
        let fields = self.report.fields(node, "a group", &keys::GROUP)?;
        let (id, loc) = self.report.id(&fields, "id")?;
        self.report.enter(Some(id.to_owned()));
        let is_new = seen.is_new(self.report, "group", id, loc);
        let mode = self.mode(&fields);
        let cap = self.report.int(&fields, "cap", (0, MOST_POINTS));
        is_new.then(|| Group {
            id: id.to_owned(),
            mode,
            cap,
        })
    }

    fn mode(&mut self, fields: &Fields<'_>) -> GroupMode {
        match self.report.text(fields, "mode") {
            None | Some(("sum", _)) => GroupMode::Sum,
            Some(("max", _)) => GroupMode::Max,
            Some((mode, loc)) => {
                let message = format!("there is no mode `{mode}`");
                self.report
                    .error_help("unknown-mode", loc, message, "there is sum, max");
                GroupMode::Sum
            }
        }
    }

    fn rule(&mut self, node: &Node, groups: &[String], seen: &mut Seen) -> Option<Rule> {
        let fields = self.report.fields(node, "a rule", &keys::RULE)?;
        let id = self.report.id(&fields, "id");
        self.report.enter(id.map(|(id, _)| id.to_owned()));
        let is_new = id.is_none_or(|(id, loc)| self.is_rule_id(id, loc, seen));
        let group = self.group_name(&fields, groups);
        let scope = self.report.scope(&fields);
        let enabled = self.report.truth(&fields, "enabled", true);
        let reason = self.texts(&fields, "reason", scope, false);
        let judge = self.judge(&fields, scope);
        let id = id.filter(|_| is_new)?.0.to_owned();
        Some(Rule {
            id,
            group,
            scope,
            enabled,
            judge: judge?,
            reason,
        })
    }

    fn is_rule_id(&mut self, id: &str, loc: Loc, seen: &mut Seen) -> bool {
        if id == "clamp" {
            let message =
                "a rule cannot be called `clamp`: that is what the limit of all points is called";
            self.report.error("bad-id", loc, message);
        }
        seen.is_new(self.report, "rule", id, loc)
    }

    fn group_name(&mut self, fields: &Fields<'_>, groups: &[String]) -> Option<String> {
        let (name, loc) = self.report.text(fields, "group")?;
        if !groups.iter().any(|group| group == name) {
            let names: Vec<&str> = groups.iter().map(String::as_str).collect();
            let help = match choices(name, &names) {
                near if near.ends_with('?') => near,
                all => format!("{all}; a group is declared under [[group]]"),
            };
            self.report.error_help(
                "unknown-group",
                loc,
                format!("there is no group `{name}`"),
                help,
            );
        }
        Some(name.to_owned())
    }

    fn judge(&mut self, fields: &Fields<'_>, scope: Scope) -> Option<Judge> {
        match (fields.get("when"), fields.get("bins")) {
            (Some(when), None) => {
                self.misplaced(
                    fields,
                    "signal",
                    "a rule with `when` names its signals in the condition",
                );
                let points =
                    self.report
                        .required_int(fields, "points", (-MOST_POINTS, MOST_POINTS));
                let (condition, text) =
                    self.condition(&when.node, Seat::condition(scope, false))?;
                Some(Judge::When {
                    condition,
                    text,
                    points: points?,
                })
            }
            (None, Some(_)) => {
                self.misplaced(
                    fields,
                    "points",
                    "a rule with `bins` has its points in the bins",
                );
                self.bins(fields, scope)
            }
            (Some(_), Some(bins)) => {
                let help = "make two rules of it";
                self.report.error_help(
                    "both",
                    bins.key_loc,
                    "a rule has either `when` or `bins`",
                    help,
                );
                None
            }
            (None, None) => {
                let help = "write when = '…' and points, or signal and bins";
                self.report.error_help(
                    "missing-key",
                    fields.loc,
                    "a rule needs `when` or `bins`",
                    help,
                );
                None
            }
        }
    }

    fn misplaced(&mut self, fields: &Fields<'_>, key: &str, message: &str) {
        if let Some(entry) = fields.get(key) {
            self.report.error_help(
                "misplaced-key",
                entry.key_loc,
                message,
                format!("leave `{key}` out"),
            );
        }
    }
}

fn group_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Table(table) => table.text("group"),
        _ => None,
    }
}
