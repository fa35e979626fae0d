//! `[[action]]`.

use crate::dictionary::Scope;
use crate::node::{Node, Table, Value};
use crate::rulebook::{ActionRule, ActionStep, Due, EPISODES, KeyBinding};
use crate::source::Loc;
use crate::typer::Want;

use super::arbitration::{CONTEXT, PROPENSITY};
use super::fields::Fields;
use super::scalars::choices;
use super::{Checker, Seat, Seen, keys};

const BINDINGS: &str = "write anchor, term, row, quarter, period:90, or episode: with satisfaction, owner, risk or tenant";
/// The longest time until something is due, in its own unit.
const LONGEST_DUE: i64 = 3_650;

impl Checker<'_> {
    pub(super) fn actions(&mut self, table: &Table) -> Vec<ActionRule> {
        let nodes = self.entries(table, "action");
        let ids: Vec<&str> = nodes.iter().filter_map(|node| id_of(node)).collect();
        let (mut seen, mut actions) = (Seen::default(), Vec::new());
        for node in nodes {
            actions.extend(self.action(node, &ids, &mut seen));
            self.report.enter(None);
        }
        actions
    }

    fn action(&mut self, node: &Node, ids: &[&str], seen: &mut Seen) -> Option<ActionRule> {
        let fields = self.report.fields(node, "an action", &keys::ACTION)?;
        let id = self.report.id(&fields, "id");
        self.report.enter(id.map(|(id, _)| id.to_owned()));
        let is_new = id.is_none_or(|(id, loc)| seen.is_new(self.report, "action", id, loc));
        let scope = self.report.scope(&fields);
        let enabled = self.report.truth(&fields, "enabled", true);
        let mandatory = self.report.truth(&fields, "mandatory", false);
        let when = self.report.required(&fields, "when");
        let condition =
            when.and_then(|when| self.condition(&when.node, Seat::condition(scope, true)));
        let seat = Seat {
            scope: Some(scope),
            actions: true,
            want: Want::Number,
        };
        let value = fields
            .get("value")
            .map(|value| self.expression(&value.node, seat));
        let propensity = self.factors(&fields, &PROPENSITY, scope);
        let context = self.factors(&fields, &CONTEXT, scope);
        let key = self.key(&fields, scope);
        let absorbs = self.absorbs(&fields, ids, id.map(|(id, _)| id));
        let (cooldown, expires) = (
            self.days(&fields, "cooldown"),
            self.days(&fields, "expires"),
        );
        let reason = self.texts(&fields, "reason", scope, true);
        let steps = self.steps(&fields, scope);
        let ((id, _), (condition, text)) = (id.filter(|_| is_new)?, condition?);
        let value = match value {
            Some(value) => Some(value?.0.expr),
            None => None,
        };
        Some(ActionRule {
            id: id.to_owned(),
            scope,
            enabled,
            condition,
            text,
            key: key?,
            mandatory,
            value,
            propensity,
            context,
            absorbs,
            cooldown,
            expires,
            reason,
            steps: steps?,
        })
    }

    /// What the keys are bound to; by default the anchor for contracts and the row for other rows.
    fn key(&mut self, fields: &Fields<'_>, scope: Scope) -> Option<KeyBinding> {
        if fields.get("key").is_none() {
            return self.default_key(fields, scope);
        }
        let (text, loc) = self.report.text(fields, "key")?;
        let binding = match text.split_once(':') {
            None if text == "anchor" => Some(KeyBinding::Anchor),
            None if text == "term" => Some(KeyBinding::Term),
            None if text == "row" => Some(KeyBinding::Row),
            None if text == "quarter" => Some(KeyBinding::Quarter),
            Some(("episode", family)) if EPISODES.contains(&family) => {
                Some(KeyBinding::Episode(family.to_owned()))
            }
            Some(("period", days)) => days
                .parse()
                .ok()
                .filter(|days| (1..=LONGEST_DUE).contains(days))
                .map(KeyBinding::Period),
            None | Some(_) => None,
        };
        if binding.is_none() {
            self.report.error_help(
                "bad-key",
                loc,
                format!("an action cannot be bound to `{text}`"),
                BINDINGS,
            );
        }
        let has_rows = !matches!(scope, Scope::Account | Scope::Tenant);
        if binding == Some(KeyBinding::Row) && !has_rows {
            let message = format!(
                "an action of scope {} has no row to be bound to",
                scope.as_str()
            );
            self.report.error_help("bad-key", loc, message, BINDINGS);
        }
        binding
    }

    fn default_key(&mut self, fields: &Fields<'_>, scope: Scope) -> Option<KeyBinding> {
        match scope {
            Scope::Contract => Some(KeyBinding::Anchor),
            Scope::Complaint | Scope::Opportunity | Scope::Offer => Some(KeyBinding::Row),
            Scope::Account | Scope::Tenant => {
                let message = format!(
                    "an action of scope {} needs the key `key`: what makes it happen once",
                    scope.as_str()
                );
                self.report
                    .error_help("missing-key", fields.loc, message, BINDINGS);
                None
            }
        }
    }

    fn absorbs(&mut self, fields: &Fields<'_>, ids: &[&str], own: Option<&str>) -> Vec<String> {
        let mut absorbed = Vec::new();
        for node in self.report.list(fields, "absorbs").unwrap_or_default() {
            match &node.value {
                Value::Text(id) if Some(id.as_str()) == own => {
                    self.report
                        .error("unknown-action", node.loc, "an action cannot absorb itself");
                }
                Value::Text(id) if ids.contains(&id.as_str()) => absorbed.push(id.clone()),
                Value::Text(id) => {
                    let help = choices(id, ids);
                    self.report.error_help(
                        "unknown-action",
                        node.loc,
                        format!("there is no action `{id}`"),
                        help,
                    );
                }
                other => {
                    let message = format!("an action's id is text, not {}", other.what());
                    self.report.error("wrong-type", node.loc, message);
                }
            }
        }
        absorbed
    }

    fn steps(&mut self, fields: &Fields<'_>, scope: Scope) -> Option<Vec<ActionStep>> {
        self.report.required(fields, "do");
        let nodes = self.report.list(fields, "do")?;
        if nodes.is_empty() {
            let loc = fields
                .get("do")
                .map(|entry| entry.node.loc)
                .unwrap_or_default();
            self.report
                .error("missing-key", loc, "an action does at least one thing");
        }
        let steps: Vec<Option<ActionStep>> =
            nodes.iter().map(|node| self.step(node, scope)).collect();
        self.shared_keys(nodes, &steps);
        steps.into_iter().collect()
    }

    /// A key names the kind, not the step: what always happens leaves nothing to a later step of its kind.
    fn shared_keys(&mut self, nodes: &[Node], steps: &[Option<ActionStep>]) {
        for (index, (node, step)) in nodes.iter().zip(steps).enumerate() {
            let Some(step) = step else { continue };
            let before = steps.iter().take(index).flatten();
            let hides = |other: &&ActionStep| other.kind == step.kind && other.when.is_none();
            if before.into_iter().any(|other| hides(&other)) {
                let message = format!(
                    "this step is never proposed: an earlier one of kind `{}` has the same key",
                    step.kind
                );
                let help = "give it a kind of its own, make it a line of the other's check-list, or give the other a `when`";
                self.report.warn("shared-key", node.loc, message, help);
            }
        }
    }

    fn step(&mut self, node: &Node, scope: Scope) -> Option<ActionStep> {
        let fields = self.report.fields(node, "a step", &keys::STEP)?;
        let kind = self.report.id(&fields, "kind");
        let mut word = |key| {
            self.report
                .text(&fields, key)
                .map(|(word, _)| word.to_owned())
        };
        let (assignee, to, template) = (word("assignee"), word("to"), word("template"));
        let channel = self.channel(&fields);
        let due = self.due(&fields);
        let title = self.texts(&fields, "title", scope, true);
        let checklist = self.report.list(&fields, "steps").unwrap_or_default();
        let checklist = checklist
            .iter()
            .map(|text| self.texts_of(text, scope, true))
            .collect();
        let when = fields
            .get("when")
            .map(|when| self.condition(&when.node, Seat::condition(scope, true)));
        let (when, when_text) = match when {
            Some(when) => {
                let (when, text) = when?;
                (Some(when), text)
            }
            None => (None, String::new()),
        };
        let kind = kind?.0.to_owned();
        Some(ActionStep {
            kind,
            assignee,
            channel,
            to,
            template,
            due,
            title,
            checklist,
            when,
            when_text,
        })
    }

    fn channel(&mut self, fields: &Fields<'_>) -> Option<String> {
        let (word, loc) = self.report.text(fields, "channel")?;
        if !keys::CHANNELS.contains(&word) {
            let message = format!("there is no channel `{word}`");
            let help = choices(word, &keys::CHANNELS);
            self.report
                .error_help("unknown-channel", loc, message, help);
        }
        Some(word.to_owned())
    }

    /// A time in days: `"30 days"`.
    fn days(&mut self, fields: &Fields<'_>, key: &str) -> Option<i64> {
        let (text, loc) = self.report.text(fields, key)?;
        match parse_due(text) {
            Some(Due::Days(days @ 1..)) => Some(days),
            Some(Due::Days(_) | Due::BusinessDays(_) | Due::Hours(_)) | None => {
                let message = format!("`{text}` is no number of days");
                let help = "write \"30 days\", or leave it out";
                self.report.error_help("bad-days", loc, message, help);
                None
            }
        }
    }

    fn due(&mut self, fields: &Fields<'_>) -> Option<Due> {
        let (text, loc) = self.report.text(fields, "due")?;
        let due = parse_due(text);
        if due.is_none() {
            self.bad_due(text, loc);
        }
        due
    }

    fn bad_due(&mut self, text: &str, loc: Loc) {
        let message = format!("nothing can be due in `{text}`");
        let help = "write \"3 days\", \"2 business days\" or \"4 hours\"";
        self.report.error_help("bad-due", loc, message, help);
    }
}

fn parse_due(text: &str) -> Option<Due> {
    let (number, unit) = text.split_once(' ')?;
    let number: i64 = number
        .parse()
        .ok()
        .filter(|number| (0..=LONGEST_DUE).contains(number))?;
    match unit {
        "day" | "days" => Some(Due::Days(number)),
        "business day" | "business days" => Some(Due::BusinessDays(number)),
        "hour" | "hours" => Some(Due::Hours(number)),
        _ => None,
    }
}

fn id_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Table(table) => table.text("id"),
        _ => None,
    }
}
